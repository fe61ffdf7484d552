/* Vectored I/O with flags, which Linux alone has: preadv2(2), pwritev2(2). */
#ifdef PYSOCK_CDEF
/* preadv2(2) and pwritev2(2): flags. */
#define RWF_APPEND ...
#define RWF_ATOMIC ...
#define RWF_DONTCACHE ...
#define RWF_DSYNC ...
#define RWF_HIPRI ...
#define RWF_NOAPPEND ...
#define RWF_NOWAIT ...
#define RWF_SYNC ...

ssize_t pysock_preadv2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags);
ssize_t pysock_pwritev2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags);
#endif

/* With the offset -1 both work where the file stands, on sockets and pipes too. */
static ssize_t
pysock_preadv2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags)
{
    RETURN_RESTARTABLE_SOCKET(ssize_t, preadv2(fd, iov, iovcnt, offset, flags), fd, SO_RCVTIMEO);
}

static ssize_t
pysock_pwritev2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags)
{
    RETURN_RESTARTABLE_SOCKET(ssize_t, pwritev2(fd, iov, iovcnt, offset, flags), fd, SO_SNDTIMEO);
}
