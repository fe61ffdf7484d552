/* Streams of our own for fscanf on the BSDs and macOS: funopen(3). */
#ifdef PYSOCK_CDEF
#endif

static int
pysock_tape_cookie(void *cookie, char *s, int size)
{
    return size == 0 ? 0 : pysock_tape_read(cookie, s);
}

static FILE *
pysock_tape_open(pysock_tape *tape)
{
    return funopen(tape, pysock_tape_cookie, NULL, NULL, NULL);
}
