/* The signal that interrupts a thread: one of the real-time signals of Linux. */
#ifdef PYSOCK_CDEF
#endif

static int pysock_free_signal(int except); /* signal_linux.c */

/* A real-time signal that interrupts and does nothing else; another one when the program has come
 * to use it. */
static int
pysock_poke_signal(void)
{
    static int signum;
    struct sigaction action = {0};
    if (signum != 0 && sigaction(signum, NULL, &action) == 0 &&
        action.sa_handler == pysock_on_poke) {
        return signum;
    }
    signum = pysock_free_signal(0);
    if (signum != 0) {
        struct sigaction own = {0};
        own.sa_handler = pysock_on_poke;
        sigfillset(
            &own.sa_mask); /* the trampoline's mask must not be undone by this one's return */
        sigaction(signum, &own, NULL);
    }
    return signum;
}
