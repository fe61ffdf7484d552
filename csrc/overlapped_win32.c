/* Overlapped operations and completion ports: Windows' own.
 *
 * What the system writes to when an operation ends belongs to pysock: the OVERLAPPED, the address
 * of a sender and its length lie in a pysock_operation, which _overlapped.py keeps, together with
 * the buffers, until the operation is known to have ended. A program's own OVERLAPPED only names
 * the operation, and gets a copy of the result. */
#ifdef PYSOCK_CDEF
#endif

#include "winsock_win32.h"

typedef struct {
    OVERLAPPED native; /* first: the system knows the operation by this address */
    struct sockaddr_storage name;
    int namelen;
    DWORD flags;
} pysock_operation;

/* Take over what the program says in its OVERLAPPED: where in a file, and which event. */
static int
pysock_operation_prepare(pysock_operation *operation, const OVERLAPPED *given)
{
    intptr_t event = (intptr_t)given->hEvent & ~(intptr_t)1; /* the bit: no completion port */
    if (event != 0 && !pysock_is_event(event)) {
        return pysock_fail(WSA_INVALID_HANDLE);
    }
    operation->native.Offset = given->Offset;
    operation->native.OffsetHigh = given->OffsetHigh;
    operation->native.hEvent = given->hEvent;
    return 0;
}

static int
pysock_operation_ended(const pysock_operation *operation)
{
    return HasOverlappedIoCompleted(&operation->native);
}

/* End an operation, and come back when the system is done with its memory. */
static void
pysock_operation_cancel(intptr_t file, pysock_operation *operation)
{
    DWORD transferred;
    if (CancelIoEx((HANDLE)file, &operation->native) || GetLastError() != ERROR_NOT_FOUND) {
        GetOverlappedResult((HANDLE)file, &operation->native, &transferred, TRUE);
    }
}

static int
pysock_overlapped_receive(SOCKET s, void *lpBuffers, DWORD dwBufferCount, DWORD *received,
                          DWORD *lpFlags, int named, pysock_operation *operation)
{
    REQUIRE_STARTUP;
    REQUIRE_PLACE(lpFlags);
    operation->namelen = sizeof(operation->name);
    operation->flags = *lpFlags;
    int result = named ? WSARecvFrom(s, lpBuffers, dwBufferCount, received, &operation->flags,
                                     (SOCKADDR *)&operation->name, &operation->namelen,
                                     &operation->native, NULL)
                       : WSARecv(s, lpBuffers, dwBufferCount, received, &operation->flags,
                                 &operation->native, NULL);
    if (result == 0) {
        *lpFlags = operation->flags;
        return 0;
    }
    pysock_follow();
    return SOCKET_ERROR;
}

static int
pysock_overlapped_send(SOCKET s, void *lpBuffers, DWORD dwBufferCount, DWORD *sent, DWORD dwFlags,
                       const struct sockaddr *lpTo, int iTolen, pysock_operation *operation)
{
    REQUIRE_STARTUP;
    if (lpTo != NULL) {
        RETURN_FOLLOWED(int, WSASendTo(s, lpBuffers, dwBufferCount, sent, dwFlags, lpTo, iTolen,
                                       &operation->native, NULL));
    }
    RETURN_FOLLOWED(int,
                    WSASend(s, lpBuffers, dwBufferCount, sent, dwFlags, &operation->native, NULL));
}

/* ---- Calls that Winsock gives out by WSAIoctl alone ---- */
#define REQUIRE_EXTENSION(s, identifier, function)                                                 \
    do {                                                                                           \
        if (!pysock_winsock_started()) {                                                           \
            pysock_fail(WSANOTINITIALISED);                                                        \
            return FALSE;                                                                          \
        }                                                                                          \
        if (pysock_find_extension(s, identifier, &(function), sizeof(function)) != 0) {            \
            return FALSE;                                                                          \
        }                                                                                          \
    } while (0)

#define RETURN_TRUTH(call)                                                                         \
    do {                                                                                           \
        BOOL truth = (call);                                                                       \
        if (!truth) {                                                                              \
            pysock_follow();                                                                       \
        }                                                                                          \
        return truth;                                                                              \
    } while (0)

static BOOL
pysock_AcceptEx(SOCKET sListenSocket, SOCKET sAcceptSocket, void *lpOutputBuffer,
                DWORD dwReceiveDataLength, DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength,
                DWORD *lpdwBytesReceived, pysock_operation *operation)
{
    static const GUID identifier = WSAID_ACCEPTEX;
    LPFN_ACCEPTEX call = NULL;
    REQUIRE_EXTENSION(sListenSocket, identifier, call);
    RETURN_TRUTH(call(sListenSocket, sAcceptSocket, lpOutputBuffer, dwReceiveDataLength,
                      dwLocalAddressLength, dwRemoteAddressLength, lpdwBytesReceived,
                      &operation->native));
}

static BOOL
pysock_ConnectEx(SOCKET s, const struct sockaddr *name, int namelen, void *lpSendBuffer,
                 DWORD dwSendDataLength, DWORD *lpdwBytesSent, pysock_operation *operation)
{
    static const GUID identifier = WSAID_CONNECTEX;
    LPFN_CONNECTEX call = NULL;
    REQUIRE_EXTENSION(s, identifier, call);
    RETURN_TRUTH(
        call(s, name, namelen, lpSendBuffer, dwSendDataLength, lpdwBytesSent, &operation->native));
}

static BOOL
pysock_DisconnectEx(SOCKET s, pysock_operation *operation, DWORD dwFlags)
{
    static const GUID identifier = WSAID_DISCONNECTEX;
    LPFN_DISCONNECTEX call = NULL;
    REQUIRE_EXTENSION(s, identifier, call);
    RETURN_TRUTH(call(s, operation == NULL ? NULL : &operation->native, dwFlags, 0));
}

/* The file is a descriptor of the C runtime: a program has no other handle of one. */
static BOOL
pysock_TransmitFile(SOCKET hSocket, int fd, DWORD nNumberOfBytesToWrite,
                    DWORD nNumberOfBytesPerSend, pysock_operation *operation, DWORD dwFlags)
{
    static const GUID identifier = WSAID_TRANSMITFILE;
    LPFN_TRANSMITFILE call = NULL;
    HANDLE file = fd == -1 ? NULL : (HANDLE)_get_osfhandle(fd);
    if (file == INVALID_HANDLE_VALUE) {
        pysock_fail(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    REQUIRE_EXTENSION(hSocket, identifier, call);
    RETURN_TRUTH(call(hSocket, file, nNumberOfBytesToWrite, nNumberOfBytesPerSend,
                      operation == NULL ? NULL : &operation->native, NULL, dwFlags));
}

/* Where in the buffer of AcceptEx the two addresses lie, -1 where there is none. */
static int
pysock_GetAcceptExSockaddrs(SOCKET s, void *lpOutputBuffer, DWORD dwReceiveDataLength,
                            DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength,
                            intptr_t *offsets, int *lengths)
{
    static const GUID identifier = WSAID_GETACCEPTEXSOCKADDRS;
    LPFN_GETACCEPTEXSOCKADDRS call = NULL;
    SOCKADDR *names[2] = {NULL, NULL};
    if (pysock_find_extension(s, identifier, &call, sizeof(call)) != 0) {
        return SOCKET_ERROR;
    }
    lengths[0] = lengths[1] = 0;
    call(lpOutputBuffer, dwReceiveDataLength, dwLocalAddressLength, dwRemoteAddressLength,
         &names[0], &lengths[0], &names[1], &lengths[1]);
    intptr_t room = (intptr_t)dwReceiveDataLength + dwLocalAddressLength + dwRemoteAddressLength;
    for (int i = 0; i < 2; i++) {
        offsets[i] = names[i] == NULL ? -1 : (char *)names[i] - (char *)lpOutputBuffer;
        if (offsets[i] < 0 || lengths[i] < 0 || offsets[i] + lengths[i] > room) {
            offsets[i] = -1;
        }
    }
    return 0;
}

static int
pysock_holds_unset(int level, int optname)
{
    (void)level;
    (void)optname;
    return 0;
}

/* ---- Results ---- */
static BOOL
pysock_WSAGetOverlappedResult(SOCKET s, pysock_operation *operation, DWORD *lpcbTransfer,
                              BOOL fWait, DWORD *lpdwFlags)
{
    RETURN_TRUTH(WSAGetOverlappedResult(s, &operation->native, lpcbTransfer, fWait, lpdwFlags));
}

static BOOL
pysock_CancelIoEx(intptr_t hFile, pysock_operation *operation)
{
    RETURN_TRUTH(CancelIoEx((HANDLE)hFile, operation == NULL ? NULL : &operation->native));
}

/* ---- Completion ports ---- */
static intptr_t
pysock_CreateIoCompletionPort(intptr_t FileHandle, intptr_t ExistingCompletionPort,
                              uintptr_t CompletionKey, DWORD NumberOfConcurrentThreads)
{
    if (ExistingCompletionPort != 0 && !pysock_owns(ExistingCompletionPort)) {
        return 0;
    }
    HANDLE port = CreateIoCompletionPort((HANDLE)FileHandle, (HANDLE)ExistingCompletionPort,
                                         CompletionKey, NumberOfConcurrentThreads);
    if (ExistingCompletionPort == 0) {
        return pysock_new_object(port, PYSOCK_LOCK);
    }
    if (port == NULL) {
        pysock_follow();
    }
    return (intptr_t)port;
}

static BOOL
pysock_GetQueuedCompletionStatus(intptr_t CompletionPort, DWORD *lpNumberOfBytesTransferred,
                                 uintptr_t *lpCompletionKey, uintptr_t *operation,
                                 DWORD dwMilliseconds, int64_t *deadline)
{
    (void)deadline;
    OVERLAPPED *ended = NULL;
    ULONG_PTR key = *lpCompletionKey; /* on 32 bits not the type of uintptr_t */
    *operation = 0;
    if (!pysock_owns(CompletionPort)) {
        return FALSE;
    }
    BOOL done = GetQueuedCompletionStatus((HANDLE)CompletionPort, lpNumberOfBytesTransferred, &key,
                                          &ended, dwMilliseconds);
    if (!done) {
        pysock_follow();
    }
    *lpCompletionKey = key;
    *operation = (uintptr_t)ended;
    return done;
}

static BOOL
pysock_PostQueuedCompletionStatus(intptr_t CompletionPort, DWORD dwNumberOfBytesTransferred,
                                  uintptr_t dwCompletionKey, pysock_operation *operation)
{
    if (!pysock_owns(CompletionPort)) {
        return FALSE;
    }
    RETURN_TRUTH(PostQueuedCompletionStatus((HANDLE)CompletionPort, dwNumberOfBytesTransferred,
                                            dwCompletionKey,
                                            operation == NULL ? NULL : &operation->native));
}
