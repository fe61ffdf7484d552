/* Overlapped operations over POSIX, which completes nothing in the background.
 *
 * An operation that cannot be done at once is written down. Whoever waits, for an event, a port or
 * a result, polls its socket too, and goes on with it when the socket is ready. So it may end later
 * than on Windows, but never unseen. */
#ifdef PYSOCK_CDEF
#endif

#define STATUS_UNDER_WAY 0x103
#define STATUS_OF_ERROR 0xc0000000u
#define ROOM_BESIDE_ADDRESS 16 /* that AcceptEx wants */

typedef struct {
    OVERLAPPED native;
    struct sockaddr_storage name;
    int namelen;
} pysock_operation;

typedef enum { PYSOCK_RECEIVING, PYSOCK_SENDING, PYSOCK_ACCEPTING, PYSOCK_CONNECTING } pysock_task;

typedef struct pysock_job {
    pysock_operation *operation;
    pysock_task task;
    int file;     /* the socket whose operation it is */
    int fd;       /* the one to be polled */
    int accepted; /* AcceptEx: the socket that is to be the connection */
    char *names;  /* AcceptEx: where the addresses go */
    DWORD name_sizes[2];
    int flags;
    int named;
    struct sockaddr_storage to;
    socklen_t to_size;
    size_t transferred;
    struct pysock_job *next;
    DWORD count;
    struct iovec vectors[];
} pysock_job;

typedef struct pysock_packet {
    intptr_t port;
    DWORD transferred;
    uintptr_t key;
    pysock_operation *operation;
    int error;
    struct pysock_packet *next;
} pysock_packet;

typedef struct pysock_ported {
    int fd;
    ino_t inode;
    intptr_t port;
    uintptr_t key;
    struct pysock_ported *next;
} pysock_ported;

/* All guarded by pysock_handles_lock. */
static pysock_job *pysock_jobs;       /* the oldest first */
static pysock_packet *pysock_packets; /* the newest first */
static pysock_ported *pysock_porteds;

/* ---- Ports, under the lock ---- */
static pysock_ported *
pysock_port_of(int fd)
{
    for (pysock_ported *each = pysock_porteds; each != NULL; each = each->next) {
        if (each->fd == fd && each->inode == pysock_inode(fd)) {
            return each;
        }
    }
    return NULL;
}

static int
pysock_queue_packet(pysock_packet packet)
{
    pysock_packet *made = malloc(sizeof(*made));
    if (made == NULL) {
        return 0;
    }
    *made = packet;
    made->next = pysock_packets;
    pysock_packets = made;
    pysock_wake_waiters();
    return 1;
}

static void
pysock_forget_packets(intptr_t port)
{
    pysock_packet **place = &pysock_packets;
    while (*place != NULL) {
        pysock_packet *each = *place;
        if (each->port == port) {
            *place = each->next;
            free(each);
        } else {
            place = &each->next;
        }
    }
}

static void
pysock_forget_port_of(int fd)
{
    pysock_ported **place = &pysock_porteds;
    while (*place != NULL) {
        pysock_ported *each = *place;
        if (each->fd == fd) {
            *place = each->next;
            free(each);
        } else {
            place = &each->next;
        }
    }
}

/* ---- The end of an operation, under the lock ---- */
static intptr_t
pysock_event_of(const pysock_operation *operation)
{
    return (intptr_t)operation->native.hEvent & ~(intptr_t)1; /* the bit: no packet for a port */
}

static void
pysock_complete(pysock_operation *operation, int fd, int error, size_t transferred)
{
    operation->native.Internal = error == 0 ? 0 : STATUS_OF_ERROR | (unsigned)error;
    operation->native.InternalHigh = transferred;
    pysock_signal_event(pysock_event_of(operation));
    pysock_ported *ported = pysock_port_of(fd);
    if (ported != NULL && ((intptr_t)operation->native.hEvent & 1) == 0) {
        pysock_packet packet = {ported->port, (DWORD)transferred, ported->key, operation, error,
                                NULL};
        pysock_queue_packet(packet);
    }
    pysock_wake_waiters();
}

/* ---- Attempts, which never block: whether the operation has ended, and with what error ---- */
static int
pysock_ended_with(ssize_t result, int *error)
{
    *error = result == -1 ? pysock_code_of(errno) : 0;
    return *error != WSAEWOULDBLOCK && *error != WSAEINTR;
}

static int
pysock_try_to_receive(pysock_job *job, int fd, int *error)
{
    struct msghdr message;
    memset(&message, 0, sizeof(message));
    message.msg_iov = job->vectors;
    message.msg_iovlen = job->count;
    if (job->named) {
        message.msg_name = &job->operation->name;
        message.msg_namelen = sizeof(job->operation->name);
    }
    ssize_t result = recvmsg(fd, &message, job->flags | MSG_DONTWAIT);
    if (!pysock_ended_with(result, error)) {
        return 0;
    }
    if (result >= 0) {
        job->transferred = (size_t)result;
        job->operation->namelen = (int)message.msg_namelen;
        *error = message.msg_flags & MSG_TRUNC ? WSAEMSGSIZE : 0;
    }
    return 1;
}

/* Pass over what has been sent. */
static void
pysock_advance(pysock_job *job, size_t sent)
{
    job->transferred += sent;
    for (DWORD i = 0; i < job->count; i++) {
        struct iovec *each = &job->vectors[i];
        size_t taken = sent < each->iov_len ? sent : each->iov_len;
        each->iov_base = (char *)each->iov_base + taken;
        each->iov_len -= taken;
        sent -= taken;
    }
}

static size_t
pysock_left_to_send(const pysock_job *job)
{
    size_t left = 0;
    for (DWORD i = 0; i < job->count; i++) {
        left += job->vectors[i].iov_len;
    }
    return left;
}

static int
pysock_try_to_send(pysock_job *job, int *error)
{
    struct msghdr message;
    do {
        memset(&message, 0, sizeof(message));
        message.msg_iov = job->vectors;
        message.msg_iovlen = job->count;
        message.msg_name = job->to_size == 0 ? NULL : &job->to;
        message.msg_namelen = job->to_size;
        int flags = job->flags | MSG_DONTWAIT | PYSOCK_NOSIGNAL;
        ssize_t result = sendmsg(job->fd, &message, flags);
        if (!pysock_ended_with(result, error)) {
            return 0;
        }
        if (result == -1) {
            return 1;
        }
        pysock_advance(job, (size_t)result);
    } while (pysock_left_to_send(job) > 0);
    return 1;
}

static int
pysock_polls_as(int fd, short events)
{
    struct pollfd ready = {fd, events, 0};
    return poll(&ready, 1, 0) == 1;
}

/* The two addresses, behind the data. */
static void
pysock_write_names(pysock_job *job)
{
    struct sockaddr_storage name;
    socklen_t size = sizeof(name);
    memset(&name, 0, sizeof(name));
    if (getsockname(job->accepted, (struct sockaddr *)&name, &size) == 0) {
        memcpy(job->names, &name, size < job->name_sizes[0] ? size : job->name_sizes[0]);
    }
    size = sizeof(name);
    if (getpeername(job->accepted, (struct sockaddr *)&name, &size) == 0) {
        memcpy(job->names + job->name_sizes[0], &name,
               size < job->name_sizes[1] ? size : job->name_sizes[1]);
    }
}

static int
pysock_try_to_accept(pysock_job *job, int *error)
{
    if (job->fd != job->accepted) {
        if (!pysock_polls_as(job->fd, POLLIN)) {
            return 0;
        }
        int fd = accept(job->fd, NULL, NULL);
        if (!pysock_ended_with(fd, error)) {
            return 0;
        }
        if (fd == -1) {
            return 1;
        }
        dup2(fd, job->accepted); /* the connection under the number that the program knows */
        close(fd);
        job->fd = job->accepted;
        pysock_write_names(job);
    }
    return job->vectors[0].iov_len == 0 || pysock_try_to_receive(job, job->accepted, error);
}

static int
pysock_try_to_connect(pysock_job *job, int *error)
{
    if (!pysock_polls_as(job->fd, POLLOUT)) {
        return 0;
    }
    job->task = PYSOCK_SENDING;
    int failure = pysock_socket_number(job->fd, SO_ERROR);
    if (failure != 0) {
        *error = pysock_code_of(failure);
        return 1;
    }
    return pysock_left_to_send(job) == 0 || pysock_try_to_send(job, error);
}

static int
pysock_attempt(pysock_job *job, int *error)
{
    *error = 0;
    switch (job->task) {
    case PYSOCK_RECEIVING:
        return pysock_try_to_receive(job, job->fd, error);
    case PYSOCK_SENDING:
        return pysock_try_to_send(job, error);
    case PYSOCK_ACCEPTING:
        return pysock_try_to_accept(job, error);
    default:
        return pysock_try_to_connect(job, error);
    }
}

static int
pysock_wants_to_write(const pysock_job *job)
{
    return job->task == PYSOCK_SENDING || job->task == PYSOCK_CONNECTING;
}

/* Operations of one direction end in the order in which they began. */
static int
pysock_has_its_turn(const pysock_job *job)
{
    for (pysock_job *each = pysock_jobs; each != NULL && each != job; each = each->next) {
        if (each->fd == job->fd && pysock_wants_to_write(each) == pysock_wants_to_write(job)) {
            return 0;
        }
    }
    return 1;
}

static void
pysock_operations_pump(void)
{
    pysock_job **place = &pysock_jobs;
    while (*place != NULL) {
        pysock_job *job = *place;
        int error;
        if (!pysock_has_its_turn(job) || !pysock_attempt(job, &error)) {
            place = &job->next;
            continue;
        }
        *place = job->next;
        pysock_complete(job->operation, job->file, error, job->transferred);
        free(job);
    }
}

static nfds_t
pysock_operations_watched(struct pollfd *fds, nfds_t room)
{
    nfds_t count = 0;
    for (pysock_job *each = pysock_jobs; each != NULL; each = each->next) {
        if (!pysock_has_its_turn(each)) {
            continue;
        }
        if (count < room) {
            fds[count].fd = each->fd;
            fds[count].events = pysock_wants_to_write(each) ? POLLOUT : POLLIN;
        }
        count++;
    }
    return count;
}

/* ---- The beginning of an operation ---- */
static pysock_job *
pysock_new_job(pysock_operation *operation, pysock_task task, int fd, DWORD count)
{
    pysock_job *made = calloc(1, sizeof(*made) + count * sizeof(struct iovec));
    if (made == NULL) {
        errno = ENOBUFS;
        return NULL;
    }
    made->operation = operation;
    made->task = task;
    made->file = made->fd = fd;
    made->count = count;
    return made;
}

static pysock_job *
pysock_new_transfer(pysock_operation *operation, pysock_task task, int fd, const WSABUF *buffers,
                    DWORD count)
{
    if (count == 0 || count > IOV_MAX) {
        errno = EINVAL;
        return NULL;
    }
    pysock_job *made = pysock_new_job(operation, task, fd, count);
    for (DWORD i = 0; made != NULL && i < count; i++) {
        made->vectors[i].iov_base = buffers[i].buf;
        made->vectors[i].iov_len = buffers[i].len;
    }
    return made;
}

/* Begin: 0 where the operation has ended already; it owns `job`. */
static int
pysock_begin(pysock_job *job, DWORD *transferred)
{
    if (job == NULL) {
        return SOCKET_ERROR;
    }
    pysock_operation *operation = job->operation;
    pysock_job **end = &pysock_jobs;
    int error = WSA_IO_PENDING;
    pysock_lock_handles();
    pysock_object *event = pysock_object_of(pysock_event_of(operation));
    if (event != NULL) {
        event->count = 0;
    }
    operation->native.Internal = STATUS_UNDER_WAY;
    if (pysock_has_its_turn(job) && pysock_attempt(job, &error)) {
        if (error == 0) {
            pysock_complete(operation, job->file, 0, job->transferred);
        } else {
            operation->native.Internal = STATUS_OF_ERROR | (unsigned)error;
        }
        if (error == 0 && transferred != NULL) {
            *transferred = (DWORD)job->transferred;
        }
        free(job);
    } else {
        error = WSA_IO_PENDING;
        while (*end != NULL) {
            end = &(*end)->next;
        }
        *end = job;
        pysock_wake_waiters(); /* they have one more socket to poll */
    }
    pysock_unlock_handles();
    if (error != 0) {
        pysock_WSASetLastError(error);
    }
    return error == 0 ? 0 : SOCKET_ERROR;
}

static int
pysock_operation_prepare(pysock_operation *operation, const OVERLAPPED *given)
{
    operation->native = *given;
    intptr_t event = pysock_event_of(operation);
    if (event != 0 && pysock_use(event, PYSOCK_EVENT) == NULL) {
        return SOCKET_ERROR;
    }
    if (event != 0) {
        pysock_unlock_handles();
    }
    operation->native.Internal = operation->native.InternalHigh = 0;
    return 0;
}

static int
pysock_overlapped_receive(SOCKET s, void *lpBuffers, DWORD dwBufferCount, DWORD *received,
                          DWORD *lpFlags, int named, pysock_operation *operation)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (lpFlags == NULL) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    if (!pysock_is_socket(s)) {
        return SOCKET_ERROR;
    }
    pysock_job *job = pysock_new_transfer(operation, PYSOCK_RECEIVING, s, lpBuffers, dwBufferCount);
    if (job != NULL) {
        job->flags = (int)*lpFlags;
        job->named = named;
    }
    return pysock_begin(job, received);
}

static int
pysock_overlapped_send(SOCKET s, void *lpBuffers, DWORD dwBufferCount, DWORD *sent, DWORD dwFlags,
                       const struct sockaddr *lpTo, int iTolen, pysock_operation *operation)
{
    REQUIRE_STARTUP(SOCKET_ERROR);
    if (lpTo != NULL && (iTolen < 0 || (size_t)iTolen > sizeof(struct sockaddr_storage))) {
        errno = EFAULT;
        return SOCKET_ERROR;
    }
    if (!pysock_is_socket(s)) {
        return SOCKET_ERROR;
    }
    pysock_job *job = pysock_new_transfer(operation, PYSOCK_SENDING, s, lpBuffers, dwBufferCount);
    if (job != NULL) {
        job->flags = (int)dwFlags;
        if (lpTo != NULL) {
            memcpy(&job->to, lpTo, (size_t)iTolen);
            job->to_size = (socklen_t)iTolen;
        }
    }
    return pysock_begin(job, sent);
}

static BOOL
pysock_AcceptEx(SOCKET sListenSocket, SOCKET sAcceptSocket, void *lpOutputBuffer,
                DWORD dwReceiveDataLength, DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength,
                DWORD *lpdwBytesReceived, pysock_operation *operation)
{
    DWORD least = sizeof(struct sockaddr_in) + ROOM_BESIDE_ADDRESS;
    REQUIRE_STARTUP(FALSE);
    if (!pysock_is_socket(sListenSocket) || !pysock_is_socket(sAcceptSocket)) {
        return FALSE;
    }
    if (dwLocalAddressLength < least || dwRemoteAddressLength < least ||
        !pysock_socket_number(sListenSocket, SO_ACCEPTCONN) || sListenSocket == sAcceptSocket) {
        errno = EINVAL;
        return FALSE;
    }
    pysock_job *job = pysock_new_job(operation, PYSOCK_ACCEPTING, sListenSocket, 1);
    if (job != NULL) {
        job->accepted = sAcceptSocket;
        job->vectors[0].iov_base = lpOutputBuffer;
        job->vectors[0].iov_len = dwReceiveDataLength;
        job->names = (char *)lpOutputBuffer + dwReceiveDataLength;
        job->name_sizes[0] = dwLocalAddressLength;
        job->name_sizes[1] = dwRemoteAddressLength;
    }
    return pysock_begin(job, lpdwBytesReceived) == 0;
}

static int
pysock_GetAcceptExSockaddrs(SOCKET s, void *lpOutputBuffer, DWORD dwReceiveDataLength,
                            DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength,
                            intptr_t *offsets, int *lengths)
{
    DWORD sizes[2] = {dwLocalAddressLength, dwRemoteAddressLength};
    intptr_t offset = dwReceiveDataLength;
    (void)s;
    for (int i = 0; i < 2; i++) {
        struct sockaddr name;
        size_t size = 0;
        if (sizes[i] >= sizeof(name)) {
            memcpy(&name, (char *)lpOutputBuffer + offset, sizeof(name));
            size = name.sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                              : sizeof(struct sockaddr_in);
        }
        int fits = size > 0 && size <= sizes[i];
        offsets[i] = fits ? offset : -1;
        lengths[i] = fits ? (int)size : 0;
        offset += sizes[i];
    }
    return 0;
}

/* connect() without waiting; the socket stays as blocking as it was. */
static int
pysock_connect_at_once(int fd, const struct sockaddr *name, socklen_t size)
{
    int flags = fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    int result = connect(fd, name, size);
    int error = errno;
    fcntl(fd, F_SETFL, flags);
    errno = error;
    return result == 0 || error == EINPROGRESS;
}

static BOOL
pysock_ConnectEx(SOCKET s, const struct sockaddr *name, int namelen, void *lpSendBuffer,
                 DWORD dwSendDataLength, DWORD *lpdwBytesSent, pysock_operation *operation)
{
    struct sockaddr_storage own;
    socklen_t size = sizeof(own);
    REQUIRE_STARTUP(FALSE);
    memset(&own, 0, sizeof(own));
    if (getsockname(s, (struct sockaddr *)&own, &size) == -1) {
        return FALSE;
    }
    if (((struct sockaddr_in *)&own)->sin_port == 0) { /* the port of IPv6 stands there too */
        errno = EINVAL;
        return FALSE;
    }
    if (!pysock_connect_at_once(s, name, (socklen_t)namelen)) {
        return FALSE;
    }
    pysock_job *job = pysock_new_job(operation, PYSOCK_CONNECTING, s, 1);
    if (job != NULL) {
        job->vectors[0].iov_base = lpSendBuffer;
        job->vectors[0].iov_len = dwSendDataLength;
    }
    return pysock_begin(job, lpdwBytesSent) == 0;
}

/* An operation that was made at once. */
static BOOL
pysock_done_at_once(pysock_operation *operation, int fd, size_t transferred)
{
    if (operation != NULL) {
        pysock_lock_handles();
        pysock_complete(operation, fd, 0, transferred);
        pysock_unlock_handles();
    }
    return TRUE;
}

/* Give the number a new socket of the same kind. */
static int
pysock_renew_socket(int fd)
{
    struct sockaddr_storage own;
    socklen_t size = sizeof(own);
    memset(&own, 0, sizeof(own));
    if (getsockname(fd, (struct sockaddr *)&own, &size) == -1) {
        return 0;
    }
    int made = socket(own.ss_family, pysock_socket_number(fd, SO_TYPE), 0);
    if (made == -1) {
        return 0;
    }
    dup2(made, fd);
    close(made);
    return 1;
}

static BOOL
pysock_DisconnectEx(SOCKET s, pysock_operation *operation, DWORD dwFlags)
{
    REQUIRE_STARTUP(FALSE);
    if (shutdown(s, SHUT_RDWR) == -1) {
        return FALSE;
    }
    if ((dwFlags & TF_REUSE_SOCKET) && !pysock_renew_socket(s)) {
        return FALSE;
    }
    return pysock_done_at_once(operation, s, 0);
}

static int
pysock_send_whole(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(fd, data, size, PYSOCK_NOSIGNAL);
        if (sent >= 0) {
            data += sent;
            size -= (size_t)sent;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd writable = {fd, POLLOUT, 0};
            poll(&writable, 1, -1);
        } else if (errno != EINTR) {
            return 0;
        }
    }
    return 1;
}

/* With 0 for the number of bytes: up to the end of the file. */
static BOOL
pysock_TransmitFile(SOCKET hSocket, int fd, DWORD nNumberOfBytesToWrite,
                    DWORD nNumberOfBytesPerSend, pysock_operation *operation, DWORD dwFlags)
{
    char block[16384];
    size_t sent = 0, limit = nNumberOfBytesToWrite == 0 ? SIZE_MAX : nNumberOfBytesToWrite;
    (void)nNumberOfBytesPerSend; /* advice */
    REQUIRE_STARTUP(FALSE);
    if (!pysock_is_socket(hSocket)) {
        return FALSE;
    }
    if (fd != -1 && operation != NULL) {
        off_t start =
            (off_t)((uint64_t)operation->native.OffsetHigh << 32 | operation->native.Offset);
        lseek(fd, start, SEEK_SET); /* what cannot seek is read as it comes */
    }
    while (fd != -1 && sent < limit) {
        size_t wanted = limit - sent < sizeof(block) ? limit - sent : sizeof(block);
        ssize_t got = read(fd, block, wanted);
        if (got == -1 && errno == EBADF) {
            pysock_WSASetLastError(ERROR_INVALID_HANDLE);
        }
        if (got == -1 || !pysock_send_whole(hSocket, block, (size_t)got)) {
            return FALSE;
        }
        if (got == 0) {
            break;
        }
        sent += (size_t)got;
    }
    if (dwFlags & TF_DISCONNECT) {
        shutdown(hSocket, SHUT_RDWR);
    }
    return pysock_done_at_once(operation, hSocket, sent);
}

static int
pysock_holds_unset(int level, int optname)
{
    return pysock_winsock_started() && level == SOL_SOCKET &&
           (optname == SO_UPDATE_ACCEPT_CONTEXT || optname == SO_UPDATE_CONNECT_CONTEXT);
}

/* ---- Results ---- */
static int
pysock_operation_ended(const pysock_operation *operation)
{
    int before = errno;
    pysock_lock_handles();
    pysock_operations_pump();
    int ended = operation->native.Internal != STATUS_UNDER_WAY;
    pysock_unlock_handles();
    errno = before;
    return ended;
}

static int64_t
pysock_look_at_result(const pysock_wish *wish)
{
    const pysock_operation *operation = wish->place;
    return operation->native.Internal == STATUS_UNDER_WAY ? NOT_YET : 0;
}

static BOOL
pysock_WSAGetOverlappedResult(SOCKET s, pysock_operation *operation, DWORD *lpcbTransfer,
                              BOOL fWait, DWORD *lpdwFlags)
{
    int64_t deadline = 0;
    pysock_wish wish = {pysock_look_at_result, NULL, 0, FALSE, operation};
    (void)s;
    int64_t ended = pysock_wait_for(&wish, fWait ? INFINITE : 0, &deadline);
    if (ended == PYSOCK_RESTART) {
        return PYSOCK_RESTART;
    }
    if (ended != 0) {
        pysock_WSASetLastError(WSA_IO_INCOMPLETE);
        return FALSE;
    }
    *lpcbTransfer = (DWORD)operation->native.InternalHigh;
    *lpdwFlags = 0;
    if (operation->native.Internal != 0) {
        pysock_WSASetLastError((int)(operation->native.Internal & 0xffff));
        return FALSE;
    }
    return TRUE;
}

/* End the operations of a socket, or only one of them: how many they were. Under the lock. */
static int
pysock_abort_jobs(int fd, const pysock_operation *only)
{
    int count = 0;
    pysock_job **place = &pysock_jobs;
    while (*place != NULL) {
        pysock_job *each = *place;
        int is_its = each->file == fd || each->fd == fd;
        if (is_its && (only == NULL || each->operation == only)) {
            *place = each->next;
            pysock_complete(each->operation, each->file, WSA_OPERATION_ABORTED, 0);
            free(each);
            count++;
        } else {
            place = &each->next;
        }
    }
    return count;
}

static void
pysock_abort_operations(int fd)
{
    pysock_lock_handles();
    pysock_abort_jobs(fd, NULL);
    pysock_forget_port_of(fd);
    pysock_unlock_handles();
}

static void
pysock_operation_cancel(intptr_t file, pysock_operation *operation)
{
    pysock_lock_handles();
    pysock_abort_jobs((int)file, operation);
    pysock_unlock_handles();
}

static BOOL
pysock_CancelIoEx(intptr_t hFile, pysock_operation *operation)
{
    pysock_lock_handles();
    int count = pysock_abort_jobs((int)hFile, operation);
    pysock_unlock_handles();
    if (count == 0) {
        pysock_WSASetLastError(ERROR_NOT_FOUND);
    }
    return count != 0;
}

/* ---- Completion ports ---- */
static intptr_t
pysock_add_to_port(int fd, intptr_t port, uintptr_t key)
{
    pysock_ported *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        pysock_WSASetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    pysock_lock_handles();
    int has_one = pysock_port_of(fd) != NULL;
    if (!has_one) {
        pysock_forget_port_of(fd); /* an earlier socket of this number */
        *made = (pysock_ported){fd, pysock_inode(fd), port, key, pysock_porteds};
        pysock_porteds = made;
    }
    pysock_unlock_handles();
    if (has_one) {
        free(made);
        pysock_WSASetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    return port;
}

static intptr_t
pysock_CreateIoCompletionPort(intptr_t FileHandle, intptr_t ExistingCompletionPort,
                              uintptr_t CompletionKey, DWORD NumberOfConcurrentThreads)
{
    intptr_t port = ExistingCompletionPort;
    (void)NumberOfConcurrentThreads; /* the interpreter decides how many run */
    if (port != 0) {
        if (pysock_use(port, PYSOCK_PORT) == NULL) {
            return 0;
        }
        pysock_unlock_handles();
    }
    if (FileHandle == -1 && port != 0) {
        pysock_WSASetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (FileHandle != -1 && (FileHandle > INT_MAX || !pysock_is_socket((int)FileHandle))) {
        pysock_WSASetLastError(ERROR_INVALID_HANDLE);
        return 0;
    }
    if (port == 0) {
        pysock_object made = {.kind = PYSOCK_PORT};
        port = pysock_new_object(made);
    }
    if (FileHandle == -1 || port == 0) {
        return port;
    }
    return pysock_add_to_port((int)FileHandle, port, CompletionKey);
}

/* Take the oldest packet of a port, which is the wish's one handle. */
static int64_t
pysock_look_for_packet(const pysock_wish *wish)
{
    pysock_object *port = pysock_object_of(wish->handles[0]);
    if (port == NULL || port->kind != PYSOCK_PORT) {
        pysock_WSASetLastError(ERROR_INVALID_HANDLE);
        return WAIT_FAILED;
    }
    pysock_packet **oldest = NULL;
    for (pysock_packet **place = &pysock_packets; *place != NULL; place = &(*place)->next) {
        if ((*place)->port == port->handle) {
            oldest = place;
        }
    }
    if (oldest == NULL) {
        return NOT_YET;
    }
    pysock_packet *taken = *oldest;
    *oldest = taken->next;
    *(pysock_packet *)wish->place = *taken;
    free(taken);
    return 0;
}

static BOOL
pysock_GetQueuedCompletionStatus(intptr_t CompletionPort, DWORD *lpNumberOfBytesTransferred,
                                 uintptr_t *lpCompletionKey, uintptr_t *operation,
                                 DWORD dwMilliseconds, int64_t *deadline)
{
    pysock_packet packet = {0};
    pysock_wish wish = {pysock_look_for_packet, &CompletionPort, 1, FALSE, &packet};
    *operation = 0;
    int64_t ended = pysock_wait_for(&wish, dwMilliseconds, deadline);
    if (ended == PYSOCK_RESTART) {
        return PYSOCK_RESTART;
    }
    if (ended != 0) {
        if (ended == WAIT_TIMEOUT) {
            pysock_WSASetLastError(WAIT_TIMEOUT);
        }
        return FALSE;
    }
    *lpNumberOfBytesTransferred = packet.transferred;
    *lpCompletionKey = packet.key;
    *operation = (uintptr_t)packet.operation;
    if (packet.error != 0) {
        pysock_WSASetLastError(packet.error);
    }
    return packet.error == 0;
}

static BOOL
pysock_PostQueuedCompletionStatus(intptr_t CompletionPort, DWORD dwNumberOfBytesTransferred,
                                  uintptr_t dwCompletionKey, pysock_operation *operation)
{
    if (pysock_use(CompletionPort, PYSOCK_PORT) == NULL) {
        return FALSE;
    }
    pysock_packet packet = {
        CompletionPort, dwNumberOfBytesTransferred, dwCompletionKey, operation, 0, NULL};
    pysock_operations_pump(); /* what happened before comes before */
    int queued = pysock_queue_packet(packet);
    pysock_unlock_handles();
    if (!queued) {
        pysock_WSASetLastError(ERROR_NOT_ENOUGH_MEMORY);
    }
    return queued;
}
