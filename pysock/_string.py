"""Strings and memory, kinds of characters, numbers in text: string(3), isalpha(3), strtol(3), …

A call that only reads a string takes a snapshot of it (`_text`), so that no other thread moves the
NUL while C looks for it. A call that returns a pointer into an argument returns one with the
argument's bounds; into a literal, that is a pointer to constant characters.

Kinds and cases of characters are those of the "C" locale, which a C program has until it calls
setlocale(); Python has called it.
"""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Allocation
from ._arguments import readable, writable
from ._front import front
from ._memory import (
    Integer,
    PointerType,
    char,
    int_,
    long,
    longlong,
    pointee_of,
    pointer_to,
    ptr,
    uchar,
    uint,
    void,
)
from ._native import ffi, lib
from ._undefined import NullPointer, OutOfBounds, Overlap, Unterminated
from ._values import Elements, Pointer, Value, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__ = [
    "abs",
    "atof",
    "atoi",
    "atol",
    "atoll",
    "bcmp",
    "bcopy",
    "bzero",
    "ffs",
    "index",
    "isalnum",
    "isalpha",
    "isblank",
    "iscntrl",
    "isdigit",
    "isgraph",
    "islower",
    "isprint",
    "ispunct",
    "isspace",
    "isupper",
    "isxdigit",
    "labs",
    "llabs",
    "memchr",
    "memcmp",
    "memcpy",
    "memmove",
    "mempcpy",
    "memrchr",
    "memset",
    "rand",
    "rindex",
    "srand",
    "stpcpy",
    "strcasecmp",
    "strcasestr",
    "strcat",
    "strchr",
    "strcmp",
    "strcoll",
    "strcpy",
    "strcspn",
    "strdup",
    "strlen",
    "strncasecmp",
    "strncat",
    "strncmp",
    "strncpy",
    "strndup",
    "strnlen",
    "strpbrk",
    "strrchr",
    "strsep",
    "strspn",
    "strstr",
    "strtod",
    "strtof",
    "strtok",
    "strtok_r",
    "strtol",
    "strtoll",
    "strtoul",
    "strtoull",
    "tolower",
    "toupper",
]

_CHAR_POINTER = pointer_to(char)
_LARGEST_SIZE = (1 << 8 * ffi.sizeof("size_t")) - 1
_UNTERMINATED = lib.PYSOCK_UNTERMINATED
lib.pysock_add_strings()


# ---------------------------------------------------------------------- what the calls share


def _require_chars(text: Any, call: str) -> None:
    """A `char *` takes arrays and pointers of characters; any other C value needs a cast."""
    if isinstance(text, Value):
        pointed = text._element if isinstance(text, Elements) else text._type
        if not pointed.is_char and pointed is not void:
            variable = isinstance(text._type, PointerType) and not isinstance(text, Elements)
            hint = "its .value is what it holds" if variable else "ptr(char, x) casts"
            raise TypeError(f"{call}: C wants a `char *`, not the address of a `{pointed}`: {hint}")


def _text(text: Any, call: str) -> bytes:
    """A snapshot of a C string, without its NUL."""
    _require_chars(text, call)
    return arguments.string(text, call)


def _prefix(text: Any, limit: int, call: str) -> bytes:
    """A snapshot of at most `limit` characters, fewer where a NUL ends them."""
    if isinstance(text, (str, bytes)):
        return arguments.string(text, call)[:limit]
    _require_chars(text, call)
    address, room = arguments.extent(text, call)
    length = lib.strnlen(address, min(limit, room))
    if length == room < limit:
        raise Unterminated(
            f"{call}: no NUL in the {room} bytes of the array, and it may read {limit}"
        )
    return bytes(ffi.buffer(ffi.cast("char *", address), length))


def _bounded(text: Any, call: str) -> tuple[CData, int]:
    """An address and how many bytes C may read there, while the caller holds the object."""
    if type(text) is not str and type(text) is not bytes:
        try:
            if text._element.is_char:
                return text._address, text._readable
        except AttributeError:
            pass
    snapshot = _text(text, call)
    return snapshot, len(snapshot) + 1


def _size(n: Any, call: str) -> int:
    """A `size_t` that only limits a search; C makes a huge number of a negative one."""
    try:
        number = operator.index(n)
    except TypeError:
        raise TypeError(f"{call}: a length is an integer, not {kind_of(n)}") from None
    if not -_LARGEST_SIZE // 2 <= number <= _LARGEST_SIZE:
        raise OverflowError(f"{call}: {number} does not fit in a size_t")
    return number & _LARGEST_SIZE


def _byte(c: Any) -> int:
    """The character that C makes of an int; one byte, `b"a"`, stands for C's `'a'`."""
    return c & 0xFF if type(c) is int else int(uchar.convert(c))


def _given(thing: Any) -> Any:
    """What a call returns that returns its argument: a Python buffer becomes a pointer to it."""
    return thing if isinstance(thing, Value) else pointee_of(thing)


def _into(thing: Any, at: int) -> Pointer:
    """The `char *` that lies `at` bytes into the object that is an argument."""
    value = _given(thing)
    if at > value._room:
        raise OutOfBounds(f"a buffer was shrunk to {value._room} bytes while a call read {at}")
    low = value._low if isinstance(value, Elements) else value._offset
    return char.pointer(value._memory, value._offset + at, low, value._room - at)


def _into_if(thing: Any, at: int) -> Pointer | None:
    """The same for a search, where a negative place means that there is none."""
    return None if at < 0 else _into(thing, at)


def _require_apart(to: CData, size: int, start: CData, count: int, call: str) -> None:
    """The `size` bytes written at `to` must not be among the `count` bytes read at `start`."""
    if to < start + count and start < to + size:
        raise Overlap(
            f"{call}: some of the {count} bytes read are among the {size} bytes written: "
            "only memmove() may"
        )


# ------------------------------------------------------------------------------------ memory


@front
def memset(s: Any, c: Any, n: SupportsIndex) -> Any:
    """Fill n bytes of s with the character c, memset(3).

    ``void *memset(void *s, int c, size_t n);``

    Returns s.
    """
    size = n if type(n) is int else operator.index(n)
    lib.memset(writable(s, size, "memset"), _byte(c), size)
    return s if isinstance(s, Value) else _given(s)


def _copy(dest: Any, src: Any, n: SupportsIndex, call: str, apart: bool = False) -> int:
    """Copy bytes, and what the pointers among them point to; how many."""
    size = operator.index(n)
    to, start = writable(dest, size, call), readable(src, size, call)
    if apart:
        _require_apart(to, size, start, size, call)
    if isinstance(src, Value) and src._memory.pointees and isinstance(dest, Value):
        dest._memory.move(dest._offset, src._memory, src._offset, size)
    else:
        lib.memmove(to, start, size)
    return size


@front
def memcpy(dest: Any, src: Any, n: SupportsIndex) -> Any:
    """Copy n bytes from src to dest, which must not overlap, memcpy(3).

    ``void *memcpy(void *restrict dest, const void *restrict src, size_t n);``

    Pointers among the bytes stay valid.

    Returns dest.
    """
    _copy(dest, src, n, "memcpy", apart=True)
    return _given(dest)


def mempcpy(dest: Any, src: Any, n: SupportsIndex) -> Pointer | None:
    """Copy like memcpy() and say where the copy ends, mempcpy(3).

    ``void *mempcpy(void *restrict dest, const void *restrict src, size_t n);``

    GNU's; it works on every platform.

    Returns a `char *` to the byte behind the last one written.
    """
    size = _copy(dest, src, n, "mempcpy", apart=True)
    return None if arguments.is_null(dest) else _into(dest, size)


@front
def memmove(dest: Any, src: Any, n: SupportsIndex) -> Any:
    """Copy n bytes from src to dest, which may overlap, memmove(3).

    ``void *memmove(void *dest, const void *src, size_t n);``

    Pointers among the bytes stay valid.

    Returns dest.
    """
    _copy(dest, src, n, "memmove")
    return _given(dest)


def memcmp(s1: Any, s2: Any, n: SupportsIndex) -> int:
    """Compare n bytes, memcmp(3).

    ``int memcmp(const void *s1, const void *s2, size_t n);``

    Returns a number below, equal to or above 0, as s1 is less, equal or greater.
    """
    size = operator.index(n)
    return lib.memcmp(readable(s1, size, "memcmp"), readable(s2, size, "memcmp"), size)


def _search(s: Any, n: Any, call: str, find: Callable[[bytes], int]) -> Pointer | None:
    """Look for a byte among n, and say what is wrong if the search leaves the object."""
    size = _size(n, call)
    address, room = arguments.extent(s, call)
    at = find(bytes(ffi.buffer(ffi.cast("char *", address), min(size, room))))
    if at < 0 and size > room:
        raise OutOfBounds(f"{call}: {size} bytes of an object that has {room}")
    return _into_if(s, at)


def memchr(s: Any, c: Any, n: SupportsIndex) -> Pointer | None:
    """Find the first of n bytes that is c, memchr(3).

    ``void *memchr(const void *s, int c, size_t n);``

    The search ends at the byte, so n may be too large for s where the byte is in s.

    Returns a `char *` to the byte, or NULL.
    """
    wanted = _byte(c)
    return _search(s, n, "memchr", lambda all_: all_.find(wanted))


def memrchr(s: Any, c: Any, n: SupportsIndex) -> Pointer | None:
    """Find the last of n bytes that is c, memrchr(3).

    ``void *memrchr(const void *s, int c, size_t n);``

    GNU's; it works on every platform.

    Returns a `char *` to the byte, or NULL.
    """
    size, wanted = operator.index(n), _byte(c)
    address = readable(s, size, "memrchr")
    return _into_if(s, bytes(ffi.buffer(ffi.cast("char *", address), size)).rfind(wanted))


def bzero(s: Any, n: SupportsIndex) -> None:
    """Fill n bytes of s with zeros, bzero(3).

    ``void bzero(void *s, size_t n);``
    """
    size = operator.index(n)
    lib.memset(writable(s, size, "bzero"), 0, size)


def bcopy(src: Any, dest: Any, n: SupportsIndex) -> None:
    """Copy n bytes from src, the first argument, to dest, which may overlap, bcopy(3).

    ``void bcopy(const void *src, void *dest, size_t n);``
    """
    _copy(dest, src, n, "bcopy")


def bcmp(s1: Any, s2: Any, n: SupportsIndex) -> int:
    """Say whether n bytes differ, bcmp(3).

    ``int bcmp(const void *s1, const void *s2, size_t n);``

    Returns 0 if they are equal, else another number.
    """
    size = operator.index(n)
    return lib.memcmp(readable(s1, size, "bcmp"), readable(s2, size, "bcmp"), size)


# ------------------------------------------------------------------- strings: length and copies


def strlen(s: Any) -> int:
    """Count the bytes of a string before its NUL, strlen(3).

    ``size_t strlen(const char *s);``

    Returns the number of bytes: a `str` has those of its UTF-8.
    """
    if type(s) is not str and type(s) is not bytes:
        try:
            if s._element.is_char:
                room = s._readable
                length: int = lib.strnlen(s._address, room)
                if length < room:
                    return length
        except AttributeError:
            pass
    return len(_text(s, "strlen"))


def strnlen(s: Any, maxlen: SupportsIndex) -> int:
    """Count the bytes of a string before its NUL, but at most maxlen, strnlen(3).

    ``size_t strnlen(const char *s, size_t maxlen);``

    Returns the number of bytes.
    """
    return len(_prefix(s, _size(maxlen, "strnlen"), "strnlen"))


def _store(dest: Any, at: int, data: bytes, source: Any, count: int, call: str) -> None:
    """Write what was read from `count` bytes of `source`, `at` bytes into `dest`."""
    _require_chars(dest, call)
    size = len(data)
    start = writable(dest, at + size, call)
    if not isinstance(source, (str, bytes)):
        _require_apart(start + at, size, arguments.extent(source, call)[0], count, call)
    lib.memcpy(start + at, data, size)


def strcpy(dest: Any, src: Any) -> Any:
    """Copy a string and its NUL, strcpy(3).

    ``char *strcpy(char *restrict dest, const char *restrict src);``

    Returns dest.
    """
    text = _text(src, "strcpy") + b"\0"
    _store(dest, 0, text, src, len(text), "strcpy")
    return _given(dest)


def stpcpy(dest: Any, src: Any) -> Pointer:
    """Copy a string and say where the copy ends, stpcpy(3).

    ``char *stpcpy(char *restrict dest, const char *restrict src);``

    Returns a pointer to the NUL that it wrote.
    """
    text = _text(src, "stpcpy") + b"\0"
    _store(dest, 0, text, src, len(text), "stpcpy")
    return _into(dest, len(text) - 1)


def strncpy(dest: Any, src: Any, n: SupportsIndex) -> Any:
    """Write n bytes to dest: the string src, cut or filled up with NULs, strncpy(3).

    ``char *strncpy(char *restrict dest, const char *restrict src, size_t n);``

    Where src has n bytes or more, dest gets no NUL.

    Returns dest.
    """
    size = operator.index(n)
    _require_chars(dest, "strncpy")
    writable(dest, size, "strncpy")
    text = _prefix(src, size, "strncpy")
    _store(dest, 0, text.ljust(size, b"\0"), src, min(len(text) + 1, size), "strncpy")
    return _given(dest)


def strcat(dest: Any, src: Any) -> Any:
    """Append a string to the string in dest, strcat(3).

    ``char *strcat(char *restrict dest, const char *restrict src);``

    Returns dest.
    """
    text = _text(src, "strcat") + b"\0"
    _store(dest, len(_text(dest, "strcat")), text, src, len(text), "strcat")
    return _given(dest)


def strncat(dest: Any, src: Any, n: SupportsIndex) -> Any:
    """Append at most n bytes of src, and a NUL, to the string in dest, strncat(3).

    ``char *strncat(char *restrict dest, const char *restrict src, size_t n);``

    Returns dest.
    """
    limit = _size(n, "strncat")
    text = _prefix(src, limit, "strncat")
    count = min(len(text) + 1, limit)
    _store(dest, len(_text(dest, "strncat")), text + b"\0", src, count, "strncat")
    return _given(dest)


# --------------------------------------------------------------------------- strings: comparing


def strcmp(s1: Any, s2: Any) -> int:
    """Compare two strings, strcmp(3).

    ``int strcmp(const char *s1, const char *s2);``

    Returns a number below, equal to or above 0, as s1 is less, equal or greater.
    """
    result: int = lib.pysock_strncmp(
        *_bounded(s1, "strcmp"), *_bounded(s2, "strcmp"), _LARGEST_SIZE
    )
    if result == _UNTERMINATED:
        return lib.strcmp(_text(s1, "strcmp"), _text(s2, "strcmp"))  # says which of them it is
    return result


def strncmp(s1: Any, s2: Any, n: SupportsIndex) -> int:
    """Compare at most n bytes of two strings, strncmp(3).

    ``int strncmp(const char *s1, const char *s2, size_t n);``

    Returns a number below, equal to or above 0, as s1 is less, equal or greater.
    """
    limit = _size(n, "strncmp")
    result: int = lib.pysock_strncmp(*_bounded(s1, "strncmp"), *_bounded(s2, "strncmp"), limit)
    if result == _UNTERMINATED:
        return lib.strncmp(_prefix(s1, limit, "strncmp"), _prefix(s2, limit, "strncmp"), limit)
    return result


def strcasecmp(s1: Any, s2: Any) -> int:
    """Compare two strings, taking A to Z for a to z, strcasecmp(3).

    ``int strcasecmp(const char *s1, const char *s2);``

    Returns a number below, equal to or above 0, as s1 is less, equal or greater.
    """
    return lib.strcmp(_text(s1, "strcasecmp").lower(), _text(s2, "strcasecmp").lower())


def strncasecmp(s1: Any, s2: Any, n: SupportsIndex) -> int:
    """Compare at most n bytes of two strings, taking A to Z for a to z, strncasecmp(3).

    ``int strncasecmp(const char *s1, const char *s2, size_t n);``

    Returns a number below, equal to or above 0, as s1 is less, equal or greater.
    """
    limit = _size(n, "strncasecmp")
    folded = (_prefix(s, limit, "strncasecmp").lower() for s in (s1, s2))
    return lib.strncmp(*folded, limit)


def strcoll(s1: Any, s2: Any) -> int:
    """Compare two strings in the order of the locale, strcoll(3).

    ``int strcoll(const char *s1, const char *s2);``

    The order is strcmp()'s until Python's ``locale.setlocale`` sets LC_COLLATE.

    Returns a number below, equal to or above 0, as s1 is less, equal or greater.
    """
    return lib.strcoll(_text(s1, "strcoll"), _text(s2, "strcoll"))


# --------------------------------------------------------------------------- strings: searching


def _find(s: Any, c: Any, call: str) -> Pointer | None:
    """The first `c` of a string, to which its NUL belongs."""
    return _into_if(s, (_text(s, call) + b"\0").find(_byte(c)))


def _find_last(s: Any, c: Any, call: str) -> Pointer | None:
    return _into_if(s, (_text(s, call) + b"\0").rfind(_byte(c)))


def strdup(s: Any) -> Pointer:
    """Copy a string into memory for free(), strdup(3).

    ``char *strdup(const char *s);``

    Returns the copy; C may return NULL: ENOMEM.
    """
    return _allocated(arguments.string(s, "strdup"))


def strndup(s: Any, n: SupportsIndex) -> Pointer:
    """Copy at most n bytes of a string, and a NUL, into memory for free(), strdup(3).

    ``char *strndup(const char *s, size_t n);``

    Returns the copy; C may return NULL: ENOMEM.
    """
    most = arguments.length(n, "strndup") % (1 << 64)
    address, room = arguments.extent(s, "strndup")
    bytes_ = bytes(ffi.buffer(ffi.cast("char *", address), min(most, room)))
    text, nul, _ = bytes_.partition(b"\0")
    if not nul and most > room:
        raise Unterminated(f"strndup: no NUL in the {room} bytes of the string")
    return _allocated(text)


def _allocated(text: bytes) -> Pointer:
    memory = Allocation.zeroed(len(text) + 1)
    memory.base[0 : len(text)] = text
    return char.pointer(memory, 0, 0, memory.size)


def strchr(s: Any, c: Any) -> Pointer | None:
    """Find the first character c of a string, strchr(3).

    ``char *strchr(const char *s, int c);``

    c is an int, or one byte: ``b"a"`` is C's ``'a'``. ``strchr(s, 0)`` finds the NUL.

    Returns a pointer into s, or NULL.
    """
    return _find(s, c, "strchr")


def strrchr(s: Any, c: Any) -> Pointer | None:
    """Find the last character c of a string, strrchr(3).

    ``char *strrchr(const char *s, int c);``

    Returns a pointer into s, or NULL.
    """
    return _find_last(s, c, "strrchr")


def index(s: Any, c: Any) -> Pointer | None:
    """Find the first character c of a string: strchr()'s old name, index(3).

    ``char *index(const char *s, int c);``

    Returns a pointer into s, or NULL.
    """
    return _find(s, c, "index")


def rindex(s: Any, c: Any) -> Pointer | None:
    """Find the last character c of a string: strrchr()'s old name, rindex(3).

    ``char *rindex(const char *s, int c);``

    Returns a pointer into s, or NULL.
    """
    return _find_last(s, c, "rindex")


def strstr(haystack: Any, needle: Any) -> Pointer | None:
    """Find the first place where one string occurs in another, strstr(3).

    ``char *strstr(const char *haystack, const char *needle);``

    Returns a pointer into haystack, or NULL.
    """
    return _into_if(haystack, _text(haystack, "strstr").find(_text(needle, "strstr")))


def strcasestr(haystack: Any, needle: Any) -> Pointer | None:
    """Find one string in another, taking A to Z for a to z, strcasestr(3).

    ``char *strcasestr(const char *haystack, const char *needle);``

    GNU's and BSD's; it works on every platform.

    Returns a pointer into haystack, or NULL.
    """
    text, wanted = _text(haystack, "strcasestr").lower(), _text(needle, "strcasestr").lower()
    return _into_if(haystack, text.find(wanted))


def strspn(s: Any, accept: Any) -> int:
    """Count the leading bytes of s that all occur in accept, strspn(3).

    ``size_t strspn(const char *s, const char *accept);``

    Returns the number of bytes.
    """
    return lib.strspn(_text(s, "strspn"), _text(accept, "strspn"))


def strcspn(s: Any, reject: Any) -> int:
    """Count the leading bytes of s of which none occurs in reject, strcspn(3).

    ``size_t strcspn(const char *s, const char *reject);``

    Returns the number of bytes.
    """
    return lib.strcspn(_text(s, "strcspn"), _text(reject, "strcspn"))


def strpbrk(s: Any, accept: Any) -> Pointer | None:
    """Find the first byte of s that occurs in accept, strpbrk(3).

    ``char *strpbrk(const char *s, const char *accept);``

    Returns a pointer into s, or NULL.
    """
    text = _text(s, "strpbrk")
    at = lib.strcspn(text, _text(accept, "strpbrk"))
    return _into(s, at) if at < len(text) else None


# --------------------------------------------------------------------------- strings: splitting


def _cut(text: Pointer, string: bytes, end: int, call: str) -> Pointer | None:
    """End a token with a NUL; where the next begins, or None if the string ended with this one."""
    if end == len(string):
        return None
    lib.memset(writable(text, end + 1, call) + end, 0, 1)
    return text + (end + 1)


def _token(text: Any, delim: Any, saveptr: Any, call: str) -> Pointer | None:
    arguments.out(saveptr, _CHAR_POINTER, call)
    if arguments.is_null(text):
        text = saveptr[0]
        if text is None:
            raise NullPointer(f"{call}: NULL, and no earlier call has left a string")
    delimiters, string = _text(delim, call), _text(text, call)
    start = _into(text, 0)
    begin = lib.strspn(string, delimiters)
    end = begin + lib.strcspn(string[begin:], delimiters)
    saveptr[0] = _cut(start, string, end, call) or start + end
    return start + begin if begin < end else None


# C's strtok keeps its place for the whole process, too.
_saved = ptr(char)()


def strtok(str: Any, delim: Any) -> Pointer | None:
    """Cut the next token from a string, or from that of the last call if str is NULL, strtok(3).

    ``char *strtok(char *restrict str, const char *restrict delim);``

    It writes a NUL behind the token: a literal that has a delimiter there is a ConstViolation.

    Returns the token, or NULL when there is none left.
    """
    return _token(str, delim, _saved, "strtok")


def strtok_r(str: Any, delim: Any, saveptr: Any) -> Pointer | None:
    """Cut the next token from a string, keeping the place in saveptr, strtok_r(3).

    ``char *strtok_r(char *restrict str, const char *restrict delim, char **restrict saveptr);``

    saveptr is a variable ``ptr(char)()``.

    Returns the token, or NULL when there is none left.
    """
    return _token(str, delim, saveptr, "strtok_r")


def strsep(stringp: Any, delim: Any) -> Pointer | None:
    """Cut the next field, which may be empty, and move stringp behind it, strsep(3).

    ``char *strsep(char **restrict stringp, const char *restrict delim);``

    stringp is a variable: ``rest = ptr(char)(line)``. It is NULL after the last field. BSD's and
    GNU's; it works on every platform.

    Returns the field, or NULL when stringp holds NULL.
    """
    arguments.out(stringp, _CHAR_POINTER, "strsep")
    start: Pointer | None = stringp[0]
    if start is None:
        return None
    string = _text(start, "strsep")
    end = lib.strcspn(string, _text(delim, "strsep"))
    stringp[0] = _cut(start, string, end, "strsep")
    return start


# ------------------------------------------------------------------------------------ characters


def _character(c: Any, call: str) -> int:
    """The argument of C's character calls: an unsigned char, or EOF."""
    if isinstance(c, (bytes, bytearray)) and len(c) == 1:
        c = c[0]
    try:
        code = operator.index(c)
    except TypeError:
        raise TypeError(
            f"{call}: a character is an int or one byte, b'a', not {kind_of(c)}"
        ) from None
    if not -1 <= code <= 255:
        raise OutOfBounds(
            f"{call}({code}): neither EOF (-1) nor an unsigned char (0..255); "
            "a `char` is negative from 128 on: use & 0xff"
        )
    return code


def _in_class(test: Callable[[int], int], c: Any, call: str) -> int:
    """Ask C about ASCII alone: the "C" locale puts no other character into a class."""
    code = _character(c, call)
    return test(code) if 0 <= code < 128 else 0


def isalnum(c: Any) -> int:
    """Say whether a character is a letter or a digit, isalnum(3).

    ``int isalnum(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isalnum, c, "isalnum")


def isalpha(c: Any) -> int:
    """Say whether a character is a letter, isalpha(3).

    ``int isalpha(int c);``

    c is EOF, 0 to 255, or one byte: ``b"a"`` is C's ``'a'``.

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isalpha, c, "isalpha")


def isblank(c: Any) -> int:
    """Say whether a character is a space or a tab, isblank(3).

    ``int isblank(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isblank, c, "isblank")


def iscntrl(c: Any) -> int:
    """Say whether a character is a control character, iscntrl(3).

    ``int iscntrl(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.iscntrl, c, "iscntrl")


def isdigit(c: Any) -> int:
    """Say whether a character is a decimal digit, isdigit(3).

    ``int isdigit(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isdigit, c, "isdigit")


def isgraph(c: Any) -> int:
    """Say whether a character prints as something other than a space, isgraph(3).

    ``int isgraph(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isgraph, c, "isgraph")


def islower(c: Any) -> int:
    """Say whether a character is a small letter, islower(3).

    ``int islower(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.islower, c, "islower")


def isprint(c: Any) -> int:
    """Say whether a character prints, isprint(3).

    ``int isprint(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isprint, c, "isprint")


def ispunct(c: Any) -> int:
    """Say whether a character prints and is no letter, digit or space, ispunct(3).

    ``int ispunct(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.ispunct, c, "ispunct")


def isspace(c: Any) -> int:
    """Say whether a character is a space, a tab, or ends or feeds a line, isspace(3).

    ``int isspace(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isspace, c, "isspace")


def isupper(c: Any) -> int:
    """Say whether a character is a capital letter, isupper(3).

    ``int isupper(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isupper, c, "isupper")


def isxdigit(c: Any) -> int:
    """Say whether a character is a hexadecimal digit, isxdigit(3).

    ``int isxdigit(int c);``

    Returns 0 if not, else another number.
    """
    return _in_class(lib.isxdigit, c, "isxdigit")


# The locale that Python has set may know other cases: in a Turkish one, `i` is not I's.
_CASE_BIT = 0x20


def tolower(c: Any) -> int:
    """Make a small letter of a capital one, tolower(3).

    ``int tolower(int c);``

    Returns the letter, or c where it is no capital letter.
    """
    code = _character(c, "tolower")
    return code | _CASE_BIT if 0x41 <= code <= 0x5A else code


def toupper(c: Any) -> int:
    """Make a capital letter of a small one, toupper(3).

    ``int toupper(int c);``

    c is EOF, 0 to 255, or one byte: ``b"a"`` is C's ``'a'``.

    Returns the letter, or c where it is no small letter.
    """
    code = _character(c, "toupper")
    return code & ~_CASE_BIT if 0x61 <= code <= 0x7A else code


# ------------------------------------------------------------------------------- numbers in text


def atoi(nptr: Any) -> int:
    """Read the decimal int that a string begins with, atoi(3).

    ``int atoi(const char *nptr);``

    What C leaves open when the number does not fit is the C library's: glibc's takes the low bits
    of what strtol() returns.

    Returns the number, 0 where there is none.
    """
    return lib.atoi(_text(nptr, "atoi"))


def atol(nptr: Any) -> int:
    """Read the decimal long that a string begins with, atol(3).

    ``long atol(const char *nptr);``

    A number that does not fit gives what the C library makes of it: glibc's, LONG_MAX or LONG_MIN.

    Returns the number, 0 where there is none.
    """
    return lib.atol(_text(nptr, "atol"))


def atoll(nptr: Any) -> int:
    """Read the decimal long long that a string begins with, atoll(3).

    ``long long atoll(const char *nptr);``

    A number that does not fit gives what the C library makes of it: glibc's, the nearest.

    Returns the number, 0 where there is none.
    """
    return lib.atoll(_text(nptr, "atoll"))


def atof(nptr: Any) -> float:
    """Read the number that a string begins with, atof(3).

    ``double atof(const char *nptr);``

    Returns the number, 0.0 where there is none.
    """
    return lib.atof(_text(nptr, "atof"))


def _number(read: Callable[..., Any], nptr: Any, endptr: Any, call: str, *base: int) -> Any:
    """Read a number from a snapshot, and point endptr to where it ends in the original."""
    arguments.out(endptr, _CHAR_POINTER, call, null=True)
    text = _text(nptr, call)
    if arguments.is_null(endptr):
        return read(text, arguments.NULL, *base)
    start, end = ffi.from_buffer("char[]", text), ffi.new("char **")
    number = read(start, end, *base)
    endptr[0] = _into(nptr, end[0] - (start + 0))
    return number


def _integer(read: Callable[..., int], nptr: Any, endptr: Any, base: Any, call: str) -> int:
    """The same for a base of 0 or 2 to 36: others are EINVAL, where some C libraries abort."""
    radix = _fitting(base, int_, call)
    if radix == 0 or 2 <= radix <= 36:
        return _number(read, nptr, endptr, call, radix)
    ffi.errno = constants.EINVAL
    return 0


def strtol(nptr: Any, endptr: Any, base: SupportsIndex) -> int:
    """Read the long that a string begins with, strtol(3).

    ``long strtol(const char *restrict nptr, char **restrict endptr, int base);``

    endptr is NULL or a variable ``ptr(char)()``: it then points behind the number, into nptr. Base
    0 reads 0x10 and 010 as C does.

    Returns the number, 0 where there is none; LONG_MAX or LONG_MIN with ERANGE; 0 with EINVAL for a
    base that is neither 0 nor 2 to 36.
    """
    return _integer(lib.strtol, nptr, endptr, base, "strtol")


def strtoll(nptr: Any, endptr: Any, base: SupportsIndex) -> int:
    """Read the long long that a string begins with, strtoll(3).

    ``long long strtoll(const char *restrict nptr, char **restrict endptr, int base);``

    Returns the number, 0 where there is none; the nearest with ERANGE; 0 with EINVAL as strtol().
    """
    return _integer(lib.strtoll, nptr, endptr, base, "strtoll")


def strtoul(nptr: Any, endptr: Any, base: SupportsIndex) -> int:
    """Read the unsigned long that a string begins with, strtoul(3).

    ``unsigned long strtoul(const char *restrict nptr, char **restrict endptr, int base);``

    A minus sign negates in unsigned long: "-1" is ULONG_MAX.

    Returns the number, 0 where there is none; ULONG_MAX with ERANGE; 0 with EINVAL as strtol().
    """
    return _integer(lib.strtoul, nptr, endptr, base, "strtoul")


def strtoull(nptr: Any, endptr: Any, base: SupportsIndex) -> int:
    """Read the unsigned long long that a string begins with, strtoull(3).

    ``unsigned long long strtoull(const char *restrict nptr, char **restrict endptr, int base);``

    Returns the number, 0 where there is none; the largest with ERANGE; 0 with EINVAL as strtol().
    """
    return _integer(lib.strtoull, nptr, endptr, base, "strtoull")


def strtod(nptr: Any, endptr: Any) -> float:
    """Read the double that a string begins with, strtod(3).

    ``double strtod(const char *restrict nptr, char **restrict endptr);``

    Returns the number, 0.0 where there is none; an infinity, 0.0 or a tiny number with ERANGE.
    """
    return _number(lib.strtod, nptr, endptr, "strtod")


def strtof(nptr: Any, endptr: Any) -> float:
    """Read the float that a string begins with, strtof(3).

    ``float strtof(const char *restrict nptr, char **restrict endptr);``

    Returns the number, rounded to a float, with the errno of strtod().
    """
    return _number(lib.strtof, nptr, endptr, "strtof")


# ------------------------------------------------------------------------------------ arithmetic


def _fitting(number: Any, ctype: Integer, call: str) -> int:
    """An argument that C takes by value, as it is."""
    value = operator.index(number)
    if ctype.convert(value) != value:
        raise OverflowError(f"{call}: {value} does not fit in a `{ctype}`")
    return value


def _magnitude(of: Callable[[int], int], j: Any, ctype: Integer, call: str) -> int:
    value = _fitting(j, ctype, call)
    if value and ctype.convert(-value) == value:
        raise OutOfBounds(f"{call}({value}): {-value} does not fit in a `{ctype}`")
    return of(value)


def abs(j: SupportsIndex) -> int:
    """Take the minus sign off an int, abs(3).

    ``int abs(int j);``

    Python's own `abs` is ``builtins.abs``. C leaves the magnitude of INT_MIN undefined.

    Returns the magnitude.
    """
    return _magnitude(lib.abs, j, int_, "abs")


def labs(j: SupportsIndex) -> int:
    """Take the minus sign off a long, labs(3).

    ``long labs(long j);``

    Returns the magnitude.
    """
    return _magnitude(lib.labs, j, long, "labs")


def llabs(j: SupportsIndex) -> int:
    """Take the minus sign off a long long, llabs(3).

    ``long long llabs(long long j);``

    Returns the magnitude.
    """
    return _magnitude(lib.llabs, j, longlong, "llabs")


def ffs(i: SupportsIndex) -> int:
    """Find the lowest bit that is set in an int, ffs(3).

    ``int ffs(int i);``

    Returns its number, from 1 on, or 0 if none is set.
    """
    value = _fitting(i, int_, "ffs")
    return (value & -value).bit_length()


def rand() -> int:
    """Make the next number of C's own random sequence, rand(3).

    ``int rand(void);``

    Returns a number from 0 to RAND_MAX.
    """
    return lib.rand()


def srand(seed: SupportsIndex) -> None:
    """Begin C's random sequence of a seed, of which each platform has its own, srand(3).

    ``void srand(unsigned int seed);``
    """
    lib.srand(uint.convert(seed))
