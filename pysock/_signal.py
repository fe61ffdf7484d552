"""Signals: sigaction(2), sigprocmask(2), …"""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import from_cffi
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["sigemptyset", "sigset_t"]

sigset_t = from_cffi(ffi.typeof("sigset_t"))


def sigemptyset(set: Any) -> int:
    """Empty a set of signals, sigsetops(3).

    ``int sigemptyset(sigset_t *set);``

    Returns 0.
    """
    return lib.sigemptyset(arguments.out(set, sigset_t, "sigemptyset"))
