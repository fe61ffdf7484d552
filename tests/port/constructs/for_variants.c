#include <stdio.h>

int main(void)
{
    int i, j, n = 0;
    unsigned u;
    char c;
    double x;

    for (;;) {
        if (++n > 3)
            break;
    }
    for (i = 10; i--;)
        n += i;
    printf("%d %d\n", i, n);
    for (i = 0, j = 10; i < j; i++, j -= 2)
        printf("%d-%d ", i, j);
    for (int i = 0, k = 1; i < 5; i++, k *= 3)
        printf("%d ", k);
    printf("%d\n", i);
    for (c = 'a'; c <= 'e'; c++)
        putchar(c);
    for (u = 3; u > 0; u--)
        printf(" %u", u);
    for (x = 0.0; x < 1.0; x += 0.25)
        printf(" %.2f", x);
    putchar('\n');
    for (i = 0; i < 10; i++) {
        if (i == 2)
            i += 3;
        if (i % 2)
            continue;
        printf("%d ", i);
    }
    for (i = 1; i < 100; i <<= 1)
        ;
    printf("%d\n", i);
    for (n = 7; n != 1; n = n % 2 ? 3 * n + 1 : n / 2)
        printf("%d ", n);
    for (i = 5; i >= -5; i -= 3)
        printf("%d ", i);
    for (i = 0; i < n; i++)
        n = 0;
    printf("%d\n", i);
    return 0;
}
