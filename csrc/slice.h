/* Waiting for a lock in slices.
 *
 * pthread_mutex_lock(3) and its like never come back for a signal. A handler of C runs meanwhile;
 * one of Python cannot before the call has come back. So the main thread, which runs the handlers,
 * waits for no more than a slice; then PYSOCK_RESTART lets its caller run them and call again. */
#ifndef PYSOCK_SLICE_H
#define PYSOCK_SLICE_H

enum { PYSOCK_SLICE_NS = 20000000, PYSOCK_SECOND_NS = 1000000000 };

/* Whether the slice that begins now, if there is one, ends before `limit`: `until` is its end. */
static inline int
pysock_slice(int sliced, struct timespec *until, const struct timespec *limit)
{
    if (!sliced) {
        return 0;
    }
    clock_gettime(CLOCK_REALTIME, until);
    until->tv_nsec += PYSOCK_SLICE_NS;
    if (until->tv_nsec >= PYSOCK_SECOND_NS) {
        until->tv_nsec -= PYSOCK_SECOND_NS;
        until->tv_sec++;
    }
    return limit == NULL || limit->tv_sec > until->tv_sec ||
           (limit->tv_sec == until->tv_sec && limit->tv_nsec > until->tv_nsec);
}

/* `untimed` and `timed` are the C library's two calls for one lock; `limit` may be NULL. */
#define RETURN_SLICED(untimed, timed, lock, limit, sliced)                                         \
    do {                                                                                           \
        struct timespec slice_end;                                                                 \
        int slice_first = pysock_slice(sliced, &slice_end, limit);                                 \
        if (!slice_first && (limit) == NULL) {                                                     \
            return untimed(lock);                                                                  \
        }                                                                                          \
        int slice_error = timed(lock, slice_first ? &slice_end : (limit));                         \
        return slice_first && slice_error == ETIMEDOUT ? PYSOCK_RESTART : slice_error;             \
    } while (0)

/* The same where there is no timed call. */
#define RETURN_TRIED(untimed, try, lock, sliced)                                                   \
    do {                                                                                           \
        if (!(sliced)) {                                                                           \
            return untimed(lock);                                                                  \
        }                                                                                          \
        int try_error =                                                                            \
        try                                                                                        \
            (lock);                                                                                \
        if (try_error != EBUSY) {                                                                  \
            return try_error;                                                                      \
        }                                                                                          \
        usleep(PYSOCK_SLICE_NS / 10000);                                                           \
        return PYSOCK_RESTART;                                                                     \
    } while (0)

#endif
