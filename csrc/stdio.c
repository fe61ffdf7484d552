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

FILE *pysock_standard_stream(int fd);
int fflush(FILE *stream);
int fputc(int c, FILE *stream);
int fputs(const char *s, FILE *stream);
int pysock_fgetc(FILE *stream);
int pysock_fgets(char *s, int size, int got, FILE *stream);
size_t fwrite(const void *ptr, size_t size, size_t nmemb, FILE *stream);
int puts(const char *s);
#endif

/* What a call found before it began, to tell afterwards what a signal did to it. */
typedef struct {
    unsigned restarting, interrupting;
    int failed_before;
    int errnum;
} pysock_watch;

static pysock_watch
pysock_watch_begin(FILE *stream)
{
    pysock_watch watch = {pysock_restarting, pysock_interrupting, ferror(stream), errno};
    errno = 0; /* an old EINTR must not pass for this call's */
    return watch;
}

/* Whether a call that fell short is to be made again. stdio reports EINTR as an error of the
 * stream; where the kernel would have restarted the system call, C never sees that. */
static int
pysock_watch_end(pysock_watch watch, FILE *stream, int fell_short)
{
    int again = fell_short && errno == EINTR && ferror(stream) &&
                watch.restarting != pysock_restarting && watch.interrupting == pysock_interrupting;
    if (again && !watch.failed_before) {
        clearerr(stream);
    }
    if (again || errno == 0) {
        errno = watch.errnum;
    }
    return again;
}

/* The three names are macros: some platforms hide a function call behind them. */
static FILE *
pysock_standard_stream(int fd)
{
    return fd == 0 ? stdin : fd == 1 ? stdout : stderr;
}

static int
pysock_fgetc(FILE *stream)
{
    pysock_watch watch = pysock_watch_begin(stream);
    int c = fgetc(stream);
    return pysock_watch_end(watch, stream, c == EOF) ? PYSOCK_RESTART : c;
}

/* fgets that can go on where a signal stopped it, after the first `got` bytes. Returns how many
 * bytes s now holds, EOF where fgets returns NULL, or PYSOCK_RESTART - got. */
static int
pysock_fgets(char *s, int size, int got, FILE *stream)
{
    pysock_watch watch = pysock_watch_begin(stream);
    int c = 0;
    flockfile(stream);
    while (got < size - 1 && c != '\n' && (c = getc_unlocked(stream)) != EOF) {
        s[got++] = (char)c;
    }
    funlockfile(stream);
    int failed = c == EOF && !feof(stream);
    /* glibc gives out what it has when a non-blocking descriptor runs dry. */
    int nothing = (c == EOF && got == 0) || (failed && errno != EAGAIN);
    if (pysock_watch_end(watch, stream, failed)) {
        return PYSOCK_RESTART - got;
    }
    if (nothing) {
        return EOF;
    }
    s[got] = '\0';
    return got;
}
