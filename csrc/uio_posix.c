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

ssize_t pysock_preadv(int fd, const struct iovec *iov, int iovcnt, off_t offset);
ssize_t pysock_pwritev(int fd, const struct iovec *iov, int iovcnt, off_t offset);
ssize_t pysock_readv(int fd, const struct iovec *iov, int iovcnt);
ssize_t pysock_writev(int fd, const struct iovec *iov, int iovcnt);
#endif

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
