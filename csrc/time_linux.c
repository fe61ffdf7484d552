/* The clocks' calls that Linux has and macOS lacks, and struct tm, whose zone is constant here. */
#ifdef PYSOCK_CDEF
struct itimerspec {
    struct timespec it_interval;
    struct timespec it_value;
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
    long tm_gmtoff;
    const char *tm_zone;
    ...;
};

int pysock_clock_nanosleep(clockid_t clockid, int flags, const struct timespec *request,
                           struct timespec *remain);
#endif

static int
pysock_clock_nanosleep(clockid_t clockid, int flags, const struct timespec *request,
                       struct timespec *remain)
{
    struct pysock_entry entry;
    if (!pysock_enter(&entry)) {
        return PYSOCK_RESTART;
    }
    int error = clock_nanosleep(clockid, flags, request, remain);
    return pysock_leave(&entry, error == EINTR, 0) ? PYSOCK_RESTART : error;
}
