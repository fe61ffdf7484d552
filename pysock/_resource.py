"""What a process may use, and when it gets it: getrlimit(2), getpriority(2)."""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import from_cffi, struct
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []
if hasattr(lib, "pysock_getrlimit"):
    __all__ += ["getpriority", "getrlimit", "rlim_t", "setpriority", "setrlimit"]

    rlim_t = from_cffi(ffi.typeof("rlim_t"))


def getrlimit(resource: SupportsIndex, rlim: Any) -> int:
    """Ask for a limit, RLIMIT_NOFILE or another, getrlimit(2).

    ``int getrlimit(int resource, struct rlimit *rlim);``

    Windows: absent there.

    Returns 0, or -1: EINVAL.
    """
    place = arguments.out(rlim, struct.rlimit, "getrlimit")
    return lib.pysock_getrlimit(resource, ffi.cast("struct rlimit *", place))


def setrlimit(resource: SupportsIndex, rlim: Any) -> int:
    """Set a limit; only a privileged process raises rlim_max, getrlimit(2).

    ``int setrlimit(int resource, const struct rlimit *rlim);``

    Windows: absent there.

    Returns 0, or -1: EINVAL, EPERM.
    """
    place = arguments.given(rlim, struct.rlimit, "setrlimit")
    return lib.pysock_setrlimit(resource, ffi.cast("struct rlimit *", place))


def getpriority(which: SupportsIndex, who: SupportsIndex) -> int:
    """Ask how nice a process, a group (PRIO_PGRP) or a user's processes are, getpriority(2).

    ``int getpriority(int which, id_t who);``

    who 0 is the caller's own.
    Windows: absent there.

    Returns the least niceness, -20 to 19, or -1: EINVAL, ESRCH. Set errno to 0 before to tell the
    two -1.
    """
    return lib.pysock_getpriority(which, who)


def setpriority(which: SupportsIndex, who: SupportsIndex, prio: SupportsIndex) -> int:
    """Set how nice processes are; only a privileged process makes them less so, getpriority(2).

    ``int setpriority(int which, id_t who, int prio);``

    Windows: absent there.

    Returns 0, or -1: EACCES, EINVAL, EPERM, ESRCH.
    """
    return lib.pysock_setpriority(which, who, prio)
