/* Calls that a signal may interrupt.
 *
 * In C a handler runs inside the call it interrupts; then the call fails with EINTR or, where the
 * handler has SA_RESTART and signal(7) allows it, goes on. In Python the handler runs only when the
 * call has come back. So the kernel never restarts a call itself (no handler is installed with the
 * kernel's SA_RESTART): the trampoline of signal_posix.c counts what each signal asked for, and a
 * call that is to go on returns PYSOCK_RESTART. Its caller in Python calls again, and between the
 * two calls the handlers run.
 *
 * A signal can also arrive just before the system call: C would run the handler at once, Python
 * cannot. A signal that is pending on entry makes the call return PYSOCK_RESTART unmade; one that
 * falls between that look and the system call is followed by a nudge, a timer's signal that
 * interrupts the call, which then returns PYSOCK_RESTART as well. */
#ifndef PYSOCK_RESTART_H
#define PYSOCK_RESTART_H

#include "cancel.h"

#define PYSOCK_RESTART (-2)

static pthread_t pysock_main;                 /* the thread that runs the Python handlers */
static volatile unsigned pysock_restarting;   /* signals in it whose handler has SA_RESTART */
static volatile unsigned pysock_interrupting; /* signals in it whose handler has not */
static volatile unsigned pysock_nudges;       /* nudges, see above */
static volatile unsigned pysock_forwarded;    /* signals that another thread handed to it */
static volatile sig_atomic_t pysock_pending;  /* handlers that have not begun */
static volatile sig_atomic_t pysock_entered;  /* the main thread is inside a call below */
static volatile sig_atomic_t pysock_nudging;  /* the nudge's timer runs */
static volatile unsigned pysock_turned_away;  /* the count of signals at the last early return */

static void pysock_stop_nudging(void);

struct pysock_entry {
    struct pysock_thread *self;
    int main;
    unsigned restarting, interrupting, nudges, forwarded;
};

/* Whether the call may be made: the thread is not asked to end, and no handler waits. */
static int
pysock_enter(struct pysock_entry *entry)
{
    entry->self = pysock_me;
    if (!pysock_enter_cancellable(entry->self)) {
        return 0;
    }
    entry->main = pthread_equal(pthread_self(), pysock_main);
    entry->restarting = pysock_restarting;
    entry->interrupting = pysock_interrupting;
    entry->nudges = pysock_nudges;
    entry->forwarded = pysock_forwarded;
    if (!entry->main) {
        return 1;
    }
    pysock_entered = 1;
    unsigned signals = pysock_restarting + pysock_interrupting;
    if (pysock_pending == 0 || pysock_turned_away == signals) {
        return 1;
    }
    /* Once for each signal: an interpreter that cannot run handlers now must not turn for ever. */
    pysock_turned_away = signals;
    pysock_entered = 0;
    pysock_leave_cancellable(entry->self);
    return 0;
}

/* Whether all that came since asks for the call to go on. */
static int
pysock_goes_on(const struct pysock_entry *entry)
{
    if (!entry->main) {
        return entry->forwarded != pysock_forwarded;
    }
    return entry->restarting != pysock_restarting && entry->interrupting == pysock_interrupting;
}

/* Whether the call is to be made again: a signal restarts it, only a nudge interrupted it, or the
 * thread ends instead. */
static int
pysock_leave(const struct pysock_entry *entry, int interrupted, int restarted)
{
    int ending = pysock_leave_cancellable(entry->self) && interrupted;
    if (!entry->main) {
        return restarted || ending;
    }
    pysock_entered = 0;
    if (pysock_nudging) {
        pysock_stop_nudging();
    }
    if (!interrupted || ending) {
        return ending;
    }
    /* A signal during the call, or just before, has interrupted it. A nudge says no more than that:
     * it may come late, when the signal itself has ended a wait, which must not begin again. */
    if (entry->interrupting != pysock_interrupting || entry->restarting != pysock_restarting) {
        return restarted;
    }
    return entry->nudges != pysock_nudges;
}

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

/* `restartable` is what signal(7) says of the call; it is looked at only where that matters. */
#define RETURN_INTERRUPTIBLE(restartable, type, call)                                              \
    do {                                                                                           \
        struct pysock_entry call_entry;                                                            \
        if (!pysock_enter(&call_entry)) {                                                          \
            return PYSOCK_RESTART;                                                                 \
        }                                                                                          \
        int call_before = errno;                                                                   \
        type call_result = (call);                                                                 \
        int call_interrupted = call_result == -1 && errno == EINTR;                                \
        int call_restarted = call_interrupted && pysock_goes_on(&call_entry) && (restartable);     \
        if (!pysock_leave(&call_entry, call_interrupted, call_restarted)) {                        \
            return call_result;                                                                    \
        }                                                                                          \
        errno = call_before; /* the kernel's restart does not touch it */                          \
        return PYSOCK_RESTART;                                                                     \
    } while (0)

#define RETURN_RESTARTABLE(type, call) RETURN_INTERRUPTIBLE(1, type, call)

/* select, poll, pause, sigsuspend, …: a handler always ends them. */
#define RETURN_UNRESTARTABLE(type, call) RETURN_INTERRUPTIBLE(0, type, call)

static volatile int pysock_selected; /* sockets under WSAEventSelect: networkevent_posix.c */
static void pysock_network_call(int fd, int option, long long result);

/* A call on a socket is over, which may allow its next network event. */
static inline long long
pysock_seen(int fd, int option, long long result)
{
    if (pysock_selected) {
        pysock_network_call(fd, option, result);
    }
    return result;
}

/* For calls on what may be a socket; `option` is SO_RCVTIMEO or SO_SNDTIMEO. */
#define RETURN_RESTARTABLE_SOCKET(type, call, fd, option)                                          \
    RETURN_INTERRUPTIBLE(!pysock_timed(fd, option), type,                                          \
                         (type)pysock_seen(fd, option, (long long)(call)))

#endif
