/* Waiting for events on descriptors that the kernel remembers: epoll(7). */
#ifdef PYSOCK_CDEF
/* epoll_create1(2) and epoll_ctl(2). */
#define EPOLL_CLOEXEC ...
#define EPOLL_CTL_ADD ...
#define EPOLL_CTL_DEL ...
#define EPOLL_CTL_MOD ...

/* The events of struct epoll_event, and how they are reported. */
#define EPOLLERR ...
#define EPOLLET ...
#define EPOLLEXCLUSIVE ...
#define EPOLLHUP ...
#define EPOLLIN ...
#define EPOLLMSG ...
#define EPOLLNVAL ...
#define EPOLLONESHOT ...
#define EPOLLOUT ...
#define EPOLLPRI ...
#define EPOLLRDBAND ...
#define EPOLLRDHUP ...
#define EPOLLRDNORM ...
#define EPOLLWAKEUP ...
#define EPOLLWRBAND ...
#define EPOLLWRNORM ...

typedef union epoll_data {
    void *ptr;
    int fd;
    uint32_t u32;
    uint64_t u64;
    ...;
} epoll_data_t;

struct epoll_event {
    uint32_t events;
    epoll_data_t data;
    ...;
};

int epoll_create(int size);
int epoll_create1(int flags);
int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int pysock_epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout,
                       const sigset_t *sigmask);
int pysock_epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout);
int pysock_epoll_pwait2(int epfd, struct epoll_event *events, int maxevents,
                        const struct timespec *timeout, const sigset_t *sigmask);
#endif

/* cffi takes the address of each member to check its type; on x86-64 the struct is packed. */
#pragma GCC diagnostic ignored "-Waddress-of-packed-member"

/* The C library has epoll_pwait2 only since glibc 2.35, the kernel since Linux 5.11. */
static int
pysock_epoll_pwait2(int epfd, struct epoll_event *events, int maxevents,
                    const struct timespec *timeout, const sigset_t *sigmask)
{
#ifdef SYS_epoll_pwait2
    /* The kernel's timespec has 64 bits in each half, also where C's has 32. */
    int64_t wait[2] = {0, 0};
    if (timeout != NULL) {
        wait[0] = timeout->tv_sec;
        wait[1] = timeout->tv_nsec;
    }
    RETURN_UNRESTARTABLE(int, syscall(SYS_epoll_pwait2, epfd, events, maxevents,
                                      timeout != NULL ? wait : NULL, sigmask, _NSIG / 8));
#else
    (void)epfd, (void)events, (void)maxevents, (void)timeout, (void)sigmask;
    errno = ENOSYS;
    return -1;
#endif
}

static int
pysock_epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout,
                   const sigset_t *sigmask)
{
    RETURN_UNRESTARTABLE(int, epoll_pwait(epfd, events, maxevents, timeout, sigmask));
}

static int
pysock_epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)
{
    RETURN_UNRESTARTABLE(int, epoll_wait(epfd, events, maxevents, timeout));
}
