"""Pipes: two ends as objects."""

from __future__ import annotations

import contextlib
import operator
import os
import warnings
from typing import SupportsIndex

import pysock as c

from .errors import IncompleteRead, SocketError
from .sockets import no_sigpipe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from typing_extensions import Buffer, Self

__all__ = ["Pipe", "PipeReader", "PipeWriter"]

_CHUNK = 65536  # what a pipe of Linux holds
_PIPE2 = getattr(c, "pipe2", None)


class _End:
    """One end: a descriptor that closes itself, with a ResourceWarning, when it is forgotten."""

    __slots__ = ("__weakref__", "_fd")

    def __init__(self, fileno: SupportsIndex) -> None:
        self._fd = -1
        fd = operator.index(fileno)
        if fd < 0:
            raise ValueError(f"negative file descriptor {fd}")
        self._fd = fd

    def fileno(self) -> int:
        """The descriptor, -1 once closed."""
        return self._fd

    @property
    def closed(self) -> bool:
        """Whether the end is closed."""
        return self._fd == -1

    def close(self) -> None:
        """Close the end, close(2)."""
        fd, self._fd = self._fd, -1
        if fd != -1 and c.close(fd) == -1:
            raise SocketError.from_errno("close", fd)

    def detach(self) -> int:
        """Give the descriptor away: the end is closed, the descriptor is not."""
        fd, self._fd = self._fd, -1
        return fd

    def get_inheritable(self) -> bool:
        """Whether programs that the process starts inherit the descriptor."""
        return os.get_inheritable(self._fd)

    def set_inheritable(self, inheritable: bool) -> None:
        """Let programs that the process starts inherit the descriptor, or not."""
        os.set_inheritable(self._fd, inheritable)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_fd", -1) == -1:
            return
        try:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
        finally:  # the warning may be an error
            with contextlib.suppress(OSError):
                self.close()

    def __repr__(self) -> str:
        state = "closed" if self.closed else f"fd={self._fd}"
        return f"<pysock.{type(self).__name__} {state}>"


class PipeReader(_End):
    """The end of a pipe that is read; iterating gives what comes, until all writers have closed."""

    __slots__ = ()

    def read(self, size: SupportsIndex = _CHUNK) -> bytes:
        """Wait for some bytes, at most size of them, read(2); b"" is the end."""
        room = operator.index(size)
        if room < 0:
            raise ValueError(f"read: a size of {room}")
        buffer = bytearray(room)
        while (got := c.read(self._fd, buffer, room)) == -1:
            if c.errno != c.EINTR:
                raise SocketError.from_errno("read", self._fd, room)
        return bytes(buffer[:got])

    def read_exact(self, size: SupportsIndex) -> bytes:
        """Wait for exactly size bytes; `IncompleteRead`, with what came, if the end is first."""
        data = bytearray()
        room = operator.index(size)
        while len(data) < room:
            part = self.read(room - len(data))
            if not part:
                error = IncompleteRead(f"the pipe ended after {len(data)} of {room} bytes")
                error.partial = bytes(data)
                raise error
            data += part
        return bytes(data)

    def read_all(self) -> bytes:
        """Wait until all writers have closed; everything that they wrote."""
        return b"".join(self)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.read, b"")


class PipeWriter(_End):
    """The end of a pipe that is written."""

    __slots__ = ()

    def write(self, data: Buffer) -> int:
        """Write all of the data, write(2), and return its length.

        BrokenPipeError when nobody reads (on Windows the C runtime says EINVAL); never SIGPIPE.
        """
        with memoryview(data).cast("B") as view, no_sigpipe():
            size, done = len(view), 0
            while done < size:
                with view[done:] as rest:
                    taken = c.write(self._fd, rest, size - done)
                if taken == -1 and c.errno != c.EINTR:
                    raise SocketError.from_errno("write", self._fd, size - done)
                done += max(taken, 0)
            return size


class Pipe:
    """A pipe, pipe(2): what goes into the `writer` comes out of the `reader`.

        reader, writer = Pipe()
        with Pipe() as pipe: ...        # closes both ends

    A forked child has both ends too; programs that the process starts inherit neither. Who reads
    to the end closes the writer first: the end comes when the last copy of it is closed.
    """

    __slots__ = ("reader", "writer")

    def __init__(self) -> None:
        ends = c.int_[2]()
        if _PIPE2 is not None:
            if _PIPE2(ends, c.O_CLOEXEC) == -1:
                raise SocketError.from_errno("pipe2", "O_CLOEXEC")
        elif c.pipe(ends) == -1:
            raise SocketError.from_errno("pipe")
        self.reader = PipeReader(ends[0])
        self.writer = PipeWriter(ends[1])
        if _PIPE2 is None:
            self.reader.set_inheritable(False)
            self.writer.set_inheritable(False)

    def __iter__(self) -> Iterator[PipeReader | PipeWriter]:
        yield self.reader
        yield self.writer

    def close(self) -> None:
        """Close both ends."""
        try:
            self.reader.close()
        finally:
            self.writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<pysock.Pipe {self.reader!r} {self.writer!r}>"
