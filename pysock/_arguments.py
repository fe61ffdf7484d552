"""What a C call receives for each Python argument, or the rule of C that the argument breaks.

The calls that programs make most (read, write, recv, send) do without any of this for a C value:
they hand its address and its room to C, which compares. All others ask `readable` and `writable`.
Python's own buffers, and every error, are on the slow path below them.
"""

from __future__ import annotations

import operator

from ._allocation import Memory, encode
from ._memory import CType, Integer, char
from ._native import ffi, lib
from ._undefined import BadDescriptor, ConstViolation, NullPointer, OutOfBounds, Unterminated
from ._values import LENIENT, Elements, Pointer, Value, kind_of, start_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._allocation import CData

NULL = ffi.NULL
_SPARE = 1 << 16  # how much more than its room a lenient pointer lets come, to tell how much it was


def readable(buffer: Any, size: Any, call: str) -> CData:
    """The address of `size` bytes that C may read: ``const void *``."""
    try:
        room = buffer._readable
    except AttributeError:
        return _borrow(buffer, size, call, write=False)
    if type(size) is int and 0 <= size <= room:
        return buffer._address
    return _borrow(buffer, size, call, write=False)


def writable(buffer: Any, size: Any, call: str) -> CData:
    """The address of `size` bytes that C may write: ``void *``."""
    try:
        room = buffer._writable
    except AttributeError:
        return _borrow(buffer, size, call, write=True)
    if type(size) is int and 0 <= size <= room:
        return buffer._address
    return _borrow(buffer, size, call, write=True)


def source(buffer: Any, call: str) -> tuple[CData, int]:
    """What C may read, for a call that checks its bounds in C: the address, and its room."""
    return (NULL, 0) if is_null(buffer) else _extent(buffer, call, write=False)


def sink(buffer: Any, call: str) -> tuple[CData, int]:
    """What C may write, for a call that checks its bounds in C: the address, and its room."""
    return (NULL, 0) if is_null(buffer) else _extent(buffer, call, write=True)


def refuse(buffer: Any, size: Any, call: str, write: bool) -> None:
    """Say which rule a length broke that C refused."""
    _borrow(buffer, size, call, write)


def leniently(buffer: Any, size: Any, call: str, transfer: Callable[[Any, int], int]) -> int:
    """Make a call whose count is beyond the room, if the pointer is lenient(); refuse it if not.

    `transfer` makes it with a buffer of ours, and returns how many bytes it wrote, or none at all.
    """
    try:
        _borrow(buffer, size, call, write=True)
    except OutOfBounds as refused:
        asked = length(size, call)
        if getattr(buffer, "_writable", None) != LENIENT or asked < 0:
            raise refused from None
    else:
        return transfer(buffer, length(size, call))  # another thread has changed one of them
    address, room = _extent(buffer, call, write=True)
    landing = char[min(asked, room + _SPARE)]()
    ffi.memmove(landing._address, address, room)  # MSG_TRUNC counts what it does not write
    result = transfer(landing, landing._room)
    came = min(result, landing._room)
    if came > room:
        raise OutOfBounds(f"{call}: {came} bytes came for an object that has {room}")
    ffi.memmove(address, landing._address, max(came, 0))
    return result


def mixed_up(number: Any, call: str) -> None:
    """Say on Windows that a call got a socket for a descriptor, or the other way round."""
    if call in ("close", "read", "write"):
        remedy = {"close": "closesocket", "read": "recv", "write": "send"}[call]
        raise BadDescriptor(f"{call}: {number} is a SOCKET, no descriptor: {remedy}() takes it")
    remedy = {"closesocket": "close", "recv": "read", "send": "write"}[call]
    raise BadDescriptor(f"{call}: {number} is a descriptor, no SOCKET: {remedy}() takes it")


def _borrow(buffer: Any, size: Any, call: str, write: bool) -> CData:
    """The slow path: NULL, Python buffers, heap values, odd lengths, and all errors."""
    wanted = length(size, call)
    if is_null(buffer):
        if wanted == 0:
            return NULL
        raise NullPointer(f"{call}: {wanted} bytes at NULL")
    address, room = _extent(buffer, call, write)
    if wanted < 0:
        as_size_t = wanted % (1 << 64)
        raise OutOfBounds(
            f"{call}: the length {wanted} is {as_size_t} as size_t; the object has {room} bytes"
        )
    if wanted > room:
        raise OutOfBounds(f"{call}: {wanted} bytes of an object that has {room}")
    return address


def length(size: Any, call: str) -> int:
    """A length, read once: what passes the check and what C gets must be the same number."""
    return integer(size, call, "a length")


def integer(number: Any, call: str, what: str = "an argument") -> int:
    """An integer that a call looks at before C gets it."""
    try:
        return operator.index(number)
    except TypeError:
        raise TypeError(f"{call}: {what} is an integer, not {kind_of(number)}") from None


def is_null(thing: Any) -> bool:
    """Whether C would read the argument as a null pointer: ``None`` or a literal 0."""
    return thing is None or (type(thing) is int and thing == 0)


def _extent(buffer: Any, call: str, write: bool) -> tuple[CData, int]:
    """The address of a buffer, and how many bytes C may touch there."""
    if isinstance(buffer, Value):
        if write and buffer._memory.const:
            raise ConstViolation(f"{call}: would write into the constant {buffer!r}")
        return ffi.cast("void *", start_of(buffer)), buffer._room
    if isinstance(buffer, (bytes, str)):
        if write:
            raise ConstViolation(f"{call}: would write into the literal {buffer!r:.40}")
        memory = Memory.literal(buffer)
        return _held(memory), memory.size
    return _foreign(buffer, call, write)


def _foreign(buffer: Any, call: str, write: bool) -> tuple[CData, int]:
    """The bytes of a ``bytearray``, ``memoryview``, ``array``, NumPy array, …"""
    try:
        memory = Memory.over(buffer)
    except (TypeError, BufferError):
        raise TypeError(
            f"{call}: a pointer needs a C value or a contiguous buffer, not {kind_of(buffer)}"
        ) from None
    if write and memory.const:
        raise ConstViolation(f"{call}: would write into the read-only {type(buffer).__name__}")
    return _held(memory), memory.size


def _held(memory: Memory) -> CData:
    """An allocation's address as a ``void *`` that, unlike a cast, keeps it alive."""
    return ffi.from_buffer("void *", ffi.buffer(memory.base, memory.size))


def extent(buffer: Any, call: str, write: bool = False) -> tuple[CData, int]:
    """The address of an object that must not be NULL, and its size from there on."""
    if is_null(buffer):
        raise NullPointer(f"{call}: NULL where C needs an object")
    return _extent(buffer, call, write)


def string(text: Any, call: str) -> bytes:
    """A C string that the call only reads, without its NUL: ``const char *``.

    It is a snapshot: another thread may overwrite the NUL while C looks for it.
    """
    if isinstance(text, (str, bytes)):
        return encode(text).partition(b"\0")[0]
    address, room = extent(text, call)
    length = lib.strnlen(address, room)
    if length == room:
        raise Unterminated(f"{call}: no NUL in the {room} bytes of the string")
    return bytes(ffi.buffer(ffi.cast("char *", address), length))


def name(text: Any, call: str) -> bytes:
    """A string that names something outside the program: a path, a host, a service.

    In a literal, C would silently stop at a NUL in its midst and name something else.
    """
    if isinstance(text, (str, bytes)):
        text = encode(text)
        if b"\0" in text.rstrip(b"\0"):
            at = text.index(b"\0")
            raise ValueError(
                f"{call}: NUL at byte {at} of {text!r:.60}: C would read only {text[:at]!r:.60}"
            )
    return string(text, call)


def out(place: Any, ctype: CType, call: str, *, count: int = 1, null: bool = False) -> CData:
    """A place for `count` results of type `ctype`, or NULL where C allows it: ``T *``."""
    own = None if isinstance(place, Elements) else getattr(place, "_type", None)
    if own is ctype and count == 1:
        return writable(place, ctype.size, call)  # the commonest case at a third of the price
    if is_null(place) and null:
        return NULL
    _require_pointer(place, ctype, call)
    return writable(place, count * ctype.size, call)


def given(thing: Any, ctype: CType, call: str) -> CData:
    """An object of type `ctype` that the call only reads: ``const T *``."""
    _require_pointer(thing, ctype, call)
    return readable(thing, ctype.size, call)


def snapshot(thing: Any, ctype: CType, call: str) -> CData:
    """A copy of an object of type `ctype`, for a call that reads it more than once."""
    copied = ffi.new(f"{ctype} *")
    ffi.memmove(copied, given(thing, ctype, call), ctype.size)
    return copied


def record(thing: Any, ctype: CType, call: str) -> Any:
    """A struct whose address C gets, as an object with members: an array of them decays."""
    given(thing, ctype, call)
    return thing[0]


def _require_pointer(place: Any, ctype: CType, call: str) -> None:
    if is_null(place):
        raise NullPointer(f"{call}: NULL where C needs a `{ctype} *`")
    pointed = place._element if isinstance(place, Elements) else getattr(place, "_type", None)
    if not isinstance(place, Value) or not alike(pointed, ctype):
        raise TypeError(f"{call}: C wants a `{ctype} *`, not {_pointer_kind(place)}")


def alike(one: CType | None, other: CType) -> bool:
    """Whether C takes the two for the same type: ``socklen_t`` is ``unsigned int``."""
    if isinstance(one, Integer) and isinstance(other, Integer):
        return (one.size, one.signed) == (other.size, other.signed)
    return one is other


def _pointer_kind(place: Any) -> str:
    if isinstance(place, Value) and not isinstance(place, Pointer):
        return f"the address of a `{place._type}`"
    return kind_of(place)
