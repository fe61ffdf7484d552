#include <stdio.h>
#include <stdint.h>
#include <string.h>

static uint16_t internet_checksum(const void *data, int length)
{
    const uint16_t *words = data;
    uint32_t sum = 0;

    while (length > 1) {
        sum += *words++;
        length -= 2;
    }
    if (length == 1)
        sum += *(const uint8_t *)words;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

static uint32_t crc32(const uint8_t *data, size_t n)
{
    uint32_t crc = 0xffffffff;
    while (n--) {
        int k;
        crc ^= *data++;
        for (k = 0; k < 8; k++)
            crc = crc & 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
    }
    return ~crc;
}

static uint32_t fnv1a(const char *s)
{
    uint32_t hash = 2166136261u;
    while (*s) {
        hash ^= (uint8_t)*s++;
        hash *= 16777619u;
    }
    return hash;
}

static uint32_t adler32(const unsigned char *p, int n)
{
    uint32_t a = 1, b = 0;
    int i;
    for (i = 0; i < n; i++) {
        a = (a + p[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static unsigned int seed = 12345;
static unsigned int next(void)
{
    seed = seed * 1103515245 + 12345;
    return (seed / 65536) % 32768;
}

static uint64_t xorshift(uint64_t x)
{
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return x;
}

int main(void)
{
    const char *text = "The quick brown fox";
    char xor = 0;
    int i;

    printf("%04x %04x\n", internet_checksum(text, 18), internet_checksum(text, 19));
    printf("%08x %08x\n", crc32((const uint8_t *)text, strlen(text)), fnv1a(text));
    printf("%08x\n", adler32((const unsigned char *)text, 19));
    for (i = 0; i < 5; i++)
        printf("%u ", next());
    printf("%llx\n", (unsigned long long)xorshift(xorshift(88172645463325252ULL)));
    for (i = 0; text[i]; i++)
        xor ^= text[i] << 1;
    printf("%d\n", xor);
    return 0;
}
