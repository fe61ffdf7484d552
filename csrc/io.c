/* Reading and writing Python's objects; what the calls themselves are, io_posix.c and io_win32.c
 * say. */
#ifdef PYSOCK_CDEF
int pysock_add_io(void);
#endif

#include "lending.h"

static int pysock_close(int fd);
static ssize_t pysock_read(int fd, void *buf, ssize_t count, ssize_t room);
static ssize_t pysock_write(int fd, const void *buf, ssize_t count, ssize_t room);

static ssize_t
pysock_read_plain(int fd, char *buf, ssize_t count, int flags, ssize_t room)
{
    (void)flags;
    return pysock_read(fd, buf, count, room);
}

static ssize_t
pysock_write_plain(int fd, char *buf, ssize_t count, int flags, ssize_t room)
{
    (void)flags;
    return pysock_write(fd, buf, count, room);
}

static PyObject *
pysock_front_close(PYSOCK_FRONT)
{
    long long fd, result = PYSOCK_OUTSIDE;
    if (PYSOCK_HAS(1) && pysock_plain(args[0], INT_MIN, INT_MAX, &fd)) {
        PYSOCK_UNLOCKED(result, pysock_close((int)fd));
    }
    RETURN_FRONT(result);
}

static PyObject *
pysock_front_read(PYSOCK_FRONT)
{
    RETURN_FRONT(PYSOCK_HAS(3)
                     ? pysock_transferred(args[0], args[1], args[2], NULL, 1, 0, pysock_read_plain)
                     : PYSOCK_OUTSIDE);
}

static PyObject *
pysock_front_write(PYSOCK_FRONT)
{
    RETURN_FRONT(PYSOCK_HAS(3)
                     ? pysock_transferred(args[0], args[1], args[2], NULL, 0, 0, pysock_write_plain)
                     : PYSOCK_OUTSIDE);
}

static int
pysock_add_io(void)
{
    static PyMethodDef functions[] = {
        PYSOCK_BUILTIN("close", pysock_front_close),
        PYSOCK_BUILTIN("read", pysock_front_read),
        PYSOCK_BUILTIN("write", pysock_front_write),
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
