#include <stdio.h>
static signed char f17(char a, unsigned long long b, unsigned long c)
{
    unsigned short t[4] = {1, 200, 40000, 65535};
    unsigned long long v0 = b;
    long v1 = 3;
    v1 = ((v0++) + (((3u) | ((~(3u))))));
    printf("%ld\n", v1);
    { long *p = &v1; *p |= 1; }
    return v1;
}
static long g(long v1, unsigned long long v0, unsigned short t1, char a) {
    printf("%d\n", (((v1) % 30000) * (('A') % 30000)));
    printf("%ld\n", ((((((((v1) % 30000) * (('A') % 30000))) % (((((33018L) ^ (2147483648L))) & 0x7f) + 1))) / 4)));
    return ((((((t1) != (v0))) >> (((((7) & 0xfff) << ((a) & 15))) & 15))) / 4);
}
int main(){ unsigned long long v[]={0,1,9223372036854775807ULL,18446744073709551615ULL,12345678901234567ULL}; int i;
 for(i=0;i<5;i++) { printf("%d\n", f17(3,v[i],5)); printf("%ld\n", g(v[i],v[i],200,3)); } return 0;}
