"""C's types as the porter knows them: widths, signs, members, and how Python spells each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


class CType:
    """A C type; `spelling` is what a ported program calls it."""

    @property
    def spelling(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Void(CType):
    """``void``."""

    @property
    def spelling(self) -> str:
        return "void"


@dataclass(frozen=True)
class Int(CType):
    """An integer type, under the name the program gave it (``socklen_t``)."""

    name: str
    bits: int
    signed: bool
    rank: int
    boolean: bool = False

    @property
    def spelling(self) -> str:
        return self.name

    @property
    def low(self) -> int:
        return -(1 << self.bits - 1) if self.signed else 0

    @property
    def high(self) -> int:
        if self.boolean:
            return 1
        return (1 << self.bits - self.signed) - 1


@dataclass(frozen=True)
class Float(CType):
    """``float`` or ``double``."""

    name: str
    bits: int

    @property
    def spelling(self) -> str:
        return self.name


@dataclass(frozen=True)
class Pointer(CType):
    """``T *``."""

    target: CType

    @property
    def spelling(self) -> str:
        if isinstance(self.target, Function):
            return "function"
        return f"ptr({self.target.spelling})"


@dataclass(frozen=True)
class Array(CType):
    """``T[count]``; `extent` is the expression that the program wrote for the count."""

    element: CType
    count: int | None
    extent: Any = field(default=None, compare=False)

    @property
    def is_flexible(self) -> bool:
        """Whether it is a struct's last member ``T x[]``."""
        return self.count is None and self.extent is None

    @property
    def spelling(self) -> str:
        inner: CType = self
        sizes = ""
        while isinstance(inner, Array):
            sizes += f"[{'...' if inner.count is None else inner.count}]"
            inner = inner.element
        return f"{inner.spelling}{sizes}"


@dataclass(frozen=True)
class Function(CType):
    """A function type; `open` where C knows nothing of the parameters, ``f()``."""

    result: CType
    parameters: tuple[CType, ...] = ()
    variadic: bool = False
    open: bool = False

    @property
    def spelling(self) -> str:
        return "function"


@dataclass(eq=False)
class Record(CType):
    """``struct tag`` or ``union tag``; `widths` are those of its bit-fields."""

    keyword: str
    tag: str
    members: dict[str, CType] | None = None
    widths: dict[str, int] = field(default_factory=dict)
    own: bool = True  # the program declares it, not the platform
    packed: int = 0  # the most that its members are aligned to
    unnamed: set[str] = field(default_factory=set)  # bit-fields that only take room
    promoted: dict[str, Record] = field(default_factory=dict)  # anonymous members, as we name them
    name: str = ""  # of a type that pysock offers under its own name, such as fd_set
    # The comments above each member, under "" those behind the last one, and those at its side.
    before: dict[str, list[Any]] = field(default_factory=dict)
    beside: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def spelling(self) -> str:
        return self.name or f"{self.keyword}.{self.tag}"


VOID = Void()
BOOL = Int("uchar", 8, False, 0, boolean=True)
CHAR = Int("char", 8, True, 1)
SCHAR = Int("schar", 8, True, 1)
UCHAR = Int("uchar", 8, False, 1)
SHORT = Int("short", 16, True, 2)
USHORT = Int("ushort", 16, False, 2)
INT = Int("int_", 32, True, 3)
UINT = Int("uint", 32, False, 3)
LONG = Int("long", 64, True, 4)
ULONG = Int("ulong", 64, False, 4)
LONGLONG = Int("longlong", 64, True, 5)
ULONGLONG = Int("ulonglong", 64, False, 5)
SIZE = Int("size_t", 64, False, 4)
PTRDIFF = Int("ptrdiff_t", 64, True, 4)
FLOAT = Float("float_", 32)
DOUBLE = Float("double", 64)
OPEN_FUNCTION = Function(INT, open=True)
CHAR_POINTER = Pointer(CHAR)
VOID_POINTER = Pointer(VOID)

_WORDS = {"signed", "unsigned", "short", "long", "int", "char", "float", "double", "void", "_Bool"}


def from_words(words: list[str]) -> CType | None:
    """The type of a specifier such as ``unsigned long int``."""
    if not words or not set(words) <= _WORDS:
        return None
    unsigned = "unsigned" in words
    if "void" in words:
        return VOID
    if "_Bool" in words:
        return BOOL
    if "float" in words:
        return FLOAT
    if "double" in words:
        return DOUBLE
    if "char" in words:
        return UCHAR if unsigned else SCHAR if "signed" in words else CHAR
    if "short" in words:
        return USHORT if unsigned else SHORT
    longs = words.count("long")
    signed_type, unsigned_type = ((INT, UINT), (LONG, ULONG), (LONGLONG, ULONGLONG))[min(longs, 2)]
    return unsigned_type if unsigned else signed_type


def promoted(ctype: CType) -> CType:
    """C's integer promotion."""
    return INT if isinstance(ctype, Int) and ctype.rank < INT.rank else ctype


def common(one: CType, other: CType) -> CType:
    """C's usual arithmetic conversions."""
    if isinstance(one, Float) or isinstance(other, Float):
        wide = any(isinstance(t, Float) and t.bits == 64 for t in (one, other))
        return DOUBLE if wide else FLOAT
    first, second = promoted(one), promoted(other)
    if not isinstance(first, Int) or not isinstance(second, Int):
        return first
    if first.signed == second.signed:
        return first if first.rank >= second.rank else second
    plain, positive = (first, second) if first.signed else (second, first)
    if positive.rank >= plain.rank:
        return positive
    if plain.bits > positive.bits:
        return plain
    return ULONG if plain.rank == LONG.rank else ULONGLONG


def decayed(ctype: CType) -> CType:
    """What an expression of this type is worth: arrays and functions become pointers."""
    if isinstance(ctype, Array):
        return Pointer(ctype.element)
    if isinstance(ctype, Function):
        return Pointer(ctype)
    return ctype


def alike(one: CType, other: CType) -> bool:
    """Whether a C object of the one type can be read as the other without a cast."""
    if isinstance(one, Int) and isinstance(other, Int):
        return (one.bits, one.signed) == (other.bits, other.signed)
    if isinstance(one, Pointer) and isinstance(other, Pointer):
        return alike(one.target, other.target)
    if isinstance(one, Array) and isinstance(other, Array):
        return alike(one.element, other.element) and one.count == other.count
    if isinstance(one, Function) and isinstance(other, Function):
        return True
    if isinstance(one, Record) and isinstance(other, Record):
        return one is other or (not one.own and one.spelling == other.spelling)
    return one == other


def size_of(ctype: CType) -> int | None:
    """The size in bytes, where the porter knows it."""
    return _layout(ctype)[0]


def _layout(ctype: CType) -> tuple[int | None, int]:
    if isinstance(ctype, (Int, Float)):
        return ctype.bits // 8, ctype.bits // 8
    if isinstance(ctype, Pointer):
        return 8, 8
    if isinstance(ctype, Array):
        size, align = _layout(ctype.element)
        return (None if size is None or ctype.count is None else size * ctype.count), align
    if isinstance(ctype, Record) and ctype.members and not ctype.widths:
        return _record_layout(ctype)
    return None, 1


def _record_layout(record: Record) -> tuple[int | None, int]:
    offset, size, align = 0, 0, 1
    for member in (record.members or {}).values():
        width, own = _layout(member)
        if isinstance(member, Array) and member.is_flexible:
            width = 0
        if width is None:
            return None, 1
        own = min(own, record.packed or own)
        start = 0 if record.keyword == "union" else -(-offset // own) * own
        offset = start + width
        size, align = max(size, offset), max(align, own)
    return -(-size // align) * align, align


def scalars(ctype: CType) -> Iterator[CType]:
    """The scalar objects of an aggregate, in order."""
    if isinstance(ctype, Array):
        for _ in range(ctype.count or 0):
            yield from scalars(ctype.element)
    elif isinstance(ctype, Record):
        for member in (ctype.members or {}).values():
            yield from scalars(member)
    else:
        yield ctype
