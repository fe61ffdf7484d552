/* Calls that a signal may interrupt: on Windows there are none.
 *
 * Ctrl+C reaches a thread of its own there, and no call fails with EINTR: the calls of restart.h
 * are just made. Winsock's tell errors by WSAGetLastError, which errno follows: errno_win32.c. */
#ifndef PYSOCK_RESTART_H
#define PYSOCK_RESTART_H

#define PYSOCK_RESTART (-2)

struct pysock_entry {
    int unused;
};

static int
pysock_enter(struct pysock_entry *entry)
{
    (void)entry;
    return 1;
}

static int
pysock_goes_on(const struct pysock_entry *entry)
{
    (void)entry;
    return 0;
}

static int
pysock_leave(const struct pysock_entry *entry, int interrupted, int restarted)
{
    (void)entry, (void)interrupted, (void)restarted;
    return 0;
}

static int
pysock_timed(int fd, int optname)
{
    (void)fd, (void)optname;
    return 0;
}

/* Make errno say what WSAGetLastError says. */
static void pysock_follow(void);

/* A call of Winsock's; its -1, SOCKET_ERROR or INVALID_SOCKET, is the same number. */
#define RETURN_FOLLOWED(type, call)                                                                \
    do {                                                                                           \
        type call_result = (type)(call);                                                           \
        if (call_result == (type)(-1)) {                                                           \
            pysock_follow();                                                                       \
        }                                                                                          \
        return call_result;                                                                        \
    } while (0)

#endif
