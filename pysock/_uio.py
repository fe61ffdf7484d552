"""Vectored I/O: readv(2), writev(2), …"""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from . import _native
from ._allocation import Memory
from ._arguments import readable
from ._front import front
from ._memory import pointer_to, struct, void
from ._native import ffi, lib
from ._undefined import (
    ConstViolation,
    NullPointer,
    OutOfBounds,
    UndefinedBehavior,
    WildPointer,
)
from ._values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__ = ["readv", "writev"]
if hasattr(lib, "pysock_preadv"):
    __all__ += ["preadv", "pwritev"]

_RESTART = lib.PYSOCK_RESTART
_IOV_MAX = constants.IOV_MAX
_IOVEC = struct.iovec
_IOVEC_SIZE = _IOVEC.size
_IOV_BASE = _IOVEC.members["iov_base"][1]
_IOVECS = ffi.typeof("struct iovec[]")
_VOID_POINTER = pointer_to(void)

if hasattr(lib, "pysock_add_vectored"):
    lib.pysock_add_vectored()
    _native.vector_type(_IOVEC)


class _Snapshot(bytearray):
    """The bytes of an array of struct iovec, and the objects that they point to."""

    __slots__ = ("targets",)

    targets: list[Value | None]


def vectors(iov: Any, count: int, call: str, *, write: bool) -> CData:
    """The first `count` elements of an array of struct iovec, checked, as C may use them.

    What comes back is a copy that no other thread can change; while it lives, so do the objects
    it points to. `write` says that C will write to those. A count that the kernel refuses gives
    NULL: it fails before it looks at the array.
    """
    if not 0 < count <= _IOV_MAX:
        arguments.out(iov, _IOVEC, call, count=0, null=True)
        return arguments.NULL
    size = count * _IOVEC_SIZE
    if getattr(iov, "_element", None) is _IOVEC:
        address = readable(iov, size, call)
    else:
        address = arguments.out(iov, _IOVEC, call, count=count)
    snapshot = _Snapshot(ffi.buffer(address, size))
    array = ffi.from_buffer(_IOVECS, snapshot)
    snapshot.targets = targets = []
    pointee = iov._memory.pointees.get
    at = iov._offset + _IOV_BASE
    for entry in array:
        target = pointee(at)
        at += _IOVEC_SIZE
        targets.append(target)
        try:
            room = target._writable if write else target._readable
            if entry.iov_base == target._address and entry.iov_len <= room:
                continue
        except AttributeError:
            pass
        try:
            _check(entry, target, f"{call}: iov[{len(targets) - 1}]", write)
        except UndefinedBehavior:
            if sum(entry.iov_len for entry in array) > constants.SSIZE_MAX:
                return _refused(count)
            raise
    return array


def _check(entry: CData, target: Any, what: str, write: bool) -> None:
    """The slow path: NULL, pointers moved inside their object, heap objects, and all errors."""
    length = entry.iov_len
    memory = Memory(ffi.cast("char *", ffi.addressof(entry)), _IOVEC_SIZE)
    if target is not None:
        memory.pointees[_IOV_BASE] = target
    try:
        place = _VOID_POINTER.read(memory, _IOV_BASE)
    except WildPointer as wild:
        raise WildPointer(f"{what}.iov_base: {wild}") from None
    if place is None:
        if length:
            raise NullPointer(f"{what}: {length} bytes at NULL")
        return
    if length > place._room:
        raise OutOfBounds(f"{what}: {length} bytes of an object that has {place._room}")
    if write and place._memory.const:
        raise ConstViolation(f"{what}: would write into a constant object")


def _refused(count: int) -> CData:
    """An array with a length that makes the kernel say EINVAL, as a sum beyond SSIZE_MAX does."""
    array = ffi.new(_IOVECS, count)
    array[0].iov_len = constants.SSIZE_MAX + 1
    return array


@front
def readv(fd: SupportsIndex, iov: Any, iovcnt: SupportsIndex) -> int:
    """Read into several buffers, filling one after the other, readv(2).

    ``ssize_t readv(int fd, const struct iovec *iov, int iovcnt);``

    A struct iovec keeps alive what its iov_base points to: a C value or a Python buffer.

    Returns the number of bytes, 0 at end of file, or -1: EAGAIN, EBADF, EINTR, EINVAL (lengths
    whose sum no ssize_t holds, more than IOV_MAX elements), and read()'s others.
    """
    count = operator.index(iovcnt)
    array = vectors(iov, count, "readv", write=True)
    while (got := lib.pysock_readv(fd, array, count)) == _RESTART:
        pass
    return got


@front
def writev(fd: SupportsIndex, iov: Any, iovcnt: SupportsIndex) -> int:
    """Write several buffers as one, writev(2).

    ``ssize_t writev(int fd, const struct iovec *iov, int iovcnt);``

    iov_base may point to a str or bytes literal as well.

    Returns the number of bytes taken, or -1: EAGAIN, EBADF, EINTR, EINVAL (lengths whose sum no
    ssize_t holds, more than IOV_MAX elements), and write()'s others.
    """
    count = operator.index(iovcnt)
    array = vectors(iov, count, "writev", write=False)
    while (sent := lib.pysock_writev(fd, array, count)) == _RESTART:
        pass
    return sent


def preadv(fd: SupportsIndex, iov: Any, iovcnt: SupportsIndex, offset: SupportsIndex) -> int:
    """Read into several buffers from a place in a file, leaving the file offset, preadv(2).

    ``ssize_t preadv(int fd, const struct iovec *iov, int iovcnt, off_t offset);``

    Returns the number of bytes, 0 at end of file, or -1: EINVAL (a negative offset too), ESPIPE
    (a pipe or socket), and readv()'s others.
    """
    count = operator.index(iovcnt)
    array = vectors(iov, count, "preadv", write=True)
    while (got := lib.pysock_preadv(fd, array, count, offset)) == _RESTART:
        pass
    return got


def pwritev(fd: SupportsIndex, iov: Any, iovcnt: SupportsIndex, offset: SupportsIndex) -> int:
    """Write several buffers to a place in a file, leaving the file offset, pwritev(2).

    ``ssize_t pwritev(int fd, const struct iovec *iov, int iovcnt, off_t offset);``

    Returns the number of bytes taken, or -1: EINVAL (a negative offset too), ESPIPE (a pipe or
    socket), and writev()'s others.
    """
    count = operator.index(iovcnt)
    array = vectors(iov, count, "pwritev", write=False)
    while (sent := lib.pysock_pwritev(fd, array, count, offset)) == _RESTART:
        pass
    return sent


if hasattr(lib, "pysock_preadv2"):
    __all__ += ["preadv2", "pwritev2"]

    def preadv2(
        fd: SupportsIndex,
        iov: Any,
        iovcnt: SupportsIndex,
        offset: SupportsIndex,
        flags: SupportsIndex,
    ) -> int:
        """Read into several buffers, with flags such as RWF_NOWAIT, preadv2(2).

        ``ssize_t preadv2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags);``

        The offset -1 is the file's own, which then moves; pipes and sockets take it too.
        Linux only.

        Returns the number of bytes, 0 at end of file, or -1: EAGAIN (RWF_NOWAIT), EOPNOTSUPP (a
        flag the file does not know), and preadv()'s others.
        """
        count = operator.index(iovcnt)
        array = vectors(iov, count, "preadv2", write=True)
        while (got := lib.pysock_preadv2(fd, array, count, offset, flags)) == _RESTART:
            pass
        return got

    def pwritev2(
        fd: SupportsIndex,
        iov: Any,
        iovcnt: SupportsIndex,
        offset: SupportsIndex,
        flags: SupportsIndex,
    ) -> int:
        """Write several buffers, with flags such as RWF_APPEND, pwritev2(2).

        ``ssize_t pwritev2(int fd, const struct iovec *iov, int iovcnt, off_t offset, int flags);``

        The offset -1 is the file's own, which then moves; pipes and sockets take it too.
        Linux only.

        Returns the number of bytes taken, or -1: EAGAIN (RWF_NOWAIT), EOPNOTSUPP (a flag the
        file does not know), and pwritev()'s others.
        """
        count = operator.index(iovcnt)
        array = vectors(iov, count, "pwritev2", write=False)
        while (sent := lib.pysock_pwritev2(fd, array, count, offset, flags)) == _RESTART:
            pass
        return sent
