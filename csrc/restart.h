/* Calls that a signal may interrupt, and that C restarts after a handler with SA_RESTART.
 *
 * The kernel must not restart them itself: the Python handler runs only after the call came back.
 * So every handler is installed without SA_RESTART, the C trampoline counts what each signal asked
 * for, and a call that only restarting signals interrupted returns PYSOCK_RESTART: the caller in
 * Python, where the handlers have run by then, calls again. */
#ifndef PYSOCK_RESTART_H
#define PYSOCK_RESTART_H

#define PYSOCK_RESTART (-2)

static volatile unsigned pysock_restarting;   /* signals whose handler has SA_RESTART */
static volatile unsigned pysock_interrupting; /* signals whose handler has not */

/* Whether a socket has a timeout, whose calls C never restarts: signal(7). */
static int
pysock_timed(int fd, int optname)
{
    int saved = errno;
    struct timeval timeout = {0, 0};
    socklen_t size = sizeof(timeout);
    int timed = getsockopt(fd, SOL_SOCKET, optname, (void *)&timeout, &size) == 0 &&
                (timeout.tv_sec != 0 || timeout.tv_usec != 0);
    errno = saved;
    return timed;
}

#define RETURN_RESTARTABLE_UNLESS(exempt, type, call)                                              \
    do {                                                                                           \
        unsigned restarting = pysock_restarting, interrupting = pysock_interrupting;               \
        type result = (call);                                                                      \
        if (result == -1 && errno == EINTR && restarting != pysock_restarting &&                   \
            interrupting == pysock_interrupting && !(exempt)) {                                    \
            return PYSOCK_RESTART;                                                                 \
        }                                                                                          \
        return result;                                                                             \
    } while (0)

#define RETURN_RESTARTABLE(type, call) RETURN_RESTARTABLE_UNLESS(0, type, call)

/* For calls on what may be a socket; `option` is SO_RCVTIMEO or SO_SNDTIMEO. */
#define RETURN_RESTARTABLE_SOCKET(type, call, fd, option)                                          \
    RETURN_RESTARTABLE_UNLESS(pysock_timed(fd, option), type, call)

#endif
