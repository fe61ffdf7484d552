#include <stdio.h>
#include <stdarg.h>
#include <string.h>

static int lines;

static void logf_(const char *level, const char *format, ...)
{
    char text[64];
    va_list ap;
    int n;

    va_start(ap, format);
    n = vsnprintf(text, sizeof(text), format, ap);
    va_end(ap);
    printf("[%s] %s (%d)\n", level, text, n);
    lines++;
}

static double average(int n, ...)
{
    va_list ap;
    double sum = 0;
    int i;

    va_start(ap, n);
    for (i = 0; i < n; i++)
        sum += va_arg(ap, double);
    va_end(ap);
    return n ? sum / n : 0;
}

static char *join(char *to, ...)
{
    va_list ap;
    const char *s;

    to[0] = '\0';
    va_start(ap, to);
    while ((s = va_arg(ap, const char *)) != NULL) {
        if (*to)
            strcat(to, "-");
        strcat(to, s);
    }
    va_end(ap);
    return to;
}

static void mini(const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    for (; *f; f++) {
        if (*f != '%') {
            putchar(*f);
            continue;
        }
        switch (*++f) {
        case 'd': printf("%d", va_arg(ap, int)); break;
        case 's': fputs(va_arg(ap, char *), stdout); break;
        case 'c': putchar(va_arg(ap, int)); break;
        case 'l': printf("%ld", va_arg(ap, long)); break;
        default: putchar(*f);
        }
    }
    va_end(ap);
}

int main(void)
{
    char text[40];
    short s = -3;
    float f = 2.5f;

    logf_("info", "%s has %d items", "list", 3);
    logf_("warn", "%05.1f%% %c", 12.34, 'x');
    printf("%.3f %.1f\n", average(3, 1.0, 2.5, 4.0), average(0));
    printf("%.2f\n", average(1, f));
    printf("%s\n", join(text, "a", "bc", "def", NULL));
    mini("%d%% of %s%c %l\n", s, "x", '!', 1234567890123L);
    return lines;
}
