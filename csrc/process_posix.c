/* Processes: fork(2), wait(2), execve(2), exit(3), setpgid(2), getenv(3), … */
#ifdef PYSOCK_CDEF
typedef int... id_t;
typedef int... idtype_t;

/* exit(3). */
#define EXIT_FAILURE ...
#define EXIT_SUCCESS ...

/* wait(2): what to wait for. */
#define WCONTINUED ...
#define WEXITED ...
#define WNOHANG ...
#define WNOWAIT ...
#define WSTOPPED ...
#define WUNTRACED ...

/* waitid(2): whom to wait for. */
static const int P_ALL;
static const int P_PGID;
static const int P_PID;

/* getrusage(2). */
#define RUSAGE_CHILDREN ...
#define RUSAGE_SELF ...
#define RUSAGE_THREAD ...

struct rusage {
    struct timeval ru_utime;
    struct timeval ru_stime;
    long ru_maxrss;
    long ru_ixrss;
    long ru_idrss;
    long ru_isrss;
    long ru_minflt;
    long ru_majflt;
    long ru_nswap;
    long ru_inblock;
    long ru_oublock;
    long ru_msgsnd;
    long ru_msgrcv;
    long ru_nsignals;
    long ru_nvcsw;
    long ru_nivcsw;
    ...;
};

void _Exit(int status);
void _exit(int status);
gid_t getegid(void);
uid_t geteuid(void);
gid_t getgid(void);
pid_t getpgid(pid_t pid);
pid_t getpgrp(void);
pid_t getpid(void);
pid_t getppid(void);
int getrusage(int who, struct rusage *usage);
pid_t getsid(pid_t pid);
uid_t getuid(void);
int nice(int inc);
int setegid(gid_t egid);
int seteuid(uid_t euid);
int setgid(gid_t gid);
int setpgid(pid_t pid, pid_t pgid);
int setregid(gid_t rgid, gid_t egid);
int setreuid(uid_t ruid, uid_t euid);
pid_t setsid(void);
int setuid(uid_t uid);
pid_t tcgetpgrp(int fd);
int tcsetpgrp(int fd, pid_t pgrp);
int pysock_WCOREDUMP(int wstatus);
int pysock_WEXITSTATUS(int wstatus);
int pysock_WIFCONTINUED(int wstatus);
int pysock_WIFEXITED(int wstatus);
int pysock_WIFSIGNALED(int wstatus);
int pysock_WIFSTOPPED(int wstatus);
int pysock_WSTOPSIG(int wstatus);
int pysock_WTERMSIG(int wstatus);
void pysock_abort(void);
int pysock_daemon(int nochdir, int noclose);
size_t pysock_environ(size_t index, char *entry, size_t room);
int pysock_execv(const char *path, char *const argv[]);
int pysock_execve(const char *path, char *const argv[], char *const envp[]);
int pysock_execvp(const char *file, char *const argv[]);
void pysock_exit(int status);
pid_t pysock_fork(void);
size_t pysock_getenv(const char *name, char *value, size_t room);
int pysock_is_single_threaded(void);
int pysock_system(const char *command);
pid_t pysock_wait(int *wstatus);
pid_t pysock_wait3(int *wstatus, int options, struct rusage *rusage);
pid_t pysock_wait4(pid_t pid, int *wstatus, int options, struct rusage *rusage);
int pysock_waitid(idtype_t idtype, id_t id, void *infop, int options); /* a siginfo_t */
pid_t pysock_waitpid(pid_t pid, int *wstatus, int options);
#endif

#include "interpreter.h"

/* A fork that CPython does not hear of leaves the child with locks that nobody holds any more.
 * Its hooks need the interpreter's lock, which the call gave up. */
static pid_t
pysock_fork(void)
{
    int saved = errno;
    PyGILState_STATE state = PyGILState_Ensure();
    PyOS_BeforeFork();
    pid_t pid = fork();
    if (pid == -1) {
        saved = errno;
    }
    if (pid == 0) {
        PyOS_AfterFork_Child();
    } else {
        PyOS_AfterFork_Parent();
    }
    PyGILState_Release(state);
    errno = saved;
    return pid;
}

static int
pysock_is_single_threaded(void)
{
    return PYSOCK_SINGLE_THREADED;
}

/* daemon(3) forks inside C, and only the child comes back: with another process id. */
static int
pysock_daemon(int nochdir, int noclose)
{
    int saved = errno;
    PyGILState_STATE state = PyGILState_Ensure();
    pid_t parent = getpid();
    PyOS_BeforeFork();
    int result = daemon(nochdir, noclose);
    if (result == -1) {
        saved = errno;
    }
    if (getpid() != parent) {
        PyOS_AfterFork_Child();
    } else {
        PyOS_AfterFork_Parent();
    }
    PyGILState_Release(state);
    errno = saved;
    return result;
}

/* The interpreter's lock is kept: while C's handlers take the process down, no thread of Python may
 * use what they have already destroyed. */
static void
pysock_exit(int status)
{
    PyGILState_Ensure();
    exit(status);
}

/* The second half of abort(3): a handler in Python has had its turn, and must not be called now. */
static void
pysock_abort(void)
{
    signal(SIGABRT, SIG_DFL);
    abort();
}

/* Whether handlers are due. A program that began now would inherit the mask that holds back their
 * signals, for good. */
static int
pysock_handlers_wait(void)
{
    struct pysock_entry entry;
    if (!pysock_enter(&entry)) {
        return 1;
    }
    pysock_leave(&entry, 0, 0);
    return 0;
}

static int
pysock_execve(const char *path, char *const argv[], char *const envp[])
{
    return pysock_handlers_wait() ? PYSOCK_RESTART : execve(path, argv, envp);
}

static int
pysock_system(const char *command)
{
    /* The program's own wish. NOLINTNEXTLINE(bugprone-command-processor) */
    return pysock_handlers_wait() ? PYSOCK_RESTART : system(command);
}

/* What reads the environment: see interpreter.h. */
static int
pysock_execv(const char *path, char *const argv[])
{
    RETURN_LOCKED(int, pysock_handlers_wait() ? PYSOCK_RESTART : execv(path, argv));
}

static int
pysock_execvp(const char *file, char *const argv[])
{
    RETURN_LOCKED(int, pysock_handlers_wait() ? PYSOCK_RESTART : execvp(file, argv));
}

/* Copy a string if there is room, and tell how much it needs: 0 if there is none. */
static size_t
pysock_copied(const char *string, char *copy, size_t room)
{
    if (string == NULL) {
        return 0;
    }
    size_t size = strlen(string) + 1;
    if (size <= room) {
        memcpy(copy, string, size);
    }
    return size;
}

static size_t
pysock_getenv(const char *name, char *value, size_t room)
{
    RETURN_LOCKED(size_t, pysock_copied(getenv(name), value, room));
}

static const char *
pysock_entry(size_t index)
{
    size_t count = 0;
    while (environ != NULL && environ[count] != NULL && count < index) {
        count++;
    }
    return environ == NULL ? NULL : environ[count];
}

static size_t
pysock_environ(size_t index, char *entry, size_t room)
{
    RETURN_LOCKED(size_t, pysock_copied(pysock_entry(index), entry, room));
}

/* wait(2) and its family, which SA_RESTART restarts. */
static pid_t
pysock_wait(int *wstatus)
{
    RETURN_RESTARTABLE(pid_t, wait(wstatus));
}

static pid_t
pysock_waitpid(pid_t pid, int *wstatus, int options)
{
    RETURN_RESTARTABLE(pid_t, waitpid(pid, wstatus, options));
}

static pid_t
pysock_wait3(int *wstatus, int options, struct rusage *rusage)
{
    RETURN_RESTARTABLE(pid_t, wait3(wstatus, options, rusage));
}

static pid_t
pysock_wait4(pid_t pid, int *wstatus, int options, struct rusage *rusage)
{
    RETURN_RESTARTABLE(pid_t, wait4(pid, wstatus, options, rusage));
}

static int
pysock_waitid(idtype_t idtype, id_t id, void *infop, int options)
{
    RETURN_RESTARTABLE(int, waitid(idtype, id, infop, options));
}

/* Macros of C. */
static int
pysock_WIFEXITED(int wstatus)
{
    return WIFEXITED(wstatus);
}

static int
pysock_WEXITSTATUS(int wstatus)
{
    return WEXITSTATUS(wstatus);
}

static int
pysock_WIFSIGNALED(int wstatus)
{
    return WIFSIGNALED(wstatus);
}

static int
pysock_WTERMSIG(int wstatus)
{
    return WTERMSIG(wstatus);
}

static int
pysock_WCOREDUMP(int wstatus)
{
    return WCOREDUMP(wstatus);
}

static int
pysock_WIFSTOPPED(int wstatus)
{
    return WIFSTOPPED(wstatus);
}

static int
pysock_WSTOPSIG(int wstatus)
{
    return WSTOPSIG(wstatus);
}

static int
pysock_WIFCONTINUED(int wstatus)
{
    return WIFCONTINUED(wstatus);
}
