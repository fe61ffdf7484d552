/* Lookups in the memory of the caller, which glibc has beside those in static memory. */
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

/* Each lookup tells whether `buf` was too small: the caller tries again with more.
 *
 * When it was not, h_errno says why nothing was found, as after glibc's static lookups. The reason
 * of a buffer too small is NETDB_INTERNAL with glibc, and none with musl. */
static int
pysock_too_small(int error, int reason)
{
    if (error == ERANGE && reason <= 0) {
        return 1;
    }
    if (reason != 0) {
        h_errno = reason;
    }
    return 0;
}

static int
pysock_gethostbyaddr(const void *addr, socklen_t len, int type, struct hostent *entry, char *buf,
                     size_t size, struct hostent **found)
{
    int reason = 0;
    int error = gethostbyaddr_r(addr, len, type, entry, buf, size, found, &reason);
    return pysock_too_small(error, reason);
}

static int
pysock_gethostbyname(const char *name, struct hostent *entry, char *buf, size_t size,
                     struct hostent **found)
{
    int reason = 0;
    int error = gethostbyname_r(name, entry, buf, size, found, &reason);
    return pysock_too_small(error, reason);
}

static int
pysock_gethostbyname2(const char *name, int af, struct hostent *entry, char *buf, size_t size,
                      struct hostent **found)
{
    if (af != AF_INET && af != AF_INET6) { /* glibc's table of hosts would abort the program */
        *found = NULL;
        errno = EAFNOSUPPORT;
        h_errno = NO_DATA;
        return 0;
    }
    int reason = 0;
    int error = gethostbyname2_r(name, af, entry, buf, size, found, &reason);
    return pysock_too_small(error, reason);
}

static int
pysock_getservbyname(const char *name, const char *proto, struct servent *entry, char *buf,
                     size_t size, struct servent **found)
{
    return getservbyname_r(name, proto, entry, buf, size, found) == ERANGE;
}

static int
pysock_getservbyport(int port, const char *proto, struct servent *entry, char *buf, size_t size,
                     struct servent **found)
{
    return getservbyport_r(port, proto, entry, buf, size, found) == ERANGE;
}

#if PYSOCK_GLIBC

static int
pysock_gethostent(struct hostent *entry, char *buf, size_t size, struct hostent **found)
{
    int reason = 0;
    int error = gethostent_r(entry, buf, size, found, &reason);
    return pysock_too_small(error, reason);
}

static int
pysock_getnetbyaddr(uint32_t net, int type, struct netent *entry, char *buf, size_t size,
                    struct netent **found)
{
    int reason = 0;
    int error = getnetbyaddr_r(net, type, entry, buf, size, found, &reason);
    return pysock_too_small(error, reason);
}

static int
pysock_getnetbyname(const char *name, struct netent *entry, char *buf, size_t size,
                    struct netent **found)
{
    int reason = 0;
    int error = getnetbyname_r(name, entry, buf, size, found, &reason);
    return pysock_too_small(error, reason);
}

static int
pysock_getnetent(struct netent *entry, char *buf, size_t size, struct netent **found)
{
    int reason = 0;
    int error = getnetent_r(entry, buf, size, found, &reason);
    return pysock_too_small(error, reason);
}

static int
pysock_getprotobyname(const char *name, struct protoent *entry, char *buf, size_t size,
                      struct protoent **found)
{
    return getprotobyname_r(name, entry, buf, size, found) == ERANGE;
}

static int
pysock_getprotobynumber(int proto, struct protoent *entry, char *buf, size_t size,
                        struct protoent **found)
{
    return getprotobynumber_r(proto, entry, buf, size, found) == ERANGE;
}

static int
pysock_getprotoent(struct protoent *entry, char *buf, size_t size, struct protoent **found)
{
    return getprotoent_r(entry, buf, size, found) == ERANGE;
}

static int
pysock_getservent(struct servent *entry, char *buf, size_t size, struct servent **found)
{
    return getservent_r(entry, buf, size, found) == ERANGE;
}

#else

#include "interpreter.h"

/* musl has these in static memory alone. They neither wait nor allocate, so the interpreter's lock
 * keeps threads apart until the answer is in the caller's memory. */
#define FROM_STATIC(call)                                                                          \
    do {                                                                                           \
        (void)buf, (void)size;                                                                     \
        RETURN_LOCKED(int, (*found = (call)) == NULL ? 0 : (*entry = **found, *found = entry, 0)); \
    } while (0)

#include "netdb_plain.h"

#endif
