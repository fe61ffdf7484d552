#define _DEFAULT_SOURCE
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <sys/time.h>

int main(void)
{
    time_t when = 1000000000, then;
    struct tm tm, *p;
    char text[64];
    struct timeval start, end, diff;
    clock_t ticks = clock();

    p = gmtime(&when);
    printf("%d-%02d-%02d %02d:%02d:%02d %d %d\n", p->tm_year + 1900, p->tm_mon + 1, p->tm_mday,
           p->tm_hour, p->tm_min, p->tm_sec, p->tm_wday, p->tm_yday);
    strftime(text, sizeof(text), "%Y/%m/%d %H:%M:%S", p);
    puts(text);
    memset(&tm, 0, sizeof(tm));
    tm.tm_year = 124;
    tm.tm_mon = 1;
    tm.tm_mday = 30;
    tm.tm_hour = 12;
    then = mktime(&tm);
    printf("%d %d %d\n", then > when, tm.tm_mon, tm.tm_mday);
    then = when + 86400;
    printf("%.0f\n", difftime(then, when) / 3600);
    printf("%s", asctime(gmtime(&then)));
    start.tv_sec = 10;
    start.tv_usec = 900000;
    end.tv_sec = 12;
    end.tv_usec = 100000;
    diff.tv_sec = end.tv_sec - start.tv_sec;
    diff.tv_usec = end.tv_usec - start.tv_usec;
    if (diff.tv_usec < 0) {
        diff.tv_sec--;
        diff.tv_usec += 1000000;
    }
    printf("%ld.%06ld\n", (long)diff.tv_sec, (long)diff.tv_usec);
    gettimeofday(&start, NULL);
    printf("%d %d\n", start.tv_sec > when, clock() >= ticks);
    return 0;
}
