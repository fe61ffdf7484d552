#include <stdio.h>

static void swap(int *a, int *b)
{
    int t = *a;

    *a = *b;
    *b = t;
}

static void divide(int a, int b, int *quotient, int *rest)
{
    *quotient = a / b;
    *rest = a % b;
}

int main(void)
{
    int x = 3, y = 8, q, r;
    int *p = &x;

    swap(&x, &y);
    printf("%d %d %d\n", x, y, *p);
    *p += 10;
    p = &y;
    *p = *p * 2;
    printf("%d %d\n", x, y);
    divide(-17, 5, &q, &r);
    printf("%d %d\n", q, r);
    if (p == &y && p != &x && p)
        printf("same\n");
    p = NULL;
    printf("%d\n", p == NULL);
    return 0;
}
