/* Processes as descriptors: pidfd_open(2). */
#ifdef PYSOCK_CDEF
#define PIDFD_NONBLOCK ...
#define P_PIDFD ...

int pysock_pidfd_open(pid_t pid, unsigned int flags);
int pysock_pidfd_send_signal(int pidfd, int sig, void *info, unsigned int flags);
#endif

/* The C library has them only since glibc 2.36, the kernel since Linux 5.3. */
static int
pysock_pidfd_open(pid_t pid, unsigned int flags)
{
    return (int)syscall(SYS_pidfd_open, pid, flags);
}

static int
pysock_pidfd_send_signal(int pidfd, int sig, void *info, unsigned int flags)
{
    return (int)syscall(SYS_pidfd_send_signal, pidfd, sig, info, flags);
}
