/* Vectored I/O: readv(2), writev(2), … */
#ifdef PYSOCK_CDEF
/* How many struct iovec one call takes. */
#define IOV_MAX ...
#define UIO_MAXIOV ...

struct iovec {
    void *iov_base;
    size_t iov_len;
    ...;
};

int pysock_add_vectored(void);
ssize_t pysock_preadv(int fd, const struct iovec *iov, int iovcnt, off_t offset);
ssize_t pysock_pwritev(int fd, const struct iovec *iov, int iovcnt, off_t offset);
ssize_t pysock_readv(int fd, const struct iovec *iov, int iovcnt);
ssize_t pysock_writev(int fd, const struct iovec *iov, int iovcnt);
#endif

#include "vectors.h"

static ssize_t
pysock_preadv(int fd, const struct iovec *iov, int iovcnt, off_t offset)
{
    RETURN_RESTARTABLE(ssize_t, preadv(fd, iov, iovcnt, offset));
}

static ssize_t
pysock_pwritev(int fd, const struct iovec *iov, int iovcnt, off_t offset)
{
    RETURN_RESTARTABLE(ssize_t, pwritev(fd, iov, iovcnt, offset));
}

static ssize_t
pysock_readv(int fd, const struct iovec *iov, int iovcnt)
{
    RETURN_RESTARTABLE_SOCKET(ssize_t, readv(fd, iov, iovcnt), fd, SO_RCVTIMEO);
}

static ssize_t
pysock_writev(int fd, const struct iovec *iov, int iovcnt)
{
    RETURN_RESTARTABLE_SOCKET(ssize_t, writev(fd, iov, iovcnt), fd, SO_SNDTIMEO);
}

/* What the call returns, or PYSOCK_OUTSIDE where _uio.py must look closer. */
static ssize_t
pysock_vectored(PyObject *const *args, int write, ssize_t (*call)(int, const struct iovec *, int))
{
    long long fd, count;
    if (!pysock_plain(args[0], INT_MIN, INT_MAX, &fd) ||
        !pysock_plain(args[2], 1, IOV_MAX, &count)) {
        return PYSOCK_OUTSIDE;
    }
    struct pysock_kept kept;
    struct iovec copies[IOV_MAX];
    ssize_t result = PYSOCK_OUTSIDE;
    pysock_keep_none(&kept);
    if (pysock_copy_vectors(&kept, args[1], (size_t)count, write, copies)) {
        PYSOCK_UNLOCKED(result, call((int)fd, copies, (int)count));
    }
    pysock_drop_kept(&kept);
    return result;
}

static PyObject *
pysock_front_readv(PYSOCK_FRONT)
{
    RETURN_FRONT(PYSOCK_HAS(3) ? pysock_vectored(args, 1, pysock_readv) : PYSOCK_OUTSIDE);
}

static PyObject *
pysock_front_writev(PYSOCK_FRONT)
{
    RETURN_FRONT(PYSOCK_HAS(3) ? pysock_vectored(args, 0, pysock_writev) : PYSOCK_OUTSIDE);
}

/* Tell C, once, which object stands for struct iovec. */
static PyObject *
pysock_vector_type(PyObject *module, PyObject *type)
{
    (void)module;
    Py_INCREF(type);
    pysock_types.iovec = type;
    return PyLong_FromLong(0);
}

static int
pysock_add_vectored(void)
{
    static PyMethodDef functions[] = {
        PYSOCK_BUILTIN("readv", pysock_front_readv),
        PYSOCK_BUILTIN("writev", pysock_front_writev),
        {"vector_type", pysock_vector_type, METH_O, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
