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

/* The functions below stand in pysock._native itself. Each does what its namesake in _uio.py does,
 * or returns PYSOCK_OUTSIDE where that must look closer. */

static PyObject *
pysock_vectored(PyObject *const *args, Py_ssize_t nargs, int write,
                ssize_t (*call)(int, const struct iovec *, int))
{
    long long fd, count;
    if (nargs != 3 || !pysock_plain(args[0], INT_MIN, INT_MAX, &fd) ||
        !pysock_plain(args[2], 1, IOV_MAX, &count)) {
        return pysock_look_closer();
    }
    struct pysock_kept kept;
    struct iovec copies[IOV_MAX];
    ssize_t result = PYSOCK_OUTSIDE;
    pysock_keep_none(&kept);
    if (pysock_copy_vectors(&kept, args[1], (size_t)count, write, copies)) {
        PYSOCK_UNLOCKED(result, call((int)fd, copies, (int)count));
    }
    pysock_drop_kept(&kept);
    return result == PYSOCK_OUTSIDE ? pysock_look_closer() : PyLong_FromSsize_t(result);
}

static PyObject *
pysock_checked_readv(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_vectored(args, nargs, 1, pysock_readv);
}

static PyObject *
pysock_checked_writev(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_vectored(args, nargs, 0, pysock_writev);
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
        {"readv", (PyCFunction)(void (*)(void))pysock_checked_readv, METH_FASTCALL, NULL},
        {"writev", (PyCFunction)(void (*)(void))pysock_checked_writev, METH_FASTCALL, NULL},
        {"vector_type", pysock_vector_type, METH_O, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
