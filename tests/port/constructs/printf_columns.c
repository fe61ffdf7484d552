#include <stdio.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

int main(void)
{
    const char *names[] = {"ab", "longer name", ""};
    int i, width = 8;
    long l = -123456789L;
    unsigned long long big = 18446744073709551615ULL;
    short h = -2;
    unsigned char c = 250;

    for (i = 0; i < 3; i++)
        printf("|%-12s|%5.2s|%*d|%-*d|\n", names[i], names[i], width, i, 4, i * 100);
    printf("%ld %10ld %-12ld| %llu\n", l, l / 1000, l, big);
    printf("%hd %hu %hhu %hhd\n", h, h, c, c);
    printf("%#x %#o %X %08x %x\n", 255, 8, 48879, 0xbeef, -1);
    printf("%+d % d %05d %+.2f\n", 5, 5, -42, 1.005);
    printf("%e %.3E %g %g %G\n", 12345.678, 0.00012, 100000.0, 1e10, 1e-5);
    printf("%8.3f|%-8.2f|%08.1f|%.0f\n", 3.14159, 2.5, -9.99, 2.5);
    printf("%c%5c%-3c|\n", 'x', 'y', 'z');
    printf("%%|%s\n", "end");
    printf("%zu %zd %td %jd\n", sizeof(l), (ssize_t)-1, (ptrdiff_t)3, (intmax_t)-4);
    printf("%.*s|%.3d|%10.4d|\n", 3, "abcdef", 7, 42);
    printf("%d\n", printf("12345"));
    fprintf(stdout, "%s", "to stdout\n");
    i = printf("");
    return i;
}
