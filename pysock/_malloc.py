"""The heap: malloc(3).

The bytes of an object that a program has freed stay until no value refers to them, for another
thread may be inside a C call on them; every use by the program raises `UseAfterFree` at once.
"""

from __future__ import annotations

from . import _arguments as arguments
from ._allocation import Allocation
from ._memory import heap_of, size_t, void
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._values import Pointer

__all__ = ["calloc", "free", "malloc", "realloc", "reallocarray"]

_MOST = (1 << 8 * size_t.size) - 1


def _size(number: SupportsIndex, call: str) -> int:
    """A number as C's conversion to size_t makes it: -1 is the greatest of all."""
    return arguments.integer(number, call, "a size") & _MOST


def _allocate(nmemb: int, size: int) -> Pointer | None:
    raw = lib.calloc(nmemb, size)
    if raw == ffi.NULL:
        return None
    room = nmemb * size
    base = ffi.gc(ffi.cast("char *", raw), lib.free, room)
    allocated: Pointer = void.pointer(Allocation(base, room), 0, 0, room)
    return allocated


def malloc(size: SupportsIndex) -> Pointer | None:
    """Allocate an object of size bytes, malloc(3).

    ``void *malloc(size_t size);``

    The bytes are zero, as those of all new objects are; in C they are what lay there. Cast the
    result to what it is to hold: ``ptr(int_, malloc(10 * sizeof(int_)))``. What the program never
    frees goes with the last pointer to it.

    Returns the object, or NULL: ENOMEM.
    """
    return _allocate(1, _size(size, "malloc"))


def calloc(nmemb: SupportsIndex, size: SupportsIndex) -> Pointer | None:
    """Allocate nmemb objects of size bytes, all zero, calloc(3).

    ``void *calloc(size_t nmemb, size_t size);``

    Returns the first one, or NULL: ENOMEM, also where the product overflows.
    """
    return _allocate(_size(nmemb, "calloc"), _size(size, "calloc"))


def realloc(ptr: Any, size: SupportsIndex) -> Pointer | None:
    """Move an object into one of size bytes, realloc(3).

    ``void *realloc(void *ptr, size_t size);``

    The old object ends its life, also where C would have left it in its place. With NULL it is
    malloc(size); with a size of 0 it is free(ptr), as in glibc.

    Returns the new object, or NULL: ENOMEM, which leaves the old one as it was.
    """
    return _resize(ptr, 1, _size(size, "realloc"), "realloc")


def reallocarray(ptr: Any, nmemb: SupportsIndex, size: SupportsIndex) -> Pointer | None:
    """Move an object into one of nmemb times size bytes, reallocarray(3).

    ``void *reallocarray(void *ptr, size_t nmemb, size_t size);``

    Returns the new object, or NULL: ENOMEM, also where the product overflows.
    """
    count, each = _size(nmemb, "reallocarray"), _size(size, "reallocarray")
    return _resize(ptr, count, each, "reallocarray")


def _resize(thing: Any, nmemb: int, size: int, call: str) -> Pointer | None:
    if arguments.is_null(thing):
        return _allocate(nmemb, size)
    old = heap_of(thing, Allocation, call)
    if nmemb * size == 0:
        old.free(call)
        return None
    old.base  # noqa: B018  (raises where the object has ended already)
    new = _allocate(nmemb, size)
    if new is not None:
        new._memory.move(0, old, 0, min(old.size, nmemb * size))
        old.free(call)
    return new


def free(ptr: Any) -> None:
    """End the life of what malloc, calloc, realloc, getline returned, free(3).

    ``void free(void *ptr);``

    NULL is passed over. Freeing twice, or anything else, raises.
    """
    if not arguments.is_null(ptr):
        heap_of(ptr, Allocation, "free").free("free")
