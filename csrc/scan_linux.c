/* Streams of our own for fscanf on Linux: fopencookie(3). */
#ifdef PYSOCK_CDEF
#endif

static ssize_t
pysock_tape_cookie(void *cookie, char *s, size_t size)
{
    return size == 0 ? 0 : pysock_tape_read(cookie, s);
}

static FILE *
pysock_tape_open(pysock_tape *tape)
{
    cookie_io_functions_t functions = {.read = pysock_tape_cookie};
    return fopencookie(tape, "r", functions);
}
