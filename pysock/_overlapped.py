"""Overlapped operations and completion ports, winsock2.h, mswsock.h, ioapiset.h.

Elsewhere than on Windows nothing goes on in the background: an operation that cannot be done at
once goes on while the program waits for an event, a port or a result.

C leaves it to the program that buffers and OVERLAPPED live until an operation has ended. Here an
`Operation` keeps them. The system never sees a program's own OVERLAPPED: that only names the
operation, and holds a copy of the result afterwards.
"""

from __future__ import annotations

import atexit

from . import _arguments as arguments
from . import _constants as constants
from ._handle import add_routine, event_of_routines, handle_of, number_of, require_null
from ._memory import PointerType, RecordType, from_cffi, int_, pointee_of, pointer_to
from ._native import ffi, lib
from ._undefined import UndefinedBehavior
from ._values import Scalar, Value, kind_of
from ._windef import DWORD, HANDLE, ULONG_PTR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__ = [
    "AcceptEx",
    "CancelIoEx",
    "ConnectEx",
    "CreateIoCompletionPort",
    "DisconnectEx",
    "GetAcceptExSockaddrs",
    "GetQueuedCompletionStatus",
    "HasOverlappedIoCompleted",
    "LPOVERLAPPED",
    "LPWSAOVERLAPPED",
    "OVERLAPPED",
    "PostQueuedCompletionStatus",
    "TransmitFile",
    "WSAGetOverlappedResult",
    "WSAOVERLAPPED",
]

OVERLAPPED: RecordType = from_cffi(ffi.typeof("OVERLAPPED"))  # type: ignore[assignment]
OVERLAPPED.members["hEvent"] = HANDLE, OVERLAPPED.members["hEvent"][1]
WSAOVERLAPPED = OVERLAPPED
LPOVERLAPPED = LPWSAOVERLAPPED = pointer_to(OVERLAPPED)

_RESTART = lib.PYSOCK_RESTART
_RESULT_SIZE = 2 * ffi.sizeof("void *")  # Internal and InternalHigh, which come first


def _address(place: CData) -> int:
    return int(ffi.cast("uintptr_t", place))


# ------------------------------------------------------------------------------------ operations


class Operation:
    """One operation under way: what the system uses of the program's, and what it is called by."""

    __slots__ = ("ended", "file", "given", "kept", "place", "raw", "routine", "when_ended")

    def __init__(self, lpOverlapped: Any, call: str, file: Any, routine: Any = None) -> None:
        self.place = arguments.writable(
            _of_type(lpOverlapped, call), OVERLAPPED.size, call
        )  # where the program's OVERLAPPED stands
        self.given = lpOverlapped
        self.file = file
        self.routine = routine
        self.kept: tuple[object, ...] = ()
        self.ended = False
        self.raw = ffi.new("pysock_operation *")
        self.when_ended: Callable[[], None] | None = None

    def start(self, call: Callable[[CData], int], *kept: object) -> int:
        """Make the call that starts it; what is kept lives until it has ended."""
        _require_idle(_address(self.place), "an operation")
        said = ffi.cast("OVERLAPPED *", self.place)
        if self.routine is not None:  # then hEvent is the program's, for whatever it likes
            said = ffi.new("OVERLAPPED *", {"hEvent": ffi.cast("void *", event_of_routines())})
        if lib.pysock_operation_prepare(self.raw, said) != 0:
            return _REFUSED
        self.kept = kept
        # Another thread may get the result before the call has returned.
        _by_raw[_address(self.raw)] = _by_place[_address(self.place)] = self
        return call(self.raw)

    def has_failed(self) -> None:
        """The call did not start it."""
        _by_raw.pop(_address(self.raw), None)
        _by_place.pop(_address(self.place), None)

    def has_ended(self) -> None:
        """Give the program the result, and its buffers back."""
        if not self.ended:
            self.ended = True
            self.kept = ()
            ffi.memmove(self.place, self.raw, _RESULT_SIZE)
            if self.when_ended is not None:
                self.when_ended()
        if _by_place.get(_address(self.place)) is self:
            del _by_place[_address(self.place)]
        if self.file not in _ported:  # else its port still reports it
            _by_raw.pop(_address(self.raw), None)

    def is_over(self) -> int:
        """Whether the system has ended it."""
        return lib.pysock_operation_ended(self.raw)

    def report(self) -> None:
        """Call its completion routine."""
        count, flags = ffi.new("DWORD *"), ffi.new("DWORD *")
        done = lib.pysock_WSAGetOverlappedResult(self.file, self.raw, count, 0, flags)
        error = 0 if done else lib.pysock_WSAGetLastError()
        if error == constants.WSAENOTSOCK:  # the socket was closed meanwhile
            error = constants.WSA_OPERATION_ABORTED
        self.has_ended()
        self.routine(error, count[0], self.given, flags[0])


_REFUSED = -2  # what start() returns where the call was not made
_by_raw: dict[int, Operation] = {}
_by_place: dict[int, Operation] = {}
_ported: set[int] = set()  # the sockets whose operations a port reports


def _of_type(lpOverlapped: Any, call: str) -> Any:
    arguments.given(lpOverlapped, OVERLAPPED, call)
    return lpOverlapped


def _require_idle(place: int, call: str) -> None:
    old = _by_place.get(place)
    if old is None:
        return
    if not lib.pysock_operation_ended(old.raw):
        raise UndefinedBehavior(f"{call}: its OVERLAPPED belongs to one that has not ended")
    old.has_ended()


@atexit.register
def _cancel_all() -> None:
    """The interpreter's end frees the buffers: nothing may be under way any more."""
    for operation in list(_by_raw.values()):
        if not lib.pysock_operation_ended(operation.raw):
            lib.pysock_operation_cancel(operation.file, operation.raw)


def _launch(
    operation: Operation, call: Callable[[CData], int], success: int, failure: int, *kept: object
) -> int:
    """Start an operation: what the call returned."""
    if operation.routine is not None and operation.file in _ported:
        lib.pysock_WSASetLastError(constants.WSAEINVAL)
        return failure
    result = operation.start(call, *kept)
    if result == _REFUSED:
        return failure
    if result != success and lib.pysock_WSAGetLastError() != constants.WSA_IO_PENDING:
        operation.has_failed()
    elif operation.routine is not None:
        add_routine(operation.is_over, operation.report)
    return result


def send(
    s: Any,
    buffers: Any,
    sent: CData,
    flags: Any,
    to: tuple[CData, int],
    ending: tuple[Any, Any],
    call: str,
) -> int:
    """WSASend() and WSASendTo() with an OVERLAPPED, and perhaps a routine."""
    operation = Operation(ending[0], call, arguments.integer(s, call), ending[1])
    array, count = buffers.array, buffers.count
    return _launch(
        operation,
        lambda raw: lib.pysock_overlapped_send(s, array, count, sent, flags, *to, raw),
        0,
        constants.SOCKET_ERROR,
        buffers,
        to,
    )


def receive(
    s: Any,
    buffers: Any,
    got: CData,
    flags: CData,
    name: Any,
    ending: tuple[Any, Any],
    call: str,
) -> int:
    """WSARecv() and, where it has a name to fill in, WSARecvFrom() with an OVERLAPPED."""
    operation = Operation(ending[0], call, arguments.integer(s, call), ending[1])
    array, count = buffers.array, buffers.count
    named = name is not None and name.place is not None
    if named:
        operation.when_ended = lambda: _fill_in(name, operation.raw)
    return _launch(
        operation,
        lambda raw: lib.pysock_overlapped_receive(s, array, count, got, flags, named, raw),
        0,
        constants.SOCKET_ERROR,
        buffers,
        name,
    )


def _fill_in(name: Any, raw: CData) -> None:
    """The sender's address, which the system wrote into the operation."""
    ffi.memmove(name.address, ffi.addressof(raw, "name"), min(name.length, raw.namelen))
    name.place[0] = raw.namelen


def HasOverlappedIoCompleted(lpOverlapped: Any) -> int:
    """Tell whether an operation has ended, winbase.h.

    ``BOOL HasOverlappedIoCompleted(LPOVERLAPPED lpOverlapped);``

    Returns TRUE or FALSE.
    """
    place = arguments.given(lpOverlapped, OVERLAPPED, "HasOverlappedIoCompleted")
    operation = _by_place.get(_address(place))
    return 1 if operation is None else lib.pysock_operation_ended(operation.raw)


def WSAGetOverlappedResult(
    s: SupportsIndex,
    lpOverlapped: Any,
    lpcbTransfer: Any,
    fWait: SupportsIndex,
    lpdwFlags: Any,
) -> int:
    """Ask for the result of an operation, and wait for it where fWait says so, winsock2.h.

    ``BOOL WSAGetOverlappedResult(SOCKET s, LPWSAOVERLAPPED lpOverlapped, LPDWORD lpcbTransfer,
    BOOL fWait, LPDWORD lpdwFlags);``

    Returns TRUE, the number of bytes in lpcbTransfer, or FALSE: WSA_IO_INCOMPLETE (not yet), or
    what the operation failed with, as WSA_OPERATION_ABORTED.
    """
    place = arguments.given(lpOverlapped, OVERLAPPED, "WSAGetOverlappedResult")
    count = arguments.out(lpcbTransfer, DWORD, "WSAGetOverlappedResult")
    flags = arguments.out(lpdwFlags, DWORD, "WSAGetOverlappedResult", null=True) or DWORD()._address
    operation = _by_place.get(_address(place))
    if operation is None:  # it was asked for before: the OVERLAPPED holds the result
        raw = ffi.new("pysock_operation *")
        ffi.memmove(raw, place, _RESULT_SIZE)
        return lib.pysock_WSAGetOverlappedResult(s, raw, count, 0, flags)
    places = count, fWait, flags
    while (done := lib.pysock_WSAGetOverlappedResult(s, operation.raw, *places)) == _RESTART:
        pass
    if lib.pysock_operation_ended(operation.raw):
        error = lib.pysock_WSAGetLastError()
        operation.has_ended()
        lib.pysock_WSASetLastError(error)
    return done


def CancelIoEx(hFile: SupportsIndex, lpOverlapped: Any) -> int:
    """Cancel an operation on a socket, or all of them where lpOverlapped is NULL, ioapiset.h.

    ``BOOL CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped);``

    A cancelled operation ends with WSA_OPERATION_ABORTED.

    Returns TRUE, or FALSE: ERROR_NOT_FOUND (none is under way).
    """
    raw = ffi.NULL
    if not arguments.is_null(lpOverlapped):
        place = arguments.given(lpOverlapped, OVERLAPPED, "CancelIoEx")
        operation = _by_place.get(_address(place))
        raw = ffi.new("pysock_operation *") if operation is None else operation.raw
    return lib.pysock_CancelIoEx(hFile, raw)


# ------------------------------------------------------------------------------------ extensions


def AcceptEx(
    sListenSocket: SupportsIndex,
    sAcceptSocket: SupportsIndex,
    lpOutputBuffer: Any,
    dwReceiveDataLength: SupportsIndex,
    dwLocalAddressLength: SupportsIndex,
    dwRemoteAddressLength: SupportsIndex,
    lpdwBytesReceived: Any,
    lpOverlapped: Any,
) -> int:
    """Take a connection as a socket made before, and its first data with it, mswsock.h.

    ``BOOL AcceptEx(SOCKET sListenSocket, SOCKET sAcceptSocket, PVOID lpOutputBuffer,
    DWORD dwReceiveDataLength, DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength,
    LPDWORD lpdwBytesReceived, LPOVERLAPPED lpOverlapped);``

    A program of C asks WSAIoctl() for it. The buffer has room for the data and, behind it, for the
    two addresses: at least 16 bytes more than each has. GetAcceptExSockaddrs() finds them.

    Returns TRUE, or FALSE: WSA_IO_PENDING (it is under way), WSAEINVAL, WSAENOTSOCK, …
    """
    sizes = [
        arguments.length(size, "AcceptEx")
        for size in (dwReceiveDataLength, dwLocalAddressLength, dwRemoteAddressLength)
    ]
    buffer = arguments.writable(lpOutputBuffer, sum(sizes), "AcceptEx")
    count = arguments.out(lpdwBytesReceived, DWORD, "AcceptEx")
    number = ffi.new("DWORD *")
    operation = Operation(lpOverlapped, "AcceptEx", arguments.integer(sListenSocket, "AcceptEx"))
    done = _launch(
        operation,
        lambda raw: lib.pysock_AcceptEx(sListenSocket, sAcceptSocket, buffer, *sizes, number, raw),
        1,
        0,
        buffer,
        lpOutputBuffer,
        number,
    )
    ffi.cast("DWORD *", count)[0] = number[0] if done else 0
    return done


def GetAcceptExSockaddrs(
    lpOutputBuffer: Any,
    dwReceiveDataLength: SupportsIndex,
    dwLocalAddressLength: SupportsIndex,
    dwRemoteAddressLength: SupportsIndex,
    LocalSockaddr: Any,
    LocalSockaddrLength: Any,
    RemoteSockaddr: Any,
    RemoteSockaddrLength: Any,
) -> None:
    """Find the two addresses in a buffer that AcceptEx() has filled, mswsock.h.

    ``void GetAcceptExSockaddrs(PVOID lpOutputBuffer, DWORD dwReceiveDataLength,
    DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength, struct sockaddr **LocalSockaddr,
    LPINT LocalSockaddrLength, struct sockaddr **RemoteSockaddr, LPINT RemoteSockaddrLength);``

    The two pointer variables then point into the buffer, or are NULL.
    """
    call = "GetAcceptExSockaddrs"
    sizes = [
        arguments.length(size, call)
        for size in (dwReceiveDataLength, dwLocalAddressLength, dwRemoteAddressLength)
    ]
    buffer = arguments.writable(lpOutputBuffer, sum(sizes), call)
    given = (LocalSockaddr, LocalSockaddrLength), (RemoteSockaddr, RemoteSockaddrLength)
    for place, length in given:
        _require_pointer(place, call)
        arguments.out(length, int_, call)
    offsets, lengths = ffi.new("intptr_t[2]"), ffi.new("int[2]")
    probe = lib.socket(constants.AF_INET, constants.SOCK_STREAM, 0)
    lib.pysock_GetAcceptExSockaddrs(probe, buffer, *sizes, offsets, lengths)
    lib.pysock_closesocket(probe)
    for (place, length), offset, size in zip(given, offsets, lengths, strict=True):
        _point(place, None if offset < 0 else lpOutputBuffer, call, offset)
        length[0] = size


def ConnectEx(
    s: SupportsIndex,
    name: Any,
    namelen: SupportsIndex,
    lpSendBuffer: Any,
    dwSendDataLength: SupportsIndex,
    lpdwBytesSent: Any,
    lpOverlapped: Any,
) -> int:
    """Connect a bound socket, and send the first data, mswsock.h.

    ``BOOL ConnectEx(SOCKET s, const struct sockaddr *name, int namelen, PVOID lpSendBuffer,
    DWORD dwSendDataLength, LPDWORD lpdwBytesSent, LPOVERLAPPED lpOverlapped);``

    A program of C asks WSAIoctl() for it. lpSendBuffer may be NULL.

    Returns TRUE, or FALSE: WSA_IO_PENDING (it is under way), WSAEINVAL (not bound), …
    """
    size = arguments.length(namelen, "ConnectEx")
    address = arguments.readable(name, size, "ConnectEx")
    length = arguments.length(dwSendDataLength, "ConnectEx")
    data = arguments.readable(lpSendBuffer, length, "ConnectEx")
    arguments.out(lpdwBytesSent, DWORD, "ConnectEx", null=True)
    number = ffi.new("DWORD *")
    operation = Operation(lpOverlapped, "ConnectEx", arguments.integer(s, "ConnectEx"))
    done = _launch(
        operation,
        lambda raw: lib.pysock_ConnectEx(s, address, size, data, length, number, raw),
        1,
        0,
        (address, name),
        (data, lpSendBuffer),
        number,
    )
    if done and not arguments.is_null(lpdwBytesSent):
        lpdwBytesSent[0] = number[0]
    return done


def DisconnectEx(
    s: SupportsIndex, lpOverlapped: Any, dwFlags: SupportsIndex, dwReserved: SupportsIndex
) -> int:
    """End a connection, so that the socket may be used again with TF_REUSE_SOCKET, mswsock.h.

    ``BOOL DisconnectEx(SOCKET s, LPOVERLAPPED lpOverlapped, DWORD dwFlags, DWORD dwReserved);``

    A program of C asks WSAIoctl() for it. dwReserved is 0.

    Returns TRUE, or FALSE: WSA_IO_PENDING (it is under way), WSAENOTCONN, …
    """
    require_null(dwReserved, "DisconnectEx", "dwReserved")
    if arguments.is_null(lpOverlapped):
        return lib.pysock_DisconnectEx(s, ffi.NULL, dwFlags)
    operation = Operation(lpOverlapped, "DisconnectEx", arguments.integer(s, "DisconnectEx"))
    return _launch(operation, lambda raw: lib.pysock_DisconnectEx(s, raw, dwFlags), 1, 0)


def TransmitFile(
    hSocket: SupportsIndex,
    hFile: SupportsIndex | None,
    nNumberOfBytesToWrite: SupportsIndex,
    nNumberOfBytesPerSend: SupportsIndex,
    lpOverlapped: Any,
    lpTransmitBuffers: Any,
    dwReserved: SupportsIndex,
) -> int:
    """Send a file, or nNumberOfBytesToWrite of it, mswsock.h.

    ``BOOL TransmitFile(SOCKET hSocket, HANDLE hFile, DWORD nNumberOfBytesToWrite,
    DWORD nNumberOfBytesPerSend, LPOVERLAPPED lpOverlapped,
    LPTRANSMIT_FILE_BUFFERS lpTransmitBuffers, DWORD dwReserved);``

    hFile is a descriptor of the C runtime, as open() returns it. lpTransmitBuffers is NULL;
    dwReserved holds flags, as TF_DISCONNECT.

    Returns TRUE, or FALSE: WSA_IO_PENDING (it is under way), ERROR_INVALID_HANDLE, WSAENOTCONN, …
    """
    require_null(lpTransmitBuffers, "TransmitFile", "lpTransmitBuffers")
    fd = -1 if hFile is None else hFile
    sizes = nNumberOfBytesToWrite, nNumberOfBytesPerSend
    if arguments.is_null(lpOverlapped):
        return lib.pysock_TransmitFile(hSocket, fd, *sizes, ffi.NULL, dwReserved)
    socket = arguments.integer(hSocket, "TransmitFile")
    operation = Operation(lpOverlapped, "TransmitFile", socket)
    return _launch(
        operation,
        lambda raw: lib.pysock_TransmitFile(hSocket, fd, *sizes, raw, dwReserved),
        1,
        0,
    )


# ------------------------------------------------------------------------------ completion ports

_keys: dict[int, Value] = {}  # what stands at the addresses that programs gave as keys
_keys_of_files: dict[int, int] = {}


def _key(key: Any, call: str) -> int:
    """A completion key as a number: an int, or the address of an object, which is kept."""
    if key is None:
        return 0
    if isinstance(key, Value) and not isinstance(key, Scalar):
        number = _address(arguments.extent(key, call)[0])
        _keys[number] = key
        return number
    return arguments.integer(key, call, "a key")


def forget(file: SupportsIndex) -> None:
    """A socket is closed: its number may be another's."""
    _ported.discard(arguments.integer(file, "closesocket"))


def _require_pointer(place: Any, call: str) -> PointerType:
    kind = getattr(place, "_type", None)
    if not isinstance(kind, PointerType):
        raise TypeError(f"{call}: C wants the address of a pointer, not {kind_of(place)}")
    return kind


def _point(place: Any, value: Any, call: str, offset: int = 0) -> None:
    """Let a pointer variable of the program's point to an object."""
    kind = _require_pointer(place, call)
    if value is None:
        place[0] = None
        return
    if not isinstance(value, Value):
        value = pointee_of(value)
    memory, at = value._memory, value._offset + offset
    place[0] = kind.target.pointer(memory, at, 0, memory.size - at)


def CreateIoCompletionPort(
    FileHandle: SupportsIndex,
    ExistingCompletionPort: SupportsIndex | None,
    CompletionKey: Any,
    NumberOfConcurrentThreads: SupportsIndex,
) -> int | None:
    """Make a completion port, or have a socket's operations reported to one, ioapiset.h.

    ``HANDLE CreateIoCompletionPort(HANDLE FileHandle, HANDLE ExistingCompletionPort,
    ULONG_PTR CompletionKey, DWORD NumberOfConcurrentThreads);``

    INVALID_HANDLE_VALUE for FileHandle makes a port that no socket belongs to yet. CompletionKey
    is a number, or an object (C's cast of its address), which then lives as long as the socket's
    number is not given to the port anew.

    Returns the port, which CloseHandle() closes, or NULL: ERROR_INVALID_HANDLE,
    ERROR_INVALID_PARAMETER (the socket has a port already).
    """
    call = "CreateIoCompletionPort"
    file, key = arguments.integer(FileHandle, call), _key(CompletionKey, call)
    port = lib.pysock_CreateIoCompletionPort(
        file, number_of(ExistingCompletionPort), key, NumberOfConcurrentThreads
    )
    if port and file != -1:
        old = _keys_of_files.get(file)
        _keys_of_files[file] = key
        _ported.add(file)
        if old is not None and old not in _keys_of_files.values():
            _keys.pop(old, None)
    return handle_of(port)


def GetQueuedCompletionStatus(
    CompletionPort: SupportsIndex | None,
    lpNumberOfBytesTransferred: Any,
    lpCompletionKey: Any,
    lpOverlapped: Any,
    dwMilliseconds: SupportsIndex,
) -> int:
    """Wait until an operation on any socket of a port has ended, ioapiset.h.

    ``BOOL GetQueuedCompletionStatus(HANDLE CompletionPort, LPDWORD lpNumberOfBytesTransferred,
    PULONG_PTR lpCompletionKey, LPOVERLAPPED *lpOverlapped, DWORD dwMilliseconds);``

    lpCompletionKey is a ``ULONG_PTR`` for keys that are numbers, or a pointer variable for keys
    that are objects. lpOverlapped is a variable of any pointer type: it may be one to a struct
    that begins with the OVERLAPPED.

    Returns TRUE, or FALSE: WAIT_TIMEOUT (lpOverlapped then holds NULL), or what the operation
    that lpOverlapped points to failed with.
    """
    call = "GetQueuedCompletionStatus"
    count = arguments.out(lpNumberOfBytesTransferred, DWORD, call)
    if not isinstance(getattr(lpCompletionKey, "_type", None), PointerType):
        arguments.out(lpCompletionKey, ULONG_PTR, call)
    _point(lpOverlapped, None, call)
    key, ended = ffi.new("uintptr_t *"), ffi.new("uintptr_t *")
    port, deadline = number_of(CompletionPort), ffi.new("int64_t *")
    places = count, key, ended, dwMilliseconds, deadline
    while (done := lib.pysock_GetQueuedCompletionStatus(port, *places)) == _RESTART:
        pass
    error = lib.pysock_WSAGetLastError()
    if done or ended[0]:
        _hand_over_key(lpCompletionKey, key[0], call)
    operation = _by_raw.pop(ended[0], None)
    if operation is not None:
        operation.has_ended()
        _point(lpOverlapped, operation.given, call)
    if not done:
        lib.pysock_WSASetLastError(error)
    return done


def _hand_over_key(place: Any, key: int, call: str) -> None:
    if isinstance(place._type, PointerType):
        _point(place, _keys.get(key), call)
    else:
        place[0] = key


def PostQueuedCompletionStatus(
    CompletionPort: SupportsIndex | None,
    dwNumberOfBytesTransferred: SupportsIndex,
    dwCompletionKey: Any,
    lpOverlapped: Any,
) -> int:
    """Let GetQueuedCompletionStatus() of one thread return as if an operation ended, ioapiset.h.

    ``BOOL PostQueuedCompletionStatus(HANDLE CompletionPort, DWORD dwNumberOfBytesTransferred,
    ULONG_PTR dwCompletionKey, LPOVERLAPPED lpOverlapped);``

    lpOverlapped may be NULL.

    Returns TRUE, or FALSE: ERROR_INVALID_HANDLE.
    """
    call = "PostQueuedCompletionStatus"
    port, key = number_of(CompletionPort), _key(dwCompletionKey, call)
    size = dwNumberOfBytesTransferred
    if arguments.is_null(lpOverlapped):
        return lib.pysock_PostQueuedCompletionStatus(port, size, key, ffi.NULL)
    operation = Operation(lpOverlapped, call, None)
    return _launch(
        operation, lambda raw: lib.pysock_PostQueuedCompletionStatus(port, size, key, raw), 1, 0
    )
