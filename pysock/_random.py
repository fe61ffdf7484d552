"""Random bytes from the kernel: getrandom(2), getentropy(3)."""

from __future__ import annotations

from . import _arguments as arguments
from ._native import lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []

_RESTART = lib.PYSOCK_RESTART

if hasattr(lib, "getentropy"):
    __all__ += ["getentropy"]


def getentropy(buffer: Any, length: SupportsIndex) -> int:
    """Fill buffer with at most 256 random bytes, getentropy(3).

    ``int getentropy(void *buffer, size_t length);``

    Windows: absent there.

    Returns 0, or -1: EIO (more than 256 bytes).
    """
    size = arguments.length(length, "getentropy")
    return lib.getentropy(arguments.writable(buffer, size, "getentropy"), size)


if hasattr(lib, "pysock_getrandom"):
    __all__ += ["getrandom"]

    def getrandom(buf: Any, buflen: SupportsIndex, flags: SupportsIndex) -> int:
        """Fill buf with random bytes, getrandom(2).

        ``ssize_t getrandom(void *buf, size_t buflen, unsigned int flags);``

        Up to 256 bytes come whole; more may be cut short by a signal.

        Returns the number of bytes, or -1: EAGAIN (GRND_NONBLOCK), EINTR, EINVAL.
        """
        size = arguments.length(buflen, "getrandom")
        place = arguments.writable(buf, size, "getrandom")
        while (got := lib.pysock_getrandom(place, size, flags)) == _RESTART:
            pass
        return got
