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

#include "lending.h"

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

/* What came, in the numbers of Python's selectors: 1 to read, 2 to write, and 4 for urgent data. An
 * error or a hang-up comes unasked, and is worth an attempt of either. */
static long
pysock_selected_events(uint32_t found)
{
    return (found & ~(uint32_t)(EPOLLOUT | EPOLLPRI) ? 1 : 0) |
           (found & ~(uint32_t)(EPOLLIN | EPOLLPRI) ? 2 : 0) | (found & EPOLLPRI ? 4 : 0);
}

static PyObject *
pysock_listed_events(const struct epoll_event *events, int count)
{
    PyObject *list = PyList_New(count);
    for (int i = 0; list != NULL && i < count; i++) {
        PyObject *pair =
            Py_BuildValue("il", events[i].data.fd, pysock_selected_events(events[i].events));
        if (pair == NULL) {
            Py_DECREF(list);
            return NULL;
        }
        PyList_SetItem(list, i, pair);
    }
    return list;
}

/* epoll_ready(epfd, maxevents, timeout): a list of (fd, events), or the number of a call that
 * failed. It stands in pysock._native itself, as those of io.c; pollers.py alone calls it. */
static PyObject *
pysock_epoll_ready(PyObject *module, PyObject *args)
{
    int epfd, room, timeout, count;
    struct epoll_event few[64], *events = few;
    (void)module;
    if (!PyArg_ParseTuple(args, "iii", &epfd, &room, &timeout)) {
        return NULL;
    }
    if (room > (int)(sizeof(few) / sizeof(*few))) {
        events = PyMem_Malloc((size_t)room * sizeof(*events));
        if (events == NULL) {
            return PyErr_NoMemory();
        }
    }
    PYSOCK_UNLOCKED(count, pysock_epoll_wait(epfd, events, room, timeout));
    PyObject *result = count < 0 ? PyLong_FromLong(count) : pysock_listed_events(events, count);
    if (events != few) {
        PyMem_Free(events);
    }
    return result;
}

static int
pysock_add_epoll(void)
{
    static PyMethodDef functions[] = {
        {"epoll_ready", pysock_epoll_ready, METH_VARARGS, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
