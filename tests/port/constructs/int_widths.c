#include <stdio.h>

int main(void)
{
    char c = 100;
    signed char sc = -128;
    unsigned char uc = 255;
    short s = 32767;
    unsigned short us = 65535;
    int i = 2147483647;
    unsigned int ui = 4294967295u;
    long l = 9223372036854775807L;
    unsigned long ul = 18446744073709551615UL;
    long long ll = -9223372036854775807LL - 1;

    printf("%d %d %d %d %d %d %u %ld %lu %lld\n", c, sc, uc, s, us, i, ui, l, ul, ll);
    uc++;
    us++;
    ui++;
    ul++;
    printf("%d %d %u %lu\n", uc, us, ui, ul);
    uc--;
    us--;
    ui--;
    ul--;
    printf("%d %d %u %lu\n", uc, us, ui, ul);
    c += 100;
    sc -= 1;
    s += 1;
    printf("%d %d %d\n", c, sc, s);
    return 0;
}
