/* Signals: sigaction(2), sigprocmask(2), kill(2), alarm(2), … */
#ifdef PYSOCK_CDEF
/* Signals. */
#define SIGABRT ...
#define SIGALRM ...
#define SIGBUS ...
#define SIGCHLD ...
#define SIGCLD ...
#define SIGCONT ...
#define SIGEMT ...
#define SIGFPE ...
#define SIGHUP ...
#define SIGILL ...
#define SIGINFO ...
#define SIGINT ...
#define SIGIO ...
#define SIGIOT ...
#define SIGKILL ...
#define SIGPIPE ...
#define SIGPOLL ...
#define SIGPROF ...
#define SIGPWR ...
#define SIGQUIT ...
#define SIGRTMAX ...
#define SIGRTMIN ...
#define SIGSEGV ...
#define SIGSTKFLT ...
#define SIGSTOP ...
#define SIGSYS ...
#define SIGTERM ...
#define SIGTRAP ...
#define SIGTSTP ...
#define SIGTTIN ...
#define SIGTTOU ...
#define SIGURG ...
#define SIGUSR1 ...
#define SIGUSR2 ...
#define SIGVTALRM ...
#define SIGWINCH ...
#define SIGXCPU ...
#define SIGXFSZ ...
#define NSIG ...

/* sigaction(2): flags. */
#define SA_INTERRUPT ...
#define SA_NOCLDSTOP ...
#define SA_NOCLDWAIT ...
#define SA_NODEFER ...
#define SA_ONSTACK ...
#define SA_RESETHAND ...
#define SA_RESTART ...
#define SA_SIGINFO ...

/* sigprocmask(2). */
#define SIG_BLOCK ...
#define SIG_SETMASK ...
#define SIG_UNBLOCK ...

/* sigaltstack(2) and timer_create(2): what their structs hold. */
#define MINSIGSTKSZ ...
#define SIGEV_NONE ...
#define SIGEV_SIGNAL ...
#define SIGEV_THREAD ...
#define SIGEV_THREAD_ID ...
#define SIGSTKSZ ...
#define SS_DISABLE ...
#define SS_ONSTACK ...

/* setitimer(2). */
#define ITIMER_PROF ...
#define ITIMER_REAL ...
#define ITIMER_VIRTUAL ...

/* sigaction(2): the values of si_code. */
#define BUS_ADRALN ...
#define BUS_ADRERR ...
#define BUS_OBJERR ...
#define CLD_CONTINUED ...
#define CLD_DUMPED ...
#define CLD_EXITED ...
#define CLD_KILLED ...
#define CLD_STOPPED ...
#define CLD_TRAPPED ...
#define FPE_FLTDIV ...
#define FPE_FLTINV ...
#define FPE_FLTOVF ...
#define FPE_FLTRES ...
#define FPE_FLTSUB ...
#define FPE_FLTUND ...
#define FPE_INTDIV ...
#define FPE_INTOVF ...
#define ILL_BADSTK ...
#define ILL_COPROC ...
#define ILL_ILLADR ...
#define ILL_ILLOPC ...
#define ILL_ILLOPN ...
#define ILL_ILLTRP ...
#define ILL_PRVOPC ...
#define ILL_PRVREG ...
#define POLL_ERR ...
#define POLL_HUP ...
#define POLL_IN ...
#define POLL_MSG ...
#define POLL_OUT ...
#define POLL_PRI ...
#define SEGV_ACCERR ...
#define SEGV_MAPERR ...
#define SI_ASYNCIO ...
#define SI_KERNEL ...
#define SI_MESGQ ...
#define SI_QUEUE ...
#define SI_SIGIO ...
#define SI_TIMER ...
#define SI_TKILL ...
#define SI_USER ...
#define TRAP_BRKPT ...
#define TRAP_TRACE ...

/* The handlers that are no functions, as integers. */
static const intptr_t PYSOCK_SIG_DFL;
static const intptr_t PYSOCK_SIG_ERR;
static const intptr_t PYSOCK_SIG_HOLD;
static const intptr_t PYSOCK_SIG_IGN;

/* Which kind of handler the kernel calls: see pysock_disposition. */
static const int PYSOCK_ITSELF;
static const int PYSOCK_OURS;
static const int PYSOCK_FOREIGN;

typedef struct {
    ...;
} sigset_t;

struct pysock_frame {
    ...;
};

union sigval {
    int sival_int;
    void *sival_ptr;
    ...;
};

typedef struct {
    int si_signo;
    int si_errno;
    int si_code;
    pid_t si_pid;
    uid_t si_uid;
    int si_status;
    union sigval si_value;
    long si_band;
    ...;
} siginfo_t;

struct sigevent {
    int sigev_notify;
    int sigev_signo;
    union sigval sigev_value;
    ...;
};

struct sigaction {
    void (*sa_handler)(int);
    void (*sa_sigaction)(int, siginfo_t *, void *);
    sigset_t sa_mask;
    int sa_flags;
    ...;
};

unsigned int alarm(unsigned int seconds);
int getitimer(int which, struct itimerval *curr_value);
int kill(pid_t pid, int sig);
int killpg(int pgrp, int sig);
void psignal(int sig, const char *s);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *oldset);
int setitimer(int which, const struct itimerval *new_value, struct itimerval *old_value);
int sigaddset(sigset_t *set, int signum);
int sigdelset(sigset_t *set, int signum);
int sigemptyset(sigset_t *set);
int sigfillset(sigset_t *set);
int sigismember(const sigset_t *set, int signum);
int sigpending(sigset_t *set);
int sigprocmask(int how, const sigset_t *set, sigset_t *oldset);
int pysock_begin_handler(int signum, siginfo_t *info, struct pysock_frame *frame);
int pysock_disposition(int signum, struct sigaction *old);
int pysock_install(int signum, int flags, const sigset_t *mask);
int pysock_pause(void);
int pysock_raise(int sig);
int pysock_reset(int signum, int handler, int flags, const sigset_t *mask);
int pysock_sigsuspend(const sigset_t *mask);
int pysock_sigwait(const sigset_t *set, int *sig);
void pysock_end_handler(const struct pysock_frame *frame);
void pysock_set_restart(int signum, int restart);
int pysock_strsignal(int sig, char *buf, size_t size);
void pysock_trip(int signum);
void pysock_trip_pending(void);
#endif

#include "interpreter.h"

/* By what the platform has for them: signal_linux.c, signal_bsd.c. */
static void pysock_become_main(void);
static void pysock_forward(int signum, siginfo_t *info);
static void pysock_make_nudge(int signum);
static void pysock_start_nudging(void);
static void pysock_unveil(siginfo_t *info);

#define PYSOCK_SIG_DFL ((intptr_t)SIG_DFL)
#define PYSOCK_SIG_ERR ((intptr_t)SIG_ERR)
#define PYSOCK_SIG_HOLD ((intptr_t)SIG_HOLD)
#define PYSOCK_SIG_IGN ((intptr_t)SIG_IGN)

enum { PYSOCK_ITSELF, PYSOCK_OURS, PYSOCK_FOREIGN };

/* What the program asked for, and the signal whose Python handler has not begun.
 *
 * Until that handler has ended, the signal and its sa_mask stay blocked in the main thread, as they
 * would be during a handler in C: the trampoline puts them into the mask that the kernel restores
 * on its return. So one place for each signal is enough: the kernel holds back, or queues, the
 * next one. A signal that several handlers hold is let go by the last, whatever their order. */
static struct {
    sigset_t mask;
    sigset_t held; /* what the handler that has not begun holds back */
    siginfo_t info;
    int flags;
    volatile sig_atomic_t pending;
} pysock_signals[NSIG];
static unsigned short pysock_holders[NSIG];

/* What a running handler gives back at its end. */
struct pysock_frame {
    sigset_t mask; /* the program's own */
    sigset_t held;
};

static void
pysock_hold_back(int signum, int held, sigset_t *mask)
{
    if (pysock_holders[held] == 0 && sigismember(mask, held)) {
        return; /* the program itself blocks it */
    }
    /* It is held already if another C handler, interrupted by this one, gave back an old mask. */
    if (!sigismember(&pysock_signals[signum].held, held)) {
        pysock_holders[held]++;
        sigaddset(&pysock_signals[signum].held, held);
    }
    sigaddset(mask, held);
}

static void
pysock_let_go(const sigset_t *held)
{
    for (int signum = 1; signum < NSIG; signum++) {
        if (sigismember(held, signum) == 1) {
            pysock_holders[signum]--;
        }
    }
}

/* The program's mask and what handlers hold back, together; or the program's alone. */
static void
pysock_with_held(sigset_t *mask, int with)
{
    for (int signum = 1; signum < NSIG; signum++) {
        if (pysock_holders[signum] != 0) {
            (with ? sigaddset : sigdelset)(mask, signum);
        }
    }
}

/* The Python handler runs in the main thread: a signal that hit another is handed on to it. */
static void
pysock_trampoline(int signum, siginfo_t *info, void *context)
{
    int saved = errno;
    if (!pthread_equal(pthread_self(), pysock_main)) {
        pysock_forwarded++;
        pysock_forward(signum, info);
        errno = saved;
        return;
    }
    if (pysock_signals[signum].flags & SA_RESTART) {
        pysock_restarting++;
    } else {
        pysock_interrupting++;
    }
    pysock_signals[signum].info = *info;
    pysock_unveil(&pysock_signals[signum].info);
    if (!pysock_signals[signum].pending) {
        pysock_signals[signum].pending = 1;
        pysock_pending++;
    }
    sigset_t *mask = &((ucontext_t *)context)->uc_sigmask;
    for (int held = 1; held < NSIG; held++) {
        if (held == signum || sigismember(&pysock_signals[signum].mask, held) == 1) {
            pysock_hold_back(signum, held, mask);
        }
    }
    PyErr_SetInterruptEx(signum);
    if (pysock_entered && !pysock_nudging) {
        pysock_nudging = 1;
        pysock_start_nudging();
    }
    errno = saved;
}

/* Take the pending signal; 0 where none is pending. */
static int
pysock_begin_handler(int signum, siginfo_t *info, struct pysock_frame *frame)
{
    sigset_t all, mask;
    sigfillset(&all);
    sigemptyset(&frame->held);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    frame->mask = mask;
    pysock_with_held(&frame->mask, 0);
    int pending = pysock_signals[signum].pending;
    if (pending) {
        *info = pysock_signals[signum].info;
        frame->held = pysock_signals[signum].held;
        sigemptyset(&pysock_signals[signum].held);
        pysock_signals[signum].pending = 0;
        pysock_pending--;
        if ((pysock_signals[signum].flags & SA_NODEFER) && sigismember(&frame->held, signum)) {
            sigdelset(&frame->held, signum);
            if (--pysock_holders[signum] == 0) {
                sigdelset(&mask, signum);
            }
        }
    }
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    return pending;
}

/* The program's mask is again what it was, whatever the handler made of it. */
static void
pysock_end_handler(const struct pysock_frame *frame)
{
    sigset_t all, mask = frame->mask;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    pysock_let_go(&frame->held);
    pysock_with_held(&mask, 1);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

/* In a child: a signal that came before the fork is the parent's to handle. Handlers that run in
 * the thread that forked end in the child too; those of another thread never will. */
static void
pysock_begin_child(void)
{
    int forked_by_main = pthread_equal(pthread_self(), pysock_main);
    sigset_t all, mask;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    if (forked_by_main) {
        pysock_with_held(&mask, 0);
    }
    for (int signum = 1; signum < NSIG; signum++) {
        pysock_signals[signum].pending = 0;
        pysock_let_go(&pysock_signals[signum].held);
        sigemptyset(&pysock_signals[signum].held);
    }
    if (forked_by_main) {
        pysock_with_held(&mask, 1);
    } else {
        memset(pysock_holders, 0, sizeof(pysock_holders));
    }
    pysock_pending = pysock_entered = pysock_nudging = 0;
    pysock_become_main();
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

/* The first installation is the main thread's, as CPython demands; the next may be any thread's. */
static void
pysock_know_main(void)
{
    static int known;
    if (!known) {
        known = 1;
        pysock_become_main();
        pthread_atfork(NULL, NULL, pysock_begin_child);
    }
}

/* Let the kernel call the trampoline. */
static int
pysock_install(int signum, int flags, const sigset_t *mask)
{
    struct sigaction action = {0};
    sigset_t all, before;
    sigfillset(&all);
    pysock_know_main();
    pysock_make_nudge(signum);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pysock_signals[signum].flags = flags;
    pysock_signals[signum].mask = *mask;
    action.sa_sigaction = pysock_trampoline;
    action.sa_mask = all;
    action.sa_flags = (flags & ~(SA_RESTART | SA_NODEFER)) | SA_SIGINFO;
    int result = sigaction(signum, &action, NULL);
    int saved = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = saved;
    return result;
}

/* Install SIG_DFL or SIG_IGN. */
static int
pysock_reset(int signum, int handler, int flags, const sigset_t *mask)
{
    struct sigaction action = {0};
    action.sa_handler = handler == (int)PYSOCK_SIG_IGN ? SIG_IGN : SIG_DFL;
    action.sa_mask = *mask;
    action.sa_flags = flags & ~SA_SIGINFO;
    return sigaction(signum, &action, NULL);
}

/* What is installed: SIG_DFL or SIG_IGN itself, a handler of ours, or one that is not ours. */
static int
pysock_disposition(int signum, struct sigaction *old)
{
    if (sigaction(signum, NULL, old) == -1) {
        return -1;
    }
    /* Not only without SA_SIGINFO: SA_RESETHAND puts SIG_DFL in the handler's place alone. */
    if (old->sa_handler == SIG_DFL || old->sa_handler == SIG_IGN) {
        return PYSOCK_ITSELF;
    }
    if (!(old->sa_flags & SA_SIGINFO) || old->sa_sigaction != pysock_trampoline) {
        return PYSOCK_FOREIGN;
    }
    old->sa_flags = pysock_signals[signum].flags;
    old->sa_mask = pysock_signals[signum].mask;
    return PYSOCK_OURS;
}

/* Have CPython call the dispatcher again, for a signal that is still pending here. */
static void
pysock_trip(int signum)
{
    PyErr_SetInterruptEx(signum);
}

/* In a child, after CPython forgot what it was told before its fork was complete. */
static void
pysock_trip_pending(void)
{
    for (int signum = 1; signum < NSIG; signum++) {
        if (pysock_signals[signum].pending) {
            pysock_trip(signum);
        }
    }
}

static void
pysock_set_restart(int signum, int restart)
{
    if (restart) {
        pysock_signals[signum].flags |= SA_RESTART;
    } else {
        pysock_signals[signum].flags &= ~SA_RESTART;
    }
}

static int
pysock_pause(void)
{
    RETURN_UNRESTARTABLE(int, pause());
}

/* Python cannot write lib.raise. */
static int
pysock_raise(int sig)
{
    return raise(sig);
}

static int
pysock_sigsuspend(const sigset_t *mask)
{
    RETURN_UNRESTARTABLE(int, sigsuspend(mask));
}

/* sigwait reports in its result, never in errno; glibc itself goes on after EINTR. */
static int
pysock_sigwait(const sigset_t *set, int *sig)
{
    return sigwait(set, sig);
}

static int
copy_strsignal(int sig, char *buf, size_t size)
{
    const char *text = strsignal(sig); /* NULL on some systems, for what is no signal */
    return snprintf(buf, size, "%s", text != NULL ? text : "Unknown signal");
}

/* strsignal's own buffer may be static: no other thread of Python may ask meanwhile. */
static int
pysock_strsignal(int sig, char *buf, size_t size)
{
    RETURN_LOCKED(int, copy_strsignal(sig, buf, size));
}
