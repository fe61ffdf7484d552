#include <stdio.h>

static int counter(void)
{
    static int n = 10;

    return n++;
}

static char *label(int n)
{
    static char text[20];

    sprintf(text, "label-%d", n);
    return text;
}

static int depth(int n)
{
    static int calls = 0;
    static int deepest;

    calls++;
    if (n > deepest)
        deepest = n;
    if (n < 4)
        depth(n + 1);
    return calls * 100 + deepest;
}

int main(void)
{
    char *a, *b;

    printf("%d", counter());
    printf(" %d", counter());
    printf(" %d\n", counter());
    a = label(1);
    b = label(2);
    printf("%s %s %d\n", a, b, a == b);
    printf("%d\n", depth(0));
    printf("%d\n", depth(2));
    return 0;
}
