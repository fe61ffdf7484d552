"""Sorting and searching arrays with the program's own comparison: qsort(3), bsearch(3)."""

from __future__ import annotations

import operator

from . import _arguments as arguments
from ._allocation import Memory
from ._memory import pointee_of, void
from ._undefined import NullPointer, OutOfBounds
from ._values import Elements, Pointer, Value, kind_of, require_writable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex

__all__ = ["bsearch", "qsort"]


def qsort(
    base: Any,
    nmemb: SupportsIndex,
    size: SupportsIndex,
    compar: Callable[[Any, Any], SupportsIndex],
) -> None:
    """Sort an array in place by a comparison of two elements, qsort(3).

    ``void qsort(void *base, size_t nmemb, size_t size,
    int (*compar)(const void *, const void *));``

    The comparison gets pointers to two elements. Elements that compare equal keep their order,
    which C does not promise. When it raises, the array is as it was.
    """
    count, width = _counts(nmemb, size, "qsort")
    array = _array(base, count, width, "qsort")
    if array is None:
        return
    _require_callable(compar, "qsort")
    require_writable(array._memory, array._type)
    work = Memory.zeroed(count * width)
    work.move(0, array._memory, array._offset, count * width)
    element = array._element if isinstance(array, Elements) else array._type
    pointers = [_pointer(element, work, at * width, width) for at in range(count)]

    class Key:
        """An element's place, ordered by the program's comparison."""

        __slots__ = ("at",)

        def __init__(self, at: int) -> None:
            self.at = at

        def __lt__(self, other: Key) -> bool:
            return operator.index(compar(pointers[self.at], pointers[other.at])) < 0

    for at, index in enumerate(sorted(range(count), key=Key)):
        array._memory.move(array._offset + at * width, work, index * width, width)


def bsearch(
    key: Any,
    base: Any,
    nmemb: SupportsIndex,
    size: SupportsIndex,
    compar: Callable[[Any, Any], SupportsIndex],
) -> Pointer | None:
    """Find an element of a sorted array by halves, bsearch(3).

    ``void *bsearch(const void *key, const void *base, size_t nmemb, size_t size,
    int (*compar)(const void *, const void *));``

    Returns a pointer to an element that the comparison finds equal to key, or NULL.
    """
    count, width = _counts(nmemb, size, "bsearch")
    array = _array(base, count, width, "bsearch")
    if array is None:
        return None
    _require_callable(compar, "bsearch")
    element = array._element if isinstance(array, Elements) else array._type
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        found = _pointer(element, array._memory, array._offset + middle * width, width)
        order = operator.index(compar(key, found))
        if order == 0:
            return found
        low, high = (low, middle) if order < 0 else (middle + 1, high)
    return None


def _counts(nmemb: SupportsIndex, size: SupportsIndex, call: str) -> tuple[int, int]:
    count, width = arguments.length(nmemb, call), arguments.length(size, call)
    if count < 0 or width < 0:
        raise OutOfBounds(f"{call}: {count} elements of {width} bytes")
    return count, width


def _array(base: Any, count: int, width: int, call: str) -> Value | None:
    """The elements' place; nothing where there are none."""
    value = pointee_of(base)
    if count == 0 or width == 0:
        return None
    if value is None:
        raise NullPointer(f"{call}: {count} elements at NULL")
    if count * width > value._room:
        raise OutOfBounds(
            f"{call}: {count} elements of {width} bytes in an object that has {value._room} bytes"
        )
    return value


def _require_callable(compar: Any, call: str) -> None:
    if not callable(compar):
        raise TypeError(f"{call}: the comparison is a function, not {kind_of(compar)}")


def _pointer(element: Any, memory: Memory, offset: int, width: int) -> Pointer:
    made: Pointer = (element or void).pointer(memory, offset, offset, width)
    return made
