/* Waiting for any of several sockets on Windows, where a set is a list of them: select. */
#ifdef PYSOCK_CDEF
typedef struct {
    unsigned int fd_count;
    uintptr_t fd_array[...];
} fd_set;

#define FD_SETSIZE ...

static const long long PYSOCK_FD_LIMIT;

int pysock_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
                  struct timeval *timeout);
void pysock_FD_CLR(intptr_t fd, fd_set *set);
int pysock_FD_ISSET(intptr_t fd, const fd_set *set);
int pysock_FD_SET(intptr_t fd, fd_set *set);
void pysock_FD_ZERO(fd_set *set);
#endif

#define PYSOCK_FD_LIMIT INTPTR_MAX

/* A set is a list, and takes any number. */
static int
pysock_fits_set(long long fd)
{
    return fd <= INTPTR_MAX;
}

/* A program may have written any count into its set: the macros of C would believe it. */
static u_int
pysock_members(const fd_set *set)
{
    u_int count = set->fd_count;
    return count > FD_SETSIZE ? FD_SETSIZE : count;
}

static u_int
pysock_index(SOCKET fd, const fd_set *set, u_int count)
{
    u_int index = 0;
    while (index < count && set->fd_array[index] != (UINT_PTR)fd) {
        index++;
    }
    return index;
}

static void
pysock_FD_CLR(intptr_t fd, fd_set *set)
{
    u_int count = pysock_members(set);
    u_int index = pysock_index((SOCKET)fd, set, count);
    if (index < count) {
        memmove(&set->fd_array[index], &set->fd_array[index + 1],
                (count - index - 1) * sizeof(*set->fd_array));
        set->fd_count = count - 1;
    }
}

static int
pysock_FD_ISSET(intptr_t fd, const fd_set *set)
{
    u_int count = pysock_members(set);
    return pysock_index((SOCKET)fd, set, count) < count;
}

/* C says nothing where the set is full. */
static int
pysock_FD_SET(intptr_t fd, fd_set *set)
{
    u_int count = pysock_members(set);
    u_int index = pysock_index((SOCKET)fd, set, count);
    if (index == FD_SETSIZE) {
        return PYSOCK_OUTSIDE;
    }
    set->fd_array[index] = (UINT_PTR)fd;
    set->fd_count = index == count ? count + 1 : count;
    return 0;
}

static void
pysock_FD_ZERO(fd_set *set)
{
    set->fd_count = 0;
}

static fd_set *
pysock_private_set(const fd_set *set, fd_set *copy)
{
    if (set == NULL) {
        return NULL;
    }
    *copy = *set;
    copy->fd_count = pysock_members(copy);
    return copy;
}

static void
pysock_publish_set(const fd_set *copy, fd_set *set)
{
    if (copy != NULL) {
        *set = *copy;
    }
}

/* Winsock sees copies: another thread may change a set meanwhile. */
static int
pysock_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
              struct timeval *timeout)
{
    fd_set copies[3];
    fd_set *reads = pysock_private_set(readfds, &copies[0]);
    fd_set *writes = pysock_private_set(writefds, &copies[1]);
    fd_set *excepts = pysock_private_set(exceptfds, &copies[2]);
    int ready = select(nfds, reads, writes, excepts, timeout);
    if (ready == SOCKET_ERROR) {
        pysock_follow();
        return -1;
    }
    pysock_publish_set(reads, readfds);
    pysock_publish_set(writes, writefds);
    pysock_publish_set(excepts, exceptfds);
    return ready;
}
