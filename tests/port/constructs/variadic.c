#include <stdarg.h>
#include <stdio.h>

static int sum(int n, ...)
{
    va_list args;
    int i, total = 0;

    va_start(args, n);
    for (i = 0; i < n; i++)
        total += va_arg(args, int);
    va_end(args);
    return total;
}

static void join(const char *first, ...)
{
    va_list args;
    const char *s;

    va_start(args, first);
    for (s = first; s != NULL; s = va_arg(args, const char *))
        printf("%s,", s);
    va_end(args);
    printf("\n");
}

static void message(const char *format, ...)
{
    va_list args;

    printf("[log] ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
}

int main(void)
{
    printf("%d %d\n", sum(3, 1, 2, 3), sum(0));
    join("a", "b", "c", (char *)NULL);
    message("%d %s %c %.1f", 42, "text", 'x', 1.5);
    return 0;
}
