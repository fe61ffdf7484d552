/* The clocks' calls that Linux has and macOS lacks. */
#ifdef PYSOCK_CDEF
struct itimerspec {
    struct timespec it_interval;
    struct timespec it_value;
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
