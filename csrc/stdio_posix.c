/* Streams of POSIX: on processes, and with offsets of type off_t. */
#ifdef PYSOCK_CDEF
int fseeko(FILE *stream, off_t offset, int whence);
off_t ftello(FILE *stream);
FILE *pysock_popen(const char *command, const char *mode, const int *others, int count, pid_t *pid);
int pysock_reap(pid_t pid, int *status);
#endif

/* What popen's child does with its descriptors before it becomes the shell. Like C's own, it is
 * left no end of an earlier popen, or the readers of those would wait for its end too. */
static int
pysock_child_ends(posix_spawn_file_actions_t *actions, int own, int standard, const int *others,
                  int count)
{
    int failed = posix_spawn_file_actions_adddup2(actions, own, standard);
    for (int i = 0; i < count && failed == 0; i++) {
        if (others[i] != standard) {
            failed = posix_spawn_file_actions_addclose(actions, others[i]);
        }
    }
    return failed;
}

/* Run `sh -c command` on one end of a pipe: 0, or an error number. */
static int
pysock_spawn_shell(const char *command, int own, int standard, const int *others, int count,
                   pid_t *pid)
{
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)command, NULL};
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed != 0) {
        return failed;
    }
    failed = pysock_child_ends(&actions, own, standard, others, count);
    if (failed == 0) {
        failed = posix_spawn(pid, "/bin/sh", &actions, NULL, argv, environ);
    }
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/* popen that tells the child's pid, so that pclose can wait for it and handlers run meanwhile:
 * C's own pclose keeps waiting whatever signals come. */
static FILE *
pysock_popen(const char *command, const char *mode, const int *others, int count, pid_t *pid)
{
    int reads = mode[0] == 'r';
    int ends[2];
    if ((!reads && mode[0] != 'w') || (mode[1] != '\0' && strcmp(mode + 1, "e") != 0)) {
        errno = EINVAL;
        return NULL;
    }
    if (pipe(ends) == -1) {
        return NULL;
    }
    int ours = ends[reads ? 0 : 1], theirs = ends[reads ? 1 : 0];
    fcntl(ours, F_SETFD, FD_CLOEXEC);
    fcntl(theirs, F_SETFD, FD_CLOEXEC);
    FILE *stream = fdopen(ours, reads ? "r" : "w");
    int failed = stream == NULL
                     ? errno
                     : pysock_spawn_shell(command, theirs, reads ? 1 : 0, others, count, pid);
    close(theirs);
    if (failed == 0) {
        fcntl(ours, F_SETFD, mode[1] == 'e' ? FD_CLOEXEC : 0);
        return stream;
    }
    if (stream == NULL) {
        close(ours);
    } else {
        fclose(stream);
    }
    errno = failed;
    return NULL;
}

static int
pysock_reap(pid_t pid, int *status)
{
    RETURN_RESTARTABLE(int, waitpid(pid, status, 0));
}
