"""Descriptors that tell of events: eventfd(2), timerfd_create(2), signalfd(2): Linux only."""

from __future__ import annotations

from . import _arguments as arguments
from . import _signal as signals
from ._memory import from_cffi, struct
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []

_RESTART = lib.PYSOCK_RESTART

if hasattr(lib, "eventfd"):
    __all__ += [
        "eventfd",
        "eventfd_read",
        "eventfd_t",
        "eventfd_write",
        "signalfd",
        "timerfd_create",
        "timerfd_gettime",
        "timerfd_settime",
    ]

    eventfd_t = from_cffi(ffi.typeof("eventfd_t"))
    _ITIMERSPEC = struct.itimerspec

    def eventfd(initval: SupportsIndex, flags: SupportsIndex) -> int:
        """Make a counter that waits and wakes through a descriptor, eventfd(2).

        ``int eventfd(unsigned int initval, int flags);``

        Linux only.

        Returns the descriptor, or -1: EINVAL, EMFILE, ENFILE, ENOMEM.
        """
        return lib.eventfd(initval, flags)

    def eventfd_read(fd: SupportsIndex, value: Any) -> int:
        """Take a counter's value, or 1 of it with EFD_SEMAPHORE, eventfd_read(3).

        ``int eventfd_read(int fd, eventfd_t *value);``

        Returns 0, or -1: EAGAIN, EBADF, EINTR, EINVAL.
        """
        place = ffi.cast("eventfd_t *", arguments.out(value, eventfd_t, "eventfd_read"))
        while (result := lib.pysock_eventfd_read(fd, place)) == _RESTART:
            pass
        return result

    def eventfd_write(fd: SupportsIndex, value: SupportsIndex) -> int:
        """Add to a counter, eventfd_write(3).

        ``int eventfd_write(int fd, eventfd_t value);``

        Returns 0, or -1: EAGAIN (it would pass 2**64 - 2), EBADF, EINTR, EINVAL.
        """
        while (result := lib.pysock_eventfd_write(fd, value)) == _RESTART:
            pass
        return result

    def timerfd_create(clockid: SupportsIndex, flags: SupportsIndex) -> int:
        """Make a timer that tells its expirations through a descriptor, timerfd_create(2).

        ``int timerfd_create(int clockid, int flags);``

        A read gives a `uint64_t`, how often it has expired since the last one.

        Returns the descriptor, or -1: EINVAL, EMFILE, ENFILE, ENOMEM, EPERM.
        """
        return lib.timerfd_create(clockid, flags)

    def timerfd_settime(
        fd: SupportsIndex, flags: SupportsIndex, new_value: Any, old_value: Any
    ) -> int:
        """Start or stop a timer; tell what it was set to, timerfd_settime(2).

        ``int timerfd_settime(int fd, int flags, const struct itimerspec *new_value,
        struct itimerspec *old_value);``

        Returns 0, or -1: EBADF, ECANCELED, EINVAL.
        """
        new = ffi.cast(
            "struct itimerspec *", arguments.given(new_value, _ITIMERSPEC, "timerfd_settime")
        )
        old = arguments.out(old_value, _ITIMERSPEC, "timerfd_settime", null=True)
        return lib.timerfd_settime(fd, flags, new, ffi.cast("struct itimerspec *", old))

    def timerfd_gettime(fd: SupportsIndex, curr_value: Any) -> int:
        """Tell how long a timer still runs, and its interval, timerfd_gettime(2).

        ``int timerfd_gettime(int fd, struct itimerspec *curr_value);``

        Returns 0, or -1: EBADF, EINVAL.
        """
        place = arguments.out(curr_value, _ITIMERSPEC, "timerfd_gettime")
        return lib.timerfd_gettime(fd, ffi.cast("struct itimerspec *", place))

    def signalfd(fd: SupportsIndex, mask: Any, flags: SupportsIndex) -> int:
        """Receive blocked signals through a descriptor, signalfd(2).

        ``int signalfd(int fd, const sigset_t *mask, int flags);``

        fd is -1, or a descriptor of signalfd() that gets another mask. Block the signals first, by
        sigprocmask(). A read gives as many ``struct signalfd_siginfo`` as fit.

        Returns the descriptor, or -1: EBADF, EINVAL, EMFILE, ENFILE, ENOMEM.
        """
        set_ = ffi.cast("sigset_t *", arguments.given(mask, signals.sigset_t, "signalfd"))
        return lib.signalfd(fd, set_, flags)
