"""The parts of a path: basename(3), dirname(3)."""

from __future__ import annotations

from . import _arguments as arguments
from ._allocation import Memory
from ._memory import char
from ._native import ffi, lib
from ._values import Elements, Pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._allocation import CData

__all__: list[str] = []
if hasattr(lib, "dirname"):
    __all__ += ["basename", "dirname"]


def basename(path: Any) -> Pointer:
    """Tell the last part of a path, basename(3).

    ``char *basename(char *path);``

    It is <libgen.h>'s, which may take slashes off the end of path. A string that cannot be written
    is copied.
    Windows: absent there.

    Returns the part, inside path where it has one (macOS: a copy); ``"."`` for NULL and the empty
    path.
    """
    return _part(path, lib.basename, "basename")


def dirname(path: Any) -> Pointer:
    """Tell the path without its last part, basename(3).

    ``char *dirname(char *path);``

    It ends path before its last part. A string that cannot be written is copied.
    Windows: absent there.

    Returns the part, path itself where it has one (macOS: a copy); ``"."`` for NULL and the path of
    one part.
    """
    return _part(path, lib.dirname, "dirname")


def _part(path: Any, call: Callable[[CData], CData], name: str) -> Pointer:
    """C works on a copy, for another thread may overwrite the NUL meanwhile."""
    if arguments.is_null(path):
        return _literal(ffi.string(call(ffi.NULL)))
    before = arguments.name(path, name)
    copied = ffi.new("char[]", before)
    found = call(copied)
    at = int(ffi.cast("intptr_t", found)) - int(ffi.cast("intptr_t", copied))
    if not 0 <= at <= len(before):
        return _literal(ffi.string(found))
    if not isinstance(path, Elements) or path._memory.const:
        size = len(copied)
        return char.pointer(Memory(copied, size), at, 0, size - at)
    after = bytes(ffi.buffer(copied))
    if after != before + b"\0":
        ffi.memmove(arguments.writable(path, len(after), name), after, len(after))
    return path + at


def _literal(text: bytes) -> Pointer:
    memory = Memory.literal(text)
    return char.pointer(memory, 0, 0, memory.size)
