/* Calls of Windows that every program makes. */
#ifdef PYSOCK_CDEF
#endif

static DWORD
pysock_GetCurrentProcessId(void)
{
    return GetCurrentProcessId();
}

static DWORD
pysock_GetCurrentThreadId(void)
{
    return GetCurrentThreadId();
}

static ULONGLONG
pysock_GetTickCount64(void)
{
    return GetTickCount64();
}
