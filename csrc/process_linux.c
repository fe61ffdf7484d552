/* What Linux has of processes and macOS lacks. */
#ifdef PYSOCK_CDEF
int pysock_execvpe(const char *file, char *const argv[], char *const envp[]);
int pysock_fexecve(int fd, char *const argv[], char *const envp[]);
#endif

#include "interpreter.h"

/* It looks for the file along this process's PATH. */
static int
pysock_execvpe(const char *file, char *const argv[], char *const envp[])
{
    RETURN_LOCKED(int, pysock_handlers_wait() ? PYSOCK_RESTART : execvpe(file, argv, envp));
}

static int
pysock_fexecve(int fd, char *const argv[], char *const envp[])
{
    return pysock_handlers_wait() ? PYSOCK_RESTART : fexecve(fd, argv, envp);
}
