"""Messages on stderr with the program's name: err(3)."""

from __future__ import annotations

import os
import sys

from . import _arguments as arguments
from ._format import formatted
from ._native import lib
from ._process import exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, SupportsIndex

__all__: list[str] = []
if hasattr(lib, "pysock_warn"):
    __all__ += ["err", "errx", "warn", "warnx"]


def _say(fmt: Any, args: tuple[Any, ...], call: str, *, with_errno: bool) -> None:
    text = b"" if arguments.is_null(fmt) else formatted(fmt, args, call)[0]
    program = os.path.basename(sys.argv[0]) if sys.argv else ""
    lib.pysock_warn(os.fsencode(program), text, with_errno)


def warn(fmt: Any, *args: Any) -> None:
    """Print ``program: message: <what errno says>`` on C's stderr, err(3).

    ``void warn(const char *fmt, ...);``

    Windows: absent there.
    """
    _say(fmt, args, "warn", with_errno=True)


def warnx(fmt: Any, *args: Any) -> None:
    """Print ``program: message`` on C's stderr, err(3).

    ``void warnx(const char *fmt, ...);``

    Windows: absent there.
    """
    _say(fmt, args, "warnx", with_errno=False)


def err(eval: SupportsIndex, fmt: Any, *args: Any) -> NoReturn:
    """Do as warn(), and exit with the status eval, err(3).

    ``void err(int eval, const char *fmt, ...);``

    Windows: absent there.
    """
    status = arguments.integer(eval, "err", "a status")
    _say(fmt, args, "err", with_errno=True)
    exit(status)


def errx(eval: SupportsIndex, fmt: Any, *args: Any) -> NoReturn:
    """Do as warnx(), and exit with the status eval, err(3).

    ``void errx(int eval, const char *fmt, ...);``

    Windows: absent there.
    """
    status = arguments.integer(eval, "errx", "a status")
    _say(fmt, args, "errx", with_errno=False)
    exit(status)
