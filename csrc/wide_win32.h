/* Strings of the C layer, UTF-8 everywhere, for the calls of Windows that take UTF-16. */
#ifndef PYSOCK_WIDE_H
#define PYSOCK_WIDE_H

/* A copy for free(), or NULL with errno: EILSEQ, ENOMEM. Bytes that are no UTF-8 name nothing. */
static wchar_t *
pysock_wide(const char *text)
{
    int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    if (size == 0) {
        errno = EILSEQ;
        return NULL;
    }
    wchar_t *wide = malloc((size_t)size * sizeof(*wide));
    if (wide == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, size);
    return wide;
}

/* Call `call` with `wide`, the copy of `text`; `failed` is the result where there is no copy. */
#define RETURN_WIDE(type, failed, text, call)                                                      \
    do {                                                                                           \
        wchar_t *wide = pysock_wide(text);                                                         \
        if (wide == NULL) {                                                                        \
            return failed;                                                                         \
        }                                                                                          \
        type wide_result = (call);                                                                 \
        int wide_errno = errno;                                                                    \
        free(wide);                                                                                \
        errno = wide_errno;                                                                        \
        return wide_result;                                                                        \
    } while (0)

/* Modes are a few letters: what is longer is none. */
enum { PYSOCK_MODE_SIZE = 64 };

static int
pysock_wide_mode(const char *mode, wchar_t *wide)
{
    if (MultiByteToWideChar(CP_UTF8, 0, mode, -1, wide, PYSOCK_MODE_SIZE) == 0) {
        errno = EINVAL;
        return -1;
    }
    return 0;
}

static FILE *
pysock_wide_fopen(const char *pathname, const char *mode)
{
    wchar_t how[PYSOCK_MODE_SIZE];
    if (pysock_wide_mode(mode, how) == -1) {
        return NULL;
    }
    RETURN_WIDE(FILE *, NULL, pathname, _wfopen(wide, how));
}

static FILE *
pysock_wide_freopen(const char *pathname, const char *mode, FILE *stream)
{
    wchar_t how[PYSOCK_MODE_SIZE];
    if (pysock_wide_mode(mode, how) == -1) {
        return NULL;
    }
    RETURN_WIDE(FILE *, NULL, pathname, _wfreopen(wide, how, stream));
}

#define fopen pysock_wide_fopen
#define freopen pysock_wide_freopen

#endif
