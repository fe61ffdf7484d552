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

int pysock_add_epoll(void);
int epoll_create(int size);
int epoll_create1(int flags);
int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
int pysock_epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout,
                       const sigset_t *sigmask);
int pysock_epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout);
int pysock_epoll_pwait2(int epfd, struct epoll_event *events, int maxevents,
                        const struct timespec *timeout, const sigset_t *sigmask);
#endif

#include "ready.h"

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

static PyObject *
pysock_front_epoll_wait(PYSOCK_FRONT)
{
    long long epfd, room, timeout;
    int result = PYSOCK_OUTSIDE;
    if (PYSOCK_HAS(4) && pysock_plain(args[0], INT_MIN, INT_MAX, &epfd) &&
        pysock_plain(args[2], 1, INT_MAX, &room) &&
        pysock_plain(args[3], INT_MIN, INT_MAX, &timeout)) {
        struct epoll_event *events =
            pysock_array_of(args[1], pysock_types.epoll_event, sizeof(*events), (size_t)room);
        if (events != NULL) {
            PYSOCK_UNLOCKED(result, pysock_epoll_wait((int)epfd, events, (int)room, (int)timeout));
        }
    }
    RETURN_FRONT(result);
}

static PyObject *
pysock_listed_events(const struct epoll_event *events, int count, PyObject *keys)
{
    struct pysock_ready ready = {PyList_New(count), count, 0};
    int more = ready.list != NULL;
    for (int i = 0; more && i < count; i++) {
        more =
            pysock_add_ready(&ready, keys, events[i].data.fd,
                             pysock_selector_events(events[i].events, EPOLLIN, EPOLLOUT, EPOLLPRI));
    }
    return pysock_finish_ready(&ready);
}

/* pollers.py alone calls it. */
static PyObject *
pysock_epoll_ready(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    long long epfd, room, timeout;
    int count;
    struct epoll_event few[64], *events = few;
    (void)module;
    if (nargs != 4 || !pysock_plain(args[0], INT_MIN, INT_MAX, &epfd) ||
        !pysock_plain(args[1], 1, INT_MAX, &room) ||
        !pysock_plain(args[2], INT_MIN, INT_MAX, &timeout)) {
        return pysock_misused("epoll_ready(epfd, maxevents, timeout, keys)");
    }
    if (room > (long long)(sizeof(few) / sizeof(*few))) {
        events = PyMem_Malloc((size_t)room * sizeof(*events));
        if (events == NULL) {
            return PyErr_NoMemory();
        }
    }
    PYSOCK_UNLOCKED(count, pysock_epoll_wait((int)epfd, events, (int)room, (int)timeout));
    PyObject *ready =
        count < 0 ? pysock_not_ready(count) : pysock_listed_events(events, count, args[3]);
    if (events != few) {
        PyMem_Free(events);
    }
    return ready;
}

static PyObject *
pysock_epoll_type(PyObject *module, PyObject *type)
{
    (void)module;
    pysock_types.epoll_event = Py_NewRef(type);
    return PyLong_FromLong(0);
}

static int
pysock_add_epoll(void)
{
    static PyMethodDef functions[] = {
        {"epoll_ready", (PyCFunction)(void (*)(void))pysock_epoll_ready, METH_FASTCALL, NULL},
        {"epoll_type", pysock_epoll_type, METH_O, NULL},
        PYSOCK_BUILTIN("epoll_wait", pysock_front_epoll_wait),
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
