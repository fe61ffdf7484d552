#include <stdio.h>

int main(void)
{
    int a, b, n;
    char word[20], c;
    double d;
    unsigned x;

    n = scanf("%d %d", &a, &b);
    printf("%d: %d\n", n, a + b);
    scanf("%s", word);
    scanf(" %c", &c);
    printf("%s %c\n", word, c);
    scanf("%lf%x", &d, &x);
    printf("%.3f %u\n", d, x);
    n = scanf("%d", &a);
    printf("%d\n", n);
    scanf("%[a-z]", word);
    printf("%s\n", word);
    scanf("%*s");
    n = scanf("%d,%d", &a, &b);
    printf("%d %d %d\n", n, a, b);
    while (scanf("%d", &a) == 1)
        printf("<%d>", a);
    printf(" %d\n", scanf("%d", &a) == EOF);
    return 0;
}
