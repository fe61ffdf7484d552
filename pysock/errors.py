"""Errors of the Pythonic layer: which C call failed, with which arguments, and what errno says."""

from __future__ import annotations

import errno as _numbers
from socket import gaierror

import pysock as c

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import SupportsIndex, TypeVar

    _Error = TypeVar("_Error", bound="SocketError")

__all__ = ["GaiError", "IncompleteRead", "SocketError"]


class SocketError(OSError):
    """A C call failed: ``bind(127.0.0.1:80): Permission denied [EACCES]``.

    It is an `OSError` of the standard library's kind as well, so that
    ``except ConnectionRefusedError`` and ``except SocketError`` both catch a refused connection.

    `call` is the C function's name, `arguments` are those that help to understand the failure;
    `errno` and `strerror` are as in every `OSError`. `partial` is what a call that receives
    several times had received before.
    """

    call = ""
    arguments: tuple[object, ...] = ()
    partial = b""

    @classmethod
    def from_errno(cls, call: str, *arguments: object) -> SocketError:
        """The error that `errno` names, of a C call that has just failed.

        >>> if listen(sock, 5) == -1:
        ...     raise SocketError.from_errno("listen", 5)

        `arguments` are small and constant, for the error keeps them; the message shows their `str`.
        """
        return cls.from_number(c.errno, call, *arguments)

    @classmethod
    def from_number(cls, number: SupportsIndex, call: str, *arguments: object) -> SocketError:
        """The error of a number, for calls that return it, and for SO_ERROR."""
        number = from_winsock(int(number))
        return _made(_kind(number), number, str(c.strerror(number)), call, arguments)

    @classmethod
    def timed_out(cls, seconds: float, call: str, *arguments: object) -> SocketError:
        """The `TimeoutError` of a call that was not ready in time; its errno is ETIMEDOUT."""
        reason = f"timed out after {seconds:g} s"
        return _made(_kind(c.ETIMEDOUT), c.ETIMEDOUT, reason, call, arguments)

    @property
    def name(self) -> str:
        """The number's name in C: ``"ECONNREFUSED"``."""
        number = self.errno or 0
        return _NAMES.get(number, str(number))

    def __str__(self) -> str:
        if not self.call:
            return super().__str__()
        shown = ", ".join(map(str, self.arguments))
        return f"{self.call}({shown}): {self.strerror} [{self.name}]"


class GaiError(SocketError, gaierror):
    """A name could not be looked up: ``getaddrinfo(nowhere, 80): … [EAI_NONAME]``.

    `socket.gaierror` catches it too; `errno` holds the EAI_ number.
    """

    @classmethod
    def from_code(cls, code: int, call: str, *arguments: object) -> SocketError:
        """The error of what getaddrinfo(3) or getnameinfo(3) returned; EAI_SYSTEM means errno."""
        if code == getattr(c, "EAI_SYSTEM", None):  # Windows has none
            return SocketError.from_errno(call, *arguments)
        return _made(GaiError, code, str(c.gai_strerror(code)), call, arguments)

    @property
    def name(self) -> str:
        """The number's name in C: ``"EAI_NONAME"``."""
        names = (name for name in dir(c) if name.startswith("EAI_"))
        return next((name for name in names if getattr(c, name) == self.errno), str(self.errno))


class IncompleteRead(EOFError):  # noqa: N818  (as http.client calls it)
    """A stream ended within what was to be received; `partial` is what came before."""

    partial = b""


def _made(
    kind: type[_Error], number: int, reason: str, call: str, arguments: tuple[object, ...]
) -> _Error:
    error = kind(number, reason)
    error.call = call
    error.arguments = arguments
    return error


# The names of C's numbers. The standard library has the same ones, but on Windows: there the names
# of errno.h stand for Winsock's codes.
_NAMES = {
    **{getattr(c, name): name for name in dir(_numbers) if name[0] == "E" and hasattr(c, name)},
    **{
        number: name
        for number, name in _numbers.errorcode.items()
        if name[0] == "E" and getattr(c, name, None) == number
    },
}

# One class for each builtin that OSError chooses by errno. They stand among the module's names,
# where pickle looks for them.
_KINDS: dict[type[OSError], type[SocketError]] = {OSError: SocketError}
for _number in _numbers.errorcode:
    _builtin = type(OSError(_number, ""))
    if _builtin not in _KINDS:
        _class_name = f"Socket{_builtin.__name__}"
        _KINDS[_builtin] = type(_class_name, (SocketError, _builtin), {"__module__": __name__})
        globals()[_class_name] = _KINDS[_builtin]


def from_winsock(number: int) -> int:
    """The number of errno.h for a code of Winsock's, which Windows' SO_ERROR holds."""
    if not c.WSABASEERR <= number < c.WSABASEERR + 2000:
        return number
    c.WSASetLastError(number)
    return int(c.errno) if c.errno > 0 else number


def _kind(number: int) -> type[SocketError]:
    """The class that is both a SocketError and the builtin that OSError chooses for a number."""
    theirs = getattr(_numbers, _NAMES.get(number, ""), number)
    return _KINDS[type(OSError(theirs, ""))]


for _name in __all__:
    globals()[_name].__module__ = "pysock"  # as a program writes it, also in tracebacks
