#include <stdio.h>

static int next(void)
{
    static int n = 5;

    return --n;
}

int main(void)
{
    int a, b, c, n;
    char buf[8];
    char *p, *q;

    a = b = c = 7;
    printf("%d %d %d\n", a, b, c);
    while ((n = next()) > 0)
        printf("%d ", n);
    printf("\n");
    if ((a = b + 1) == 8)
        printf("eight\n");
    b += a -= 3;
    printf("%d %d\n", a, b);
    p = "copy me";
    q = buf;
    while ((*q++ = *p++) != '\0')
        ;
    printf("%s\n", buf);
    buf[a = 2] = 'P';
    printf("%s %d\n", buf, a);
    return (c = 9) + 1;
}
