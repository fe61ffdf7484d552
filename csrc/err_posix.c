/* Messages on stderr with the program's name: err(3). */
#ifdef PYSOCK_CDEF
void pysock_warn(const char *program, const char *message, int with_errno);
#endif

/* The program is the Python one, where C's warn() would name the interpreter. */
static void
pysock_warn(const char *program, const char *message, int with_errno)
{
    char described[256];
    int number = errno;
    flockfile(stderr);
    fprintf(stderr, "%s: %s", program, message);
    if (with_errno) {
        fprintf(stderr, "%s%s", *message ? ": " : "",
                DESCRIBE_ERROR(number, described, sizeof(described)));
    }
    fputc('\n', stderr);
    funlockfile(stderr);
    errno = number;
}
