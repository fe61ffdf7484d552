/* Winsock 2 itself. What it lacks of a contract is added here: errno follows each call. */
#ifdef PYSOCK_CDEF
#endif

#include "winsock_win32.h"

static int
pysock_WSAStartup(WORD wVersionRequested, WSADATA *lpWSAData)
{
    int error = WSAStartup(wVersionRequested, lpWSAData);
    if (error == 0) {
        InterlockedIncrement(&pysock_startups);
    }
    return error;
}

static int
pysock_WSACleanup(void)
{
    LONG seen = pysock_startups, count;
    do {
        count = seen;
        if (count == 0) {
            return pysock_fail(WSANOTINITIALISED);
        }
        seen = InterlockedCompareExchange(&pysock_startups, count - 1, count);
    } while (seen != count);
    RETURN_FOLLOWED(int, WSACleanup());
}

static int
pysock_WSAGetLastError(void)
{
    return WSAGetLastError();
}

static void
pysock_WSASetLastError(int iError)
{
    WSASetLastError(iError);
    errno = iError == 0 ? 0 : pysock_errno_of(iError);
    WSASetLastError(iError);
}

static int
pysock_closesocket(SOCKET s)
{
    REQUIRE_STARTUP;
    return (int)pysock_followed(s, closesocket(s));
}

static int
pysock_ioctlsocket(SOCKET s, unsigned long cmd, u_long *argp)
{
    REQUIRE_STARTUP;
    RETURN_FOLLOWED(int, ioctlsocket(s, (long)cmd, argp));
}

static SOCKET
pysock_WSASocket(int af, int type, int protocol, DWORD dwFlags)
{
    REQUIRE_STARTUP;
    return pysock_new(WSASocketW(af, type, protocol, NULL, 0, dwFlags));
}

static SOCKET
pysock_WSAAccept(SOCKET s, SOCKADDR *addr, int *addrlen)
{
    REQUIRE_STARTUP;
    return pysock_new(WSAAccept(s, addr, addrlen, NULL, 0));
}

static int
pysock_WSAConnect(SOCKET s, const SOCKADDR *name, int namelen)
{
    REQUIRE_STARTUP;
    RETURN_FOLLOWED(int, WSAConnect(s, name, namelen, NULL, NULL, NULL, NULL));
}

static int
pysock_WSAPoll(WSAPOLLFD *fdarray, ULONG nfds, int timeout)
{
    REQUIRE_STARTUP;
    RETURN_FOLLOWED(int, WSAPoll((LPWSAPOLLFD)fdarray, nfds, timeout));
}

/* ---- Data, in and out of arrays of WSABUF ---- */
static int
pysock_WSASend(SOCKET s, WSABUF *lpBuffers, DWORD dwBufferCount, DWORD *lpNumberOfBytesSent,
               DWORD dwFlags)
{
    REQUIRE_STARTUP;
    REQUIRE_PLACE(lpNumberOfBytesSent);
    RETURN_FOLLOWED(int,
                    WSASend(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, NULL, NULL));
}

static int
pysock_WSASendTo(SOCKET s, WSABUF *lpBuffers, DWORD dwBufferCount, DWORD *lpNumberOfBytesSent,
                 DWORD dwFlags, const SOCKADDR *lpTo, int iTolen)
{
    REQUIRE_STARTUP;
    REQUIRE_PLACE(lpNumberOfBytesSent);
    RETURN_FOLLOWED(int, WSASendTo(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, lpTo,
                                   iTolen, NULL, NULL));
}

static int
pysock_WSARecv(SOCKET s, WSABUF *lpBuffers, DWORD dwBufferCount, DWORD *lpNumberOfBytesRecvd,
               DWORD *lpFlags)
{
    REQUIRE_STARTUP;
    REQUIRE_PLACE(lpNumberOfBytesRecvd);
    REQUIRE_PLACE(lpFlags);
    RETURN_FOLLOWED(
        int, WSARecv(s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags, NULL, NULL));
}

static int
pysock_WSARecvFrom(SOCKET s, WSABUF *lpBuffers, DWORD dwBufferCount, DWORD *lpNumberOfBytesRecvd,
                   DWORD *lpFlags, SOCKADDR *lpFrom, int *lpFromlen)
{
    REQUIRE_STARTUP;
    REQUIRE_PLACE(lpNumberOfBytesRecvd);
    REQUIRE_PLACE(lpFlags);
    REQUIRE_PLACE(lpFrom == NULL || lpFromlen != NULL);
    RETURN_FOLLOWED(int, WSARecvFrom(s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags,
                                     lpFrom, lpFromlen, NULL, NULL));
}

static int
pysock_WSASendMsg(SOCKET s, WSAMSG *lpMsg, DWORD dwFlags, DWORD *lpNumberOfBytesSent)
{
    REQUIRE_STARTUP;
    REQUIRE_PLACE(lpNumberOfBytesSent);
    RETURN_FOLLOWED(int, WSASendMsg(s, lpMsg, dwFlags, lpNumberOfBytesSent, NULL, NULL));
}

static int
pysock_WSARecvMsg(SOCKET s, WSAMSG *lpMsg, DWORD *lpdwNumberOfBytesRecvd)
{
    static const GUID identifier = WSAID_WSARECVMSG;
    LPFN_WSARECVMSG receive = NULL;
    REQUIRE_STARTUP;
    REQUIRE_PLACE(lpdwNumberOfBytesRecvd);
    if (pysock_find_extension(s, identifier, &receive, sizeof(receive)) == SOCKET_ERROR) {
        return SOCKET_ERROR;
    }
    RETURN_FOLLOWED(int, receive(s, lpMsg, lpdwNumberOfBytesRecvd, NULL, NULL));
}

/* Requests whose answer is an address of code, or which read addresses from their input, are the
 * business of shims: from a program's bytes nothing may be called or followed. */
static int
pysock_WSAIoctl(SOCKET s, DWORD dwIoControlCode, void *lpvInBuffer, DWORD cbInBuffer,
                void *lpvOutBuffer, DWORD cbOutBuffer, DWORD *lpcbBytesReturned)
{
    REQUIRE_STARTUP;
    REQUIRE_PLACE(lpcbBytesReturned);
    switch (dwIoControlCode) {
    case FIONBIO:
    case FIONREAD:
    case SIOCATMARK:
    case SIO_BASE_HANDLE:
    case SIO_GET_INTERFACE_LIST:
    case SIO_KEEPALIVE_VALS:
    case SIO_LOOPBACK_FAST_PATH:
    case SIO_ROUTING_INTERFACE_QUERY:
    case SIO_UDP_CONNRESET:
        RETURN_FOLLOWED(int, WSAIoctl(s, dwIoControlCode, lpvInBuffer, cbInBuffer, lpvOutBuffer,
                                      cbOutBuffer, lpcbBytesReturned, NULL, NULL));
    default:
        return pysock_fail(WSAEOPNOTSUPP);
    }
}
