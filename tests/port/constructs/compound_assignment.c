#include <stdio.h>

int main(void)
{
    int i = 100;
    unsigned char u = 250;
    short s = 30000;
    double d = 10;
    int a[3] = {1, 2, 3};
    int k = 0;

    i += 5; i -= 3; i *= 2; i /= 7; i %= 10;
    i <<= 4; i |= 3; i ^= 1; i &= 0x7f; i >>= 1;
    printf("%d\n", i);
    u += 10;
    printf("%d\n", u);
    u *= 100;
    printf("%d\n", u);
    s += 10000;
    printf("%d\n", s);
    d /= 4; d += 0.25; d *= 2; d -= 1;
    printf("%.3f\n", d);
    i = 10;
    i *= 2.55;
    printf("%d\n", i);
    a[k++] += 10;
    a[k++] *= 20;
    a[k] <<= 3;
    printf("%d %d %d %d\n", a[0], a[1], a[2], k);
    return 0;
}
