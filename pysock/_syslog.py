"""The system's log: syslog(3)."""

from __future__ import annotations

from . import _arguments as arguments
from ._format import formatted
from ._native import ffi, lib
from ._undefined import OutOfBounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []
if hasattr(lib, "openlog"):
    __all__ += ["LOG_MASK", "LOG_UPTO", "closelog", "openlog", "setlogmask", "syslog"]

# C keeps the pointer that openlog() got, and another thread may be reading there: none goes.
_idents: dict[bytes, CData] = {}


def openlog(ident: Any, option: SupportsIndex, facility: SupportsIndex) -> None:
    """Say what stands before each message, and which program it is from, openlog(3).

    ``void openlog(const char *ident, int option, int facility);``

    The text of ident is taken over; in C it must stay where it is.
    Windows: absent there.
    """
    named = arguments.NULL
    if not arguments.is_null(ident):
        text = arguments.string(ident, "openlog")
        named = _idents.setdefault(text, ffi.new("char[]", text))
    lib.openlog(named, option, facility)


def syslog(priority: SupportsIndex, format: Any, *args: Any) -> None:
    """Send a message to the system's log, syslog(3).

    ``void syslog(int priority, const char *format, ...);``

    %m stands for what errno says.
    Windows: absent there.
    """
    text, _ = formatted(format, args, "syslog")
    lib.pysock_syslog(priority, text)


def closelog() -> None:
    """Close the connection to the system's log, closelog(3).

    ``void closelog(void);``

    Windows: absent there.
    """
    lib.closelog()


def setlogmask(mask: SupportsIndex) -> int:
    """Set which priorities go to the log, setlogmask(3).

    ``int setlogmask(int mask);``

    A mask of 0 only asks.
    Windows: absent there.

    Returns the mask so far.
    """
    return lib.setlogmask(mask)


def LOG_MASK(pri: SupportsIndex) -> int:
    """Make the mask of one priority, setlogmask(3).

    ``int LOG_MASK(int pri);``

    Returns the mask.
    """
    return 1 << _priority(pri, "LOG_MASK")


def LOG_UPTO(pri: SupportsIndex) -> int:
    """Make the mask of a priority and all that are more urgent, setlogmask(3).

    ``int LOG_UPTO(int pri);``

    Returns the mask.
    """
    return (2 << _priority(pri, "LOG_UPTO")) - 1


def _priority(pri: SupportsIndex, call: str) -> int:
    number = arguments.integer(pri, call)
    if not 0 <= number < 31:
        raise OutOfBounds(f"{call}: a shift by {number} of an int")
    return number
