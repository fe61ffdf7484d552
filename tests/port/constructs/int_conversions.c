#include <stdio.h>

int main()
{
    int wide = 0x12345678;
    unsigned char low = wide;
    signed char slow = 0x80 + wide;
    short half = wide;
    unsigned short uhalf = -1;
    unsigned int u = -5;
    long l = u;
    long sl = (int)u;
    int back = 4000000000u;
    int cut = 0x123456789abcdefLL;

    printf("%d %d %d %d %u %ld %ld %d %x\n", low, slow, half, uhalf, u, l, sl, back, cut);
    printf("%d\n", (unsigned char)300 + (signed char)200);
    printf("%d %d\n", (short)70000, (unsigned short)70000);
    return low == 0x78 ? 3 : 4;
}
