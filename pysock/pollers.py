"""Waiting for many descriptors: a selector over epoll, kqueue, poll or select, by name."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Mapping
from selectors import EVENT_READ, EVENT_WRITE, BaseSelector, SelectorKey
from typing import Any

import pysock as c

from . import _epoll, _poll
from .errors import SocketError
from .fdsets import NO_LIMIT, FdSet, Limit, descriptor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol, TypeAlias

    from .fdsets import FileDescriptorLike

    _Keys: TypeAlias = dict[int, SelectorKey]

    class _Waiter(Protocol):
        def fileno(self) -> int: ...
        def add(self, fd: int, events: int, edge: bool, oneshot: bool) -> None: ...
        def change(self, fd: int, old: int, events: int, edge: bool, oneshot: bool) -> None: ...
        def remove(self, fd: int, events: int) -> None: ...
        def wait(self, limit: Limit, keys: _Keys) -> list[tuple[SelectorKey, int]]: ...
        def close(self) -> None: ...


__all__ = ["Poller"]

_URGENT = 4
_ALL = EVENT_READ | EVENT_WRITE | _URGENT


class Poller(BaseSelector):
    """A selector, as those of the standard library's `selectors`, over the call that you name.

    `kind` is "epoll", "kqueue", "poll" or "select", by default the best that the platform has. A
    signal's handler runs while it waits; the wait then goes on with what is left of the time.

    With `edge` a descriptor is reported once when something comes, not as long as it is there;
    with `oneshot` it is reported once and then rests until `modify()`. Only epoll and kqueue know
    these. Another thread may register descriptors while one waits; only epoll and kqueue notice
    at once. Leave the poller by ``with`` or `close()`.
    """

    READ = EVENT_READ
    WRITE = EVENT_WRITE
    URGENT = _URGENT  # data out of band; not with kqueue

    def __init__(self, kind: str | None = None) -> None:
        kinds = self.available()
        if kind is None:
            kind = kinds[0]
        if kind not in kinds:
            raise ValueError(f"no poller {kind!r} here: there are {', '.join(kinds)}")
        self._kind = kind
        self._keys: _Keys = {}
        self._waiter: _Waiter | None = _KINDS[kind][1]()

    @staticmethod
    def available() -> list[str]:
        """The kinds that this platform has, the best one first."""
        return [kind for kind, (call, _) in _KINDS.items() if hasattr(c, call)]

    @property
    def kind(self) -> str:
        """What it waits with: "epoll", "kqueue", "poll" or "select"."""
        return self._kind

    @property
    def closed(self) -> bool:
        """Whether `close()` was called."""
        return self._waiter is None

    def fileno(self) -> int:
        """The descriptor of epoll or kqueue, which can itself be waited for; -1 without one."""
        return -1 if self._waiter is None else self._waiter.fileno()

    def register(
        self,
        fileobj: FileDescriptorLike,
        events: int = EVENT_READ,
        data: Any = None,
        *,
        edge: bool = False,
        oneshot: bool = False,
    ) -> SelectorKey:
        """Wait for a descriptor from now on: READ, WRITE and URGENT, or'ed.

        Raises KeyError for one that is registered, and `SocketError`.
        """
        self._judge(events, edge or oneshot)
        fd = self._descriptor(fileobj)
        if fd in self._keys:
            raise KeyError(f"{fileobj!r} (FD {fd}) is already registered")
        key = SelectorKey(fileobj, fd, events, data)  # type: ignore[arg-type]
        self._open().add(fd, events, edge, oneshot)
        self._keys[fd] = key
        return key

    def modify(
        self,
        fileobj: FileDescriptorLike,
        events: int = EVENT_READ,
        data: Any = None,
        *,
        edge: bool = False,
        oneshot: bool = False,
    ) -> SelectorKey:
        """Wait for other events of a registered descriptor, or again after `oneshot`."""
        self._judge(events, edge or oneshot)
        key = self._key(fileobj)
        self._open().change(key.fd, key.events, events, edge, oneshot)
        self._keys[key.fd] = key = key._replace(events=events, data=data)
        return key

    def unregister(self, fileobj: FileDescriptorLike) -> SelectorKey:
        """Wait for a descriptor no longer; it may be closed already."""
        key = self._key(fileobj)
        del self._keys[key.fd]
        self._open().remove(key.fd, key.events)
        return key

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """Wait until a descriptor is ready, at most timeout seconds.

        None waits without end, 0 and less only look.

        Returns the keys that are ready, each with its events: an empty list after the timeout. The
        end of a stream and an error show as READ and WRITE, as far as these were asked for.
        """
        waiter = self._waiter or self._open()
        limit = NO_LIMIT if timeout is None else Limit(max(timeout, 0))
        while True:
            ready = waiter.wait(limit, self._keys)
            if ready or limit.is_over():
                return ready

    def get_map(self) -> Mapping[FileDescriptorLike, SelectorKey]:  # type: ignore[override]
        """What is registered, by descriptor or object; None once closed, as in `selectors`."""
        return None if self.closed else _Map(self)  # type: ignore[return-value]

    def get_key(self, fileobj: FileDescriptorLike) -> SelectorKey:
        """The key of a registered descriptor; KeyError for another."""
        self._open()
        return self._key(fileobj)

    def close(self) -> None:
        """Forget all descriptors, and close the one of epoll or kqueue."""
        waiter, self._waiter = self._waiter, None
        self._keys.clear()
        if waiter is not None:
            waiter.close()

    def __del__(self) -> None:
        if getattr(self, "_waiter", None) is None or self.fileno() == -1:
            return
        try:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
        finally:  # the warning may be an error
            with contextlib.suppress(OSError):
                self.close()

    def __repr__(self) -> str:
        state = "closed" if self.closed else f"{len(self._keys)} registered"
        return f"<pysock.Poller {self._kind} {state}>"

    def _open(self) -> _Waiter:
        if self._waiter is None:
            raise RuntimeError("the poller is closed")
        return self._waiter

    def _judge(self, events: int, special: bool) -> None:
        if not events or events & ~_ALL:
            raise ValueError(f"events of {events!r}: READ, WRITE and URGENT, at least one")
        if special and self._kind not in ("epoll", "kqueue"):
            raise ValueError(f"{self._kind} knows neither edge nor oneshot: epoll and kqueue do")
        if events & _URGENT and self._kind == "kqueue":
            raise ValueError("kqueue reports no urgent data: poll and select do")

    def _descriptor(self, fileobj: Any) -> int:
        fd = descriptor(fileobj)
        if fd < 0:
            raise ValueError(f"{fileobj!r} has the descriptor {fd}: is it closed?")
        return fd

    def _key(self, fileobj: Any) -> SelectorKey:
        """The key of an object, which may be closed and then has no descriptor any more."""
        fd = descriptor(fileobj)
        if fd in self._keys:
            return self._keys[fd]
        for key in tuple(self._keys.values()):
            if key.fileobj is fileobj:
                return key
        raise KeyError(f"{fileobj!r} is not registered")


class _Map(Mapping[Any, SelectorKey]):
    """The registered descriptors as `selectors` shows them: found by number as well."""

    def __init__(self, poller: Poller) -> None:
        self._poller = poller

    def __len__(self) -> int:
        return len(self._poller._keys)

    def __iter__(self) -> Iterator[Any]:
        return iter([key.fileobj for key in self._poller._keys.values()])

    def __getitem__(self, fileobj: Any) -> SelectorKey:
        return self._poller._key(fileobj)


# ------------------------------------------------------------------------------------- the calls


class _Poll:
    """poll(2): the array is made anew when something was registered."""

    def __init__(self) -> None:
        self._wanted: dict[int, int] = {}
        self._changes = 0
        self._made: tuple[Any, int] = (None, -1)  # an array, and the count of changes in it

    def fileno(self) -> int:
        return -1

    def add(self, fd: int, events: int, edge: bool, oneshot: bool) -> None:
        self._wanted[fd] = _flags(events, c.POLLIN, c.POLLOUT, c.POLLPRI)
        self._changes += 1

    def change(self, fd: int, old: int, events: int, edge: bool, oneshot: bool) -> None:
        self.add(fd, events, edge, oneshot)

    def remove(self, fd: int, events: int) -> None:
        del self._wanted[fd]
        self._changes += 1

    def close(self) -> None:
        self._wanted.clear()
        self._changes += 1

    def _elements(self) -> Any:
        # Counted before it is looked at: what another thread registers meanwhile is not lost.
        changes = self._changes
        array, made = self._made
        if made != changes:
            array = _poll.elements(tuple(self._wanted.items()))
            self._made = (array, changes)
        return array

    def wait(self, limit: Limit, keys: _Keys) -> list[tuple[SelectorKey, int]]:
        array = self._elements()
        size = len(array)
        while (ready := _poll.ready_keys(array, size, limit.milliseconds(), keys)) is False:
            pass  # a signal restarts it
        if ready is None and c.errno != c.EINTR:
            raise SocketError.from_errno("poll", size)
        return ready or []


class _Select:
    """select(2)."""

    def __init__(self) -> None:
        self._sets = {EVENT_READ: FdSet(), EVENT_WRITE: FdSet(), _URGENT: FdSet()}

    def fileno(self) -> int:
        return -1

    def add(self, fd: int, events: int, edge: bool, oneshot: bool) -> None:
        for event, members in self._sets.items():
            if events & event:
                members.add(fd)

    def change(self, fd: int, old: int, events: int, edge: bool, oneshot: bool) -> None:
        self.remove(fd, old)
        self.add(fd, events, edge, oneshot)

    def remove(self, fd: int, events: int) -> None:
        for members in self._sets.values():
            members.discard(fd)

    def close(self) -> None:
        for members in self._sets.values():
            members.clear()

    def wait(self, limit: Limit, keys: _Keys) -> list[tuple[SelectorKey, int]]:
        found: dict[int, int] = {}
        reads, writes, excepts = self._sets.values()
        selected = FdSet.select(reads, writes, excepts, limit.left())
        for event, ready in zip(self._sets, selected, strict=True):
            for fd in ready:
                found[fd] = found.get(fd, 0) | event
        return _asked(found, keys)


class _Epoll:
    """epoll(7)."""

    def __init__(self) -> None:
        self._epfd = c.epoll_create1(c.EPOLL_CLOEXEC)
        if self._epfd == -1:
            raise SocketError.from_errno("epoll_create1", "EPOLL_CLOEXEC")
        self._count = 0

    def fileno(self) -> int:
        return self._epfd

    def _control(self, op: str, fd: int, events: int, edge: bool, oneshot: bool) -> None:
        event = c.struct.epoll_event()
        event.events = _flags(events, c.EPOLLIN, c.EPOLLOUT, c.EPOLLPRI)
        event.events |= (c.EPOLLET if edge else 0) | (c.EPOLLONESHOT if oneshot else 0)
        event.data.fd = fd
        if c.epoll_ctl(self._epfd, getattr(c, op), fd, event) == -1:
            raise SocketError.from_errno("epoll_ctl", op, fd)

    def add(self, fd: int, events: int, edge: bool, oneshot: bool) -> None:
        self._control("EPOLL_CTL_ADD", fd, events, edge, oneshot)
        self._count += 1

    def change(self, fd: int, old: int, events: int, edge: bool, oneshot: bool) -> None:
        self._control("EPOLL_CTL_MOD", fd, events, edge, oneshot)

    def remove(self, fd: int, events: int) -> None:
        self._count -= 1
        with contextlib.suppress(OSError):  # who closed it first took it out that way
            self._control("EPOLL_CTL_DEL", fd, events, False, False)

    def close(self) -> None:
        _close(self._epfd)
        self._epfd = -1

    def wait(self, limit: Limit, keys: _Keys) -> list[tuple[SelectorKey, int]]:
        epfd, room = self._epfd, self._count or 1
        while (ready := _epoll.ready_keys(epfd, room, limit.milliseconds(), keys)) is False:
            pass  # a signal restarts it
        if ready is None and c.errno != c.EINTR:
            raise SocketError.from_errno("epoll_wait", epfd)
        return ready or []


class _Kqueue:
    """kqueue(2): a filter for each event of a descriptor."""

    def __init__(self) -> None:
        self._kq = c.kqueue()
        if self._kq == -1:
            raise SocketError.from_errno("kqueue")
        os.set_inheritable(self._kq, False)
        self._count = 0

    def fileno(self) -> int:
        return self._kq

    def _control(self, fd: int, events: int, flags: int) -> None:
        """Change the filters of some events, in one call."""
        filters = [
            kind
            for event, kind in ((EVENT_READ, c.EVFILT_READ), (EVENT_WRITE, c.EVFILT_WRITE))
            if events & event
        ]
        changes = c.struct.kevent[max(len(filters), 1)]()
        for place, kind in zip(changes, filters, strict=False):
            c.EV_SET(place, fd, kind, flags, 0, 0, None)
        if c.kevent(self._kq, changes, len(filters), None, 0, None) == -1:
            raise SocketError.from_errno("kevent", fd)

    def add(self, fd: int, events: int, edge: bool, oneshot: bool) -> None:
        special = (c.EV_CLEAR if edge else 0) | (c.EV_DISPATCH if oneshot else 0)
        self._control(fd, events, c.EV_ADD | c.EV_ENABLE | special)
        self._count += 2

    def change(self, fd: int, old: int, events: int, edge: bool, oneshot: bool) -> None:
        self._control(fd, old, c.EV_DELETE)
        self._count -= 2
        self.add(fd, events, edge, oneshot)

    def remove(self, fd: int, events: int) -> None:
        self._count -= 2
        with contextlib.suppress(OSError):  # who closed it first took it out that way
            self._control(fd, events, c.EV_DELETE)

    def close(self) -> None:
        _close(self._kq)
        self._kq = -1

    def wait(self, limit: Limit, keys: _Keys) -> list[tuple[SelectorKey, int]]:
        room = max(self._count, 1)
        array = c.struct.kevent[room]()
        ready = c.kevent(self._kq, None, 0, array, room, limit.timespec())
        if ready == -1 and c.errno != c.EINTR:
            raise SocketError.from_errno("kevent", self._kq)
        found: dict[int, int] = {}
        for i in range(max(ready, 0)):
            event = EVENT_READ if array[i].filter == c.EVFILT_READ else EVENT_WRITE
            found[array[i].ident] = found.get(array[i].ident, 0) | event
        return _asked(found, keys)


def _flags(events: int, reading: int, writing: int, urgent: int) -> int:
    """READ, WRITE and URGENT in the flags of a call."""
    flags = reading if events & EVENT_READ else 0
    flags |= writing if events & EVENT_WRITE else 0
    return flags | (urgent if events & _URGENT else 0)


def _asked(found: dict[int, int], keys: _Keys) -> list[tuple[SelectorKey, int]]:
    """The keys of what was found, with the events that they asked for."""
    return [
        (key, asked)
        for fd, events in found.items()
        if (key := keys.get(fd)) is not None and (asked := events & key.events)
    ]


def _close(fd: int) -> None:
    if c.close(fd) == -1:
        raise SocketError.from_errno("close", fd)


# Best first, each with the call without which it does not exist.
_KINDS: dict[str, tuple[str, type[_Waiter]]] = {
    "epoll": ("epoll_create1", _Epoll),
    "kqueue": ("kqueue", _Kqueue),
    "poll": ("poll", _Poll),
    "select": ("select", _Select),
}
