/* The printf family: each conversion is made by C's own snprintf. */
#ifdef PYSOCK_CDEF
int pysock_format_char(char *s, size_t size, const char *format, int c);
int pysock_format_double(char *s, size_t size, const char *format, double number);
int pysock_format_errno(char *s, size_t size, const char *format);
int pysock_format_integer(char *s, size_t size, const char *format, long long number);
int pysock_format_long_double(char *s, size_t size, const char *format, long double number);
int pysock_format_pointer(char *s, size_t size, const char *format, const void *pointer);
int pysock_format_string(char *s, size_t size, const char *format, const char *text);
int pysock_format_wide_char(char *s, size_t size, const char *format, int c);
int pysock_format_wide_string(char *s, size_t size, const char *format, const wchar_t *text);
const char *pysock_PRI(const char *name);
#endif

/* The macros of <inttypes.h>, whose values are strings. */
static const char *
pysock_PRI(const char *name)
{
    static const struct {
        const char *name, *conversion;
    } macros[] = {
        {"PRIX16", PRIX16},   {"PRIX32", PRIX32},   {"PRIX64", PRIX64},   {"PRIX8", PRIX8},
        {"PRId16", PRId16},   {"PRId32", PRId32},   {"PRId64", PRId64},   {"PRId8", PRId8},
        {"PRIdMAX", PRIdMAX}, {"PRIdPTR", PRIdPTR}, {"PRIi16", PRIi16},   {"PRIi32", PRIi32},
        {"PRIi64", PRIi64},   {"PRIi8", PRIi8},     {"PRIo16", PRIo16},   {"PRIo32", PRIo32},
        {"PRIo64", PRIo64},   {"PRIo8", PRIo8},     {"PRIu16", PRIu16},   {"PRIu32", PRIu32},
        {"PRIu64", PRIu64},   {"PRIu8", PRIu8},     {"PRIuMAX", PRIuMAX}, {"PRIuPTR", PRIuPTR},
        {"PRIx16", PRIx16},   {"PRIx32", PRIx32},   {"PRIx64", PRIx64},   {"PRIx8", PRIx8},
        {"PRIxMAX", PRIxMAX}, {"PRIxPTR", PRIxPTR},
    };
    for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++) {
        if (strcmp(macros[i].name, name) == 0) {
            return macros[i].conversion;
        }
    }
    return NULL;
}

/* snprintf for one conversion: one shim for each type that C's default promotions leave. */
static int
pysock_format_char(char *s, size_t size, const char *format, int c)
{
    return snprintf(s, size, format, c);
}

static int
pysock_format_double(char *s, size_t size, const char *format, double number)
{
    return snprintf(s, size, format, number);
}

/* %m has no argument: it reads errno. Where only glibc's printf knows it, %s does the same. */
static int
pysock_format_errno(char *s, size_t size, const char *format)
{
#if PYSOCK_GLIBC
    return snprintf(s, size, format, 0);
#else
    char as_string[64], text[256];
    size_t last = strlen(format) - 1;
    if (last >= sizeof(as_string)) {
        errno = EINVAL;
        return -1;
    }
    memcpy(as_string, format, last);
    strcpy(as_string + last, "s");
    return snprintf(s, size, as_string, pysock_strerror(errno, text, sizeof(text)));
#endif
}

static int
pysock_format_integer(char *s, size_t size, const char *format, long long number)
{
    return snprintf(s, size, format, number);
}

static int
pysock_format_long_double(char *s, size_t size, const char *format, long double number)
{
    return snprintf(s, size, format, number);
}

static int
pysock_format_pointer(char *s, size_t size, const char *format, const void *pointer)
{
    return snprintf(s, size, format, pointer);
}

static int
pysock_format_string(char *s, size_t size, const char *format, const char *text)
{
    return snprintf(s, size, format, text);
}

static int
pysock_format_wide_char(char *s, size_t size, const char *format, int c)
{
    return snprintf(s, size, format, (wint_t)c);
}

static int
pysock_format_wide_string(char *s, size_t size, const char *format, const wchar_t *text)
{
    return snprintf(s, size, format, text);
}
