/* Waiting for events with another signal mask: ppoll(2). */
#ifdef PYSOCK_CDEF
int pysock_ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *timeout,
                 const sigset_t *sigmask);
#endif

static int
pysock_ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *timeout,
             const sigset_t *sigmask)
{
    RETURN_UNRESTARTABLE(int, ppoll(fds, nfds, timeout, sigmask));
}
