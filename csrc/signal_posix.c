/* Signals: sigaction(2), sigprocmask(2), … */
#ifdef PYSOCK_CDEF
typedef struct {
    ...;
} sigset_t;

int
sigemptyset(sigset_t *set);
#endif
