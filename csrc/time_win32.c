/* Clocks, sleeping and calendar time on Windows. */
#ifdef PYSOCK_CDEF
typedef int... clock_t;
typedef int... clockid_t;
typedef int... useconds_t;

struct timespec {
    time_t tv_sec;
    long tv_nsec;
    ...;
};

/* Winsock's: its seconds are a long, whose 32 bits end in 2038. */
struct timeval {
    long tv_sec;
    long tv_usec;
    ...;
};

struct timezone {
    int tz_minuteswest;
    int tz_dsttime;
    ...;
};

struct tm {
    int tm_sec;
    int tm_min;
    int tm_hour;
    int tm_mday;
    int tm_mon;
    int tm_year;
    int tm_wday;
    int tm_yday;
    int tm_isdst;
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
size_t pysock_strftime(char *s, size_t max, const char *format, const struct tm *tm);
void pysock_tzset(void);
#endif

#include "interpreter.h"

/* Windows counts time in units of 100 ns. */
enum { PYSOCK_TICKS = 10000000, PYSOCK_TICK_NS = 100 };
#define PYSOCK_TICKS_UNTIL_1970 116444736000000000LL

static long long
pysock_ticks(FILETIME ticks)
{
    return (long long)ticks.dwHighDateTime << 32 | ticks.dwLowDateTime;
}

static void
pysock_set_timespec(struct timespec *place, long long ticks)
{
    place->tv_sec = ticks / PYSOCK_TICKS;
    place->tv_nsec = (long)(ticks % PYSOCK_TICKS) * PYSOCK_TICK_NS;
}

static long long
pysock_now(void)
{
    FILETIME now;
    GetSystemTimePreciseAsFileTime(&now);
    return pysock_ticks(now) - PYSOCK_TICKS_UNTIL_1970;
}

static void
pysock_monotonic(struct timespec *tp)
{
    LARGE_INTEGER frequency, count;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&count);
    tp->tv_sec = count.QuadPart / frequency.QuadPart;
    tp->tv_nsec = (long)(count.QuadPart % frequency.QuadPart * 1000000000LL / frequency.QuadPart);
}

/* What a process or thread has used, in user mode and in the kernel. */
static long long
pysock_cpu_time(clockid_t clockid)
{
    FILETIME made, ended, kernel, user;
    if (clockid == CLOCK_PROCESS_CPUTIME_ID) {
        GetProcessTimes(GetCurrentProcess(), &made, &ended, &kernel, &user);
    } else {
        GetThreadTimes(GetCurrentThread(), &made, &ended, &kernel, &user);
    }
    return pysock_ticks(kernel) + pysock_ticks(user);
}

static int
pysock_clock_gettime(clockid_t clockid, struct timespec *tp)
{
    switch (clockid) {
    case CLOCK_REALTIME:
        pysock_set_timespec(tp, pysock_now());
        return 0;
    case CLOCK_MONOTONIC:
        pysock_monotonic(tp);
        return 0;
    case CLOCK_PROCESS_CPUTIME_ID:
    case CLOCK_THREAD_CPUTIME_ID:
        pysock_set_timespec(tp, pysock_cpu_time(clockid));
        return 0;
    default:
        errno = EINVAL;
        return -1;
    }
}

static int
pysock_clock_getres(clockid_t clockid, struct timespec *res)
{
    struct timespec unused;
    if (pysock_clock_gettime(clockid, &unused) == -1) {
        return -1;
    }
    if (res != NULL) {
        pysock_set_timespec(res, 1);
    }
    return 0;
}

static int
pysock_gettimeofday(struct timeval *tv, struct timezone *tz)
{
    if (tv != NULL) {
        long long now = pysock_now();
        tv->tv_sec = (long)(now / PYSOCK_TICKS);
        tv->tv_usec = (long)(now % PYSOCK_TICKS / 10);
    }
    if (tz != NULL) {
        memset(tz, 0, sizeof(*tz));
    }
    return 0;
}

/* Wait for so many ticks: finer than Sleep, whose unit is the millisecond. */
static int
pysock_wait_ticks(long long ticks)
{
    HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
    if (timer == NULL) {
        errno = ENOMEM;
        return -1;
    }
    LARGE_INTEGER due = {.QuadPart = -ticks}; /* negative: from now on */
    SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE);
    WaitForSingleObject(timer, INFINITE);
    CloseHandle(timer);
    return 0;
}

static int
pysock_nanosleep(const struct timespec *req, struct timespec *rem)
{
    (void)rem; /* nothing interrupts */
    if (req->tv_sec < 0 || req->tv_nsec < 0 || req->tv_nsec >= 1000000000L) {
        errno = EINVAL;
        return -1;
    }
    long long longest = LLONG_MAX / PYSOCK_TICKS - 1;
    long long seconds = req->tv_sec < longest ? req->tv_sec : longest;
    long long part = (req->tv_nsec + PYSOCK_TICK_NS - 1) / PYSOCK_TICK_NS;
    return pysock_wait_ticks(seconds * PYSOCK_TICKS + part);
}

static int
pysock_usleep(useconds_t usec)
{
    return pysock_wait_ticks(usec * 10LL);
}

static long long
pysock_sleep(unsigned int seconds)
{
    return pysock_wait_ticks(seconds * (long long)PYSOCK_TICKS) == 0 ? 0 : seconds;
}

/* The variants that take the memory of the result give back an error number. */
static struct tm *
pysock_broken_down(int error, struct tm *result)
{
    if (error != 0) {
        errno = error;
    }
    return error == 0 ? result : NULL;
}

static struct tm *
pysock_gmtime_r(const time_t *timep, struct tm *result)
{
    return pysock_broken_down(gmtime_s(result, timep), result);
}

static char *
pysock_asctime_r(const struct tm *tm, char *buf)
{
    return asctime_s(buf, 26, tm) == 0 ? buf : NULL;
}

/* These read the variable TZ. */
static int
pysock_read_zone_and_break_down(const time_t *timep, struct tm *result)
{
    _tzset();
    return localtime_s(result, timep);
}

static int
pysock_localtime_s(const time_t *timep, struct tm *result)
{
    RETURN_LOCKED(int, pysock_read_zone_and_break_down(timep, result));
}

static struct tm *
pysock_localtime_r(const time_t *timep, struct tm *result)
{
    return pysock_broken_down(pysock_localtime_s(timep, result), result);
}

static time_t
pysock_mktime(struct tm *tm)
{
    RETURN_LOCKED(time_t, mktime(tm));
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
    _tzset();
    PyGILState_Release(state);
}

#define asctime_r pysock_asctime_r
#define clock_getres pysock_clock_getres
#define clock_gettime pysock_clock_gettime
#define gettimeofday pysock_gettimeofday
#define gmtime_r pysock_gmtime_r
