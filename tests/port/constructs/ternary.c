#include <stdio.h>

static const char *size(int n)
{
    return n < 10 ? "small" : n < 100 ? "medium" : "large";
}

int main(void)
{
    int i;
    int a = 3, b = 8;
    int max = a > b ? a : b;

    for (i = 1; i < 1000; i *= 7)
        printf("%d %s%s\n", i, size(i), i % 2 ? "" : " even");
    printf("%d %d\n", max, (a < b ? a : b) * 2);
    a > b ? printf("a\n") : printf("b\n");
    printf("%d item%s\n", a, a == 1 ? "" : "s");
    printf("%u\n", a ? -1 : 1u);
    return a ? : 9;
}
