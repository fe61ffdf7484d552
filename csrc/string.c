/* Strings and memory, kinds of characters, numbers in text: string.h, ctype.h, stdlib.h. */
#ifdef PYSOCK_CDEF
/* rand(3). */
#define RAND_MAX ...

/* What pysock_strncmp returns where C would read beyond an object: no int has this value. */
static const long long PYSOCK_UNTERMINATED;

int pysock_add_strings(void);
int abs(int j);
double atof(const char *nptr);
int atoi(const char *nptr);
long atol(const char *nptr);
long long atoll(const char *nptr);
int isalnum(int c);
int isalpha(int c);
int isblank(int c);
int iscntrl(int c);
int isdigit(int c);
int isgraph(int c);
int islower(int c);
int isprint(int c);
int ispunct(int c);
int isspace(int c);
int isupper(int c);
int isxdigit(int c);
long labs(long j);
long long llabs(long long j);
int memcmp(const void *s1, const void *s2, size_t n);
void *memcpy(void *dest, const void *src, size_t n);
void *memmove(void *dest, const void *src, size_t n);
void *memset(void *s, int c, size_t n);
long long pysock_strncmp(const char *s1, size_t room1, const char *s2, size_t room2, size_t n);
int rand(void);
void srand(unsigned int seed);
int strcmp(const char *s1, const char *s2);
int strcoll(const char *s1, const char *s2);
size_t strcspn(const char *s, const char *reject);
int strncmp(const char *s1, const char *s2, size_t n);
size_t strspn(const char *s, const char *accept);
double strtod(const char *nptr, char **endptr);
float strtof(const char *nptr, char **endptr);
long strtol(const char *nptr, char **endptr, int base);
long long strtoll(const char *nptr, char **endptr, int base);
unsigned long strtoul(const char *nptr, char **endptr, int base);
unsigned long long strtoull(const char *nptr, char **endptr, int base);
#endif

#include "lending.h"

#define PYSOCK_UNTERMINATED (1LL << 32)

/* Whether C would look for a NUL beyond the object. */
static int
pysock_unterminated(const char *s, size_t room, size_t n)
{
    return room < n && strnlen(s, room) == room;
}

/* Another thread may overwrite a NUL after it was seen: n shrinks to what both objects have. */
static long long
pysock_strncmp(const char *s1, size_t room1, const char *s2, size_t room2, size_t n)
{
    if (pysock_unterminated(s1, room1, n) || pysock_unterminated(s2, room2, n)) {
        return PYSOCK_UNTERMINATED;
    }
    n = n < room1 ? n : room1;
    return strncmp(s1, s2, n < room2 ? n : room2);
}

/* ---- Copying and filling ---- */

/* What is done while all other threads of Python wait. */
enum { PYSOCK_MOST_AT_ONCE = 1 << 20 };

/* Whether no pointer is stored in the memory of an object, which a copy would take along. */
static int
pysock_has_no_pointees(PyObject *object)
{
    const struct pysock_value *value = pysock_value_of(object);
    if (value == NULL) {
        return 1;
    }
    PyObject *pointees = PyObject_GetAttr(value->memory, pysock_names.pointees);
    int none = pointees != NULL && PyDict_Size(pointees) == 0;
    Py_XDECREF(pointees);
    return none;
}

static int
pysock_apart(const char *one, const char *other, Py_ssize_t size)
{
    return (uintptr_t)one >= (uintptr_t)other + (size_t)size ||
           (uintptr_t)other >= (uintptr_t)one + (size_t)size;
}

/* Copy between C values, and from bytes; 0 where Python must look closer. */
static int
pysock_lent_copied(PyObject *const *args, int apart)
{
    long long size;
    struct pysock_lent source;
    const struct pysock_value *dest = pysock_value_of(args[0]);
    if (dest == NULL || !pysock_plain(args[2], 0, PYSOCK_MOST_AT_ONCE, &size) ||
        size > dest->may_write) {
        return 0;
    }
    int fits = pysock_lend(args[1], 0, &source) && size <= source.room &&
               pysock_has_no_pointees(args[1]) &&
               (!apart || pysock_apart(dest->start, source.address, (Py_ssize_t)size));
    if (fits) {
        memmove(dest->start, source.address, (size_t)size);
    }
    pysock_give_back(&source);
    return fits;
}

static int
pysock_lent_filled(PyObject *const *args)
{
    long long byte, size;
    const struct pysock_value *value = pysock_value_of(args[0]);
    if (value == NULL || !pysock_plain(args[1], LLONG_MIN, LLONG_MAX, &byte) ||
        !pysock_plain(args[2], 0, PYSOCK_MOST_AT_ONCE, &size) || size > value->may_write) {
        return 0;
    }
    memset(value->start, (unsigned char)byte, (size_t)size);
    return 1;
}

/* These return their first argument. */
#define RETURN_FIRST(done)                                                                         \
    do {                                                                                           \
        if (!(done)) {                                                                             \
            return pysock_closely(self, args, nargs, keywords);                                    \
        }                                                                                          \
        Py_INCREF(args[0]);                                                                        \
        return args[0];                                                                            \
    } while (0)

static PyObject *
pysock_front_memcpy(PYSOCK_FRONT)
{
    RETURN_FIRST(PYSOCK_HAS(3) && pysock_lent_copied(args, 1));
}

static PyObject *
pysock_front_memmove(PYSOCK_FRONT)
{
    RETURN_FIRST(PYSOCK_HAS(3) && pysock_lent_copied(args, 0));
}

static PyObject *
pysock_front_memset(PYSOCK_FRONT)
{
    RETURN_FIRST(PYSOCK_HAS(3) && pysock_lent_filled(args));
}

static int
pysock_add_strings(void)
{
    static PyMethodDef functions[] = {
        PYSOCK_BUILTIN("memcpy", pysock_front_memcpy),
        PYSOCK_BUILTIN("memmove", pysock_front_memmove),
        PYSOCK_BUILTIN("memset", pysock_front_memset),
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
