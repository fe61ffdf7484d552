"""The scanf family, scanf(3): C's own scanf, which never writes beyond an object.

C's scanf makes the conversions, as many in one call as it can. The format is divided only where a
string could grow beyond its object: there C's scanf gets a width, and what follows tells whether
more would have come.
"""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from ._format import DIGITS, SIGNED, UNSIGNED, Parser, number_at, steps_of
from ._memory import Integer, double, float_, from_cffi, pointer_to, void
from ._native import ffi, lib
from ._stdio import locked, stdin
from ._undefined import BadFormat, NullPointer, OutOfBounds
from ._values import Elements, Value, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._allocation import CData

__all__ = ["fscanf", "scanf", "sscanf"]

_EOF = constants.EOF
_RESTART = lib.PYSOCK_RESTART
_WIDE = ffi.sizeof("wchar_t")

_FLOATING = {b"": float_, b"l": double, b"L": from_cffi(ffi.typeof("long double"))}
# What a conversion writes, by its letter and its length modifier.
_NUMBERS: dict[bytes, dict[bytes, Any]] = {
    **dict.fromkeys((b"d", b"i", b"n"), SIGNED),
    **dict.fromkeys((b"o", b"u", b"x", b"X"), UNSIGNED),
    **dict.fromkeys((b"a", b"A", b"e", b"E", b"f", b"F", b"g", b"G"), _FLOATING),
    b"p": {b"": pointer_to(void)},
}
_TEXTS = (b"c", b"s", b"[")


class Directive:
    """A conversion of scanf: where its result goes, and how C spells it."""

    __slots__ = ("at", "conversion", "flags", "length", "members", "text", "width")

    at: int  # the argument, or -1 where a star suppresses the assignment
    conversion: bytes
    flags: bytes
    length: bytes
    members: bytes  # of the set of %[
    text: str
    width: int | None

    def spec(self, width: int | None) -> bytes:
        """The conversion as C reads it, with a width of our own."""
        star = b"*" if self.at < 0 else b""
        digits = b"" if width is None else b"%d" % width
        members = self.members + b"]" if self.conversion == b"[" else b""
        return b"%" + star + self.flags + digits + self.length + self.conversion + members

    def probe(self) -> bytes:
        """A directive that matches where this one would have gone on."""
        members = self.members if self.conversion == b"[" else b"^ \t\n\v\f\r"
        return b"%1[" + members + b"]"


class ScanParser(Parser):
    """Takes a format of scanf apart."""

    __slots__ = ()

    remembered = {}

    def conversion(self, start: int) -> bytes | Directive:
        cursor = self.cursor
        if cursor.take(b"%%"):
            return b"%%"
        cursor.at += 1
        at = cursor.position()
        made = Directive()
        suppressed = bool(cursor.take(b"*"))
        made.flags = cursor.run(b"'I")
        made.width = int(cursor.run(DIGITS) or b"0") or None
        made.length, made.conversion = self.letter(self.length())
        made.members = self.members() if made.conversion == b"[" else b""
        made.text = self.text(start)
        counts = made.conversion == b"n"
        if not self.known(made) or (counts and (suppressed or made.width)):
            raise BadFormat(f"{self.call}: {made.text!r} is no conversion of scanf")
        made.at = -1 if suppressed else self.place(at)
        return made

    def known(self, made: Directive) -> bool:
        """Whether C has such a conversion, with such a length modifier."""
        if made.conversion in _TEXTS:
            return made.length in (b"", b"l")
        return made.length in _NUMBERS.get(made.conversion, ())

    def members(self) -> bytes:
        """The set of %[. A ] that comes first is one of its members."""
        cursor = self.cursor
        first = cursor.take(b"^]", b"]", b"^")
        end = cursor.format.find(b"]", cursor.at)
        if end < 0:
            raise BadFormat(f"{self.call}: the set of %[ has no end")
        rest = cursor.format[cursor.at : end]
        cursor.at = end + 1
        return first + rest


class Stretch:
    """Directives that one call of C's scanf makes, and where their results go."""

    __slots__ = ("assigned", "counted", "end", "format", "outs", "overrun")

    def __init__(self) -> None:
        self.format = b""
        self.outs: list[CData] = []  # where C writes: slots of ours for all but text
        self.assigned: list[tuple[CData, CData, int] | None] = []  # place, slot, size; or text
        self.counted: list[tuple[CData, Any, CData]] = []  # for each %n: place, type, slot
        self.end: CData = None  # the slot of a %n behind the last directive
        self.overrun = ""  # what to say if the probe behind it matched

    def add(self, directive: Directive, place: Any, call: str) -> bytes:
        """Add a directive that assigns; the probe that has to follow it, if any."""
        what = f"{call}: {directive.text}"
        if arguments.is_null(place):
            raise NullPointer(f"{what} into NULL")
        if directive.conversion in _TEXTS:
            return self._text(directive, place, what)
        ctype = _NUMBERS[directive.conversion][directive.length]
        address = number_at(place, ctype, what)
        if directive.conversion == b"n":
            self.counted.append((address, ctype, self._count()))
            return b""
        # The program's object may lie unaligned, which C's scanf need not bear.
        slot = ffi.new("long double *")
        self.assigned.append((address, slot, ctype.size))
        self._out(directive.spec(directive.width), slot)
        return b""

    def _out(self, spec: bytes, place: CData) -> None:
        self.format += spec
        self.outs.append(place)

    def _count(self) -> CData:
        slot = ffi.new("int *", -1)
        self._out(b"%n", slot)
        return slot

    def _text(self, directive: Directive, place: Any, what: str) -> bytes:
        unit = _WIDE if directive.length else 1
        address, room = _text_at(place, unit, what)
        width = directive.width
        if directive.conversion == b"c" and (width or 1) > room:
            raise OutOfBounds(f"{what}: {width or 1} characters into an object that has {room}")
        if directive.conversion == b"c" or (width is not None and width < room):
            self.assigned.append(None)
            self._out(directive.spec(width), address)
            return b""
        self.overrun = f"{what}: more comes than the object has room for: {room} with the NUL"
        if room > 1:
            self.assigned.append(None)
            self._out(directive.spec(room - 1), address)
        else:  # even one character is more, and makes a result too many, as the probe does
            self._out(directive.spec(1), ffi.new("char[]", 2 * unit))
        return directive.probe()

    def close(self, probe: bytes) -> None:
        """Learn from C whether it came to the end of the stretch, and how far that was."""
        self.end = self._count()
        if probe:
            self._out(probe, ffi.new("char[]", 2))

    def pointers(self) -> CData:
        """The pointers, as many as the shim hands to C."""
        return ffi.new("void *[]", self.outs + [ffi.NULL] * (_LIMIT - len(self.outs)))

    def store(self, result: int, before: int) -> int:
        """Hand over what C's scanf wrote; how many assignments that is."""
        for assignment in self.assigned[: max(result, 0)]:
            if assignment is not None:
                place, slot, size = assignment
                ffi.memmove(place, slot, size)
        for place, ctype, slot in self.counted:
            if slot[0] >= 0:
                ffi.cast(ctype.direct, place)[0] = ctype.convert(before + slot[0])
        if result > len(self.assigned):
            raise OutOfBounds(self.overrun)
        return result

    def length(self) -> int | None:
        """How many bytes a stretch took that C's scanf made to its end."""
        return self.end[0] if self.end is not None and self.end[0] >= 0 else None


_LIMIT = lib.PYSOCK_SCAN_LIMIT
_RESERVED = 2  # pointers of a stretch that close() may need


def _text_at(place: Any, unit: int, what: str) -> tuple[CData, int]:
    """Where text goes, and how many characters fit there."""
    element = place._element if isinstance(place, Elements) else getattr(place, "_type", None)
    strange = isinstance(place, Value) or unit > 1
    if strange and not (isinstance(element, Integer) and element.size == unit):
        raise TypeError(f"{what} writes characters of {unit} bytes, and gets {kind_of(place)}")
    address, room = arguments.extent(place, what, write=True)
    return address, room // unit


def _stretches(format: Any, args: tuple[Any, ...], call: str) -> list[Stretch]:
    """The whole call, with every argument checked before a byte is read."""
    stretches = [Stretch()]
    for step in steps_of(ScanParser, format, call):
        now = stretches[-1]
        if isinstance(step, bytes):
            now.format += step
        elif step.at < 0:
            now.format += step.spec(step.width)
        elif step.at >= len(args):
            raise BadFormat(f"{call}: {step.text} wants argument {step.at + 1} of {len(args)}")
        else:
            probe = now.add(step, args[step.at], call)
            if probe or len(now.outs) == _LIMIT - _RESERVED:
                now.close(probe)
                stretches.append(Stretch())
    return stretches


def _scanned(stretches: list[Stretch], scan: Callable[[Stretch, int], int]) -> int:
    """What the whole call returns; `scan` makes one stretch, some bytes after the beginning."""
    total = before = 0
    for stretch in stretches:
        result = scan(stretch, before)
        total += max(stretch.store(result, before), 0)
        length = stretch.length()
        if length is None:
            return _EOF if result == _EOF and total == 0 else total
        before += length
    return total


def _from_stream(stream: Any, format: Any, args: tuple[Any, ...], call: str) -> int:
    stretches = _stretches(format, args, call)
    tape = ffi.new("pysock_tape *")

    def scan(stretch: Stretch, before: int) -> int:
        outs = stretch.pointers()
        while (result := lib.pysock_fscanf(tape, stretch.format, outs, stream._file)) == _RESTART:
            pass
        return result

    try:
        with locked(stream, call):
            return _scanned(stretches, scan)
    finally:
        lib.pysock_tape_free(tape)


def scanf(format: Any, *args: Any) -> int:
    """Read from stdin as a format says, scanf(3).

    ``int scanf(const char *format, ...);``

    Each result goes into a C value of the type that the conversion names: ``%d`` into ``int_()``,
    ``%s`` into ``char[20]()``. A string that is longer than its object raises OutOfBounds, and
    nothing beyond the object is written. GNU's ``%ms`` is missing.

    Returns the number of results, or EOF at end of file and on failure before the first.
    """
    return _from_stream(stdin, format, args, "scanf")


def fscanf(stream: Any, format: Any, *args: Any) -> int:
    """Read from a stream as a format says, fscanf(3).

    ``int fscanf(FILE *stream, const char *format, ...);``

    Returns what scanf() returns.
    """
    return _from_stream(stream, format, args, "fscanf")


def sscanf(str: Any, format: Any, *args: Any) -> int:
    """Read from a string as a format says, sscanf(3).

    ``int sscanf(const char *str, const char *format, ...);``

    Returns what scanf() returns.
    """
    text = arguments.string(str, "sscanf")
    stretches = _stretches(format, args, "sscanf")

    def scan(stretch: Stretch, before: int) -> int:
        return lib.pysock_sscanf(text[before:], stretch.format, stretch.pointers())

    return _scanned(stretches, scan)
