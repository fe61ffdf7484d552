/* What Linux asks an interface by, and how long an address is: its family tells. */
#ifdef PYSOCK_CDEF
struct arpreq {
    struct sockaddr arp_pa;
    struct sockaddr arp_ha;
    int arp_flags;
    struct sockaddr arp_netmask;
    char arp_dev[16];
    ...;
};

struct ifmap {
    unsigned long mem_start;
    unsigned long mem_end;
    unsigned short base_addr;
    unsigned char irq;
    unsigned char dma;
    unsigned char port;
    ...;
};

/* All but the name are one union: a request uses the member that it is named after. */
struct ifreq {
    char ifr_name[16];
    struct sockaddr ifr_addr;
    struct sockaddr ifr_dstaddr;
    struct sockaddr ifr_broadaddr;
    struct sockaddr ifr_netmask;
    struct sockaddr ifr_hwaddr;
    short ifr_flags;
    int ifr_ifindex;
    int ifr_metric;
    int ifr_mtu;
    int ifr_bandwidth;
    int ifr_qlen;
    struct ifmap ifr_map;
    char ifr_slave[16];
    char ifr_newname[16];
    char *ifr_data;
    ...;
};

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
