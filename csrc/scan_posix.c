/* Scanning a stream that a signal may interrupt. */
#ifdef PYSOCK_CDEF
#endif

#include "stream.h"

/* A signal may interrupt fscanf in the midst of a number, whose first digits are then gone. So it
 * reads a stream of our own, which hands on the program's byte by byte and remembers them: fscanf
 * made again sees the same bytes, and then what comes after them. */
typedef struct {
    pysock_text seen;
    size_t next; /* of the bytes seen, the first that fscanf made again has not read yet */
    FILE *stream;
    int interrupted, over;
} pysock_tape;

/* A stream whose bytes pysock_tape_read gives: each platform has its own call for that. */
static FILE *pysock_tape_open(pysock_tape *tape);

static int
pysock_tape_getc(pysock_tape *tape)
{
    if (tape->next < tape->seen.length) {
        return (unsigned char)tape->seen.text[tape->next++];
    }
    if (tape->over || pysock_text_reserve(&tape->seen, 1) == -1) {
        return EOF;
    }
    pysock_watch watch;
    tape->interrupted = !pysock_watch_begin(&watch, tape->stream);
    if (tape->interrupted) {
        return EOF;
    }
    int c = getc(tape->stream);
    tape->interrupted = pysock_watch_read(&watch, tape->stream, c == EOF);
    if (c != EOF) {
        pysock_text_add(&tape->seen, c);
        tape->next++;
    }
    return c;
}

/* One byte, 0 at the end of the file, or -1. */
static int
pysock_tape_read(void *cookie, char *s)
{
    pysock_tape *tape = cookie;
    int c = pysock_tape_getc(tape);
    *s = (char)c;
    return c != EOF ? 1 : tape->over || feof(tape->stream) ? 0 : -1;
}

/* fscanf, or PYSOCK_RESTART; made again, it continues where the tape ends. */
static int
pysock_fscanf(pysock_tape *tape, const char *format, void **outs, FILE *stream)
{
    char buffer[64]; /* an unbuffered stream would flush stdout with every byte */
    tape->stream = stream;
    tape->next = 0;
    tape->interrupted = tape->over = 0;
    FILE *reader = pysock_tape_open(tape);
    if (reader == NULL) {
        return EOF;
    }
    setvbuf(reader, buffer, _IOFBF, sizeof(buffer));
    int result = fscanf(reader, format, PYSOCK_SCAN_OUTS(outs));
    int errnum = errno;
    if (tape->interrupted) {
        result = PYSOCK_RESTART;
    } else {
        tape->over = 1;
        int unread = getc(reader); /* the byte that ended the last item */
        ungetc(unread, stream);    /* which does nothing with EOF */
        tape->seen.length = 0;
    }
    fclose(reader);
    errno = errnum;
    return result;
}

static void
pysock_tape_free(pysock_tape *tape)
{
    free(tape->seen.text);
    memset(tape, 0, sizeof(*tape));
}
