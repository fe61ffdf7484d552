/* Bytes that move between descriptors inside the kernel: splice(2), sendfile(2), … */
#ifdef PYSOCK_CDEF
#define SPLICE_F_GIFT ...
#define SPLICE_F_MORE ...
#define SPLICE_F_MOVE ...
#define SPLICE_F_NONBLOCK ...

ssize_t pysock_copy_file_range(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len,
                               unsigned int flags);
ssize_t pysock_sendfile(int out_fd, int in_fd, off_t *offset, size_t count);
ssize_t pysock_splice(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len,
                      unsigned int flags);
ssize_t pysock_tee(int fd_in, int fd_out, size_t len, unsigned int flags);
ssize_t pysock_vmsplice(int fd, const struct iovec *iov, size_t nr_segs, unsigned int flags);
#endif

static ssize_t
pysock_copy_file_range(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len,
                       unsigned int flags)
{
    RETURN_RESTARTABLE(ssize_t, copy_file_range(fd_in, off_in, fd_out, off_out, len, flags));
}

static ssize_t
pysock_sendfile(int out_fd, int in_fd, off_t *offset, size_t count)
{
    RETURN_RESTARTABLE_SOCKET(ssize_t, sendfile(out_fd, in_fd, offset, count), out_fd, SO_SNDTIMEO);
}

static ssize_t
pysock_splice(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len, unsigned int flags)
{
    RETURN_RESTARTABLE(ssize_t, splice(fd_in, off_in, fd_out, off_out, len, flags));
}

static ssize_t
pysock_tee(int fd_in, int fd_out, size_t len, unsigned int flags)
{
    RETURN_RESTARTABLE(ssize_t, tee(fd_in, fd_out, len, flags));
}

static ssize_t
pysock_vmsplice(int fd, const struct iovec *iov, size_t nr_segs, unsigned int flags)
{
    RETURN_RESTARTABLE(ssize_t, vmsplice(fd, iov, nr_segs, flags));
}
