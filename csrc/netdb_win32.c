/* The names of hosts, services and protocols on Windows, whose answers lie in memory of each
 * thread. */
#ifdef PYSOCK_CDEF
struct addrinfo {
    int ai_flags;
    int ai_family;
    int ai_socktype;
    int ai_protocol;
    size_t ai_addrlen;
    char *ai_canonname;
    struct sockaddr *ai_addr;
    struct addrinfo *ai_next;
    ...;
};

struct hostent {
    char *h_name;
    char **h_aliases;
    short h_addrtype;
    short h_length;
    char **h_addr_list;
    ...;
};

struct protoent {
    char *p_name;
    char **p_aliases;
    short p_proto;
    ...;
};

struct servent {
    char *s_name;
    char **s_aliases;
    short s_port;
    char *s_proto;
    ...;
};

void freeaddrinfo(struct addrinfo *res);
const char *gai_strerror(int errcode);
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **res);
int gethostname(char *name, size_t len);
int getnameinfo(const struct sockaddr *sa, socklen_t salen, char *host, socklen_t hostlen,
                char *serv, socklen_t servlen, int flags);
int pysock_gethostbyaddr(const void *addr, socklen_t len, int type, struct hostent *entry,
                         char *buf, size_t size, struct hostent **found);
int pysock_gethostbyname(const char *name, struct hostent *entry, char *buf, size_t size,
                         struct hostent **found);
int pysock_getprotobyname(const char *name, struct protoent *entry, char *buf, size_t size,
                          struct protoent **found);
int pysock_getprotobynumber(int proto, struct protoent *entry, char *buf, size_t size,
                            struct protoent **found);
int pysock_getservbyname(const char *name, const char *proto, struct servent *entry, char *buf,
                         size_t size, struct servent **found);
int pysock_getservbyport(int port, const char *proto, struct servent *entry, char *buf, size_t size,
                         struct servent **found);
int pysock_h_errno(void);
void pysock_set_h_errno(int number);
#endif

/* The caller's memory is for platforms that fill it: here it is never too small. */
#define FROM_STATIC(call)                                                                          \
    do {                                                                                           \
        (void)entry, (void)buf, (void)size;                                                        \
        *found = (call);                                                                           \
        if (*found == NULL) {                                                                      \
            pysock_follow();                                                                       \
        }                                                                                          \
        return 0;                                                                                  \
    } while (0)

static int
pysock_gethostbyaddr(const void *addr, socklen_t len, int type, struct hostent *entry, char *buf,
                     size_t size, struct hostent **found)
{
    FROM_STATIC(gethostbyaddr(addr, len, type));
}

static int
pysock_gethostbyname(const char *name, struct hostent *entry, char *buf, size_t size,
                     struct hostent **found)
{
    FROM_STATIC(gethostbyname(name));
}

static int
pysock_getprotobyname(const char *name, struct protoent *entry, char *buf, size_t size,
                      struct protoent **found)
{
    FROM_STATIC(getprotobyname(name));
}

static int
pysock_getprotobynumber(int proto, struct protoent *entry, char *buf, size_t size,
                        struct protoent **found)
{
    FROM_STATIC(getprotobynumber(proto));
}

static int
pysock_getservbyname(const char *name, const char *proto, struct servent *entry, char *buf,
                     size_t size, struct servent **found)
{
    FROM_STATIC(getservbyname(name, proto));
}

static int
pysock_getservbyport(int port, const char *proto, struct servent *entry, char *buf, size_t size,
                     struct servent **found)
{
    FROM_STATIC(getservbyport(port, proto));
}

/* On Windows h_errno is another name of WSAGetLastError(). */
static int
pysock_h_errno(void)
{
    return WSAGetLastError();
}

static void
pysock_set_h_errno(int number)
{
    WSASetLastError(number);
}

/* getaddrinfo returns the error; it leaves errno alone, as POSIX's does. Windows' own text would
 * lie in memory that all threads share. */
static const char *
pysock_gai_strerror(int errcode)
{
    switch (errcode) {
    case 0:
        return "Success";
    case EAI_AGAIN:
        return "Temporary failure in name resolution";
    case EAI_BADFLAGS:
        return "Bad value for ai_flags";
    case EAI_FAIL:
        return "Non-recoverable failure in name resolution";
    case EAI_FAMILY:
        return "ai_family not supported";
    case EAI_MEMORY:
        return "Memory allocation failure";
    case EAI_NONAME:
        return "Name or service not known";
    case EAI_SERVICE:
        return "Servname not supported for ai_socktype";
    case EAI_SOCKTYPE:
        return "ai_socktype not supported";
    default:
        return "Unknown error";
    }
}

static int
pysock_gethostname(char *name, size_t len)
{
    RETURN_FOLLOWED(int, gethostname(name, (int)pysock_at_most_an_int(len)));
}

#undef gai_strerror /* it names the variant for one kind of strings */
#define gai_strerror pysock_gai_strerror
#define gethostname pysock_gethostname
