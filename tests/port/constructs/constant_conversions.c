#include <stdio.h>

static int quotient(void) { return 0 ^ (((char)(296296438L)) / ((((unsigned long long)(3628799L)) & 0x7f) + 1)); }

int main(void)
{
    char negative[-1 < 1u ? 10 : 20];

    printf("%d %d\n", quotient(), (int)sizeof(negative));
    printf("%d %d\n", (-1 % 10u) == 5, -1 / 2u > 5);
    return -1 > 0u;
}
