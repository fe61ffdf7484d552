/* Lookups that answer in libc's memory: macOS and FreeBSD have some for each thread. */
#ifdef PYSOCK_CDEF
int pysock_gethostbyaddr(const void *addr, socklen_t len, int type, struct hostent *entry,
                         char *buf, size_t size, struct hostent **found);
int pysock_gethostbyname(const char *name, struct hostent *entry, char *buf, size_t size,
                         struct hostent **found);
int pysock_gethostbyname2(const char *name, int af, struct hostent *entry, char *buf, size_t size,
                          struct hostent **found);
int pysock_gethostent(struct hostent *entry, char *buf, size_t size, struct hostent **found);
int pysock_getnetbyaddr(uint32_t net, int type, struct netent *entry, char *buf, size_t size,
                        struct netent **found);
int pysock_getnetbyname(const char *name, struct netent *entry, char *buf, size_t size,
                        struct netent **found);
int pysock_getnetent(struct netent *entry, char *buf, size_t size, struct netent **found);
int pysock_getprotobyname(const char *name, struct protoent *entry, char *buf, size_t size,
                          struct protoent **found);
int pysock_getprotobynumber(int proto, struct protoent *entry, char *buf, size_t size,
                            struct protoent **found);
int pysock_getprotoent(struct protoent *entry, char *buf, size_t size, struct protoent **found);
int pysock_getservbyname(const char *name, const char *proto, struct servent *entry, char *buf,
                         size_t size, struct servent **found);
int pysock_getservbyport(int port, const char *proto, struct servent *entry, char *buf, size_t size,
                         struct servent **found);
int pysock_getservent(struct servent *entry, char *buf, size_t size, struct servent **found);
#endif

/* The caller's memory is for platforms that fill it: here it is never too small. */
#define FROM_STATIC(call) return (void)entry, (void)buf, (void)size, *found = (call), 0

#include "netdb_plain.h"

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
pysock_gethostbyname2(const char *name, int af, struct hostent *entry, char *buf, size_t size,
                      struct hostent **found)
{
    FROM_STATIC(gethostbyname2(name, af));
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
