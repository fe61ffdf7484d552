"""Streams: C's own stdio of the process, fopen(3), fgets(3), fputs(3), …

A `FILE` is C's ``FILE *`` with C's buffer: what is not flushed yet is copied by fork(), thrown away
by _exit() and written by exit(), as by any end of the interpreter.

Python's `sys.stdout` has a buffer of its own. On a terminal both are written line by line, and the
order is the program's. Into a pipe or file C writes its text when the buffer is full, at fflush()
and at the end, after what `print` wrote: a program that mixes the two flushes before it changes
sides. (`python -u` takes C's buffers away as well.) The same holds for reading: what one of them
has read ahead the other does not see.
"""

from __future__ import annotations

import atexit
import operator
import os
import sys
from _thread import RLock

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Allocation
from ._memory import PointerType, char, from_cffi, int_, pointee_of, size_t
from ._native import ffi, lib
from ._undefined import InvalidFree, NullPointer, OutOfBounds, UndefinedBehavior, UseAfterFree
from ._values import Scalar, Value, kind_of, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__ = [
    "FILE",
    "clearerr",
    "fclose",
    "fdopen",
    "feof",
    "ferror",
    "fflush",
    "fgetc",
    "fgetpos",
    "fgets",
    "fileno",
    "flockfile",
    "fopen",
    "fpos_t",
    "fputc",
    "fputs",
    "fread",
    "freopen",
    "fseek",
    "fseeko",
    "fsetpos",
    "ftell",
    "ftello",
    "ftrylockfile",
    "funlockfile",
    "fwrite",
    "getc",
    "getchar",
    "getdelim",
    "getline",
    "putc",
    "putchar",
    "puts",
    "rewind",
    "setbuf",
    "setlinebuf",
    "setvbuf",
    "stderr",
    "stdin",
    "stdout",
    "tmpfile",
    "ungetc",
]
if hasattr(lib, "pysock_popen"):
    __all__ += ["pclose", "popen"]

_EOF = constants.EOF
_RESTART = lib.PYSOCK_RESTART

fpos_t = from_cffi(ffi.typeof("fpos_t"))


class FILE:
    """A stream, C's ``FILE *``: fopen(3), fdopen(3), stdin(3).

    One that the program drops without fclose() stays open to the end, as in C.
    """

    # The lock is reentrant because a signal handler may use the stream that it interrupted.
    __slots__ = ("_buffers", "_child", "_ended", "_file", "_held", "_lock", "_name", "_pushed")

    _file: CData

    def __init__(self, file: CData, name: str, child: tuple[int, int] | None = None) -> None:
        self._file = file
        self._name = name
        self._child = child  # of popen: its pid, and our end of the pipe
        self._lock = RLock()
        self._held = 0  # how often flockfile() holds the lock
        self._buffers: list[CData] = []  # what setvbuf() gave to C
        self._pushed = False  # whether ungetc() was used
        self._ended = ""
        _streams.add(self)

    def __getattr__(self, name: str) -> Any:
        # Only `_file` is ever missing: fclose() takes it away.
        if name == "_file":
            raise UseAfterFree(f"the stream {self._name} ended its life in {self._ended}()")
        raise AttributeError(f"a FILE has no member {name!r}: C hides them too")

    def __repr__(self) -> str:
        return f"(FILE *) {self._name}" + (f", ended by {self._ended}()" if self._ended else "")

    def end(self, call: str) -> CData:
        """Take C's stream away from the program; the caller holds the lock."""
        file = self._file
        del self._file
        self._ended = call
        _streams.discard(self)
        return file


# Every open stream: C keeps those too that the program has lost.
_streams: set[FILE] = set()

stdin = FILE(lib.pysock_standard_stream(0), "stdin")
stdout = FILE(lib.pysock_standard_stream(1), "stdout")
stderr = FILE(lib.pysock_standard_stream(2), "stderr")


def _renew_locks() -> None:
    """In the child of fork no thread is left that could release a lock but the one that forked."""
    for stream in _streams:
        if not stream._lock._is_owned():  # type: ignore[attr-defined]
            stream._lock = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_locks)


def locked(stream: Any, call: str) -> RLock:
    """The lock under which a call uses a stream, so that no thread closes it meanwhile."""
    if isinstance(stream, FILE):
        return stream._lock
    if arguments.is_null(stream):
        raise NullPointer(f"{call}: the stream is NULL")
    raise TypeError(f"{call}: a stream is a FILE, not {kind_of(stream)}")


def _last_use(stream: Any, call: str) -> RLock:
    """The lock for a call that ends the stream, which no interrupted call may be using."""
    lock = locked(stream, call)
    if lock._is_owned() and not stream._held:  # type: ignore[attr-defined]
        raise UndefinedBehavior(
            f"{call}: in a signal handler, while the interrupted call uses {stream._name}"
        )
    return lock


def character(c: Any, call: str) -> int:
    """A character as C passes it: an int, or the one byte of a literal."""
    if isinstance(c, (str, bytes)):
        text = c.encode() if isinstance(c, str) else c
        if len(text) != 1:
            raise TypeError(f"{call}: {kind_of(c)} is {len(text)} bytes, and a character is one")
        return text[0]
    try:
        return int_.convert(c)
    except TypeError:
        raise TypeError(f"{call}: a character is an int or one byte, not {kind_of(c)}") from None


# ------------------------------------------------------------------------- opening and closing


def _mode(mode: Any, call: str) -> bytes | None:
    """A mode that C's stdio may see; `None` for one that would make the stream a wide one.

    GNU's m would read the file through mmap(2), where a file that shrinks kills the process. It is
    a hint only, and left out.
    """
    text = arguments.string(mode, call)
    if b",ccs=" in text:
        ffi.errno = constants.EINVAL
        return None
    return text[:1] + text[1:].replace(b"m", b"")


def _stream(file: CData, name: str) -> FILE | None:
    return FILE(file, name) if file else None


def fopen(pathname: Any, mode: Any) -> FILE | None:
    """Open a file as a stream, fopen(3).

    ``FILE *fopen(const char *pathname, const char *mode);``

    Returns the stream, or NULL (`None`): EINVAL for a mode that is none, or the errno of open(2).
    """
    name = arguments.name(pathname, "fopen")
    how = _mode(mode, "fopen")
    if how is None:
        return None
    again = ffi.new("int *", 1)
    while again[0]:
        file = lib.pysock_fopen(name, how, again)
    return _stream(file, f"fopen({quoted(name + bytes(1))})")


def fdopen(fd: SupportsIndex, mode: Any) -> FILE | None:
    """Make a stream on a descriptor, which fclose() will close, fdopen(3).

    ``FILE *fdopen(int fd, const char *mode);``

    Windows: takes descriptors of the C runtime; a socket is none.

    Returns the stream, or NULL (`None`): EBADF, EINVAL for a mode that does not fit.
    """
    number = operator.index(fd)
    how = _mode(mode, "fdopen")
    return None if how is None else _stream(lib.fdopen(number, how), f"fdopen({number})")


def freopen(pathname: Any, mode: Any, stream: Any) -> FILE | None:
    """Close what a stream is on, and open a file in its place, freopen(3).

    ``FILE *freopen(const char *pathname, const char *mode, FILE *stream);``

    NULL for the path changes the mode alone, where the platform can.

    Returns the stream, or NULL (`None`) with the errno of fopen(): the stream then ended its life.
    """
    name = arguments.NULL
    if not arguments.is_null(pathname):
        name = arguments.name(pathname, "freopen")
    how = _mode(mode, "freopen")
    with _last_use(stream, "freopen"):
        _drain(stream)
        if how is not None and lib.freopen(name, how, stream._file):
            return stream
        if how is None:
            _closed(stream, "freopen")
            ffi.errno = constants.EINVAL
        else:
            stream.end("freopen")
    return None


def tmpfile() -> FILE | None:
    """Open a file without a name, for writing and reading, tmpfile(3).

    ``FILE *tmpfile(void);``

    Returns the stream, or NULL (`None`) with the errno of open(2).
    """
    return _stream(lib.tmpfile(), "tmpfile()")


def fclose(stream: Any) -> int:
    """Flush a stream, close its descriptor and end the stream's life, fclose(3).

    ``int fclose(FILE *stream);``

    Whatever uses the stream afterwards raises UseAfterFree, a second fclose() too.

    Returns 0, or EOF with the errno of write(2) or close(2); the stream is gone either way.
    """
    with _last_use(stream, "fclose"):
        return _closed(stream, "fclose")


def _closed(stream: FILE, call: str) -> int:
    """Close a stream, which from then on is no one's; the status of a command behind it."""
    drained, error = _drain(stream), ffi.errno
    result = lib.fclose(stream.end(call))
    for buffer in stream._buffers:
        lib.pysock_text_free(buffer)
    stream._buffers.clear()
    if stream._child is not None:
        return _status(stream._child[0])
    if drained == _EOF:
        ffi.errno = error
        return _EOF
    return result


def popen(command: Any, type: Any) -> FILE | None:
    """Run a command by the shell, and read its output or write its input, popen(3).

    ``FILE *popen(const char *command, const char *type);``

    Returns the stream, which pclose() ends, or NULL (`None`): EINVAL, EMFILE, ENOMEM.
    """
    text = arguments.string(command, "popen")
    how = arguments.string(type, "popen")
    others = [stream._child[1] for stream in tuple(_streams) if stream._child]
    pid = ffi.new("pid_t *")
    file = lib.pysock_popen(text, how, others, len(others), pid)
    if not file:
        return None
    return FILE(file, f"popen({quoted(text + bytes(1))})", (pid[0], lib.fileno(file)))


def pclose(stream: Any) -> int:
    """Close a stream of popen(), and wait for its command, pclose(3).

    ``int pclose(FILE *stream);``

    Signal handlers run while it waits, and do not end the waiting.

    Returns the status as waitpid() gives it, or -1: ECHILD.
    """
    with _last_use(stream, "pclose"):
        if stream._file and stream._child is None:
            raise UndefinedBehavior(f"pclose: the stream {stream._name} is not of popen()")
        return _closed(stream, "pclose")


def _status(pid: int) -> int:
    status = ffi.new("int *")
    reaped = _RESTART
    while reaped == _RESTART or (reaped == -1 and ffi.errno == constants.EINTR):
        reaped = lib.pysock_reap(pid, status)
    return -1 if reaped == -1 else status[0]


def fileno(stream: Any) -> int:
    """Tell a stream's descriptor, fileno(3).

    ``int fileno(FILE *stream);``

    Returns the descriptor.
    """
    with locked(stream, "fileno"):
        return lib.fileno(stream._file)


# ------------------------------------------------------------------------------------- buffers


def setvbuf(stream: Any, buf: Any, mode: SupportsIndex, size: SupportsIndex) -> int:
    """Choose how a stream buffers, before it is used, setvbuf(3).

    ``int setvbuf(FILE *stream, char *buf, int mode, size_t size);``

    C says nothing about what a program finds in buf, but that it has to outlive the stream; here
    the stream gets memory of that size for itself, and buf stays as it was.

    Returns 0, or a number that is not 0 for a mode that is none.
    """
    how, room = operator.index(mode), operator.index(size)
    if not arguments.is_null(buf):
        arguments.writable(buf, room, "setvbuf")
    with locked(stream, "setvbuf"):
        if stream._pushed:
            _refuse_pushed_back(stream)
        _drain(stream)
        if arguments.is_null(buf):
            return lib.setvbuf(stream._file, arguments.NULL, how, room)
        own = ffi.new("pysock_text *")
        if lib.pysock_text_reserve(own, max(room, 1)) == -1:
            return -1
        stream._buffers.append(own)
        return lib.setvbuf(stream._file, own.text, how, room)


def setbuf(stream: Any, buf: Any) -> None:
    """Buffer a stream in BUFSIZ bytes of buf, or not at all, setbuf(3).

    ``void setbuf(FILE *stream, char *buf);``

    See setvbuf() for what becomes of buf.
    """
    setvbuf(
        stream,
        buf,
        constants._IONBF if arguments.is_null(buf) else constants._IOFBF,
        constants.BUFSIZ,
    )


def setlinebuf(stream: Any) -> None:
    """Write a stream's lines when they end, setlinebuf(3).

    ``void setlinebuf(FILE *stream);``
    """
    setvbuf(stream, None, constants._IOLBF, 0)


def fflush(stream: Any) -> int:
    """Hand over to the kernel what the stream's buffer holds, fflush(3).

    ``int fflush(FILE *stream);``

    NULL flushes every stream that was written last.

    Returns 0, or EOF with the errno of write(2).
    """
    if arguments.is_null(stream):
        drained = _drain_all()
        return lib.fflush(arguments.NULL) or drained
    with locked(stream, "fflush"):
        while (result := lib.pysock_fflush(stream._file)) == _RESTART:
            pass
        return result


def _drain(stream: FILE) -> int:
    """Write what the buffer holds, before a call that would lose it to a signal: 0 or EOF."""
    while (result := lib.pysock_drain(stream._file)) == _RESTART:
        pass
    return result


def _drain_all() -> int:
    """Drain every stream but those that other threads are using: 0 or EOF."""
    result = 0
    for stream in tuple(_streams):
        if stream._lock.acquire(blocking=False):
            try:
                if not stream._ended:
                    result |= _drain(stream)
            finally:
                stream._lock.release()
    return result


def flush_python(text: Any) -> None:
    """Flush a stream of Python's own while the process ends."""
    try:
        text.flush()
    except BaseException:
        return  # none, closed, its reader gone, even an interrupt: nothing stops an exit


def _flush_at_exit() -> None:
    """Flush while handlers can run and restart a write: C's own exit() does it when none can.

    Python's streams go first, as they would if C's exit() did it.
    """
    flush_python(sys.stdout)
    flush_python(sys.stderr)
    _drain_all()


atexit.register(_flush_at_exit)


# ------------------------------------------------------------------------------------ writing


def put(text: Any, size: int, stream: FILE) -> int:
    """Write `size` bytes under the stream's lock: how many it took, or -1 for a line unwritten."""
    if stream._pushed:
        _refuse_pushed_back(stream)
    done = lib.pysock_put(text, size, 0, False, stream._file)
    while done <= _RESTART:
        done = lib.pysock_put(text, size, _RESTART - done, True, stream._file)
    return done


def _refuse_pushed_back(stream: FILE) -> None:
    """C: no output directly after input, and no new buffer after the first use."""
    if lib.pysock_pushed_back(stream._file):
        raise UndefinedBehavior(
            f"what ungetc() pushed back into {stream._name} is unread: fseek() comes before output"
        )


def fputc(c: Any, stream: Any) -> int:
    """Write one character, fputc(3).

    ``int fputc(int c, FILE *stream);``

    c is an int or a literal of one byte: C's 'a' is ``"a"``.

    Returns the character as an ``unsigned char``, or EOF with the errno of write(2).
    """
    code = character(c, "fputc") & 0xFF
    with locked(stream, "fputc"):
        return code if put(bytes((code,)), 1, stream) == 1 else _EOF


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
        return 1 if put(text, len(text), stream) == len(text) else _EOF


def puts(s: Any) -> int:
    """Write a string and a newline to stdout, puts(3).

    ``int puts(const char *s);``

    Returns a number >= 0, or EOF with the errno of write(2).
    """
    text = arguments.string(s, "puts")
    with stdout._lock:
        whole = put(text, len(text), stdout) == len(text) and put(b"\n", 1, stdout) == 1
    return len(text) + 1 if whole else _EOF


def fwrite(ptr: Any, size: SupportsIndex, nmemb: SupportsIndex, stream: Any) -> int:
    """Write nmemb items of size bytes, fwrite(3).

    ``size_t fwrite(const void *ptr, size_t size, size_t nmemb, FILE *stream);``

    Returns the number of whole items written; fewer than nmemb with the errno of write(2).
    """
    one, count = operator.index(size), operator.index(nmemb)
    address = arguments.readable(ptr, _extent(one, count), "fwrite")
    with locked(stream, "fwrite"):
        if one == 0 or count == 0:
            return 0
        taken = put(ffi.cast("char *", address), one * count, stream)
    return count if taken == -1 else taken // one


def _extent(size: int, count: int) -> int:
    """How many bytes the items have; a negative number stays one, for the caller's complaint."""
    return min(size, count) if size < 0 or count < 0 else size * count


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


def ungetc(c: Any, stream: Any) -> int:
    """Push one character back to be read again, ungetc(3).

    ``int ungetc(int c, FILE *stream);``

    Returns the character as an ``unsigned char``, or EOF: for EOF, or where it cannot be done.
    """
    code = character(c, "ungetc")
    with locked(stream, "ungetc"):
        if lib.pysock_unflushed(stream._file):
            raise UndefinedBehavior(
                f"ungetc: {stream._name} was written last: fflush() comes before input"
            )
        stream._pushed = True
        return lib.pysock_ungetc(code, stream._file)


def fgets(s: Any, size: SupportsIndex, stream: Any) -> Any:
    """Read a line, or at most ``size - 1`` bytes of it, and end it with a NUL, fgets(3).

    ``char *fgets(char *s, int size, FILE *stream);``

    The newline stays in the line.

    Returns s, or NULL (`None`) at end of file and on failure: feof() and ferror() tell which.
    """
    room = operator.index(size)
    if room <= 0:
        return None
    try:
        got = _line(s, room, stream)
    except OutOfBounds:
        written = arguments.leniently(
            s, room, "fgets", lambda place, size: _line(place, size, stream) + 1
        )
        return s if written > 0 else None
    return None if got == _EOF else s


def _line(s: Any, room: int, stream: Any) -> int:
    """Read a line; returns how many bytes it has, or EOF."""
    address = arguments.writable(s, room, "fgets")
    with locked(stream, "fgets"):
        got = lib.pysock_fgets(address, room, 0, stream._file)
        while got <= _RESTART:
            got = lib.pysock_fgets(address, room, _RESTART - got, stream._file)
    return got


def fread(ptr: Any, size: SupportsIndex, nmemb: SupportsIndex, stream: Any) -> int:
    """Read nmemb items of size bytes, fread(3).

    ``size_t fread(void *ptr, size_t size, size_t nmemb, FILE *stream);``

    Returns the number of whole items; fewer than nmemb at end of file and on failure: feof() and
    ferror() tell which.
    """
    one, count = operator.index(size), operator.index(nmemb)
    total = _extent(one, count)
    try:
        got = _bytes(ptr, total, stream)
    except OutOfBounds:
        got = arguments.leniently(
            ptr, total, "fread", lambda place, size: _bytes(place, size, stream)
        )
    return got // max(one, 1)


def _bytes(place: Any, total: int, stream: Any) -> int:
    """Read so many bytes, or fewer at the end; returns how many."""
    address = arguments.writable(place, total, "fread")
    with locked(stream, "fread"):
        if total == 0:
            return 0
        got = lib.pysock_fread(address, total, 0, stream._file)
        while got <= _RESTART:
            got = lib.pysock_fread(address, total, _RESTART - got, stream._file)
    return got


def getline(lineptr: Any, n: Any, stream: Any) -> int:
    """Read a line of any length into memory that grows, getline(3).

    ``ssize_t getline(char **lineptr, size_t *n, FILE *stream);``

    lineptr is ``ptr(char)()`` and n is ``size_t()``; the program frees the last line.

    Returns the number of bytes with the newline and without the NUL, or -1 at end of file and on
    failure: feof() and ferror() tell which.
    """
    return _delimited(lineptr, n, ord("\n"), stream, "getline")


def getdelim(lineptr: Any, n: Any, delim: Any, stream: Any) -> int:
    """Read up to a delimiter into memory that grows, getdelim(3).

    ``ssize_t getdelim(char **lineptr, size_t *n, int delim, FILE *stream);``

    Returns what getline() returns.
    """
    return _delimited(lineptr, n, character(delim, "getdelim"), stream, "getdelim")


def _delimited(lineptr: Any, n: Any, delimiter: int, stream: Any, call: str) -> int:
    _check_line(lineptr, call)
    arguments.out(n, size_t, call)
    line = ffi.new("pysock_text *")
    try:
        with locked(stream, call):
            while (result := lib.pysock_getdelim(line, delimiter, stream._file)) == _RESTART:
                pass
        if result == _EOF:
            return -1
        text = bytes(ffi.buffer(line.text, line.length)) + b"\0"
    finally:
        lib.pysock_text_free(line)
    place = _grown(lineptr, n, len(text), call)
    ffi.memmove(arguments.writable(place, len(text), call), text, len(text))
    return len(text) - 1


def _check_line(lineptr: Any, call: str) -> None:
    if arguments.is_null(lineptr):
        raise NullPointer(f"{call}: NULL where C needs a `char **`")
    pointer = getattr(lineptr, "_type", None) if isinstance(lineptr, Scalar) else None
    if not isinstance(pointer, PointerType) or not pointer.target.is_char:
        raise TypeError(f"{call}: C wants a `char **`, a ptr(char)(), not {kind_of(lineptr)}")


_FIRST_LINE = 120  # what glibc begins with; then it doubles


def _grown(lineptr: Any, n: Any, needed: int, call: str) -> Value:
    """The line's memory with room for `needed` bytes: C's realloc, where it has less."""
    old = pointee_of(lineptr)
    room = 0 if old is None else n[0]
    if old is not None and room > old._room:
        raise OutOfBounds(f"{call}: *n says {room} bytes, the object has {old._room}")
    if old is not None and needed <= room:
        return old
    if old is not None:
        _release(old, needed, call)
    size = max(needed, _FIRST_LINE, 2 * room)
    lineptr.value = char.pointer(Allocation(ffi.new("char[]", size), size), 0, 0, size)
    n[0] = size
    return lineptr.value


def _release(old: Value, needed: int, call: str) -> None:
    if not isinstance(old._memory, Allocation) or old._offset != 0:
        raise InvalidFree(
            f"{call}: the line needs {needed} bytes, and {kind_of(old)} cannot grow:"
            " it is not what malloc() returned"
        )
    old._memory.free(call)


# ------------------------------------------------------------------------ position and condition


def feof(stream: Any) -> int:
    """Ask whether a read has met the end of the file, feof(3).

    ``int feof(FILE *stream);``

    It is true only after a read that failed: ``while not feof(f)`` sees the last line twice.

    Returns a number that is not 0 after the end of the file, else 0.
    """
    with locked(stream, "feof"):
        return lib.feof(stream._file)


def ferror(stream: Any) -> int:
    """Ask whether a call on the stream has failed, ferror(3).

    ``int ferror(FILE *stream);``

    Returns a number that is not 0 after a failure, else 0.
    """
    with locked(stream, "ferror"):
        return lib.ferror(stream._file)


def clearerr(stream: Any) -> None:
    """Forget end of file and failures, clearerr(3).

    ``void clearerr(FILE *stream);``
    """
    with locked(stream, "clearerr"):
        lib.clearerr(stream._file)


def fseek(stream: Any, offset: SupportsIndex, whence: SupportsIndex) -> int:
    """Move a stream's position, fseek(3).

    ``int fseek(FILE *stream, long offset, int whence);``

    Returns 0, or -1: EINVAL, ESPIPE, or the errno of write(2).
    """
    to, origin = operator.index(offset), operator.index(whence)
    with locked(stream, "fseek"):
        _drain(stream)
        return lib.fseek(stream._file, to, origin)


def fseeko(stream: Any, offset: SupportsIndex, whence: SupportsIndex) -> int:
    """Move a stream's position, with an `off_t`, fseeko(3).

    ``int fseeko(FILE *stream, off_t offset, int whence);``

    Returns what fseek() returns.
    """
    to, origin = operator.index(offset), operator.index(whence)
    with locked(stream, "fseeko"):
        _drain(stream)
        return lib.fseeko(stream._file, to, origin)


def ftell(stream: Any) -> int:
    """Tell a stream's position, ftell(3).

    ``long ftell(FILE *stream);``

    Returns the position in bytes, or -1: ESPIPE.
    """
    with locked(stream, "ftell"):
        return lib.ftell(stream._file)


def ftello(stream: Any) -> int:
    """Tell a stream's position as an `off_t`, ftello(3).

    ``off_t ftello(FILE *stream);``

    Returns what ftell() returns.
    """
    with locked(stream, "ftello"):
        return lib.ftello(stream._file)


def rewind(stream: Any) -> None:
    """Go back to the beginning, and forget failures, rewind(3).

    ``void rewind(FILE *stream);``
    """
    with locked(stream, "rewind"):
        _drain(stream)
        lib.rewind(stream._file)


def fgetpos(stream: Any, pos: Any) -> int:
    """Note a stream's position in an `fpos_t`, fgetpos(3).

    ``int fgetpos(FILE *stream, fpos_t *pos);``

    Returns 0, or -1: ESPIPE.
    """
    place = ffi.cast("fpos_t *", arguments.out(pos, fpos_t, "fgetpos"))
    with locked(stream, "fgetpos"):
        return lib.fgetpos(stream._file, place)


def fsetpos(stream: Any, pos: Any) -> int:
    """Go back to a position that fgetpos() noted, fsetpos(3).

    ``int fsetpos(FILE *stream, const fpos_t *pos);``

    Returns 0, or -1: EINVAL, ESPIPE.
    """
    place = ffi.cast("fpos_t *", arguments.out(pos, fpos_t, "fsetpos"))
    with locked(stream, "fsetpos"):
        _drain(stream)
        return lib.fsetpos(stream._file, place)


# ------------------------------------------------------------------------------------- locking


def flockfile(stream: Any) -> None:
    """Keep other threads off a stream, flockfile(3).

    ``void flockfile(FILE *stream);``
    """
    locked(stream, "flockfile").acquire()
    stream._held += 1


def ftrylockfile(stream: Any) -> int:
    """Keep other threads off a stream, if none is on it, ftrylockfile(3).

    ``int ftrylockfile(FILE *stream);``

    Returns 0, or a number that is not 0 where another thread has the stream.
    """
    if not locked(stream, "ftrylockfile").acquire(blocking=False):
        return -1
    stream._held += 1
    return 0


def funlockfile(stream: Any) -> None:
    """Let other threads on the stream again, funlockfile(3).

    ``void funlockfile(FILE *stream);``
    """
    lock = locked(stream, "funlockfile")
    if not lock._is_owned() or not stream._held:  # type: ignore[attr-defined]
        raise UndefinedBehavior(f"funlockfile: this thread does not hold {stream._name}")
    stream._held -= 1
    lock.release()
