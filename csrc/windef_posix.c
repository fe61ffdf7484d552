/* Calls of Windows that every program makes, over POSIX. */
#ifdef PYSOCK_CDEF
#endif

static DWORD
pysock_GetCurrentProcessId(void)
{
    return (DWORD)getpid();
}

static DWORD
pysock_GetCurrentThreadId(void)
{
    return (DWORD)PyThread_get_thread_ident();
}

static ULONGLONG
pysock_GetTickCount64(void)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (ULONGLONG)now.tv_sec * 1000 + (ULONGLONG)now.tv_nsec / 1000000;
}
