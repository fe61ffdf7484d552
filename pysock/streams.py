"""Streams: a C ``FILE *`` with its buffer, as a file object of Python."""

from __future__ import annotations

import codecs
import contextlib
import os
import warnings
from typing import TYPE_CHECKING, Any, AnyStr, Generic, SupportsIndex

import pysock as c

from .errors import SocketError
from .fdsets import descriptor
from .sockets import no_sigpipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Literal, TypeAlias, overload

    from typing_extensions import Buffer, Self

    from .fdsets import HasFileno

    File: TypeAlias = str | bytes | os.PathLike[str] | os.PathLike[bytes] | int | HasFileno
    TextMode: TypeAlias = Literal["r", "w", "a", "x", "r+", "w+", "a+", "x+"]
    BinaryMode: TypeAlias = Literal[
        "rb", "wb", "ab", "xb", "r+b", "w+b", "a+b", "x+b", "rb+", "wb+", "ab+", "xb+"
    ]

__all__ = ["Stream"]

_CHUNK = 65536
_FLAGS = {
    "r": c.O_RDONLY,
    "w": c.O_WRONLY | c.O_CREAT | c.O_TRUNC,
    "a": c.O_WRONLY | c.O_CREAT | c.O_APPEND,
    "x": c.O_WRONLY | c.O_CREAT | c.O_EXCL,
}
_WAYS = c.O_RDONLY | c.O_WRONLY | c.O_RDWR
_HANDLES = hasattr(c, "O_NOINHERIT")  # where no socket is a descriptor
_EXTRA = getattr(c, "O_CLOEXEC", 0) | getattr(c, "O_BINARY", 0) | getattr(c, "O_NOINHERIT", 0)


class Stream(Generic[AnyStr]):
    """A C stream, ``FILE *``, with the methods of a Python file: C's buffer, Python's errors.

    `file` is a path, which is opened; a descriptor, which is taken over; or an object with a
    `fileno()` (a socket, a pipe's end), whose descriptor is duplicated, so that each is closed by
    itself. On Windows no socket has a descriptor: TypeError, and `Socket.makefile()` does it there.
    `mode` is as for `open()`: with "b" it reads and writes bytes, else text, whose lines end in a
    newline on every platform.

    `buffering` is C's: -1 as C chooses, 0 none, 1 each line (on Windows C has no such buffer: that
    is one of the usual size), more a buffer of so many bytes. What is in it goes out by `flush()`,
    `close()` or when it is full, and is copied by fork(2).

    What fails raises `SocketError`. Reading goes on after a signal; so does writing, where the
    handler has SA_RESTART (those of `SignalHandler` do), else it raises InterruptedError: C has
    then forgotten what the buffer held. Programs that the process starts do not inherit the
    descriptor. Leave the stream by ``with`` or `close()`.
    """

    if TYPE_CHECKING:

        @overload
        def __init__(
            self: Stream[str],
            file: File,
            mode: TextMode = "r",
            buffering: int = -1,
            encoding: str = "utf-8",
            errors: str = "strict",
        ) -> None: ...
        @overload
        def __init__(
            self: Stream[bytes], file: File, mode: BinaryMode, buffering: int = -1
        ) -> None: ...

    def __init__(
        self,
        file: File,
        mode: str = "r",
        buffering: int = -1,
        encoding: str = "utf-8",
        errors: str = "strict",
    ) -> None:
        self._file: c.FILE | None = None
        self._mode = mode
        self._name = file
        kind, plus, self._binary = _parsed(mode)
        if buffering < -1:
            raise ValueError(f"buffering of {buffering}: -1, 0, 1 or a number of bytes")
        self._reads = plus or kind == "r"
        self._writes = plus or kind != "r"
        self._last = ""  # whether it was read or written: C wants a word between the two
        if not self._binary:
            _check_encoding(encoding)
            self._encoding, self._errors = encoding, errors
            self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._line: Any = c.ptr(c.char)()
        self._room: Any = c.size_t()
        c_mode = kind.replace("x", "w") + ("+" if plus else "") + "b"
        self._open(file, _FLAGS[kind], plus, c_mode)
        if buffering != -1:
            self._buffer(buffering)

    def _open(self, file: Any, flags: int, plus: bool, mode: str) -> None:
        if isinstance(file, (str, bytes, os.PathLike)):
            path = os.fsencode(file)
            flags = (flags & ~_WAYS | c.O_RDWR if plus else flags) | _EXTRA
            while (fd := c.open(path, flags, 0o666)) == -1:
                if c.errno != c.EINTR:
                    raise SocketError.from_errno("open", os.fsdecode(path), self._mode)
        elif isinstance(file, int):
            fd = file
        elif _HANDLES and hasattr(file, "getsockopt"):
            raise TypeError("a socket is no descriptor on Windows: makefile() makes a file of it")
        else:
            fd = _duplicate(descriptor(file))
        stream = c.fdopen(fd, mode)
        if stream is None:
            error = SocketError.from_errno("fdopen", fd, mode)
            if fd != file:
                c.close(fd)
            raise error
        self._file = stream

    def _buffer(self, size: int) -> None:
        """Choose the buffer, before the stream is used."""
        kind = c._IONBF if size == 0 else c._IOLBF if size == 1 else c._IOFBF
        room = c.BUFSIZ if size < 2 else size
        if c.setvbuf(self._stream(), c.char[room](), kind, room) != 0:
            raise SocketError.from_errno("setvbuf", size)

    # ------------------------------------------------------------------------- what it is

    @property
    def name(self) -> Any:
        """The path, descriptor or object that it was made of."""
        return self._name

    @property
    def mode(self) -> str:
        """How it was opened."""
        return self._mode

    @property
    def closed(self) -> bool:
        """Whether the stream is closed."""
        return self._file is None

    @property
    def eof(self) -> bool:
        """Whether a read has met the end, feof(3)."""
        return bool(c.feof(self._stream()))

    @property
    def error(self) -> bool:
        """Whether a call on the stream has failed, ferror(3); `clear()` forgets it."""
        return bool(c.ferror(self._stream()))

    def clear(self) -> None:
        """Forget end and failures, clearerr(3): what has come since can be read."""
        c.clearerr(self._stream())

    def fileno(self) -> int:
        """The descriptor, fileno(3)."""
        return c.fileno(self._stream())

    def readable(self) -> bool:
        """Whether it was opened for reading."""
        self._stream()
        return self._reads

    def writable(self) -> bool:
        """Whether it was opened for writing."""
        self._stream()
        return self._writes

    def seekable(self) -> bool:
        """Whether it has a position: a socket or pipe has none."""
        return c.lseek(self.fileno(), 0, c.SEEK_CUR) != -1

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return os.isatty(self.fileno())

    def __repr__(self) -> str:
        state = " closed" if self.closed else f" fd={self.fileno()}"
        return f"<pysock.Stream {self._name!r} {self._mode!r}{state}>"

    def _stream(self) -> c.FILE:
        if self._file is None:
            raise ValueError("I/O operation on a closed stream")
        return self._file

    def _turned(self, to: str) -> c.FILE:
        """The stream, ready to be read or written; between the two C wants a flush or a seek."""
        stream = self._stream()
        if not (self._reads if to == "read" else self._writes):
            raise OSError(f"the stream was opened with {self._mode!r}: no {to}")
        if self._last != to:
            if self._last == "write":
                self.flush()
            elif self._last == "read":
                c.fseek(stream, 0, c.SEEK_CUR)  # a socket has no position, and needs none
            self._last = to
        return stream

    # --------------------------------------------------------------------------- reading

    def read(self, size: SupportsIndex | None = -1) -> AnyStr:
        """Read size characters or bytes, or up to the end, fread(3); fewer only at the end."""
        count = -1 if size is None else size.__index__()
        with self._locked("read") as stream:
            if self._binary:
                data: Any = self._read_bytes(stream, count)
            else:
                data = self._read_text(stream, count)
            return data

    def _read_bytes(self, stream: c.FILE, count: int) -> bytes:
        data = bytearray()
        while count < 0 or len(data) < count:
            room = _CHUNK if count < 0 else min(_CHUNK, count - len(data))
            part = bytearray(room)
            got = c.fread(part, 1, room, stream)
            data += memoryview(part)[:got]
            if got < room and not self._goes_on(stream, "fread", room):
                break
        return bytes(data)

    def _read_text(self, stream: c.FILE, count: int) -> str:
        """Never more bytes than characters are wanted, so that none is read too much."""
        text = ""
        while count < 0 or len(text) < count:
            data = self._read_bytes(stream, -1 if count < 0 else count - len(text))
            text += self._decoder.decode(data, final=not data)
            if count < 0:
                return text + self._decoder.decode(b"", final=True)
            if not data:
                break
        return text

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer with bytes, fread(3); how many they are: fewer only at the end."""
        if not self._binary:
            raise TypeError("readinto() is for streams of bytes")
        with self._locked("read") as stream, memoryview(buffer).cast("B") as view:
            done = 0
            while done < len(view):
                with view[done:] as rest:
                    got = c.fread(rest, 1, len(rest), stream)
                done += got
                if done < len(view) and not self._goes_on(stream, "fread", len(view)):
                    break
            return done

    def readline(self, size: SupportsIndex | None = -1) -> AnyStr:
        """Read a line with its newline, or at most size characters of it, getline(3)."""
        limit = -1 if size is None else size.__index__()
        with self._locked("read") as stream:
            if limit >= 0:
                return self._read_short_line(limit)
            data = self._read_line(stream)
            line: Any = data if self._binary else self._decoder.decode(data, final=True)
        return line

    def _read_line(self, stream: c.FILE) -> bytes:
        data = b""
        while not data.endswith(b"\n"):
            got = c.getline(self._line, self._room, stream)
            if got > 0:
                data += self._line.value[:got]
            if not data.endswith(b"\n") and not self._goes_on(stream, "getline"):
                break
        return data

    def _read_short_line(self, limit: int) -> AnyStr:
        newline: Any = b"\n" if self._binary else "\n"
        line: Any = newline[:0]
        while len(line) < limit and (part := self.read(1)):
            line += part
            if part == newline:
                break
        result: AnyStr = line
        return result

    def _goes_on(self, stream: c.FILE, call: str, *shown: object) -> bool:
        """Whether a call that came short is made again: a signal ended it, and not the end."""
        if not c.ferror(stream):
            return False
        error = self._failed(stream, call, *shown)
        if error.errno != c.EINTR:
            raise error
        return True

    def readlines(self) -> list[AnyStr]:
        """All lines up to the end."""
        return list(self)

    def __iter__(self) -> Iterator[AnyStr]:
        return self

    def __next__(self) -> AnyStr:
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    # --------------------------------------------------------------------------- writing

    def write(self, data: AnyStr | Buffer) -> int:
        """Write text or bytes into the buffer, fwrite(3); their length."""
        if self._binary:
            if isinstance(data, str):
                raise TypeError("a stream of bytes writes no str")
            raw = bytes(data)
        elif isinstance(data, str):
            raw = data.encode(self._encoding, self._errors)
        else:
            raise TypeError(f"a stream of text writes str, not {type(data).__name__}")
        with self._locked("write") as stream, no_sigpipe():
            if c.fwrite(raw, 1, len(raw), stream) != len(raw):
                raise self._failed(stream, "fwrite", len(raw))
        return len(data) if isinstance(data, str) else len(raw)

    def writelines(self, lines: Iterable[AnyStr | Buffer]) -> None:
        """Write one after the other; no newline is added."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Hand over to the kernel what the buffer holds, fflush(3)."""
        stream = self._stream()
        with no_sigpipe():
            if c.fflush(stream) == c.EOF:
                raise self._failed(stream, "fflush")

    def _failed(self, stream: c.FILE, call: str, *shown: object) -> SocketError:
        error = SocketError.from_errno(call, *shown)
        c.clearerr(stream)
        return error

    def half_close(self) -> None:
        """Write out all, and end the sending half of a socket for all its descriptors, shutdown(2).

        The peer reads the end of the stream; what it sends can still be read.
        """
        self.flush()
        if c.shutdown(self.fileno(), c.SHUT_WR) == -1:
            raise SocketError.from_errno("shutdown", "SHUT_WR")
        self._writes = False

    # -------------------------------------------------------------------------- position

    def seek(self, offset: SupportsIndex, whence: int = os.SEEK_SET) -> int:
        """Go to a place, in bytes, fseeko(3); the new position."""
        self._flush_written()
        stream = self._stream()
        if c.fseeko(stream, offset, whence) == -1:
            raise SocketError.from_errno("fseeko", offset, whence)
        if not self._binary:
            self._decoder.reset()
        return self.tell()

    def tell(self) -> int:
        """The position, in bytes, ftello(3)."""
        place = c.ftello(self._stream())
        if place == -1:
            raise SocketError.from_errno("ftello")
        return place

    def rewind(self) -> None:
        """Go back to the beginning, and forget end and failures, rewind(3)."""
        self.seek(0)
        self.clear()

    def _flush_written(self) -> None:
        if self._last == "write":
            self.flush()
        self._last = ""

    # ------------------------------------------------------------------------------- end

    @contextlib.contextmanager
    def _locked(self, to: str) -> Iterator[c.FILE]:
        """Keep other threads off for the whole of a read or write, flockfile(3)."""
        stream = self._turned(to)
        c.flockfile(stream)
        try:
            yield stream
        finally:
            c.funlockfile(stream)

    def close(self) -> None:
        """Write out what the buffer holds, and close the descriptor, fclose(3)."""
        stream = self._file
        if stream is None:
            return
        try:
            self._flush_written()
        finally:
            self._file = None
            with no_sigpipe():
                result, number = c.fclose(stream), int(c.errno)
        if result == c.EOF:
            raise SocketError.from_number(number, "fclose")

    def __enter__(self) -> Self:
        self._stream()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_file", None) is None:
            return
        try:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
        finally:  # the warning may be an error
            with contextlib.suppress(OSError):
                self.close()


def _duplicate(fd: int) -> int:
    """Another descriptor of the same file, which programs started later do not inherit."""
    try:
        return os.dup(fd)
    except OSError as error:
        raise SocketError.from_number(error.errno or 0, "dup", fd) from None


def _parsed(mode: str) -> tuple[str, bool, bool]:
    """Which of r, w, a, x; whether +; whether b."""
    kind, rest = mode[:1], mode[1:]
    if kind not in _FLAGS or sorted(rest.replace("t", "", 1)) not in ([], ["+"], ["b"], ["+", "b"]):
        raise ValueError(f"a mode of {mode!r}: one of r, w, a and x, with + and b if you like")
    if "b" in rest and "t" in rest:
        raise ValueError(f"a mode of {mode!r}: text and bytes at once")
    return kind, "+" in rest, "b" in rest


def _check_encoding(encoding: str) -> None:
    """C finds the end of a line by a byte."""
    if "\n".encode(encoding) != b"\n":
        raise ValueError(
            f"{encoding} writes a newline otherwise than C: read bytes, and decode them"
        )
