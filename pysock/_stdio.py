"""Streams: C's own stdio of the process, fopen(3), fgets(3), fputs(3), …

A `FILE` is C's ``FILE *`` with C's buffer: what is not flushed yet is copied by fork(), thrown away
by _exit() and written by exit(), as by any end of the interpreter.

Python's `sys.stdout` has a buffer of its own. On a terminal both are written line by line, and the
order is the program's. Into a pipe or file C writes its text when the buffer is full, at fflush()
and at the very end, after all that `print` wrote: a program that mixes the two flushes before it
changes sides. The same holds for reading: what one of them has read ahead the other does not see.
"""

from __future__ import annotations

import operator
from _thread import RLock

from . import _arguments as arguments
from ._memory import _kind, int_
from ._native import lib
from ._undefined import NullPointer, UseAfterFree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._memory import CData

__all__ = [
    "FILE",
    "fflush",
    "fgetc",
    "fgets",
    "fputc",
    "fputs",
    "getc",
    "getchar",
    "putc",
    "putchar",
    "puts",
    "stderr",
    "stdin",
    "stdout",
]

_EOF = lib.EOF
_RESTART = lib.PYSOCK_RESTART


class FILE:
    """A stream, C's ``FILE *``: fopen(3), fdopen(3), stdin(3).

    One that the program drops without fclose() stays open to the end, as in C.
    """

    # The lock is reentrant because a signal handler may use the stream that it interrupted.
    __slots__ = ("_ended", "_file", "_lock", "_name")

    _file: CData

    def __init__(self, file: CData, name: str) -> None:
        self._file = file
        self._lock = RLock()
        self._name = name
        self._ended = ""

    def __getattr__(self, name: str) -> Any:
        # Only `_file` is ever missing: fclose() takes it away.
        if name == "_file":
            raise UseAfterFree(f"the stream {self._name} ended its life in {self._ended}()")
        raise AttributeError(f"a FILE has no member {name!r}: C hides them too")

    def __repr__(self) -> str:
        return f"(FILE *) {self._name}" + (f", ended by {self._ended}()" if self._ended else "")


stdin = FILE(lib.pysock_standard_stream(0), "stdin")
stdout = FILE(lib.pysock_standard_stream(1), "stdout")
stderr = FILE(lib.pysock_standard_stream(2), "stderr")


def locked(stream: Any, call: str) -> RLock:
    """The lock under which a call uses a stream, so that no thread closes it meanwhile."""
    if isinstance(stream, FILE):
        return stream._lock
    if arguments.is_null(stream):
        raise NullPointer(f"{call}: the stream is NULL")
    raise TypeError(f"{call}: a stream is a FILE, not {_kind(stream)}")


def character(c: Any, call: str) -> int:
    """A character as C passes it: an int, or the one byte of a literal."""
    if isinstance(c, (str, bytes)):
        text = c.encode() if isinstance(c, str) else c
        if len(text) != 1:
            raise TypeError(f"{call}: {_kind(c)} is {len(text)} bytes, and a character is one")
        return text[0]
    try:
        return int_.convert(c)
    except TypeError:
        raise TypeError(f"{call}: a character is an int or one byte, not {_kind(c)}") from None


# ------------------------------------------------------------------------------------ writing


def fputc(c: Any, stream: Any) -> int:
    """Write one character, fputc(3).

    ``int fputc(int c, FILE *stream);``

    c is an int or a literal of one byte: C's 'a' is ``"a"``.

    Returns the character as an ``unsigned char``, or EOF with the errno of write(2).
    """
    code = character(c, "fputc")
    with locked(stream, "fputc"):
        return lib.fputc(code, stream._file)


def putc(c: Any, stream: Any) -> int:
    """Write one character, putc(3).

    ``int putc(int c, FILE *stream);``

    Returns what fputc() returns.
    """
    return fputc(c, stream)


def putchar(c: Any) -> int:
    """Write one character to stdout, putchar(3).

    ``int putchar(int c);``

    Returns what fputc() returns.
    """
    return fputc(c, stdout)


def fputs(s: Any, stream: Any) -> int:
    """Write a string without its NUL, fputs(3).

    ``int fputs(const char *s, FILE *stream);``

    Returns a number >= 0, or EOF with the errno of write(2).
    """
    text = arguments.string(s, "fputs")
    with locked(stream, "fputs"):
        return lib.fputs(text, stream._file)


def puts(s: Any) -> int:
    """Write a string and a newline to stdout, puts(3).

    ``int puts(const char *s);``

    Returns a number >= 0, or EOF with the errno of write(2).
    """
    text = arguments.string(s, "puts")
    with stdout._lock:
        stdout._file  # noqa: B018  # a closed stdout raises here
        return lib.puts(text)


def emit(text: bytes, stream: FILE) -> int:
    """Write all bytes of `text` at once; how many of them the stream took."""
    return lib.fwrite(text, 1, len(text), stream._file)


def fflush(stream: Any) -> int:
    """Hand over to the kernel what the stream's buffer holds, fflush(3).

    ``int fflush(FILE *stream);``

    NULL flushes every stream that was written last.

    Returns 0, or EOF with the errno of write(2).
    """
    if arguments.is_null(stream):
        return lib.fflush(arguments.NULL)
    with locked(stream, "fflush"):
        return lib.fflush(stream._file)


# ------------------------------------------------------------------------------------ reading


def fgetc(stream: Any) -> int:
    """Read one character, fgetc(3).

    ``int fgetc(FILE *stream);``

    Returns it as an ``unsigned char``, or EOF: feof() and ferror() tell why.
    """
    with locked(stream, "fgetc"):
        while (c := lib.pysock_fgetc(stream._file)) == _RESTART:
            pass
        return c


def getc(stream: Any) -> int:
    """Read one character, getc(3).

    ``int getc(FILE *stream);``

    Returns what fgetc() returns.
    """
    return fgetc(stream)


def getchar() -> int:
    """Read one character from stdin, getchar(3).

    ``int getchar(void);``

    Returns what fgetc() returns.
    """
    return fgetc(stdin)


def fgets(s: Any, size: SupportsIndex, stream: Any) -> Any:
    """Read a line, or at most ``size - 1`` bytes of it, and end it with a NUL, fgets(3).

    ``char *fgets(char *s, int size, FILE *stream);``

    The newline stays in the line.

    Returns s, or NULL (`None`) at end of file and on failure: feof() and ferror() tell which.
    """
    room = operator.index(size)
    if room <= 0:
        return None
    address = arguments.writable(s, room, "fgets")
    got = 0
    with locked(stream, "fgets"):
        while (got := lib.pysock_fgets(address, room, got, stream._file)) <= _RESTART:
            got = _RESTART - got
    return None if got == _EOF else s
