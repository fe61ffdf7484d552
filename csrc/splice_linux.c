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
int pysock_takes_memory(int fd);
ssize_t pysock_vmsplice(int fd, const struct iovec *iov, size_t nr_segs, unsigned int flags);
ssize_t pysock_vmsplice_copy(int fd, const struct iovec *iov, size_t nr_segs, unsigned int flags);
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

/* Whether vmsplice(2) would put memory into the pipe: an end that is open for both does so, too. */
static int
pysock_takes_memory(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags != -1 && (flags & O_ACCMODE) != O_RDONLY;
}

/* Pages of their own, which the pipe alone keeps: the program's may be used for other things long
 * before somebody reads them. */
static ssize_t
pysock_vmsplice_copy(int fd, const struct iovec *iov, size_t nr_segs, unsigned int flags)
{
    size_t size = 0, at = 0;
    for (size_t i = 0; i < nr_segs; i++) {
        size += iov[i].iov_len;
    }
    if (size == 0) {
        return pysock_vmsplice(fd, iov, nr_segs, flags);
    }
    char *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        return -1;
    }
    for (size_t i = 0; i < nr_segs; i++) {
        memcpy(pages + at, iov[i].iov_base, iov[i].iov_len);
        at += iov[i].iov_len;
    }
    struct iovec copy = {pages, size};
    ssize_t moved = pysock_vmsplice(fd, &copy, 1, flags);
    int saved = errno;
    munmap(pages, size);
    errno = saved;
    return moved;
}
