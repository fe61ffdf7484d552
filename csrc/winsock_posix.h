/* What <winsock2.h> and <windows.h> are on Windows: their types, and constants of their values.
 *
 * Windows' `long` has 32 bits, so types that are longs there have a width here. A SOCKET is a
 * descriptor; a HANDLE is a number of the table in handle_posix.c. */
#ifndef PYSOCK_WINSOCK_POSIX_H
#define PYSOCK_WINSOCK_POSIX_H

typedef int BOOL;
typedef uint8_t BYTE;
typedef char CHAR;
typedef uint32_t DWORD;
typedef uintptr_t DWORD_PTR;
typedef int INT;
typedef int32_t LONG;
typedef int64_t LONGLONG;
typedef size_t SIZE_T;
typedef int16_t SHORT;
typedef unsigned char UCHAR;
typedef unsigned int UINT;
typedef uint32_t ULONG;
typedef uint64_t ULONGLONG;
typedef uintptr_t ULONG_PTR;
typedef uint16_t USHORT;
typedef uint16_t WORD;

typedef sa_family_t ADDRESS_FAMILY;
typedef unsigned int GROUP;
typedef int SOCKET;

typedef struct addrinfo ADDRINFO;
typedef struct addrinfo ADDRINFOA;
typedef struct hostent HOSTENT;
typedef struct in6_addr IN6_ADDR;
typedef struct in_addr IN_ADDR;
typedef struct ipv6_mreq IPV6_MREQ;
typedef struct ip_mreq IP_MREQ;
typedef struct ip_mreq_source IP_MREQ_SOURCE;
typedef struct linger LINGER;
typedef struct pollfd WSAPOLLFD;
typedef struct sockaddr SOCKADDR;
typedef struct sockaddr_in SOCKADDR_IN;
typedef struct sockaddr_in6 SOCKADDR_IN6;
typedef struct sockaddr_storage SOCKADDR_STORAGE;
typedef struct sockaddr_un SOCKADDR_UN;
typedef struct timeval TIMEVAL;
typedef struct cmsghdr WSACMSGHDR;

#define WSADESCRIPTION_LEN 256
#define WSASYS_STATUS_LEN 128

typedef struct {
    WORD wVersion;
    WORD wHighVersion;
    unsigned short iMaxSockets;
    unsigned short iMaxUdpDg;
    char *lpVendorInfo;
    char szDescription[WSADESCRIPTION_LEN + 1];
    char szSystemStatus[WSASYS_STATUS_LEN + 1];
} WSADATA;

typedef struct {
    ULONG len;
    CHAR *buf;
} WSABUF;

typedef struct {
    SOCKADDR *name;
    INT namelen;
    WSABUF *lpBuffers;
    ULONG dwBufferCount;
    WSABUF Control;
    ULONG dwFlags;
} WSAMSG;

typedef struct {
    LONG lNetworkEvents;
    int iErrorCode[10];
} WSANETWORKEVENTS;

typedef struct {
    ULONG_PTR Internal;
    ULONG_PTR InternalHigh;
    DWORD Offset;
    DWORD OffsetHigh;
    void *hEvent;
} OVERLAPPED;
typedef OVERLAPPED WSAOVERLAPPED;

struct tcp_keepalive {
    ULONG onoff;
    ULONG keepalivetime;
    ULONG keepaliveinterval;
};

/* The error codes. */
#define WSAEACCES 10013
#define WSAEADDRINUSE 10048
#define WSAEADDRNOTAVAIL 10049
#define WSAEAFNOSUPPORT 10047
#define WSAEALREADY 10037
#define WSAEBADF 10009
#define WSAECANCELLED 10103
#define WSAECONNABORTED 10053
#define WSAECONNREFUSED 10061
#define WSAECONNRESET 10054
#define WSAEDESTADDRREQ 10039
#define WSAEDISCON 10101
#define WSAEDQUOT 10069
#define WSAEFAULT 10014
#define WSAEHOSTDOWN 10064
#define WSAEHOSTUNREACH 10065
#define WSAEINPROGRESS 10036
#define WSAEINTR 10004
#define WSAEINVAL 10022
#define WSAEINVALIDPROCTABLE 10104
#define WSAEINVALIDPROVIDER 10105
#define WSAEISCONN 10056
#define WSAELOOP 10062
#define WSAEMFILE 10024
#define WSAEMSGSIZE 10040
#define WSAENAMETOOLONG 10063
#define WSAENETDOWN 10050
#define WSAENETRESET 10052
#define WSAENETUNREACH 10051
#define WSAENOBUFS 10055
#define WSAENOMORE 10102
#define WSAENOPROTOOPT 10042
#define WSAENOTCONN 10057
#define WSAENOTEMPTY 10066
#define WSAENOTSOCK 10038
#define WSAEOPNOTSUPP 10045
#define WSAEPFNOSUPPORT 10046
#define WSAEPROCLIM 10067
#define WSAEPROTONOSUPPORT 10043
#define WSAEPROTOTYPE 10041
#define WSAEPROVIDERFAILEDINIT 10106
#define WSAEREFUSED 10112
#define WSAEREMOTE 10071
#define WSAESHUTDOWN 10058
#define WSAESOCKTNOSUPPORT 10044
#define WSAESTALE 10070
#define WSAETIMEDOUT 10060
#define WSAETOOMANYREFS 10059
#define WSAEUSERS 10068
#define WSAEWOULDBLOCK 10035
#define WSABASEERR 10000
#define WSAHOST_NOT_FOUND 11001
#define WSANOTINITIALISED 10093
#define WSANO_ADDRESS 11004
#define WSANO_DATA 11004
#define WSANO_RECOVERY 11003
#define WSASERVICE_NOT_FOUND 10108
#define WSASYSCALLFAILURE 10107
#define WSASYSNOTREADY 10091
#define WSATRY_AGAIN 11002
#define WSATYPE_NOT_FOUND 10109
#define WSAVERNOTSUPPORTED 10092
#define WSA_E_CANCELLED 10111
#define WSA_E_NO_MORE 10110
#define WSA_INVALID_HANDLE 6
#define WSA_INVALID_PARAMETER 87
#define WSA_IO_INCOMPLETE 996
#define WSA_IO_PENDING 997
#define WSA_NOT_ENOUGH_MEMORY 8
#define WSA_OPERATION_ABORTED 995

/* Sockets. */
#define ADDR_ANY 0
#define CF_ACCEPT 0
#define CF_DEFER 2
#define CF_REJECT 1
#define INVALID_SOCKET (-1)
#define MSG_MAXIOVLEN 16
#define SD_BOTH 2
#define SD_RECEIVE 0
#define SD_SEND 1
#define SOCKET_ERROR (-1)
#define WINSOCK_VERSION 514
#define WSADESCRIPTION_LEN 256
#define WSAPROTOCOL_LEN 255
#define WSASYS_STATUS_LEN 128
#define WSA_FLAG_MULTIPOINT_C_LEAF 4
#define WSA_FLAG_MULTIPOINT_C_ROOT 2
#define WSA_FLAG_MULTIPOINT_D_LEAF 16
#define WSA_FLAG_MULTIPOINT_D_ROOT 8
#define WSA_FLAG_NO_HANDLE_INHERIT 128
#define WSA_FLAG_OVERLAPPED 1

/* The requests of WSAIoctl. */
#define SIO_BASE_HANDLE 0x48000022
#define SIO_KEEPALIVE_VALS 0x98000004
#define SIO_LOOPBACK_FAST_PATH 0x98000010
#define SIO_ROUTING_INTERFACE_QUERY 0xc8000014
#define SIO_UDP_CONNRESET 0x9800000c

/* The events of WSAEventSelect. */
#define FD_ACCEPT 8
#define FD_ACCEPT_BIT 3
#define FD_ADDRESS_LIST_CHANGE 512
#define FD_ADDRESS_LIST_CHANGE_BIT 9
#define FD_ALL_EVENTS 1023
#define FD_CLOSE 32
#define FD_CLOSE_BIT 5
#define FD_CONNECT 16
#define FD_CONNECT_BIT 4
#define FD_GROUP_QOS 128
#define FD_GROUP_QOS_BIT 7
#define FD_MAX_EVENTS 10
#define FD_OOB 4
#define FD_OOB_BIT 2
#define FD_QOS 64
#define FD_QOS_BIT 6
#define FD_READ 1
#define FD_READ_BIT 0
#define FD_ROUTING_INTERFACE_CHANGE 256
#define FD_ROUTING_INTERFACE_CHANGE_BIT 8
#define FD_WRITE 2
#define FD_WRITE_BIT 1

/* Objects to wait for, and what a wait returns. */
#define CREATE_SUSPENDED 4
#define INFINITE 0xffffffff
#define MAXIMUM_WAIT_OBJECTS 64
#define STILL_ACTIVE 259
#define WAIT_ABANDONED 128
#define WAIT_ABANDONED_0 128
#define WAIT_FAILED 0xffffffff
#define WAIT_IO_COMPLETION 192
#define WAIT_OBJECT_0 0
#define WAIT_TIMEOUT 258
#define WSA_INFINITE 0xffffffff
#define WSA_MAXIMUM_WAIT_EVENTS 64
#define WSA_WAIT_EVENT_0 0
#define WSA_WAIT_FAILED 0xffffffff
#define WSA_WAIT_IO_COMPLETION 192
#define WSA_WAIT_TIMEOUT 258

/* What GetLastError tells that no error of a socket is. */
#define ERROR_ALREADY_EXISTS 183
#define ERROR_INSUFFICIENT_BUFFER 122
#define ERROR_INVALID_HANDLE 6
#define ERROR_INVALID_PARAMETER 87
#define ERROR_IO_INCOMPLETE 996
#define ERROR_IO_PENDING 997
#define ERROR_MR_MID_NOT_FOUND 317
#define ERROR_NOT_ENOUGH_MEMORY 8
#define ERROR_NOT_OWNER 288
#define ERROR_SUCCESS 0
#define ERROR_TOO_MANY_POSTS 298
#define NO_ERROR 0

#define ERROR_NOT_FOUND 1168

/* Overlapped operations: what the socket of AcceptEx or ConnectEx is told, how TransmitFile ends.
 */
#define SO_CONNECT_TIME 0x700c
#define SO_UPDATE_ACCEPT_CONTEXT 0x700b
#define SO_UPDATE_CONNECT_CONTEXT 0x7010
#define TF_DISCONNECT 1
#define TF_REUSE_SOCKET 2
#define TF_USE_DEFAULT_WORKER 0
#define TF_USE_KERNEL_APC 32
#define TF_USE_SYSTEM_THREAD 16
#define TF_WRITE_BEHIND 4

/* FormatMessage. */
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x100
#define FORMAT_MESSAGE_FROM_SYSTEM 0x1000
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x200
#define LANG_NEUTRAL 0
#define SUBLANG_DEFAULT 1

/* Of <minwindef.h>. */
#ifndef FALSE
#define FALSE 0
#endif
#define MAXDWORD 0xffffffff
#define MAX_PATH 260
#ifndef TRUE
#define TRUE 1
#endif

typedef struct {
    void *DebugInfo;
    LONG LockCount;
    LONG RecursionCount;
    void *OwningThread;
    void *LockSemaphore;
    ULONG_PTR SpinCount;
} CRITICAL_SECTION;

/* ---- What one stem of Windows needs of another ---- */
static ULONGLONG pysock_GetTickCount64(void);
static void pysock_WSASetLastError(int iError);

/* Record what happened to the sockets that signal one of these events. */
static void pysock_network_pump(const intptr_t *events, DWORD count);

/* Go on with overlapped operations, and what to poll for them; with NULL, only how many they are.
 */
static void pysock_operations_pump(void);
static nfds_t pysock_operations_watched(struct pollfd *fds, nfds_t room);

/* What a completion port holds goes with it. */
static void pysock_forget_packets(intptr_t port);

/* What to poll for such sockets; with NULL, only how many they are. */
static nfds_t pysock_network_watched(const intptr_t *events, DWORD count, struct pollfd *fds,
                                     nfds_t room);

/* Whether the number is a socket's; else errno says what is wrong. */
static int
pysock_is_socket(int fd)
{
    int type;
    socklen_t size = sizeof(type);
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0;
}

static int pysock_code_of(int number);

#ifdef MSG_NOSIGNAL
#define PYSOCK_NOSIGNAL MSG_NOSIGNAL
#else
#define PYSOCK_NOSIGNAL 0
#endif

/* Whether Winsock's rules hold, where a name means something else in POSIX: after WSAStartup. */
static int pysock_winsock_started(void);

/* The calls that only Winsock has fail before WSAStartup. Those it shares with POSIX cannot: a
 * program of POSIX never starts it. */
#define REQUIRE_STARTUP(failure)                                                                   \
    do {                                                                                           \
        if (!pysock_winsock_started()) {                                                           \
            pysock_WSASetLastError(WSANOTINITIALISED);                                             \
            return failure;                                                                        \
        }                                                                                          \
    } while (0)

#endif
