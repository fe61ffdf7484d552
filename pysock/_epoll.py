"""Waiting for events on descriptors that the kernel remembers, epoll(7): Linux only."""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from . import _native
from . import _signal as signals
from ._front import front
from ._memory import from_cffi, struct
from ._native import ffi, lib
from ._poll import spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from selectors import SelectorKey
    from typing import Any, Literal, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []

_RESTART = lib.PYSOCK_RESTART

if hasattr(lib, "epoll_create1"):
    __all__ += [
        "epoll_create",
        "epoll_create1",
        "epoll_ctl",
        "epoll_data_t",
        "epoll_pwait",
        "epoll_pwait2",
        "epoll_wait",
    ]

    lib.pysock_add_epoll()

    epoll_data_t = from_cffi(ffi.typeof("epoll_data_t"))
    _EVENT = struct.epoll_event
    _native.epoll_type(_EVENT)
    _TIMESPEC = struct.timespec
    _EVENT.formats["events"] = lambda value: spelled(value, "EPOLL")

    def epoll_create(size: SupportsIndex) -> int:
        """Make an epoll instance, epoll_create(2).

        ``int epoll_create(int size);``

        size only has to be positive.

        Returns the descriptor, or -1: EINVAL, EMFILE, ENFILE.
        """
        return lib.epoll_create(size)

    def epoll_create1(flags: SupportsIndex) -> int:
        """Make an epoll instance, close-on-exec with EPOLL_CLOEXEC, epoll_create1(2).

        ``int epoll_create1(int flags);``

        Returns the descriptor, or -1: EINVAL, EMFILE, ENFILE.
        """
        return lib.epoll_create1(flags)

    def epoll_ctl(epfd: SupportsIndex, op: SupportsIndex, fd: SupportsIndex, event: Any) -> int:
        """Add, change or remove a descriptor that an epoll instance watches, epoll_ctl(2).

        ``int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);``

        event is NULL or anything for EPOLL_CTL_DEL. The kernel gives event.data back as it is:
        put the descriptor in data.fd, or a key in data.u64. A pointer put in data.ptr comes back
        as bits in another object, where reading it raises WildPointer.

        Returns 0, or -1: EBADF, EEXIST, EINVAL, ELOOP, ENOENT, EPERM (a regular file).
        """
        deletes = operator.index(op) == constants.EPOLL_CTL_DEL
        place = arguments.out(event, _EVENT, "epoll_ctl", null=deletes)
        return lib.epoll_ctl(epfd, op, fd, place)

    def _room(events: Any, count: int, call: str) -> CData:
        """The array of results; the kernel looks only at the count where that is not positive."""
        return arguments.out(events, _EVENT, call, count=max(count, 0), null=count <= 0)

    @front
    def epoll_wait(
        epfd: SupportsIndex, events: Any, maxevents: SupportsIndex, timeout: SupportsIndex
    ) -> int:
        """Wait for events, at most timeout milliseconds, epoll_wait(2).

        ``int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout);``

        A timeout of -1 waits without end. A signal always interrupts, whatever its SA_RESTART.

        Returns the number of events filled in, 0 after the timeout, or -1: EBADF, EINTR, EINVAL.
        """
        count = operator.index(maxevents)
        array = _room(events, count, "epoll_wait")
        while (ready := lib.pysock_epoll_wait(epfd, array, count, timeout)) == _RESTART:
            pass
        return ready

    def epoll_pwait(
        epfd: SupportsIndex,
        events: Any,
        maxevents: SupportsIndex,
        timeout: SupportsIndex,
        sigmask: Any,
    ) -> int:
        """Do as epoll_wait(), with another signal mask while it waits, epoll_pwait(2).

        ``int epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout,
        const sigset_t *sigmask);``

        With NULL for sigmask the mask stays as it is.

        Returns the number of events filled in, 0 after the timeout, or -1: EBADF, EINTR, EINVAL.
        """
        count = operator.index(maxevents)
        array = _room(events, count, "epoll_pwait")
        mask = arguments.out(sigmask, signals.sigset_t, "epoll_pwait", null=True)
        while (ready := lib.pysock_epoll_pwait(epfd, array, count, timeout, mask)) == _RESTART:
            pass
        return ready

    def epoll_pwait2(
        epfd: SupportsIndex,
        events: Any,
        maxevents: SupportsIndex,
        timeout: Any,
        sigmask: Any,
    ) -> int:
        """Do as epoll_pwait(), with a timeout in nanoseconds, epoll_pwait2(2).

        ``int epoll_pwait2(int epfd, struct epoll_event *events, int maxevents,
        const struct timespec *timeout, const sigset_t *sigmask);``

        A timeout of NULL waits without end.

        Returns the number of events filled in, 0 after the timeout, or -1: EBADF, EINTR, EINVAL,
        ENOSYS (a kernel before Linux 5.11).
        """
        count = operator.index(maxevents)
        array = _room(events, count, "epoll_pwait2")
        wait = arguments.out(timeout, _TIMESPEC, "epoll_pwait2", null=True)
        mask = arguments.out(sigmask, signals.sigset_t, "epoll_pwait2", null=True)
        while (ready := lib.pysock_epoll_pwait2(epfd, array, count, wait, mask)) == _RESTART:
            pass
        return ready

    # As that of _poll.py: epoll_ready(epfd, maxevents, timeout, keys), for pollers.py.
    ready_keys: Callable[
        [int, int, int, Mapping[int, SelectorKey]],
        list[tuple[SelectorKey, int]] | Literal[False] | None,
    ] = _native.epoll_ready
