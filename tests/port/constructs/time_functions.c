#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void)
{
    time_t t = 86400 * 365;
    struct tm *tm = gmtime(&t);
    char buf[40];

    printf("%d-%02d-%02d %d\n", tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday, tm->tm_wday);
    strftime(buf, sizeof(buf), "%Y/%m/%d %H:%M:%S", tm);
    printf("%s\n", buf);
    printf("%d\n", time(NULL) > t);
    printf("%ld\n", (long)(t / 3600));
    return 0;
}
