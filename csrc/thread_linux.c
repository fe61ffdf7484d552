/* What only Linux has for threads: their names, kernel ids and clocks. */
#ifdef PYSOCK_CDEF
pid_t pysock_gettid(void);
int pysock_pthread_getcpuclockid(uintptr_t id, clockid_t *clockid);
int pysock_pthread_getname_np(uintptr_t id, char *name, size_t size);
int pysock_pthread_setname_np(uintptr_t id, const char *name);
#endif

/* The C library has no such function before glibc 2.30. */
static pid_t
pysock_gettid(void)
{
    return (pid_t)syscall(SYS_gettid);
}

static int
pysock_pthread_getcpuclockid(uintptr_t id, clockid_t *clockid)
{
    return pthread_getcpuclockid((pthread_t)id, clockid);
}

static int
pysock_pthread_getname_np(uintptr_t id, char *name, size_t size)
{
    return pthread_getname_np((pthread_t)id, name, size);
}

static int
pysock_pthread_setname_np(uintptr_t id, const char *name)
{
    return pthread_setname_np((pthread_t)id, name);
}
