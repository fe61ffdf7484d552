/* Waiting for any of several descriptors: select(2), pselect(2). */
#ifdef PYSOCK_CDEF
typedef struct {
    ...;
} fd_set;

#define FD_SETSIZE ...

/* The descriptors that a set can hold lie below. */
static const long long PYSOCK_FD_LIMIT;

int pysock_pselect(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
                   const struct timespec *timeout, const sigset_t *sigmask);
int pysock_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
                  struct timeval *timeout);
void pysock_FD_CLR(int fd, fd_set *set);
int pysock_FD_ISSET(int fd, const fd_set *set);
int pysock_fd_members(const fd_set *set, int *members);
int pysock_FD_SET(int fd, fd_set *set);
void pysock_FD_ZERO(fd_set *set);
#endif

#define PYSOCK_FD_LIMIT FD_SETSIZE

static int
pysock_fits_set(long long fd)
{
    return fd < FD_SETSIZE;
}

static void
pysock_FD_CLR(int fd, fd_set *set)
{
    FD_CLR(fd, set);
}

static int
pysock_FD_ISSET(int fd, const fd_set *set)
{
    return FD_ISSET(fd, set) != 0;
}

/* Writes the members, for which there are FD_SETSIZE places, and returns how many there are. */
static int
pysock_fd_members(const fd_set *set, int *members)
{
    int count = 0;
    for (int fd = 0; fd < FD_SETSIZE; fd++) {
        if (FD_ISSET(fd, set)) {
            members[count++] = fd;
        }
    }
    return count;
}

static int
pysock_FD_SET(int fd, fd_set *set)
{
    FD_SET(fd, set);
    return 0;
}

static void
pysock_FD_ZERO(fd_set *set)
{
    FD_ZERO(set);
}

static int
pysock_pselect(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
               const struct timespec *timeout, const sigset_t *sigmask)
{
    RETURN_UNRESTARTABLE(int, pselect(nfds, readfds, writefds, exceptfds, timeout, sigmask));
}

static int
pysock_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
              struct timeval *timeout)
{
    if (pysock_winsock_started()) {
        nfds = FD_SETSIZE; /* Winsock has only the sets */
    }
    RETURN_UNRESTARTABLE(int, select(nfds, readfds, writefds, exceptfds, timeout));
}
