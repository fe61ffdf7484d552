#include <stdio.h>

int main(void)
{
    int i;
    unsigned u = 0x80000001u;
    int negative = -17;
    unsigned char byte = 0xf0;

    for (i = 0; i < 32; i += 5)
        printf("%d: %u %u %d\n", i, 1u << i, u >> i, negative >> i);
    printf("%d %d\n", byte << 4, (unsigned char)(byte << 4));
    u <<= 1;
    byte >>= 2;
    negative >>= 1;
    printf("%u %d %d\n", u, byte, negative);
    printf("%llx\n", 1ULL << 63);
    printf("%d\n", (1 << 3) + 2);
    return 0;
}
