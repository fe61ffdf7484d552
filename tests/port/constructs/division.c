#include <stdio.h>

int main(void)
{
    int values[] = {7, -7, 9, -9, 1, -1, 0};
    int divisors[] = {2, -2, 3, -3, 10, -10};
    int i, j;

    for (i = 0; i < 7; i++)
        for (j = 0; j < 6; j++)
            printf("%d/%d=%d %d%%%d=%d\n", values[i], divisors[j], values[i] / divisors[j],
                   values[i], divisors[j], values[i] % divisors[j]);
    printf("%u %u\n", -7 / 2u, -7 % 2u);
    printf("%ld %ld\n", -7L / 2, -7L % 2);
    return 0;
}
