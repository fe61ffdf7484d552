/* Clocks, sleeping and calendar time: time(2), clock_gettime(2), nanosleep(2), ctime(3), … */
#ifdef PYSOCK_CDEF
typedef int... clock_t;
typedef int... clockid_t;
typedef int... useconds_t;

/* clock(3), clock_gettime(2) and clock_nanosleep(2). */
#define CLOCKS_PER_SEC ...
#define CLOCK_BOOTTIME ...
#define CLOCK_BOOTTIME_ALARM ...
#define CLOCK_MONOTONIC ...
#define CLOCK_MONOTONIC_COARSE ...
#define CLOCK_MONOTONIC_RAW ...
#define CLOCK_MONOTONIC_RAW_APPROX ...
#define CLOCK_PROCESS_CPUTIME_ID ...
#define CLOCK_REALTIME ...
#define CLOCK_REALTIME_ALARM ...
#define CLOCK_REALTIME_COARSE ...
#define CLOCK_TAI ...
#define CLOCK_THREAD_CPUTIME_ID ...
#define CLOCK_UPTIME_RAW ...
#define CLOCK_UPTIME_RAW_APPROX ...
#define TIMER_ABSTIME ...

struct timespec {
    time_t tv_sec;
    long tv_nsec;
    ...;
};

struct timeval {
    time_t tv_sec;
    suseconds_t tv_usec;
    ...;
};

/* What gettimeofday(2) still takes, though no kernel keeps a time zone any more. */
struct timezone {
    int tz_minuteswest;
    int tz_dsttime;
    ...;
};

struct itimerval {
    struct timeval it_interval;
    struct timeval it_value;
    ...;
};

char *asctime_r(const struct tm *tm, char *buf);
clock_t clock(void);
int clock_getres(clockid_t clockid, struct timespec *res);
int clock_gettime(clockid_t clockid, struct timespec *tp);
double difftime(time_t time1, time_t time0);
int gettimeofday(struct timeval *tv, struct timezone *tz);
struct tm *gmtime_r(const time_t *timep, struct tm *result);
time_t time(time_t *tloc);
int pysock_nanosleep(const struct timespec *req, struct timespec *rem);
int pysock_usleep(useconds_t usec);
long long pysock_sleep(unsigned int seconds);
struct tm *pysock_localtime_r(const time_t *timep, struct tm *result);
time_t pysock_mktime(struct tm *tm);
time_t pysock_timegm(struct tm *tm);
size_t pysock_strftime(char *s, size_t max, const char *format, const struct tm *tm);
void pysock_tzset(void);
#endif

#include "interpreter.h"

/* These read the variable TZ. */
static struct tm *
pysock_read_zone_and_break_down(const time_t *timep, struct tm *result)
{
    tzset();
    return localtime_r(timep, result);
}

static struct tm *
pysock_localtime_r(const time_t *timep, struct tm *result)
{
    RETURN_LOCKED(struct tm *, pysock_read_zone_and_break_down(timep, result));
}

static time_t
pysock_mktime(struct tm *tm)
{
    RETURN_LOCKED(time_t, mktime(tm));
}

static time_t
pysock_timegm(struct tm *tm)
{
    RETURN_LOCKED(time_t, timegm(tm));
}

static size_t
pysock_strftime(char *s, size_t max, const char *format, const struct tm *tm)
{
    RETURN_LOCKED(size_t, strftime(s, max, format, tm));
}

static void
pysock_tzset(void)
{
    PyGILState_STATE state = PyGILState_Ensure();
    tzset();
    PyGILState_Release(state);
}

/* A handler ends these, but must not begin late because it came just before: see restart.h. */
static int
pysock_nanosleep(const struct timespec *req, struct timespec *rem)
{
    RETURN_UNRESTARTABLE(int, nanosleep(req, rem));
}

static int
pysock_usleep(useconds_t usec)
{
    RETURN_UNRESTARTABLE(int, usleep(usec));
}

/* Its result is no sign of EINTR: less than a second that was left is none. */
static long long
pysock_sleep(unsigned int seconds)
{
    struct pysock_entry entry;
    if (!pysock_enter(&entry)) {
        return PYSOCK_RESTART;
    }
    unsigned int left = sleep(seconds);
    return pysock_leave(&entry, 1, 0) ? PYSOCK_RESTART : (long long)left;
}
