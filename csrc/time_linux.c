/* The clocks' calls that Linux has and macOS lacks. */
#ifdef PYSOCK_CDEF
struct itimerspec {
    struct timespec it_interval;
    struct timespec it_value;
    ...;
};

int clock_nanosleep(clockid_t clockid, int flags, const struct timespec *request,
                    struct timespec *remain);
#endif
