/* Signals on Linux: queued ones, and the nudge of restart.h by a timer that signals one thread. */
#ifdef PYSOCK_CDEF
void psiginfo(const siginfo_t *pinfo, const char *s);
int sigqueue(pid_t pid, int sig, const union sigval value);
int pysock_sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);
int pysock_sigwaitinfo(const sigset_t *set, siginfo_t *info);
void pysock_signal_mask(int signum, sigset_t *mask);
#endif

enum { PYSOCK_NUDGE_NS = 2000000, PYSOCK_DISGUISE = 1000000 };

static timer_t pysock_nudge_timer;
static pid_t pysock_main_id;
static int pysock_nudge_signal; /* 0 while there is no timer */

static void
pysock_on_nudge(int signum)
{
    (void)signum;
    pysock_nudges++;
}

static void
pysock_set_nudge(long interval)
{
    struct itimerspec timing = {{0, interval}, {0, interval}};
    timer_settime(pysock_nudge_timer, 0, &timing, NULL);
}

/* Async-signal-safe, as timer_settime is. It repeats: one nudge can come too early as well. */
static void
pysock_start_nudging(void)
{
    if (pysock_nudge_signal != 0) {
        pysock_set_nudge(PYSOCK_NUDGE_NS);
    }
}

static void
pysock_stop_nudging(void)
{
    int saved = errno;
    if (pysock_nudge_signal != 0) {
        pysock_set_nudge(0);
    }
    pysock_nudging = 0;
    errno = saved;
}

/* The highest real-time signal that the program leaves alone. */
static int
pysock_free_signal(int except)
{
    struct sigaction action;
    for (int signum = SIGRTMAX; signum >= SIGRTMIN; signum--) {
        if (signum != except && sigaction(signum, NULL, &action) == 0 &&
            action.sa_handler == SIG_DFL) {
            return signum;
        }
    }
    return 0;
}

static void
pysock_open_nudge_timer(void)
{
    struct sigevent event = {0};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = pysock_nudge_signal;
    event.sigev_notify_thread_id = pysock_main_id;
    if (timer_create(CLOCK_MONOTONIC, &event, &pysock_nudge_timer) == -1) {
        pysock_nudge_signal = 0;
    }
}

/* At the first installation, and in each child: it has its parent's handlers, but not its timer. */
static void
pysock_become_main(void)
{
    pysock_main = pthread_self();
    pysock_main_id = (pid_t)syscall(SYS_gettid);
    if (pysock_nudge_signal != 0) {
        pysock_open_nudge_timer();
    }
}

/* Have a timer, on a signal other than the one that the program is about to use. */
static void
pysock_make_nudge(int signum)
{
    if (pysock_nudge_signal != 0 && pysock_nudge_signal != signum) {
        return;
    }
    if (pysock_nudge_signal != 0) {
        timer_delete(pysock_nudge_timer);
    }
    pysock_nudge_signal = pysock_free_signal(signum);
    if (pysock_nudge_signal == 0) {
        return;
    }
    struct sigaction action = {0};
    action.sa_handler = pysock_on_nudge;
    sigfillset(&action.sa_mask); /* the trampoline's mask must not be undone by this one's return */
    sigaction(pysock_nudge_signal, &action, NULL);
    pysock_open_nudge_timer();
}

/* Hand a signal to the main thread with all its siginfo. The kernel lets a process only send codes
 * that no kernel event and no kill has, so the code travels in disguise. */
static void
pysock_forward(int signum, siginfo_t *info)
{
    info->si_code -= PYSOCK_DISGUISE;
    syscall(SYS_rt_tgsigqueueinfo, getpid(), pysock_main_id, signum, info);
}

static void
pysock_unveil(siginfo_t *info)
{
    if (info->si_code < -PYSOCK_DISGUISE / 2) {
        info->si_code += PYSOCK_DISGUISE;
    }
}

static int
pysock_sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
{
    RETURN_UNRESTARTABLE(int, sigtimedwait(set, info, timeout));
}

static int
pysock_sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
    RETURN_UNRESTARTABLE(int, sigwaitinfo(set, info));
}

/* The sa_mask of signal(): glibc puts the signal itself into it as well. */
static void
pysock_signal_mask(int signum, sigset_t *mask)
{
    sigemptyset(mask);
    if (PYSOCK_GLIBC) {
        sigaddset(mask, signum);
    }
}
