/* Overlapped operations and completion ports: <winsock2.h>, <mswsock.h>, <ioapiset.h>.
 *
 * A pysock_operation begins with the OVERLAPPED that the system sees; see _overlapped.py. */
#ifdef PYSOCK_CDEF
#define SO_CONNECT_TIME ...
#define SO_UPDATE_ACCEPT_CONTEXT ...
#define SO_UPDATE_CONNECT_CONTEXT ...
#define TF_DISCONNECT ...
#define TF_REUSE_SOCKET ...
#define TF_USE_DEFAULT_WORKER ...
#define TF_USE_KERNEL_APC ...
#define TF_USE_SYSTEM_THREAD ...
#define TF_WRITE_BEHIND ...

typedef struct {
    ULONG_PTR Internal;
    ULONG_PTR InternalHigh;
    DWORD Offset;
    DWORD OffsetHigh;
    void *hEvent;
    ...;
} OVERLAPPED;

typedef struct {
    OVERLAPPED native;
    struct sockaddr_storage name;
    int namelen;
    ...;
} pysock_operation;

/* Whether an option that only Windows has is in force here without being set: a socket of POSIX
 * that AcceptEx or ConnectEx was given knows its addresses. */
int pysock_holds_unset(int level, int optname);

int pysock_operation_prepare(pysock_operation *operation, const OVERLAPPED *given);
int pysock_operation_ended(const pysock_operation *operation);
void pysock_operation_cancel(intptr_t file, pysock_operation *operation);
int pysock_overlapped_receive(SOCKET s, void *lpBuffers, DWORD dwBufferCount, DWORD *received,
                              DWORD *lpFlags, int named, pysock_operation *operation);
int pysock_overlapped_send(SOCKET s, void *lpBuffers, DWORD dwBufferCount, DWORD *sent,
                           DWORD dwFlags, const struct sockaddr *lpTo, int iTolen,
                           pysock_operation *operation);
BOOL pysock_AcceptEx(SOCKET sListenSocket, SOCKET sAcceptSocket, void *lpOutputBuffer,
                     DWORD dwReceiveDataLength, DWORD dwLocalAddressLength,
                     DWORD dwRemoteAddressLength, DWORD *lpdwBytesReceived,
                     pysock_operation *operation);
BOOL pysock_ConnectEx(SOCKET s, const struct sockaddr *name, int namelen, void *lpSendBuffer,
                      DWORD dwSendDataLength, DWORD *lpdwBytesSent, pysock_operation *operation);
BOOL pysock_DisconnectEx(SOCKET s, pysock_operation *operation, DWORD dwFlags);
BOOL pysock_TransmitFile(SOCKET hSocket, int fd, DWORD nNumberOfBytesToWrite,
                         DWORD nNumberOfBytesPerSend, pysock_operation *operation, DWORD dwFlags);
BOOL pysock_WSAGetOverlappedResult(SOCKET s, pysock_operation *operation, DWORD *lpcbTransfer,
                                   BOOL fWait, DWORD *lpdwFlags);
BOOL pysock_CancelIoEx(intptr_t hFile, pysock_operation *operation);
int pysock_GetAcceptExSockaddrs(SOCKET s, void *lpOutputBuffer, DWORD dwReceiveDataLength,
                                DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength,
                                intptr_t *offsets, int *lengths);

intptr_t pysock_CreateIoCompletionPort(intptr_t FileHandle, intptr_t ExistingCompletionPort,
                                       uintptr_t CompletionKey, DWORD NumberOfConcurrentThreads);
/* `deadline` is as in pysock_wait_for_objects; it and WSAGetOverlappedResult may return
 * PYSOCK_RESTART. */
BOOL pysock_GetQueuedCompletionStatus(intptr_t CompletionPort, DWORD *lpNumberOfBytesTransferred,
                                      uintptr_t *lpCompletionKey, uintptr_t *operation,
                                      DWORD dwMilliseconds, int64_t *deadline);
BOOL pysock_PostQueuedCompletionStatus(intptr_t CompletionPort, DWORD dwNumberOfBytesTransferred,
                                       uintptr_t dwCompletionKey, pysock_operation *operation);
#endif
