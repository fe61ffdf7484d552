/* The scanf family: C's own scanf, on strings and on streams that a signal may interrupt. */
#ifdef PYSOCK_CDEF
static const int PYSOCK_SCAN_LIMIT;

typedef struct {
    ...;
} pysock_tape;

int pysock_fscanf(pysock_tape *tape, const char *format, void **outs, FILE *stream);
int pysock_sscanf(const char *text, const char *format, void **outs);
void pysock_tape_free(pysock_tape *tape);
#endif

/* scanf takes nothing but pointers, and ignores those that the format does not ask for. */
#define PYSOCK_SCAN_LIMIT 16
#define PYSOCK_SCAN_OUTS(outs)                                                                     \
    (outs)[0], (outs)[1], (outs)[2], (outs)[3], (outs)[4], (outs)[5], (outs)[6], (outs)[7],        \
        (outs)[8], (outs)[9], (outs)[10], (outs)[11], (outs)[12], (outs)[13], (outs)[14],          \
        (outs)[15]

static int
pysock_sscanf(const char *text, const char *format, void **outs)
{
    return sscanf(text, format, PYSOCK_SCAN_OUTS(outs));
}
