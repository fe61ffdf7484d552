#include <stdio.h>

int main(void)
{
    int i, j, k;

    for (i = 0, j = 10; i < j; i++, j--)
        printf("%d,%d ", i, j);
    printf("\n");
    k = (i = 3, j = 4, i * j);
    printf("%d %d %d\n", i, j, k);
    while (k -= 5, k > 0)
        printf("%d ", k);
    printf("\n");
    if (i++, j++, i + j == 9)
        printf("nine\n");
    k = i, j = 100;
    printf("%d %d\n", k, j);
    return (1, 2, 3);
}
