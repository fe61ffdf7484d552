#include <stdio.h>
#include <stdlib.h>
#include <errno.h>
#include <limits.h>

int main(void)
{
    const char *texts[] = {"42", "  -17abc", "0x1f", "077", "zz", "", "+5", "99999999999"};
    char *end;
    int i;
    long n;

    for (i = 0; i < 7; i++)
        printf("%d ", atoi(texts[i]));
    printf("\n");
    for (i = 0; i < 8; i++) {
        n = strtol(texts[i], &end, 0);
        printf("%ld:%d:%s ", n, (int)(end - texts[i]), *end ? end : "-");
    }
    printf("\n");
    printf("%ld %ld %lu\n", strtol("ff", NULL, 16), strtol("-1010", NULL, 2),
           strtoul("4294967295", NULL, 10));
    errno = 0;
    n = strtol("999999999999999999999", &end, 10);
    printf("%d %d\n", n == LONG_MAX, errno == ERANGE);
    printf("%.3f %.3f %.1f\n", atof("3.25x"), strtod("-1e3 rest", &end), atof("none"));
    printf("[%s] %lld\n", end, atoll("1234567890123"));
    if (strtol("abc", &end, 10) == 0 && *end == 'a')
        printf("no digits\n");
    printf("%ld\n", atol("-2147483649"));
    return 0;
}
