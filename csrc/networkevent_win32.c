/* Sockets that signal an event object: Winsock's own. */
#ifdef PYSOCK_CDEF
#endif

#include "winsock_win32.h"

/* NULL or an event object of the program's, and none of the interpreter's. */
#define REQUIRE_EVENT(handle)                                                                      \
    do {                                                                                           \
        if ((handle) != 0 && !pysock_is_event(handle)) {                                           \
            return pysock_fail(WSAEINVAL);                                                         \
        }                                                                                          \
    } while (0)

static int
pysock_WSAEventSelect(SOCKET s, intptr_t hEventObject, LONG lNetworkEvents)
{
    REQUIRE_STARTUP;
    REQUIRE_EVENT(hEventObject);
    RETURN_FOLLOWED(int, WSAEventSelect(s, (HANDLE)hEventObject, lNetworkEvents));
}

static int
pysock_WSAEnumNetworkEvents(SOCKET s, intptr_t hEventObject, WSANETWORKEVENTS *lpNetworkEvents)
{
    REQUIRE_STARTUP;
    REQUIRE_EVENT(hEventObject);
    REQUIRE_PLACE(lpNetworkEvents);
    RETURN_FOLLOWED(int, WSAEnumNetworkEvents(s, (HANDLE)hEventObject, lpNetworkEvents));
}
