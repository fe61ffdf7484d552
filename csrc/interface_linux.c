/* How long an interface's address is: on Linux its family tells. */
#ifdef PYSOCK_CDEF
size_t pysock_address_size(const struct sockaddr *address);
#endif

/* Hardware addresses can be longer than sockaddr_ll's 8 bytes: InfiniBand's has 20. */
static size_t
pysock_packet_size(const struct sockaddr_ll *address)
{
    size_t size = offsetof(struct sockaddr_ll, sll_addr) + address->sll_halen;
    return size < sizeof(*address) ? sizeof(*address) : size;
}

static size_t
pysock_address_size(const struct sockaddr *address)
{
    switch (address->sa_family) {
    case AF_INET:
        return sizeof(struct sockaddr_in);
    case AF_INET6:
        return sizeof(struct sockaddr_in6);
    case AF_PACKET:
        return pysock_packet_size((const struct sockaddr_ll *)address);
    default:
        return sizeof(struct sockaddr);
    }
}
