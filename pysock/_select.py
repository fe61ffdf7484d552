"""Waiting for any of several descriptors: select(2), pselect(2)."""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from . import _native
from . import _signal as signals
from ._front import front
from ._memory import RecordType, from_cffi, struct
from ._native import ffi, lib
from ._undefined import BadDescriptor, OutOfBounds
from ._values import Pointer, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__ = ["FD_CLR", "FD_ISSET", "FD_SET", "FD_ZERO", "fd_set", "select"]
if hasattr(lib, "pysock_pselect"):
    __all__ += ["pselect"]

fd_set: RecordType = from_cffi(ffi.typeof("fd_set"))  # type: ignore[assignment]
_RESTART = lib.PYSOCK_RESTART
_TIMEVAL = struct.timeval
_TIMESPEC = struct.timespec
_FD_SETSIZE = constants.FD_SETSIZE
_FD_LIMIT = lib.PYSOCK_FD_LIMIT
_OUTSIDE = lib.PYSOCK_OUTSIDE
lib.pysock_add_select()
_native.select_types(fd_set, _TIMEVAL)


# -------------------------------------------------------------------------------------- sets


_FULL = f"FD_SET: the set is full: it holds {_FD_SETSIZE} sockets (FD_SETSIZE)"


def _descriptor(fd: SupportsIndex, call: str) -> int:
    """A number that has a place in an fd_set; C's macros write elsewhere with any other."""
    number = operator.index(fd)
    if not 0 <= number < _FD_LIMIT:
        raise BadDescriptor(
            f"{call}: the descriptor {number}; an fd_set holds 0..{_FD_SETSIZE - 1} (FD_SETSIZE)"
        )
    return number


def FD_ZERO(set: Any) -> None:
    """Empty a set of descriptors, select(2).

    ``void FD_ZERO(fd_set *set);``
    """
    lib.pysock_FD_ZERO(arguments.out(set, fd_set, "FD_ZERO"))


@front
def FD_SET(fd: SupportsIndex, set: Any) -> None:
    """Add a descriptor to a set, select(2).

    ``void FD_SET(int fd, fd_set *set);``

    A descriptor beyond FD_SETSIZE - 1 raises BadDescriptor: poll() takes any.
    Windows: takes any SOCKET, but no more than FD_SETSIZE of them; C says nothing of the next.
    """
    place = arguments.out(set, fd_set, "FD_SET")
    if lib.pysock_FD_SET(_descriptor(fd, "FD_SET"), place) == _OUTSIDE:
        raise OutOfBounds(_FULL)


@front
def FD_CLR(fd: SupportsIndex, set: Any) -> None:
    """Take a descriptor out of a set, select(2).

    ``void FD_CLR(int fd, fd_set *set);``
    """
    lib.pysock_FD_CLR(_descriptor(fd, "FD_CLR"), arguments.out(set, fd_set, "FD_CLR"))


@front
def FD_ISSET(fd: SupportsIndex, set: Any) -> int:
    """Tell whether a descriptor is in a set, select(2).

    ``int FD_ISSET(int fd, fd_set *set);``

    Returns 1 or 0.
    """
    return lib.pysock_FD_ISSET(_descriptor(fd, "FD_ISSET"), arguments.out(set, fd_set, "FD_ISSET"))


_IS_LIST = "fd_array" in fd_set.members  # Windows' set is a list, which its programs walk through


def _descriptors(set: Record | Pointer) -> tuple[int, ...]:
    """The members."""
    address = arguments.readable(set, fd_set.size, "fd_set")
    if _IS_LIST:
        raw = ffi.cast("fd_set *", address)
        return tuple(raw.fd_array[0 : min(raw.fd_count, _FD_SETSIZE)])
    members = ffi.new("int[]", _FD_SETSIZE)
    return tuple(ffi.unpack(members, lib.pysock_fd_members(address, members)))


fd_set.text = lambda record: "{" + ", ".join(map(str, _descriptors(record))) + "}"
if not _IS_LIST:
    fd_set.macros["fd_array"] = property(_descriptors)
    fd_set.macros["fd_count"] = property(lambda each: len(_descriptors(each)))


def member(fd: SupportsIndex, members: Collection[int]) -> int:
    """A descriptor that has a place in a set with such members: for fdsets.py."""
    number = _descriptor(fd, "FD_SET")
    if len(members) >= _FD_SETSIZE and number not in members:
        raise OutOfBounds(_FULL)
    return number


# ------------------------------------------------------------------------------------ waiting


def _sets(nfds: int, sets: tuple[Any, ...], call: str) -> list[CData]:
    """The addresses of the sets, of which the kernel reads and writes nfds bits."""
    addresses = [arguments.out(each, fd_set, call, null=True) for each in sets]
    if nfds > _FD_LIMIT and any(addresses):
        raise OutOfBounds(
            f"{call}: nfds is {nfds}; an fd_set holds {_FD_SETSIZE} descriptors (FD_SETSIZE)"
        )
    return addresses


@front
def select(nfds: SupportsIndex, readfds: Any, writefds: Any, exceptfds: Any, timeout: Any) -> int:
    """Wait until a descriptor below nfds is ready, or for the timeout, select(2).

    ``int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
    struct timeval *timeout);``

    Only the ready descriptors stay in the sets. A timeout of NULL waits without end; Linux leaves
    in the timeout what was not slept. A signal always interrupts, whatever its SA_RESTART.
    Windows: takes sockets alone, does not look at nfds, and fails where all sets are empty.

    Returns the number of descriptors left in the sets, 0 after the timeout, or -1: EBADF, EINTR,
    EINVAL.
    """
    count = operator.index(nfds)
    reads, writes, excepts = _sets(count, (readfds, writefds, exceptfds), "select")
    wait = arguments.out(timeout, _TIMEVAL, "select", null=True)
    while (ready := lib.pysock_select(count, reads, writes, excepts, wait)) == _RESTART:
        pass
    return ready


def ready_members(
    reads: tuple[int, ...], writes: tuple[int, ...], excepts: tuple[int, ...], microseconds: int
) -> tuple[set[int], set[int], set[int]] | None:
    """Which of these descriptors select(2) finds ready: for fdsets.py.

    No C value is made of them. A negative time is for ever. None where select(2) failed.
    """
    while (ready := _native.select_ready(reads, writes, excepts, microseconds)) is False:
        pass  # a signal restarts it
    return ready


def pselect(
    nfds: SupportsIndex,
    readfds: Any,
    writefds: Any,
    exceptfds: Any,
    timeout: Any,
    sigmask: Any,
) -> int:
    """Do as select(), with another signal mask while it waits, pselect(2).

    ``int pselect(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
    const struct timespec *timeout, const sigset_t *sigmask);``

    The timeout stays as it is. With NULL for sigmask the mask stays too.

    Returns the number of descriptors left in the sets, 0 after the timeout, or -1: EBADF, EINTR,
    EINVAL.
    """
    count = operator.index(nfds)
    reads, writes, excepts = _sets(count, (readfds, writefds, exceptfds), "pselect")
    wait = arguments.out(timeout, _TIMESPEC, "pselect", null=True)
    mask = arguments.out(sigmask, signals.sigset_t, "pselect", null=True)
    while (ready := lib.pysock_pselect(count, reads, writes, excepts, wait, mask)) == _RESTART:
        pass
    return ready
