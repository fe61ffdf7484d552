#include <stdio.h>

int main(void)
{
    int n = 0, total = 0;

    do {
        total += n;
        n++;
    } while (n < 5);
    printf("%d %d\n", n, total);
    do
        printf("once\n");
    while (0);
    n = 10;
    do {
        n--;
        if (n % 2)
            continue;
        if (n < 3)
            break;
        printf("%d ", n);
    } while (n > 0);
    printf("\n");
    do {
        n += 3;
    } while (n++ < 20);
    printf("%d\n", n);
    return n;
}
