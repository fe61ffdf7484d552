#include <stdio.h>
#include <string.h>
#include <stdint.h>
#include <arpa/inet.h>

#pragma pack(push, 1)
typedef struct {
    uint8_t dst[6], src[6];
    uint16_t type;
} eth_header;
typedef struct {
    uint8_t version_ihl, tos;
    uint16_t total_length, id, fragment;
    uint8_t ttl, protocol;
    uint16_t checksum;
    uint32_t src, dst;
} ip_header;
typedef struct {
    uint16_t src_port, dst_port;
    uint32_t seq, ack;
    uint16_t offset_flags, window, checksum, urgent;
} tcp_header;
#pragma pack(pop)

static const uint8_t frame[] = {
    0x00, 0x1b, 0x21, 0x3c, 0x9d, 0xf8, 0x08, 0x00, 0x27, 0xaa, 0xbb, 0xcc, 0x08, 0x00,
    0x45, 0x00, 0x00, 0x2f, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06, 0x00, 0x00,
    0xc0, 0xa8, 0x00, 0x68, 0x0a, 0x00, 0x00, 0x01,
    0x23, 0xe6, 0x00, 0x50, 0x00, 0x00, 0x00, 0x01, 0x80, 0x00, 0x00, 0x00, 0x50, 0x18, 0xff, 0xff,
    0x12, 0x34, 0x00, 0x00, 'G', 'E', 'T', ' ', '/', '\r', '\n',
};

static uint16_t checksum(const uint8_t *p, int n)
{
    uint32_t sum = 0;
    for (; n > 1; n -= 2, p += 2)
        sum += p[0] << 8 | p[1];
    if (n)
        sum += *p << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum;
}

static void mac(const char *name, const uint8_t *m)
{
    int i;
    printf("%s ", name);
    for (i = 0; i < 6; i++)
        printf("%02X%s", m[i], i < 5 ? ":" : "\n");
}

int main(void)
{
    const eth_header *eth = (const eth_header *)frame;
    const ip_header *ip = (const ip_header *)(frame + sizeof(eth_header));
    const tcp_header *tcp;
    struct in_addr a;
    char text[INET_ADDRSTRLEN];
    int ihl = (ip->version_ihl & 0x0f) * 4, data, flags, i;
    const char *names = "FSRPAU";

    printf("%zu %zu %zu\n", sizeof(eth_header), sizeof(ip_header), sizeof(tcp_header));
    mac("to", eth->dst);
    mac("from", eth->src);
    if (ntohs(eth->type) != 0x0800)
        return 1;
    printf("IPv%d ttl %d protocol %d length %d %s\n", ip->version_ihl >> 4, ip->ttl, ip->protocol,
           ntohs(ip->total_length), ntohs(ip->fragment) & 0x4000 ? "DF" : "-");
    a.s_addr = ip->src;
    printf("%s -> ", inet_ntoa(a));
    printf("%s\n", inet_ntop(AF_INET, &ip->dst, text, sizeof text));
    printf("checksum %04x\n", checksum((const uint8_t *)ip, ihl));
    tcp = (const tcp_header *)((const uint8_t *)ip + ihl);
    flags = ntohs(tcp->offset_flags) & 0x3f;
    printf("%d -> %d seq %u ack %u ", ntohs(tcp->src_port), ntohs(tcp->dst_port), ntohl(tcp->seq),
           ntohl(tcp->ack));
    for (i = 0; i < 6; i++)
        if (flags & (1 << i))
            putchar(names[i]);
    data = (ntohs(tcp->offset_flags) >> 12) * 4;
    printf("\n%.*s|\n", (int)(ntohs(ip->total_length) - ihl - data) - 2, (const char *)tcp + data);
    return 0;
}
