/* What the stems of Winsock share on Windows: whether it is started, and how its calls fail. */
#ifndef PYSOCK_WINSOCK_STARTUP_H
#define PYSOCK_WINSOCK_STARTUP_H

/* pysock has started Winsock for the calls of POSIX. A program that calls Winsock's own has to do
 * so itself, as in C: what it started is counted here. */
static volatile LONG pysock_startups;

static int
pysock_winsock_started(void)
{
    return pysock_startups > 0;
}

static int
pysock_fail(int error)
{
    WSASetLastError(error);
    pysock_follow();
    return SOCKET_ERROR;
}

#define REQUIRE_STARTUP                                                                            \
    do {                                                                                           \
        if (!pysock_winsock_started()) {                                                           \
            return pysock_fail(WSANOTINITIALISED);                                                 \
        }                                                                                          \
    } while (0)

/* Not all Windows look before they write. */
#define REQUIRE_PLACE(place)                                                                       \
    do {                                                                                           \
        if (!(place)) {                                                                            \
            return pysock_fail(WSAEFAULT);                                                         \
        }                                                                                          \
    } while (0)

/* The address of a call that Winsock gives out by WSAIoctl alone: 0, or SOCKET_ERROR. */
static int
pysock_find_extension(SOCKET s, GUID identifier, void *function, DWORD size)
{
    DWORD got;
    RETURN_FOLLOWED(int, WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &identifier,
                                  sizeof(identifier), function, size, &got, NULL, NULL));
}

#endif
