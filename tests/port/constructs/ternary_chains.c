#include <stdio.h>

static int touched;
static int touch(int n) { touched++; return n; }

int main(void)
{
    int i, a = 5, b = 9, max;
    int x = -3;
    const char *text;
    unsigned u = 1;
    double d;

    for (i = -1; i <= 1; i++)
        printf("%s ", i < 0 ? "negative" : i > 0 ? "positive" : "zero");
    max = a > b ? a : b;
    text = max == 9 ? "nine" : NULL;
    printf("%d %s\n", max, text ? text : "nothing");
    i = a ? touch(1) : touch(2);
    i += b > 100 ? touch(3) : 0;
    printf("%d %d\n", i, touched);
    printf("%d\n", (a < b ? a++ : b++) + (a < b ? a : b));
    printf("%d %d\n", a, b);
    d = a ? 1 : 2.5;
    printf("%.1f %d\n", d, (1 ? x : u) < 0 ? 1 : 0);
    (a > 0) ? touch(0) : (void)0;
    *(a > b ? &a : &b) = 100;
    printf("%d %d %d\n", a, b, touched);
    printf("item%s\n", a == 1 ? "" : "s");
    return a > 3 ? (b > 3 ? 4 : 5) : 6;
}
