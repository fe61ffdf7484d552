"""The printf family, printf(3): C's conversions with C's own results.

A format is taken apart once and remembered. Each conversion is then made by C's own snprintf, with
an argument of the type that C's default promotions would give it; only the plainest of them, whose
bytes cannot differ, are made here.
"""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from ._arguments import writable
from ._io import write
from ._memory import (
    Floating,
    Integer,
    PointerType,
    int_,
    long,
    longlong,
    pointee_of,
    ptrdiff_t,
    schar,
    short,
    size_t,
    ssize_t,
    uchar,
    uint,
    ulong,
    ulonglong,
    ushort,
)
from ._native import ffi, lib
from ._stdio import FILE, character, locked, put, stdout
from ._undefined import BadFormat, NullPointer, OutOfBounds, Unterminated
from ._values import Elements, Value, kind_of, start_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, SupportsIndex

    from ._allocation import CData
    from ._memory import CType

__all__ = [
    "PRIX16",
    "PRIX32",
    "PRIX64",
    "PRIX8",
    "PRId16",
    "PRId32",
    "PRId64",
    "PRId8",
    "PRIdMAX",
    "PRIdPTR",
    "PRIi16",
    "PRIi32",
    "PRIi64",
    "PRIi8",
    "PRIo16",
    "PRIo32",
    "PRIo64",
    "PRIo8",
    "PRIu16",
    "PRIu32",
    "PRIu64",
    "PRIu8",
    "PRIuMAX",
    "PRIuPTR",
    "PRIx16",
    "PRIx32",
    "PRIx64",
    "PRIx8",
    "PRIxMAX",
    "PRIxPTR",
    "dprintf",
    "fprintf",
    "printf",
    "snprintf",
    "sprintf",
    "vdprintf",
    "vfprintf",
    "vprintf",
    "vsnprintf",
    "vsprintf",
]


def _pri(name: str) -> str:
    """A macro of <inttypes.h>: f"%{PRId64}" is C's "%" PRId64."""
    conversion: str = ffi.string(lib.pysock_PRI(name.encode())).decode()
    return conversion


PRIX16 = _pri("PRIX16")
PRIX32 = _pri("PRIX32")
PRIX64 = _pri("PRIX64")
PRIX8 = _pri("PRIX8")
PRId16 = _pri("PRId16")
PRId32 = _pri("PRId32")
PRId64 = _pri("PRId64")
PRId8 = _pri("PRId8")
PRIdMAX = _pri("PRIdMAX")
PRIdPTR = _pri("PRIdPTR")
PRIi16 = _pri("PRIi16")
PRIi32 = _pri("PRIi32")
PRIi64 = _pri("PRIi64")
PRIi8 = _pri("PRIi8")
PRIo16 = _pri("PRIo16")
PRIo32 = _pri("PRIo32")
PRIo64 = _pri("PRIo64")
PRIo8 = _pri("PRIo8")
PRIu16 = _pri("PRIu16")
PRIu32 = _pri("PRIu32")
PRIu64 = _pri("PRIu64")
PRIu8 = _pri("PRIu8")
PRIuMAX = _pri("PRIuMAX")
PRIuPTR = _pri("PRIuPTR")
PRIx16 = _pri("PRIx16")
PRIx32 = _pri("PRIx32")
PRIx64 = _pri("PRIx64")
PRIx8 = _pri("PRIx8")
PRIxMAX = _pri("PRIxMAX")
PRIxPTR = _pri("PRIxPTR")

_CHARS = ffi.typeof("char[]")
DIGITS = b"0123456789"

# What an integer conversion takes, by its length modifier. L and q are GNU's and BSD's ll.
SIGNED: dict[bytes, Any] = {
    b"": int_,
    b"hh": schar,
    b"h": short,
    b"l": long,
    b"ll": longlong,
    b"L": longlong,
    b"q": longlong,
    b"j": longlong,
    b"z": ssize_t,
    b"t": ptrdiff_t,
}
UNSIGNED: dict[bytes, Any] = {
    b"": uint,
    b"hh": uchar,
    b"h": ushort,
    b"l": ulong,
    b"ll": ulonglong,
    b"L": ulonglong,
    b"q": ulonglong,
    b"j": ulonglong,
    b"z": size_t,
    b"t": size_t,
}


def number_at(place: Any, ctype: CType, what: str) -> CData:
    """Where a number goes: ``T *``, with no more leniency than a compiler's about signs."""
    pointed = place._element if isinstance(place, Elements) else getattr(place, "_type", None)
    if not isinstance(place, Value) or not _alike(pointed, ctype):
        raise TypeError(f"{what} writes a `{ctype}`, and gets {kind_of(place)}")
    return writable(place, ctype.size, what)


def _alike(one: CType | None, other: CType) -> bool:
    """Whether a compiler's complaint is no more than one about a sign."""
    kinds = (Integer, Floating, PointerType)
    same = any(isinstance(one, kind) and isinstance(other, kind) for kind in kinds)
    return same and one is not None and one.size == other.size


class Cursor:
    """A place in a format that is being taken apart."""

    __slots__ = ("at", "format")

    def __init__(self, format: bytes, at: int) -> None:
        self.format = format
        self.at = at

    def run(self, among: bytes) -> bytes:
        """The longest run of these characters."""
        start = self.at
        while self.at < len(self.format) and self.format[self.at] in among:
            self.at += 1
        return self.format[start : self.at]

    def take(self, *words: bytes) -> bytes:
        """The first of the words that stands here."""
        for word in words:
            if self.format.startswith(word, self.at):
                self.at += len(word)
                return word
        return b""

    def position(self) -> int | None:
        """POSIX's ``n$``, which names the argument instead of taking the next one."""
        start = self.at
        digits = self.run(DIGITS)
        if digits and self.take(b"$"):
            return int(digits) - 1
        self.at = start
        return None


class Piece:
    """A conversion of printf: where its arguments stand, and how C spells it."""

    __slots__ = (
        "at",
        "bare",
        "conversion",
        "fixed",
        "flags",
        "length",
        "precision",
        "precision_at",
        "text",
        "width",
        "width_at",
    )

    text: str
    flags: bytes
    length: bytes
    conversion: bytes
    at: int
    width: bytes
    width_at: int | None
    precision: bytes | None
    precision_at: int | None
    fixed: bytes | None  # what C's snprintf reads, where no star is to be filled in
    bare: bool  # whether the conversion stands for itself, without flags, width and precision

    takes = ""  # what the conversion wants, in words
    lengths: tuple[bytes, ...] = (b"",)

    def prepare(self) -> None:
        """Work out what does not depend on the arguments."""
        stars = self.width_at is not None or self.precision_at is not None
        spelt = self.spell(self.flags, self.width, self.precision)
        self.fixed = None if stars else spelt
        self.bare = self.fixed == b"%" + self.modifier() + self.conversion

    def modifier(self) -> bytes:
        """The length modifier for the type that the shim takes."""
        return self.length

    def spell(self, flags: bytes, width: bytes, precision: bytes | None) -> bytes:
        """The conversion as C's snprintf reads it."""
        point = b"" if precision is None else b"." + precision
        return b"%" + flags + width + point + self.modifier() + self.conversion

    def render(self, args: tuple[Any, ...], before: list[bytes], call: str) -> bytes | None:
        """The bytes, or `None` where C's own snprintf fails."""
        raise NotImplementedError

    def argument(self, at: int, args: tuple[Any, ...], call: str) -> Any:
        """One argument of the call."""
        if at >= len(args):
            raise BadFormat(f"{call}: {self.text} wants argument {at + 1} of {len(args)}")
        return args[at]

    def wrong(self, argument: object, call: str) -> TypeError:
        """The compiler's warning, as an error."""
        return TypeError(f"{call}: {self.text} takes {self.takes}, not {kind_of(argument)}")

    def integer(self, at: int, args: tuple[Any, ...], call: str) -> int:
        """An argument that has to be an integer of some width."""
        value = self.argument(at, args, call)
        try:
            return operator.index(value)
        except TypeError:
            raise self.wrong(value, call) from None

    def spec(self, args: tuple[Any, ...], call: str) -> bytes:
        """The conversion with numbers for its stars."""
        if self.fixed is not None:
            return self.fixed
        flags, width, precision = self.flags, self.width, self.precision
        if self.width_at is not None:
            number = int_.convert(self.integer(self.width_at, args, call))
            flags += b"-" if number < 0 else b""
            width = b"%d" % abs(number)
        if self.precision_at is not None:
            number = int_.convert(self.integer(self.precision_at, args, call))
            precision = None if number < 0 else b"%d" % number
        return self.spell(flags, width, precision)


_LARGEST = 1 << 30  # a conversion wider than that fails, before it takes the machine's memory


def _print(shim: Callable[..., int], spec: bytes, *argument: Any) -> bytes | None:
    """What one call of C's snprintf makes."""
    room = 128
    while True:
        place = ffi.new(_CHARS, room)
        length = shim(place, room, spec, *argument)
        if length < 0:
            return None
        if length > _LARGEST:
            ffi.errno = constants.ENOMEM
            return None
        if length < room:
            return bytes(ffi.buffer(place, length))
        room = length + 1


class IntegerPiece(Piece):
    """``%d %i %o %u %x %X``: the argument wraps to the width that the length modifier names."""

    __slots__ = ("ctype", "highest", "lowest", "quick")

    takes = "an integer"
    lengths = tuple(SIGNED)

    def modifier(self) -> bytes:
        return b"ll"

    def prepare(self) -> None:
        super().prepare()
        types = SIGNED if self.conversion in b"di" else UNSIGNED
        self.ctype = types[self.length]
        span = 1 << 8 * self.ctype.size
        self.lowest = -span // 2 if self.ctype.signed else 0
        self.highest = self.lowest + span - 1
        # Python's own % gives the same bytes where no flag but one of these takes part.
        same = self.flags in (b"", b"-", b"0") and len(self.width) < 3 and self.precision is None
        spelt = b"%" + self.flags + self.width + self.conversion.replace(b"i", b"d")
        self.quick = spelt if same and self.fixed is not None else None

    def render(self, args: tuple[Any, ...], before: list[bytes], call: str) -> bytes | None:
        number = args[self.at] if self.at < len(args) else None
        if type(number) is not int or not self.lowest <= number <= self.highest:
            number = self.ctype.convert(self.integer(self.at, args, call))
        if self.quick is not None:
            return self.quick % number
        shown = longlong.convert(number)
        return _print(lib.pysock_format_integer, self.spec(args, call), shown)


class FloatingPiece(Piece):
    """``%a %e %f %g`` and their capitals."""

    __slots__ = ()

    takes = "a double"
    lengths = (b"", b"l", b"L")

    def render(self, args: tuple[Any, ...], before: list[bytes], call: str) -> bytes | None:
        number = self.argument(self.at, args, call)
        number = getattr(number, "value", number)
        if isinstance(number, int) or not hasattr(number, "__float__"):
            raise self.wrong(args[self.at], call)
        long_double = self.length == b"L"
        shim = lib.pysock_format_long_double if long_double else lib.pysock_format_double
        return _print(shim, self.spec(args, call), number)


class CharPiece(Piece):
    """``%c``: an int, or the one byte of a literal."""

    __slots__ = ()

    takes = "an int or one byte"
    lengths = (b"", b"l")

    def render(self, args: tuple[Any, ...], before: list[bytes], call: str) -> bytes | None:
        argument = self.argument(self.at, args, call)
        if self.length:
            return self._wide(argument, args, call)
        try:
            code = character(argument, call)
        except TypeError:
            raise self.wrong(argument, call) from None
        if self.bare:
            return bytes((code & 0xFF,))
        return _print(lib.pysock_format_char, self.spec(args, call), code)

    def _wide(self, argument: Any, args: tuple[Any, ...], call: str) -> bytes | None:
        if isinstance(argument, str) and len(argument) == 1:
            argument = ord(argument)
        try:
            code = int_.convert(argument)
        except TypeError:
            raise self.wrong(argument, call) from None
        return _print(lib.pysock_format_wide_char, self.spec(args, call), code)


class StringPiece(Piece):
    """``%s``: up to its NUL, or to the precision where no NUL comes before."""

    __slots__ = ()

    takes = "a string"
    lengths = (b"", b"l")

    def render(self, args: tuple[Any, ...], before: list[bytes], call: str) -> bytes | None:
        argument = self.argument(self.at, args, call)
        if self.length:
            return self._wide(argument, args, call)
        if self.bare:
            return self._string(argument, call)
        spec = self.spec(args, call)
        _, point, precision = spec[:-1].partition(b".")
        text = self._bounded(argument, int(precision or 0), call) if point else None
        if text is None:
            text = self._string(argument, call)
        return _print(lib.pysock_format_string, spec, text)

    def _string(self, argument: Any, call: str) -> bytes:
        if arguments.is_null(argument):
            raise NullPointer(f"{call}: {self.text} of NULL")
        try:
            return arguments.string(argument, call)
        except Unterminated as error:
            raise Unterminated(f"{error} of {self.text}") from None
        except TypeError:
            raise self.wrong(argument, call) from None

    def _bounded(self, argument: Any, precision: int, call: str) -> bytes | None:
        """What an array without a NUL shows, where the precision ends it in time."""
        if isinstance(argument, (str, bytes)) or arguments.is_null(argument):
            return None
        try:
            address, room = arguments.extent(argument, call)
        except TypeError:
            raise self.wrong(argument, call) from None
        if precision > room:
            return None
        text = bytes(ffi.buffer(ffi.cast("char *", address), precision))
        return text.partition(b"\0")[0]

    def _wide(self, argument: Any, args: tuple[Any, ...], call: str) -> bytes | None:
        if not isinstance(argument, str):
            raise self.wrong(argument, call)
        text = ffi.new("wchar_t[]", argument)
        return _print(lib.pysock_format_wide_string, self.spec(args, call), text)


class PointerPiece(Piece):
    """``%p``: an object's real address."""

    __slots__ = ()

    takes = "a pointer"

    def render(self, args: tuple[Any, ...], before: list[bytes], call: str) -> bytes | None:
        argument = self.argument(self.at, args, call)
        if isinstance(argument, FILE):
            address = argument._file
        else:
            try:
                pointee = pointee_of(argument)
            except TypeError:
                raise self.wrong(argument, call) from None
            address = arguments.NULL if pointee is None else start_of(pointee)
        return _print(lib.pysock_format_pointer, self.spec(args, call), address)


class CountPiece(Piece):
    """``%n``: writes how many bytes went before, and prints nothing."""

    __slots__ = ()

    lengths = tuple(SIGNED)

    def render(self, args: tuple[Any, ...], before: list[bytes], call: str) -> bytes | None:
        place = self.argument(self.at, args, call)
        ctype = SIGNED[self.length]
        if arguments.is_null(place):
            raise NullPointer(f"{call}: {self.text} into NULL")
        address = number_at(place, ctype, f"{call}: {self.text}")
        count = sum(map(len, before))
        ffi.cast(ctype.direct, address)[0] = ctype.convert(count)
        return b""


class ErrnoPiece(Piece):
    """``%m``: GNU's ``strerror(errno)``."""

    __slots__ = ()

    def render(self, args: tuple[Any, ...], before: list[bytes], call: str) -> bytes | None:
        return _print(lib.pysock_format_errno, self.spec(args, call))


_PIECES: dict[bytes, type[Piece]] = {
    **dict.fromkeys((b"d", b"i", b"o", b"u", b"x", b"X"), IntegerPiece),
    **dict.fromkeys((b"a", b"A", b"e", b"E", b"f", b"F", b"g", b"G"), FloatingPiece),
    b"c": CharPiece,
    b"s": StringPiece,
    b"p": PointerPiece,
    b"n": CountPiece,
    b"m": ErrnoPiece,
}


class Parser:
    """Takes a format apart, into literal stretches and conversions."""

    __slots__ = ("call", "cursor", "next", "numbered")

    remembered: dict[str, tuple[Any, ...]]  # what formats consist of, for each subclass

    def __init__(self, format: bytes, call: str) -> None:
        self.cursor = Cursor(format, 0)
        self.call = call
        self.next = 0
        self.numbered: bool | None = None  # whether the format names its arguments by n$

    def parse(self) -> tuple[Any, ...]:
        """The steps of the format, in order."""
        cursor, format = self.cursor, self.cursor.format
        steps: list[Any] = []
        while cursor.at < len(format):
            percent = format.find(b"%", cursor.at)
            end = len(format) if percent < 0 else percent
            if end > cursor.at:
                steps.append(format[cursor.at : end])
            cursor.at = end
            if percent >= 0:
                steps.append(self.conversion(percent))
        return tuple(steps)

    def conversion(self, start: int) -> Any:
        """The step at a percent sign."""
        raise NotImplementedError

    def length(self) -> bytes:
        """A length modifier."""
        return self.cursor.take(b"hh", b"h", b"ll", b"l", b"L", b"q", b"j", b"z", b"t")

    def letter(self, length: bytes) -> tuple[bytes, bytes]:
        """The length modifier and the letter that ends a conversion."""
        cursor = self.cursor
        letter = cursor.format[cursor.at : cursor.at + 1]
        cursor.at += 1
        if letter in (b"C", b"S") and not length:  # XSI's spelling of lc and ls
            return b"l", letter.lower()
        return length, letter

    def text(self, start: int) -> str:
        """The conversion so far, for messages."""
        return self.cursor.format[start : self.cursor.at].decode("utf-8", "backslashreplace")

    def place(self, at: int | None) -> int:
        """The argument that is taken next, unless the format names it."""
        if self.numbered not in (None, at is not None) or (at is not None and at < 0):
            raise BadFormat(f"{self.call}: the format mixes % and %n$, or counts from 0")
        self.numbered = at is not None
        if at is None:
            at = self.next
            self.next += 1
        return at


class PrintParser(Parser):
    """Takes a format of printf apart."""

    __slots__ = ()

    remembered = {}

    def conversion(self, start: int) -> bytes | Piece:
        cursor = self.cursor
        if cursor.take(b"%%"):
            return b"%"
        cursor.at += 1
        at = cursor.position()
        flags = cursor.run(b"-+ #0'I")
        width, width_at = self.amount()
        precision, precision_at = None, None
        if cursor.take(b"."):
            precision, precision_at = self.amount()
        length, letter = self.letter(self.length())
        made = _PIECES.get(letter)
        if made is None or length not in made.lengths:
            raise BadFormat(f"{self.call}: {self.text(start)!r} is no conversion of printf")
        piece = made()
        piece.text, piece.flags, piece.length, piece.conversion = (
            self.text(start),
            flags,
            length,
            letter,
        )
        piece.width, piece.width_at = width, width_at
        piece.precision, piece.precision_at = precision, precision_at
        piece.at = -1 if made is ErrnoPiece else self.place(at)
        piece.prepare()
        return piece

    def amount(self) -> tuple[bytes, int | None]:
        """A width or precision: digits, or the place of the argument that holds it."""
        if self.cursor.take(b"*"):
            return b"", self.place(self.cursor.position())
        return self.cursor.run(DIGITS), None


_REMEMBERED = 512


def steps_of(parser: type[Parser], format: Any, call: str) -> tuple[Any, ...]:
    """What a format consists of, remembered from its last use where it is a literal."""
    if type(format) is not str:
        return parser(arguments.string(format, call), call).parse()
    steps = parser.remembered.get(format)
    if steps is None:
        steps = parser(arguments.string(format, call), call).parse()
        if len(parser.remembered) >= _REMEMBERED:
            parser.remembered.clear()
        parser.remembered[format] = steps
    return steps


def formatted(format: Any, args: tuple[Any, ...], call: str) -> tuple[bytes, bool]:
    """All that the call prints, and whether C's own snprintf made every piece of it."""
    pieces: list[bytes] = []
    for step in steps_of(PrintParser, format, call):
        made = step if type(step) is bytes else step.render(args, pieces, call)
        if made is None:
            return b"".join(pieces), False
        pieces.append(made)
    text = b"".join(pieces)
    if len(text) > constants.INT_MAX:
        ffi.errno = constants.EOVERFLOW
        return text, False
    return text, True


def _printed(stream: FILE, format: Any, args: tuple[Any, ...], call: str) -> int:
    text, whole = formatted(format, args, call)
    with locked(stream, call):
        taken = put(text, len(text), stream)
    return taken if whole and taken == len(text) else -1


def printf(format: Any, *args: Any) -> int:
    """Print to stdout, printf(3).

    ``int printf(const char *format, ...);``

    Integers wrap to the type that the conversion names, as an argument of that type would; any
    other mismatch is a TypeError, and too few arguments raise BadFormat. One call is one write
    into the stream's buffer: threads do not mix inside it.

    Returns the number of bytes, or a negative number with the errno of write(2).
    """
    return _printed(stdout, format, args, "printf")


def fprintf(stream: Any, format: Any, *args: Any) -> int:
    """Print to a stream, fprintf(3).

    ``int fprintf(FILE *stream, const char *format, ...);``

    Returns what printf() returns.
    """
    return _printed(stream, format, args, "fprintf")


def dprintf(fd: SupportsIndex, format: Any, *args: Any) -> int:
    """Print to a descriptor, without a buffer, dprintf(3).

    ``int dprintf(int fd, const char *format, ...);``

    Returns the number of bytes, or a negative number with the errno of write(2).
    """
    text, whole = formatted(format, args, "dprintf")
    sent = write(fd, text, len(text))
    return sent if whole and sent == len(text) else -1


def sprintf(str: Any, format: Any, *args: Any) -> int:
    """Print into an array, with a NUL at the end, sprintf(3).

    ``int sprintf(char *str, const char *format, ...);``

    What does not fit raises OutOfBounds, and nothing is written.

    Returns the number of bytes without the NUL, or a negative number: EILSEQ, EOVERFLOW.
    """
    text, whole = formatted(format, args, "sprintf")
    address, room = arguments.extent(str, "sprintf", write=True)
    if len(text) >= room:
        raise OutOfBounds(
            f"sprintf: {len(text)} bytes and their NUL into an object that has {room}"
        )
    ffi.memmove(address, text + b"\0", len(text) + 1)
    return len(text) if whole else -1


def snprintf(str: Any, size: SupportsIndex, format: Any, *args: Any) -> int:
    """Print at most ``size - 1`` bytes into an array, and a NUL, snprintf(3).

    ``int snprintf(char *str, size_t size, const char *format, ...);``

    Returns the number of bytes that the whole text has, whatever was written of it, or a negative
    number: EILSEQ, EOVERFLOW.
    """
    room = operator.index(size)
    try:
        address = arguments.writable(str, room, "snprintf")
    except OutOfBounds:
        return _snprintf_leniently(str, room, format, args)
    text, whole = formatted(format, args, "snprintf")
    if room > 0:
        kept = text[: room - 1] + b"\0"
        ffi.memmove(address, kept, len(kept))
    return len(text) if whole else -1


def _snprintf_leniently(str: Any, room: int, format: Any, args: tuple[Any, ...]) -> int:
    """Print through a lenient pointer: the NUL is written, too, though it is not counted."""
    return (
        arguments.leniently(
            str, room, "snprintf", lambda place, size: snprintf(place, size, format, *args) + 1
        )
        - 1
    )


def vprintf(format: Any, ap: Sequence[Any]) -> int:
    """Do as printf(), with the arguments in one object, vprintf(3).

    ``int vprintf(const char *format, va_list ap);``

    ap is what a variadic function of Python collects: ``def log(format, *ap)``.

    Returns what printf() returns.
    """
    return printf(format, *ap)


def vfprintf(stream: Any, format: Any, ap: Sequence[Any]) -> int:
    """Do as fprintf(), with the arguments in one object, vfprintf(3).

    ``int vfprintf(FILE *stream, const char *format, va_list ap);``

    ap is what a variadic function of Python collects: ``def log(format, *ap)``.

    Returns what fprintf() returns.
    """
    return fprintf(stream, format, *ap)


def vdprintf(fd: SupportsIndex, format: Any, ap: Sequence[Any]) -> int:
    """Do as dprintf(), with the arguments in one object, vdprintf(3).

    ``int vdprintf(int fd, const char *format, va_list ap);``

    ap is what a variadic function of Python collects: ``def log(format, *ap)``.

    Returns what dprintf() returns.
    """
    return dprintf(fd, format, *ap)


def vsprintf(str: Any, format: Any, ap: Sequence[Any]) -> int:
    """Do as sprintf(), with the arguments in one object, vsprintf(3).

    ``int vsprintf(char *str, const char *format, va_list ap);``

    ap is what a variadic function of Python collects: ``def log(format, *ap)``.

    Returns what sprintf() returns.
    """
    return sprintf(str, format, *ap)


def vsnprintf(str: Any, size: SupportsIndex, format: Any, ap: Sequence[Any]) -> int:
    """Do as snprintf(), with the arguments in one object, vsnprintf(3).

    ``int vsnprintf(char *str, size_t size, const char *format, va_list ap);``

    ap is what a variadic function of Python collects: ``def log(format, *ap)``.

    Returns what snprintf() returns.
    """
    return snprintf(str, size, format, *ap)
