#include <stdio.h>

int main(void)
{
    int a[6] = {10, 20, 30, 40, 50, 60};
    int *p = a, *end = a + 6;
    char text[] = "pointer";
    char *s = text, *last;

    printf("%d %d %d\n", *(a + 2), *(p + 3), p[4]);
    for (; p < end; p++)
        printf("%d ", *p);
    printf("\n%ld\n", (long)(p - a));
    p -= 2;
    printf("%d %d %d\n", *p, p[-1], *(p + 1));
    while (*s)
        s++;
    printf("%ld\n", (long)(s - text));
    last = s;
    while (last > text)
        putchar(*--last);
    printf("\n%d\n", &a[5] - &a[1] == 4);
    *(text + 1) = 'O';
    2[text] = 'I';
    printf("%s\n", text);
    return 0;
}
