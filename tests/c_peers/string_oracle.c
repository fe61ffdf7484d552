/* What the C library makes of strings: one call a line, `name a b n`, a and b in hexadecimal.
 *
 * It answers with one line a call: the result, and the bytes of `a` where the call writes them. A
 * pointer is shown as its offset into `a`, NULL as -1. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROOM 64

static char a[ROOM], b[ROOM];

static size_t
from_hex(char *to, const char *hex)
{
    size_t length = 0;
    unsigned byte;
    memset(to, 0, ROOM);
    while (sscanf(hex + 2 * length + 1, "%2x", &byte) == 1) { /* the first character is an x */
        to[length++] = (char)byte;
    }
    return length;
}

static void
offset(const void *place)
{
    printf("%td", place ? (const char *)place - a : -1);
}

static void
written(const void *result)
{
    offset(result);
    putchar(' ');
    for (int i = 0; i < ROOM; i++) {
        printf("%02x", (unsigned char)a[i]);
    }
}

static void
tokens(int empty, const char *delim)
{
    char *rest = a, *token;
    if (empty) {
        while ((token = strsep(&rest, delim))) {
            printf("%td,", token - a);
        }
    } else {
        for (token = strtok_r(a, delim, &rest); token; token = strtok_r(NULL, delim, &rest)) {
            printf("%td,", token - a);
        }
    }
    written(rest);
}

static void
characters(int n)
{
    int kinds[] = {isalnum(n), isalpha(n),  isblank(n), iscntrl(n), isdigit(n),
                   isgraph(n), islower(n),  isprint(n), ispunct(n), isspace(n),
                   isupper(n), isxdigit(n), tolower(n), toupper(n)};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        printf("%d ", kinds[i]);
    }
}

static void
sequence(unsigned seed)
{
    srand(seed);
    for (int i = 0; i < 5; i++) {
        printf("%d ", rand());
    }
}

#define WHEN(call, what)                                                                           \
    if (strcmp(name, #call) == 0) {                                                                \
        what;                                                                                      \
        return;                                                                                    \
    }
#define RESULT(call, format, ...) WHEN(call, printf(format, call(__VA_ARGS__)))
#define PLACE(call, ...) WHEN(call, offset(call(__VA_ARGS__)))
#define WRITES(call, ...) WHEN(call, written(call(__VA_ARGS__)))
#define NUMBER(call, format, ...)                                                                  \
    WHEN(call, char *end = NULL; errno = 0; printf(format, call(a, &end __VA_ARGS__));             \
         printf(" %td %d", end ? end - a : -1, errno))

static void
answer(const char *name, size_t length, long n)
{
    RESULT(strlen, "%zu", a);
    RESULT(strnlen, "%zu", a, n);
    RESULT(strcmp, "%d", a, b);
    RESULT(strncmp, "%d", a, b, n);
    RESULT(strcasecmp, "%d", a, b);
    RESULT(strncasecmp, "%d", a, b, n);
    RESULT(strcoll, "%d", a, b);
    RESULT(memcmp, "%d", a, b, n);
    RESULT(bcmp, "%d", a, b, n);
    RESULT(strspn, "%zu", a, b);
    RESULT(strcspn, "%zu", a, b);
    PLACE(strchr, a, n);
    PLACE(strrchr, a, n);
    PLACE(index, a, n);
    PLACE(rindex, a, n);
    PLACE(strstr, a, b);
    PLACE(strcasestr, a, b);
    PLACE(strpbrk, a, b);
    PLACE(memchr, a, n, length);
    PLACE(memrchr, a, n, length);
    WRITES(strcpy, a, b);
    WRITES(stpcpy, a, b);
    WRITES(strncpy, a, b, n);
    WRITES(strcat, a, b);
    WRITES(strncat, a, b, n);
    WRITES(memcpy, a, b, n);
    WRITES(mempcpy, a, b, n);
    WRITES(memmove, a, b, n);
    WRITES(memset, a, n, length);
    WHEN(strtok_r, tokens(0, b));
    WHEN(strsep, tokens(1, b));
    RESULT(atoi, "%d", a);
    RESULT(atol, "%ld", a);
    RESULT(atoll, "%lld", a);
    RESULT(atof, "%a", a);
    NUMBER(strtol, "%ld", , n);
    NUMBER(strtoll, "%lld", , n);
    NUMBER(strtoul, "%lu", , n);
    NUMBER(strtoull, "%llu", , n);
    NUMBER(strtod, "%a");
    NUMBER(strtof, "%a");
    RESULT(ffs, "%d", n);
    RESULT(labs, "%ld", n);
    WHEN(characters, characters(n));
    WHEN(rand, sequence(n));
    abort();
}

int
main(void)
{
    char name[32], first[4 * ROOM], second[4 * ROOM];
    long n;
    while (scanf("%31s %255s %255s %ld", name, first, second, &n) == 4) {
        size_t length = from_hex(a, first);
        from_hex(b, second);
        answer(name, length, n);
        putchar('\n');
    }
    return 0;
}
