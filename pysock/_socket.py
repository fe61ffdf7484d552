"""Sockets: socket(2), bind(2), accept(2), send(2), recv(2), getsockopt(2), cmsg(3), …"""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from . import _native
from . import _zerocopy as zerocopy
from ._arguments import length, readable, writable
from ._front import front
from ._memory import Integer, int_, ptr, sizeof, socklen_t, struct, uchar
from ._native import ffi, lib
from ._uio import vectors
from ._undefined import OutOfBounds
from ._values import Pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__ = [
    "accept",
    "bind",
    "connect",
    "getpeername",
    "getsockname",
    "getsockopt",
    "listen",
    "recv",
    "recvfrom",
    "send",
    "sendto",
    "setsockopt",
    "shutdown",
    "sockatmark",
    "socket",
    "socketpair",
]
if hasattr(lib, "pysock_add_messages"):
    __all__ += [
        "CMSG_ALIGN",
        "CMSG_DATA",
        "CMSG_FIRSTHDR",
        "CMSG_LEN",
        "CMSG_NXTHDR",
        "CMSG_SPACE",
        "recvmsg",
        "sendmsg",
    ]

_MIXED_UP = lib.PYSOCK_MIXED_UP
_OUTSIDE = lib.PYSOCK_OUTSIDE
_RESTART = lib.PYSOCK_RESTART
_DESCRIPTOR = Integer("pysock_descriptor_t")  # an int, or Windows' SOCKET
lib.pysock_add_sockets()

if hasattr(lib, "pysock_add_messages"):
    lib.pysock_add_messages()
    _native.message_type(struct.msghdr)
    _recvmsg, _sendmsg = _native.recvmsg, _native.sendmsg  # _OUTSIDE: Python must look closer


# -------------------------------------------------------------------------- making and naming


def socket(domain: SupportsIndex, type: SupportsIndex, protocol: SupportsIndex) -> int:
    """Make a socket, socket(2).

    ``int socket(int domain, int type, int protocol);``

    The descriptor is inheritable unless type has SOCK_CLOEXEC. (The standard library's module of
    this name is `socket` of `import socket`.)
    Windows: returns a SOCKET, not a descriptor of the C runtime: close it with closesocket().

    Returns the descriptor, or -1: EACCES, EAFNOSUPPORT, EINVAL, EMFILE, EPROTONOSUPPORT, …
    """
    return lib.socket(domain, type, protocol)


def socketpair(domain: SupportsIndex, type: SupportsIndex, protocol: SupportsIndex, sv: Any) -> int:
    """Make two connected sockets, socketpair(2).

    ``int socketpair(int domain, int type, int protocol, int sv[2]);``

    Windows: connects two over loopback, for AF_UNIX and AF_INET, and sv is a ``SOCKET[2]``.

    Returns 0, or -1: EAFNOSUPPORT, EMFILE, EOPNOTSUPP, EPROTONOSUPPORT.
    """
    place = arguments.out(sv, _DESCRIPTOR, "socketpair", count=2)
    pair = ffi.cast("pysock_descriptor_t *", place)
    return lib.socketpair(domain, type, protocol, pair)


def bind(sockfd: SupportsIndex, addr: Any, addrlen: SupportsIndex) -> int:
    """Give a socket its address, bind(2).

    ``int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen);``

    addr is any address struct; addrlen is at most its size.

    Returns 0, or -1: EACCES, EADDRINUSE, EADDRNOTAVAIL, EBADF, EINVAL, ENOTSOCK, …
    """
    size = length(addrlen, "bind")
    return lib.bind(sockfd, readable(addr, size, "bind"), size)


def listen(sockfd: SupportsIndex, backlog: SupportsIndex) -> int:
    """Let a socket take connections, backlog of them in the queue, listen(2).

    ``int listen(int sockfd, int backlog);``

    Returns 0, or -1: EADDRINUSE, EBADF, EDESTADDRREQ, ENOTSOCK, EOPNOTSUPP.
    """
    return lib.listen(sockfd, backlog)


class _Name:
    """The pair ``struct sockaddr *addr, socklen_t *addrlen`` that a call fills.

    C reads the length once; another thread may change it meanwhile, so C gets its own copy.
    """

    __slots__ = ("address", "length", "place", "size")

    def __init__(self, addr: Any, addrlen: Any, call: str) -> None:
        self.address = self.size = ffi.NULL
        self.place: CData = None
        kind = socklen_t
        if getattr(addrlen, "_type", None) is int_ and lib.pysock_winsock_started():
            kind = int_  # Winsock's socklen_t
        if arguments.is_null(addr):
            arguments.out(addrlen, kind, call, null=True)
            return  # C does not look at the length then
        self.place = ffi.cast("socklen_t *", arguments.out(addrlen, kind, call))
        self.length = self.place[0]
        self.address = writable(addr, self.length, call)
        self.size = ffi.new("socklen_t *", self.length)

    def filled(self, result: int) -> int:
        """Hand the length on, which may exceed the room: the address was cut then."""
        if self.place is not None and result != -1:
            self.place[0] = self.size[0]
        return result


@front
def accept(sockfd: SupportsIndex, addr: Any, addrlen: Any) -> int:
    """Take the next connection from a listening socket, accept(2).

    ``int accept(int sockfd, struct sockaddr *addr, socklen_t *addrlen);``

    addrlen holds the room at addr before, and the length of the peer's address after the call.
    With NULL for addr the peer's address is not asked for.

    Returns the connection's descriptor, or -1: EAGAIN, EBADF, ECONNABORTED, EINTR, EMFILE, …
    """
    name = _Name(addr, addrlen, "accept")
    while (fd := lib.pysock_accept(sockfd, name.address, name.size)) == _RESTART:
        pass
    return name.filled(fd)


if hasattr(lib, "pysock_accept4"):
    __all__ += ["accept4", "isfdtype", "sctp_assoc_t"]

    sctp_assoc_t = Integer("sctp_assoc_t")

    def accept4(sockfd: SupportsIndex, addr: Any, addrlen: Any, flags: SupportsIndex) -> int:
        """Take the next connection, with SOCK_NONBLOCK or SOCK_CLOEXEC set on it, accept4(2).

        ``int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags);``

        Linux and the BSDs; macOS and Windows lack it.

        Returns the connection's descriptor, or -1 with the errno of accept(2).
        """
        name = _Name(addr, addrlen, "accept4")
        while (fd := lib.pysock_accept4(sockfd, name.address, name.size, flags)) == _RESTART:
            pass
        return name.filled(fd)

    def isfdtype(fd: SupportsIndex, fdtype: SupportsIndex) -> int:
        """Tell whether a descriptor is of a type such as S_IFSOCK, isfdtype(3).

        ``int isfdtype(int fd, int fdtype);``

        Linux only.

        Returns 1 or 0, or -1 where fd is no descriptor; glibc leaves errno as it was.
        """
        return lib.pysock_isfdtype(fd, fdtype)


def connect(sockfd: SupportsIndex, addr: Any, addrlen: SupportsIndex) -> int:
    """Connect a socket to an address, connect(2).

    ``int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen);``

    Returns 0, or -1: ECONNREFUSED, EINPROGRESS, EISCONN, ENETUNREACH, ETIMEDOUT, …
    """
    size = length(addrlen, "connect")
    address = readable(addr, size, "connect")
    while (result := lib.pysock_connect(sockfd, address, size)) == _RESTART:
        pass
    return result


def getsockname(sockfd: SupportsIndex, addr: Any, addrlen: Any) -> int:
    """Ask for a socket's own address, getsockname(2).

    ``int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen);``

    Returns 0, or -1: EBADF, ENOTSOCK.
    """
    name = _Name(addr, addrlen, "getsockname")
    return name.filled(lib.getsockname(sockfd, name.address, name.size))


def getpeername(sockfd: SupportsIndex, addr: Any, addrlen: Any) -> int:
    """Ask for the address that a socket is connected to, getpeername(2).

    ``int getpeername(int sockfd, struct sockaddr *addr, socklen_t *addrlen);``

    Returns 0, or -1: EBADF, ENOTCONN, ENOTSOCK.
    """
    name = _Name(addr, addrlen, "getpeername")
    return name.filled(lib.getpeername(sockfd, name.address, name.size))


def shutdown(sockfd: SupportsIndex, how: SupportsIndex) -> int:
    """Close one direction of a connection, or both: SHUT_RD, SHUT_WR, SHUT_RDWR, shutdown(2).

    ``int shutdown(int sockfd, int how);``

    It works on the connection: duplicates of the descriptor feel it too, unlike close().

    Returns 0, or -1: EBADF, EINVAL, ENOTCONN, ENOTSOCK.
    """
    return lib.shutdown(sockfd, how)


def sockatmark(sockfd: SupportsIndex) -> int:
    """Tell whether the next byte to read is the one after the urgent mark, sockatmark(3).

    ``int sockatmark(int sockfd);``

    Returns 1 or 0, or -1: EBADF, EINVAL.
    """
    return lib.sockatmark(sockfd)


# ---------------------------------------------------------------------- sending and receiving


@front
def send(sockfd: SupportsIndex, buf: Any, len: SupportsIndex, flags: SupportsIndex) -> int:
    """Send at most len bytes of buf on a connected socket, send(2).

    ``ssize_t send(int sockfd, const void *buf, size_t len, int flags);``

    CPython ignores SIGPIPE, so a send to a closed connection fails with EPIPE; a C program dies,
    as this one does after ``signal(SIGPIPE, SIG_DFL)``. With MSG_ZEROCOPY the kernel reads buf
    until its notification comes; till recvmsg() has taken that from the error queue, pysock keeps
    buf alive, and what the program changes in it may still be sent.

    Returns the number of bytes taken, or -1: EAGAIN, EBADF, ECONNRESET, EINTR, EMSGSIZE, EPIPE, …
    """
    address, room = arguments.source(buf, "send")
    while (sent := lib.pysock_send(sockfd, address, len, flags, room)) < -1:
        if sent == _OUTSIDE:
            arguments.refuse(buf, len, "send", write=False)
            return _send_zerocopy(sockfd, buf, address, len, flags, ffi.NULL, 0)
        if sent == _MIXED_UP:
            arguments.mixed_up(sockfd, "send")
    return sent


def _send_zerocopy(
    sockfd: Any, buf: Any, address: CData, len: Any, flags: Any, name: CData, size: int
) -> int:
    """Send what the kernel will read later, and keep it till then."""
    with zerocopy.kept(flags, sockfd, 1, (buf, address)) as pin:
        while (
            sent := lib.pysock_send_zerocopy(sockfd, address, len, flags, name, size)
        ) == _RESTART:
            pass
        pin.taken = int(sent > 0)
    return sent


@front
def recv(sockfd: SupportsIndex, buf: Any, len: SupportsIndex, flags: SupportsIndex) -> int:
    """Receive at most len bytes into buf from a socket, recv(2).

    ``ssize_t recv(int sockfd, void *buf, size_t len, int flags);``

    Returns the number of bytes, 0 when the peer has closed, or -1: EAGAIN, EBADF, ECONNRESET, …
    """
    address, room = arguments.sink(buf, "recv")
    while (got := lib.pysock_recv(sockfd, address, len, flags, room)) < -1:
        if got == _OUTSIDE:
            return arguments.leniently(
                buf, len, "recv", lambda place, size: recv(sockfd, place, size, flags)
            )
        if got == _MIXED_UP:
            arguments.mixed_up(sockfd, "recv")
    return got


@front
def sendto(
    sockfd: SupportsIndex,
    buf: Any,
    len: SupportsIndex,
    flags: SupportsIndex,
    dest_addr: Any,
    addrlen: SupportsIndex,
) -> int:
    """Send one datagram to an address, sendto(2).

    ``ssize_t sendto(int sockfd, const void *buf, size_t len, int flags,
    const struct sockaddr *dest_addr, socklen_t addrlen);``

    On a connected socket dest_addr is NULL and addrlen 0.

    Returns the number of bytes sent, or -1: EAGAIN, ECONNREFUSED, EDESTADDRREQ, EMSGSIZE, …
    """
    if type(len) is not int:
        len = length(len, "sendto")
    address = readable(buf, len, "sendto")
    size = length(addrlen, "sendto")
    name = readable(dest_addr, size, "sendto")
    while (sent := lib.pysock_sendto(sockfd, address, len, flags, name, size)) < -1:
        if sent == _OUTSIDE:
            return _send_zerocopy(sockfd, buf, address, len, flags, name, size)
    return sent


@front
def recvfrom(
    sockfd: SupportsIndex,
    buf: Any,
    len: SupportsIndex,
    flags: SupportsIndex,
    src_addr: Any,
    addrlen: Any,
) -> int:
    """Receive one datagram and its sender's address, recvfrom(2).

    ``ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags,
    struct sockaddr *src_addr, socklen_t *addrlen);``

    A datagram longer than len is cut without a word (MSG_TRUNC in flags tells its length).
    With NULL for src_addr the sender is not asked for.

    Returns the number of bytes, or -1: EAGAIN, EBADF, ECONNREFUSED, EINTR, …
    """
    if type(len) is not int:
        len = length(len, "recvfrom")
    try:
        address = writable(buf, len, "recvfrom")
    except OutOfBounds:
        return arguments.leniently(
            buf,
            len,
            "recvfrom",
            lambda place, size: recvfrom(sockfd, place, size, flags, src_addr, addrlen),
        )
    name = _Name(src_addr, addrlen, "recvfrom")
    while (
        got := lib.pysock_recvfrom(sockfd, address, len, flags, name.address, name.size)
    ) == _RESTART:
        pass
    return name.filled(got)


class _Message:
    """A checked copy of a ``struct msghdr``, for one call, that keeps alive what it points to."""

    __slots__ = ("header", "owners")

    def __init__(self, msg: Any, call: str, write: bool) -> None:
        msg = arguments.record(msg, struct.msghdr, call)
        borrow = writable if write else readable
        name, control, vector = msg.msg_name, msg.msg_control, msg.msg_iov
        namelen, controllen, count = msg.msg_namelen, msg.msg_controllen, msg.msg_iovlen
        iov = vectors(vector, count, call, write=write)
        self.owners = name, control, iov
        self.header = ffi.new(
            "struct msghdr *",
            {
                # C does not look at the length where there is no name.
                "msg_name": borrow(name, 0 if name is None else namelen, call),
                "msg_namelen": namelen,
                "msg_iov": iov,
                "msg_iovlen": count,
                "msg_control": borrow(control, controllen, call),
                "msg_controllen": controllen,
            },
        )

    def fill(self, msg: Any, header: CData = None) -> None:
        """Hand on what a received message tells beside its data."""
        header = header or self.header
        for member in ("msg_namelen", "msg_controllen", "msg_flags"):
            setattr(msg, member, getattr(header, member))


def sendmsg(sockfd: SupportsIndex, msg: Any, flags: SupportsIndex) -> int:
    """Send a message gathered from several buffers, with control data, sendmsg(2).

    ``ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags);``

    Returns the number of bytes sent, or -1 with the errno of send(2), or EINVAL, EMSGSIZE.
    """
    while (sent := _sendmsg(sockfd, msg, flags)) < -1:
        if sent == _OUTSIDE:
            return _sendmsg_closely(sockfd, msg, flags)
    return sent


def _sendmsg_closely(sockfd: SupportsIndex, msg: Any, flags: SupportsIndex) -> int:
    """What C left to Python: a message that is unusual or wrong, or MSG_ZEROCOPY."""
    message = _Message(msg, "sendmsg", write=False)
    with zerocopy.kept(flags, sockfd, 1, message) as pin:
        while (sent := lib.pysock_sendmsg(sockfd, message.header, flags)) == _RESTART:
            pass
        pin.taken = int(sent > 0)
    return sent


def recvmsg(sockfd: SupportsIndex, msg: Any, flags: SupportsIndex) -> int:
    """Receive a message scattered over several buffers, with control data, recvmsg(2).

    ``ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags);``

    It sets msg_namelen, msg_controllen and msg_flags (MSG_TRUNC, MSG_CTRUNC, MSG_EOR, …).

    Returns the number of bytes, 0 when the peer has closed, or -1 with the errno of recv(2).
    """
    while (got := _recvmsg(sockfd, msg, flags)) < -1:
        if got == _OUTSIDE:
            message = _Message(msg, "recvmsg", write=True)
            while (got := lib.pysock_recvmsg(sockfd, message.header, flags)) == _RESTART:
                pass
            if got != -1:
                message.fill(msg[0])
            break
    if zerocopy.pins and got != -1:
        _notice(sockfd, msg[0])
    return got


def _notice(sockfd: SupportsIndex, message: Any) -> None:
    """Whether the message tells that buffers of MSG_ZEROCOPY were read."""
    control, size = message.msg_control, message.msg_controllen
    if message.msg_flags & constants.MSG_ERRQUEUE and control is not None:
        zerocopy.notice(sockfd, bytes(control.view()[:size]))


if hasattr(lib, "pysock_recvmmsg"):
    __all__ += ["recvmmsg", "sendmmsg"]

    lib.pysock_add_batched()
    _native.batch_type(struct.mmsghdr)
    _recvmmsg, _sendmmsg = _native.recvmmsg, _native.sendmmsg
    _BATCH = ffi.typeof("struct mmsghdr[]")

    class _Batch:
        """Checked copies of an array of ``struct mmsghdr``, as `_Message` is of one."""

        __slots__ = ("count", "headers", "messages", "vec")

        def __init__(self, msgvec: Any, vlen: Any, call: str, write: bool) -> None:
            size = arguments.integer(vlen, call, "vlen")
            if not 0 <= size <= constants.UINT_MAX:
                raise OverflowError(f"{call}: argument 3: {size} does not fit `unsigned int`")
            self.count = min(size, constants.UIO_MAXIOV)  # the kernel looks at no more
            arguments.out(msgvec, struct.mmsghdr, call, count=self.count, null=size == 0)
            self.vec = [msgvec[index] for index in range(self.count)]
            self.messages = [_Message(each.msg_hdr, call, write) for each in self.vec]
            headers = [{"msg_hdr": message.header[0]} for message in self.messages]
            self.headers = ffi.new(_BATCH, headers)

    def sendmmsg(
        sockfd: SupportsIndex, msgvec: Any, vlen: SupportsIndex, flags: SupportsIndex
    ) -> int:
        """Send several messages by one call, sendmmsg(2).

        ``int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);``

        It sets the msg_len of each message sent. All messages are checked before the first goes
        out. Linux only.

        Returns how many messages were sent, or -1 where not even the first was, with the errno of
        sendmsg(2).
        """
        while (sent := _sendmmsg(sockfd, msgvec, vlen, flags)) < -1:
            if sent == _OUTSIDE:
                return _sendmmsg_closely(sockfd, msgvec, vlen, flags)
        return sent

    def _sendmmsg_closely(sockfd: Any, msgvec: Any, vlen: Any, flags: Any) -> int:
        batch = _Batch(msgvec, vlen, "sendmmsg", write=False)
        with zerocopy.kept(flags, sockfd, batch.count, batch) as pin:
            while (
                sent := lib.pysock_sendmmsg(sockfd, batch.headers, batch.count, flags)
            ) == _RESTART:
                pass
            pin.taken = max(sent, 0)
        for index in range(sent):
            batch.vec[index].msg_len = batch.headers[index].msg_len
        return sent

    def recvmmsg(
        sockfd: SupportsIndex,
        msgvec: Any,
        vlen: SupportsIndex,
        flags: SupportsIndex,
        timeout: Any,
    ) -> int:
        """Receive several messages by one call, recvmmsg(2).

        ``int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags,
        struct timespec *timeout);``

        It sets msg_len and, as recvmsg() does, the msg_hdr of each message received. Without
        MSG_WAITFORONE it waits for all vlen. The timeout is looked at only when a message has
        come: see BUGS in the man page. Linux only.

        Returns how many messages came, or -1 where none did, with the errno of recvmsg(2).
        """
        if arguments.is_null(timeout):
            while (got := _recvmmsg(sockfd, msgvec, vlen, flags)) < -1:
                if got == _OUTSIDE:
                    got = _recvmmsg_closely(sockfd, msgvec, vlen, flags, None)
                    break
        else:
            got = _recvmmsg_closely(sockfd, msgvec, vlen, flags, timeout)
        if zerocopy.pins:
            for index in range(got):
                _notice(sockfd, msgvec[index].msg_hdr)
        return got

    def _recvmmsg_closely(sockfd: Any, msgvec: Any, vlen: Any, flags: Any, timeout: Any) -> int:
        batch = _Batch(msgvec, vlen, "recvmmsg", write=True)
        place = arguments.out(timeout, struct.timespec, "recvmmsg", null=True)
        # The kernel writes back what is left of it, and no other thread may change it meanwhile.
        left = ffi.new(
            "struct timespec *", ffi.cast("struct timespec *", place)[0] if place else {}
        )
        while (
            got := lib.pysock_recvmmsg(
                sockfd, batch.headers, batch.count, flags, left if place else ffi.NULL
            )
        ) == _RESTART:
            pass
        if place:
            ffi.memmove(place, left, ffi.sizeof("struct timespec"))
        for index in range(got):
            batch.messages[index].fill(batch.vec[index].msg_hdr, batch.headers[index].msg_hdr)
            batch.vec[index].msg_len = batch.headers[index].msg_len
        return got


# ------------------------------------------------------------------------------------ options


_FILTER = constants.SOL_SOCKET, constants.values.get("SO_GET_FILTER")
_FILTER_SIZE = 8  # its optlen counts instructions
# With these the kernel writes to addresses, or by counts, that it finds inside the value, however
# long the value is. The numbers are Linux's own; older headers lack their names.
_TCP_AO_GET_KEYS, _MPTCP_FULL_INFO, _XDP_UMEM_REG = 41, 4, 4
_EBTABLES, _IPTABLES, _ARPTABLES = 128, 64, 96  # the first options of struct …_replace
_GET_WRITES_ELSEWHERE = {
    (constants.IPPROTO_IP, constants.values.get("IP_MSFILTER")),
    (constants.IPPROTO_IP, constants.values.get("MCAST_MSFILTER")),
    *((constants.IPPROTO_IP, _EBTABLES + option) for option in range(4)),
    (constants.IPPROTO_IPV6, constants.values.get("MCAST_MSFILTER")),
    (constants.IPPROTO_TCP, _TCP_AO_GET_KEYS),
    (constants.IPPROTO_TCP, constants.values.get("TCP_ZEROCOPY_RECEIVE")),
    (constants.values.get("SOL_MPTCP"), _MPTCP_FULL_INFO),
}
_SET_WRITES_ELSEWHERE = {
    *((constants.IPPROTO_IP, option) for option in (_ARPTABLES, _EBTABLES, _IPTABLES)),
    (constants.IPPROTO_IPV6, _IPTABLES),
    (constants.values.get("SOL_XDP"), _XDP_UMEM_REG),
}


# Options whose value points to a program for the kernel to run: packet filters, socket(7).
_PROGRAMS = {
    (constants.SOL_SOCKET, constants.values.get("SO_ATTACH_FILTER")),
    (constants.SOL_SOCKET, constants.values.get("SO_ATTACH_REUSEPORT_CBPF")),
}
if not hasattr(struct, "sock_fprog"):
    _PROGRAMS.clear()
_native.socket_facts(
    socklen_t,
    [option for option in _GET_WRITES_ELSEWHERE | {_FILTER} if None not in option],
    [option for option in _SET_WRITES_ELSEWHERE | _PROGRAMS if None not in option],
)


def _refused() -> int:
    """Fail as a kernel without the option does."""
    ffi.errno = constants.ENOPROTOOPT
    return -1


@front
def setsockopt(
    sockfd: SupportsIndex,
    level: SupportsIndex,
    optname: SupportsIndex,
    optval: Any,
    optlen: SupportsIndex,
) -> int:
    """Set an option of a socket, setsockopt(2).

    ``int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen);``

    optval is what the option takes: an `int_` for most, ``struct linger`` for SO_LINGER,
    ``struct timeval`` for SO_RCVTIMEO. Options whose values hold addresses that the kernel writes
    to (iptables, AF_XDP) fail with ENOPROTOOPT.

    Returns 0, or -1: EBADF, EDOM, EINVAL, ENOPROTOOPT, ENOTSOCK, EPERM.
    """
    option = arguments.integer(level, "setsockopt"), arguments.integer(optname, "setsockopt")
    if option in _SET_WRITES_ELSEWHERE:
        return _refused()
    size = length(optlen, "setsockopt")
    if option in _PROGRAMS and size == struct.sock_fprog.size:
        return _attach(sockfd, option, optval)
    result = lib.setsockopt(sockfd, *option, readable(optval, size, "setsockopt"), size)
    return 0 if result == -1 and lib.pysock_holds_unset(*option) else result


def _attach(sockfd: SupportsIndex, option: tuple[int, int], optval: Any) -> int:
    """Give the kernel a copy of the struct, and no more than the program it points to."""
    program = arguments.record(optval, struct.sock_fprog, "setsockopt")
    count, instructions = program.len, program.filter
    place = readable(instructions, count * struct.sock_filter.size, "setsockopt")
    private = ffi.new("struct sock_fprog *", {"len": count})
    private.filter = ffi.cast("struct sock_filter *", place)
    return lib.setsockopt(sockfd, *option, private, struct.sock_fprog.size)


@front
def getsockopt(
    sockfd: SupportsIndex, level: SupportsIndex, optname: SupportsIndex, optval: Any, optlen: Any
) -> int:
    """Ask for an option of a socket, getsockopt(2).

    ``int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen);``

    optlen holds the room at optval before, and the length of the value after the call.
    TCP_ZEROCOPY_RECEIVE, IP_MSFILTER and MCAST_MSFILTER fail with ENOPROTOOPT: the kernel writes
    to addresses, or by counts, inside their values, whatever optlen says.

    Returns 0, or -1: EBADF, EINVAL, ENOPROTOOPT, ENOTSOCK.
    """
    option = arguments.integer(level, "getsockopt"), arguments.integer(optname, "getsockopt")
    if option in _GET_WRITES_ELSEWHERE:
        return _refused()
    place = ffi.cast("socklen_t *", arguments.out(optlen, socklen_t, "getsockopt"))
    size = ffi.new("socklen_t *", place[0])
    room = size[0] * _FILTER_SIZE if option == _FILTER else size[0]
    value = writable(optval, room, "getsockopt")
    result = lib.getsockopt(sockfd, *option, value, size)
    place[0] = size[0]  # on ERANGE it says how much room it takes
    return result


# --------------------------------------------------------------------------- control messages


def CMSG_ALIGN(length: SupportsIndex) -> int:
    """Round a length up to what control messages are aligned to, cmsg(3).

    ``size_t CMSG_ALIGN(size_t length);``

    Returns the length in bytes.
    """
    return lib.pysock_CMSG_ALIGN(length)


def CMSG_SPACE(length: SupportsIndex) -> int:
    """Count the bytes a control message takes with length bytes of data, cmsg(3).

    ``size_t CMSG_SPACE(size_t length);``

    Returns the size, header and padding included.
    """
    return lib.pysock_CMSG_SPACE(length)


def CMSG_LEN(length: SupportsIndex) -> int:
    """Tell what cmsg_len is for length bytes of data, cmsg(3).

    ``size_t CMSG_LEN(size_t length);``

    Returns the length, header included, padding at the end not.
    """
    return lib.pysock_CMSG_LEN(length)


def CMSG_FIRSTHDR(msgh: Any) -> Pointer | None:
    """Find the first control message of a struct msghdr, cmsg(3).

    ``struct cmsghdr *CMSG_FIRSTHDR(struct msghdr *msgh);``

    Returns the header, or NULL where msg_controllen has no room for one.
    """
    return _header_at(arguments.record(msgh, struct.msghdr, "CMSG_FIRSTHDR"), 0)


def CMSG_NXTHDR(msgh: Any, cmsg: Any) -> Pointer | None:
    """Find the control message after cmsg, cmsg(3).

    ``struct cmsghdr *CMSG_NXTHDR(struct msghdr *msgh, struct cmsghdr *cmsg);``

    Returns the header, or NULL where cmsg is the last one.
    """
    message = arguments.record(msgh, struct.msghdr, "CMSG_NXTHDR")
    length = arguments.record(cmsg, struct.cmsghdr, "CMSG_NXTHDR").cmsg_len
    control = message.msg_control
    if control is None or control._memory is not cmsg._memory:
        raise OutOfBounds("CMSG_NXTHDR: cmsg is not inside msg_control")
    # A length beyond the buffer must not get as far as the arithmetic, where it would wrap.
    if not struct.cmsghdr.size <= length <= message.msg_controllen:
        return None
    return _header_at(message, cmsg._offset - control._offset + CMSG_ALIGN(length))


def _header_at(message: Any, offset: int) -> Pointer | None:
    """The control message header at an offset, if msg_controllen covers it."""
    end = offset + sizeof(struct.cmsghdr)
    control = message.msg_control
    if control is None or end > message.msg_controllen:
        return None
    arguments.readable(control, end, "CMSG_FIRSTHDR" if offset == 0 else "CMSG_NXTHDR")
    header: Pointer = ptr(struct.cmsghdr, ptr(uchar, control) + offset)
    return header


def CMSG_DATA(cmsg: Any) -> Pointer:
    """Find the data of a control message, cmsg(3).

    ``unsigned char *CMSG_DATA(struct cmsghdr *cmsg);``

    Cast it to what the message carries: ``ptr(int_, CMSG_DATA(cmsg))`` for SCM_RIGHTS.

    Returns the address of the first byte.
    """
    arguments.given(cmsg, struct.cmsghdr, "CMSG_DATA")
    data: Pointer = ptr(uchar, cmsg) + lib.pysock_CMSG_LEN(0)
    return data
