#include <stdio.h>

int main(void)
{
    int i = 5, j;
    int a[5] = {1, 2, 3, 4, 5};
    int *p = a;

    j = i++;
    printf("%d %d\n", i, j);
    j = ++i;
    printf("%d %d\n", i, j);
    j = i-- - 1;
    printf("%d %d\n", i, j);
    j = --i * 2;
    printf("%d %d\n", i, j);
    i = 0;
    a[i++] = 10;
    a[i++] = 20;
    a[++i] += 30;
    printf("%d: %d %d %d %d %d\n", i, a[0], a[1], a[2], a[3], a[4]);
    printf("%d ", *p++);
    printf("%d ", *++p);
    printf("%d ", (*p)++);
    printf("%d ", ++*p);
    printf("%d\n", *p--);
    while (i-- > 0)
        printf("%d", i);
    printf(" %d\n", i);
    return 0;
}
