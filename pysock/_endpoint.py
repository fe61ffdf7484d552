"""What `Socket` does most, at the price of C's own calls: send and receive Python's bytes.

sockets.py is a program that uses the C layer, as any other. These few methods are not: they lend
a buffer to C without making a C value of it, which halves what a call costs above the kernel.
"""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from . import _native, _socket  # noqa: F401  _socket adds what is bound below
from ._native import ffi, lib
from ._values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Protocol, SupportsIndex

    from typing_extensions import Buffer

    from ._allocation import CData

    class Patience(Protocol):
        """How long one call may still wait for its descriptor."""

        def wait(self) -> None:
            """Wait until the call that just failed is worth another try, or raise."""


_BYTES = ffi.typeof("char[]")
_NAME_SIZE = ffi.sizeof("struct sockaddr_storage")
# As long as a storage, and without a cast what the calls want.
_NAMES = ffi.typeof(f"struct sockaddr[{_NAME_SIZE // ffi.sizeof('struct sockaddr')}]")
_NAME, _SOCKLEN = ffi.typeof("struct sockaddr *"), ffi.typeof("socklen_t *")
_OUTSIDE, _RESTART = lib.PYSOCK_OUTSIDE, lib.PYSOCK_RESTART
_POLLIN, _POLLOUT = constants.POLLIN, constants.POLLOUT
# The hot path; what these refuse or fail at is done by cffi's functions.
_recv_bytes, _recv_into, _send_whole = _native.recv_bytes, _native.recv_into, _native.send_whole
# Options that are C ints; None and less than 0 are for what failed or is unusual.
get_number, set_number = _native.get_number, _native.set_number
_recv, _send = lib.pysock_recv, lib.pysock_send
_recvfrom_bytes, _sendto_whole = _native.recvfrom_bytes, _native.sendto_whole
_recvfrom, _sendto = lib.pysock_recvfrom, lib.pysock_sendto
_accept4 = getattr(lib, "pysock_accept4", None)
_buffer, _cast, _new = ffi.buffer, ffi.cast, ffi.new
_lent, _release, _unpacked = ffi.from_buffer, ffi.release, ffi.unpack
_uncleared = ffi.new_allocator(should_clear_after_alloc=False)
_NOT_LENT = BufferError, TypeError

# Where the flag is absent, an option of the socket (SO_NOSIGPIPE) does the same.
NO_SIGNAL = constants.values.get("MSG_NOSIGNAL", 0)


def _lends(call: str) -> ValueError:
    """The flag that these calls refuse: nothing here keeps a buffer beyond the call."""
    return ValueError(f"{call}: MSG_ZEROCOPY lends the buffer: pysock.send(sock.fileno(), …) does")


class Endpoint:
    """A descriptor with a timeout, and the calls whose price matters.

    Each tries at once; only what does not succeed goes to `_go_on`, which waits and tries again.
    Buffers are released by hand when something is raised: the traceback would keep them locked.
    """

    __slots__ = ("_fd", "_timeout")

    _fd: int
    _timeout: float | None

    def _patience(self, events: int, call: str, *shown: object) -> Patience:
        """What knows of signals, of the timeout and of errors."""
        raise NotImplementedError

    def _go_on(
        self, result: int, attempt: Callable[[], int], events: int, call: str, *shown: object
    ) -> int:
        """What a call that did not succeed at once comes to, in the end."""
        if result >= 0:
            return result
        patience = self._patience(events, call, *shown)
        while result < 0:
            if result == -1:
                patience.wait()
            elif result == _OUTSIDE:
                raise _lends(call)
            elif result != _RESTART:
                arguments.mixed_up(self._fd, call)
            result = attempt()
        return result

    # ------------------------------------------------------------------------------ sending

    def send(self, data: Buffer, flags: int = 0) -> int:
        """Send some of the data, send(2): as much as there is room for.

        Returns the number of bytes taken.
        """
        flags |= NO_SIGNAL
        sent: int = _send_whole(self._fd, data, flags)
        return sent if sent >= 0 else self._send(sent, data, flags)

    def _send(self, sent: int, data: Buffer, flags: int) -> int:
        """Send what is unusual, or go on with a call that failed."""
        place = lent(data, "send")
        try:
            size = len(place)
            if sent == _OUTSIDE:
                sent = _send(self._fd, place, size, flags, size)
            return sent if sent >= 0 else self._send_on(sent, place, size, flags)
        finally:
            _release(place)

    def _send_on(self, sent: int, place: CData, size: int, flags: int) -> int:
        def attempt() -> int:
            return _send(self._fd, place, size, flags, size)

        return self._go_on(sent, attempt, _POLLOUT, "send", size)

    def sendall(self, data: Buffer, flags: int = 0) -> None:
        """Send all of the data, within the timeout, send(2).

        After an error nobody knows how much of it has arrived.
        """
        flags |= NO_SIGNAL
        usual = type(data) is bytes or type(data) is bytearray
        sent: int = _send_whole(self._fd, data, flags) if usual else _OUTSIDE
        if sent == _OUTSIDE or sent != len(data):  # type: ignore[arg-type]
            self._send_rest(sent, data, flags)

    def _send_rest(self, sent: int, data: Buffer, flags: int) -> None:
        """Go on with `sendall()` after its first call, of which `sent` is the result."""
        place = lent(data, "sendall")
        try:
            size, at = len(place), 0
            if sent == _OUTSIDE:
                sent = _send(self._fd, place, size, flags, size)
            if sent == size:
                return
            patience = self._patience(_POLLOUT, "sendall", size)
            while True:
                if sent == -1:
                    patience.wait()
                elif sent == _OUTSIDE:
                    raise _lends("sendall")
                elif sent < 0 and sent != _RESTART:
                    arguments.mixed_up(self._fd, "send")
                at += max(sent, 0)
                if at >= size:
                    return
                sent = _send(self._fd, place + at, size - at, flags, size - at)
        finally:
            _release(place)

    def _sendto(self, data: Buffer, flags: int, name: bytes, shown: object) -> int:
        """Send a datagram to an address, the bytes of a C struct, which errors show as `shown`."""
        flags |= NO_SIGNAL
        sent: int = _sendto_whole(self._fd, data, flags, name)
        return sent if sent >= 0 else self._sendto_on(sent, data, flags, name, shown)

    def _sendto_on(self, sent: int, data: Buffer, flags: int, name: bytes, shown: object) -> int:
        """Send what is unusual, or go on with a call that failed."""
        address = _cast(_NAME, _lent(_BYTES, name))
        place = lent(data, "sendto")
        try:
            size = len(place)

            def attempt() -> int:
                return _sendto(self._fd, place, size, flags, address, len(name))

            if sent == _OUTSIDE:
                sent = attempt()
            return self._go_on(sent, attempt, _POLLOUT, "sendto", size, shown)
        finally:
            _release(place)

    def _gather(self, buffers: Iterable[Buffer], call: str) -> int:
        """Send what several buffers hold by one sendmsg(2), which unlike writev(2) has flags."""
        given = tuple(buffers)
        sent: int = _native.gather(self._fd, given, NO_SIGNAL)
        if sent >= 0:
            return sent
        if sent == _OUTSIDE:  # not bytes alone
            return self._gather_lent(given, call)
        return self._go_on(
            sent,
            lambda: _native.gather(self._fd, given, NO_SIGNAL),
            _POLLOUT,
            call,
            f"{len(given)} buffers",
        )

    def _gather_lent(self, buffers: tuple[Buffer, ...], call: str) -> int:
        """The same with buffers of any kind, which are lent to C."""
        places: list[CData] = []
        try:
            places.extend(lent(buffer, call) for buffer in buffers)
            vectors = _new("struct iovec[]", [(place, len(place)) for place in places])
            message = _new("struct msghdr *")
            message.msg_iov, message.msg_iovlen = vectors, len(places)

            def attempt() -> int:
                return lib.pysock_sendmsg(self._fd, message, NO_SIGNAL)

            return self._go_on(_RESTART, attempt, _POLLOUT, call, f"{len(places)} buffers")
        except BaseException:
            for place in places:
                _release(place)
            raise

    # ---------------------------------------------------------------------------- receiving

    def recv(self, bufsize: SupportsIndex, flags: int = 0) -> bytes:
        """Receive at most bufsize bytes, recv(2).

        Returns them: none when the peer has closed its end.
        """
        if type(bufsize) is not int:
            bufsize = operator.index(bufsize)  # once: it may be another number the next time
        got: bytes | int = _recv_bytes(self._fd, bufsize, flags)
        return got if type(got) is bytes else self._receive(got, bufsize, flags)

    def _receive(self, got: Any, size: int, flags: int) -> bytes:
        """Receive what is unusual, or go on with a call that failed."""
        place = _uncleared(_BYTES, size)
        if got == _OUTSIDE:
            got = _recv(self._fd, place, size, flags, size)
        return _unpacked(place, self._receive_on(got, place, size, flags, "recv"))

    def recv_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> int:
        """Receive at most nbytes into a buffer, as many as it holds where nbytes is 0, recv(2).

        Returns their number: 0 when the peer has closed its end.
        """
        got: int = _recv_into(self._fd, buffer, nbytes, flags)
        return got if got >= 0 else self._receive_into(got, buffer, nbytes, flags)

    def _receive_into(self, got: int, buffer: Buffer, nbytes: int, flags: int) -> int:
        """As `_receive`."""
        place = lent(buffer, "recv_into", True)
        try:
            room = len(place)
            size = operator.index(nbytes) or room
            if not 0 <= size <= room:
                raise _too_small("recv_into", nbytes, room)

            if got == _OUTSIDE:
                got = _recv(self._fd, place, size, flags, room)
            return got if got >= 0 else self._receive_on(got, place, size, flags, "recv_into")
        finally:
            _release(place)

    def _receive_on(self, got: int, place: CData, size: int, flags: int, call: str) -> int:
        def attempt() -> int:
            return _recv(self._fd, place, size, flags, size)

        return self._go_on(got, attempt, _POLLIN, call, size)

    def _recvfrom(self, bufsize: SupportsIndex, flags: int) -> tuple[bytes, bytes]:
        """A datagram, and the bytes of its sender's address."""
        if type(bufsize) is not int:
            bufsize = operator.index(bufsize)
        result: tuple[bytes, bytes] | int = _recvfrom_bytes(self._fd, bufsize, flags)
        if type(result) is tuple:
            return result
        place = _uncleared(_BYTES, bufsize)
        got, sender = self._receive_from(result, place, bufsize, flags, "recvfrom")
        return _unpacked(place, got), sender

    def _recvfrom_into(self, buffer: Buffer, nbytes: int, flags: int) -> tuple[int, bytes]:
        """The size of a datagram, and the bytes of its sender's address."""
        place = lent(buffer, "recvfrom_into", True)
        try:
            room = len(place)
            nbytes = operator.index(nbytes)
            if not 0 <= nbytes <= room:
                raise _too_small("recvfrom_into", nbytes, room)
            return self._receive_from(_OUTSIDE, place, nbytes or room, flags, "recvfrom_into")
        except BaseException:
            _release(place)
            raise

    def _receive_from(
        self, got: Any, place: CData, size: int, flags: int, call: str
    ) -> tuple[int, bytes]:
        """Receive what is unusual, or go on with a call that failed."""
        name = _uncleared(_NAMES)
        length = _new(_SOCKLEN)

        def attempt() -> int:
            length[0] = _NAME_SIZE
            return _recvfrom(self._fd, place, size, flags, name, length)

        if got == _OUTSIDE:
            got = attempt()
        got = self._go_on(got, attempt, _POLLIN, call, size)
        return got, _buffer(name, min(length[0], _NAME_SIZE))[:]

    # ---------------------------------------------------------------------------- accepting

    def _accepted(self, flags: int) -> tuple[int, bytes]:
        """The descriptor of the next connection, and the bytes of the peer's address."""
        name = _uncleared(_NAMES)
        length = _new(_SOCKLEN)

        def attempt() -> int:
            length[0] = _NAME_SIZE
            if _accept4 is None:
                return lib.pysock_accept(self._fd, name, length)
            return _accept4(self._fd, name, length, flags)

        fd = attempt()
        if fd < 0:
            fd = self._go_on(fd, attempt, _POLLIN, "accept")
        return fd, _buffer(name, min(length[0], _NAME_SIZE))[:]


def lent(buffer: Any, call: str, write: bool = False) -> CData:
    """The bytes of a buffer or of a C value, for the time of a call."""
    try:
        return _lent(_BYTES, buffer, write)
    except _NOT_LENT:
        pass
    if isinstance(buffer, Value):
        address, room = arguments.extent(buffer, call, write)
        return _lent(_BYTES, ffi.buffer(address, room), write)
    wanted = "read-write bytes-like" if write else "bytes-like"
    raise TypeError(f"a {wanted} object is required, not '{type(buffer).__name__}'")


def _too_small(call: str, nbytes: int, room: int) -> ValueError:
    return ValueError(f"{call}: {nbytes} bytes into a buffer that has {room}")
