"""Allocations: the bytes of C values, how long they live, and what the pointers in them lead to.

A pointer *stored in memory* is only bits, which a program can overwrite at will. So every `Memory`
remembers which value was stored at which offset (its *pointees*): that keeps the target alive; and
when the bits are read back they must still be an address inside that target, or `WildPointer` is
raised.
"""

from __future__ import annotations

from ._native import ffi
from ._undefined import UseAfterFree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    CData: TypeAlias = Any

_CHARS = ffi.typeof("char[]")
_CHAR_POINTER = ffi.typeof("char *")
ADDRESS_SIZE: int = ffi.sizeof("void *")


class Memory:
    """One allocation: its bytes, and what the pointers stored in it point to."""

    __slots__ = ("base", "const", "pointees", "size")

    base: CData
    permanent = True  # never freed before its last reference goes

    def __init__(self, base: CData, size: int, const: bool = False) -> None:
        self.base = base
        self.size = size
        self.const = const
        self.pointees: dict[int, Any] = {}

    @classmethod
    def zeroed(cls, size: int) -> Memory:
        """`size` fresh bytes of zero. (C promises one past the end to be an address: hence 1.)"""
        return cls(ffi.new(_CHARS, size or 1), size)

    @classmethod
    def literal(cls, text: str | bytes) -> Memory:
        """A string literal: constant, and its NUL belongs to it."""
        encoded = encode(text)
        return cls(ffi.from_buffer(_CHARS, encoded), len(encoded) + 1, const=True)

    @classmethod
    def over(cls, exporter: object) -> Memory:
        """The bytes of any object with a contiguous buffer, writable where the object is."""
        const = memoryview(exporter).readonly  # type: ignore[arg-type]
        base = ffi.from_buffer(_CHARS, exporter, require_writable=not const)
        size = len(base)
        if isinstance(exporter, memoryview):
            base = _unlocked(base, exporter)
        return cls(base, size, const)

    def move(self, offset: int, source: Memory, start: int, size: int) -> None:
        """C's memmove between two allocations, pointers and all."""
        ffi.memmove(self.base + offset, source.base + start, size)
        if not source.pointees:
            return
        moved = [
            (offset + at - start, pointee)
            for at, pointee in list(source.pointees.items())  # other threads may store pointers
            if start <= at and at + ADDRESS_SIZE <= start + size
        ]
        self.pointees.update(moved)


def _unlocked(base: CData, exporter: memoryview) -> CData:
    """The address `base`, kept by a view of our own instead of a lock on the program's.

    CPython before 3.13 crashes when its garbage collector meets a locked memoryview.
    """
    view = memoryview(exporter)
    address = ffi.cast(_CHAR_POINTER, base)
    ffi.release(base)
    return ffi.gc(address, view.__exit__)  # which ends the view, and takes any arguments


class Heap(Memory):
    """Memory whose life a call of the program ends: its values are looked at anew on each use."""

    __slots__ = ("_base", "ended")

    permanent = False
    source = "?"  # the call whose results a subclass holds

    def __init__(self, base: CData, size: int) -> None:
        self.ended: str | None = None
        super().__init__(base, size)

    @property
    def base(self) -> CData:
        """The first byte, while the object lives."""
        if self.ended is not None:
            raise UseAfterFree(f"the object ended its life in {self.ended}()")
        return self._base

    @base.setter
    def base(self, base: CData) -> None:
        self._base = base

    def free(self, call: str) -> None:
        """End the object's life; its bytes stay until no thread can be inside a C call on them."""
        if self.ended is not None:
            raise UseAfterFree(f"{call}(): the object already ended its life in {self.ended}()")
        self.ended = call


class Allocation(Heap):
    """What malloc() returns and getline() leaves behind: the program gives it to free()."""

    __slots__ = ()

    source = "malloc"


def encode(text: str | bytes) -> bytes:
    """A literal's bytes, without its NUL. What ``sys.argv`` could not decode comes out as it was.

    The base classes do it: a subclass might give another type, or lie about its length.
    """
    if isinstance(text, str):
        return str.encode(text, "utf-8", "surrogateescape")
    return text if type(text) is bytes else bytes.__getitem__(text, slice(None))
