"""Arenas of messages that one call fills or sends: recvmmsg(2), sendmmsg(2).

What `pysock.Batch` stands on. The headers of an arena are never a program's, so nothing in them
needs a check; what came with descriptors stays the arena's until it is taken.
"""

from __future__ import annotations

from . import _constants as constants
from . import _native
from . import _zerocopy as zerocopy
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__: list[str] = []

if hasattr(lib, "pysock_batch_enter"):
    lib.pysock_add_batches()

    _RESTART = lib.PYSOCK_RESTART
    _HEADER_SIZE = ffi.sizeof("struct cmsghdr")
    _NAME_SIZE = ffi.sizeof("struct sockaddr_storage")
    _MERGED_ROOM = 65536  # the longest datagram, and what the kernel makes one of several
    _MERGED_CONTROL = lib.pysock_CMSG_SPACE(ffi.sizeof("int"))  # how long each of them is
    _receive, _send = _native.receive_batch, _native.send_batch
    _lengths, _copies, _views = (
        _native.batch_lengths,
        _native.batch_copies,
        _native.batch_views,
    )
    _store_all = _native.store_datagrams

    class Arena:
        """Slots for `count` messages of at most `size` bytes, with `control_size` of control data.

        Without `names`, those who receive do not ask whom from. `coalesced` slots hold several
        datagrams that came as one, and what is sent travels so where it can; all methods count
        datagrams.

        `data` is a view of all slots, one after the other. One thread uses an arena at a time:
        another is refused, for it would see headers half-written.
        """

        __slots__ = ("_address", "_batch", "_kept", "control_size", "count", "data", "size")

        def __init__(
            self, count: int, size: int, control_size: int, names: bool, coalesced: bool = False
        ) -> None:
            self.count = count
            self.size = size
            room = max(size, _MERGED_ROOM) if coalesced else size
            memory = bytearray(count * room)
            self.data = memoryview(memory)
            self._kept = {
                "data": ffi.from_buffer("char[]", memory),
                "lengths": ffi.new("unsigned int[]", count),
                "names": ffi.new("struct sockaddr_storage[]", count),
                "vectors": ffi.new("struct iovec[]", count),
                "messages": ffi.new("struct pysock_message[]", count),
                "slots": ffi.new("struct pysock_slot[]", count),
            }
            # Of this type, it is aligned as control messages are; so is each slot's share.
            control_size = lib.pysock_CMSG_ALIGN(control_size)
            control_size += _MERGED_CONTROL if coalesced else 0
            controls = ffi.new("struct cmsghdr[]", count * control_size // _HEADER_SIZE + 1)
            self._batch = ffi.new("struct pysock_batch *", self._kept)
            self._kept["controls"] = controls
            self._batch.controls = ffi.cast("char *", controls)
            self._batch.count = count
            self._batch.size = size
            self._batch.room = room
            self._batch.control_size = self.control_size = control_size
            self._batch.names_wanted = names
            self._batch.coalesced = coalesced
            self._address = int(ffi.cast("uintptr_t", self._batch))

        def _enter(self) -> None:
            if not lib.pysock_batch_enter(self._batch):
                raise RuntimeError("another thread is using the batch")

        def _leave(self) -> None:
            lib.pysock_batch_leave(self._batch)

        def receive(self, fd: int, count: int, flags: int) -> int:
            """Wait for one message, take at most `count`; -1 and errno as recvmsg(2)."""
            got: int = _receive(self._address, fd, count, flags)
            while got == _RESTART:
                got = _receive(self._address, fd, count, flags)
            if zerocopy.pins:
                self._notice(fd, got)
            return got

        def _notice(self, fd: int, got: int) -> None:
            for index in range(got):
                if self.flags(index) & constants.MSG_ERRQUEUE:
                    zerocopy.notice(fd, self.control(index))

        def send(self, fd: int, first: int, end: int, flags: int) -> int:
            """Send the datagrams from `first` on; how many, or -1 and errno as sendmsg(2)."""
            sent: int = _send(self._address, fd, first, end, flags)
            while sent == _RESTART:
                sent = _send(self._address, fd, first, end, flags)
            return sent

        def forget(self) -> None:
            """Let the program fill the slots again."""
            self._batch.received = 0

        def store(self, index: int, data: memoryview, name: bytes, control: bytes) -> None:
            """Fill a slot."""
            batch, size = self._batch, len(data)
            if size > self.size or len(name) > _NAME_SIZE or len(control) > batch.control_size:
                raise ValueError(f"no room for {size} bytes, {len(control)} of control data")
            start = index * self.size
            self._enter()
            try:
                self.data[start : start + size] = data
                batch.lengths[index] = size
                batch.slots[index] = len(name), len(control), 0, 0, 0
                ffi.memmove(batch.names + index, name, len(name))
                ffi.memmove(batch.controls + index * batch.control_size, control, len(control))
            finally:
                self._leave()

        def store_all(self, first: int, datagrams: list[Any], skipped: int, name: bytes) -> int:
            """Fill slots with those of a list, without the first `skipped`, up to an odd one."""
            stored: int = _store_all(self._address, first, skipped, datagrams, name)
            return stored

        def lengths(self, count: int) -> list[int]:
            """The lengths of the first `count` datagrams; one that was cut may be longer."""
            lengths: list[int] = _lengths(self._address, count, None)
            return lengths

        def copies(self, count: int) -> list[bytes]:
            """The data of the first `count` datagrams."""
            copies: list[bytes] = _copies(self._address, count, None)
            return copies

        def views(self, count: int) -> list[memoryview]:
            """The places of the first `count` datagrams in `data`."""
            views: list[memoryview] = _views(self._address, count, self.data)
            return views

        def view(self, index: int) -> memoryview:
            """The place of a datagram in `data`."""
            datagram = lib.pysock_batch_datagram(self._batch, index)
            return self.data[datagram.start : datagram.start + datagram.length]

        def _slot(self, index: int) -> int:
            slot: int = lib.pysock_batch_datagram(self._batch, index).slot
            return slot

        def flags(self, index: int) -> int:
            """The msg_flags of the message that brought a datagram."""
            flags: int = self._batch.slots[self._slot(index)].flags
            return flags

        def name(self, index: int) -> bytes:
            """The address of a datagram."""
            slot = self._slot(index)
            size = min(self._batch.slots[slot].name_length, _NAME_SIZE)
            return bytes(ffi.buffer(self._batch.names + slot, size)) if size else b""

        def control(self, index: int) -> bytes:
            """The control messages of a datagram."""
            batch, slot = self._batch, self._slot(index)
            size = min(batch.slots[slot].control_length, batch.control_size)
            start = batch.controls + slot * batch.control_size
            return bytes(ffi.buffer(start, size)) if size else b""

        def take_rights(self, index: int) -> list[int]:
            """Hand over the descriptors that came with a datagram."""
            room = self._batch.control_size // ffi.sizeof("int") + 1
            taken = ffi.new("int[]", room)
            self._enter()
            try:
                slot = self._slot(index)
                count = lib.pysock_batch_take_rights(self._batch, slot, taken, room)
            finally:
                self._leave()
            return list(taken[0:count])

        def close_rights(self) -> int:
            """Close the descriptors that nobody took; how many they were."""
            if self.control_size == 0:
                return 0
            self._enter()
            try:
                closed: int = lib.pysock_batch_close_rights(self._batch)
            finally:
                self._leave()
            return closed
