/* Vectored I/O on sockets: readv and writev over WSARecv and WSASend. */
#ifdef PYSOCK_CDEF
#define IOV_MAX ...

struct iovec {
    void *iov_base;
    size_t iov_len;
    ...;
};

ssize_t pysock_readv(intptr_t fd, const struct iovec *iov, int iovcnt);
ssize_t pysock_writev(intptr_t fd, const struct iovec *iov, int iovcnt);
#endif

/* Winsock's own vector: its lengths have 32 bits, and the sum of them has to fit an int. What is
 * beyond is left for the next call, as a short write would. */
static DWORD
pysock_wsabufs(const struct iovec *iov, int iovcnt, WSABUF *bufs)
{
    size_t left = INT_MAX;
    DWORD count = 0;
    while ((int)count < iovcnt && left > 0) {
        size_t length = iov[count].iov_len < left ? iov[count].iov_len : left;
        bufs[count].buf = iov[count].iov_base;
        bufs[count++].len = (ULONG)length;
        left -= length;
    }
    return count;
}

static ssize_t
pysock_vectored(intptr_t fd, const struct iovec *iov, int iovcnt, int writes)
{
    WSABUF bufs[IOV_MAX];
    DWORD done = 0, flags = 0;
    if (iovcnt <= 0 || iovcnt > IOV_MAX) {
        errno = EINVAL;
        return -1;
    }
    DWORD count = pysock_wsabufs(iov, iovcnt, bufs);
    int failed = writes ? WSASend((SOCKET)fd, bufs, count, &done, 0, NULL, NULL)
                        : WSARecv((SOCKET)fd, bufs, count, &done, &flags, NULL, NULL);
    if (failed) {
        pysock_follow();
        return -1;
    }
    return (ssize_t)done;
}

static ssize_t
pysock_readv(intptr_t fd, const struct iovec *iov, int iovcnt)
{
    return pysock_vectored(fd, iov, iovcnt, 0);
}

static ssize_t
pysock_writev(intptr_t fd, const struct iovec *iov, int iovcnt)
{
    return pysock_vectored(fd, iov, iovcnt, 1);
}
