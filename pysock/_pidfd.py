"""Processes as descriptors: pidfd_open(2): Linux only."""

from __future__ import annotations

from . import _arguments as arguments
from . import _signal as signals
from ._native import lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []

if hasattr(lib, "pysock_pidfd_open"):
    __all__ += ["pidfd_open", "pidfd_send_signal"]

    def pidfd_open(pid: SupportsIndex, flags: SupportsIndex) -> int:
        """Open a descriptor for a process; it is readable when that ends, pidfd_open(2).

        ``int pidfd_open(pid_t pid, unsigned int flags);``

        The descriptor is close-on-exec. ``waitid(P_PIDFD, fd, …)`` waits for it.

        Returns the descriptor, or -1: EINVAL, EMFILE, ENODEV, ESRCH.
        """
        return lib.pysock_pidfd_open(pid, flags)

    def pidfd_send_signal(
        pidfd: SupportsIndex, sig: SupportsIndex, info: Any, flags: SupportsIndex
    ) -> int:
        """Send a signal to the process of a descriptor, pidfd_send_signal(2).

        ``int pidfd_send_signal(int pidfd, int sig, siginfo_t *info, unsigned int flags);``

        info is NULL for what kill() would send.

        Returns 0, or -1: EBADF, EINVAL, EPERM, ESRCH.
        """
        place = arguments.out(info, signals.siginfo_t, "pidfd_send_signal", null=True)
        return lib.pysock_pidfd_send_signal(pidfd, sig, place, flags)
