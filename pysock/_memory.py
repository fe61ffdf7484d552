"""C types: what they are called, how wide they are, how their objects are made, read and printed.

Three modules carry C values in Python, each knowing only those before it:

* `_allocation`: a `Memory` is one allocation; it never moves, and lives as long as anything refers
  to it.
* `_values`: a `Value` is a place in a `Memory`: an offset, a C type and the bytes it may touch from
  there.
* this one: a `CType` knows how to read and write one type at a place.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

from . import _constants as constants
from ._allocation import ADDRESS_SIZE, Heap, Memory, encode
from ._native import ffi, lib
from ._undefined import InvalidFree, NullPointer, OutOfBounds, WildPointer
from ._values import (
    LENIENT,
    Array,
    Elements,
    Pointer,
    PointerVariable,
    Record,
    RecordPointerVariable,
    Scalar,
    Type,
    Value,
    kind_of,
    member_property,
    no_member,
    printable,
    require_writable,
    start_of,
    whole,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._allocation import CData

__all__ = [
    "DBL_EPSILON",
    "DBL_MAX",
    "DBL_MIN",
    "NULL",
    "addressof",
    "bits",
    "caddr_t",
    "cast",
    "char",
    "copy",
    "double",
    "float_",
    "function",
    "gid_t",
    "in_addr_t",
    "in_port_t",
    "int16_t",
    "int32_t",
    "int64_t",
    "int8_t",
    "int_",
    "intptr_t",
    "lenient",
    "long",
    "longlong",
    "mode_t",
    "off_t",
    "offsetof",
    "packed",
    "pid_t",
    "ptr",
    "quotient",
    "ptrdiff_t",
    "sa_family_t",
    "schar",
    "short",
    "size_t",
    "sizeof",
    "socklen_t",
    "ssize_t",
    "struct",
    "suseconds_t",
    "time_t",
    "u_char",
    "u_int",
    "u_int16_t",
    "u_int32_t",
    "u_int64_t",
    "u_int8_t",
    "u_long",
    "u_short",
    "uchar",
    "uid_t",
    "uint",
    "uint16_t",
    "uint32_t",
    "uint64_t",
    "uint8_t",
    "uintptr_t",
    "ulong",
    "ulonglong",
    "union",
    "ushort",
    "void",
]

NULL = None

_WORD = ffi.typeof("uintptr_t *")


# -------------------------------------------------------------------------------------- types


class CType(Type):
    """A C type. Calling it makes a zero-filled object, ``T[n]`` is the array type."""

    __slots__ = ("align", "name")

    is_char = False
    complete = True  # its size is known

    def __init__(self, name: str, size: int, align: int) -> None:
        self.name = name
        self._size = size
        self.align = align

    def __call__(self, *init: Any, **members: Any) -> Any:
        value = self.view(Memory.zeroed(self.size), 0)
        if init or members:
            self.initialise(value, init, members)
        return value

    def __getitem__(self, count: Any) -> ArrayType:
        return array_of(self, None if count is Ellipsis else whole(count, "the size of", self))

    __iter__ = None  # Python would try [0], [1], … without end

    def __repr__(self) -> str:
        return self.name

    def __copy__(self) -> CType:
        return self  # there is one object for each type

    def __deepcopy__(self, memo: object) -> CType:
        return self

    def __reduce__(self) -> str:
        raise TypeError(f"the C type `{self}` belongs to this process: pickle its name")

    def initialise(self, value: Value, init: tuple[Any, ...], members: Mapping[str, Any]) -> None:
        """Fill a fresh object as ``T x = init;`` does."""
        if members or len(init) != 1:
            raise TypeError(f"`{self}` takes one initialiser")
        self.write(value._memory, value._offset, init[0])

    def view(self, memory: Memory, offset: int) -> Value:
        """The object itself, to be passed by address."""
        return Scalar(self, memory, offset)

    def pointer(self, memory: Memory, offset: int, low: int, room: int) -> Pointer:
        """A ``T *`` to `offset`, which may move from `low` to `room` bytes further on."""
        return Pointer(pointer_to(self), memory, offset, self, low, room)

    def read(self, memory: Memory, offset: int) -> Any:
        """What an expression that names the object is worth."""
        raise TypeError(f"an object of type `{self}` has no value")

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        """Assignment, with C's conversion."""
        raise TypeError(f"an object of type `{self}` cannot be assigned")

    def literal(self, memory: Memory, offset: int) -> str:
        """The object's value as a C programmer would write it."""
        return str(self.read(memory, offset))


class Void(CType):
    """``void``: only what pointers to anything point to."""

    __slots__ = ()

    complete = False

    def __call__(self, *init: Any, **members: Any) -> Any:
        raise TypeError("there are no objects of type `void`")


class Number(CType):
    """An arithmetic type, read and written through a cffi pointer."""

    __slots__ = ("_ctype", "direct")

    def __init__(self, name: str, spelling: str | None = None) -> None:
        self._ctype = ffi.typeof(spelling or name)
        self.direct = ffi.typeof(ffi.getctype(self._ctype, "*"))
        super().__init__(name, ffi.sizeof(self._ctype), ffi.alignof(self._ctype))

    def read(self, memory: Memory, offset: int) -> Any:
        return ffi.cast(self.direct, memory.base + offset)[0]

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        require_writable(memory, self)
        ffi.cast(self.direct, memory.base + offset)[0] = self.convert(new)

    def convert(self, new: Any) -> int | float:
        """`new` as this type holds it."""
        raise NotImplementedError


class Integer(Number):
    """An integer type; what does not fit wraps, as C's conversions do."""

    __slots__ = ("_mask", "_sign", "is_char", "signed")

    def __init__(self, name: str, spelling: str | None = None) -> None:
        super().__init__(name, spelling)
        self.signed = int(ffi.cast(self._ctype, -1)) < 0
        self.is_char = self.size == 1
        self._kind = "bBhHiIqQ"[2 * self.size.bit_length() - 1 - self.signed]
        self._mask = (1 << 8 * self.size) - 1
        self._sign = 1 << 8 * self.size - 1 if self.signed else 0

    def convert(self, new: Any) -> int:
        if self.is_char and isinstance(new, (bytes, bytearray)) and len(new) == 1:
            new = new[0]
        try:
            number = operator.index(new)
        except TypeError:
            raise TypeError(f"`{self}` holds an integer, not {kind_of(new)}") from None
        number &= self._mask
        return number - self._mask - 1 if number & self._sign else number


class BitField(Integer):
    """Some bits of an integer: ``unsigned int ip_v:4;``. It has no address."""

    __slots__ = ("_field", "_shift", "_top", "base", "width")

    def __init__(self, base: Integer, width: int, shift: int = 0) -> None:
        super().__init__(base.name)
        self._kind = "\0"  # C reads whole numbers
        self.base = base
        self.width = width
        self._shift = shift
        self._field = (1 << width) - 1
        self._top = 1 << width - 1 if base.signed and width else 0

    def placed(self, shift: int) -> BitField:
        """The field at a number of bits from the lowest of its unit."""
        return BitField(self.base, self.width, shift)

    def __call__(self, *init: Any, **members: Any) -> Any:
        raise TypeError(f"`{self.base} : {self.width}` is a bit-field: only structs have them")

    __getitem__ = __call__

    def view(self, memory: Memory, offset: int) -> Value:
        raise TypeError(f"`{self.base} : {self.width}` is a bit-field: it has no address")

    def read(self, memory: Memory, offset: int) -> Any:
        field = super().read(memory, offset) >> self._shift & self._field
        return field - self._field - 1 if field & self._top else field

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        wanted = (self.base.convert(new) & self._field) << self._shift
        others = super().read(memory, offset) & ~(self._field << self._shift)
        super().write(memory, offset, others | wanted)

    def literal(self, memory: Memory, offset: int) -> str:
        return str(self.read(memory, offset))


class Floating(Number):
    """``float`` or ``double``."""

    __slots__ = ()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._kind = {"float": "f", "double": "d"}.get(name, "\0")

    def convert(self, new: Any) -> float:
        if isinstance(new, (str, bytes)):
            raise TypeError(f"`{self}` holds a number, not {kind_of(new)}")
        return float(new)


class PointerType(CType):
    """``T *``. Calling it makes a pointer *variable*, for a parameter of type ``T **``."""

    __slots__ = ("target",)

    def __init__(self, target: CType) -> None:
        self.target = target
        stars = "*" if isinstance(target, PointerType) else " *"
        if isinstance(target, ArrayType):
            name = f"{target.scalar} (*){target.dimensions}"
        else:
            name = f"{target}{stars}"
        super().__init__(name, ADDRESS_SIZE, ffi.alignof("void *"))

    def view(self, memory: Memory, offset: int) -> Scalar:
        made = RecordPointerVariable if isinstance(self.target, RecordType) else PointerVariable
        return made(self, memory, offset)

    def read(self, memory: Memory, offset: int) -> Any:
        bits = ffi.cast(_WORD, memory.base + offset)[0]
        if bits == 0:
            return None
        pointee = memory.pointees.get(offset)
        if not isinstance(pointee, Value):
            if isinstance(pointee, Stowed) and pointee.bits == bits:
                return pointee.thing
            raise WildPointer(f"the `{self}` holds {bits:#x}, which no object's address was")
        low = pointee._low if isinstance(pointee, Elements) else pointee._offset
        end = pointee._offset + pointee._room
        at = bits - int(ffi.cast("uintptr_t", pointee._memory.base))
        if not low <= at <= end:
            raise WildPointer(f"the `{self}` holds {bits:#x}, which is outside its object")
        return self.target.pointer(pointee._memory, at, low, end - at)

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        require_writable(memory, self)
        pointee = pointee_of(new, self.target)
        bits = 0
        if pointee is None:
            memory.pointees.pop(offset, None)
        else:
            bits = int(ffi.cast("uintptr_t", start_of(pointee)))
            memory.pointees[offset] = pointee
        ffi.cast(_WORD, memory.base + offset)[0] = bits

    def stow(self, memory: Memory, offset: int, thing: Any) -> None:
        """Assign what may also be no object of C: an integer in disguise, or Python's."""
        thing = thing.value if isinstance(thing, PointerVariable) else thing
        if isinstance(thing, Value) or thing is None or (type(thing) is int and thing == 0):
            self.write(memory, offset, thing)
            return
        require_writable(memory, self)
        memory.pointees[offset] = stowed = Stowed(thing)
        ffi.cast(_WORD, memory.base + offset)[0] = stowed.bits

    def literal(self, memory: Memory, offset: int) -> str:
        target = self.read(memory, offset)
        if target is None:
            return "NULL"
        if not isinstance(target, Elements):
            return f"({self}) {target!r}"
        return target._literal() if self.target.is_char else f"({self}) …"


class Stowed:
    """What a `void *` carries that is no object of C: an integer, or an object of Python."""

    __slots__ = ("bits", "thing")

    def __init__(self, thing: Any) -> None:
        self.thing = thing
        self.bits = (thing if isinstance(thing, int) else id(thing)) & _ALL_BITS


_ALL_BITS = (1 << 8 * ADDRESS_SIZE) - 1


def pointee_of(thing: Any, target: CType | None = None) -> Value | None:
    """The object whose address `thing` stands for; ``None`` for NULL.

    A pointer variable stands for what it points to, but where a `target *` is to point to
    variables of its type.
    """
    variable = isinstance(thing, Scalar) and isinstance(thing._type, PointerType)
    if variable and thing._type is not target:
        thing = thing.value
    if thing is None or (isinstance(thing, int) and thing == 0):
        return None
    if isinstance(thing, Value):
        return thing
    if isinstance(thing, int):
        raise WildPointer(f"{kind_of(thing)} is no object's address")
    literal = isinstance(thing, (str, bytes))
    memory = Memory.literal(thing) if literal else _exported(thing)
    return char.pointer(memory, 0, 0, memory.size)


def heap_of(thing: Any, kind: type[Heap], call: str) -> Heap:
    """The heap that `thing` points to the start of: what `call` is to free."""
    value = pointee_of(thing)
    if value is None:
        raise NullPointer(f"{call}: NULL where C needs what {kind.source}() returned")
    if not isinstance(value._memory, kind) or value._offset != 0:
        raise InvalidFree(f"{call}: this {kind_of(value)} is not what {kind.source}() returned")
    return value._memory


def _exported(thing: object) -> Memory:
    try:
        return Memory.over(thing)
    except (TypeError, BufferError):
        raise TypeError(f"a pointer needs a C value or a buffer, not {kind_of(thing)}") from None


class FunctionType(CType):
    """A pointer to a function: holds a Python callable, or one of C's integer constants."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("function *", ADDRESS_SIZE, ffi.alignof("void *"))

    def read(self, memory: Memory, offset: int) -> Any:
        bits = ffi.cast("intptr_t *", memory.base + offset)[0]
        pointee = memory.pointees.get(offset)
        if pointee is not None and bits == _token(pointee):
            return pointee
        if abs(bits) > _LAST_CONSTANT:
            raise WildPointer(f"the function pointer holds {bits:#x}, which no function's was")
        return bits

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        require_writable(memory, self)
        if callable(new):
            memory.pointees[offset] = new
            bits = _token(new)
        else:
            memory.pointees.pop(offset, None)
            bits = 0 if new is None else operator.index(new)
            if abs(bits) > _LAST_CONSTANT:
                raise WildPointer(f"the integer {bits:#x} is no function's address")
        ffi.cast("intptr_t *", memory.base + offset)[0] = bits


_LAST_CONSTANT = 16  # SIG_ERR, SIG_DFL, SIG_IGN, SIG_HOLD are small integers in disguise


def _token(function: object) -> int:
    """The bits that stand for a Python callable in C memory; C never jumps there."""
    return id(function)


class ArrayType(CType):
    """``T[n]``; ``char[3][30]`` is C's: three rows of thirty."""

    __slots__ = ("count", "open")

    def __init__(self, element: CType, count: int | None) -> None:
        if element.size == 0:
            raise TypeError(f"no array of `{element}`: the type has no size")
        if count is not None and count < 0:
            raise ValueError(f"the array size {count} is negative")
        self._element = element
        self.open = count is None
        if not self.open:
            self._made = Array  # how far an open one goes, only `read` knows
        self.count = count or 0
        name = f"{self.scalar}{self.dimensions}"
        super().__init__(name, element.size * self.count, element.align)

    @property
    def complete(self) -> bool:  # type: ignore[override]
        """Whether the number of elements is known."""
        return not self.open

    @property
    def scalar(self) -> CType:
        """What is left when all dimensions are taken off."""
        inner = self.element
        return inner.scalar if isinstance(inner, ArrayType) else inner

    @property
    def dimensions(self) -> str:
        """``[3][30]``."""
        inner = self.element.dimensions if isinstance(self.element, ArrayType) else ""
        return f"[{'' if self.open else self.count}]{inner}"

    def __getitem__(self, count: Any) -> ArrayType:
        # C reads `char x[3][30]` from the outside in: the new dimension is the innermost.
        return array_of(self.element[count], None if self.open else self.count)

    def __call__(self, *init: Any, **members: Any) -> Any:
        if not self.open:
            return super().__call__(*init, **members)
        if members or len(init) != 1:
            raise TypeError(f"`{self}` takes its size from one initialiser")
        items = self._items(init[0])
        nul = 1 if isinstance(items, bytes) else 0
        return array_of(self.element, len(items) + nul)(items)

    def initialise(self, value: Value, init: tuple[Any, ...], members: Mapping[str, Any]) -> None:
        if members or len(init) != 1:
            raise TypeError(f"`{self}` takes one initialiser: a string or a sequence")
        items = self._items(init[0])
        # C lets a string literal leave its NUL out when only that does not fit.
        if len(items) > self.count:
            raise OutOfBounds(f"{len(items)} initialisers for `{self}`")
        if isinstance(items, bytes):
            ffi.memmove(start_of(value), items, len(items))
            return
        for index, item in enumerate(items):
            offset = value._offset + index * self.element.size
            element = self.element.view(value._memory, offset)
            self.element.initialise(element, (item,), {})

    def _items(self, init: Any) -> bytes | list[Any]:
        """What an initialiser holds at this moment: a string's bytes, or the elements' values."""
        if isinstance(init, (str, bytes, bytearray)):
            if not self.element.is_char:
                raise TypeError(f"`{self}` is not initialised by a string")
            return encode(bytes(init) if isinstance(init, bytearray) else init)
        try:
            if isinstance(init, Mapping):
                raise TypeError
            return list(init)
        except TypeError:
            raise TypeError(
                f"`{self}` is initialised by a string or a sequence, not by {kind_of(init)}"
            ) from None

    def view(self, memory: Memory, offset: int) -> Array:
        return Array(self, memory, offset, self.element)

    def read(self, memory: Memory, offset: int) -> Array | Pointer:
        """The array, which decays to its address; a struct's `T x[]` ends where its memory does."""
        if not self.open:
            return self.view(memory, offset)
        return self.element.pointer(memory, offset, offset, max(memory.size - offset, 0))

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        raise TypeError(f"`{self}` is an array, and C assigns none: use strcpy() or memcpy()")

    def literal(self, memory: Memory, offset: int) -> str:
        return self.read(memory, offset)._literal()


class RecordType(CType):
    """``struct x`` or ``union x``."""

    __slots__ = ("_members", "_pointer_class", "formats", "macros", "text")

    def __init__(self, name: str, size: int, align: int) -> None:
        super().__init__(name, size, align)
        self._pointer_class: type[Pointer] | None = None
        self._members: dict[str, tuple[CType, int]] | None = None
        # How values print that mean more than their numbers; None leaves a member out.
        self.formats: dict[str, Callable[[Any], str] | None] = {}
        self.text: Callable[[Record], str] | None = None
        # Names that C's headers define for a part of a member, such as h_addr.
        self.macros: dict[str, property] = {}

    @property
    def members(self) -> dict[str, tuple[CType, int]]:
        """Each member's type and offset, in order. (Filled late: structs refer to themselves.)"""
        if not self.complete:
            raise TypeError(f"`{self}` is an incomplete type: only pointers to it exist")
        if self._members is None:
            self._members = dict(_members_of(ffi.typeof(self.name), 0))
        return self._members

    @property
    def complete(self) -> bool:  # type: ignore[override]
        """Whether the members are known, and with them the size."""
        return self.size > 0

    def declare(self, members: Mapping[str, CType], overlap: bool) -> None:
        """Complete a type as the platform's C compiler lays it out: all members aligned."""
        end = size = 0  # in bits
        align = 1
        most = members.most if isinstance(members, packed) else 16  # of alignment
        places: dict[str, tuple[CType, int]] = {}
        for name, ctype in members.items():
            last = len(places) == len(members) - 1
            _check_member(self, name, ctype, flexible=places and last and not overlap)
            start = 0 if overlap else end
            if isinstance(ctype, BitField):
                start = _fitting(start, ctype)
                unit = start // (8 * ctype.size) * ctype.size
                ctype = ctype.placed(start - 8 * unit)
                end = start + ctype.width
            else:
                unit = aligned(-(-start // 8), min(ctype.align, most))
                end = 8 * (unit + ctype.size)
            places[name] = ctype, unit
            size = max(size, -(-end // 8))
            align = max(align, min(ctype.align, most))
        self._members = places
        self._size = aligned(size, align)
        self.align = align

    def view(self, memory: Memory, offset: int) -> Record:
        if self._made is None:
            self._made = self._with_members(Record)
        record: Record = self._made(self, memory, offset)
        return record

    read = view

    def pointer(self, memory: Memory, offset: int, low: int, room: int) -> Pointer:
        if not self.complete:
            return super().pointer(memory, offset, low, room)  # opaque: nothing to see inside
        if self._pointer_class is None:
            self._pointer_class = self._with_members(Pointer)
        return self._pointer_class(pointer_to(self), memory, offset, self, low, room)

    def _with_members(self, base: type) -> Any:
        """A subclass of `base` whose properties are the members."""
        tag = self.name.rpartition(" ")[2]
        fields = {name: member_property(*place) for name, place in self.members.items()}
        own = {"__slots__": (), "__doc__": self.doc(), "__getattr__": no_member}
        return type(tag, (base,), {**own, **fields, **self.macros})

    def doc(self) -> str:
        """The declaration, as C writes it."""
        lines = (f"    {declaration(t, name)};" for name, (t, _) in self.members.items())
        return "\n".join((f"{self} {{", *lines, "};"))

    def initialise(self, value: Value, init: tuple[Any, ...], members: Mapping[str, Any]) -> None:
        only = init[0] if len(init) == 1 else None
        if isinstance(only, (Record, Pointer)):
            self.write(value._memory, value._offset, only)
            return
        if isinstance(only, Mapping):
            init, members = (), {**only, **members}
        elif isinstance(only, (tuple, list)):
            init = tuple(only)
        if len(init) > len(self.members):
            raise OutOfBounds(
                f"{len(init)} initialisers for the {len(self.members)} members of {self}"
            )
        for name, new in [*zip(self.members, init, strict=False), *members.items()]:
            if name not in self.members:
                raise TypeError(f"{self} has no member {name!r}")
            ctype, at = self.members[name]
            if isinstance(ctype, BitField):
                ctype.write(value._memory, value._offset + at, new)
            else:
                member = ctype.view(value._memory, value._offset + at)
                ctype.initialise(member, (new,), {})

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        require_writable(memory, self)
        if isinstance(new, Pointer):
            new = new[0]
        if not isinstance(new, Record) or new._type is not self:
            raise TypeError(f"`{self}` is assigned from its own type, not from {kind_of(new)}")
        memory.move(offset, new._memory, new._offset, self.size)

    def literal(self, memory: Memory, offset: int) -> str:
        if self.text is not None:
            return self.text(self.view(memory, offset))
        shown = (
            f"{name}={printable(self._member_literal, name, memory, offset)}"
            for name in self.members
            if self.formats.get(name, str) is not None
        )
        return "{" + ", ".join(shown) + "}"

    def _member_literal(self, name: str, memory: Memory, offset: int) -> str:
        ctype, at = self.members[name]
        own = self.formats.get(name)
        if own is None:
            return ctype.literal(memory, offset + at)
        return own(ctype.read(memory, offset + at))


def _check_member(record: RecordType, name: Any, ctype: Any, flexible: Any) -> None:
    """`flexible`: a member `T x[]`, without a size of its own, may stand there."""
    if not isinstance(name, str) or not name.isidentifier() or hasattr(Record, name):
        raise ValueError(f"`{record}`: {name!r} cannot name a member")
    if not isinstance(ctype, CType):
        raise TypeError(f"`{record}`: the member {name!r} needs a C type, not {kind_of(ctype)}")
    if ctype.size == 0 and not (flexible and isinstance(ctype, ArrayType)):
        raise TypeError(f"`{record}`: the member {name!r} has the type `{ctype}`, without a size")


def _fitting(start: int, field: BitField) -> int:
    """The first bit from `start` on where a field lies within one unit of its type."""
    unit = 8 * field.size
    if field.width == 0 or start // unit != (start + field.width - 1) // unit:
        return aligned(start, unit)
    return start


def declaration(ctype: CType, name: str) -> str:
    """``char name[20]``: a C declarator."""
    if isinstance(ctype, BitField):
        return f"{ctype.base} {name} : {ctype.width}"
    if isinstance(ctype, ArrayType):
        return f"{ctype.scalar} {name}{ctype.dimensions}"
    return f"{ctype}{name}" if ctype.name.endswith("*") else f"{ctype} {name}"


def _members_of(record: CData, base: int) -> Iterator[tuple[str, tuple[CType, int]]]:
    """The members of a struct that a stem's fence declares, those of anonymous ones among them."""
    for name, field in record.fields:
        if name and field.bitsize >= 0:
            unit = from_cffi(field.type)
            assert isinstance(unit, Integer)
            yield name, (BitField(unit, field.bitsize, field.bitshift), base + field.offset)
        elif name:
            yield name, (from_cffi(field.type), base + field.offset)
        else:
            yield from _members_of(field.type, base + field.offset)


# ------------------------------------------------------------------- finding and deriving types

_arrays: dict[tuple[CType, int | None], ArrayType] = {}
_pointers: dict[CType, PointerType] = {}
_records: dict[str, RecordType] = {}
_numbers: dict[str, Number] = {}


def array_of(element: CType, count: int | None) -> ArrayType:
    """The one type ``element[count]``."""
    found = _arrays.get((element, count))
    if found is None:
        found = _arrays.setdefault((element, count), ArrayType(element, count))
    return found


def pointer_to(target: CType) -> PointerType:
    """The one type ``target *``."""
    found = _pointers.get(target)
    if found is None:
        found = _pointers.setdefault(target, PointerType(target))
    return found


def from_cffi(ctype: CData) -> CType:
    """Our type for one that cffi knows from a fence."""
    kind = ctype.kind
    if kind == "function":
        return function
    if kind == "pointer":
        return pointer_to(from_cffi(ctype.item))
    if kind == "array":
        return array_of(from_cffi(ctype.item), ctype.length)
    if kind in ("struct", "union"):
        return _record(ctype)
    if kind == "void":
        return void
    return _number_type(ctype)


def _number_type(ctype: CData) -> Number:
    name = ctype.cname
    found = _numbers.get(name)
    if found is None:
        floating = name in ("float", "double", "long double")
        made = Floating(name) if floating else Integer(name)
        found = _numbers.setdefault(name, made)
    return found


def _record(ctype: CData) -> RecordType:
    found = _records.get(ctype.cname)
    if found is None:
        complete = ctype.fields is not None
        size, align = (ffi.sizeof(ctype), ffi.alignof(ctype)) if complete else (0, 1)
        found = _records.setdefault(ctype.cname, RecordType(ctype.cname, size, align))
    return found


class Tags:
    """C's name space of tags: ``struct.sockaddr_in`` is the type ``struct sockaddr_in``.

    A program declares its own by assigning the members; with none of them it declares only the
    name, for pointers that the struct's own members need:

    >>> struct.packet = {"id": int_, "name": char[20]}
    >>> struct.node = {}
    >>> struct.node = {"value": int_, "next": ptr(struct.node)}
    """

    __slots__ = ("_keyword", "_own")

    _keyword: str
    _own: dict[str, RecordType]

    def __init__(self, keyword: str) -> None:
        object.__setattr__(self, "_keyword", keyword)
        object.__setattr__(self, "_own", {})

    def __getattr__(self, tag: str) -> RecordType:
        found = self._own.get(tag) or self._platforms(tag)
        if found is None:
            raise AttributeError(f"`{self._keyword} {tag}` is not declared", name=tag, obj=self)
        return found

    def __setattr__(self, tag: str, members: Mapping[str, CType]) -> None:
        name = f"{self._keyword} {tag}"
        if not tag.isidentifier() or hasattr(Tags, tag):
            raise ValueError(f"{tag!r} cannot be the tag of a {self._keyword}")
        if not isinstance(members, Mapping):
            raise TypeError(
                f"`{name}` is declared by its members' types, not by {kind_of(members)}"
            )
        if self._platforms(tag) is not None:
            # C refuses it as well; and a call that fills a `struct in_addr` counts on its size.
            raise TypeError(f"redefinition of `{name}`, which the platform declares")
        record = self._own.get(tag)
        if record is None or record.complete:
            record = RecordType(name, 0, 1)
        if members:
            record.declare(members, overlap=self._keyword == "union")
        self._own[tag] = record

    def _platforms(self, tag: str) -> RecordType | None:
        """The record of this tag that a stem's fence declares."""
        if not tag.isidentifier():
            return None  # cffi would parse it: `sockaddr *`
        try:
            return _record(ffi.typeof(f"{self._keyword} {tag}"))
        except ffi.error:
            return None

    def __reduce__(self) -> str:
        return self._keyword  # the one object of this name

    def __dir__(self) -> Iterable[str]:
        _, structs, unions = ffi.list_types()
        known = structs if self._keyword == "struct" else unions
        return sorted({*known, *self._own})


def aligned(offset: int, align: int) -> int:
    return -(-offset // align) * align


struct = Tags("struct")
union = Tags("union")

void = Void("void", 0, 1)
function = FunctionType()

char = Integer("char", "signed char" if constants.CHAR_MIN < 0 else "unsigned char")
schar = Integer("signed char")
uchar = Integer("unsigned char")
short = Integer("short")
ushort = Integer("unsigned short")
int_ = Integer("int")
uint = Integer("unsigned int")
long = Integer("long")
ulong = Integer("unsigned long")
longlong = Integer("long long")
ulonglong = Integer("unsigned long long")
float_ = Floating("float")
double = Floating("double")

int8_t = Integer("int8_t")
int16_t = Integer("int16_t")
int32_t = Integer("int32_t")
int64_t = Integer("int64_t")
uint8_t = Integer("uint8_t")
uint16_t = Integer("uint16_t")
uint32_t = Integer("uint32_t")
uint64_t = Integer("uint64_t")
intptr_t = Integer("intptr_t")
uintptr_t = Integer("uintptr_t")
ptrdiff_t = Integer("ptrdiff_t")
size_t = Integer("size_t")
ssize_t = Integer("ssize_t")

gid_t = Integer("gid_t")
in_addr_t = Integer("in_addr_t")
in_port_t = Integer("in_port_t")
mode_t = Integer("mode_t")
off_t = Integer("off_t")
pid_t = Integer("pid_t")
sa_family_t = Integer("sa_family_t")
socklen_t = Integer("socklen_t")
suseconds_t = Integer("suseconds_t")
time_t = Integer("time_t")
uid_t = Integer("uid_t")

u_char, u_short, u_int, u_long = uchar, ushort, uint, ulong  # BSD's names
u_int8_t, u_int16_t, u_int32_t, u_int64_t = uint8_t, uint16_t, uint32_t, uint64_t
caddr_t = pointer_to(char)

DBL_MAX, DBL_MIN, DBL_EPSILON = (
    getattr(sys.float_info, limit) for limit in ("max", "min", "epsilon")
)

_numbers["char"] = char


# ------------------------------------------------------------------------------ C's operators


def sizeof(thing: Any) -> int:
    """C's ``sizeof``, in bytes: of a type, of an object, or of a literal with its NUL.

    A pointer measures a pointer; a Python buffer (``bytearray``, ``array``) its bytes.
    """
    if isinstance(thing, CType):
        if not thing.complete:
            raise TypeError(f"sizeof: `{thing}` is an incomplete type")
        return thing.size
    if isinstance(thing, Pointer):
        return ADDRESS_SIZE
    if isinstance(thing, Value):
        return thing._type.size
    if isinstance(thing, (str, bytes)):
        return Memory.literal(thing).size
    try:
        return memoryview(thing).nbytes
    except TypeError:
        raise TypeError(
            f"sizeof: {kind_of(thing)} has no C type; sizeof(int_) measures an int"
        ) from None


def ptr(ctype: CType, *thing: Any) -> Any:
    """``ptr(T)`` is the type ``T *``; ``ptr(T, x)`` is the cast ``(T *)x``, bounds kept.

    >>> ptr(int_, message + 1)[0]          # ((int *)(message + 1))[0]
    >>> result = ptr(struct.addrinfo)()    # struct addrinfo *result;
    """
    if not isinstance(ctype, CType):
        raise TypeError(f"ptr: the first argument is a C type, not {kind_of(ctype)}")
    if not thing:
        return pointer_to(ctype)
    if len(thing) != 1:
        raise TypeError(f"ptr takes a type, or a type and one pointer; it got {1 + len(thing)}")
    if type(thing[0]) is int and thing[0] == -1:
        return -1  # MAP_FAILED, what mmap() and shmat() return for an error, is that of any type
    value = pointee_of(thing[0], ctype)
    if value is None:
        return None
    low = value._low if isinstance(value, Elements) else value._offset
    return ctype.pointer(value._memory, value._offset, low, value._room)


def cast(ctype: CType, value: Any) -> Any:
    """C's ``(T)value`` between numbers: what does not fit wraps, a fraction is cut off.

    >>> cast(uchar, 300)      # (unsigned char)300
    44

    A floating-point number too large for the integer gives what the platform's compiler makes of
    it. Pointers are cast by ``ptr(T, p)``. Returns a Python number.
    """
    if type(value) is int and isinstance(ctype, Integer):
        return ctype.convert(value)
    if not isinstance(ctype, Number):
        raise TypeError(f"cast: the first argument is an arithmetic type, not {kind_of(ctype)}")
    number = value.value if isinstance(value, Scalar) else value
    if isinstance(number, float) and isinstance(ctype, Integer):
        if ctype.size < 8:
            as_int = lib.pysock_as_int if ctype.signed or ctype.size < 4 else lib.pysock_as_uint
        else:
            as_int = lib.pysock_as_longlong if ctype.signed else lib.pysock_as_ulonglong
        number = as_int(number)
    if isinstance(ctype, Floating):
        return float(ffi.cast(ctype._ctype, ctype.convert(number)))
    return ctype.convert(number)


def quotient(x: Any, y: Any) -> float:
    """C's ``x / y`` of floating-point numbers: divided by zero they are an infinity or NaN.

    >>> quotient(1.0, 0)      # 1.0 / 0
    inf
    """
    try:
        return float(x / y)
    except ZeroDivisionError:
        infinity = float("-inf" if str(float(y)).startswith("-") else "inf")
        return float(x) * infinity  # 0 * inf is NaN, with the sign that the processor gives it


def lenient(pointer: Any) -> Any:
    """The same place, for a call that may ask for more bytes than there is room, as in C.

    >>> read(sock, lenient(message + n), BUF_SIZE - 1)

    read, pread, recv, recvfrom, fread, fgets, snprintf and vsnprintf write *at most* so many bytes,
    and C forbids only that more come than the object holds. They take any count for this pointer,
    and raise OutOfBounds when too much came: the bytes are lost then, and the object is untouched.
    All other calls, and what is computed from the pointer, are as strict as ever. NULL stays NULL.
    """
    value = pointee_of(pointer)
    if value is None:
        return None
    kind, low = value._type, value._offset
    if isinstance(value, Elements):
        kind, low = value._element, value._low
    made = kind.pointer(value._memory, value._offset, low, value._room)
    made._refuse_writes(LENIENT)  # of this pointer, the calls above know more
    return made


def offsetof(ctype: RecordType, member: str) -> int:
    """At which byte of a struct a member stands, offsetof(3)."""
    return _place(ctype, member, "offsetof")[1]


def addressof(record: Any, member: str) -> Pointer:
    """``&record.member`` or ``&record->member``, for a member that is a number or a pointer.

    >>> scanf("%d", addressof(packet, "id"))      # scanf("%d", &packet.id);

    Members that are arrays or structs stand for their address themselves.
    """
    value = pointee_of(record)
    if value is None:
        raise NullPointer(f"addressof: the member {member!r} of NULL")
    kind = value._element if isinstance(value, Elements) else value._type
    ctype, at = _place(kind, member, "addressof")
    start = value._offset + at
    return ctype.pointer(value._memory, start, start, ctype.size)


def _place(record: Any, member: str, call: str) -> tuple[CType, int]:
    if not isinstance(record, RecordType):
        raise TypeError(f"{call}: {kind_of(record)} is no struct and has no members")
    if not isinstance(member, str) or member not in record.members:
        raise TypeError(f"{call}: {record} has no member called {kind_of(member)}")
    ctype, at = record.members[member]
    if isinstance(ctype, BitField):
        raise TypeError(f"{call}: the member {member!r} is a bit-field: it has no address")
    return ctype, at


class packed(dict):  # type: ignore[type-arg]  # noqa: N801  (as C's attribute)
    """Members without padding between them: ``__attribute__((packed))``, ``#pragma pack(1)``.

    >>> struct.head = packed(kind=uchar, length=uint16_t)      # 3 bytes

    `packed(members, 2)` aligns them to two bytes at most, as ``#pragma pack(2)``.
    """

    __slots__ = ("most",)

    def __init__(self, members: Any = (), most: int = 1, /, **more: CType) -> None:
        super().__init__(members, **more)
        self.most = operator.index(most)
        if self.most not in (1, 2, 4, 8, 16):
            raise ValueError(
                f"packed: members are aligned to 1, 2, 4, 8 or 16 bytes, not to {most}"
            )


def bits(ctype: CType, width: int) -> BitField:
    """The type of a bit-field, for the members of a struct: ``unsigned int version : 4;``.

    >>> struct.header = {"length": bits(uint, 4), "version": bits(uint, 4)}
    """
    if not isinstance(ctype, Integer) or isinstance(ctype, BitField):
        raise TypeError(f"bits: the first argument is an integer type, not {kind_of(ctype)}")
    if not 0 <= whole(width, "the width of a", ctype) <= 8 * ctype.size:
        raise ValueError(f"bits: a `{ctype}` has 0 to {8 * ctype.size} bits, not {width}")
    return BitField(ctype, operator.index(width))


def copy(value: Any) -> Any:
    """Assign an object as C does: ``cpy_reads = copy(reads)``; a plain ``=`` only binds a name.

    A pointer's copy points to the same object.
    """
    if not isinstance(value, Value):
        raise TypeError(f"copy: {kind_of(value)} is not a C value")
    return value.__copy__()
