#include <stdio.h>

struct range { int in; int from; };

static int lambda(int def, int pass)
{
    return def + pass;
}

int len(const char *str)
{
    int n = 0;
    while (str[n])
        n++;
    return n;
}

int main(void)
{
    int None = 1, is = 2, and = 3, list = 4, print = 5, class = 6, id = 7, in = 8, self = 9;
    struct range range = {1, 2};

    range.in += in;
    printf("%d %d %d %d\n", lambda(None, is), and + list, print * class, id - self);
    printf("%d %d %d\n", range.in, range.from, len("python"));
    return 0;
}
