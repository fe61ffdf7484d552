"""C values in Python: types, objects, pointers; each knows its memory and its bounds.

Three ideas carry the module:

* `Memory` is one allocation. It never moves and lives as long as anything refers to it.
* A `Value` is a place in a `Memory`: an offset, a C type and the bytes it may touch from there.
* A `CType` knows how to read and write one type at a place.

A pointer *stored in memory* is only bits, which a program can overwrite at will. So every `Memory`
remembers which `Value` was stored at which offset (its *pointees*): that keeps the target alive;
and when the bits are read back they must still be an address inside that target, or `WildPointer`
is raised.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ._native import ffi, lib
from ._undefined import (
    ConstViolation,
    InvalidFree,
    NullPointer,
    OutOfBounds,
    UndefinedBehavior,
    Unterminated,
    UseAfterFree,
    WildPointer,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    CData: TypeAlias = Any

__all__ = [
    "NULL",
    "char",
    "copy",
    "double",
    "float_",
    "gid_t",
    "in_addr_t",
    "in_port_t",
    "int16_t",
    "int32_t",
    "int64_t",
    "int8_t",
    "int_",
    "intptr_t",
    "long",
    "longlong",
    "mode_t",
    "off_t",
    "pid_t",
    "ptr",
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

_CHARS = ffi.typeof("char[]")
_CHAR_POINTER = ffi.typeof("char *")
_VOID_POINTER = ffi.typeof("void *")
_WORD = ffi.typeof("uintptr_t *")
_ADDRESS_SIZE = ffi.sizeof("void *")


# ------------------------------------------------------------------------------------ memory


class Memory:
    """One allocation: its bytes, and what the pointers stored in it point to."""

    __slots__ = ("base", "const", "pointees", "size")

    base: CData
    permanent = True  # never freed before its last reference goes

    def __init__(self, base: CData, size: int, const: bool = False) -> None:
        self.base = base
        self.size = size
        self.const = const
        self.pointees: dict[int, Value | Callable[..., object]] = {}

    @classmethod
    def zeroed(cls, size: int) -> Memory:
        """`size` fresh bytes of zero. (C promises one past the end to be an address: hence max.)"""
        return cls(ffi.new(_CHARS, max(size, 1)), size)

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
        moved = [
            (offset + at - start, pointee)
            for at, pointee in list(source.pointees.items())  # other threads may store pointers
            if start <= at and at + _ADDRESS_SIZE <= start + size
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


# ------------------------------------------------------------------------------------- values


class Value:
    """An object in memory. `_address`, `_readable` and `_writable` are what a C call needs.

    Those three are attributes only where the memory is permanent; a value on a `Heap` lacks them,
    which sends every call through the slow path that looks whether the heap still lives.
    """

    __slots__ = ("_address", "_memory", "_offset", "_readable", "_room", "_type", "_writable")

    def __init__(self, ctype: CType, memory: Memory, offset: int, room: int) -> None:
        self._type = ctype
        self._memory = memory
        self._offset = offset
        self._room = room
        if memory.permanent:
            self._address = ffi.cast(_VOID_POINTER, memory.base + offset)
            self._readable = room
            self._writable = -1 if memory.const else room

    def __copy__(self) -> Any:
        return copy(self)

    def __deepcopy__(self, memo: object) -> Any:
        return copy(self)  # as deep as C's assignment: what pointers point to stays where it is

    def __reduce__(self) -> str:
        raise TypeError(f"a `{self._type}` lives in memory: pickle its bytes(), or what it holds")

    def __bytes__(self) -> bytes:
        return bytes(ffi.buffer(_start(self), self._room))

    def __buffer__(self, flags: int) -> memoryview:
        return self.view()

    def view(self) -> memoryview:
        """The object's bytes as a memoryview, for the standard library's calls."""
        memory = self._memory
        # Of the allocation itself: an address inside it would not keep it alive.
        whole = memoryview(ffi.buffer(memory.base, memory.size))
        view = whole[self._offset : self._offset + self._room]
        return view.toreadonly() if memory.const else view


def _no_member(self: Value, field: str) -> Any:
    """``__getattr__`` of what has members, or never stands for a buffer.

    Arrays and plain pointers have none: with it, CPython reads every slot at half the speed.
    """
    if field.startswith("_"):
        raise AttributeError(field)  # a slot: on a heap, or of an object that is still empty
    raise AttributeError(f"`{self._type}` has no member {field!r}", name=field, obj=self)


def _start(value: Value) -> CData:
    """The address of a value's first byte, as a ``char *``."""
    return value._memory.base + value._offset


def _number(value: object) -> object:
    return value.value if isinstance(value, Scalar) else value


def _binary(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: Scalar, other: object) -> object:
        return operation(self.value, _number(other))

    return method


def _reflected(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: Scalar, other: object) -> object:
        return operation(other, self.value)

    return method


def _unary(operation: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def method(self: Scalar) -> object:
        return operation(self.value)

    return method


def _in_place(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: Scalar, other: object) -> Scalar:
        self.value = operation(self.value, _number(other))
        return self

    return method


class Scalar(Value):
    """An object of arithmetic or pointer type: a number in expressions, an address in calls."""

    __slots__ = ()

    __getattr__ = _no_member

    @property
    def value(self) -> Any:
        """What the object holds."""
        return self._type.read(self._memory, self._offset)

    @value.setter
    def value(self, new: object) -> None:
        self._type.write(self._memory, self._offset, new)

    __iter__ = None  # Python would try [0], [1], …

    def __getitem__(self, index: int) -> Any:
        _only_zero(self, index)
        return self.value

    def __setitem__(self, index: int, new: object) -> None:
        _only_zero(self, index)
        self.value = new

    __eq__ = _binary(operator.eq)
    __ne__ = _binary(operator.ne)
    __lt__ = _binary(operator.lt)
    __le__ = _binary(operator.le)
    __gt__ = _binary(operator.gt)
    __ge__ = _binary(operator.ge)
    __hash__ = None  # type: ignore[assignment]  # an object that changes is no key

    __add__, __radd__, __iadd__ = (f(operator.add) for f in (_binary, _reflected, _in_place))
    __sub__, __rsub__, __isub__ = (f(operator.sub) for f in (_binary, _reflected, _in_place))
    __mul__, __rmul__, __imul__ = (f(operator.mul) for f in (_binary, _reflected, _in_place))
    __truediv__, __rtruediv__, __itruediv__ = (
        f(operator.truediv) for f in (_binary, _reflected, _in_place)
    )
    __floordiv__, __rfloordiv__, __ifloordiv__ = (
        f(operator.floordiv) for f in (_binary, _reflected, _in_place)
    )
    __mod__, __rmod__, __imod__ = (f(operator.mod) for f in (_binary, _reflected, _in_place))
    __pow__, __rpow__, __ipow__ = (f(operator.pow) for f in (_binary, _reflected, _in_place))
    __divmod__, __rdivmod__ = _binary(divmod), _reflected(divmod)
    __and__, __rand__, __iand__ = (f(operator.and_) for f in (_binary, _reflected, _in_place))
    __or__, __ror__, __ior__ = (f(operator.or_) for f in (_binary, _reflected, _in_place))
    __xor__, __rxor__, __ixor__ = (f(operator.xor) for f in (_binary, _reflected, _in_place))
    __lshift__, __rlshift__, __ilshift__ = (
        f(operator.lshift) for f in (_binary, _reflected, _in_place)
    )
    __rshift__, __rrshift__, __irshift__ = (
        f(operator.rshift) for f in (_binary, _reflected, _in_place)
    )
    __neg__ = _unary(operator.neg)
    __pos__ = _unary(operator.pos)
    __invert__ = _unary(operator.invert)
    __abs__ = _unary(abs)
    __bool__ = _unary(bool)
    __int__ = _unary(int)
    __float__ = _unary(float)
    __index__ = _unary(operator.index)

    def __round__(self, ndigits: int | None = None) -> Any:
        return round(self.value, ndigits)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"({self._type}) {_shown(self._type.literal, self._memory, self._offset)}"


class PointerVariable(Scalar):
    """A variable of type ``T *``, which a literal 0 can stand beside as NULL."""

    __slots__ = ()

    def __eq__(self, other: object) -> Any:
        return self.value == (None if type(other) is int and other == 0 else _number(other))

    def __ne__(self, other: object) -> Any:
        return not self == other


class RecordPointerVariable(PointerVariable):
    """A variable of type ``struct x *``: its fields are those of the struct it points to."""

    __slots__ = ()

    def __getattr__(self, field: str) -> Any:
        # C's p->field. A slot comes here only where it is not set: on a heap.
        if field[0] == "_":
            raise AttributeError(field)
        return getattr(self._target(field), field)

    def __setattr__(self, field: str, new: object) -> None:
        if field[0] == "_" or field == "value":
            object.__setattr__(self, field, new)
        else:
            setattr(self._target(field), field, new)

    def _target(self, field: str) -> Pointer:
        pointee: Pointer | None = self.value
        if pointee is None:
            raise NullPointer(f"->{field} of a `{self._type}` that is NULL")
        return pointee


def _whole(number: Any, role: str, ctype: CType) -> int:
    """An integer that a program wrote; it is read once, for the object may change meanwhile."""
    try:
        return operator.index(number)
    except TypeError:
        raise TypeError(f"{role} `{ctype}` is an integer, not {_kind(number)}") from None


def _only_zero(scalar: Scalar, index: int) -> None:
    if _whole(index, "an index of", scalar._type) != 0:
        raise OutOfBounds(f"[{index}] of one `{scalar._type}`: only [0] is inside the object")


def _ordering(compare: Callable[[Any, Any], bool], sign: str) -> Callable[[Any, Any], bool]:
    def method(self: Elements, other: object) -> bool:
        other = _number(other)
        if not isinstance(other, Elements):
            return NotImplemented
        self._same_object(other, sign)
        return compare(self._offset, other._offset)

    return method


class Elements(Value):
    """What arrays and pointers share: elements of one type between two bounds."""

    __slots__ = ("_element", "_items", "_low")

    def __init__(
        self, ctype: CType, element: CType, memory: Memory, offset: int, low: int, room: int
    ) -> None:
        super().__init__(ctype, memory, offset, room)
        self._element = element
        self._low = low
        # Elements of C's integer types are read in place; the others through their CType.
        if element.direct is not None and memory.permanent:
            self._items = ffi.cast(element.direct, self._address)

    def _at(self, index: int) -> int:
        """The offset of an element, which must lie inside the object."""
        size = self._element.size
        if size == 0:
            raise TypeError(f"`{self._element}` has no size: cast the pointer first, ptr(char, p)")
        offset = self._offset + index * size
        if offset < self._low or offset + size > self._offset + self._room:
            raise OutOfBounds(
                f"[{index}] of `{self._type}`: the object's own indices are {self._reach(1)}"
            )
        return offset

    def _limits(self) -> tuple[int, int]:
        """How many whole elements lie before this place (as a negative index), and from it on."""
        size = self._element.size
        return -((self._offset - self._low) // size), self._room // size

    def _reach(self, width: int) -> str:
        """The object's own indices: of elements with width 1, of addresses with width 0."""
        least, end = self._limits()
        return f"{least}..{end - width}" if least <= end - width else "none"

    def __getitem__(self, index: int | slice) -> Any:
        if type(index) is not int:
            if isinstance(index, slice):
                start, stop = self._range(index)
                return bytes(ffi.buffer(self._memory.base + start, stop - start))
            index = _whole(index, "an index of", self._type)
        offset = self._at(index)
        try:
            return self._items[index]
        except AttributeError:
            return self._element.read(self._memory, offset)

    def __setitem__(self, index: int | slice, new: Any) -> None:
        if type(index) is not int:
            if isinstance(index, slice):
                self._replace(index, new)
                return
            index = _whole(index, "an index of", self._type)
        offset = self._at(index)
        if type(new) is int and not self._memory.const:
            try:
                self._items[index] = new
                return
            except (AttributeError, OverflowError):
                pass  # of another type, on a heap, or a number that C cuts
        self._element.write(self._memory, offset, new)

    def _range(self, index: slice) -> tuple[int, int]:
        """The offsets of a slice: as strict as an index, for C never clips."""
        if index.step not in (None, 1):
            raise TypeError(f"a slice of `{self._type}` has no step")
        size = self._element.size
        if size == 0:
            raise TypeError(f"`{self._element}` has no size: cast the pointer first, ptr(char, p)")
        least, end = self._limits()
        bounds = (index.start, 0), (index.stop, end)
        first, last = (
            default if bound is None else _whole(bound, "an index of", self._type)
            for bound, default in bounds
        )
        if last < first:
            raise OutOfBounds(f"[{first}:{last}] of `{self._type}`: it ends before it starts")
        if first < least or last > end:
            raise OutOfBounds(
                f"[{first}:{last}] of `{self._type}`: the whole object is [{least}:{end}]"
            )
        return self._offset + first * size, self._offset + last * size

    def _replace(self, index: slice, new: Any) -> None:
        start, stop = self._range(index)
        _require_writable(self._memory, self._type)
        data = self._slice_bytes(new)
        if len(data) != stop - start:
            raise OutOfBounds(f"{len(data)} bytes for a slice of {stop - start} bytes")
        ffi.memmove(self._memory.base + start, data, len(data))

    def _slice_bytes(self, new: Any) -> bytes:
        if isinstance(new, (str, bytes)):
            return encode(new)
        try:
            return new.__bytes__() if isinstance(new, Value) else memoryview(new).tobytes()
        except TypeError:
            raise TypeError(
                f"a slice of `{self._type}` takes a buffer's bytes, not {_kind(new)}"
            ) from None

    def __add__(self, count: int) -> Pointer:
        size = self._element.size
        if size == 0:
            raise TypeError(f"`{self._element}` has no size: cast the pointer first, ptr(char, p)")
        moved = _whole(count, "what moves a", self._type)
        offset = self._offset + moved * size
        end = self._offset + self._room
        if not self._low <= offset <= end:
            raise OutOfBounds(
                f"+ {moved} of `{self._type}`: the object's own indices are {self._reach(0)}"
            )
        return self._element.pointer(self._memory, offset, self._low, end - offset)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        other = _number(other)  # a pointer variable stands for what it points to
        if not isinstance(other, Elements):
            return self + -_whole(other, "what moves a", self._type)
        size = self._element.size
        if size == 0 or size != other._element.size:
            raise TypeError(f"`{self._type}` - `{other._type}`: C counts elements of one type")
        self._same_object(other, "-")
        return (self._offset - other._offset) // size

    def _same_object(self, other: Elements, sign: str) -> None:
        if self._memory is not other._memory:
            raise OutOfBounds(f"`{self._type}` {sign} `{other._type}`: two different objects")

    def __bool__(self) -> bool:
        return True  # an object's address is never NULL, even where it has no elements

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Elements):
            return NotImplemented
        return self._memory is other._memory and self._offset == other._offset

    def __hash__(self) -> int:
        return hash((id(self._memory), self._offset))

    __lt__ = _ordering(operator.lt, "<")
    __le__ = _ordering(operator.le, "<=")
    __gt__ = _ordering(operator.gt, ">")
    __ge__ = _ordering(operator.ge, ">=")

    def string(self) -> bytes:
        """The C string that starts here, without its NUL."""
        if not self._element.is_char:
            raise TypeError(f"`{self._type}` is not a string: its elements are `{self._element}`")
        start = _start(self)
        length = lib.strnlen(start, self._room)
        if length == self._room:
            raise Unterminated(f"no NUL in the {self._room} bytes of `{self._type}`")
        return bytes(ffi.buffer(start, length))

    def __str__(self) -> str:
        if self._element.is_char:
            return self.string().decode("utf-8", "surrogateescape")
        return repr(self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        return f"({self._type}) {_shown(self._literal)}"

    def _literal(self) -> str:
        if self._element.is_char:
            return quoted(bytes(ffi.buffer(_start(self), self._room)))
        if self._element.size == 0:
            return "…"
        shown = min(self._room // self._element.size, _SHOWN)
        size = self._element.size
        places = range(self._offset, self._offset + shown * size, size)
        items = [_shown(self._element.literal, self._memory, at) for at in places]
        if shown * size < self._room:
            items.append("…")
        return "{" + ", ".join(items) + "}"


_SHOWN = 64


def _shown(literal: Callable[..., str], *place: Any) -> str:
    """A literal, or the rule that even looking would break: no repr raises, errors quote them."""
    try:
        return literal(*place)
    except UndefinedBehavior as broken:
        words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(broken).__name__)
        return f"<{words.lstrip()}>"


def quoted(text: bytes) -> str:
    """Bytes up to their NUL as a C string literal."""
    shown, nul, _ = text.partition(b"\0")
    escaped = shown[:_SHOWN].decode("utf-8", "backslashreplace")
    escaped = "".join(_ESCAPES.get(c, c if c.isprintable() else f"\\{ord(c):03o}") for c in escaped)
    return f'"{escaped}"' + ("…" if len(shown) > _SHOWN or not nul else "")


_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"'}


class Array(Elements):
    """An array: indexing stays inside it, arithmetic gives pointers into it."""

    __slots__ = ()

    _type: ArrayType

    def __init__(self, ctype: ArrayType, memory: Memory, offset: int) -> None:
        super().__init__(ctype, ctype.element, memory, offset, offset, ctype.size)

    def __len__(self) -> int:
        return self._type.count

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))


class Pointer(Elements):
    """A pointer: where it points, and the bounds of the object it was taken from.

    `CType.pointer` makes them: those to a struct have its members as properties, C's ``p->x``.
    """

    __slots__ = ()

    def __init__(self, target: CType, memory: Memory, offset: int, low: int, room: int) -> None:
        super().__init__(pointer_to(target), target, memory, offset, low, room)

    def __iter__(self) -> Iterator[Any]:
        raise TypeError(f"a `{self._type}` does not know how many elements it points to")


class Record(Value):
    """A struct or union; each type has its own subclass, whose properties are the members."""

    __slots__ = ()

    _type: RecordType

    __iter__ = None  # Python would try [0], [1], …

    def __getitem__(self, index: int) -> Record:
        # One idiom for `*p`, whether the program holds the struct or a pointer to it.
        if _whole(index, "an index of", self._type) != 0:
            raise OutOfBounds(f"[{index}] of one `{self._type}`: only [0] is inside the object")
        return self

    def __setitem__(self, index: int, new: Record) -> None:
        self._type.write(self[index]._memory, self._offset, new)

    def __repr__(self) -> str:
        return f"{self._type} {_shown(self._type.literal, self._memory, self._offset)}"


def _member(ctype: CType, at: int) -> property:
    def get(self: Record) -> Any:
        return ctype.read(self._memory, self._offset + at)

    def set_(self: Record, new: object) -> None:
        ctype.write(self._memory, self._offset + at, new)

    return property(get, set_, doc=f"`{ctype}`, at byte {at}")


def _pointed_member(ctype: CType, at: int) -> property:
    def get(self: Pointer) -> Any:
        return ctype.read(self._memory, self._at(0) + at)

    def set_(self: Pointer, new: object) -> None:
        ctype.write(self._memory, self._at(0) + at, new)

    return property(get, set_, doc=f"`{ctype}`, at byte {at}")


def _require_writable(memory: Memory, ctype: CType) -> None:
    if memory.const:
        raise ConstViolation(f"a constant object cannot be written through `{ctype}`")


# -------------------------------------------------------------------------------------- types


class CType:
    """A C type. Calling it makes a zero-filled object, ``T[n]`` is the array type."""

    __slots__ = ("align", "name", "size")

    direct: CData = None  # the cffi pointer type through which elements are read in place
    is_char = False
    complete = True  # its size is known

    def __init__(self, name: str, size: int, align: int) -> None:
        self.name = name
        self.size = size
        self.align = align

    def __call__(self, *init: Any, **members: Any) -> Any:
        value = self.view(Memory.zeroed(self.size), 0)
        if init or members:
            self.initialise(value, init, members)
        return value

    def __getitem__(self, count: Any) -> ArrayType:
        return array_of(self, None if count is Ellipsis else _whole(count, "the size of", self))

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
        return Scalar(self, memory, offset, self.size)

    def pointer(self, memory: Memory, offset: int, low: int, room: int) -> Pointer:
        """A ``T *`` to `offset`, which may move from `low` to `room` bytes further on."""
        return Pointer(self, memory, offset, low, room)

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
        _require_writable(memory, self)
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
        self._mask = (1 << 8 * self.size) - 1
        self._sign = 1 << 8 * self.size - 1 if self.signed else 0

    def convert(self, new: Any) -> int:
        if self.is_char and isinstance(new, (bytes, bytearray)) and len(new) == 1:
            new = new[0]
        try:
            number = operator.index(new)
        except TypeError:
            raise TypeError(f"`{self}` holds an integer, not {_kind(new)}") from None
        number &= self._mask
        return number - self._mask - 1 if number & self._sign else number


class Floating(Number):
    """``float`` or ``double``."""

    __slots__ = ()

    def convert(self, new: Any) -> float:
        if isinstance(new, (str, bytes)):
            raise TypeError(f"`{self}` holds a number, not {_kind(new)}")
        return float(new)


def _kind(thing: object) -> str:
    """What an argument is, in C's words where it has some."""
    if isinstance(thing, Value):
        return f"`{thing._type}`"
    try:
        return f"the {type(thing).__name__} {thing!r:.40}"
    except Exception:  # its own, or an int of more digits than Python prints
        return f"a {type(thing).__name__}"


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
        super().__init__(name, _ADDRESS_SIZE, ffi.alignof("void *"))

    def view(self, memory: Memory, offset: int) -> Scalar:
        made = RecordPointerVariable if isinstance(self.target, RecordType) else PointerVariable
        return made(self, memory, offset, self.size)

    def read(self, memory: Memory, offset: int) -> Pointer | None:
        bits = ffi.cast(_WORD, memory.base + offset)[0]
        if bits == 0:
            return None
        pointee = memory.pointees.get(offset)
        if not isinstance(pointee, Value):
            raise WildPointer(f"the `{self}` holds {bits:#x}, which no object's address was")
        low = pointee._low if isinstance(pointee, Elements) else pointee._offset
        end = pointee._offset + pointee._room
        at = bits - int(ffi.cast("uintptr_t", pointee._memory.base))
        if not low <= at <= end:
            raise WildPointer(f"the `{self}` holds {bits:#x}, which is outside its object")
        return self.target.pointer(pointee._memory, at, low, end - at)

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        _require_writable(memory, self)
        pointee = pointee_of(new, self.target)
        bits = 0
        if pointee is None:
            memory.pointees.pop(offset, None)
        else:
            bits = int(ffi.cast("uintptr_t", _start(pointee)))
            memory.pointees[offset] = pointee
        ffi.cast(_WORD, memory.base + offset)[0] = bits

    def literal(self, memory: Memory, offset: int) -> str:
        target = self.read(memory, offset)
        if target is None:
            return "NULL"
        return target._literal() if self.target.is_char else f"({self}) …"


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
        raise WildPointer(f"{_kind(thing)} is no object's address")
    literal = isinstance(thing, (str, bytes))
    memory = Memory.literal(thing) if literal else _exported(thing)
    return Pointer(char, memory, 0, 0, memory.size)


def heap_of(thing: Any, kind: type[Heap], call: str) -> Heap:
    """The heap that `thing` points to the start of: what `call` is to free."""
    value = pointee_of(thing)
    if value is None:
        raise NullPointer(f"{call}: NULL where C needs what {kind.source}() returned")
    if not isinstance(value._memory, kind) or value._offset != 0:
        raise InvalidFree(f"{call}: this {_kind(value)} is not what {kind.source}() returned")
    return value._memory


def _exported(thing: object) -> Memory:
    try:
        return Memory.over(thing)
    except (TypeError, BufferError):
        raise TypeError(f"a pointer needs a C value or a buffer, not {_kind(thing)}") from None


class FunctionType(CType):
    """A pointer to a function: holds a Python callable, or one of C's integer constants."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("function *", _ADDRESS_SIZE, ffi.alignof("void *"))

    def read(self, memory: Memory, offset: int) -> Any:
        bits = ffi.cast("intptr_t *", memory.base + offset)[0]
        pointee = memory.pointees.get(offset)
        if pointee is not None and bits == _token(pointee):
            return pointee
        if abs(bits) > _LAST_CONSTANT:
            raise WildPointer(f"the function pointer holds {bits:#x}, which no function's was")
        return bits

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        _require_writable(memory, self)
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

    __slots__ = ("count", "element", "open")

    def __init__(self, element: CType, count: int | None) -> None:
        if element.size == 0:
            raise TypeError(f"no array of `{element}`: the type has no size")
        if count is not None and count < 0:
            raise ValueError(f"the array size {count} is negative")
        self.element = element
        self.open = count is None
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
            ffi.memmove(_start(value), items, len(items))
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
                f"`{self}` is initialised by a string or a sequence, not by {_kind(init)}"
            ) from None

    def view(self, memory: Memory, offset: int) -> Array:
        return Array(self, memory, offset)

    read = view  # an array's value is the array: it decays to its address

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        raise TypeError(f"`{self}` is an array, and C assigns none: use strcpy() or memcpy()")

    def literal(self, memory: Memory, offset: int) -> str:
        return self.view(memory, offset)._literal()


class RecordType(CType):
    """``struct x`` or ``union x``."""

    __slots__ = ("_class", "_members", "_pointer_class", "formats", "macros", "text")

    def __init__(self, name: str, size: int, align: int) -> None:
        super().__init__(name, size, align)
        self._class: type[Record] | None = None
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
        offset = size = 0
        align = 1
        places: dict[str, tuple[CType, int]] = {}
        for name, ctype in members.items():
            _check_member(self, name, ctype)
            offset = 0 if overlap else _aligned(offset, ctype.align)
            places[name] = ctype, offset
            offset += ctype.size
            size = max(size, offset)
            align = max(align, ctype.align)
        self._members = places
        self.size = _aligned(size, align)
        self.align = align

    def view(self, memory: Memory, offset: int) -> Record:
        if self._class is None:
            self._class = self._with_members(Record, _member)
        return self._class(self, memory, offset, self.size)

    read = view

    def pointer(self, memory: Memory, offset: int, low: int, room: int) -> Pointer:
        if not self.complete:
            return Pointer(self, memory, offset, low, room)  # opaque: nothing to see inside
        if self._pointer_class is None:
            self._pointer_class = self._with_members(Pointer, _pointed_member)
        return self._pointer_class(self, memory, offset, low, room)

    def _with_members(self, base: type, member: Callable[[CType, int], property]) -> Any:
        """A subclass of `base` whose properties are the members."""
        tag = self.name.rpartition(" ")[2]
        fields = {name: member(*place) for name, place in self.members.items()}
        own = {"__slots__": (), "__doc__": self.doc(), "__getattr__": _no_member}
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
            member = ctype.view(value._memory, value._offset + at)
            ctype.initialise(member, (new,), {})

    def write(self, memory: Memory, offset: int, new: Any) -> None:
        _require_writable(memory, self)
        if isinstance(new, Pointer):
            new = new[0]
        if not isinstance(new, Record) or new._type is not self:
            raise TypeError(f"`{self}` is assigned from its own type, not from {_kind(new)}")
        memory.move(offset, new._memory, new._offset, self.size)

    def literal(self, memory: Memory, offset: int) -> str:
        if self.text is not None:
            return self.text(self.view(memory, offset))
        shown = (
            f"{name}={_shown(self._member_literal, name, memory, offset)}"
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


def _check_member(record: RecordType, name: Any, ctype: Any) -> None:
    if not isinstance(name, str) or not name.isidentifier() or hasattr(Record, name):
        raise ValueError(f"`{record}`: {name!r} cannot name a member")
    if not isinstance(ctype, CType):
        raise TypeError(f"`{record}`: the member {name!r} needs a C type, not {_kind(ctype)}")
    if ctype.size == 0:
        raise TypeError(f"`{record}`: the member {name!r} has the type `{ctype}`, without a size")


def declaration(ctype: CType, name: str) -> str:
    """``char name[20]``: a C declarator."""
    if isinstance(ctype, ArrayType):
        return f"{ctype.scalar} {name}{ctype.dimensions}"
    return f"{ctype}{name}" if ctype.name.endswith("*") else f"{ctype} {name}"


def _members_of(record: CData, base: int) -> Iterator[tuple[str, tuple[CType, int]]]:
    """The members of a struct that a stem's fence declares, those of anonymous ones among them."""
    for name, field in record.fields:
        if name:
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
            raise TypeError(f"`{name}` is declared by its members' types, not by {_kind(members)}")
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


def _aligned(offset: int, align: int) -> int:
    return -(-offset // align) * align


struct = Tags("struct")
union = Tags("union")

void = Void("void", 0, 1)
function = FunctionType()

char = Integer("char", "signed char" if lib.CHAR_MIN < 0 else "unsigned char")
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

_numbers["char"] = char


# ------------------------------------------------------------------- copies of what C returns

_MAX_ALIGN = ffi.alignof("long double")


class Part:
    """One object of a `Block`: its type, its bytes, and what the pointers among them lead to."""

    __slots__ = ("block", "ctype", "data", "links", "offset")

    def __init__(self, block: Block, ctype: CType, data: bytes, links: Mapping[int, Part]) -> None:
        self.block = block
        self.ctype = ctype
        self.data = data
        self.links = links
        self.offset = 0

    @property
    def pointer(self) -> Pointer:
        """Points to the stored object, and no further."""
        block = self.block.memory
        return self.ctype.pointer(block, self.offset, self.offset, len(self.data))


class Block:
    """Objects that point to one another, copied from libc's memory to be stored in one allocation.

    An object is added after those it points to, and the last one added stands first. It may point
    into blocks that are stored already.
    """

    __slots__ = ("_parts", "memory", "size")

    memory: Memory

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self.size = 0

    def add(self, ctype: CType, data: bytes, links: Mapping[int, Part] | None = None) -> Part:
        """One object, or several in a row, whose pointers (by their offset) lead to other parts."""
        part = Part(self, ctype, data, links or {})
        # What is added first stands last: only there nothing has to be aligned behind it.
        self.size += _aligned(len(data), _MAX_ALIGN) if self._parts else len(data)
        self._parts.append(part)
        return part

    def string(self, text: CData) -> Part | None:
        """A copy of a C string; nothing for NULL."""
        return self.add(char, ffi.string(text) + b"\0") if text else None

    def pointers(self, parts: Sequence[Part | None]) -> Part:
        """The array ``char *[]`` that NULL ends."""
        links = {index * _ADDRESS_SIZE: part for index, part in enumerate(parts) if part}
        return self.add(pointer_to(char), bytes((len(parts) + 1) * _ADDRESS_SIZE), links)

    def records(self, ctype: RecordType, raw: CData, *targets: Mapping[str, Part | None]) -> Part:
        """As many structs in a row as there are `targets`: what their pointers lead to, or NULL."""
        data = bytearray(ffi.buffer(raw, ctype.size * len(targets)))
        links: dict[int, Part] = {}
        for index, named in enumerate(targets):
            base = index * ctype.size
            for member, at in ctype.members.values():
                if isinstance(member, PointerType):
                    data[base + at : base + at + member.size] = bytes(member.size)
            links.update(
                (base + ctype.members[name][1], part) for name, part in named.items() if part
            )
        return self.add(ctype, bytes(data), links)

    def store(self, memory: Memory) -> None:
        """Put the objects into `memory`, over whatever was there."""
        self.memory = memory
        offset = 0
        for part in reversed(self._parts):
            part.offset = offset
            offset += _aligned(len(part.data), _MAX_ALIGN)
        image = Memory.zeroed(self.size)
        for part in self._parts:
            image.base[part.offset : part.offset + len(part.data)] = part.data
            for at, target in part.links.items():
                pointer_to(target.ctype).write(image, part.offset + at, target.pointer)
        # Last and at once: who looks at `memory` meanwhile finds little of a half-written answer.
        memory.base[0 : self.size] = bytes(ffi.buffer(image.base, self.size))
        memory.pointees = image.pointees


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
        return _ADDRESS_SIZE
    if isinstance(thing, Value):
        return thing._type.size
    if isinstance(thing, (str, bytes)):
        return Memory.literal(thing).size
    try:
        return memoryview(thing).nbytes
    except TypeError:
        raise TypeError(
            f"sizeof: {_kind(thing)} has no C type; sizeof(int_) measures an int"
        ) from None


def ptr(ctype: CType, *thing: Any) -> Any:
    """``ptr(T)`` is the type ``T *``; ``ptr(T, x)`` is the cast ``(T *)x``, bounds kept.

    >>> ptr(int_, message + 1)[0]          # ((int *)(message + 1))[0]
    >>> result = ptr(struct.addrinfo)()    # struct addrinfo *result;
    """
    if not isinstance(ctype, CType):
        raise TypeError(f"ptr: the first argument is a C type, not {_kind(ctype)}")
    if not thing:
        return pointer_to(ctype)
    if len(thing) != 1:
        raise TypeError(f"ptr takes a type, or a type and one pointer; it got {1 + len(thing)}")
    value = pointee_of(thing[0], ctype)
    if value is None:
        return None
    low = value._low if isinstance(value, Elements) else value._offset
    return ctype.pointer(value._memory, value._offset, low, value._room)


def copy(value: Any) -> Any:
    """Assign an object as C does: ``cpy_reads = copy(reads)``; a plain ``=`` only binds a name.

    A pointer's copy points to the same object.
    """
    if isinstance(value, Pointer):
        return value + 0 if value._element.size else ptr(value._element, value)
    if not isinstance(value, Value):
        raise TypeError(f"copy: {_kind(value)} is not a C value")
    size = value._type.size
    memory = Memory.zeroed(size)
    memory.move(0, value._memory, value._offset, size)
    return value._type.view(memory, 0)
