"""Waiting for events on any number of descriptors: poll(2), ppoll(2)."""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from . import _native
from . import _signal as signals
from ._front import front
from ._memory import Integer, struct
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from selectors import SelectorKey
    from typing import Any, Literal, SupportsIndex

__all__ = ["nfds_t", "poll"]

nfds_t = Integer("nfds_t")
_RESTART = lib.PYSOCK_RESTART
_POLLFD = struct.pollfd
_TIMESPEC = struct.timespec
lib.pysock_add_poll()
_native.poll_type(_POLLFD)


def spelled(value: int, prefix: str) -> str:
    """A set of flags as C programs write it: ``POLLIN|POLLHUP``."""
    words = []
    for name, flag in constants.values.items():
        named = name.startswith(prefix) and not name.startswith(prefix + "_")
        if named and flag > 0 and value & flag == flag:
            words.append(name)
            value &= ~flag
    if value or not words:
        words.append(f"{value:#x}" if value else "0")
    return "|".join(words)


_POLLFD.formats["events"] = _POLLFD.formats["revents"] = lambda value: spelled(value, "POLL")


@front
def poll(fds: Any, nfds: SupportsIndex, timeout: SupportsIndex) -> int:
    """Wait for events on the descriptors of an array, at most timeout milliseconds, poll(2).

    ``int poll(struct pollfd *fds, nfds_t nfds, int timeout);``

    A negative timeout waits without end; a negative fd is passed over. What happened is in each
    revents: POLLERR, POLLHUP and POLLNVAL come unasked. A signal always interrupts, whatever its
    SA_RESTART.
    Windows: WSAPoll().

    Returns the number of elements whose revents is not 0, 0 after the timeout, or -1: EINTR,
    EINVAL (more elements than descriptors may be open).
    """
    count = operator.index(nfds)
    array = arguments.out(fds, _POLLFD, "poll", count=count, null=count == 0)
    while (ready := lib.pysock_poll(array, count, timeout)) == _RESTART:
        pass
    return ready


def elements(wanted: Iterable[tuple[int, int]]) -> Any:
    """An array of struct pollfd as cffi has it, from descriptors and events: for pollers.py."""
    return ffi.new("struct pollfd[]", [(fd, events, 0) for fd, events in wanted])


# For pollers.py: poll_ready(array, count, timeout, keys) tells which keys' descriptors in such an
# array are ready, each with its events, and makes no C value for any of them. It is None where
# poll(2) failed, False where a signal wants the call to be made again.
ready_keys: Callable[
    [Any, int, int, Mapping[int, SelectorKey]],
    list[tuple[SelectorKey, int]] | Literal[False] | None,
] = _native.poll_ready


if hasattr(lib, "pysock_ppoll"):
    __all__ += ["ppoll"]

    def ppoll(fds: Any, nfds: SupportsIndex, tmo_p: Any, sigmask: Any) -> int:
        """Do as poll(), with a finer timeout and another signal mask while it waits, ppoll(2).

        ``int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *tmo_p,
        const sigset_t *sigmask);``

        A timeout of NULL waits without end; with NULL for sigmask the mask stays as it is.
        macOS lacks it.

        Returns the number of elements whose revents is not 0, 0 after the timeout, or -1: EINTR,
        EINVAL.
        """
        count = operator.index(nfds)
        array = arguments.out(fds, _POLLFD, "ppoll", count=count, null=count == 0)
        wait = arguments.out(tmo_p, _TIMESPEC, "ppoll", null=True)
        mask = arguments.out(sigmask, signals.sigset_t, "ppoll", null=True)
        while (ready := lib.pysock_ppoll(array, count, wait, mask)) == _RESTART:
            pass
        return ready
