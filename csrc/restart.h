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

#define RETURN_RESTARTABLE(type, call)                                                             \
    do {                                                                                           \
        unsigned restarting = pysock_restarting, interrupting = pysock_interrupting;               \
        type result = (call);                                                                      \
        if (result == -1 && errno == EINTR && restarting != pysock_restarting &&                   \
            interrupting == pysock_interrupting) {                                                 \
            return PYSOCK_RESTART;                                                                 \
        }                                                                                          \
        return result;                                                                             \
    } while (0)

#endif
