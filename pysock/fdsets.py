"""Sets of descriptors: an fd_set that behaves as a Python set, and select(2) over such sets."""

from __future__ import annotations

import operator
import time
from collections.abc import MutableSet
from typing import SupportsIndex

import pysock as c

from . import _select
from .errors import SocketError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Protocol, TypeAlias

    class HasFileno(Protocol):
        """A socket, a file, a pipe's end: what has a descriptor."""

        def fileno(self) -> int:
            """The descriptor."""

    FileDescriptorLike: TypeAlias = SupportsIndex | HasFileno

__all__ = ["FdSet"]


def descriptor(thing: Any) -> int:
    """The descriptor of a number, or of what has a ``fileno()``."""
    fileno = getattr(thing, "fileno", None)
    try:
        return operator.index(thing if fileno is None else fileno())
    except TypeError:
        raise TypeError(
            f"a descriptor is an int or has a fileno(), unlike {type(thing).__name__!r}"
        ) from None


class FdSet(MutableSet[int]):
    """An fd_set that is a Python set: ``reads = FdSet([sock, 0])``, ``reads |= {pipe.fileno()}``.

    It takes descriptors and whatever has a `fileno()`, and holds the descriptors. One that has no
    place in an fd_set (FD_SETSIZE) raises `BadDescriptor`: a `Poller` takes any.
    """

    __slots__ = ("_members",)

    def __init__(self, descriptors: Iterable[FileDescriptorLike] = ()) -> None:
        self._members: set[int] = set()
        for each in descriptors:
            self.add(each)

    @classmethod
    def _of(cls, members: set[int]) -> FdSet:
        """A set that takes over its members, which all have a place."""
        new = cls.__new__(cls)
        new._members = members
        return new

    def add(self, value: FileDescriptorLike) -> None:
        """Put a descriptor in, FD_SET(3)."""
        self._members.add(_select.member(descriptor(value), self._members))

    def discard(self, value: FileDescriptorLike) -> None:
        """Take a descriptor out, if it is in, FD_CLR(3)."""
        self._members.discard(descriptor(value))

    def clear(self) -> None:
        """Take all out, FD_ZERO(3)."""
        self._members.clear()

    def copy(self) -> FdSet:
        """A set of its own with the same descriptors."""
        return self._of(set(self._members))

    def __contains__(self, value: object) -> bool:
        return descriptor(value) in self._members

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._members))

    def __len__(self) -> int:
        return len(self._members)

    def __repr__(self) -> str:
        return f"FdSet({{{', '.join(map(str, self))}}})" if self else "FdSet()"

    def to_c(self) -> Any:
        """A copy as C's ``fd_set``."""
        fd_set = c.fd_set()
        for fd in self:
            c.FD_SET(fd, fd_set)
        return fd_set

    @classmethod
    def from_c(cls, fd_set: Any) -> FdSet:
        """The descriptors of C's ``fd_set``."""
        taken = c.copy(fd_set)
        members = taken.fd_array
        return cls._of({members[i] for i in range(taken.fd_count)})

    @staticmethod
    def select(
        reads: Iterable[FileDescriptorLike] = (),
        writes: Iterable[FileDescriptorLike] = (),
        excepts: Iterable[FileDescriptorLike] = (),
        timeout: float | None = None,
    ) -> tuple[FdSet, FdSet, FdSet]:
        """Wait for any of the descriptors, at most timeout seconds, select(2).

        None waits without end, 0 only looks. A signal's handler runs meanwhile, and the wait goes
        on with what is left of the time.

        Returns which can be read, which can be written, which have an exception (urgent data);
        all three are empty after the timeout. The sets that were given stay as they are.
        """
        wanted = _wanted(reads), _wanted(writes), _wanted(excepts)
        limit = NO_LIMIT if timeout is None else Limit(timeout)
        while True:
            ready = _select.ready_members(*wanted, limit.microseconds())
            if ready is not None:
                first, second, third = ready
                return FdSet._of(first), FdSet._of(second), FdSet._of(third)
            if c.errno != c.EINTR:
                raise SocketError.from_errno("select", *map(FdSet, wanted), timeout)


def _wanted(descriptors: Iterable[FileDescriptorLike]) -> tuple[int, ...]:
    """What is asked for at this moment: another thread may change a set."""
    if descriptors == ():
        return ()
    chosen = descriptors if isinstance(descriptors, FdSet) else FdSet(descriptors)
    return tuple(chosen._members)


class Limit:
    """The time that a wait may take in all, however often a signal interrupts it."""

    __slots__ = ("_ends",)

    def __init__(self, seconds: float | None) -> None:
        if seconds is not None and not seconds >= 0:
            raise ValueError(f"a timeout of {seconds} s: it is None, or 0 or more")
        self._ends = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float | None:
        """The seconds that are left; None is for ever."""
        return None if self._ends is None else max(self._ends - time.monotonic(), 0.0)

    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self._ends is not None and time.monotonic() >= self._ends

    def milliseconds(self) -> int:
        """What is left for poll(2) and epoll_wait(2), rounded up: no wait ends before its time."""
        if self._ends is None:
            return -1
        left = self._ends - time.monotonic()
        return min(-int(-left * 1000 // 1), _INT_MAX) if left > 0 else 0

    def microseconds(self) -> int:
        """What is left for select(2), rounded up; -1 is for ever."""
        left = self.left()
        return -1 if left is None else min(-int(-left * 1_000_000 // 1), _INT_MAX * 1_000_000)

    def timespec(self) -> Any:
        """What is left for kevent(2) and sigtimedwait(2), rounded up; NULL is for ever."""
        left = self.left()
        if left is None:
            return None
        seconds, nanoseconds = divmod(-int(-left * 1_000_000_000 // 1), 1_000_000_000)
        return c.struct.timespec(min(seconds, _INT_MAX), nanoseconds)


_INT_MAX = 2**31 - 1
NO_LIMIT = Limit(None)
