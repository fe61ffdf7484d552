#include <stdio.h>
#include <string.h>
#include <stdint.h>
#include <arpa/inet.h>

struct packet {
    uint8_t type;
    uint8_t flags;
    uint16_t length;
    uint32_t sequence;
    char data[8];
};

static void dump(const void *data, size_t n)
{
    const unsigned char *p = data;
    size_t i;
    for (i = 0; i < n; i++)
        printf("%02x%s", p[i], (i + 1) % 8 == 0 ? "\n" : " ");
}

int main(void)
{
    struct packet out, in;
    char buffer[64];
    uint16_t length;
    unsigned char *raw;

    memset(&out, 0, sizeof(out));
    out.type = 1;
    out.flags = 0xf0;
    out.length = htons(sizeof(out));
    out.sequence = htonl(0x12345678);
    memcpy(out.data, "payload", 8);
    dump(&out, sizeof(out));
    memcpy(buffer + 3, &out, sizeof(out));
    memcpy(&in, &buffer[3], sizeof(in));
    memcpy(&length, buffer + 5, sizeof(length));
    printf("%d %x %s %d\n", ntohs(length), ntohl(in.sequence), in.data,
           memcmp(&in, &out, sizeof(in)));
    raw = (unsigned char *)&in;
    raw[0] = 9;
    *(raw + 1) |= 0x0f;
    printf("%u %u\n", in.type, in.flags);
    return 0;
}
