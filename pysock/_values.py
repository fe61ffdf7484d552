"""C objects and pointers: places in an allocation, with a type and bounds.

What a call reads of them, and why that is quick, is told in docs/hot-path.md.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

from ._allocation import Memory, encode
from ._native import ffi, lib
from ._undefined import (
    ConstViolation,
    NullPointer,
    OutOfBounds,
    UndefinedBehavior,
    Unterminated,
)

__all__: list[str] = []

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._allocation import CData
    from ._memory import ArrayType, CType, RecordType

    class Type:
        """What csrc/values.c keeps of a C type."""

        _size: int
        _element: CType  # of an array
        _kind: str  # of a number that C reads, as the module struct has it
        _made: type | None  # the class of its objects, where these are arrays or structs

        @property
        def size(self) -> int: ...
        @property
        def element(self) -> CType: ...

    class _Value:
        """What csrc/values.c keeps of a value, and its elements where they are usual.

        `Value(ctype, memory, offset, element=None, low=offset, room=ctype.size)`: from `offset` on
        lie `room` bytes, and a pointer may go back to `low`.
        """

        _type: CType
        _memory: Memory
        _offset: int
        _element: CType  # of arrays and pointers
        _low: int
        _room: int
        _address: CData
        _readable: int
        _writable: int

        def __init__(self, *place: Any) -> None: ...
        def __getitem__(self, index: Any) -> Any: ...
        def __setitem__(self, index: Any, new: Any) -> None: ...
        def _refuse_writes(self, why: int) -> None: ...

    class _Member:
        """A property: an object `at` bytes into a value; without a type, all that it holds."""

        def __init__(self, ctype: CType | None, at: int, doc: str) -> None: ...
        def __get__(self, value: Any, owner: Any) -> Any: ...
        def __set__(self, value: Any, new: Any) -> None: ...

else:
    lib.pysock_add_values()
    from ._native import value_classes  # which it has added

    Type, _Value, _Member = value_classes(ffi.typeof("void *"))

LENIENT = -2  # what `_writable` is for a pointer that takes C's count on trust: see lenient()


class Value(_Value):
    """An object in memory. `_address`, `_readable` and `_writable` are what a C call needs.

    Those three are attributes only where the memory is permanent; a value on a `Heap` lacks them,
    which sends every call through the slow path that looks whether the heap still lives. Its base
    is a class in C, csrc/values.c, so that csrc/lending.h reads the same without asking Python.
    """

    __slots__ = ()

    def _read(self, ctype: CType, at: int) -> Any:
        """What C leaves to Python of a member's value: pointers, bit-fields, objects on a heap."""
        return ctype.read(self._memory, self._member_at(ctype, at))

    def _write(self, ctype: CType, at: int, new: object) -> None:
        """And of an assignment: what is no int, too."""
        ctype.write(self._memory, self._member_at(ctype, at), new)

    def _member_at(self, ctype: CType, at: int) -> int:
        """The offset of a member; only that of another struct can lie outside."""
        if at + ctype.size > self._room:
            raise OutOfBounds(f"a `{ctype}` at byte {at} of `{self._type}`: it is no member")
        return self._offset + at

    def __copy__(self) -> Any:
        size = self._type.size
        memory = Memory.zeroed(size)
        memory.move(0, self._memory, self._offset, size)
        return self._type.view(memory, 0)

    def __deepcopy__(self, memo: object) -> Any:
        return self.__copy__()  # as deep as C's assignment: pointers still point where they did

    def __reduce__(self) -> str:
        raise TypeError(f"a `{self._type}` lives in memory: pickle its bytes(), or what it holds")

    def __bytes__(self) -> bytes:
        return bytes(ffi.buffer(start_of(self), self._room))

    def __buffer__(self, flags: int) -> memoryview:
        return self.view()

    def view(self) -> memoryview:
        """The object's bytes as a memoryview, for the standard library's calls."""
        memory = self._memory
        # Of the allocation itself: an address inside it would not keep it alive.
        whole = memoryview(ffi.buffer(memory.base, memory.size))
        view = whole[self._offset : self._offset + self._room]
        return view.toreadonly() if memory.const else view


def no_member(self: Value, field: str) -> Any:
    """``__getattr__`` of what has members, or never stands for a buffer.

    Arrays and plain pointers have none: with it, CPython reads every slot at half the speed.
    """
    if field.startswith("_"):
        raise AttributeError(field)  # a slot: on a heap, or of an object that is still empty
    raise AttributeError(f"`{self._type}` has no member {field!r}", name=field, obj=self)


def start_of(value: Value) -> CData:
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

    __getattr__ = no_member

    value = _Member(None, 0, "What the object holds.")

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
        return f"({self._type}) {printable(self._type.literal, self._memory, self._offset)}"


class PointerVariable(Scalar):
    """A variable of type ``T *``, which a literal 0 can stand beside as NULL."""

    __slots__ = ()

    def __int__(self) -> int:
        held = self.value
        return 0 if held is None else int(held)  # an integer in disguise: (long)thr_ret

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


def whole(number: Any, role: str, ctype: CType) -> int:
    """An integer that a program wrote; it is read once, for the object may change meanwhile."""
    try:
        return operator.index(number)
    except TypeError:
        raise TypeError(f"{role} `{ctype}` is an integer, not {kind_of(number)}") from None


def _only_zero(scalar: Scalar, index: int) -> None:
    if whole(index, "an index of", scalar._type) != 0:
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

    __slots__ = ()

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

    def _item(self, index: Any) -> Any:
        """What C leaves to Python of `self[index]`: slices, pointers, heaps, what is outside."""
        if isinstance(index, slice):
            start, stop = self._range(index)
            return bytes(ffi.buffer(self._memory.base + start, stop - start))
        offset = self._at(whole(index, "an index of", self._type))
        return self._element.read(self._memory, offset)

    def _set_item(self, index: Any, new: Any) -> None:
        """And of ``self[index] = new``: what is no int, too."""
        if isinstance(index, slice):
            self._replace(index, new)
            return
        offset = self._at(whole(index, "an index of", self._type))
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
            default if bound is None else whole(bound, "an index of", self._type)
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
        require_writable(self._memory, self._type)
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
                f"a slice of `{self._type}` takes a buffer's bytes, not {kind_of(new)}"
            ) from None

    def __add__(self, count: int) -> Pointer:
        size = self._element.size
        if size == 0:
            raise TypeError(f"`{self._element}` has no size: cast the pointer first, ptr(char, p)")
        moved = whole(count, "what moves a", self._type)
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
            return self + -whole(other, "what moves a", self._type)
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
        start = start_of(self)
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
        return f"({self._type}) {printable(self._literal)}"

    def _literal(self) -> str:
        if self._element.is_char:
            return quoted(bytes(ffi.buffer(start_of(self), self._room)))
        if self._element.size == 0:
            return "…"
        shown = min(self._room // self._element.size, _SHOWN)
        size = self._element.size
        places = range(self._offset, self._offset + shown * size, size)
        items = [printable(self._element.literal, self._memory, at) for at in places]
        if shown * size < self._room:
            items.append("…")
        return "{" + ", ".join(items) + "}"


_SHOWN = 64


def printable(literal: Callable[..., str], *place: Any) -> str:
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

    def __len__(self) -> int:
        return self._type.count

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))


class Pointer(Elements):
    """A pointer: where it points, and the bounds of the object it was taken from.

    `CType.pointer` makes them: those to a struct have its members as properties, C's ``p->x``.
    """

    __slots__ = ()

    def _member_at(self, ctype: CType, at: int) -> int:
        self._at(0)
        return super()._member_at(ctype, at)

    def __copy__(self) -> Pointer:
        return self._element.pointer(self._memory, self._offset, self._low, self._room)

    def __iter__(self) -> Iterator[Any]:
        raise TypeError(f"a `{self._type}` does not know how many elements it points to")


class Record(Value):
    """A struct or union; each type has its own subclass, whose properties are the members."""

    __slots__ = ()

    _type: RecordType

    __iter__ = None  # Python would try [0], [1], …

    def __getitem__(self, index: int) -> Record:
        # One idiom for `*p`, whether the program holds the struct or a pointer to it.
        if whole(index, "an index of", self._type) != 0:
            raise OutOfBounds(f"[{index}] of one `{self._type}`: only [0] is inside the object")
        return self

    def __setitem__(self, index: int, new: Record) -> None:
        self._type.write(self[index]._memory, self._offset, new)

    def __repr__(self) -> str:
        return f"{self._type} {printable(self._type.literal, self._memory, self._offset)}"


def member_property(ctype: CType, at: int) -> _Member:
    """A member of a struct, as a property of its objects and of the pointers to them."""
    return _Member(ctype, at, f"`{ctype}`, at byte {at}")


def require_writable(memory: Memory, ctype: CType) -> None:
    if memory.const:
        raise ConstViolation(f"a constant object cannot be written through `{ctype}`")


def kind_of(thing: object) -> str:
    """What an argument is, in C's words where it has some."""
    if isinstance(thing, Value):
        return f"`{thing._type}`"
    try:
        return f"the {type(thing).__name__} {thing!r:.40}"
    except Exception:  # its own, or an int of more digits than Python prints
        return f"a {type(thing).__name__}"
