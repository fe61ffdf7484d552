/* Writing to streams where the C library is glibc, or another of Linux's. */
#ifdef PYSOCK_CDEF
typedef struct {
    ...;
} fpos_t;

int fgetpos(FILE *stream, fpos_t *pos);
int fsetpos(FILE *stream, const fpos_t *pos);
#endif

#include "stream.h"

#if PYSOCK_GLIBC

/* When a write fails, glibc throws away what the buffer still held. Where the kernel would have
 * restarted the write nothing is lost in C, and nothing may be lost here: so what has to leave the
 * buffer is written from here, and stays in it until it is written. The sizes are glibc's. */

/* glibc keeps what ungetc pushes back apart from the buffer. While it is the next thing to read, a
 * write, a flush or another buffer makes glibc lose its way among its pointers, and crash. C does
 * not allow that order of calls; so it is enough to notice it. */
static int
pysock_pushed_back(FILE *stream)
{
    const char *next = stream->_IO_read_base;
    return next != NULL && (next < stream->_IO_buf_base || stream->_IO_buf_end < next);
}

static int
pysock_unflushed(FILE *stream)
{
    return stream->_IO_write_ptr > stream->_IO_write_base;
}

/* With nothing unflushed. glibc's own goes wrong later if the stream is not there to be read, and
 * if it was written last. */
static int
pysock_ungetc(int c, FILE *stream)
{
    if (!__freadable(stream)) {
        errno = EBADF;
        return EOF;
    }
    if (__fwriting(stream)) {
        int errnum = errno;
        fseek(stream, 0, SEEK_CUR); /* turns it to reading, even where it cannot seek */
        errno = errnum;
    }
    return ungetc(c, stream);
}

/* Streams on files that glibc knows the offset of are left to it: no signal interrupts those. */
static int
pysock_is_ours(const FILE *stream)
{
    return stream->_offset < 0 && stream->_IO_read_end == stream->_IO_write_base;
}

/* write(2), as long as it takes some: the number of bytes it took. */
static size_t
pysock_write_all(int fd, const char *s, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t sent = write(fd, s + done, size - done);
        if (sent == -1) {
            break;
        }
        done += (size_t)sent;
    }
    return done;
}

/* Make the whole buffer the place to write to, as glibc does after a flush. Only a stream that is
 * fully buffered shows it to the macros of stdio. */
static void
pysock_start_over(FILE *stream)
{
    char *base = stream->_IO_buf_base;
    int full = !__flbf(stream) && __fbufsize(stream) > 1;
    stream->_IO_read_base = stream->_IO_read_ptr = stream->_IO_read_end = base;
    stream->_IO_write_base = stream->_IO_write_ptr = base;
    stream->_IO_write_end = full ? stream->_IO_buf_end : base;
}

/* Write what the buffer holds: 0, or -1 with the rest still there. */
static int
pysock_empty(FILE *stream)
{
    size_t held = (size_t)(stream->_IO_write_ptr - stream->_IO_write_base);
    size_t done = pysock_write_all(fileno(stream), stream->_IO_write_base, held);
    if (done < held) {
        memmove(stream->_IO_write_base, stream->_IO_write_base + done, held - done);
        stream->_IO_write_ptr -= done;
        return -1;
    }
    pysock_start_over(stream);
    return 0;
}

static void
pysock_hold(FILE *stream, const char *s, size_t size)
{
    memcpy(stream->_IO_write_ptr, s, size);
    stream->_IO_write_ptr += size;
}

/* How much of s goes into the buffer before it has to be emptied; *empty says whether it was, and
 * then whether it has to be. glibc fills a fresh buffer line by line, another with lines at once.
 */
static size_t
pysock_fits(FILE *stream, const char *s, size_t size, int *empty)
{
    int lines = __flbf(stream);
    char *end = lines ? stream->_IO_buf_end : stream->_IO_write_end;
    size_t room = end > stream->_IO_write_ptr ? (size_t)(end - stream->_IO_write_ptr) : 0;
    const char *newline = NULL;
    if (lines && size <= room) {
        newline = *empty ? memchr(s, '\n', size) : memrchr(s, '\n', size);
    }
    *empty = size > room || newline != NULL;
    return newline != NULL ? (size_t)(newline - s) + 1 : size > room ? room : size;
}

/* How much of what is left goes past the empty buffer: whole blocks, and all where the buffer is
 * too small to be worth it; but one byte alone is fputc's, which looks for a buffer first. */
static size_t
pysock_past_buffer(FILE *stream, size_t size, size_t left)
{
    size_t block = __fbufsize(stream);
    if (size == 1 && block > 1) {
        return 0;
    }
    return block < 128 ? left : left - left % block;
}

/* Put s into the stream; *done counts the bytes. 0, or -1 where a write failed. `empty` says that
 * the buffer was just emptied, or never used. */
static int
pysock_put_some(FILE *stream, const char *s, size_t size, size_t *done, int empty)
{
    while (*done < size) {
        size_t past = empty ? pysock_past_buffer(stream, size, size - *done) : 0;
        size_t sent = pysock_write_all(fileno(stream), s + *done, past);
        *done += sent;
        if (sent < past) {
            return -1;
        }
        size_t fits = pysock_fits(stream, s + *done, size - *done, &empty);
        pysock_hold(stream, s + *done, fits);
        *done += fits;
        if (empty && pysock_empty(stream) == -1) {
            return -1;
        }
    }
    return 0;
}

/* Whether fwrite would find no buffer to fill yet. */
static int
pysock_is_unused(FILE *stream)
{
    int idle = stream->_IO_write_ptr == stream->_IO_write_base;
    int unready = stream->_IO_write_end == stream->_IO_write_ptr && !__flbf(stream);
    return stream->_IO_write_base == NULL || (idle && unready);
}

/* Make a stream ready for writing, or let it say why it is not. */
static int
pysock_is_ready(FILE *stream)
{
    return stream->_IO_write_ptr > stream->_IO_write_base || __overflow(stream, EOF) != EOF;
}

/* What a write came to: 0, PYSOCK_RESTART, or EOF after what C's own stream does when a write
 * failed for good. */
static int
pysock_outcome(const pysock_watch *watch, FILE *stream, int failed)
{
    if (pysock_watch_end(watch, stream, failed, SO_SNDTIMEO)) {
        return PYSOCK_RESTART;
    }
    if (!failed) {
        return 0;
    }
    stream->_flags |= _IO_ERR_SEEN;
    pysock_start_over(stream);
    return EOF;
}

static ptrdiff_t
pysock_put_ours(const char *s, size_t size, size_t done, int resumed, int unused, FILE *stream)
{
    pysock_watch watch;
    if (!pysock_watch_begin(&watch, stream)) {
        return PYSOCK_RESTART - (ptrdiff_t)done;
    }
    int failed = (resumed && pysock_empty(stream) == -1) ||
                 pysock_put_some(stream, s, size, &done, unused) == -1;
    int outcome = pysock_outcome(&watch, stream, failed);
    if (outcome == PYSOCK_RESTART) {
        return PYSOCK_RESTART - (ptrdiff_t)done;
    }
    return outcome == EOF && done == size ? -1 : (ptrdiff_t)done;
}

/* fwrite of bytes, after the first `done`. Returns how many the stream has taken, -1 if it took
 * all but could not write the line, or PYSOCK_RESTART - done. */
static ptrdiff_t
pysock_put(const char *s, size_t size, size_t done, int resumed, FILE *stream)
{
    ptrdiff_t result = (ptrdiff_t)done;
    flockfile(stream);
    int unused = pysock_is_unused(stream);
    int ready = size > 0 && pysock_is_ready(stream);
    if (ready && pysock_is_ours(stream)) {
        result = pysock_put_ours(s, size, done, resumed, unused, stream);
    } else if (ready) {
        result += (ptrdiff_t)fwrite_unlocked(s + done, 1, size - done, stream);
    }
    funlockfile(stream);
    return result;
}

/* Write what the buffer holds: 0, EOF or PYSOCK_RESTART. */
static int
pysock_drain(FILE *stream)
{
    int result = 0;
    flockfile(stream);
    if (stream->_IO_write_ptr > stream->_IO_write_base && pysock_is_ours(stream)) {
        pysock_watch watch;
        result = PYSOCK_RESTART;
        if (pysock_watch_begin(&watch, stream)) {
            result = pysock_outcome(&watch, stream, pysock_empty(stream) == -1);
        }
    }
    funlockfile(stream);
    return result;
}

#else
#include "stdio_plain.h"
#endif
