/* Winsock 2 over POSIX sockets: a SOCKET is a descriptor, the last error is errno. */
#ifdef PYSOCK_CDEF
#endif

/* ---- Errors ----
 *
 * WSAGetLastError looks at errno, so that it knows of the errors of all calls. A code that no errno
 * stands for (WSANOTINITIALISED, …) is kept in errno too, as its negative: no call leaves that. */
typedef struct {
    int number;
    int code;
} pysock_winsock_error;

/* The first line of a code is the errno that WSASetLastError chooses. */
static const pysock_winsock_error pysock_winsock_errors[] = {
    {EACCES, WSAEACCES},
    {EADDRINUSE, WSAEADDRINUSE},
    {EADDRNOTAVAIL, WSAEADDRNOTAVAIL},
    {EAFNOSUPPORT, WSAEAFNOSUPPORT},
    {EAGAIN, WSAEWOULDBLOCK},
    {EALREADY, WSAEALREADY},
    {ECANCELED, WSA_OPERATION_ABORTED},
    {ECONNABORTED, WSAECONNABORTED},
    {ECONNREFUSED, WSAECONNREFUSED},
    {ECONNRESET, WSAECONNRESET},
    {EDESTADDRREQ, WSAEDESTADDRREQ},
    {EDQUOT, WSAEDQUOT},
    {EFAULT, WSAEFAULT},
    {EHOSTUNREACH, WSAEHOSTUNREACH},
    {EINTR, WSAEINTR},
    {EINVAL, WSAEINVAL},
    {EISCONN, WSAEISCONN},
    {ELOOP, WSAELOOP},
    {EMFILE, WSAEMFILE},
    {EMSGSIZE, WSAEMSGSIZE},
    {ENAMETOOLONG, WSAENAMETOOLONG},
    {ENETDOWN, WSAENETDOWN},
    {ENETRESET, WSAENETRESET},
    {ENETUNREACH, WSAENETUNREACH},
    {ENOBUFS, WSAENOBUFS},
    {ENOMEM, WSA_NOT_ENOUGH_MEMORY},
    {ENOPROTOOPT, WSAENOPROTOOPT},
    {ENOTCONN, WSAENOTCONN},
    {ENOTEMPTY, WSAENOTEMPTY},
    {ENOTSOCK, WSAENOTSOCK},
    {EOPNOTSUPP, WSAEOPNOTSUPP},
    {EPROTONOSUPPORT, WSAEPROTONOSUPPORT},
    {EPROTOTYPE, WSAEPROTOTYPE},
    {ESTALE, WSAESTALE},
    {ETIMEDOUT, WSAETIMEDOUT},
#ifdef EHOSTDOWN
    {EHOSTDOWN, WSAEHOSTDOWN},
#endif
#ifdef EPFNOSUPPORT
    {EPFNOSUPPORT, WSAEPFNOSUPPORT},
#endif
#ifdef EPROCLIM
    {EPROCLIM, WSAEPROCLIM},
#endif
#ifdef EREMOTE
    {EREMOTE, WSAEREMOTE},
#endif
#ifdef ESHUTDOWN
    {ESHUTDOWN, WSAESHUTDOWN},
#endif
#ifdef ESOCKTNOSUPPORT
    {ESOCKTNOSUPPORT, WSAESOCKTNOSUPPORT},
#endif
#ifdef ETOOMANYREFS
    {ETOOMANYREFS, WSAETOOMANYREFS},
#endif
#ifdef EUSERS
    {EUSERS, WSAEUSERS},
#endif
    /* Where two errors are one to a program of Windows. */
    {EBADF, WSAENOTSOCK},
    {EINPROGRESS, WSAEWOULDBLOCK},
    {ENFILE, WSAEMFILE},
    {ENOTSUP, WSAEOPNOTSUPP},
    {EPERM, WSAEACCES},
    {EPIPE, WSAECONNRESET},
    {EWOULDBLOCK, WSAEWOULDBLOCK},
};
#define WINSOCK_ERRORS (sizeof(pysock_winsock_errors) / sizeof(*pysock_winsock_errors))

static int
pysock_code_of(int number)
{
    for (size_t i = 0; i < WINSOCK_ERRORS; i++) {
        if (pysock_winsock_errors[i].number == number) {
            return pysock_winsock_errors[i].code;
        }
    }
    return number < 0 ? -number : number;
}

static int
pysock_errno_of(int code)
{
    for (size_t i = 0; i < WINSOCK_ERRORS; i++) {
        if (pysock_winsock_errors[i].code == code) {
            return pysock_winsock_errors[i].number;
        }
    }
    return code > 0 ? -code : code;
}

static int
pysock_WSAGetLastError(void)
{
    return pysock_code_of(errno);
}

static void
pysock_WSASetLastError(int iError)
{
    errno = pysock_errno_of(iError);
}

/* What strerror says of a code of Winsock, or NULL where the number is none. */
static const char *
pysock_winsock_text(int code, char *buf, size_t size)
{
    static const struct {
        int code;
        const char *text;
    } own[] = {
        {WSABASEERR, "No Winsock error"},
        {WSAEBADF, "Bad file handle"},
        {WSAECANCELLED, "Operation canceled"},
        {WSAEDISCON, "Graceful shutdown in progress"},
        {WSAEINPROGRESS, "Blocking call in progress"},
        {WSAEINVALIDPROCTABLE, "Invalid procedure table of a service provider"},
        {WSAEINVALIDPROVIDER, "Invalid version of a service provider"},
        {WSAENOMORE, "No more results"},
        {WSAEPFNOSUPPORT, "Protocol family not supported"},
        {WSAEPROCLIM, "Too many processes"},
        {WSAEPROVIDERFAILEDINIT, "A service provider could not start"},
        {WSAEREFUSED, "Query refused"},
        {WSAHOST_NOT_FOUND, "Host not found"},
        {WSANOTINITIALISED, "WSAStartup() has not been called"},
        {WSANO_DATA, "No data of the requested type"},
        {WSANO_RECOVERY, "Name service failed for good"},
        {WSASERVICE_NOT_FOUND, "Service not found"},
        {WSASYSCALLFAILURE, "System call failed"},
        {WSASYSNOTREADY, "Network subsystem not ready"},
        {WSATRY_AGAIN, "Name service failed for now"},
        {WSATYPE_NOT_FOUND, "Class type not found"},
        {WSAVERNOTSUPPORTED, "Winsock version not supported"},
        {WSA_E_CANCELLED, "Lookup canceled"},
        {WSA_E_NO_MORE, "No more results"},
    };
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
        if (own[i].code == code) {
            return own[i].text;
        }
    }
    int number = code >= WSABASEERR ? pysock_errno_of(code) : 0;
    return number > 0 ? DESCRIBE_ERROR(number, buf, size) : NULL;
}

/* ---- Startup ---- */
static int pysock_startups; /* WSAStartup minus WSACleanup */

static int
pysock_winsock_started(void)
{
    return __atomic_load_n(&pysock_startups, __ATOMIC_RELAXED) > 0;
}

/* The version that both sides know: 2.2, or the older one that the program asked for. */
static WORD
pysock_agreed_version(WORD wanted)
{
    unsigned major = wanted & 0xff, minor = wanted >> 8;
    if (major > 2) {
        return WINSOCK_VERSION;
    }
    unsigned newest = major == 1 ? 1 : 2;
    return (WORD)(major | (minor < newest ? minor : newest) << 8);
}

static int
pysock_WSAStartup(WORD wVersionRequested, WSADATA *lpWSAData)
{
    if ((wVersionRequested & 0xff) == 0) {
        return WSAVERNOTSUPPORTED;
    }
    if (lpWSAData == NULL) {
        return WSAEFAULT;
    }
    memset(lpWSAData, 0, sizeof(*lpWSAData));
    lpWSAData->wVersion = pysock_agreed_version(wVersionRequested);
    lpWSAData->wHighVersion = WINSOCK_VERSION;
    strcpy(lpWSAData->szDescription, "WinSock 2.0 over POSIX sockets");
    strcpy(lpWSAData->szSystemStatus, "Running");
    __atomic_add_fetch(&pysock_startups, 1, __ATOMIC_RELAXED);
    return 0;
}

static int
pysock_WSACleanup(void)
{
    int count = __atomic_load_n(&pysock_startups, __ATOMIC_RELAXED);
    do {
        if (count == 0) {
            pysock_WSASetLastError(WSANOTINITIALISED);
            return SOCKET_ERROR;
        }
    } while (!__atomic_compare_exchange_n(&pysock_startups, &count, count - 1, 0, __ATOMIC_RELAXED,
                                          __ATOMIC_RELAXED));
    return 0;
}

/* ---- Sockets ---- */
static int
pysock_closesocket(SOCKET s)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (!pysock_is_socket(s)) {
        return SOCKET_ERROR;
    }
    pysock_forget_selection(s);
    pysock_abort_operations(s);
    return close(s);
}

static int
pysock_set_nonblocking(int fd, int nonblocking)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags == -1) {
        return SOCKET_ERROR;
    }
    flags = nonblocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
    return fcntl(fd, F_SETFL, flags);
}

static int
pysock_unread(int fd, u_long *count)
{
    int number = 0;
    if (ioctl(fd, FIONREAD, &number) == -1) {
        return SOCKET_ERROR;
    }
    *count = (u_long)number;
    return 0;
}

/* SIOCATMARK says TRUE where no urgent data waits *ahead*: POSIX' sockatmark says the opposite of
 * that only beside a mark. */
static int
pysock_no_mark_ahead(int fd, u_long *none)
{
    struct pollfd urgent = {fd, POLLPRI, 0};
    int mark = sockatmark(fd);
    if (mark == -1 || poll(&urgent, 1, 0) == -1) {
        return SOCKET_ERROR;
    }
    *none = mark == 1 || (urgent.revents & POLLPRI) == 0;
    return 0;
}

static int
pysock_ioctlsocket(SOCKET s, unsigned long cmd, u_long *argp)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (!pysock_is_socket(s)) {
        return SOCKET_ERROR;
    }
    switch (cmd) {
    case FIONBIO:
        if (*argp == 0 && pysock_is_selected(s)) {
            errno = EINVAL; /* a socket under WSAEventSelect stays as it is */
            return SOCKET_ERROR;
        }
        return pysock_set_nonblocking(s, *argp != 0);
    case FIONREAD:
        return pysock_unread(s, argp);
    case SIOCATMARK:
        return pysock_no_mark_ahead(s, argp);
    default:
        errno = EINVAL;
        return SOCKET_ERROR;
    }
}

static SOCKET
pysock_WSASocket(int af, int type, int protocol, DWORD dwFlags)
{
    REQUIRE_STARTUP(INVALID_SOCKET);
    int fd = socket(af, type, protocol);
    if (fd != -1 && (dwFlags & WSA_FLAG_NO_HANDLE_INHERIT)) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    return fd;
}

static SOCKET
pysock_WSAAccept(SOCKET s, SOCKADDR *addr, int *addrlen)
{
    REQUIRE_STARTUP(INVALID_SOCKET);
    return pysock_accept(s, addr, (socklen_t *)addrlen);
}

static int
pysock_WSAConnect(SOCKET s, const SOCKADDR *name, int namelen)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    return pysock_connect(s, name, (socklen_t)namelen);
}

static int
pysock_WSAPoll(WSAPOLLFD *fdarray, ULONG nfds, int timeout)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (nfds == 0) {
        errno = EINVAL;
        return SOCKET_ERROR;
    }
    return pysock_poll(fdarray, nfds, timeout);
}

/* ---- Data, in and out of arrays of WSABUF ---- */
static ssize_t
pysock_winsock_send(int fd, const struct msghdr *message, int flags)
{
    RETURN_RESTARTABLE_SOCKET(ssize_t, sendmsg(fd, message, flags | PYSOCK_NOSIGNAL), fd,
                              SO_SNDTIMEO);
}

static ssize_t
pysock_winsock_recv(int fd, struct msghdr *message, int flags)
{
    RETURN_RESTARTABLE_SOCKET(ssize_t, recvmsg(fd, message, flags), fd, SO_RCVTIMEO);
}

/* The same buffers as the kernel of POSIX wants them; `vectors` has room for IOV_MAX. */
static int
pysock_vectors(struct iovec *vectors, const WSABUF *buffers, DWORD count)
{
    if (count == 0 || count > IOV_MAX) {
        errno = EINVAL;
        return SOCKET_ERROR;
    }
    for (DWORD i = 0; i < count; i++) {
        vectors[i].iov_base = buffers[i].buf;
        vectors[i].iov_len = buffers[i].len;
    }
    return 0;
}

/* Send the buffers, whatever else `message` says. */
static int
pysock_send_message(int fd, struct msghdr *message, const WSABUF *buffers, DWORD count, DWORD flags,
                    DWORD *sent)
{
    struct iovec vectors[IOV_MAX];
    if (sent == NULL) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    if (pysock_vectors(vectors, buffers, count) == SOCKET_ERROR) {
        return SOCKET_ERROR;
    }
    message->msg_iov = vectors;
    message->msg_iovlen = count;
    ssize_t result = pysock_winsock_send(fd, message, (int)flags);
    message->msg_iov = NULL; /* they end with this call */
    if (result < 0) {
        return (int)result;
    }
    *sent = (DWORD)result;
    return 0;
}

/* Receive into the buffers, and what else `message` has room for. What of a datagram had no room is
 * lost, which is an error of Winsock. */
static int
pysock_receive_message(int fd, struct msghdr *message, const WSABUF *buffers, DWORD count,
                       DWORD flags, DWORD *received)
{
    struct iovec vectors[IOV_MAX];
    if (received == NULL) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    if (pysock_vectors(vectors, buffers, count) == SOCKET_ERROR) {
        return SOCKET_ERROR;
    }
    message->msg_iov = vectors;
    message->msg_iovlen = count;
    ssize_t result = pysock_winsock_recv(fd, message, (int)flags);
    message->msg_iov = NULL; /* they end with this call */
    if (result < 0) {
        return (int)result;
    }
    *received = (DWORD)result;
    if (message->msg_flags & MSG_TRUNC) {
        errno = EMSGSIZE;
        return SOCKET_ERROR;
    }
    return 0;
}

static int
pysock_WSASendTo(SOCKET s, WSABUF *lpBuffers, DWORD dwBufferCount, DWORD *lpNumberOfBytesSent,
                 DWORD dwFlags, const SOCKADDR *lpTo, int iTolen)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    struct msghdr message;
    memset(&message, 0, sizeof(message));
    message.msg_name = (void *)lpTo;
    message.msg_namelen = lpTo == NULL ? 0 : (socklen_t)iTolen;
    return pysock_send_message(s, &message, lpBuffers, dwBufferCount, dwFlags, lpNumberOfBytesSent);
}

static int
pysock_WSASend(SOCKET s, WSABUF *lpBuffers, DWORD dwBufferCount, DWORD *lpNumberOfBytesSent,
               DWORD dwFlags)
{
    return pysock_WSASendTo(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, NULL, 0);
}

static int
pysock_WSARecvFrom(SOCKET s, WSABUF *lpBuffers, DWORD dwBufferCount, DWORD *lpNumberOfBytesRecvd,
                   DWORD *lpFlags, SOCKADDR *lpFrom, int *lpFromlen)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (lpFlags == NULL || (lpFrom != NULL && lpFromlen == NULL)) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    struct msghdr message;
    memset(&message, 0, sizeof(message));
    message.msg_name = lpFrom;
    message.msg_namelen = lpFrom == NULL ? 0 : (socklen_t)*lpFromlen;
    int result = pysock_receive_message(s, &message, lpBuffers, dwBufferCount, *lpFlags,
                                        lpNumberOfBytesRecvd);
    if (result == 0 || (result == SOCKET_ERROR && errno == EMSGSIZE)) {
        *lpFlags = 0;
        if (lpFrom != NULL) {
            *lpFromlen = (int)message.msg_namelen;
        }
    }
    return result;
}

static int
pysock_WSARecv(SOCKET s, WSABUF *lpBuffers, DWORD dwBufferCount, DWORD *lpNumberOfBytesRecvd,
               DWORD *lpFlags)
{
    return pysock_WSARecvFrom(s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags, NULL,
                              NULL);
}

static void
pysock_from_wsamsg(struct msghdr *message, const WSAMSG *given)
{
    memset(message, 0, sizeof(*message));
    message->msg_name = given->name;
    message->msg_namelen = given->name == NULL ? 0 : (socklen_t)given->namelen;
    message->msg_control = given->Control.len == 0 ? NULL : given->Control.buf;
    message->msg_controllen = given->Control.len;
}

static int
pysock_WSASendMsg(SOCKET s, WSAMSG *lpMsg, DWORD dwFlags, DWORD *lpNumberOfBytesSent)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    struct msghdr message;
    pysock_from_wsamsg(&message, lpMsg);
    return pysock_send_message(s, &message, lpMsg->lpBuffers, lpMsg->dwBufferCount, dwFlags,
                               lpNumberOfBytesSent);
}

static int
pysock_WSARecvMsg(SOCKET s, WSAMSG *lpMsg, DWORD *lpdwNumberOfBytesRecvd)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    struct msghdr message;
    pysock_from_wsamsg(&message, lpMsg);
    int result = pysock_receive_message(s, &message, lpMsg->lpBuffers, lpMsg->dwBufferCount,
                                        lpMsg->dwFlags, lpdwNumberOfBytesRecvd);
    if (result == 0 || (result == SOCKET_ERROR && errno == EMSGSIZE)) {
        lpMsg->namelen = (INT)message.msg_namelen;
        lpMsg->Control.len = (ULONG)message.msg_controllen;
        lpMsg->dwFlags = (ULONG)message.msg_flags;
    }
    return result;
}

/* ---- WSAIoctl ---- */
typedef struct {
    void *in;
    DWORD in_size;
    void *out;
    DWORD out_size;
    DWORD used; /* of `out` */
} pysock_ioctl_buffers;

static int
pysock_ioctl_get(const pysock_ioctl_buffers *buffers, void *value, size_t size)
{
    if (buffers->in_size < size) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    memcpy(value, buffers->in, size);
    return 0;
}

static int
pysock_ioctl_put(pysock_ioctl_buffers *buffers, const void *value, size_t size)
{
    if (buffers->out_size < size) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    memcpy(buffers->out, value, size);
    buffers->used = (DWORD)size;
    return 0;
}

/* A number that the program keeps in a u_long, which here may be wider than its DWORD. */
static int
pysock_ioctl_number(SOCKET s, DWORD request, pysock_ioctl_buffers *buffers)
{
    u_long wide = 0;
    DWORD narrow = 0;
    if (request == (DWORD)FIONBIO) {
        int is_wide = buffers->in_size >= sizeof(wide);
        if (pysock_ioctl_get(buffers, is_wide ? (void *)&wide : (void *)&narrow,
                             is_wide ? sizeof(wide) : sizeof(narrow)) == SOCKET_ERROR) {
            return SOCKET_ERROR;
        }
        wide |= narrow;
        return pysock_ioctlsocket(s, FIONBIO, &wide);
    }
    if (pysock_ioctlsocket(s, request, &wide) == SOCKET_ERROR) {
        return SOCKET_ERROR;
    }
    narrow = (DWORD)wide;
    return buffers->out_size >= sizeof(wide) ? pysock_ioctl_put(buffers, &wide, sizeof(wide))
                                             : pysock_ioctl_put(buffers, &narrow, sizeof(narrow));
}

static int
pysock_set_keepalive(SOCKET s, const pysock_ioctl_buffers *buffers)
{
    struct tcp_keepalive wanted;
    if (pysock_ioctl_get(buffers, &wanted, sizeof(wanted)) == SOCKET_ERROR) {
        return SOCKET_ERROR;
    }
    int on = wanted.onoff != 0;
    int idle = (int)((wanted.keepalivetime + 999) / 1000); /* POSIX counts in seconds */
    int interval = (int)((wanted.keepaliveinterval + 999) / 1000);
    if (setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)) == -1 || !on) {
        return on ? SOCKET_ERROR : 0;
    }
    if (setsockopt(s, IPPROTO_TCP, PYSOCK_KEEPIDLE, &idle, sizeof(idle)) == -1) {
        return SOCKET_ERROR;
    }
    return setsockopt(s, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
}

/* The local address from which the kernel would send to a destination. */
static int
pysock_query_route(pysock_ioctl_buffers *buffers)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof(address);
    memset(&address, 0, sizeof(address));
    if (buffers->in_size < sizeof(struct sockaddr_in)) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    memcpy(&address, buffers->in, buffers->in_size < size ? buffers->in_size : size);
    int fd = socket(address.ss_family, SOCK_DGRAM, 0);
    if (fd == -1) {
        return SOCKET_ERROR;
    }
    socklen_t length =
        address.ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    int found = connect(fd, (struct sockaddr *)&address, length) != -1 &&
                getsockname(fd, (struct sockaddr *)&address, &size) != -1;
    int failure = errno;
    close(fd);
    errno = failure;
    return found ? pysock_ioctl_put(buffers, &address, size) : SOCKET_ERROR;
}

static int
pysock_answer_ioctl(SOCKET s, DWORD request, pysock_ioctl_buffers *buffers)
{
    if (request == (DWORD)FIONBIO || request == (DWORD)FIONREAD || request == (DWORD)SIOCATMARK) {
        return pysock_ioctl_number(s, request, buffers);
    }
    switch (request) {
    case SIO_BASE_HANDLE: /* no provider stands between */
        return pysock_ioctl_put(buffers, &s, sizeof(s));
    case SIO_KEEPALIVE_VALS:
        return pysock_set_keepalive(s, buffers);
    case SIO_LOOPBACK_FAST_PATH: /* there is no slow one */
        return 0;
    case SIO_ROUTING_INTERFACE_QUERY:
        return pysock_query_route(buffers);
    case SIO_UDP_CONNRESET: /* only connected sockets of POSIX hear of it */
        return 0;
    default:
        errno = EOPNOTSUPP;
        return SOCKET_ERROR;
    }
}

static int
pysock_WSAIoctl(SOCKET s, DWORD dwIoControlCode, void *lpvInBuffer, DWORD cbInBuffer,
                void *lpvOutBuffer, DWORD cbOutBuffer, DWORD *lpcbBytesReturned)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (lpcbBytesReturned == NULL) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    if (!pysock_is_socket(s)) {
        return SOCKET_ERROR;
    }
    pysock_ioctl_buffers buffers = {lpvInBuffer, cbInBuffer, lpvOutBuffer, cbOutBuffer, 0};
    int result = pysock_answer_ioctl(s, dwIoControlCode, &buffers);
    if (result == 0) {
        *lpcbBytesReturned = buffers.used;
    }
    return result;
}
