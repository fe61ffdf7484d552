#include <stdio.h>
#include <stdint.h>

#define BIT(n) (1U << (n))
#define SET(x, n) ((x) |= BIT(n))
#define CLEAR(x, n) ((x) &= ~BIT(n))
#define TOGGLE(x, n) ((x) ^= BIT(n))
#define TEST(x, n) (((x) >> (n)) & 1)

static int popcount(unsigned x) { int n; for (n = 0; x; n++) x &= x - 1; return n; }
static uint32_t rotl(uint32_t x, int n) { return (x << n) | (x >> (32 - n)); }
static uint16_t swap16(uint16_t x) { return (x >> 8) | (x << 8); }
static uint32_t swap32(uint32_t x)
{
    return ((x & 0xff) << 24) | ((x & 0xff00) << 8) | ((x >> 8) & 0xff00) | (x >> 24);
}
static unsigned reverse(unsigned char b)
{
    unsigned r = 0;
    int i;
    for (i = 0; i < 8; i++)
        r |= ((b >> i) & 1) << (7 - i);
    return r;
}
static void binary(unsigned char b)
{
    int i;
    for (i = 7; i >= 0; i--)
        putchar(b & (1 << i) ? '1' : '0');
    putchar(' ');
}

int main(void)
{
    unsigned flags = 0, x = 5, y = 9;
    int negative = -1000;

    SET(flags, 3);
    SET(flags, 31);
    TOGGLE(flags, 0);
    CLEAR(flags, 3);
    printf("%08x %d %d\n", flags, TEST(flags, 31), TEST(flags, 3));
    printf("%d %08x %04x %08x\n", popcount(0xf0f0), rotl(0x80000001, 4), swap16(0x1234),
           swap32(0x11223344));
    binary(0xa5);
    binary(reverse(0x13));
    binary(~0xa5);
    x ^= y;
    y ^= x;
    x ^= y;
    printf("%u %u\n", x, y);
    printf("%d %d %u\n", negative >> 3, negative & 0xff, (unsigned)negative >> 28);
    printf("%x %x\n", ~0u << 4, (1 << 10) - 1);
    printf("%d %d\n", (x & (x - 1)) == 0, (64 & 63) == 0);
    return 0;
}
