/* Routing headers of IPv6, RFC 3542. */
#ifdef PYSOCK_CDEF
#define IPV6_RTHDR_LOOSE ...
#define IPV6_RTHDR_STRICT ...
#define IPV6_RTHDR_TYPE_0 ...

socklen_t pysock_inet6_rth_space(int type, int segments);
#endif

/* Not all C libraries have it. The length in units of 8 bytes is one byte of the header. */
static socklen_t
pysock_inet6_rth_space(int type, int segments)
{
    if (type != IPV6_RTHDR_TYPE_0 || segments < 0 || segments > 127) {
        return 0;
    }
    return 8 + (socklen_t)segments * (socklen_t)sizeof(struct in6_addr);
}
