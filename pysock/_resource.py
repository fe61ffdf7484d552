"""What a process may use: getrlimit(2)."""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import from_cffi, struct
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []
if hasattr(lib, "pysock_getrlimit"):
    __all__ += ["getrlimit", "rlim_t", "setrlimit"]

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
