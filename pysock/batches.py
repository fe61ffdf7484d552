"""Batches: many datagrams by one system call, without work in Python for each; descriptors too."""

from __future__ import annotations

import operator
import warnings

import pysock as c

from ._batch import Arena
from .addresses import Address, from_bytes
from .control_messages import ControlMessage, SegmentSize, unpack_control
from .errors import SocketError
from .sockets import _Patience

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeVar

    Kind = TypeVar("Kind", bound=ControlMessage)

__all__ = ["Batch", "Datagram", "receive_message", "send_message"]

_ZEROCOPY = getattr(c, "MSG_ZEROCOPY", 0)
_NO_SIGNAL = getattr(c, "MSG_NOSIGNAL", 0)
_GRO: int | None = getattr(c, "UDP_GRO", None)


class Batch:
    """Room for `count` datagrams of at most `size` bytes: received, or sent, by one call.

    >>> batch = Batch(64, 2048)
    >>> while batch.receive(sock):      # waits for one, takes all that are there
    ...     batch.send(sock)            # each goes back to where it came from

    All memory is made once. What came is looked at only where the program does: `batch[i]` and
    iteration give `Datagram` objects, `views()` only their data. `receive()` uses the memory
    again: views then show what is new, and older Datagram objects refuse.

    `control` is the room for control messages of each datagram, in bytes (see `control_space()`).
    Descriptors that came in them and that `Datagram.take_descriptors()` did not take are closed,
    with a ResourceWarning, by the next `receive()`, by `clear()`, or with the batch.

    Without `addresses`, received datagrams have none: the kernel then saves a seventh of its work.

    A `coalesced` batch is for UDP: datagrams of one length and one address travel through the
    kernel as one, up to 64 (UDP_SEGMENT, UDP_GRO), which costs a fraction. The program sees single
    datagrams all the same, and more than `count` of them may come by one `receive()`, which
    sets UDP_GRO on the socket. What an interface refuses to merge goes one by one, as all does
    where the platform has no UDP_GRO.

    `sock` is anything with fileno(), or a descriptor; the timeout of a `pysock.Socket` or a
    `socket.socket` holds. recvmmsg(2) and sendmmsg(2) do it on Linux; elsewhere a loop in C.
    One thread uses a batch at a time: another gets a RuntimeError.
    """

    __slots__ = (
        "__weakref__",
        "_arena",
        "_generation",
        "_length",
        "_merging",
        "_named",
        "_received",
    )

    def __init__(
        self,
        count: int = 64,
        size: int = 2048,
        *,
        control: int = 0,
        addresses: bool = True,
        coalesced: bool = False,
    ) -> None:
        """Make the memory; all of it is zero."""
        count, size, control = map(operator.index, (count, size, control))
        if count < 1 or size < 0 or control < 0:
            raise ValueError(f"{count} datagrams of {size} bytes and {control} of control data")
        self._length = 0
        self._received = False
        self._generation = 0
        self._named: tuple[Any, bytes] = None, b""  # the last address, and its bytes for C
        coalesced = bool(coalesced) and _GRO is not None
        self._merging = -1 if coalesced else None  # the descriptor that was told, or none yet
        self._arena = Arena(count, size, control, addresses, coalesced)

    @property
    def capacity(self) -> int:
        """How many datagrams can be appended, and how many messages one call takes."""
        return self._arena.count

    @property
    def size(self) -> int:
        """How many bytes of each there is room for; a coalesced batch receives longer ones too."""
        return self._arena.size

    # ---------------------------------------------------------------------------- receiving

    def receive(self, sock: Any, flags: int = 0, *, limit: int | None = None) -> int:
        """Wait for a datagram, and take it with all others that are there, recvmmsg(2).

        `limit` takes fewer messages than there is room for. What the batch held is gone. It may
        raise BlockingIOError or TimeoutError, as `recvfrom` does.

        Returns how many came.
        """
        arena = self._arena
        if self._received and arena.control_size:
            self._drop()
        self._received = True
        self._length = 0
        self._generation += 1
        fd = sock if type(sock) is int else sock.fileno()
        if self._merging is not None and self._merging != fd:
            self._merge(fd)
        count = arena.count if limit is None else max(1, min(limit, arena.count))
        got = arena.receive(fd, count, flags)
        if got < 0:
            patience = _patience(sock, fd, c.POLLIN, "recvmmsg", count)
            while got < 0:
                patience.wait()
                got = arena.receive(fd, count, flags)
        self._length = got
        return got

    def _merge(self, fd: int) -> None:
        """Have the kernel merge datagrams of a socket, udp(7)."""
        assert _GRO is not None
        if c.setsockopt(fd, c.IPPROTO_UDP, _GRO, c.int_(1), c.sizeof(c.int_)) == -1:
            raise SocketError.from_errno("setsockopt", "UDP_GRO")
        self._merging = fd

    def lengths(self) -> list[int]:
        """The lengths of all datagrams; with MSG_TRUNC, of one that was cut, the true one."""
        return self._arena.lengths(self._length)

    def views(self) -> list[memoryview]:
        """The data of all datagrams, to be read or changed in place, until the next receive."""
        return self._arena.views(self._length)

    def copies(self) -> list[bytes]:
        """The data of all datagrams as bytes, which stay."""
        return self._arena.copies(self._length)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> Datagram:
        at = operator.index(index)
        at = at + self._length if at < 0 else at
        if not 0 <= at < self._length:
            raise IndexError(f"[{index}] of a batch that holds {self._length} datagrams")
        return Datagram(self, at)

    def __iter__(self) -> Iterator[Datagram]:
        return (Datagram(self, index) for index in range(self._length))

    # ------------------------------------------------------------------------------ sending

    def append(
        self,
        data: Any,
        address: Address | str | tuple[Any, ...] | None = None,
        control: Iterable[ControlMessage] = (),
    ) -> None:
        """Copy a datagram into the next slot; without an address it goes to the connected peer.

        ValueError where no slot, or not enough room, is left.
        """
        index = self._next()
        packed = b"".join(message.pack() for message in control)
        view = memoryview(data).cast("B")
        if len(view) > self.size:
            raise ValueError(f"{len(view)} bytes for a slot of {self.size}")
        if len(packed) > self._arena.control_size:
            room = self._arena.control_size
            raise ValueError(f"{len(packed)} bytes of control messages for {room}: Batch(control=)")
        self._arena.store(index, view, self._name(address), packed)
        self._length += 1

    def extend(
        self, datagrams: Iterable[Any], address: Address | str | tuple[Any, ...] | None = None
    ) -> None:
        """Copy several datagrams, all to one address; bytes are copied by a loop in C.

        ValueError where no slot, or not enough room, is left; those before are in the batch.
        """
        given = datagrams if type(datagrams) is list else list(datagrams)
        name = self._name(address)
        at = 0
        while at < len(given):
            stored = self._arena.store_all(self._next(), given, at, name)
            self._length += stored
            at += stored
            if at < len(given):
                self.append(given[at], address)
                at += 1

    def _name(self, address: Any) -> bytes:
        if address is not self._named[0] or type(address) is not Address:
            self._named = address, _name(address)
        return self._named[1]

    def _next(self) -> int:
        if self._received:
            raise ValueError("the batch holds what it received: clear() it first")
        if self._length == self._arena.count:
            raise ValueError(f"all {self._length} slots hold a datagram already")
        return self._length

    def send(self, sock: Any, flags: int = 0, *, start: int = 0) -> int:
        """Send what the batch holds, from the datagram `start` on, sendmmsg(2).

        Received datagrams go back to their senders, with whatever the program changed in their
        data, without their control messages. The batch keeps its content: it may be sent again.

        Returns how many were sent: fewer than there are where a socket that does not wait has
        room for no more, or where the next one fails. ``send(sock, start=…)`` goes on with that
        one, and raises its error.
        """
        if flags & _ZEROCOPY:
            raise ValueError("MSG_ZEROCOPY lends the kernel memory that a batch uses again")
        if not 0 <= start <= self._length:
            raise IndexError(f"start={start} of a batch that holds {self._length} datagrams")
        fd = sock if type(sock) is int else sock.fileno()
        flags |= _NO_SIGNAL
        at = start
        while at < self._length:
            sent = self._arena.send(fd, at, self._length, flags)
            if sent < 0:
                if at > start and c.errno != c.EINTR:
                    break
                _patience(sock, fd, c.POLLOUT, "sendmmsg", f"datagram {at}").wait()
            else:
                at += sent
        return at - start

    def clear(self) -> None:
        """Empty the batch, for `append()` and `extend()`."""
        if self._received:
            self._drop()
            self._arena.forget()
        self._received = False
        self._length = 0
        self._generation += 1

    def _drop(self) -> None:
        """Close the descriptors that were received and not taken."""
        closed = self._arena.close_rights()
        if closed:
            warnings.warn(
                f"{closed} received descriptors were not taken: closed",
                ResourceWarning,
                stacklevel=3,
                source=self,
            )

    def __del__(self) -> None:
        if getattr(self, "_received", False):
            self._drop()

    def __repr__(self) -> str:
        return f"<Batch: {self._length} of {self.capacity} datagrams of {self.size} bytes>"


def _patience(sock: Any, fd: int, events: int, call: str, *shown: object) -> _Patience:
    """How long a call may wait, by what kind of socket it is on."""
    timeout = sock.gettimeout() if hasattr(sock, "gettimeout") else None
    return _Patience(fd, timeout, events, call, shown)


def _name(address: Address | str | tuple[Any, ...] | None) -> bytes:
    """The bytes of a C address struct; none for None."""
    if address is None:
        return b""
    known = address if isinstance(address, Address) else Address(address)
    return known._bytes


class Datagram:
    """One datagram of a `Batch`, decoded where the program looks.

    After the next `receive()` or `clear()` of the batch it raises ValueError: what it stood for
    is gone. `bytes(datagram)` is a copy that stays.
    """

    __slots__ = ("_batch", "_generation", "_index")

    def __init__(self, batch: Batch, index: int) -> None:
        self._batch = batch
        self._index = index
        self._generation = batch._generation

    def _arena(self) -> Arena:
        if self._generation != self._batch._generation:
            raise ValueError("the batch holds other datagrams by now")
        return self._batch._arena

    @property
    def data(self) -> memoryview:
        """The bytes, in the batch's memory: writable, and overwritten by the next receive."""
        return self._arena().view(self._index)

    @property
    def address(self) -> Address | None:
        """Who sent it, or whom it goes to; None where no address is with it."""
        name = self._arena().name(self._index)
        return from_bytes(name) if name else None

    @property
    def flags(self) -> int:
        """C's msg_flags: MSG_TRUNC, MSG_CTRUNC, MSG_ERRQUEUE, …"""
        return self._arena().flags(self._index)

    @property
    def truncated(self) -> bool:
        """Whether the datagram was longer than its slot: the rest is lost."""
        return bool(self.flags & c.MSG_TRUNC)

    @property
    def control_truncated(self) -> bool:
        """Whether control messages had no room; the kernel closes descriptors that had none."""
        return bool(self.flags & c.MSG_CTRUNC)

    @property
    def control(self) -> list[ControlMessage]:
        """The control messages; the descriptors of `Rights` stay the batch's until taken."""
        return list(unpack_control(self._arena().control(self._index)))

    def get(self, kind: type[Kind]) -> Kind | None:
        """The first control message of a kind: ``datagram.get(TimeToLive)``."""
        for message in unpack_control(self._arena().control(self._index)):
            if isinstance(message, kind):
                return message
        return None

    def segments(self) -> Iterator[memoryview]:
        """The datagrams that the kernel merged into this one, on a socket with UDP_GRO.

        Without UDP_GRO, where only one came, and in a coalesced batch it is this one.
        """
        data = self.data
        merged = self.get(SegmentSize)
        size = merged.value if merged else 0
        if not 0 < size < len(data):
            yield data
            return
        for start in range(0, len(data), size):
            yield data[start : start + size]

    def take_descriptors(self) -> list[int]:
        """The descriptors that came with it: the program's from now on, to be closed by it.

        They close on exec. A second call finds none.
        """
        return self._arena().take_rights(self._index)

    def __bytes__(self) -> bytes:
        return bytes(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __repr__(self) -> str:
        if self._generation != self._batch._generation:
            return "<Datagram that is gone>"
        return f"<Datagram: {len(self)} bytes, address={self.address!s}>"


def send_message(
    sock: Any,
    data: Any,
    control: Iterable[ControlMessage] = (),
    address: Address | str | tuple[Any, ...] | None = None,
    flags: int = 0,
) -> int:
    """Send data with control messages, sendmsg(2): ``send_message(sock, b"x", [Rights([fd])])``.

    Returns the number of bytes taken; on a stream, fewer than there are may be.
    """
    packed = b"".join(message.pack() for message in control)
    name = _name(address)
    text = c.struct.iovec(memoryview(data).cast("B"), memoryview(data).nbytes)
    message = c.struct.msghdr(msg_iov=text, msg_iovlen=1)
    if packed:
        message.msg_control, message.msg_controllen = packed, len(packed)
    if name:
        message.msg_name, message.msg_namelen = name, len(name)
    fd = sock if type(sock) is int else sock.fileno()
    patience = _patience(sock, fd, c.POLLOUT, "sendmsg", text.iov_len)
    while (sent := c.sendmsg(fd, message, flags | _NO_SIGNAL)) == -1:
        patience.wait()
    return sent


def receive_message(sock: Any, size: int, control: int = 0, flags: int = 0) -> Datagram:
    """Receive data with control messages, of a stream too: at most `size` and `control` bytes.

    >>> message = receive_message(sock, 1, control_space(8))   # room for two descriptors
    >>> message.take_descriptors()

    Its descriptors are closed, with a ResourceWarning, where the program drops it without having
    taken them. A stream that has ended gives no bytes.
    """
    batch = Batch(1, size, control=control)
    batch.receive(sock, flags)
    return batch[0]
