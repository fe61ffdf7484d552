/* The numbers of Winsock's errors and of errno.h, and what both mean. */
#ifdef PYSOCK_CDEF
int pysock_begin(void);
#endif

struct pysock_error {
    int winsock, number;
    const char *text;
};

static const struct pysock_error pysock_errors[] = {
    {WSAEINTR, EINTR, "Interrupted function call"},
    {WSAEBADF, EBADF, "Bad file descriptor"},
    {WSAEACCES, EACCES, "Permission denied"},
    {WSAEFAULT, EFAULT, "Bad address"},
    {WSAEINVAL, EINVAL, "Invalid argument"},
    {WSAEMFILE, EMFILE, "Too many open sockets"},
    {WSAEWOULDBLOCK, EWOULDBLOCK, "Operation would block"},
    {WSAEINPROGRESS, EINPROGRESS, "Operation now in progress"},
    {WSAEALREADY, EALREADY, "Operation already in progress"},
    {WSAENOTSOCK, ENOTSOCK, "Socket operation on non-socket"},
    {WSAEDESTADDRREQ, EDESTADDRREQ, "Destination address required"},
    {WSAEMSGSIZE, EMSGSIZE, "Message too long"},
    {WSAEPROTOTYPE, EPROTOTYPE, "Protocol wrong type for socket"},
    {WSAENOPROTOOPT, ENOPROTOOPT, "Protocol not available"},
    {WSAEPROTONOSUPPORT, EPROTONOSUPPORT, "Protocol not supported"},
    {WSAEOPNOTSUPP, EOPNOTSUPP, "Operation not supported"},
    {WSAEAFNOSUPPORT, EAFNOSUPPORT, "Address family not supported by protocol"},
    {WSAEADDRINUSE, EADDRINUSE, "Address already in use"},
    {WSAEADDRNOTAVAIL, EADDRNOTAVAIL, "Cannot assign requested address"},
    {WSAENETDOWN, ENETDOWN, "Network is down"},
    {WSAENETUNREACH, ENETUNREACH, "Network is unreachable"},
    {WSAENETRESET, ENETRESET, "Network dropped connection on reset"},
    {WSAECONNABORTED, ECONNABORTED, "Software caused connection abort"},
    {WSAECONNRESET, ECONNRESET, "Connection reset by peer"},
    {WSAENOBUFS, ENOBUFS, "No buffer space available"},
    {WSAEISCONN, EISCONN, "Socket is already connected"},
    {WSAENOTCONN, ENOTCONN, "Socket is not connected"},
    {WSAETIMEDOUT, ETIMEDOUT, "Connection timed out"},
    {WSAECONNREFUSED, ECONNREFUSED, "Connection refused"},
    {WSAELOOP, ELOOP, "Too many levels of symbolic links"},
    {WSAENAMETOOLONG, ENAMETOOLONG, "Name too long"},
    {WSAEHOSTUNREACH, EHOSTUNREACH, "No route to host"},
    {WSAENOTEMPTY, ENOTEMPTY, "Directory not empty"},
    /* What the nearest number of errno.h stands in for. */
    {WSA_INVALID_HANDLE, EBADF, "Specified event object handle is invalid"},
    {WSA_NOT_ENOUGH_MEMORY, ENOMEM, "Insufficient memory available"},
    {WSA_INVALID_PARAMETER, EINVAL, "One or more parameters are invalid"},
    {WSA_OPERATION_ABORTED, ECANCELED, "Overlapped operation aborted"},
    {WSA_IO_INCOMPLETE, EINPROGRESS, "Overlapped I/O event object not in signaled state"},
    {WSA_IO_PENDING, EINPROGRESS, "Overlapped operations will complete later"},
    {WSABASEERR, 0, "No error of Winsock"},
    {WSAESOCKTNOSUPPORT, EPROTONOSUPPORT, "Socket type not supported"},
    {WSAEPFNOSUPPORT, EAFNOSUPPORT, "Protocol family not supported"},
    {WSAESHUTDOWN, EPIPE, "Cannot send after socket shutdown"},
    {WSAETOOMANYREFS, ENOBUFS, "Too many references"},
    {WSAEHOSTDOWN, EHOSTUNREACH, "Host is down"},
    {WSAEPROCLIM, EAGAIN, "Too many processes"},
    {WSAEUSERS, EAGAIN, "User quota exceeded"},
    {WSAEDQUOT, ENOSPC, "Disk quota exceeded"},
    {WSAESTALE, ENOENT, "File handle reference is no longer available"},
    {WSAEREMOTE, ENOENT, "Item is not available locally"},
    {WSASYSNOTREADY, ENETDOWN, "Network subsystem is unavailable"},
    {WSAVERNOTSUPPORTED, ENOSYS, "Winsock version out of range"},
    {WSANOTINITIALISED, ENETDOWN, "Successful WSAStartup not yet performed"},
    {WSAEDISCON, EPIPE, "Graceful shutdown in progress"},
    {WSAENOMORE, ENOENT, "No more results"},
    {WSAECANCELLED, ECANCELED, "Call has been canceled"},
    {WSAEINVALIDPROCTABLE, EINVAL, "Procedure call table is invalid"},
    {WSAEINVALIDPROVIDER, EINVAL, "Service provider is invalid"},
    {WSAEPROVIDERFAILEDINIT, ENOSYS, "Service provider failed to initialize"},
    {WSASYSCALLFAILURE, EIO, "System call failure"},
    {WSASERVICE_NOT_FOUND, ENOENT, "Service not found"},
    {WSATYPE_NOT_FOUND, ENOENT, "Class type not found"},
    {WSA_E_NO_MORE, ENOENT, "No more results"},
    {WSA_E_CANCELLED, ECANCELED, "Call was canceled"},
    {WSAEREFUSED, EACCES, "Database query was refused"},
    {WSAHOST_NOT_FOUND, ENOENT, "Host not found"},
    {WSATRY_AGAIN, EAGAIN, "Nonauthoritative host not found"},
    {WSANO_RECOVERY, EIO, "This is a nonrecoverable error"},
    {WSANO_DATA, ENOENT, "Valid name, no data record of requested type"},
};

enum { PYSOCK_ERRORS = sizeof(pysock_errors) / sizeof(*pysock_errors) };

static int
pysock_errno_of(int winsock)
{
    for (int i = 0; i < PYSOCK_ERRORS; i++) {
        if (pysock_errors[i].winsock == winsock) {
            return pysock_errors[i].number;
        }
    }
    return EIO;
}

static void
pysock_follow(void)
{
    int error = WSAGetLastError();
    errno = pysock_errno_of(error);
    WSASetLastError(error); /* which the first look at errno of a thread may have changed */
}

/* What strerror says of a code of Winsock, and of the younger half of errno.h, which not every C
 * runtime knows; NULL where the number is neither. */
static const char *
pysock_winsock_text(int code, char *buf, size_t size)
{
    (void)buf, (void)size;
    for (int i = 0; i < PYSOCK_ERRORS; i++) {
        const struct pysock_error *error = &pysock_errors[i];
        if ((error->winsock == code && code >= WSABASEERR) ||
            (error->number == code && code >= EADDRINUSE)) {
            return error->text;
        }
    }
    return NULL;
}

static void
pysock_on_invalid_parameter(const wchar_t *expression, const wchar_t *function, const wchar_t *file,
                            unsigned int line, uintptr_t reserved)
{
    (void)expression, (void)function, (void)file, (void)line, (void)reserved;
}

/* Let the C library set errno for a bad descriptor, where by default it ends the process; and have
 * Winsock, without which no call of POSIX would work before WSAStartup. 0, or Winsock's error. */
static int
pysock_begin(void)
{
    WSADATA data;
    _set_invalid_parameter_handler(pysock_on_invalid_parameter);
    return WSAStartup(MAKEWORD(2, 2), &data);
}
