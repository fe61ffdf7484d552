#include <stdio.h>

add(a, b)
int a, b;
{
    return a + b;
}

double scale(x, factor)
double x;
int factor;
{
    return x * factor;
}

static char *skip(s, c)
char *s;
char c;
{
    while (*s == c)
        s++;
    return s;
}

int main()
{
    printf("%d %.2f %s\n", add(2, 3), scale(1.25, 4), skip("xxxyz", 'x'));
    return 0;
}
