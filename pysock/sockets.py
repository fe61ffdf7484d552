"""Sockets as objects: the standard library's method names, and what only C programs could do."""

from __future__ import annotations

import builtins
import contextlib
import io
import itertools
import math
import operator
import os
import signal
import socket as stdlib
import time
import warnings
from typing import SupportsIndex

import pysock as c

from ._endpoint import NO_SIGNAL, Endpoint, get_number, set_number
from .addresses import Address, from_bytes, numeric
from .errors import IncompleteRead, SocketError, from_winsock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from socket import SocketIO
    from types import TracebackType
    from typing import Any, BinaryIO, Literal, NoReturn, TypeAlias, overload

    from typing_extensions import Buffer, Self

    from .batches import Batch
    from .options import Options

    # What bind, connect and sendto take: ours, the standard library's form, or a C struct.
    AnyAddress: TypeAlias = Address | tuple[Any, ...] | str | bytes | os.PathLike[str] | Any
    Ancillary: TypeAlias = tuple[int, int, bytes]

__all__ = ["Socket", "create_connection", "create_server", "fromfd"]

# All 0 where a platform lacks them, which then takes a call more.
_CLOEXEC: int = getattr(c, "SOCK_CLOEXEC", 0)
_NONBLOCK: int = getattr(c, "SOCK_NONBLOCK", 0)
_CMSG_CLOEXEC: int = getattr(c, "MSG_CMSG_CLOEXEC", 0)

_WOULD_BLOCK = {c.EAGAIN, c.EWOULDBLOCK}
_NAME_SIZE = c.sizeof(c.struct.sockaddr_storage)
_INT_MAX = 2**31 - 1
_LONGEST_OPTION = 1 << 16
_SENDFILE_MOST = 1 << 30  # what all platforms take at once
_NO_SENDFILE = {c.EINVAL, c.ENOSYS, c.ENOTSOCK, c.EOPNOTSUPP}  # not from such a file
_WIDE_OPTIONS = getattr(c, "AF_VSOCK", None)  # the level whose options have 64 bits
_HAS_ACCEPT4 = hasattr(c, "accept4")
_LONGEST = 2**63 // 10**9  # seconds, as nanoseconds in 64 bits

# Windows' sockets are handles, and calls of their own take them.
_HANDLES = not hasattr(c, "fcntl")
_UNDER_WAY = c.EWOULDBLOCK if _HANDLES else c.EINPROGRESS
_get_inheritable = getattr(os, "get_handle_inheritable", os.get_inheritable)
_set_inheritable = getattr(os, "set_handle_inheritable", os.set_inheritable)


class Socket(Endpoint):
    """A socket, with the methods of `socket.socket`, over the C calls of the same names.

    What fails raises `SocketError`, which is also the error that the standard library raises. A
    call that a signal interrupts goes on after its handler, with what is left of the timeout.
    Sending to a closed connection raises BrokenPipeError, and never SIGPIPE. Programs that the
    process starts do not inherit the descriptor, unlike those of the C layer.

    Addresses are given as `Address`, in the standard library's form or as a C struct; they come
    back as `Address`. Leave the socket by ``with`` or `close()`: one that is forgotten closes
    itself with a ResourceWarning.
    """

    __slots__ = ("__weakref__", "_closed", "_family", "_io_refs", "_proto", "_type")

    def __init__(
        self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None
    ) -> None:
        """Make a socket, socket(2): TCP over IPv4 unless told otherwise.

        With fileno it takes that descriptor over, and asks it what it is.
        """
        self._begin(operator.index(family), operator.index(type), operator.index(proto))
        nonblocking = self._type != -1 and self._type & _NONBLOCK
        if self._type != -1:
            self._type &= ~(_CLOEXEC | _NONBLOCK)
        if fileno is None:
            self._open()
        else:
            self._adopt(fileno)
        self._settle(0.0 if nonblocking else stdlib.getdefaulttimeout())

    def _begin(self, family: int, type: int, proto: int) -> None:
        """Be a socket that has no descriptor yet."""
        self._fd = -1
        self._closed = False
        self._io_refs = 0
        self._timeout = None
        self._family, self._type, self._proto = family, type, proto

    def _settle(self, timeout: float | None) -> None:
        """Give a new descriptor what all of them have."""
        if not NO_SIGNAL and hasattr(c, "SO_NOSIGPIPE"):
            self.setsockopt(c.SOL_SOCKET, c.SO_NOSIGPIPE, 1)
        if timeout is not None:
            self.settimeout(timeout)

    def _open(self) -> None:
        self._family = c.AF_INET if self._family == -1 else self._family
        self._type = c.SOCK_STREAM if self._type == -1 else self._type
        self._proto = max(self._proto, 0)
        fd = c.socket(self._family, self._type | _CLOEXEC, self._proto)
        if fd == -1:
            raise SocketError.from_errno("socket", self._family, self._type, self._proto)
        self._fd = fd
        self._own()

    def _adopt(self, fileno: SupportsIndex) -> None:
        fd = operator.index(fileno)
        if fd < 0:
            raise ValueError(f"negative file descriptor {fd}")
        storage, size = _name_room()
        named = c.getsockname(fd, storage, size) != -1
        # Winsock tells no name of a socket that is not bound.
        if not named and (not _HANDLES or c.errno != c.EINVAL or self._family == -1):
            raise SocketError.from_errno("getsockname", fd)
        if self._family == -1:
            self._family = storage.ss_family
        if self._type == -1:
            self._type = _int_option(fd, c.SOL_SOCKET, c.SO_TYPE)
        if self._proto == -1:
            protocol = getattr(c, "SO_PROTOCOL", None)
            self._proto = 0 if protocol is None else _int_option(fd, c.SOL_SOCKET, protocol)
        self._fd = fd

    def _own(self) -> None:
        """Keep a descriptor of ours from programs, where the call that made it has no flag."""
        if not _CLOEXEC:
            _set_inheritable(self._fd, False)

    @classmethod
    def pair(
        cls, family: int = c.AF_UNIX, type: int = c.SOCK_STREAM, proto: int = 0
    ) -> tuple[Self, Self]:
        """Two sockets that are connected to each other, socketpair(2).

        (`pysock.socketpair` is the C function.)
        """
        ends = c.SOCKET[2]()
        if c.socketpair(family, type | _CLOEXEC, proto, ends) == -1:
            raise SocketError.from_errno("socketpair", family, type, proto)
        first, second = (cls(family, type, proto, fileno=fd) for fd in ends)
        first._own()
        second._own()
        return first, second

    # ------------------------------------------------------------------------- what it is

    def fileno(self) -> int:
        """The descriptor, -1 once closed."""
        return self._fd

    @property
    def family(self) -> stdlib.AddressFamily | int:
        """AF_INET, AF_INET6, AF_UNIX, …"""
        return _member(stdlib.AddressFamily, self._family)

    @property
    def type(self) -> stdlib.SocketKind | int:
        """SOCK_STREAM, SOCK_DGRAM, …"""
        return _member(stdlib.SocketKind, self._type)

    @property
    def proto(self) -> int:
        """The protocol; 0 is the usual one of family and type."""
        return self._proto

    def __repr__(self) -> str:
        family, kind = self.family, self.type
        parts = [
            "[closed]" if self._fd == -1 else f"fd={self._fd}",
            f"family={getattr(family, 'name', family)}",
            f"type={getattr(kind, 'name', kind)}",
            f"proto={self._proto}",
        ]
        if self._fd != -1:
            for label, ask in (("laddr", self.getsockname), ("raddr", self.getpeername)):
                with contextlib.suppress(OSError):
                    parts += [f"{label}={address}" for address in [str(ask())] if address]
        return f"<pysock.{self.__class__.__name__} {' '.join(parts)}>"

    def __getstate__(self) -> NoReturn:
        raise TypeError(f"a {self.__class__.__name__} belongs to this process: it has no pickle")

    # ---------------------------------------------------------------------------- its end

    def close(self) -> None:
        """Close the socket, close(2), as soon as the files of `makefile()` are closed too."""
        self._closed = True
        if self._io_refs <= 0:
            self._close()

    def _close(self) -> None:
        fd, self._fd = self._fd, -1
        # After ECONNRESET the descriptor is gone as well.
        if fd != -1 and _closed(fd) == -1 and c.errno != c.ECONNRESET:
            raise SocketError.from_errno("close", fd)

    def _decref_socketios(self) -> None:
        """One file of `makefile()` is closed: the standard library's SocketIO calls this."""
        self._io_refs -= self._io_refs > 0
        if self._closed:
            self.close()

    def detach(self) -> int:
        """Give the descriptor away: the socket is closed, the descriptor is not."""
        fd, self._fd = self._fd, -1
        self._closed = True
        return fd

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: builtins.type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not self._closed:
            self.close()

    def __del__(self) -> None:
        if getattr(self, "_fd", -1) == -1:
            return
        try:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
        finally:  # the warning may be an error
            with contextlib.suppress(OSError):
                self._close()

    def shutdown(self, how: int) -> None:
        """End one direction of the connection, or both, shutdown(2)."""
        self._expect(c.shutdown(self._fd, how), "shutdown", how)

    def half_close(self) -> None:
        """Send no more, and go on receiving: the peer reads the end of the stream."""
        self.shutdown(c.SHUT_WR)

    def dup(self) -> Self:
        """A second socket on the same connection, with the same timeout, dup(2)."""
        fd = _duplicate(self._fd)
        twin = self.__class__(self._family, self._type, self._proto, fileno=fd)
        twin.settimeout(self._timeout)
        return twin

    def get_inheritable(self) -> bool:
        """Whether programs that the process starts inherit the descriptor."""
        return bool(_get_inheritable(self._fd))

    def set_inheritable(self, inheritable: bool) -> None:
        """Let programs that the process starts inherit the descriptor, or not."""
        _set_inheritable(self._fd, inheritable)

    # --------------------------------------------------------------------------- patience

    def settimeout(self, value: float | None) -> None:
        """Limit every later call to so many seconds.

        None waits without end; with 0 a call that would have to wait raises BlockingIOError.
        """
        if value is not None:
            value = float(value)
            if math.isnan(value) or value < 0:
                raise ValueError(f"a timeout of {value} s: it is None, or 0 or more")
            if value > _LONGEST:
                raise OverflowError(f"a timeout of {value} s: at most {_LONGEST}")
        if _HANDLES:
            nonblocking = c.DWORD(value is not None)
            result, call = _started(c.ioctlsocket, self._fd, c.FIONBIO, nonblocking), "ioctlsocket"
        else:
            result, call = c.ioctl(self._fd, c.FIONBIO, c.int_(value is not None)), "ioctl"
        self._expect(result, call, "FIONBIO")
        self._timeout = value

    def gettimeout(self) -> float | None:
        """The seconds that a call may take; None is for ever."""
        return self._timeout

    @property
    def timeout(self) -> float | None:
        """The seconds that a call may take; None is for ever."""
        return self._timeout

    def setblocking(self, flag: bool) -> None:
        """Let calls wait without end, or not at all."""
        self.settimeout(None if flag else 0.0)

    def getblocking(self) -> bool:
        """Whether calls wait."""
        return self._timeout != 0.0

    def _patience(self, events: int, call: str, *shown: object) -> _Patience:
        return _Patience(self._fd, self._timeout, events, call, shown)

    def _expect(self, result: int, call: str, *shown: object) -> int:
        if result == -1:
            raise SocketError.from_errno(call, *shown)
        return result

    def _retried(self, attempt: Callable[[], int], events: int, call: str, *shown: object) -> int:
        """The result of a call that is made until it succeeds, fails, or the time is over."""
        result = attempt()
        return result if result >= 0 else self._go_on(result, attempt, events, call, *shown)

    # -------------------------------------------------------------------------- addresses

    def bind(self, address: AnyAddress) -> None:
        """Give the socket its address, bind(2)."""
        place, size, shown = self._address(address, "bind")
        self._expect(c.bind(self._fd, place, size), "bind", shown)

    def listen(self, backlog: SupportsIndex = 128) -> None:
        """Let the socket take connections, backlog of them in the queue, listen(2)."""
        backlog = max(operator.index(backlog), 0)
        self._expect(c.listen(self._fd, backlog), "listen", backlog)

    def accept(self) -> tuple[Socket, Address]:
        """Wait for the next connection, accept(2).

        Returns its socket, with the default timeout, and the peer's address.
        """
        fd, name = self._accepted(_CLOEXEC)
        peer = Socket.__new__(Socket)
        peer._begin(self._family, self._type, self._proto)
        peer._fd = fd
        peer._settle(stdlib.getdefaulttimeout())
        if not _HAS_ACCEPT4:  # then O_NONBLOCK is passed on, and nothing else
            peer._own()
            peer.settimeout(peer._timeout)
        return peer, from_bytes(name)

    def connect(self, address: AnyAddress) -> None:
        """Connect to an address, connect(2)."""
        place, size, shown = self._address(address, "connect")
        number = self._connect(place, size, shown)
        if number:
            raise SocketError.from_number(number, "connect", shown)

    def connect_ex(self, address: AnyAddress) -> int:
        """Connect as `connect()`, but return the error's number instead of raising it.

        Returns 0, or EINPROGRESS with a timeout of 0, or EAGAIN when the timeout is over.
        """
        place, size, shown = self._address(address, "connect")
        try:
            return self._connect(place, size, shown)
        except TimeoutError:
            return c.EAGAIN

    def _connect(self, place: Any, size: int, shown: object) -> int:
        """Connect: 0, or the error's number."""
        if c.connect(self._fd, place, size) == 0:
            return 0
        number = int(c.errno)
        # What a signal interrupts goes on in the kernel: another call would only say EALREADY.
        if number != c.EINTR and not (number == _UNDER_WAY and self._timeout):
            return number
        self._patience(c.POLLOUT, "connect", shown).wait_ready()
        return from_winsock(_int_option(self._fd, c.SOL_SOCKET, c.SO_ERROR))

    def getsockname(self) -> Address:
        """The socket's own address, getsockname(2)."""
        return self._name(c.getsockname, "getsockname")

    def getpeername(self) -> Address:
        """The address that the socket is connected to, getpeername(2)."""
        return self._name(c.getpeername, "getpeername")

    def _name(self, ask: Callable[[int, Any, Any], int], call: str) -> Address:
        storage, size = _name_room()
        self._expect(ask(self._fd, storage, size), call)
        return from_bytes(bytes(storage)[: int(size)])

    def _address(self, address: AnyAddress, call: str) -> tuple[Any, int, object]:
        """An address as C takes it: where it stands and its length; and what errors show."""
        if isinstance(address, Address):
            return *address._for_c, address
        if isinstance(address, tuple):
            address = self._internet(address, call)
        elif isinstance(address, (bytes, bytearray, os.PathLike)) or self._family == c.AF_UNIX:
            with contextlib.suppress(TypeError):  # it is a C struct then
                address = Address.unix(_path(address))
        elif isinstance(address, str):
            address = Address(address)
        if isinstance(address, Address):
            return *address._for_c, address
        try:
            place = None if isinstance(address, int) else c.ptr(c.char, address)
        except TypeError:
            place = None
        if place is None:
            raise TypeError(
                f"{call}: an address is an Address, a tuple (host, port), a path or a C struct, "
                f"not {type(address).__name__}"
            )
        return place, len(bytes(place)), str(address)

    def _internet(self, parts: tuple[Any, ...], call: str) -> Address:
        """The address of a tuple: its host may be a name, which is looked up in the family."""
        most = {c.AF_INET: 2, c.AF_INET6: 4}.get(self._family, 0)
        if not 2 <= len(parts) <= most:
            family = getattr(self.family, "name", self.family)
            raise TypeError(f"{call}: the tuple {parts!r:.60} is no address of {family}")
        host, *numbers = parts
        found = numeric(self._family, *parts) if type(host) is str else None
        if found is not None:
            return found
        if isinstance(host, (bytes, bytearray)):
            host = bytes(host).decode("ascii")
        if not isinstance(host, str):
            raise TypeError(f"{call}: a host is a str, not {type(host).__name__}")
        if "\0" in host:
            raise ValueError(f"{call}: NUL in the host {host!r:.60}")
        if host == "<broadcast>" and self._family == c.AF_INET:
            host = "255.255.255.255"
        found = numeric(self._family, host, *numbers)
        if found is None:
            looked_up = Address.resolve(host, family=self._family, type=self._type)[0]
            found = numeric(self._family, looked_up[0], *numbers, *looked_up[1 + len(numbers) :])
        assert found is not None
        return found

    # -------------------------------------------------------------------------- datagrams

    if TYPE_CHECKING:

        @overload
        def sendto(self, data: Buffer, address: AnyAddress, /) -> int: ...
        @overload
        def sendto(self, data: Buffer, flags: int, address: AnyAddress, /) -> int: ...

    def sendto(self, *arguments: Any) -> int:
        """Send a datagram to an address: ``sendto(data[, flags], address)``, sendto(2).

        Returns the number of bytes sent.
        """
        if not 2 <= len(arguments) <= 3:
            raise TypeError(f"sendto() takes 2 or 3 arguments ({len(arguments)} given)")
        flags = operator.index(arguments[1]) if len(arguments) == 3 else 0
        address = arguments[-1]
        if type(address) is Address:
            return self._sendto(arguments[0], flags, address._bytes, address)
        place, length, shown = self._address(address, "sendto")
        name = shown._bytes if isinstance(shown, Address) else bytes(place)[:length]
        return self._sendto(arguments[0], flags, name, shown)

    def recvfrom(self, bufsize: SupportsIndex, flags: int = 0) -> tuple[bytes, Address | None]:
        """Receive a datagram of at most bufsize bytes, recvfrom(2): what is longer is cut.

        Returns it and its sender, None where the sender has no address.
        """
        data, sender = self._recvfrom(bufsize, flags)
        return data, from_bytes(sender) if sender else None

    def recvfrom_into(
        self, buffer: Buffer, nbytes: int = 0, flags: int = 0
    ) -> tuple[int, Address | None]:
        """Receive a datagram into a buffer, recvfrom(2).

        Returns its size and its sender, None where the sender has no address.
        """
        size, sender = self._recvfrom_into(buffer, nbytes, flags)
        return size, from_bytes(sender) if sender else None

    # --------------------------------------------------- several buffers, control messages

    def sendmsg(
        self,
        buffers: Iterable[Buffer],
        ancdata: Iterable[tuple[int, int, Buffer]] = (),
        flags: int = 0,
        address: AnyAddress | None = None,
    ) -> int:
        """Send what several buffers hold as one message, with control messages, sendmsg(2).

        Each control message is a tuple (level, type, data). Returns the number of bytes taken.
        """
        call = c.sendmsg  # Windows lacks it, and the error says so
        message = c.struct.msghdr()
        to: list[object] = []
        if address is not None:
            message.msg_name, message.msg_namelen, *to = self._address(address, "sendmsg")
        _set_control(message, ancdata)
        with _vectors(buffers) as vectors:
            message.msg_iov, message.msg_iovlen = vectors, len(vectors)
            flags |= NO_SIGNAL
            return self._retried(
                lambda: call(self._fd, message, flags),
                c.POLLOUT,
                "sendmsg",
                f"{len(vectors)} buffers",
                *to,
            )

    def recvmsg(
        self, bufsize: SupportsIndex, ancbufsize: SupportsIndex = 0, flags: int = 0
    ) -> tuple[bytes, list[Ancillary], int, Address | None]:
        """Receive at most bufsize bytes and control messages of at most ancbufsize, recvmsg(2).

        Descriptors that arrive with SCM_RIGHTS are not inheritable where the platform can do that
        (MSG_CMSG_CLOEXEC).

        Returns the data, the control messages (level, type, data), flags as MSG_TRUNC, MSG_CTRUNC
        and MSG_EOR, and the sender, None where it has no address.
        """
        buffer = bytearray(_size(bufsize, "recvmsg"))
        got, *rest = self._receive_message([buffer], ancbufsize, flags, "recvmsg")
        return bytes(memoryview(buffer)[:got]), *rest  # type: ignore[return-value]

    def recvmsg_into(
        self, buffers: Iterable[Buffer], ancbufsize: SupportsIndex = 0, flags: int = 0
    ) -> tuple[int, list[Ancillary], int, Address | None]:
        """Receive a message as `recvmsg()`, scattered over several buffers.

        Returns the number of bytes instead of the data.
        """
        return self._receive_message(buffers, ancbufsize, flags, "recvmsg_into")

    def _receive_message(
        self, buffers: Iterable[Buffer], ancbufsize: SupportsIndex, flags: int, call: str
    ) -> tuple[int, list[Ancillary], int, Address | None]:
        receive = c.recvmsg  # Windows lacks it, and the error says so
        control = c.char[_size(ancbufsize, call)]()
        storage, message = c.struct.sockaddr_storage(), c.struct.msghdr()

        def attempt() -> int:
            message.msg_name, message.msg_namelen = storage, _NAME_SIZE
            message.msg_control, message.msg_controllen = control, len(control)
            return receive(self._fd, message, flags | _CMSG_CLOEXEC)

        with _vectors(buffers, writable=True) as vectors:
            message.msg_iov, message.msg_iovlen = vectors, len(vectors)
            got = self._retried(attempt, c.POLLIN, call, f"{len(vectors)} buffers", len(control))
        sender = bytes(storage)[: message.msg_namelen]
        shown = message.msg_flags & ~(_CMSG_CLOEXEC & ~flags)  # Linux hands the flag back
        return got, _messages(message), shown, from_bytes(sender) if sender else None

    def recvmmsg(self, batch: Batch, flags: int = 0, *, limit: int | None = None) -> int:
        """Receive the datagrams that are there into a `Batch`, recvmmsg(2).

        Returns their number: ``batch.receive(sock)`` is the same.
        """
        return batch.receive(self, flags, limit=limit)

    def sendmmsg(self, batch: Batch, flags: int = 0, *, start: int = 0) -> int:
        """Send the datagrams of a `Batch`, from `start` on, sendmmsg(2).

        Returns how many were sent: ``batch.send(sock)`` is the same.
        """
        return batch.send(self, flags, start=start)

    def readv(self, buffers: Iterable[Buffer]) -> int:
        """Receive into several buffers, filling one after the other, readv(2).

        Returns the number of bytes: 0 when the peer has closed its end.
        """
        with _vectors(buffers, writable=True) as vectors:
            return self._retried(
                lambda: c.readv(self._fd, vectors, len(vectors)),
                c.POLLIN,
                "readv",
                f"{len(vectors)} buffers",
            )

    def writev(self, buffers: Iterable[Buffer]) -> int:
        """Send what several buffers hold as one, writev(2): as much as there is room for.

        On POSIX it is made of sendmsg(2), which can do without SIGPIPE. Returns the number of
        bytes taken.
        """
        if _HANDLES:
            with _vectors(buffers) as vectors:
                return self._retried(
                    lambda: c.writev(self._fd, vectors, len(vectors)),
                    c.POLLOUT,
                    "writev",
                    f"{len(vectors)} buffers",
                )
        return self._gather(buffers, "writev")

    # -------------------------------------------------------------------- beyond one call

    def recv_exact(self, size: SupportsIndex) -> bytes:
        """Receive exactly so many bytes of a stream, however they arrive.

        At the end of the stream raises IncompleteRead; it and every SocketError has what came
        before in `partial`.
        """
        buffer = bytearray(_size(size, "recv_exact"))
        got = 0
        with memoryview(buffer) as view, _keeping(lambda: bytes(view[:got])):
            while got < len(view):
                count = self.recv_into(view[got:])
                if count == 0:
                    raise IncompleteRead(f"recv_exact: the stream ended after {got} of {len(view)}")
                got += count
            return bytes(view)

    def recv_until(self, delimiter: bytes, limit: int = 65536) -> bytes:
        """Receive a stream up to a delimiter, and nothing beyond it: other calls find the rest.

        Where the first `limit` bytes have no delimiter it raises SocketError (EMSGSIZE), at the
        end of the stream IncompleteRead; these and other errors have what came in `partial`.
        Returns the bytes with the delimiter.
        """
        if not delimiter:
            raise ValueError("recv_until: an empty delimiter")
        seen = bytearray()
        with _keeping(lambda: bytes(seen)):
            while len(seen) < limit:
                peeked = self.recv(limit - len(seen), c.MSG_PEEK)
                if not peeked:
                    raise IncompleteRead(f"recv_until: the stream ended before {delimiter!r:.40}")
                # The delimiter may have begun in what came before.
                start = max(len(seen) - len(delimiter) + 1, 0)
                end = (bytes(seen[start:]) + peeked).find(delimiter)
                more = len(peeked)
                if end != -1:
                    more = start + end + len(delimiter) - len(seen)
                seen += self.recv(more)
                if seen.endswith(delimiter):
                    return bytes(seen)
            raise SocketError.from_number(c.EMSGSIZE, "recv_until", delimiter, limit)

    def send_urgent(self, data: Buffer) -> int:
        """Send data whose last byte is urgent, send(2) with MSG_OOB.

        The peer's poll reports POLLPRI, and `at_mark()` tells it where the byte stood. Returns
        the number of bytes taken.
        """
        return self.send(data, c.MSG_OOB)

    def at_mark(self) -> bool:
        """Whether the next byte to receive is the one after the urgent mark, sockatmark(3)."""
        return self._expect(c.sockatmark(self._fd), "sockatmark") == 1

    # --------------------------------------------------------------------------- options

    @property
    def options(self) -> Options:
        """The options by name, with typed values: ``sock.options.rcvbuf = 65536``."""
        from .options import Options

        return Options(self)

    @property
    def linger(self) -> tuple[bool, int]:
        """Whether `close()` waits until all is sent, and for how many seconds: SO_LINGER.

        With ``(True, 0)`` it waits for nothing and resets the connection.
        """
        return self.options.linger

    @linger.setter
    def linger(self, value: tuple[bool, int]) -> None:
        self.options.linger = value

    if TYPE_CHECKING:

        @overload
        def getsockopt(self, level: int, optname: int) -> int: ...
        @overload
        def getsockopt(self, level: int, optname: int, buflen: int) -> bytes: ...

    def getsockopt(self, level: int, optname: int, buflen: int = 0) -> int | bytes:
        """Ask for an option, getsockopt(2).

        Returns an int, or at most buflen bytes.
        """
        if not buflen:
            return _int_option(self._fd, level, optname)
        if not 0 < buflen <= _LONGEST_OPTION:
            reason = f"getsockopt: a buflen of {buflen}; it is 1 to {_LONGEST_OPTION}"
            raise SocketError(c.EINVAL, reason)
        value, size = c.char[buflen](), c.socklen_t(buflen)
        self._expect(
            c.getsockopt(self._fd, level, optname, value, size), "getsockopt", level, optname
        )
        return bytes(value)[: int(size)]

    if TYPE_CHECKING:

        @overload
        def setsockopt(self, level: int, optname: int, value: int | Buffer) -> None: ...
        @overload
        def setsockopt(self, level: int, optname: int, value: None, optlen: int) -> None: ...

    def setsockopt(
        self, level: int, optname: int, value: int | Buffer | None, optlen: int | None = None
    ) -> None:
        """Set an option, setsockopt(2): to a C int, to the bytes of a C value or of a buffer."""
        if level != _WIDE_OPTIONS and optlen is None:
            done: int = set_number(self._fd, level, optname, value)
            if done == 0:
                return
            if done == -1:
                raise SocketError.from_errno("setsockopt", level, optname)
        if (value is None) != (optlen is not None):
            raise TypeError("setsockopt: optlen is given with None, and only with None")
        place: Any = value
        if hasattr(value, "__index__"):  # isinstance() of a protocol is slow
            number = operator.index(place)
            place = _option_type(level)(number)
            if place != number:
                raise OverflowError(f"setsockopt: {number} does not fit the C int")
        # The size of a literal would count its NUL.
        size = len(value) if isinstance(value, bytes) else optlen or c.sizeof(place)
        self._expect(
            c.setsockopt(self._fd, level, optname, place, size), "setsockopt", level, optname
        )

    # ----------------------------------------------------------------------------- files

    if TYPE_CHECKING:
        # Modes have their letters in any order; these are how they are written.
        @overload
        def makefile(self, mode: Literal["rb", "wb", "rwb"], buffering: Literal[0]) -> SocketIO: ...
        @overload
        def makefile(
            self, mode: Literal["rb"], buffering: Literal[-1, 1] = ...
        ) -> io.BufferedReader: ...
        @overload
        def makefile(
            self, mode: Literal["wb"], buffering: Literal[-1, 1] = ...
        ) -> io.BufferedWriter: ...
        @overload
        def makefile(
            self, mode: Literal["rwb"], buffering: Literal[-1, 1] = ...
        ) -> io.BufferedRWPair: ...
        @overload
        def makefile(
            self,
            mode: Literal["r", "w", "rw"] = ...,
            buffering: int | None = ...,
            *,
            encoding: str | None = ...,
            errors: str | None = ...,
            newline: str | None = ...,
        ) -> io.TextIOWrapper: ...
        @overload
        def makefile(
            self,
            mode: str,
            buffering: int | None = ...,
            *,
            encoding: str | None = ...,
            errors: str | None = ...,
            newline: str | None = ...,
        ) -> Any: ...

    def makefile(
        self,
        mode: str = "r",
        buffering: int | None = None,
        *,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
    ) -> Any:
        """A file over the connection, as `open()` makes them; modes are "r", "w" and "b".

        The connection is closed when the socket and all its files are. A file whose socket has a
        timeout that ran out cannot be read again.
        """
        if not set(mode) <= {"r", "w", "b"}:
            raise ValueError(f"invalid mode {mode!r}: it has r, w and b")
        reading, writing = "r" in mode or "w" not in mode, "w" in mode
        binary = "b" in mode
        raw = _File(self, ("r" if reading else "") + ("w" if writing else ""))  # type: ignore[arg-type]
        self._io_refs += 1
        if buffering is None or buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if not binary:
                raise ValueError("only files of bytes can be unbuffered")
            return raw
        buffer: Any
        if reading and writing:
            buffer = io.BufferedRWPair(raw, raw, buffering)
        else:
            buffer = (io.BufferedReader if reading else io.BufferedWriter)(raw, buffering)
        if binary:
            return buffer
        text: Any = io.TextIOWrapper(buffer, encoding, errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> int:
        """Send a file from an offset to its end, or count bytes of it, sendfile(2).

        What is no regular file is read and sent. The file's position moves behind what was sent.
        Returns the number of bytes; with a timeout of 0 it raises ValueError.
        """
        with contextlib.suppress(_GiveUp):
            if hasattr(os, "sendfile"):  # Windows has none
                sent = self._sendfile_use_sendfile(file, offset, count)
                if sent:
                    return sent  # else it may be a file of /proc: contents, but no size
        return self._sendfile_use_send(file, offset, count)

    def _check_sendfile(self, file: BinaryIO, offset: int, count: int | None) -> None:
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("sendfile: the file must be opened in binary mode")
        if self._type != c.SOCK_STREAM:
            raise ValueError("sendfile: only for sockets of type SOCK_STREAM")
        if self._timeout == 0:
            raise ValueError("sendfile: not with a timeout of 0")
        if count is not None and not isinstance(count, int):
            raise TypeError(f"sendfile: count is a positive integer, not {count!r:.40}")
        if count is not None and count <= 0:
            raise ValueError(f"sendfile: count is a positive integer, not {count}")

    def _sendfile_use_sendfile(
        self, file: BinaryIO, offset: int = 0, count: int | None = None
    ) -> int:
        self._check_sendfile(file, offset, count)
        try:
            source = file.fileno()
            size = os.fstat(source).st_size
        except (AttributeError, OSError, io.UnsupportedOperation):
            raise _GiveUp from None
        if size == 0:
            return 0
        end = max(size, offset) if count is None else offset + count
        at = offset
        name = getattr(file, "name", source)
        try:
            while at < end:
                sent = self._sendfile_some(source, at, min(end - at, _SENDFILE_MOST), name)
                if sent == 0:
                    break
                at += sent
        except OSError as error:
            if at == offset and error.errno in _NO_SENDFILE:
                raise _GiveUp from None
            raise
        finally:
            if at > offset and hasattr(file, "seek"):
                file.seek(at)
        return at - offset

    def _sendfile_some(self, source: int, at: int, count: int, name: object) -> int:
        """Send what there is room for, after a wait if there is none: each has the timeout."""
        patience = self._patience(c.POLLOUT, "sendfile", name, at, count)
        while True:
            with no_sigpipe():
                sent, number = _system_sendfile(self._fd, source, at, count)
            if sent != -1:
                return sent
            patience.judge(number)

    def _sendfile_use_send(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> int:
        self._check_sendfile(file, offset, count)
        if offset:
            file.seek(offset)
        total = 0
        try:
            while count is None or total < count:
                wanted = 8192 if count is None else min(count - total, 8192)
                data = memoryview(file.read(wanted))
                if not data:
                    break
                while data:
                    sent = self.send(data)
                    total += sent
                    data = data[sent:]
            return total
        finally:
            if total > 0 and hasattr(file, "seek"):
                file.seek(offset + total)


def _system_sendfile(fd: int, source: int, at: int, count: int) -> tuple[int, int]:
    """What sendfile(2) returns, and errno.

    Where the C layer has it, a signal that comes in the moment before it is not slept through.
    """
    if hasattr(c, "sendfile"):
        return c.sendfile(fd, source, c.off_t(at), count), int(c.errno)
    try:
        return os.sendfile(fd, source, at, count), 0
    except OSError as error:
        return -1, error.errno or 0


# ------------------------------------------------------------------------------------- patience


class _Patience:
    """How long one call may still wait for its descriptor; the clock starts at the first wait."""

    __slots__ = ("_call", "_ends", "_events", "_fd", "_shown", "_timeout")

    def __init__(
        self, fd: int, timeout: float | None, events: int, call: str, shown: tuple[object, ...]
    ) -> None:
        self._fd = fd
        self._timeout = timeout
        self._events = events
        self._call = call
        self._shown = shown
        self._ends: float | None = None

    def wait(self) -> None:
        """Wait until the call that just failed is worth another try, or raise."""
        self.judge(int(c.errno))

    def judge(self, number: int) -> None:
        """Do as `wait()`, for an error that is already known."""
        if number == c.EINTR:
            return
        if number not in _WOULD_BLOCK or not self._timeout:
            raise SocketError.from_number(number, self._call, *self._shown)
        self.wait_ready()

    def wait_ready(self) -> None:
        """Wait until the descriptor is ready, or raise TimeoutError."""
        if self._timeout is not None and self._ends is None:
            self._ends = time.monotonic() + self._timeout
        place = c.struct.pollfd(fd=self._fd, events=self._events)
        while True:
            ready = c.poll(place, 1, self._milliseconds())
            if ready > 0:
                return
            if ready == -1 and c.errno != c.EINTR:
                raise SocketError.from_errno("poll", self._fd)

    def _milliseconds(self) -> int:
        """What is left, rounded up: a wait must not end before its time."""
        if self._ends is None:
            return -1
        left = math.ceil((self._ends - time.monotonic()) * 1000)
        if left <= 0:
            raise SocketError.timed_out(self._timeout or 0, self._call, *self._shown)
        return min(left, _INT_MAX)


# ------------------------------------------------------------------------------------- messages


@contextlib.contextmanager
def _vectors(buffers: Iterable[Buffer], writable: bool = False) -> Iterator[Any]:
    """An array of struct iovec over Python's buffers, which are locked only meanwhile."""
    given = list(buffers)
    vectors = c.struct.iovec[len(given)]()
    try:
        for place, buffer in zip(vectors, given, strict=True):
            place.iov_len = _bytes_of(buffer, writable)
            place.iov_base = buffer
        yield vectors
    finally:
        for place in vectors:
            place.iov_base = None


def _bytes_of(buffer: Buffer, writable: bool) -> int:
    """How many bytes a buffer or C value holds, if it is such a one as the call needs."""
    try:
        view = memoryview(buffer)
    except TypeError:
        if isinstance(buffer, (str, int)):  # of which a pointer could be made
            raise
        return len(bytes(c.ptr(c.char, buffer)))
    with view:
        if writable and view.readonly:
            raise TypeError(f"a {type(buffer).__name__} cannot be received into: it is read-only")
        return view.nbytes


def _set_control(message: Any, ancdata: Iterable[tuple[int, int, Buffer]]) -> None:
    """Let a struct msghdr carry control messages, cmsg(3)."""
    items = [_control_message(item) for item in ancdata]
    if not items:
        return
    room = sum(c.CMSG_SPACE(len(data)) for _, _, data in items)
    message.msg_control, message.msg_controllen = c.char[room](), room
    header: Any = c.CMSG_FIRSTHDR(message)
    for level, kind, data in items:
        header.cmsg_len = c.CMSG_LEN(len(data))
        header.cmsg_level, header.cmsg_type = level, kind
        c.memcpy(c.CMSG_DATA(header), data, len(data))
        header = c.CMSG_NXTHDR(message, header)


def _control_message(item: tuple[int, int, Buffer]) -> Ancillary:
    if len(item) != 3:
        raise TypeError(f"sendmsg: a control message is (level, type, data), not {item!r:.60}")
    level, kind, data = item
    return operator.index(level), operator.index(kind), bytes(memoryview(data))


def _messages(message: Any) -> list[Ancillary]:
    """The control messages that a struct msghdr holds."""
    found = []
    header: Any = c.CMSG_FIRSTHDR(message)
    while header is not None:
        data = c.CMSG_DATA(header)
        begins = data - c.ptr(c.uchar, message.msg_control)
        # A message that was cut may claim to be longer than what is there.
        size = min(header.cmsg_len - c.CMSG_LEN(0), message.msg_controllen - begins)
        found.append((header.cmsg_level, header.cmsg_type, data[0:size]))
        header = c.CMSG_NXTHDR(message, header)
    return found


# ---------------------------------------------------------------------------------- small things


def _member(kind: Any, number: int) -> Any:
    """The number as the standard library's enum has it, or as it is."""
    try:
        return kind(number)
    except ValueError:
        return number


def _name_room() -> tuple[Any, Any]:
    """Room for an address of any family, and its size."""
    return c.struct.sockaddr_storage(), c.socklen_t(_NAME_SIZE)


def _option_type(level: int) -> Any:
    """The C type of an option that is a number."""
    return c.uint64_t if level == _WIDE_OPTIONS else c.int_


def _int_option(fd: int, level: int, optname: int) -> int:
    number: int | None = None if level == _WIDE_OPTIONS else get_number(fd, level, optname)
    if number is not None:
        return number
    value = _option_type(level)()
    size = c.socklen_t(c.sizeof(value))
    if c.getsockopt(fd, level, optname, value, size) == -1:
        raise SocketError.from_errno("getsockopt", level, optname)
    return int(value)


def _closed(fd: int) -> int:
    return _started(c.closesocket, fd) if _HANDLES else c.close(fd)


def _started(call: Callable[..., int], *arguments: Any) -> int:
    """Make a call that asks for WSAStartup(), of which the program need not know."""
    result = call(*arguments)
    if result == -1 and c.WSAGetLastError() == c.WSANOTINITIALISED:
        c.WSAStartup(c.MAKEWORD(2, 2), c.WSADATA())
        result = call(*arguments)
    return result


def _duplicate(fd: int) -> int:
    """A second descriptor of the same socket, which programs do not inherit."""
    if _HANDLES:
        with contextlib.closing(stdlib.socket(fileno=fd)) as borrowed:
            try:
                return borrowed.dup().detach()
            finally:
                borrowed.detach()
    twin = c.fcntl(fd, c.F_DUPFD_CLOEXEC, 0)
    if twin == -1:
        raise SocketError.from_errno("fcntl", fd, "F_DUPFD_CLOEXEC")
    return twin


def _path(address: Any) -> Any:
    return bytes(address) if isinstance(address, bytearray) else address


def _size(number: SupportsIndex, call: str) -> int:
    size = operator.index(number)
    if size < 0:
        raise ValueError(f"{call}: a size of {size} bytes")
    return size


@contextlib.contextmanager
def _keeping(received: Callable[[], bytes]) -> Iterator[None]:
    """Let no byte get lost: an error has those that came before it."""
    try:
        yield
    except (IncompleteRead, SocketError) as error:
        error.partial = received()
        raise


class _File(stdlib.SocketIO):
    """The standard library's file, for errors whose number is not Winsock's."""

    def readinto(self, buffer: Any) -> int | None:
        """Read some bytes; None where there are none yet."""
        try:
            return super().readinto(buffer)
        except BlockingIOError:
            return None

    def write(self, data: Any) -> int | None:
        """Write some bytes; None where there is no room yet."""
        try:
            return super().write(data)
        except BlockingIOError:
            return None


class _GiveUp(Exception):  # noqa: N818
    """sendfile(2) cannot send this file."""


@contextlib.contextmanager
def no_sigpipe() -> Iterator[None]:
    """Hold SIGPIPE back from a call that has no MSG_NOSIGNAL, and take back what it raised."""
    if not hasattr(signal, "sigpending"):  # Windows has no SIGPIPE
        yield
        return
    pending = signal.sigpending()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})
    try:
        yield
    finally:
        if signal.SIGPIPE in signal.sigpending() - pending:
            signal.sigwait({signal.SIGPIPE})
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


# ------------------------------------------------------------------------------- making sockets


def fromfd(fd: SupportsIndex, family: int, type: int, proto: int = 0) -> Socket:
    """A socket over a duplicate of a descriptor, which itself stays open."""
    return Socket(family, type, proto, fileno=_duplicate(operator.index(fd)))


def create_server(
    address: Address | tuple[Any, ...] | str,
    *,
    family: int = c.AF_INET,
    backlog: int | None = None,
    reuse_port: bool = False,
    dualstack_ipv6: bool = False,
) -> Socket:
    """A TCP or UNIX socket that listens on an address.

    An `Address` or its text ("[::1]:9190") brings its family with it. The port can be used again
    at once after the server has ended, and by no one else meanwhile: `options.reuseaddr` tells
    how. With `dualstack_ipv6` a socket of AF_INET6 takes connections over IPv4 as well.
    """
    if isinstance(address, str):
        address = Address(address)
    if isinstance(address, Address):
        family = address.family
    if dualstack_ipv6 and family != c.AF_INET6:
        raise ValueError("dualstack_ipv6 needs the family AF_INET6")
    if reuse_port and not hasattr(c, "SO_REUSEPORT"):
        raise ValueError("this platform has no SO_REUSEPORT")
    server = Socket(family, c.SOCK_STREAM)
    try:
        _claim(server)
        if reuse_port:
            server.setsockopt(c.SOL_SOCKET, c.SO_REUSEPORT, 1)
        if family == c.AF_INET6:
            server.setsockopt(c.IPPROTO_IPV6, c.IPV6_V6ONLY, not dualstack_ipv6)
        server.bind(address)
        server.listen(128 if backlog is None else backlog)
    except BaseException:
        server.close()
        raise
    return server


def _claim(server: Socket) -> None:
    """Let a server start again at once, and no other program take its port.

    POSIX: SO_REUSEADDR allows the former and never the latter. Windows: it would allow the
    latter, and the former needs nothing; SO_EXCLUSIVEADDRUSE keeps others away.
    """
    if hasattr(c, "SO_EXCLUSIVEADDRUSE"):
        server.setsockopt(c.SOL_SOCKET, c.SO_EXCLUSIVEADDRUSE, 1)
    else:
        server.setsockopt(c.SOL_SOCKET, c.SO_REUSEADDR, 1)


_DEFAULT = object()  # the timeout of socket.setdefaulttimeout()


def create_connection(
    address: Address | tuple[Any, ...] | str,
    timeout: Any = _DEFAULT,
    source_address: AnyAddress | None = None,
    *,
    all_errors: bool = False,
    happy_eyeballs_delay: float | None = None,
) -> Socket:
    """A connection to a host and port, or to a UNIX socket: the first of its addresses that works.

    The addresses are tried one after the other, each with the timeout. With
    `happy_eyeballs_delay` (RFC 8305; 0.25 s is usual) IPv6 and IPv4 take turns, each starts when
    the one before has failed or taken so long, and the timeout is that of the whole race.

    When all have failed it raises the first error, or an ExceptionGroup of all with `all_errors`.
    """
    if isinstance(address, str):
        address = Address(address)
    if isinstance(address, Address) and address.family == c.AF_UNIX:
        addresses = [address]
    else:
        addresses = Address.resolve(*address)
    attempt = _Attempt(
        stdlib.getdefaulttimeout() if timeout is _DEFAULT else timeout, source_address
    )
    try:
        if happy_eyeballs_delay is None:
            found = attempt.one_by_one(addresses)
        else:
            found = attempt.race(_interleaved(addresses), happy_eyeballs_delay)
        if found is not None:
            return found
        if all_errors:
            raise _group("create_connection failed", attempt.errors)
        raise attempt.errors[0]
    finally:
        attempt.errors.clear()  # a traceback that refers to them would be a cycle


def _group(message: str, errors: list[OSError]) -> Exception:
    """An ExceptionGroup, which Python has since 3.11."""
    kind = getattr(builtins, "ExceptionGroup", None)
    return errors[0] if kind is None else kind(message, errors)


class _Attempt:
    """What create_connection tries, and the errors it meets."""

    def __init__(self, timeout: float | None, source: AnyAddress | None) -> None:
        self.errors: list[OSError] = []
        self._timeout = timeout
        self._source = source

    def one_by_one(self, addresses: Iterable[Address]) -> Socket | None:
        """Try each address until its timeout."""
        for address in addresses:
            try:
                sock = self._socket(address, self._timeout)
            except OSError as error:
                self.errors.append(error)
                continue
            try:
                sock.connect(address)
            except OSError as error:
                self.errors.append(error)
                sock.close()
            except BaseException:
                sock.close()
                raise
            else:
                return sock
        return None

    def race(self, addresses: list[Address], delay: float) -> Socket | None:
        """Start them one after the other, and take the first that is connected."""
        waiting = addresses[::-1]
        running: dict[Socket, Address] = {}
        next_start = time.monotonic()
        ends = math.inf if self._timeout is None else next_start + self._timeout
        try:
            while waiting or running:
                now = time.monotonic()
                if now >= ends:
                    raise SocketError.timed_out(self._timeout or 0, "connect", *addresses)
                if waiting and (now >= next_start or not running):
                    next_start = now + delay
                    sock = self._start(waiting.pop(), running)
                    ready = [sock] if sock else []
                else:
                    ready = _writable(running, min(ends, next_start if waiting else ends) - now)
                for sock in ready:
                    address = running.pop(sock)
                    number = sock.getsockopt(c.SOL_SOCKET, c.SO_ERROR)
                    if number == 0:
                        sock.settimeout(self._timeout)
                        return sock
                    self._failed(sock, SocketError.from_number(number, "connect", address))
                    next_start = now  # the next one need not wait for its turn
            return None
        finally:
            for sock in running:
                sock.close()

    def _start(self, address: Address, running: dict[Socket, Address]) -> Socket | None:
        """Begin to connect; the socket, if that is done or has failed already."""
        try:
            sock = self._socket(address, 0.0)
        except OSError as error:
            self.errors.append(error)
            return None
        running[sock] = address
        number = sock.connect_ex(address)
        if number in (0, _UNDER_WAY):
            return sock if number == 0 else None
        del running[sock]
        self._failed(sock, SocketError.from_number(number, "connect", address))
        return None

    def _failed(self, sock: Socket, error: SocketError) -> None:
        sock.close()
        self.errors.append(error)

    def _socket(self, address: Address, timeout: float | None) -> Socket:
        sock = Socket(address.family, c.SOCK_STREAM)
        try:
            sock.settimeout(timeout)
            if self._source is not None:
                sock.bind(self._source)
        except BaseException:
            sock.close()
            raise
        return sock


def _writable(sockets: Iterable[Socket], seconds: float) -> list[Socket]:
    """Those that are ready for sending, or have failed, after at most so many seconds."""
    known = {sock.fileno(): sock for sock in sockets}
    places = c.struct.pollfd[len(known)](
        [{"fd": fd, "events": c.POLLOUT} for fd in known],
    )
    wait = -1 if seconds == math.inf else min(math.ceil(seconds * 1000), _INT_MAX)
    if c.poll(places, len(places), wait) == -1 and c.errno != c.EINTR:
        raise SocketError.from_errno("poll", len(places))
    return [known[place.fd] for place in places if place.revents]


def _interleaved(addresses: list[Address]) -> list[Address]:
    """The families in turn, that of the first address first."""
    first = [a for a in addresses if a.family == addresses[0].family]
    others = [a for a in addresses if a.family != addresses[0].family]
    pairs = itertools.zip_longest(first, others)
    return [address for pair in pairs for address in pair if address is not None]
