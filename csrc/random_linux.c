/* Random bytes from the kernel: getrandom(2). */
#ifdef PYSOCK_CDEF
#define GRND_INSECURE ...
#define GRND_NONBLOCK ...
#define GRND_RANDOM ...

ssize_t pysock_getrandom(void *buf, size_t buflen, unsigned int flags);
#endif

static ssize_t
pysock_getrandom(void *buf, size_t buflen, unsigned int flags)
{
    RETURN_RESTARTABLE(ssize_t, getrandom(buf, buflen, flags));
}
