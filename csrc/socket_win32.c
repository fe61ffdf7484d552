/* Sockets on Windows: Winsock under the names of POSIX. A SOCKET is a handle, no descriptor.
 *
 * It is declared as a signed number of its width, so that INVALID_SOCKET and SOCKET_ERROR are the
 * -1 that a program of POSIX tests for; errno follows WSAGetLastError. */
#ifdef PYSOCK_CDEF
typedef int... pysock_descriptor_t;

/* getsockopt(2): options that are structs. */
struct group_req {
    unsigned long gr_interface;
    struct sockaddr_storage gr_group;
    ...;
};

struct group_source_req {
    unsigned long gsr_interface;
    struct sockaddr_storage gsr_group;
    struct sockaddr_storage gsr_source;
    ...;
};

struct ip_mreq {
    struct in_addr imr_multiaddr;
    struct in_addr imr_interface;
};

struct ip_mreq_source {
    struct in_addr imr_multiaddr;
    struct in_addr imr_sourceaddr;
    struct in_addr imr_interface;
    ...;
};

struct ipv6_mreq {
    struct in6_addr ipv6mr_multiaddr;
    unsigned long ipv6mr_interface;
};

struct linger {
    unsigned short l_onoff;
    unsigned short l_linger;
};

int bind(intptr_t sockfd, const struct sockaddr *addr, socklen_t addrlen);
int listen(intptr_t sockfd, int backlog);
int setsockopt(intptr_t sockfd, int level, int optname, const void *optval, socklen_t optlen);
int shutdown(intptr_t sockfd, int how);
int sockatmark(intptr_t sockfd);
intptr_t socket(int domain, int type, int protocol);
int socketpair(int domain, int type, int protocol, pysock_descriptor_t sv[2]);
int getpeername(intptr_t sockfd, struct sockaddr *addr, socklen_t *addrlen);
int getsockname(intptr_t sockfd, struct sockaddr *addr, socklen_t *addrlen);
int getsockopt(intptr_t sockfd, int level, int optname, void *optval, socklen_t *optlen);
intptr_t pysock_accept(intptr_t sockfd, struct sockaddr *addr, socklen_t *addrlen);
int pysock_connect(intptr_t sockfd, const struct sockaddr *addr, socklen_t addrlen);
ssize_t pysock_recv(intptr_t sockfd, void *buf, ssize_t len, int flags, ssize_t room);
ssize_t pysock_recvfrom(intptr_t sockfd, void *buf, size_t len, int flags,
                        struct sockaddr *src_addr, socklen_t *addrlen);
ssize_t pysock_send(intptr_t sockfd, const void *buf, ssize_t len, int flags, ssize_t room);
ssize_t pysock_send_zerocopy(intptr_t sockfd, const void *buf, size_t len, int flags,
                             const struct sockaddr *dest_addr, socklen_t addrlen);
ssize_t pysock_sendto(intptr_t sockfd, const void *buf, size_t len, int flags,
                      const struct sockaddr *dest_addr, socklen_t addrlen);
#endif

/* Whether a number is a descriptor of the C runtime; errno stays. */
static int
pysock_is_descriptor(intptr_t number)
{
    int saved = errno;
    int is = number >= 0 && number <= INT_MAX && _get_osfhandle((int)number) != -1;
    errno = saved;
    return is;
}

/* What a call on sockets came to. It raises where it got a descriptor instead. */
static ssize_t
pysock_followed(intptr_t sockfd, ssize_t result)
{
    if (result == SOCKET_ERROR) {
        pysock_follow();
        int mixed_up = errno == ENOTSOCK && pysock_is_descriptor(sockfd);
        return mixed_up && !pysock_remembers(sockfd, PYSOCK_WAS_SOCKET) ? PYSOCK_MIXED_UP : -1;
    }
    return result;
}

/* A new socket, or INVALID_SOCKET. */
static intptr_t
pysock_new(SOCKET sock)
{
    if (sock == INVALID_SOCKET) {
        pysock_follow();
    }
    return pysock_remember(sock, PYSOCK_WAS_SOCKET);
}

static int
pysock_bind(intptr_t sockfd, const struct sockaddr *addr, socklen_t addrlen)
{
    RETURN_FOLLOWED(int, bind((SOCKET)sockfd, addr, addrlen));
}

static int
pysock_listen(intptr_t sockfd, int backlog)
{
    RETURN_FOLLOWED(int, listen((SOCKET)sockfd, backlog));
}

/* Winsock's two timeouts are milliseconds in a DWORD; a program of POSIX has a struct timeval. */
static int
pysock_is_timeval(int level, int optname, socklen_t optlen)
{
    return level == SOL_SOCKET && (optname == SO_RCVTIMEO || optname == SO_SNDTIMEO) &&
           optlen == sizeof(struct timeval);
}

/* As many milliseconds as it takes: of less than one, one. 0 waits without end. */
static DWORD
pysock_milliseconds(struct timeval timeout)
{
    long long milliseconds = timeout.tv_sec * 1000LL + (timeout.tv_usec + 999) / 1000;
    return milliseconds < 0 ? 0 : milliseconds >= INFINITE ? INFINITE - 1 : (DWORD)milliseconds;
}

static int
pysock_setsockopt(intptr_t sockfd, int level, int optname, const void *optval, socklen_t optlen)
{
    DWORD milliseconds;
    if (pysock_is_timeval(level, optname, optlen)) {
        struct timeval timeout;
        memcpy(&timeout, optval, sizeof(timeout));
        milliseconds = pysock_milliseconds(timeout);
        optval = &milliseconds;
        optlen = sizeof(milliseconds);
    }
    RETURN_FOLLOWED(int, setsockopt((SOCKET)sockfd, level, optname, optval, optlen));
}

static int
pysock_shutdown(intptr_t sockfd, int how)
{
    RETURN_FOLLOWED(int, shutdown((SOCKET)sockfd, how));
}

/* Winsock says whether there is no urgent data left to read. */
static int
pysock_sockatmark(intptr_t sockfd)
{
    u_long none = 0;
    if (ioctlsocket((SOCKET)sockfd, SIOCATMARK, &none) == SOCKET_ERROR) {
        pysock_follow();
        return -1;
    }
    return none == 0;
}

static intptr_t
pysock_socket(int domain, int type, int protocol)
{
    return pysock_new(socket(domain, type, protocol));
}

static int
pysock_getpeername(intptr_t sockfd, struct sockaddr *addr, socklen_t *addrlen)
{
    RETURN_FOLLOWED(int, getpeername((SOCKET)sockfd, addr, addrlen));
}

static int
pysock_getsockname(intptr_t sockfd, struct sockaddr *addr, socklen_t *addrlen)
{
    RETURN_FOLLOWED(int, getsockname((SOCKET)sockfd, addr, addrlen));
}

static int
pysock_getsockopt(intptr_t sockfd, int level, int optname, void *optval, socklen_t *optlen)
{
    int is_timeval = pysock_is_timeval(level, optname, *optlen);
    DWORD milliseconds = 0;
    socklen_t size = is_timeval ? (socklen_t)sizeof(milliseconds) : *optlen;
    void *place = is_timeval ? (void *)&milliseconds : optval;
    if (getsockopt((SOCKET)sockfd, level, optname, place, &size) == SOCKET_ERROR) {
        pysock_follow();
        return -1;
    }
    if (is_timeval) {
        struct timeval timeout = {(long)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000};
        memcpy(optval, &timeout, sizeof(timeout));
    } else {
        *optlen = size;
    }
    return 0;
}

static intptr_t
pysock_accept(intptr_t sockfd, struct sockaddr *addr, socklen_t *addrlen)
{
    return pysock_new(accept((SOCKET)sockfd, addr, addrlen));
}

static int
pysock_connect(intptr_t sockfd, const struct sockaddr *addr, socklen_t addrlen)
{
    RETURN_FOLLOWED(int, connect((SOCKET)sockfd, addr, addrlen));
}

static ssize_t
pysock_recv(intptr_t sockfd, void *buf, ssize_t len, int flags, ssize_t room)
{
    RETURN_IF_OUTSIDE(len, room);
    int most = (int)pysock_at_most_an_int((size_t)len);
    return pysock_followed(sockfd, recv((SOCKET)sockfd, buf, most, flags));
}

static ssize_t
pysock_send(intptr_t sockfd, const void *buf, ssize_t len, int flags, ssize_t room)
{
    RETURN_IF_OUTSIDE(len, room);
    int most = (int)pysock_at_most_an_int((size_t)len);
    return pysock_followed(sockfd, send((SOCKET)sockfd, buf, most, flags));
}

/* POSIX cuts a datagram that does not fit without a word; Winsock does so too, but says so. */
static ssize_t
pysock_recvfrom(intptr_t sockfd, void *buf, size_t len, int flags, struct sockaddr *src_addr,
                socklen_t *addrlen)
{
    int most = (int)pysock_at_most_an_int(len);
    RETURN_FOLLOWED(ssize_t, recvfrom((SOCKET)sockfd, buf, most, flags, src_addr, addrlen));
}

static ssize_t
pysock_sendto(intptr_t sockfd, const void *buf, size_t len, int flags,
              const struct sockaddr *dest_addr, socklen_t addrlen)
{
    int most = (int)pysock_at_most_an_int(len);
    RETURN_FOLLOWED(ssize_t, sendto((SOCKET)sockfd, buf, most, flags, dest_addr, addrlen));
}

/* No flag lets Winsock read a buffer after the call: see socket_posix.c. */
static ssize_t
pysock_send_zerocopy(intptr_t sockfd, const void *buf, size_t len, int flags,
                     const struct sockaddr *dest_addr, socklen_t addrlen)
{
    return pysock_sendto(sockfd, buf, len, flags, dest_addr, addrlen);
}

/* ---------------------------------------------------------------------------- socketpair(2) */

static int
pysock_close_both(SOCKET one, SOCKET other)
{
    int error = WSAGetLastError();
    closesocket(one);
    closesocket(other);
    WSASetLastError(error);
    return SOCKET_ERROR;
}

static int
pysock_bind_to_loopback(SOCKET sock, struct sockaddr_in *name)
{
    int size = sizeof(*name);
    memset(name, 0, sizeof(*name));
    name->sin_family = AF_INET;
    name->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return bind(sock, (struct sockaddr *)name, size) || getsockname(sock, (void *)name, &size);
}

/* Two datagram sockets, each connected to the other: no third one's datagrams come through. */
static int
pysock_pair_datagrams(SOCKET sv[2])
{
    struct sockaddr_in names[2];
    sv[0] = socket(AF_INET, SOCK_DGRAM, 0);
    sv[1] = socket(AF_INET, SOCK_DGRAM, 0);
    if (pysock_bind_to_loopback(sv[0], &names[0]) || pysock_bind_to_loopback(sv[1], &names[1]) ||
        connect(sv[0], (struct sockaddr *)&names[1], sizeof(names[1])) ||
        connect(sv[1], (struct sockaddr *)&names[0], sizeof(names[0]))) {
        return pysock_close_both(sv[0], sv[1]);
    }
    return 0;
}

/* Whether the connection that came is the one that went out, and no stranger's. */
static int
pysock_is_peer(SOCKET accepted, SOCKET connected)
{
    struct sockaddr_in peer, own;
    int size = sizeof(peer);
    return getpeername(accepted, (void *)&peer, &size) == 0 &&
           getsockname(connected, (void *)&own, &size) == 0 && peer.sin_port == own.sin_port &&
           peer.sin_addr.s_addr == own.sin_addr.s_addr;
}

static int
pysock_pair_streams(SOCKET sv[2])
{
    struct sockaddr_in name;
    SOCKET listener = socket(AF_INET, SOCK_STREAM, 0);
    sv[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (pysock_bind_to_loopback(listener, &name) || listen(listener, 1) ||
        connect(sv[0], (struct sockaddr *)&name, sizeof(name))) {
        return pysock_close_both(listener, sv[0]);
    }
    do {
        sv[1] = accept(listener, NULL, NULL);
        if (sv[1] == INVALID_SOCKET) {
            return pysock_close_both(listener, sv[0]);
        }
    } while (!pysock_is_peer(sv[1], sv[0]) && closesocket(sv[1]) == 0);
    closesocket(listener);
    BOOL on = TRUE; /* a pair of POSIX holds nothing back */
    setsockopt(sv[0], IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof(on));
    setsockopt(sv[1], IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof(on));
    return 0;
}

/* Windows has no call for it: a connection over loopback does the same for one process. */
static int
pysock_socketpair(int domain, int type, int protocol, SOCKET sv[2])
{
    SOCKET pair[2];
    if (domain != AF_UNIX && domain != AF_INET) {
        WSASetLastError(WSAEAFNOSUPPORT);
    } else if (protocol != 0) {
        WSASetLastError(WSAEPROTONOSUPPORT);
    } else if (type != SOCK_STREAM && type != SOCK_DGRAM) {
        WSASetLastError(WSAESOCKTNOSUPPORT);
    } else if ((type == SOCK_STREAM ? pysock_pair_streams : pysock_pair_datagrams)(pair) == 0) {
        sv[0] = pysock_new(pair[0]);
        sv[1] = pysock_new(pair[1]);
        return 0;
    }
    pysock_follow();
    return -1;
}

/* The code that cffi generates calls the shims above by the names of Winsock. */
#define bind pysock_bind
#define getpeername pysock_getpeername
#define getsockname pysock_getsockname
#define getsockopt pysock_getsockopt
#define listen pysock_listen
#define setsockopt pysock_setsockopt
#define shutdown pysock_shutdown
#define sockatmark pysock_sockatmark
#define socket pysock_socket
#define socketpair pysock_socketpair
