/* Calls of Windows that every program makes, over POSIX. */
#ifdef PYSOCK_CDEF
#endif

/* What Windows says of an error that Winsock does not know. */
static const char *
pysock_windows_text(DWORD code)
{
    static const struct {
        DWORD code;
        const char *text;
    } own[] = {
        {ERROR_SUCCESS, "No error"},
        {ERROR_INVALID_HANDLE, "Invalid handle"},
        {ERROR_NOT_ENOUGH_MEMORY, "Cannot allocate memory"},
        {ERROR_INVALID_PARAMETER, "Invalid parameter"},
        {ERROR_INSUFFICIENT_BUFFER, "Buffer too small"},
        {ERROR_ALREADY_EXISTS, "The object exists already"},
        {WAIT_TIMEOUT, "The wait has timed out"},
        {ERROR_NOT_OWNER, "The mutex is not the thread's"},
        {ERROR_TOO_MANY_POSTS, "The semaphore's maximum is exceeded"},
        {ERROR_MR_MID_NOT_FOUND, "No message of this number"},
        {WSA_OPERATION_ABORTED, "Operation aborted"},
        {ERROR_IO_INCOMPLETE, "Overlapped operation not complete"},
        {ERROR_IO_PENDING, "Overlapped operation under way"},
    };
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
        if (own[i].code == code) {
            return own[i].text;
        }
    }
    return NULL;
}

static DWORD
pysock_FormatMessage(DWORD dwMessageId, DWORD dwLanguageId, char *lpBuffer, DWORD nSize)
{
    char room[256];
    (void)dwLanguageId; /* English, whatever is asked for */
    const char *text = pysock_windows_text(dwMessageId);
    if (text == NULL) {
        text = pysock_winsock_text((int)dwMessageId, room, sizeof(room));
    }
    if (text == NULL) {
        pysock_WSASetLastError(ERROR_MR_MID_NOT_FOUND);
        return 0;
    }
    return (DWORD)snprintf(lpBuffer, nSize, "%s.\r\n", text);
}

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
