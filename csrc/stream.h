/* What the stems of stdio share: reading that a signal may interrupt, and text that grows. */
#ifndef PYSOCK_STREAM_H
#define PYSOCK_STREAM_H

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

/* Whether only restarting signals came, on a descriptor whose calls C restarts. */
static int
pysock_watch_restarts(const pysock_watch *watch, int fd, int option)
{
    return errno == EINTR && watch->restarting != pysock_restarting &&
           watch->interrupting == pysock_interrupting && !pysock_timed(fd, option);
}

/* Whether a reading call that fell short is to be made again. stdio reports EINTR as an error of
 * the stream; where the kernel would have restarted the system call, C never sees that. */
static int
pysock_watch_end(const pysock_watch *watch, FILE *stream, int fell_short)
{
    int again =
        fell_short && ferror(stream) && pysock_watch_restarts(watch, fileno(stream), SO_RCVTIMEO);
    if (again && !watch->failed_before) {
        clearerr(stream);
    }
    if (again || errno == 0) {
        errno = watch->errnum;
    }
    return again;
}

/* Bytes on the heap, as many as come. */
typedef struct {
    char *text;
    size_t length, room;
} pysock_text;

/* Make room for `more` bytes behind what is there: 0, or -1 with ENOMEM. */
static int
pysock_text_reserve(pysock_text *text, size_t more)
{
    if (more <= text->room - text->length) {
        return 0;
    }
    size_t room = text->length + more + text->room;
    char *moved = realloc(text->text, room);
    if (moved == NULL) {
        return -1;
    }
    text->text = moved;
    text->room = room;
    return 0;
}

static int
pysock_text_add(pysock_text *text, int c)
{
    if (pysock_text_reserve(text, 1) == -1) {
        return -1;
    }
    text->text[text->length++] = (char)c;
    return 0;
}

#endif
