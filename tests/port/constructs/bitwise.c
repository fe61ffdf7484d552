#include <stdio.h>

#define FLAG_A 0x01
#define FLAG_B 0x02
#define FLAG_C 0x04

int main(void)
{
    int flags = 0;
    unsigned mask = ~0u;

    flags |= FLAG_A | FLAG_C;
    printf("%d\n", flags);
    flags &= ~FLAG_A;
    printf("%d\n", flags);
    flags ^= FLAG_B;
    printf("%d %d\n", flags, !(flags & FLAG_A));
    printf("%x %x %d\n", mask, mask & 0xff00, ~flags);
    printf("%d\n", -1 & 0xff);
    printf("%d\n", (flags & FLAG_B) == FLAG_B);
    return flags;
}
