"""What the system is, and how large: uname(2), sysconf(3), sethostname(2)."""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import struct
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []
if hasattr(lib, "uname"):
    __all__ += ["getpagesize", "sethostname", "sysconf", "uname"]


def uname(buf: Any) -> int:
    """Tell the names of the system and the machine, uname(2).

    ``int uname(struct utsname *buf);``

    Windows: absent there.

    Returns 0; it can fail only where buf is no place.
    """
    place = arguments.out(buf, struct.utsname, "uname")
    return lib.uname(ffi.cast("struct utsname *", place))


def sysconf(name: SupportsIndex) -> int:
    """Ask for a limit or a property of the system, _SC_OPEN_MAX and others, sysconf(3).

    ``long sysconf(int name);``

    Windows: absent there.

    Returns the value, or -1: EINVAL; -1 with errno as it was where there is no limit.
    """
    return lib.sysconf(name)


def getpagesize() -> int:
    """Ask for the size of a page of memory in bytes, getpagesize(2).

    ``int getpagesize(void);``

    Windows: absent there.

    Returns the size.
    """
    return lib.getpagesize()


def sethostname(name: Any, len: SupportsIndex) -> int:
    """Set the host's name, gethostname(2).

    ``int sethostname(const char *name, size_t len);``

    Windows: absent there.

    Returns 0, or -1: EINVAL (too long), EPERM.
    """
    size = arguments.length(len, "sethostname")
    place = arguments.readable(name, size, "sethostname")
    return lib.pysock_sethostname(ffi.cast("char *", place), size)
