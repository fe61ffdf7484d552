/* Strings and memory, kinds of characters, numbers in text: string.h, ctype.h, stdlib.h. */
#ifdef PYSOCK_CDEF
/* rand(3). */
#define RAND_MAX ...

/* What pysock_strncmp returns where C would read beyond an object: no int has this value. */
static const long long PYSOCK_UNTERMINATED;

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
