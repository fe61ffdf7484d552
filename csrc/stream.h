/* What the stems of stdio share: reading that a signal may interrupt, and text that grows. */
#ifndef PYSOCK_STREAM_H
#define PYSOCK_STREAM_H

/* What a call found before it began, to tell afterwards what a signal did to it: see restart.h. */
typedef struct {
    struct pysock_entry entry;
    int failed_before;
    int errnum;
} pysock_watch;

/* Whether the call may be made; else it returns PYSOCK_RESTART. */
static int
pysock_watch_begin(pysock_watch *watch, FILE *stream)
{
    watch->failed_before = ferror(stream);
    watch->errnum = errno;
    errno = 0; /* an old EINTR must not pass for this call's */
    if (pysock_enter(&watch->entry)) {
        return 1;
    }
    errno = watch->errnum;
    return 0;
}

/* Whether a call that failed, if it did, is to be made again; `option` as of pysock_timed. */
static int
pysock_watch_end(const pysock_watch *watch, FILE *stream, int failed, int option)
{
    int interrupted = failed && errno == EINTR;
    int restarted =
        interrupted && pysock_goes_on(&watch->entry) && !pysock_timed(fileno(stream), option);
    int again = pysock_leave(&watch->entry, interrupted, restarted);
    if (again || errno == 0) {
        errno = watch->errnum;
    }
    return again;
}

/* The same for a call that reads. stdio keeps EINTR as an error of the stream; where the kernel
 * would have restarted the system call, C never sees that. */
static int
pysock_watch_read(const pysock_watch *watch, FILE *stream, int fell_short)
{
    int again = pysock_watch_end(watch, stream, fell_short && ferror(stream), SO_RCVTIMEO);
    if (again && !watch->failed_before) {
        clearerr(stream);
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
