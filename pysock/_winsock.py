"""Winsock 2, winsock2.h: native on Windows, over POSIX sockets elsewhere.

Elsewhere a SOCKET is a descriptor, and the last error is errno in Winsock's numbers.
"""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from . import _overlapped as overlapped
from ._address import htonl, htons, inet_ntop, inet_pton
from ._allocation import Memory
from ._handle import require_null
from ._memory import Integer, RecordType, char, from_cffi, int_, pointer_to, ptr, socklen_t
from ._native import ffi, lib
from ._netdb import gai_strerror
from ._socket import _Name as Name
from ._socket import getsockopt, shutdown
from ._undefined import ConstViolation, NullPointer, OutOfBounds, WildPointer
from ._values import kind_of
from ._windef import BYTE, DWORD, WORD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._values import Pointer, Record

__all__ = [
    "ADDRESS_FAMILY",
    "ADDRINFOA",
    "GROUP",
    "HOSTENT",
    "IN6_ADDR",
    "IN_ADDR",
    "IPV6_MREQ",
    "IP_MREQ",
    "IP_MREQ_SOURCE",
    "InetNtop",
    "InetPton",
    "LINGER",
    "LPSOCKADDR",
    "LPWSABUF",
    "LPWSADATA",
    "LPWSAMSG",
    "LPWSAPOLLFD",
    "PSOCKADDR",
    "PSOCKADDR_IN",
    "SOCKADDR",
    "SOCKADDR_IN",
    "SOCKADDR_IN6",
    "SOCKADDR_STORAGE",
    "SOCKADDR_UN",
    "SOCKET",
    "TIMEVAL",
    "WSAAccept",
    "WSAAddressToString",
    "WSAAddressToStringA",
    "WSABUF",
    "WSACleanup",
    "WSAConnect",
    "WSADATA",
    "WSAGetLastError",
    "WSAHtonl",
    "WSAHtons",
    "WSAIoctl",
    "WSAMSG",
    "WSANtohl",
    "WSANtohs",
    "WSAPOLLFD",
    "WSAPoll",
    "WSARecv",
    "WSARecvDisconnect",
    "WSARecvFrom",
    "WSARecvMsg",
    "WSASend",
    "WSASendDisconnect",
    "WSASendMsg",
    "WSASendTo",
    "WSASetLastError",
    "WSASocket",
    "WSASocketA",
    "WSASocketW",
    "WSAStartup",
    "WSAStringToAddress",
    "WSAStringToAddressA",
    "closesocket",
    "gai_strerrorA",
    "ioctlsocket",
]

_MIXED_UP = lib.PYSOCK_MIXED_UP
_RESTART = lib.PYSOCK_RESTART


# ------------------------------------------------------------------------------------- types


def _record(name: str) -> RecordType:
    return from_cffi(ffi.typeof(name))  # type: ignore[return-value]


ADDRESS_FAMILY = Integer("ADDRESS_FAMILY")
GROUP = Integer("GROUP")
SOCKET = Integer("SOCKET")
_U_LONG = Integer("u_long")

ADDRINFOA = _record("ADDRINFOA")
HOSTENT = _record("HOSTENT")
IN6_ADDR = _record("IN6_ADDR")
IN_ADDR = _record("IN_ADDR")
IPV6_MREQ = _record("IPV6_MREQ")
IP_MREQ = _record("IP_MREQ")
IP_MREQ_SOURCE = _record("IP_MREQ_SOURCE")
LINGER = _record("LINGER")
SOCKADDR = _record("SOCKADDR")
SOCKADDR_IN = _record("SOCKADDR_IN")
SOCKADDR_IN6 = _record("SOCKADDR_IN6")
SOCKADDR_STORAGE = _record("SOCKADDR_STORAGE")
SOCKADDR_UN = _record("SOCKADDR_UN")
TIMEVAL = _record("TIMEVAL")
WSABUF = _record("WSABUF")
WSADATA = _record("WSADATA")
WSAMSG = _record("WSAMSG")
WSAPOLLFD = _record("WSAPOLLFD")

LPSOCKADDR = PSOCKADDR = pointer_to(SOCKADDR)
PSOCKADDR_IN = pointer_to(SOCKADDR_IN)
LPWSABUF = pointer_to(WSABUF)
LPWSADATA = pointer_to(WSADATA)
LPWSAMSG = pointer_to(WSAMSG)
LPWSAPOLLFD = pointer_to(WSAPOLLFD)


def _as_s_un(self: Record | Pointer) -> Any:
    return _S_UN.view(self._memory, self._offset)


if "S_un" not in IN_ADDR.members:
    # Windows' struct in_addr is a union of these; s_addr is a macro for S_un.S_addr there.
    _BYTES = RecordType("struct S_un_b", 0, 1)
    _BYTES.declare({f"s_b{i}": BYTE for i in range(1, 5)}, overlap=False)
    _WORDS = RecordType("struct S_un_w", 0, 1)
    _WORDS.declare({f"s_w{i}": WORD for i in range(1, 3)}, overlap=False)
    _S_UN = RecordType("union S_un", 0, 1)
    _S_UN.declare({"S_un_b": _BYTES, "S_un_w": _WORDS, "S_addr": DWORD}, overlap=True)
    IN_ADDR.macros["S_un"] = property(_as_s_un)


# ----------------------------------------------------------------------- startup and errors


def WSAStartup(wVersionRequested: SupportsIndex, lpWSAData: Any) -> int:
    """Begin to use Winsock, of a version such as MAKEWORD(2, 2), winsock2.h.

    ``int WSAStartup(WORD wVersionRequested, LPWSADATA lpWSAData);``

    It counts: Winsock ends with as many WSACleanup(). Elsewhere than on Windows the calls whose
    names POSIX knows too (socket, recv, …) work without it; while it is in force, select() looks
    at its sets alone, whatever nfds is.

    Returns 0, or the code itself: WSAEFAULT (NULL), WSAVERNOTSUPPORTED (a version below 1.0).
    """
    data = arguments.out(lpWSAData, WSADATA, "WSAStartup", null=True)
    return lib.pysock_WSAStartup(wVersionRequested, data)


def WSACleanup() -> int:
    """Take back one WSAStartup(), winsock2.h.

    ``int WSACleanup(void);``

    C's last one closes all sockets on Windows; here they stay open: pysock uses Winsock itself.

    Returns 0, or SOCKET_ERROR: WSANOTINITIALISED.
    """
    return lib.pysock_WSACleanup()


def WSAGetLastError() -> int:
    """Tell the calling thread's last error in Winsock's numbers, winsock2.h.

    ``int WSAGetLastError(void);``

    Elsewhere than on Windows it stands for errno, where EBADF and ENOTSOCK are both WSAENOTSOCK,
    EAGAIN and EINPROGRESS both WSAEWOULDBLOCK, ECONNRESET and EPIPE both WSAECONNRESET.

    Returns the code: strerror() describes it.
    """
    return lib.pysock_WSAGetLastError()


def WSASetLastError(iError: SupportsIndex) -> None:
    """Set the calling thread's last error, winsock2.h.

    ``void WSASetLastError(int iError);``

    Elsewhere than on Windows errno changes with it; a code that no errno stands for is kept there
    as its negative.
    """
    lib.pysock_WSASetLastError(iError)


# ----------------------------------------------------------------------------------- sockets


def closesocket(s: SupportsIndex) -> int:
    """Close a socket, winsock2.h.

    ``int closesocket(SOCKET s);``

    Windows: what is a descriptor of the C runtime and no socket raises BadDescriptor.

    Returns 0, or SOCKET_ERROR: WSANOTINITIALISED, WSAENOTSOCK (a file too: close() closes those).
    """
    if (closed := lib.pysock_closesocket(s)) == _MIXED_UP:
        arguments.mixed_up(s, "closesocket")
    if closed == 0:
        overlapped.forget(s)
    return closed


def ioctlsocket(s: SupportsIndex, cmd: SupportsIndex, argp: Any) -> int:
    """Control a socket: FIONBIO, FIONREAD, SIOCATMARK, winsock2.h.

    ``int ioctlsocket(SOCKET s, long cmd, u_long *argp);``

    argp is a number of 32 bits or a ``u_long``, which is wider elsewhere than on Windows.

    Returns 0, or SOCKET_ERROR: WSAEINVAL, WSAENOTSOCK, WSANOTINITIALISED.
    """
    kind = DWORD if arguments.alike(getattr(argp, "_type", None), DWORD) else _U_LONG
    place = ffi.cast(kind.direct, arguments.out(argp, kind, "ioctlsocket"))
    number = ffi.new("u_long *", place[0])
    request = arguments.integer(cmd, "ioctlsocket", "a request") & 0xFFFFFFFF  # C's is signed
    result = lib.pysock_ioctlsocket(s, request, number)
    place[0] = number[0]
    return result


def WSASocket(
    af: SupportsIndex,
    type: SupportsIndex,
    protocol: SupportsIndex,
    lpProtocolInfo: Any,
    g: SupportsIndex,
    dwFlags: SupportsIndex,
) -> int:
    """Make a socket, winsock2.h.

    ``SOCKET WSASocket(int af, int type, int protocol, LPWSAPROTOCOL_INFO lpProtocolInfo, GROUP g,
    DWORD dwFlags);  /* WSASocketA() and WSASocketW() too */``

    lpProtocolInfo is NULL. Of the flags WSA_FLAG_NO_HANDLE_INHERIT keeps the socket from programs
    that this one starts. Elsewhere than on Windows every socket allows overlapped operations.

    Returns the socket, or INVALID_SOCKET: WSAEAFNOSUPPORT, WSAEMFILE, WSANOTINITIALISED, …
    """
    require_null(lpProtocolInfo, "WSASocket", "lpProtocolInfo")
    return lib.pysock_WSASocket(af, type, protocol, dwFlags)


WSASocketA = WSASocketW = WSASocket


def WSAAccept(
    s: SupportsIndex, addr: Any, addrlen: Any, lpfnCondition: Any, dwCallbackData: SupportsIndex
) -> int:
    """Take the next connection from a listening socket, winsock2.h.

    ``SOCKET WSAAccept(SOCKET s, struct sockaddr *addr, LPINT addrlen,
    LPCONDITIONPROC lpfnCondition, DWORD_PTR dwCallbackData);``

    lpfnCondition is NULL.

    Returns the connection, or INVALID_SOCKET: WSAEWOULDBLOCK, WSAENOTSOCK, WSANOTINITIALISED, …
    """
    require_null(lpfnCondition, "WSAAccept", "lpfnCondition")
    name = Name(addr, addrlen, "WSAAccept")
    size = ffi.cast("int *", name.size)
    while (socket := lib.pysock_WSAAccept(s, name.address, size)) == _RESTART:
        pass
    return name.filled(socket)


def WSAConnect(
    s: SupportsIndex,
    name: Any,
    namelen: SupportsIndex,
    lpCallerData: Any,
    lpCalleeData: Any,
    lpSQOS: Any,
    lpGQOS: Any,
) -> int:
    """Connect a socket to an address, winsock2.h.

    ``int WSAConnect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF lpCallerData,
    LPWSABUF lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS);``

    The last four are NULL: TCP/IP sends no data with a connection, and knows no QOS.

    Returns 0, or SOCKET_ERROR: WSAECONNREFUSED, WSAEWOULDBLOCK (under way), WSAEISCONN, …
    """
    for data in (lpCallerData, lpCalleeData, lpSQOS, lpGQOS):
        require_null(data, "WSAConnect", "each of the last four arguments")
    size = arguments.length(namelen, "WSAConnect")
    address = arguments.readable(name, size, "WSAConnect")
    while (result := lib.pysock_WSAConnect(s, address, size)) == _RESTART:
        pass
    return result


def WSAPoll(fdArray: Any, fds: SupportsIndex, timeout: SupportsIndex) -> int:
    """Wait for events on the sockets of an array, at most timeout milliseconds, winsock2.h.

    ``int WSAPoll(LPWSAPOLLFD fdArray, ULONG fds, INT timeout);``

    Elsewhere than on Windows it is poll(), with that call's constants.

    Returns the number of elements whose revents is not 0, 0 after the timeout, or SOCKET_ERROR:
    WSAEINVAL (no element), WSANOTINITIALISED.
    """
    count = arguments.integer(fds, "WSAPoll")
    array = arguments.out(fdArray, WSAPOLLFD, "WSAPoll", count=count, null=count == 0)
    while (ready := lib.pysock_WSAPoll(array, count, timeout)) == _RESTART:
        pass
    return ready


def WSAIoctl(
    s: SupportsIndex,
    dwIoControlCode: SupportsIndex,
    lpvInBuffer: Any,
    cbInBuffer: SupportsIndex,
    lpvOutBuffer: Any,
    cbOutBuffer: SupportsIndex,
    lpcbBytesReturned: Any,
    lpOverlapped: Any,
    lpCompletionRoutine: Any,
) -> int:
    """Control a socket: FIONBIO, FIONREAD, SIO_KEEPALIVE_VALS, …, winsock2.h.

    ``int WSAIoctl(SOCKET s, DWORD dwIoControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer,
    LPVOID lpvOutBuffer, DWORD cbOutBuffer, LPDWORD lpcbBytesReturned,
    LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);``

    The last two are NULL. Elsewhere than on Windows only what stands here is known: SIOCATMARK,
    SIO_BASE_HANDLE, SIO_LOOPBACK_FAST_PATH, SIO_ROUTING_INTERFACE_QUERY, SIO_UDP_CONNRESET.

    Returns 0, or SOCKET_ERROR: WSAEFAULT (a buffer too short), WSAENOTSOCK, WSAEOPNOTSUPP, …
    """
    require_null(lpOverlapped, "WSAIoctl", "lpOverlapped")
    require_null(lpCompletionRoutine, "WSAIoctl", "lpCompletionRoutine")
    given, taken = (arguments.length(size, "WSAIoctl") for size in (cbInBuffer, cbOutBuffer))
    source = arguments.readable(lpvInBuffer, given, "WSAIoctl")
    sink = arguments.writable(lpvOutBuffer, taken, "WSAIoctl")
    count = arguments.out(lpcbBytesReturned, DWORD, "WSAIoctl", null=True)
    return lib.pysock_WSAIoctl(s, dwIoControlCode, source, given, sink, taken, count)


def _is_socket(s: SupportsIndex) -> bool:
    """Whether Winsock is started and knows the socket; else the last error says what is wrong."""
    if not lib.pysock_winsock_started():
        lib.pysock_WSASetLastError(constants.WSANOTINITIALISED)
        return False
    return getsockopt(s, constants.SOL_SOCKET, constants.SO_TYPE, int_(), socklen_t(int_.size)) == 0


def WSASendDisconnect(s: SupportsIndex, lpOutboundDisconnectData: Any) -> int:
    """End a connection's sending direction, winsock2.h.

    ``int WSASendDisconnect(SOCKET s, LPWSABUF lpOutboundDisconnectData);``

    The data are NULL: TCP sends none. It is shutdown() with SD_SEND.

    Returns 0, or SOCKET_ERROR: WSAENOTCONN, WSAENOTSOCK, WSANOTINITIALISED.
    """
    require_null(lpOutboundDisconnectData, "WSASendDisconnect", "lpOutboundDisconnectData")
    return shutdown(s, constants.SD_SEND) if _is_socket(s) else constants.SOCKET_ERROR


def WSARecvDisconnect(s: SupportsIndex, lpInboundDisconnectData: Any) -> int:
    """End a connection's receiving direction, winsock2.h.

    ``int WSARecvDisconnect(SOCKET s, LPWSABUF lpInboundDisconnectData);``

    The data are NULL: TCP sends none. It is shutdown() with SD_RECEIVE.

    Returns 0, or SOCKET_ERROR: WSAENOTCONN, WSAENOTSOCK, WSANOTINITIALISED.
    """
    require_null(lpInboundDisconnectData, "WSARecvDisconnect", "lpInboundDisconnectData")
    return shutdown(s, constants.SD_RECEIVE) if _is_socket(s) else constants.SOCKET_ERROR


# ----------------------------------------------------------------- data, in arrays of WSABUF

_CHAR_POINTER = WSABUF.members["buf"][0]
_BUF = WSABUF.members["buf"][1]


class _Buffers:
    """The first `count` elements of an array of WSABUF, checked, as C may use them.

    It is a copy that no other thread can change; while it lives, so do the objects it points to.
    """

    __slots__ = ("array", "count", "memory")

    def __init__(self, lpBuffers: Any, count: int, call: str, write: bool) -> None:
        arguments.out(lpBuffers, WSABUF, call, count=count, null=count == 0)
        self.count = count
        self.memory = Memory.zeroed(count * WSABUF.size)
        self.array = ffi.cast("WSABUF *", self.memory.base)
        if count:
            self.memory.move(0, lpBuffers._memory, lpBuffers._offset, self.memory.size)
        for index in range(count):
            self._check(index, f"{call}: lpBuffers[{index}]", write)

    def _check(self, index: int, what: str, write: bool) -> None:
        length = self.array[index].len
        try:
            place = _CHAR_POINTER.read(self.memory, index * WSABUF.size + _BUF)
        except WildPointer as wild:
            raise WildPointer(f"{what}.buf: {wild}") from None
        if place is None:
            if length:
                raise NullPointer(f"{what}: {length} bytes at NULL")
        elif length > place._room:
            raise OutOfBounds(f"{what}: {length} bytes of an object that has {place._room}")
        elif write and place._memory.const:
            raise ConstViolation(f"{what}: would write into a constant object")


def WSASend(
    s: SupportsIndex,
    lpBuffers: Any,
    dwBufferCount: SupportsIndex,
    lpNumberOfBytesSent: Any,
    dwFlags: SupportsIndex,
    lpOverlapped: Any,
    lpCompletionRoutine: Any,
) -> int:
    """Send several buffers as one, winsock2.h.

    ``int WSASend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent,
    DWORD dwFlags, LPWSAOVERLAPPED lpOverlapped,
    LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);``

    A WSABUF keeps alive what its buf points to. With lpOverlapped the operation may go on after
    the call. lpCompletionRoutine is NULL or a function that takes an error, the number of bytes,
    lpOverlapped and flags: an alertable wait of this thread, as SleepEx(), calls it at the end.

    Returns 0, the number of bytes in lpNumberOfBytesSent, or SOCKET_ERROR: WSAECONNRESET,
    WSAEFAULT (no place for the number), WSAENOTCONN, WSAEWOULDBLOCK, …
    """
    ending = _ending(lpOverlapped, lpCompletionRoutine, "WSASend")
    buffers = _Buffers(lpBuffers, arguments.integer(dwBufferCount, "WSASend"), "WSASend", False)
    sent = arguments.out(lpNumberOfBytesSent, DWORD, "WSASend", null=True)
    if ending:
        to = ffi.NULL, 0
        return overlapped.send(s, buffers, sent, dwFlags, to, ending, "WSASend")
    array, count = buffers.array, buffers.count
    while (result := lib.pysock_WSASend(s, array, count, sent, dwFlags)) == _RESTART:
        pass
    return result


def _ending(lpOverlapped: Any, lpCompletionRoutine: Any, call: str) -> tuple[Any, Any] | None:
    """What is told of the end of a call that is to go on by itself: the OVERLAPPED, the routine."""
    routine = None if arguments.is_null(lpCompletionRoutine) else lpCompletionRoutine
    if routine is not None and not callable(routine):
        raise TypeError(f"{call}: lpCompletionRoutine is a function, not {kind_of(routine)}")
    return None if arguments.is_null(lpOverlapped) else (lpOverlapped, routine)


def WSASendTo(
    s: SupportsIndex,
    lpBuffers: Any,
    dwBufferCount: SupportsIndex,
    lpNumberOfBytesSent: Any,
    dwFlags: SupportsIndex,
    lpTo: Any,
    iTolen: SupportsIndex,
    lpOverlapped: Any,
    lpCompletionRoutine: Any,
) -> int:
    """Send several buffers to an address, as one datagram, winsock2.h.

    ``int WSASendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
    LPDWORD lpNumberOfBytesSent, DWORD dwFlags, const struct sockaddr *lpTo, int iTolen,
    LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);``

    With lpOverlapped the operation may go on after the call; lpCompletionRoutine is as
    WSASend()'s.

    Returns 0, the number of bytes in lpNumberOfBytesSent, or SOCKET_ERROR: WSAEMSGSIZE, and
    WSASend()'s others.
    """
    ending = _ending(lpOverlapped, lpCompletionRoutine, "WSASendTo")
    buffers = _Buffers(lpBuffers, arguments.integer(dwBufferCount, "WSASendTo"), "WSASendTo", False)
    sent = arguments.out(lpNumberOfBytesSent, DWORD, "WSASendTo", null=True)
    size = arguments.length(iTolen, "WSASendTo")
    to = arguments.readable(lpTo, 0 if arguments.is_null(lpTo) else size, "WSASendTo")
    if ending:
        return overlapped.send(s, buffers, sent, dwFlags, (to, size), ending, "WSASendTo")
    array, count = buffers.array, buffers.count
    while (r := lib.pysock_WSASendTo(s, array, count, sent, dwFlags, to, size)) == _RESTART:
        pass
    return r


def WSARecv(
    s: SupportsIndex,
    lpBuffers: Any,
    dwBufferCount: SupportsIndex,
    lpNumberOfBytesRecvd: Any,
    lpFlags: Any,
    lpOverlapped: Any,
    lpCompletionRoutine: Any,
) -> int:
    """Receive into several buffers, filling one after the other, winsock2.h.

    ``int WSARecv(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
    LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags, LPWSAOVERLAPPED lpOverlapped,
    LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);``

    lpFlags holds flags such as MSG_PEEK before, and 0 after the call. With lpOverlapped
    the operation may go on after the call; lpCompletionRoutine is as WSASend()'s.

    Returns 0, the number of bytes in lpNumberOfBytesRecvd (0: the peer has ended), or
    SOCKET_ERROR: WSAECONNRESET, WSAEMSGSIZE (the rest of a datagram is lost), WSAEWOULDBLOCK, …
    """
    ending = _ending(lpOverlapped, lpCompletionRoutine, "WSARecv")
    buffers = _Buffers(lpBuffers, arguments.integer(dwBufferCount, "WSARecv"), "WSARecv", True)
    got = arguments.out(lpNumberOfBytesRecvd, DWORD, "WSARecv", null=True)
    flags = arguments.out(lpFlags, DWORD, "WSARecv", null=True)
    if ending:
        return overlapped.receive(s, buffers, got, flags, None, ending, "WSARecv")
    array, count = buffers.array, buffers.count
    while (result := lib.pysock_WSARecv(s, array, count, got, flags)) == _RESTART:
        pass
    return result


def WSARecvFrom(
    s: SupportsIndex,
    lpBuffers: Any,
    dwBufferCount: SupportsIndex,
    lpNumberOfBytesRecvd: Any,
    lpFlags: Any,
    lpFrom: Any,
    lpFromlen: Any,
    lpOverlapped: Any,
    lpCompletionRoutine: Any,
) -> int:
    """Receive a datagram into several buffers, and its sender's address, winsock2.h.

    ``int WSARecvFrom(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
    LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags, struct sockaddr *lpFrom, LPINT lpFromlen,
    LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);``

    With lpOverlapped the operation may go on after the call; lpCompletionRoutine is as
    WSASend()'s.

    Returns 0, the number of bytes in lpNumberOfBytesRecvd, or SOCKET_ERROR with WSARecv()'s codes.
    """
    ending = _ending(lpOverlapped, lpCompletionRoutine, "WSARecvFrom")
    number = arguments.integer(dwBufferCount, "WSARecvFrom")
    buffers = _Buffers(lpBuffers, number, "WSARecvFrom", True)
    got = arguments.out(lpNumberOfBytesRecvd, DWORD, "WSARecvFrom", null=True)
    flags = arguments.out(lpFlags, DWORD, "WSARecvFrom", null=True)
    name = Name(lpFrom, lpFromlen, "WSARecvFrom")
    if ending:
        return overlapped.receive(s, buffers, got, flags, name, ending, "WSARecvFrom")
    size = ffi.cast("int *", name.size)
    places = buffers.array, buffers.count, got, flags, name.address, size
    while (result := lib.pysock_WSARecvFrom(s, *places)) == _RESTART:
        pass
    return name.filled(result)


class _Message:
    """A WSAMSG, checked, as C may use it: a private copy, and the copy of its buffers."""

    __slots__ = ("_given", "buffers", "control", "memory", "name", "record")

    def __init__(self, lpMsg: Any, call: str, write: bool) -> None:
        self._given = arguments.record(lpMsg, WSAMSG, call)
        copy: Any = self._given.__copy__()
        self.memory = copy._memory
        self.record = ffi.cast("WSAMSG *", self.memory.base)
        self.buffers = _Buffers(copy.lpBuffers, copy.dwBufferCount, call, write)
        check = arguments.writable if write else arguments.readable
        self.name = check(copy.name, copy.namelen if copy.name is not None else 0, call)
        self.control = check(copy.Control.buf, copy.Control.len, call)
        self.record.lpBuffers = self.buffers.array

    def filled(self, result: int) -> int:
        """Hand on what the call says of the message."""
        self._given.namelen = self.record.namelen
        self._given.Control.len = self.record.Control.len
        self._given.dwFlags = self.record.dwFlags
        return result


def WSASendMsg(
    s: SupportsIndex,
    lpMsg: Any,
    dwFlags: SupportsIndex,
    lpNumberOfBytesSent: Any,
    lpOverlapped: Any,
    lpCompletionRoutine: Any,
) -> int:
    """Send a message: buffers, an address, control information, winsock2.h.

    ``int WSASendMsg(SOCKET s, LPWSAMSG lpMsg, DWORD dwFlags, LPDWORD lpNumberOfBytesSent,
    LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);``

    The last two are NULL.

    Returns 0, the number of bytes in lpNumberOfBytesSent, or SOCKET_ERROR with WSASendTo()'s codes.
    """
    require_null(lpOverlapped, "WSASendMsg", "lpOverlapped")
    require_null(lpCompletionRoutine, "WSASendMsg", "lpCompletionRoutine")
    message = _Message(lpMsg, "WSASendMsg", write=False)
    sent = arguments.out(lpNumberOfBytesSent, DWORD, "WSASendMsg", null=True)
    while (result := lib.pysock_WSASendMsg(s, message.record, dwFlags, sent)) == _RESTART:
        pass
    return result


def WSARecvMsg(
    s: SupportsIndex,
    lpMsg: Any,
    lpdwNumberOfBytesRecvd: Any,
    lpOverlapped: Any,
    lpCompletionRoutine: Any,
) -> int:
    """Receive a message: buffers, an address, control information, mswsock.h.

    ``int WSARecvMsg(SOCKET s, LPWSAMSG lpMsg, LPDWORD lpdwNumberOfBytesRecvd,
    LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);``

    A program of C asks WSAIoctl() for it; here it stands beside the others. lpMsg->dwFlags holds
    flags such as MSG_PEEK before, and MSG_TRUNC or MSG_CTRUNC after the call. The last two
    arguments are NULL.

    Returns 0, the number of bytes in lpdwNumberOfBytesRecvd, or SOCKET_ERROR with WSARecv()'s
    codes.
    """
    require_null(lpOverlapped, "WSARecvMsg", "lpOverlapped")
    require_null(lpCompletionRoutine, "WSARecvMsg", "lpCompletionRoutine")
    message = _Message(lpMsg, "WSARecvMsg", write=True)
    got = arguments.out(lpdwNumberOfBytesRecvd, DWORD, "WSARecvMsg", null=True)
    while (result := lib.pysock_WSARecvMsg(s, message.record, got)) == _RESTART:
        pass
    return message.filled(result)


# --------------------------------------------------------------------------------- addresses


def InetPton(Family: SupportsIndex, pszAddrString: Any, pAddrBuf: Any) -> int:
    """Turn text into an address, ws2tcpip.h.

    ``INT InetPton(INT Family, LPCTSTR pszAddrString, void *pAddrBuf);``

    It is inet_pton().

    Returns 1, 0 where the text is no address, or -1: WSAEAFNOSUPPORT.
    """
    return inet_pton(Family, pszAddrString, pAddrBuf)


def InetNtop(
    Family: SupportsIndex, pAddr: Any, pStringBuf: Any, StringBufSize: SupportsIndex
) -> Any:
    """Turn an address into text, ws2tcpip.h.

    ``LPCTSTR InetNtop(INT Family, const void *pAddr, LPTSTR pStringBuf, size_t StringBufSize);``

    It is inet_ntop().

    Returns pStringBuf, or NULL: WSAEAFNOSUPPORT, WSA_INVALID_PARAMETER (on Windows; ENOSPC else).
    """
    return inet_ntop(Family, pAddr, pStringBuf, StringBufSize)


def _swapped(s: SupportsIndex, number: int, place: Any, kind: Integer, call: str) -> int:
    """Store a number that is in another order; a ``u_long`` may be wider than 32 bits."""
    if kind is DWORD and not arguments.alike(getattr(place, "_type", None), DWORD):
        kind = _U_LONG
    target = ffi.cast(kind.direct, arguments.out(place, kind, call))
    if not _is_socket(s):
        return constants.SOCKET_ERROR
    target[0] = number
    return 0


def WSAHtonl(s: SupportsIndex, hostlong: SupportsIndex, lpnetlong: Any) -> int:
    """Turn a number of 32 bits into the network's order, winsock2.h.

    ``int WSAHtonl(SOCKET s, u_long hostlong, u_long *lpnetlong);``

    Returns 0, the number in lpnetlong, or SOCKET_ERROR: WSAENOTSOCK, WSANOTINITIALISED.
    """
    return _swapped(s, htonl(hostlong), lpnetlong, DWORD, "WSAHtonl")


def WSANtohl(s: SupportsIndex, netlong: SupportsIndex, lphostlong: Any) -> int:
    """Turn a number of 32 bits into this machine's order, winsock2.h.

    ``int WSANtohl(SOCKET s, u_long netlong, u_long *lphostlong);``

    Returns 0, the number in lphostlong, or SOCKET_ERROR: WSAENOTSOCK, WSANOTINITIALISED.
    """
    return _swapped(s, htonl(netlong), lphostlong, DWORD, "WSANtohl")


def WSAHtons(s: SupportsIndex, hostshort: SupportsIndex, lpnetshort: Any) -> int:
    """Turn a number of 16 bits into the network's order, winsock2.h.

    ``int WSAHtons(SOCKET s, u_short hostshort, u_short *lpnetshort);``

    Returns 0, the number in lpnetshort, or SOCKET_ERROR: WSAENOTSOCK, WSANOTINITIALISED.
    """
    return _swapped(s, htons(hostshort), lpnetshort, WORD, "WSAHtons")


def WSANtohs(s: SupportsIndex, netshort: SupportsIndex, lphostshort: Any) -> int:
    """Turn a number of 16 bits into this machine's order, winsock2.h.

    ``int WSANtohs(SOCKET s, u_short netshort, u_short *lphostshort);``

    Returns 0, the number in lphostshort, or SOCKET_ERROR: WSAENOTSOCK, WSANOTINITIALISED.
    """
    return _swapped(s, htons(netshort), lphostshort, WORD, "WSANtohs")


_FAMILIES = {constants.AF_INET: SOCKADDR_IN, constants.AF_INET6: SOCKADDR_IN6}


def _failed(code: int) -> int:
    lib.pysock_WSASetLastError(code)
    return constants.SOCKET_ERROR


def WSAAddressToString(
    lpsaAddress: Any,
    dwAddressLength: SupportsIndex,
    lpProtocolInfo: Any,
    lpszAddressString: Any,
    lpdwAddressStringLength: Any,
) -> int:
    """Write an address with its port, such as ``127.0.0.1:80`` or ``[::1]:80``, winsock2.h.

    ``INT WSAAddressToString(LPSOCKADDR lpsaAddress, DWORD dwAddressLength,
    LPWSAPROTOCOL_INFO lpProtocolInfo, LPSTR lpszAddressString,
    LPDWORD lpdwAddressStringLength);  /* WSAAddressToStringA() too */``

    A port of 0 is left out. lpdwAddressStringLength holds the room before, and the length with its
    NUL after the call.

    Returns 0, or SOCKET_ERROR: WSAEFAULT (no room: the length says how much), WSAEINVAL (of
    another family), WSANOTINITIALISED.
    """
    require_null(lpProtocolInfo, "WSAAddressToString", "lpProtocolInfo")
    if not lib.pysock_winsock_started():
        return _failed(constants.WSANOTINITIALISED)
    size = arguments.length(dwAddressLength, "WSAAddressToString")
    given = bytes(ffi.buffer(arguments.readable(lpsaAddress, size, "WSAAddressToString"), size))
    room = arguments.out(lpdwAddressStringLength, DWORD, "WSAAddressToString")
    text = _address_text(given)
    if text is None:
        return _failed(constants.WSAEINVAL)
    before, after = lpdwAddressStringLength[0], len(text) + 1
    ffi.cast(DWORD.direct, room)[0] = after
    if before < after:
        return _failed(constants.WSAEFAULT)
    place = arguments.writable(lpszAddressString, after, "WSAAddressToString")
    ffi.memmove(place, text + b"\0", after)
    return 0


def _address_text(given: bytes) -> bytes | None:
    """An IP address and its port as text."""
    whole = char[max(len(given), SOCKADDR.size)](given) if given else char[SOCKADDR.size]()
    family = ptr(SOCKADDR, whole).sa_family
    kind = _FAMILIES.get(family)
    if kind is None or len(given) < kind.size:
        return None
    address, text = ptr(kind, whole)[0], char[constants.INET6_ADDRSTRLEN]()
    is_ipv4 = kind is SOCKADDR_IN
    inet_ntop(family, address.sin_addr if is_ipv4 else address.sin6_addr, text, text._room)
    port = htons(address.sin_port if is_ipv4 else address.sin6_port)
    host = text.string()
    if not is_ipv4 and address.sin6_scope_id:
        host += b"%%%d" % address.sin6_scope_id
    if port == 0:
        return host
    return b"%b:%d" % (host, port) if is_ipv4 else b"[%b]:%d" % (host, port)


def WSAStringToAddress(
    AddressString: Any,
    AddressFamily: SupportsIndex,
    lpProtocolInfo: Any,
    lpAddress: Any,
    lpAddressLength: Any,
) -> int:
    """Read an address with or without a port, winsock2.h.

    ``INT WSAStringToAddress(LPSTR AddressString, INT AddressFamily,
    LPWSAPROTOCOL_INFO lpProtocolInfo, LPSOCKADDR lpAddress,
    LPINT lpAddressLength);  /* WSAStringToAddressA() too */``

    lpAddressLength holds the room before, and the length of the address after the call.

    Returns 0, or SOCKET_ERROR: WSAEFAULT (no room: the length says how much), WSAEINVAL (no such
    text, another family), WSANOTINITIALISED.
    """
    require_null(lpProtocolInfo, "WSAStringToAddress", "lpProtocolInfo")
    if not lib.pysock_winsock_started():
        return _failed(constants.WSANOTINITIALISED)
    family = arguments.integer(AddressFamily, "WSAStringToAddress")
    text = arguments.string(AddressString, "WSAStringToAddress").decode("utf-8", "replace")
    length = arguments.out(lpAddressLength, int_, "WSAStringToAddress")
    address = _address_of(text, family)
    if address is None:
        return _failed(constants.WSAEINVAL)
    room, size = lpAddressLength[0], address._type.size
    ffi.cast(int_.direct, length)[0] = size
    if room < size:
        return _failed(constants.WSAEFAULT)
    place = arguments.writable(lpAddress, size, "WSAStringToAddress")
    ffi.memmove(place, bytes(address), size)
    return 0


def _address_of(text: str, family: int) -> Any:
    """The address that a text stands for, or None."""
    kind = _FAMILIES.get(family)
    if kind is None:
        return None
    host, port = text, "0"
    if kind is SOCKADDR_IN:
        host, colon, port = text.partition(":")
    elif text.startswith("["):
        host, colon, port = text[1:].partition("]")
        colon, port = port[:1], port[1:]
    else:
        colon = ""
    port = port if colon else "0"
    if not port.isdecimal() or not port.isascii() or int(port) > 0xFFFF:
        return None
    address = kind()
    if kind is SOCKADDR_IN:
        address.sin_family, address.sin_port = family, htons(int(port))
        target = address.sin_addr
    else:
        address.sin6_family, address.sin6_port = family, htons(int(port))
        target = address.sin6_addr
    if "\0" in host or inet_pton(family, host, target) != 1:
        return None
    return address


WSAAddressToStringA = WSAAddressToString
WSAStringToAddressA = WSAStringToAddress


def gai_strerrorA(ecode: SupportsIndex) -> Any:
    """Describe an error of getaddrinfo() or getnameinfo(), ws2tcpip.h.

    ``char *gai_strerrorA(int ecode);``

    It is gai_strerror().

    Returns a constant string.
    """
    return gai_strerror(ecode)
