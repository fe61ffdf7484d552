"""errno(3): the live object `errno`, and what its numbers mean."""

from __future__ import annotations

import operator

from . import _arguments as arguments
from ._allocation import Memory
from ._memory import char
from ._native import ffi, lib
from ._values import Pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__ = ["errno", "perror", "strerror"]

if hasattr(lib, "pysock_begin") and (_error := lib.pysock_begin()):
    raise ImportError(f"pysock needs Winsock 2.2: WSAStartup() says {_error}")


class LiveNumber:
    """A number that C's calls change: it compares and prints as what it holds at that moment."""

    __slots__ = ()

    @property
    def value(self) -> int:
        """The number it holds now."""
        raise NotImplementedError

    def __int__(self) -> int:
        return self.value

    __index__ = __int__

    def __bool__(self) -> bool:
        return self.value != 0

    def __eq__(self, other: object) -> bool:
        if not hasattr(other, "__index__"):
            return NotImplemented
        return self.value == operator.index(other)

    __hash__ = None  # type: ignore[assignment]  # it changes with every call

    def __lt__(self, other: SupportsIndex) -> bool:
        return self.value < operator.index(other)

    def __le__(self, other: SupportsIndex) -> bool:
        return self.value <= operator.index(other)

    def __gt__(self, other: SupportsIndex) -> bool:
        return self.value > operator.index(other)

    def __ge__(self, other: SupportsIndex) -> bool:
        return self.value >= operator.index(other)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)

    def __str__(self) -> str:
        return str(self.value)


class Errno(LiveNumber):
    """The calling thread's ``errno``.

    >>> errno.value = 0
    >>> saved = int(errno)
    """

    __slots__ = ()

    @property
    def value(self) -> int:
        """The number of the last error."""
        number: int = ffi.errno
        return number

    @value.setter
    def value(self, number: SupportsIndex) -> None:
        ffi.errno = arguments.integer(number, "errno", "its value")

    def __repr__(self) -> str:
        return f"errno {self.value} ({strerror(self.value)})"


errno = Errno()

_MESSAGE_SIZE = 256


def strerror(errnum: SupportsIndex) -> Pointer:
    """Describe an error number, strerror(3).

    ``char *strerror(int errnum);``

    Returns a constant string. An unknown number is described too ("Unknown error 12345").
    """
    number = arguments.integer(errnum, "strerror")
    buffer = ffi.new("char[]", _MESSAGE_SIZE)
    memory = Memory.literal(ffi.string(lib.pysock_strerror(number, buffer, _MESSAGE_SIZE)))
    return char.pointer(memory, 0, 0, memory.size)


def perror(s: Any) -> None:
    """Print ``s: <what errno says>`` on C's stderr, perror(3).

    ``void perror(const char *s);``

    NULL or an empty string prints the message alone.
    """
    lib.perror(arguments.NULL if arguments.is_null(s) else arguments.string(s, "perror"))
