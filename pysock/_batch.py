"""Arenas of messages that one call fills or sends: recvmmsg(2), sendmmsg(2).

What `pysock.Batch` stands on. The headers of an arena are never a program's, so nothing in them
needs a check; what came with descriptors stays the arena's until it is taken.
"""

from __future__ import annotations

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

    class Arena:
        """Slots for `count` messages of at most `size` bytes and `control_size` bytes of control.

        `data` is a view of all slots, one after the other.
        """

        __slots__ = ("_address", "_batch", "_kept", "count", "data", "size", "slots")

        def __init__(self, count: int, size: int, control_size: int) -> None:
            self.count = count
            self.size = size
            memory = bytearray(count * size)
            self.data = memoryview(memory)
            self._kept = {
                "data": ffi.from_buffer("char[]", memory),
                # Of the type that is aligned as control messages are.
                "controls": ffi.new("struct cmsghdr[]", count * control_size // _HEADER + 1),
                "names": ffi.new("struct sockaddr_storage[]", count),
                "vectors": ffi.new("struct iovec[]", count),
                "messages": ffi.new("struct pysock_message[]", count),
                "slots": ffi.new("struct pysock_slot[]", count),
            }
            self.slots: CData = self._kept["slots"]
            self._batch = ffi.new("struct pysock_batch *", {
                **self._kept,
                "controls": ffi.cast("char *", self._kept["controls"]),
                "count": count,
                "size": size,
                "control_size": control_size,
            })
            self._address = int(ffi.cast("uintptr_t", self._batch))

        def receive(self, fd: int, count: int, flags: int) -> int:
            """Wait for one message, take at most `count`; -1 and errno as recvmsg(2)."""
            while (got := lib.pysock_batch_receive(fd, self._batch, count, flags)) == _RESTART:
                pass
            if zerocopy.pins:
                for index in range(got):
                    if self.slots[index].flags & lib.MSG_ERRQUEUE:
                        zerocopy.notice(fd, self.control(index))
            return got

        def send(self, fd: int, first: int, end: int, flags: int) -> int:
            """Send the slots from `first` to `end`; how many, or -1 and errno as sendmsg(2)."""
            while (sent := lib.pysock_batch_send(fd, self._batch, first, end, flags)) == _RESTART:
                pass
            return sent

        def begin(self) -> None:
            """Forget what was received: the slots are filled by the program now."""
            self._batch.received = 0

        def store(self, index: int, data: Any, name: bytes, control: bytes) -> None:
            """Fill a slot; all of it must have room there."""
            start = index * self.size
            size = len(data)
            self.data[start : start + size] = data
            slot = self.slots[index]
            slot.length = size
            slot.name_length = len(name)
            slot.control_length = len(control)
            batch = self._batch
            ffi.memmove(batch.names + index, name, len(name))
            ffi.memmove(batch.controls + index * batch.control_size, control, len(control))

        def store_all(self, first: int, datagrams: list[Any], skipped: int, name: bytes) -> int:
            """Fill slots with those of a list, without the first `skipped`, up to an odd one."""
            stored: int = _native.store_datagrams(self._address, first, datagrams, skipped, name)
            return stored

        def name(self, index: int) -> bytes:
            """The address that came with a message."""
            return bytes(ffi.buffer(self._batch.names + index, self.slots[index].name_length))

        def control(self, index: int) -> bytes:
            """The control messages that came with a message."""
            batch = self._batch
            start = batch.controls + index * batch.control_size
            return bytes(ffi.buffer(start, self.slots[index].control_length))

        def take_rights(self, index: int, room: int) -> list[int]:
            """Hand over the descriptors that came with a message."""
            taken = ffi.new("int[]", room)
            count = lib.pysock_batch_take_rights(self._batch, index, taken, room)
            return list(taken[0:count])

        def close_rights(self) -> int:
            """Close the descriptors that nobody took; how many they were."""
            closed: int = lib.pysock_batch_close_rights(self._batch)
            return closed

    _HEADER = ffi.sizeof("struct cmsghdr")
