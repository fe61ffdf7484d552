/* Streams: C's own stdio of the process, with its own buffers. */
#ifdef PYSOCK_CDEF
/* stdio(3). */
#define BUFSIZ ...
#define EOF ...
#define FILENAME_MAX ...
#define FOPEN_MAX ...
#define L_tmpnam ...
#define TMP_MAX ...

/* setvbuf(3). */
#define _IOFBF ...
#define _IOLBF ...
#define _IONBF ...

typedef struct {
    char *text;
    size_t length, room;
} pysock_text;

void clearerr(FILE *stream);
int fclose(FILE *stream);
FILE *fdopen(int fd, const char *mode);
int feof(FILE *stream);
int ferror(FILE *stream);
int fflush(FILE *stream);
int fileno(FILE *stream);
FILE *freopen(const char *pathname, const char *mode, FILE *stream);
int fseek(FILE *stream, long offset, int whence);
long ftell(FILE *stream);
int pysock_drain(FILE *stream);
int pysock_fflush(FILE *stream);
int pysock_fgetc(FILE *stream);
int pysock_fgets(char *s, int size, int got, FILE *stream);
FILE *pysock_fopen(const char *pathname, const char *mode, int *again);
ptrdiff_t pysock_fread(char *s, size_t size, size_t got, FILE *stream);
int pysock_getdelim(pysock_text *line, int delimiter, FILE *stream);
int pysock_pushed_back(FILE *stream);
ptrdiff_t pysock_put(const char *s, size_t size, size_t done, int resumed, FILE *stream);
FILE *pysock_standard_stream(int fd);
void pysock_text_free(pysock_text *text);
int pysock_text_reserve(pysock_text *text, size_t more);
int pysock_unflushed(FILE *stream);
int pysock_ungetc(int c, FILE *stream);
void rewind(FILE *stream);
int setvbuf(FILE *stream, char *buf, int mode, size_t size);
FILE *tmpfile(void);
#endif

#include "stream.h"

/* Writing is each platform's own: what a stream forgets when a write fails is not C's to say. */
static int pysock_drain(FILE *stream);

static void
pysock_text_free(pysock_text *text)
{
    free(text->text);
    memset(text, 0, sizeof(*text));
}

/* The three names are macros: some platforms hide a function call behind them. */
static FILE *
pysock_standard_stream(int fd)
{
    return fd == 0 ? stdin : fd == 1 ? stdout : stderr;
}

/* fopen waits where open(2) does, for the other end of a FIFO. NULL with *again is to be called
 * again. */
static FILE *
pysock_fopen(const char *pathname, const char *mode, int *again)
{
    struct pysock_entry entry;
    *again = !pysock_enter(&entry);
    if (*again) {
        return NULL;
    }
    FILE *stream = fopen(pathname, mode);
    int interrupted = stream == NULL && errno == EINTR;
    *again = pysock_leave(&entry, interrupted, interrupted && pysock_goes_on(&entry));
    return stream;
}

static int
pysock_fgetc(FILE *stream)
{
    pysock_watch watch;
    if (!pysock_watch_begin(&watch, stream)) {
        return PYSOCK_RESTART;
    }
    int c = fgetc(stream);
    return pysock_watch_read(&watch, stream, c == EOF) ? PYSOCK_RESTART : c;
}

/* fgets that can go on where a signal stopped it, after the first `got` bytes. Returns how many
 * bytes s now holds, EOF where fgets returns NULL, or PYSOCK_RESTART - got. */
static int
pysock_fgets(char *s, int size, int got, FILE *stream)
{
    pysock_watch watch;
    if (!pysock_watch_begin(&watch, stream)) {
        return PYSOCK_RESTART - got;
    }
    int c = 0;
    flockfile(stream);
    while (got < size - 1 && c != '\n' && (c = getc_unlocked(stream)) != EOF) {
        s[got++] = (char)c;
    }
    int failed = c == EOF && !feof(stream);
    funlockfile(stream);
    /* glibc gives out what it has when a non-blocking descriptor runs dry. */
    int nothing = (c == EOF && got == 0) || (failed && errno != EAGAIN);
    if (pysock_watch_read(&watch, stream, failed)) {
        return PYSOCK_RESTART - got;
    }
    if (nothing) {
        return EOF;
    }
    s[got] = '\0';
    return got;
}

/* fread of bytes, after the first `got`: how many there are now, or PYSOCK_RESTART - got. */
static ptrdiff_t
pysock_fread(char *s, size_t size, size_t got, FILE *stream)
{
    pysock_watch watch;
    if (!pysock_watch_begin(&watch, stream)) {
        return PYSOCK_RESTART - (ptrdiff_t)got;
    }
    got += fread(s + got, 1, size - got, stream);
    int again = pysock_watch_read(&watch, stream, got < size);
    return again ? PYSOCK_RESTART - (ptrdiff_t)got : (ptrdiff_t)got;
}

/* getdelim into `line`, which a call made again continues: 0, EOF or PYSOCK_RESTART. Like glibc's,
 * it gives out what came before a failure. */
static int
pysock_getdelim(pysock_text *line, int delimiter, FILE *stream)
{
    pysock_watch watch;
    if (!pysock_watch_begin(&watch, stream)) {
        return PYSOCK_RESTART;
    }
    int c;
    flockfile(stream);
    do {
        c = getc_unlocked(stream);
    } while (c != EOF && pysock_text_add(line, c) == 0 && c != delimiter);
    funlockfile(stream);
    if (pysock_watch_read(&watch, stream, c == EOF)) {
        return PYSOCK_RESTART;
    }
    return line->length == 0 ? EOF : 0;
}

static int
pysock_fflush(FILE *stream)
{
    int drained = pysock_drain(stream);
    return drained == 0 ? fflush(stream) : drained;
}
