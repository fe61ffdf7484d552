/* Waiting for events on any number of sockets: poll over WSAPoll. */
#ifdef PYSOCK_CDEF
typedef int... nfds_t;

/* Of the type of a SOCKET, but signed: -1 takes an element out. */
struct pollfd {
    intptr_t fd;
    short events;
    short revents;
    ...;
};

int pysock_add_poll(void);
int pysock_poll(struct pollfd *fds, nfds_t nfds, int timeout);
#endif

/* The same bytes as Winsock's own struct of this name. */
struct pysock_pollfd {
    intptr_t fd;
    short events;
    short revents;
};
#define pollfd pysock_pollfd

/* The elements that poll looks at. POSIX passes over negative ones; WSAPoll passes over none, and
 * fails where it is asked for POLLPRI. */
static ULONG
pysock_gather_polled(const struct pollfd *fds, nfds_t nfds, WSAPOLLFD *polled)
{
    ULONG count = 0;
    for (nfds_t i = 0; i < nfds; i++) {
        if (fds[i].fd >= 0) {
            polled[count].fd = (UINT_PTR)fds[i].fd;
            polled[count].events = fds[i].events & (POLLIN | POLLOUT);
            polled[count++].revents = 0;
        }
    }
    return count;
}

static void
pysock_scatter_polled(struct pollfd *fds, nfds_t nfds, const WSAPOLLFD *polled, ULONG count)
{
    ULONG next = 0;
    for (nfds_t i = 0; i < nfds; i++) {
        int looked_at = next < count && fds[i].fd >= 0 && (UINT_PTR)fds[i].fd == polled[next].fd;
        fds[i].revents = looked_at ? polled[next++].revents : 0;
    }
}

static int
pysock_poll_some(struct pollfd *fds, nfds_t nfds, int timeout, WSAPOLLFD *polled)
{
    ULONG count = pysock_gather_polled(fds, nfds, polled);
    if (count == 0) {
        Sleep(timeout < 0 ? INFINITE : (DWORD)timeout);
    }
    int ready = count == 0 ? 0 : WSAPoll(polled, count, timeout);
    if (ready == SOCKET_ERROR) {
        pysock_follow();
        return -1;
    }
    pysock_scatter_polled(fds, nfds, polled, count);
    return ready;
}

static int
pysock_poll(struct pollfd *fds, nfds_t nfds, int timeout)
{
    WSAPOLLFD *polled = calloc(nfds + 1, sizeof(*polled));
    if (polled == NULL) {
        errno = ENOMEM;
        return -1;
    }
    int ready = pysock_poll_some(fds, nfds, timeout, polled);
    int saved = errno;
    free(polled);
    errno = saved;
    return ready;
}

#include "polled.h"

/* What other stems and the code that cffi generates take for it. */
#define WSAPOLLFD struct pysock_pollfd
