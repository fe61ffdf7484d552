"""Terminals: termios(3), isatty(3), posix_openpt(3), tty_ioctl(4)."""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from ._io import IOCTL_ARGUMENTS
from ._memory import char, from_cffi, struct
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData
    from ._values import Pointer

__all__: list[str] = []
if hasattr(lib, "posix_openpt"):
    __all__ += [
        "cc_t",
        "cfmakeraw",
        "grantpt",
        "isatty",
        "posix_openpt",
        "ptsname",
        "speed_t",
        "tcflag_t",
        "tcflush",
        "tcgetattr",
        "tcsetattr",
        "ttyname",
        "unlockpt",
    ]

    cc_t, speed_t, tcflag_t = (
        from_cffi(ffi.typeof(name)) for name in ("cc_t", "speed_t", "tcflag_t")
    )
    IOCTL_ARGUMENTS[constants.TIOCGWINSZ] = struct.winsize
    IOCTL_ARGUMENTS[constants.TIOCSWINSZ] = struct.winsize

_RESTART = lib.PYSOCK_RESTART
_NAME_SIZE = 256
# What ttyname() and ptsname() answer lies in one place each, which the next call overwrites.
_ttyname = char[_NAME_SIZE]()
_ptsname = char[_NAME_SIZE]()


def isatty(fd: SupportsIndex) -> int:
    """Ask whether a descriptor is a terminal, isatty(3).

    ``int isatty(int fd);``

    Returns 1, or 0: EBADF, ENOTTY.
    """
    return lib.isatty(fd)


def ttyname(fd: SupportsIndex) -> Pointer | None:
    """Tell a terminal's name, ttyname(3).

    ``char *ttyname(int fd);``

    The next call overwrites it.

    Returns the name, or NULL: EBADF, ENODEV, ENOTTY.
    """
    failed = lib.pysock_ttyname(fd, ffi.cast("char *", _ttyname._address), _NAME_SIZE)
    return None if failed else _ttyname + 0


def posix_openpt(flags: SupportsIndex) -> int:
    """Open a new pseudoterminal's master, with O_RDWR and O_NOCTTY, posix_openpt(3).

    ``int posix_openpt(int flags);``

    Returns the descriptor, or -1: EAGAIN, EMFILE, ENFILE, ENOSPC.
    """
    return lib.posix_openpt(flags)


def grantpt(fd: SupportsIndex) -> int:
    """Give the slave of a pseudoterminal to the user, grantpt(3).

    ``int grantpt(int fd);``

    Returns 0, or -1: EACCES, EBADF, EINVAL (no master).
    """
    return lib.grantpt(fd)


def unlockpt(fd: SupportsIndex) -> int:
    """Let the slave of a pseudoterminal be opened, unlockpt(3).

    ``int unlockpt(int fd);``

    Returns 0, or -1: EBADF, EINVAL or ENOTTY (no master).
    """
    return lib.unlockpt(fd)


def ptsname(fd: SupportsIndex) -> Pointer | None:
    """Tell the name of a pseudoterminal's slave, ptsname(3).

    ``char *ptsname(int fd);``

    The next call overwrites it.

    Returns the name, or NULL: EBADF, ENOTTY.
    """
    failed = lib.pysock_ptsname(fd, ffi.cast("char *", _ptsname._address), _NAME_SIZE)
    return None if failed else _ptsname + 0


def tcgetattr(fd: SupportsIndex, termios_p: Any) -> int:
    """Ask for a terminal's settings, termios(3).

    ``int tcgetattr(int fd, struct termios *termios_p);``

    Returns 0, or -1: EBADF, ENOTTY.
    """
    return lib.tcgetattr(fd, _settings(termios_p, "tcgetattr"))


def tcsetattr(fd: SupportsIndex, optional_actions: SupportsIndex, termios_p: Any) -> int:
    """Change a terminal's settings: TCSANOW, TCSADRAIN, TCSAFLUSH, termios(3).

    ``int tcsetattr(int fd, int optional_actions, const struct termios *termios_p);``

    Returns 0, or -1: EBADF, EINTR, EINVAL, ENOTTY.
    """
    place = ffi.cast("struct termios *", arguments.given(termios_p, struct.termios, "tcsetattr"))
    while (result := lib.pysock_tcsetattr(fd, optional_actions, place)) == _RESTART:
        pass
    return result


def cfmakeraw(termios_p: Any) -> None:
    """Set what makes a terminal hand on every byte as it is, termios(3).

    ``void cfmakeraw(struct termios *termios_p);``
    """
    lib.cfmakeraw(_settings(termios_p, "cfmakeraw"))


def tcflush(fd: SupportsIndex, queue_selector: SupportsIndex) -> int:
    """Drop what was typed or written and not yet read or sent, termios(3).

    ``int tcflush(int fd, int queue_selector);``

    Returns 0, or -1: EBADF, EINVAL, ENOTTY.
    """
    return lib.tcflush(fd, queue_selector)


def _settings(termios_p: Any, call: str) -> CData:
    return ffi.cast("struct termios *", arguments.out(termios_p, struct.termios, call))
