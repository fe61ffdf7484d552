/* What the BSDs and macOS ask an interface by, and how long an address is: it says so itself. */
#ifdef PYSOCK_CDEF
struct arpreq {
    struct sockaddr arp_pa;
    struct sockaddr arp_ha;
    int arp_flags;
    ...;
};

/* All but the name are one union: a request uses the member that it is named after. */
struct ifreq {
    char ifr_name[16];
    struct sockaddr ifr_addr;
    struct sockaddr ifr_dstaddr;
    struct sockaddr ifr_broadaddr;
    short ifr_flags;
    int ifr_metric;
    int ifr_mtu;
    char *ifr_data;
    ...;
};

size_t pysock_address_size(const struct sockaddr *address);
#endif

static size_t
pysock_address_size(const struct sockaddr *address)
{
    return address->sa_len;
}
