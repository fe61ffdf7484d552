/* Scanning a stream on Windows, where no signal interrupts it: C's own fscanf. */
#ifdef PYSOCK_CDEF
#endif

typedef struct {
    char unused;
} pysock_tape;

static int
pysock_fscanf(pysock_tape *tape, const char *format, void **outs, FILE *stream)
{
    (void)tape;
    return fscanf(stream, format, PYSOCK_SCAN_OUTS(outs));
}

static void
pysock_tape_free(pysock_tape *tape)
{
    (void)tape;
}
