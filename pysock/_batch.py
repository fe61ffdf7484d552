"""Arenas of messages that one call fills or sends: recvmmsg(2), sendmmsg(2).

What `pysock.Batch` stands on. The headers of an arena are never a program's, so nothing in them
needs a check; what came with descriptors stays the arena's until it is taken.
"""

from __future__ import annotations

from _thread import allocate_lock

from . import _constants as constants
from . import _native
from . import _zerocopy as zerocopy
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._allocation import CData

__all__: list[str] = []

if hasattr(lib, "pysock_batch_receive"):
    lib.pysock_add_batches()

    _RESTART = lib.PYSOCK_RESTART
    _HEADER_SIZE = ffi.sizeof("struct cmsghdr")
    _NAME_SIZE = ffi.sizeof("struct sockaddr_storage")
    _unpacked = ffi.unpack

    class Arena:
        """Slots for `count` messages of at most `size` bytes, with `control_size` of control data.

        Without `names`, those who receive do not ask whom from.

        `data` is a view of all slots, one after the other. One thread uses an arena at a time:
        another is refused, for it would see headers half-written.
        """

        __slots__ = (
            "_address",
            "_batch",
            "_busy",
            "_kept",
            "_lengths",
            "control_size",
            "count",
            "data",
            "size",
        )

        def __init__(self, count: int, size: int, control_size: int, names: bool) -> None:
            self.count = count
            self.size = size
            memory = bytearray(count * size)
            self.data = memoryview(memory)
            self._lengths: CData = ffi.new("unsigned int[]", count)
            self._kept = {
                "data": ffi.from_buffer("char[]", memory),
                "lengths": self._lengths,
                "names": ffi.new("struct sockaddr_storage[]", count),
                "vectors": ffi.new("struct iovec[]", count),
                "messages": ffi.new("struct pysock_message[]", count),
                "slots": ffi.new("struct pysock_slot[]", count),
            }
            # Of this type, it is aligned as control messages are; so is each slot's share.
            control_size = lib.pysock_CMSG_ALIGN(control_size)
            controls = ffi.new("struct cmsghdr[]", count * control_size // _HEADER_SIZE + 1)
            self._batch = ffi.new("struct pysock_batch *", self._kept)
            self._kept["controls"] = controls
            self._batch.controls = ffi.cast("char *", controls)
            self._batch.count = count
            self._batch.size = size
            self._batch.control_size = self.control_size = control_size
            self._batch.names_wanted = names
            self._address = int(ffi.cast("uintptr_t", self._batch))
            self._busy = allocate_lock()

        def _enter(self) -> None:
            if not self._busy.acquire(False):
                raise RuntimeError("another thread is using the batch")

        def receive(self, fd: int, count: int, flags: int) -> int:
            """Wait for one message, take at most `count`; -1 and errno as recvmsg(2)."""
            self._enter()
            try:
                while (got := lib.pysock_batch_receive(fd, self._batch, count, flags)) == _RESTART:
                    pass
            finally:
                self._busy.release()
            if zerocopy.pins:
                self._notice(fd, got)
            return got

        def _notice(self, fd: int, got: int) -> None:
            for index in range(got):
                if self.flags(index) & constants.MSG_ERRQUEUE:
                    zerocopy.notice(fd, self.control(index))

        def send(self, fd: int, first: int, end: int, flags: int) -> int:
            """Send the slots from `first` to `end`; how many, or -1 and errno as sendmsg(2)."""
            self._enter()
            try:
                while (
                    sent := lib.pysock_batch_send(fd, self._batch, first, end, flags)
                ) == _RESTART:
                    pass
            finally:
                self._busy.release()
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
                self._lengths[index] = size
                slot = batch.slots[index]
                slot.name_length = len(name)
                slot.control_length = len(control)
                ffi.memmove(batch.names + index, name, len(name))
                ffi.memmove(batch.controls + index * batch.control_size, control, len(control))
            finally:
                self._busy.release()

        def store_all(self, first: int, datagrams: list[Any], skipped: int, name: bytes) -> int:
            """Fill slots with those of a list, without the first `skipped`, up to an odd one."""
            self._enter()
            try:
                stored: int = _native.store_datagrams(
                    self._address, first, datagrams, skipped, name
                )
            finally:
                self._busy.release()
            return stored

        def lengths(self, count: int) -> list[int]:
            """The lengths of the first `count` messages; one that was cut may be longer."""
            lengths: list[int] = _unpacked(self._lengths, count) if count else []
            return lengths

        def length(self, index: int) -> int:
            """The length of a message."""
            length: int = self._lengths[index]
            return length

        def flags(self, index: int) -> int:
            """The msg_flags of a message."""
            flags: int = self._batch.slots[index].flags
            return flags

        def name(self, index: int) -> bytes:
            """The address that came with a message."""
            size = min(self._batch.slots[index].name_length, _NAME_SIZE)
            return bytes(ffi.buffer(self._batch.names + index, size)) if size else b""

        def control(self, index: int) -> bytes:
            """The control messages that came with a message."""
            batch = self._batch
            size = min(batch.slots[index].control_length, batch.control_size)
            start = batch.controls + index * batch.control_size
            return bytes(ffi.buffer(start, size)) if size else b""

        def take_rights(self, index: int) -> list[int]:
            """Hand over the descriptors that came with a message."""
            room = self._batch.control_size // ffi.sizeof("int") + 1
            taken = ffi.new("int[]", room)
            self._enter()
            try:
                count = lib.pysock_batch_take_rights(self._batch, index, taken, room)
            finally:
                self._busy.release()
            return list(taken[0:count])

        def close_rights(self) -> int:
            """Close the descriptors that nobody took; how many they were."""
            if self.control_size == 0:
                return 0
            self._enter()
            try:
                closed: int = lib.pysock_batch_close_rights(self._batch)
            finally:
                self._busy.release()
            return closed
