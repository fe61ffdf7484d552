/* What descriptors have on Linux alone: fcntl(2), dup3(2), pipe2(2), close_range(2). */
#ifdef PYSOCK_CDEF
/* fcntl(2): how long what is written is to live. */
#define RWH_WRITE_LIFE_EXTREME ...
#define RWH_WRITE_LIFE_LONG ...
#define RWH_WRITE_LIFE_MEDIUM ...
#define RWH_WRITE_LIFE_NONE ...
#define RWH_WRITE_LIFE_NOT_SET ...
#define RWH_WRITE_LIFE_SHORT ...

/* close_range(2). */
#define CLOSE_RANGE_CLOEXEC ...
#define CLOSE_RANGE_UNSHARE ...

struct f_owner_ex {
    int type;
    pid_t pid;
    ...;
};

int dup3(int oldfd, int newfd, int flags);
int pipe2(int pipefd[2], int flags);
int pysock_close_range(unsigned int first, unsigned int last, int flags);
void pysock_closefrom(int lowfd);
#endif

/* The C library has close_range and closefrom only since glibc 2.34. */
static int
pysock_close_range(unsigned int first, unsigned int last, int flags)
{
#ifdef SYS_close_range
    return (int)syscall(SYS_close_range, first, last, flags);
#else
    (void)first, (void)last, (void)flags;
    errno = ENOSYS;
    return -1;
#endif
}

static void
pysock_closefrom(int lowfd)
{
    int saved = errno;
    unsigned int first = lowfd < 0 ? 0 : (unsigned int)lowfd;
    if (pysock_close_range(first, ~0U, 0) == -1) {
        for (long fd = sysconf(_SC_OPEN_MAX) - 1; fd >= (long)first; fd--) {
            close((int)fd);
        }
    }
    errno = saved;
}
