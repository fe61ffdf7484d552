/* Headers of the protocols: what Linux alone has, or calls by a second name. */
#ifdef PYSOCK_CDEF
/* <linux/if_ether.h>: protocols of packet(7). */
#define ETH_ALEN ...
#define ETH_DATA_LEN ...
#define ETH_FRAME_LEN ...
#define ETH_HLEN ...
#define ETH_P_8021Q ...
#define ETH_P_802_2 ...
#define ETH_P_802_3 ...
#define ETH_P_ALL ...
#define ETH_P_ARP ...
#define ETH_P_IP ...
#define ETH_P_IPV6 ...
#define ETH_P_LOOP ...
#define ETH_P_RARP ...
#define ETH_ZLEN ...

/* packet(7): kinds of packets, memberships. */
#define PACKET_ADD_MEMBERSHIP ...
#define PACKET_AUXDATA ...
#define PACKET_BROADCAST ...
#define PACKET_DROP_MEMBERSHIP ...
#define PACKET_FASTROUTE ...
#define PACKET_HOST ...
#define PACKET_LOOPBACK ...
#define PACKET_MR_ALLMULTI ...
#define PACKET_MR_MULTICAST ...
#define PACKET_MR_PROMISC ...
#define PACKET_MR_UNICAST ...
#define PACKET_MULTICAST ...
#define PACKET_OTHERHOST ...
#define PACKET_OUTGOING ...
#define PACKET_STATISTICS ...

/* <netinet/ip_icmp.h>: types and codes. */
#define ICMP_ECHO ...
#define ICMP_ECHOREPLY ...
#define ICMP_IREQ ...
#define ICMP_IREQREPLY ...
#define ICMP_MASKREPLY ...
#define ICMP_MASKREQ ...
#define ICMP_MAXTYPE ...
#define ICMP_MINLEN ...
#define ICMP_PARAMPROB ...
#define ICMP_REDIRECT ...
#define ICMP_REDIRECT_HOST ...
#define ICMP_REDIRECT_NET ...
#define ICMP_REDIRECT_TOSHOST ...
#define ICMP_REDIRECT_TOSNET ...
#define ICMP_SOURCEQUENCH ...
#define ICMP_TIMXCEED ...
#define ICMP_TIMXCEED_INTRANS ...
#define ICMP_TIMXCEED_REASS ...
#define ICMP_TSTAMP ...
#define ICMP_TSTAMPREPLY ...
#define ICMP_UNREACH ...
#define ICMP_UNREACH_HOST ...
#define ICMP_UNREACH_NEEDFRAG ...
#define ICMP_UNREACH_NET ...
#define ICMP_UNREACH_PORT ...
#define ICMP_UNREACH_PROTOCOL ...
#define ICMP_UNREACH_SRCFAIL ...

/* <netinet/icmp6.h>. */
#define ICMP6_DST_UNREACH ...
#define ICMP6_DST_UNREACH_ADDR ...
#define ICMP6_DST_UNREACH_ADMIN ...
#define ICMP6_DST_UNREACH_NOPORT ...
#define ICMP6_DST_UNREACH_NOROUTE ...
#define ICMP6_ECHO_REPLY ...
#define ICMP6_ECHO_REQUEST ...
#define ICMP6_FILTER ...
#define ICMP6_PACKET_TOO_BIG ...
#define ICMP6_PARAM_PROB ...
#define ICMP6_TIME_EXCEEDED ...
#define ICMP6_TIME_EXCEED_TRANSIT ...

/* <netinet/ip_icmp.h>: Linux's own names. */
#define ICMP_ADDRESS ...
#define ICMP_ADDRESSREPLY ...
#define ICMP_DEST_UNREACH ...
#define ICMP_EXC_FRAGTIME ...
#define ICMP_EXC_TTL ...
#define ICMP_FRAG_NEEDED ...
#define ICMP_HOST_UNREACH ...
#define ICMP_INFO_REPLY ...
#define ICMP_INFO_REQUEST ...
#define ICMP_NET_UNREACH ...
#define ICMP_PARAMETERPROB ...
#define ICMP_PORT_UNREACH ...
#define ICMP_PROT_UNREACH ...
#define ICMP_SOURCE_QUENCH ...
#define ICMP_TIMESTAMP ...
#define ICMP_TIMESTAMPREPLY ...
#define ICMP_TIME_EXCEEDED ...

/* <netinet/if_ether.h>: struct arphdr's ar_op and ar_hrd. */
#define ARPHRD_ETHER ...
#define ARPHRD_LOOPBACK ...
#define ARPOP_REPLY ...
#define ARPOP_REQUEST ...

/* Most members are macros into two unions; here each stands for itself. */
struct icmp {
    uint8_t icmp_type;
    uint8_t icmp_code;
    uint16_t icmp_cksum;
    uint8_t icmp_pptr;
    struct in_addr icmp_gwaddr;
    uint16_t icmp_id;
    uint16_t icmp_seq;
    uint32_t icmp_void;
    uint16_t icmp_pmvoid;
    uint16_t icmp_nextmtu;
    uint8_t icmp_num_addrs;
    uint8_t icmp_wpa;
    uint16_t icmp_lifetime;
    uint32_t icmp_otime;
    uint32_t icmp_rtime;
    uint32_t icmp_ttime;
    struct ip icmp_ip;
    uint32_t icmp_mask;
    uint8_t icmp_data[...];
    ...;
};

struct icmp6_hdr {
    uint8_t icmp6_type;
    uint8_t icmp6_code;
    uint16_t icmp6_cksum;
    uint32_t icmp6_data32[...];
    uint16_t icmp6_data16[...];
    uint8_t icmp6_data8[...];
    uint32_t icmp6_pptr;
    uint32_t icmp6_mtu;
    uint16_t icmp6_id;
    uint16_t icmp6_seq;
    uint16_t icmp6_maxdelay;
    ...;
};

struct icmp6_filter {
    ...;
};

struct ip6_hdr {
    uint32_t ip6_flow;
    uint16_t ip6_plen;
    uint8_t ip6_nxt;
    uint8_t ip6_hlim;
    uint8_t ip6_hops;
    uint8_t ip6_vfc;
    struct in6_addr ip6_src;
    struct in6_addr ip6_dst;
    ...;
};

struct iphdr {
    unsigned int ihl : 4;
    unsigned int version : 4;
    uint8_t tos;
    uint16_t tot_len;
    uint16_t id;
    uint16_t frag_off;
    uint8_t ttl;
    uint8_t protocol;
    uint16_t check;
    uint32_t saddr;
    uint32_t daddr;
};

struct icmphdr {
    uint8_t type;
    uint8_t code;
    uint16_t checksum;
    union {
        struct {
            uint16_t id;
            uint16_t sequence;
        } echo;
        uint32_t gateway;
        struct {
            uint16_t unused;
            uint16_t mtu;
        } frag;
    } un;
};

struct udphdr {
    uint16_t uh_sport;
    uint16_t uh_dport;
    uint16_t uh_ulen;
    uint16_t uh_sum;
    uint16_t source;
    uint16_t dest;
    uint16_t len;
    uint16_t check;
    ...;
};

struct tcphdr {
    union {
        struct {
            uint16_t th_sport;
            uint16_t th_dport;
            uint32_t th_seq;
            uint32_t th_ack;
            uint8_t th_x2 : 4;
            uint8_t th_off : 4;
            uint8_t th_flags;
            uint16_t th_win;
            uint16_t th_sum;
            uint16_t th_urp;
        };
        struct {
            uint16_t source;
            uint16_t dest;
            uint32_t seq;
            uint32_t ack_seq;
            uint16_t res1 : 4;
            uint16_t doff : 4;
            uint16_t fin : 1;
            uint16_t syn : 1;
            uint16_t rst : 1;
            uint16_t psh : 1;
            uint16_t ack : 1;
            uint16_t urg : 1;
            uint16_t res2 : 2;
            uint16_t window;
            uint16_t check;
            uint16_t urg_ptr;
        };
    };
};

struct ethhdr {
    uint8_t h_dest[6];
    uint8_t h_source[6];
    uint16_t h_proto;
    ...;
};

struct arphdr {
    uint16_t ar_hrd;
    uint16_t ar_pro;
    uint8_t ar_hln;
    uint8_t ar_pln;
    uint16_t ar_op;
    ...;
};

struct packet_mreq {
    int mr_ifindex;
    unsigned short mr_type;
    unsigned short mr_alen;
    uint8_t mr_address[8];
    ...;
};

struct sockaddr_ll {
    unsigned short sll_family;
    uint16_t sll_protocol;
    int sll_ifindex;
    unsigned short sll_hatype;
    uint8_t sll_pkttype;
    uint8_t sll_halen;
    uint8_t sll_addr[8];
    ...;
};

/* Classic BPF, for SO_ATTACH_FILTER. */
struct sock_filter {
    uint16_t code;
    uint8_t jt;
    uint8_t jf;
    uint32_t k;
    ...;
};

struct sock_fprog {
    unsigned short len;
    struct sock_filter *filter;
    ...;
};

void pysock_icmp6_filter_set(int type, int pass, struct icmp6_filter *filter);
int pysock_icmp6_filter_passes(int type, const struct icmp6_filter *filter);
#endif

/* The macros of <netinet/icmp6.h>; a type below 0 sets all of them. */
static void
pysock_icmp6_filter_set(int type, int pass, struct icmp6_filter *filter)
{
    if (type < 0 && pass) {
        ICMP6_FILTER_SETPASSALL(filter);
    } else if (type < 0) {
        ICMP6_FILTER_SETBLOCKALL(filter);
    } else if (pass) {
        ICMP6_FILTER_SETPASS(type, filter);
    } else {
        ICMP6_FILTER_SETBLOCK(type, filter);
    }
}

static int
pysock_icmp6_filter_passes(int type, const struct icmp6_filter *filter)
{
    return ICMP6_FILTER_WILLPASS(type, filter) != 0;
}
