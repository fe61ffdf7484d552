/* The address structs as Linux has them: a family first. */
#ifdef PYSOCK_CDEF
struct in_addr {
    in_addr_t s_addr;
};

struct in6_addr {
    uint8_t s6_addr[16];
    uint16_t s6_addr16[8];
    uint32_t s6_addr32[4];
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
    unsigned char sin_zero[8];
    ...;
};

struct sockaddr_in6 {
    sa_family_t sin6_family;
    in_port_t sin6_port;
    uint32_t sin6_flowinfo;
    struct in6_addr sin6_addr;
    uint32_t sin6_scope_id;
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
#endif
