/* The address structs as Windows has them, and the calls of inet(3) that Winsock has. */
#ifdef PYSOCK_CDEF
struct in_addr {
    in_addr_t s_addr;
    ...;
};

struct in6_addr {
    uint8_t s6_addr[16];
    ...;
};

struct sockaddr {
    sa_family_t sa_family;
    char sa_data[14];
    ...;
};

struct sockaddr_in {
    sa_family_t sin_family;
    in_port_t sin_port;
    struct in_addr sin_addr;
    char sin_zero[8];
    ...;
};

struct sockaddr_in6 {
    sa_family_t sin6_family;
    in_port_t sin6_port;
    unsigned long sin6_flowinfo;
    struct in6_addr sin6_addr;
    unsigned long sin6_scope_id;
    ...;
};

struct sockaddr_storage {
    sa_family_t ss_family;
    ...;
};

struct sockaddr_un {
    sa_family_t sun_family;
    char sun_path[108];
    ...;
};

unsigned long htonl(unsigned long hostlong);
unsigned short htons(unsigned short hostshort);
in_addr_t inet_addr(const char *cp);
int inet_aton(const char *cp, struct in_addr *inp);
const char *inet_ntop(int af, const void *src, char *dst, size_t size);
int inet_pton(int af, const char *src, void *dst);
unsigned long ntohl(unsigned long netlong);
unsigned short ntohs(unsigned short netshort);
#endif

/* inet_addr with a result that tells the broadcast address from a failure; Winsock lacks it. */
static int
pysock_inet_aton(const char *cp, struct in_addr *inp)
{
    struct in_addr address;
    address.s_addr = inet_addr(cp);
    if (address.s_addr == INADDR_NONE && strcmp(cp, "255.255.255.255") != 0) {
        return 0;
    }
    *inp = address;
    return 1;
}

/* Which of the two ways to fail it was Winsock does not tell. */
static const char *
pysock_inet_ntop(int af, const void *src, char *dst, size_t size)
{
    const char *printed = inet_ntop(af, src, dst, size);
    if (printed == NULL) {
        errno = af == AF_INET || af == AF_INET6 ? ENOSPC : EAFNOSUPPORT;
    }
    return printed;
}

static int
pysock_inet_pton(int af, const char *src, void *dst)
{
    RETURN_FOLLOWED(int, inet_pton(af, src, dst));
}

#define inet_aton pysock_inet_aton
#define inet_ntop pysock_inet_ntop
#define inet_pton pysock_inet_pton
