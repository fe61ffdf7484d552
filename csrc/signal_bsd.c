/* Signals on macOS and the BSDs, which have no timer that signals one thread. */
#ifdef PYSOCK_CDEF
void pysock_signal_mask(int signum, sigset_t *mask);
#endif

/* Without timers that signal one thread, the few instructions before a system call stay open. */
static void
pysock_start_nudging(void)
{
}

static void
pysock_stop_nudging(void)
{
    pysock_nudging = 0;
}

static void
pysock_become_main(void)
{
    pysock_main = pthread_self();
}

static void
pysock_make_nudge(int signum)
{
    (void)signum;
}

/* The main thread gets the signal, but not its siginfo: no call of POSIX hands that on. */
static void
pysock_forward(int signum, siginfo_t *info)
{
    (void)info;
    pthread_kill(pysock_main, signum);
}

static void
pysock_unveil(siginfo_t *info)
{
    (void)info;
}

/* The sa_mask of signal(). */
static void
pysock_signal_mask(int signum, sigset_t *mask)
{
    (void)signum;
    sigemptyset(mask);
}
