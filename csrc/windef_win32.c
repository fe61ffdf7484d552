/* Calls of Windows that every program makes. */
#ifdef PYSOCK_CDEF
#endif

static DWORD
pysock_FormatMessage(DWORD dwMessageId, DWORD dwLanguageId, char *lpBuffer, DWORD nSize)
{
    DWORD length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                  dwMessageId, dwLanguageId, lpBuffer, nSize, NULL);
    if (length == 0) {
        pysock_follow();
    }
    return length;
}

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
