/* The signal that interrupts a thread: macOS and the BSDs have no real-time signals to spare. */
#ifdef PYSOCK_CDEF
#endif

/* SIGEMT is of no use on processors of today. */
static int
pysock_poke_signal(void)
{
    static int known;
    if (!known) {
        struct sigaction action = {0};
        action.sa_handler = pysock_on_poke;
        sigfillset(&action.sa_mask);
        sigaction(SIGEMT, &action, NULL);
        known = 1;
    }
    return SIGEMT;
}
