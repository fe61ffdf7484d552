"""Reading directories: opendir(3), readdir(3)."""

from __future__ import annotations

import os
from _thread import RLock

from . import _arguments as arguments
from ._allocation import Heap
from ._memory import struct
from ._native import ffi, lib
from ._undefined import NullPointer, UseAfterFree
from ._values import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData
    from ._values import Pointer

__all__: list[str] = []
if hasattr(lib, "opendir"):
    __all__ += [
        "DIR",
        "closedir",
        "dirfd",
        "fdopendir",
        "opendir",
        "readdir",
        "rewinddir",
        "seekdir",
        "telldir",
    ]


class _Entry(Heap):
    """The entry that C keeps for a stream: each readdir() overwrites it, closedir() ends it."""

    __slots__ = ()

    source = "readdir"


class DIR:
    """A stream over the entries of a directory, C's ``DIR *``: opendir(3).

    One that the program drops without closedir() stays open, as in C.
    """

    __slots__ = ("_dir", "_entry", "_lock")

    def __init__(self, raw: CData) -> None:
        size = struct.dirent.size
        self._dir: CData | None = raw
        self._entry = _Entry(ffi.new("char[]", size), size)
        self._lock = RLock()  # a signal handler may use the stream that it interrupted
        _streams.add(self)

    def __repr__(self) -> str:
        return "(DIR *) …" if self._dir is not None else "(DIR *) …, ended by closedir()"


_streams: set[DIR] = set()


def _renew_locks() -> None:
    """In the child of fork no thread is left that could release a lock but the one that forked."""
    for stream in _streams:
        if not stream._lock._is_owned():  # type: ignore[attr-defined]
            stream._lock = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_locks)


def _locked(dirp: Any, call: str) -> RLock:
    """The lock under which a call uses a stream, so that no thread closes it meanwhile."""
    if isinstance(dirp, DIR):
        return dirp._lock
    if arguments.is_null(dirp):
        raise NullPointer(f"{call}: the directory stream is NULL")
    raise TypeError(f"{call}: a directory stream is a DIR, not {kind_of(dirp)}")


def _raw(dirp: DIR, call: str) -> CData:
    if dirp._dir is None:
        raise UseAfterFree(f"{call}: the directory stream ended its life in closedir()")
    return dirp._dir


def _opened(raw: CData) -> DIR | None:
    return DIR(raw) if raw else None


def opendir(name: Any) -> DIR | None:
    """Open a directory to read its entries, opendir(3).

    ``DIR *opendir(const char *name);``

    Windows: absent there.

    Returns the stream, or NULL: EACCES, EMFILE, ENOENT, ENOTDIR.
    """
    return _opened(lib.opendir(arguments.name(name, "opendir")))


def fdopendir(fd: SupportsIndex) -> DIR | None:
    """Read the entries of an open directory, fdopendir(3).

    ``DIR *fdopendir(int fd);``

    The descriptor is the stream's from then on: closedir() closes it.
    Windows: absent there.

    Returns the stream, or NULL: EBADF, ENOTDIR.
    """
    return _opened(lib.fdopendir(fd))


def readdir(dirp: Any) -> Pointer | None:
    """Read the next entry of a directory, readdir(3).

    ``struct dirent *readdir(DIR *dirp);``

    The entry is overwritten by the next call for the same stream, and ends with closedir(). Only
    an error changes errno: a program that asks sets it to 0 before.
    Windows: absent there.

    Returns the entry, or NULL after the last one, or with errno: EBADF, ENOENT.
    """
    with _locked(dirp, "readdir"):
        raw, entry = _raw(dirp, "readdir"), dirp._entry
        if not lib.pysock_readdir(raw, ffi.cast("struct dirent *", entry.base)):
            return None
        return struct.dirent.pointer(entry, 0, 0, entry.size)


def rewinddir(dirp: Any) -> None:
    """Begin again with the first entry, rewinddir(3).

    ``void rewinddir(DIR *dirp);``

    Windows: absent there.
    """
    with _locked(dirp, "rewinddir"):
        lib.rewinddir(_raw(dirp, "rewinddir"))


def telldir(dirp: Any) -> int:
    """Tell the place in a directory, for seekdir(), telldir(3).

    ``long telldir(DIR *dirp);``

    Windows: absent there.

    Returns the place, or -1: EBADF.
    """
    with _locked(dirp, "telldir"):
        return lib.telldir(_raw(dirp, "telldir"))


def seekdir(dirp: Any, loc: SupportsIndex) -> None:
    """Go back to a place that telldir() told, seekdir(3).

    ``void seekdir(DIR *dirp, long loc);``

    Windows: absent there.
    """
    with _locked(dirp, "seekdir"):
        lib.seekdir(_raw(dirp, "seekdir"), loc)


def dirfd(dirp: Any) -> int:
    """Tell the descriptor of a directory stream, which the stream owns, dirfd(3).

    ``int dirfd(DIR *dirp);``

    Windows: absent there.

    Returns the descriptor.
    """
    with _locked(dirp, "dirfd"):
        return lib.dirfd(_raw(dirp, "dirfd"))


def closedir(dirp: Any) -> int:
    """Close a directory stream, and its descriptor, closedir(3).

    ``int closedir(DIR *dirp);``

    The stream and its entry end with it, whatever it returns; their use raises UseAfterFree.
    Windows: absent there.

    Returns 0, or -1: EBADF (the program has closed the descriptor itself).
    """
    with _locked(dirp, "closedir"):
        raw = _raw(dirp, "closedir")
        dirp._dir = None
        _streams.discard(dirp)
        dirp._entry.free("closedir")
        return lib.closedir(raw)
