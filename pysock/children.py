"""Child processes: fork(2) with a function, and an end that is always waited for."""

from __future__ import annotations

import contextlib
import os
import signal as standard
import sys
import threading
import time
import warnings
from typing import NamedTuple

import pysock as c

from .errors import SocketError
from .fdsets import Limit
from .handlers import blocked_signals
from .sockets import Socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any, NoReturn

    from typing_extensions import Self

__all__ = ["Child", "ExitStatus"]

_FIRST_LOOK, _LONGEST_LOOK = 0.0005, 0.05  # seconds between two looks


class ExitStatus(NamedTuple):
    """How a process ended: with an exit status (`code`) or by a `signal`; the other is None."""

    code: int | None
    signal: int | None
    dumped_core: bool = False

    @classmethod
    def from_c(cls, wstatus: Any) -> ExitStatus:
        """What the wait status of wait(2) says."""
        if c.WIFEXITED(wstatus):
            return cls(c.WEXITSTATUS(wstatus), None)
        if not c.WIFSIGNALED(wstatus):
            raise ValueError(f"the wait status {int(wstatus):#x} is of no process that ended")
        signum = c.WTERMSIG(wstatus)
        with contextlib.suppress(ValueError):  # a real-time signal is a number
            signum = standard.Signals(signum)
        return cls(None, signum, bool(c.WCOREDUMP(wstatus)))

    @property
    def success(self) -> bool:
        """Whether it ended with status 0."""
        return self.code == 0

    @property
    def returncode(self) -> int:
        """As `subprocess` gives it: the exit status, or minus the signal."""
        return -self.signal if self.code is None else self.code  # type: ignore[operator]

    def __str__(self) -> str:
        if self.code is not None:
            return f"exit status {self.code}"
        name = getattr(self.signal, "name", None) or f"signal {self.signal}"
        return f"ended by {name}" + (" (core dumped)" if self.dumped_core else "")


class Child:
    """A forked process that runs a function: ``with Child(work, sock) as child: …``.

    The child has a copy of everything, as after fork(2). It ends with what the function returns,
    as sys.exit() takes it: an int is the status, None is 0. An exception is printed and gives
    status 1. All output is flushed before the fork and at the child's end; nothing else of the
    parent's runs there: no ``finally`` below the call, no atexit function.

    With `channel` the function gets, as its first argument, a `Socket` that is connected to the
    parent's `child.channel`.

    Leaving the ``with`` block closes the channel and waits for the child; an exception sends it
    SIGTERM first. A child that is forgotten warns, and is waited for when it has ended, so that no
    zombie stays while the process makes children.
    """

    def __init__(
        self,
        function: Callable[..., object],
        *args: object,
        channel: bool = False,
        **kwargs: object,
    ) -> None:
        self.status: ExitStatus | None = None
        self.pid = 0
        _bury_forgotten()
        self._parent = os.getpid()
        self._lock = threading.RLock()
        self._channel: Socket | None = None
        other: Socket | None = None
        if channel:
            self._channel, other = Socket.pair()
        _flush()
        # Held back, no handler can raise in the child before what it raises is caught.
        with contextlib.ExitStack() as held:
            held.enter_context(blocked_signals())
            pid = c.fork()
            if pid == 0:
                held.callback(self._close_channel)
                _run(held.close, function, args if other is None else (other, *args), kwargs)
        if other is not None:
            other.close()
        if pid == -1:
            error = SocketError.from_errno("fork")
            self._close_channel()
            raise error
        self.pid = pid

    @property
    def channel(self) -> Socket:
        """The parent's end of the channel."""
        if self._channel is None:
            raise AttributeError("the child was made without channel=True")
        return self._channel

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self.poll() is None

    def poll(self) -> ExitStatus | None:
        """How the child ended, waitpid(2); None while it runs."""
        with self._lock:
            if self.status is None:
                place = c.int_()
                if self._waited(lambda: c.waitpid(self.pid, place, c.WNOHANG), "waitpid"):
                    self.status = ExitStatus.from_c(place)
            return self.status

    def wait(self, timeout: float | None = None) -> ExitStatus:
        """Wait until the child has ended, at most timeout seconds, and bury it, waitpid(2).

        TimeoutError after the timeout. If somebody else waited for it, ChildProcessError.
        """
        limit = Limit(timeout)
        pause = _FIRST_LOOK
        while (status := self.poll()) is None:
            if timeout is None:
                self._await_end()
                continue
            if limit.is_over():
                raise SocketError.timed_out(timeout, "waitpid", self.pid)
            time.sleep(min(pause, limit.left() or 0))
            pause = min(2 * pause, _LONGEST_LOOK)
        return status

    def _await_end(self) -> None:
        """Wait, and leave the child for `poll()`, so that a signal meanwhile hits no other."""

        def attempt() -> int:
            return c.waitid(c.P_PID, self.pid, None, c.WEXITED | c.WNOWAIT)

        with contextlib.suppress(ChildProcessError):  # another thread was first
            self._waited(attempt, "waitid")

    def _waited(self, attempt: Callable[[], int], call: str) -> int:
        if self.pid <= 0:
            raise ValueError("the child was never started")
        while (result := attempt()) == -1:
            if c.errno != c.EINTR:
                raise SocketError.from_errno(call, self.pid)
        return result

    def send_signal(self, signum: int) -> None:
        """Send the child a signal, kill(2); one that has ended gets none."""
        with self._lock:
            if self.poll() is None and c.kill(self.pid, signum) == -1:
                raise SocketError.from_errno("kill", self.pid, signum)

    def terminate(self) -> None:
        """Ask the child to end: SIGTERM."""
        self.send_signal(c.SIGTERM)

    def kill(self) -> None:
        """End the child: SIGKILL."""
        self.send_signal(c.SIGKILL)

    def _close_channel(self) -> None:
        if self._channel is not None:
            self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close_channel()
        if error is not None:
            self.terminate()
        self.wait()

    def __del__(self) -> None:
        if not getattr(self, "pid", 0) or self.status is not None or self._parent != os.getpid():
            return
        _forgotten.add(self.pid)
        warnings.warn(f"nobody waited for {self!r}", ResourceWarning, stacklevel=2, source=self)

    def __repr__(self) -> str:
        return f"<pysock.Child {self.pid} {self.status or 'not waited for'}>"


# Children that the program has lost. They become zombies when they end, until the next child.
_forgotten: set[int] = set()


def _bury_forgotten() -> None:
    for pid in tuple(_forgotten):
        if c.waitpid(pid, None, c.WNOHANG) != 0:  # buried now, or by somebody else
            _forgotten.discard(pid)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forgotten.clear)


def _flush() -> None:
    """Write what Python and C hold back: after a fork both processes would."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(ValueError):  # closed
                stream.flush()
    c.fflush(None)


def _run(
    begin: Callable[[], None],
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> NoReturn:
    """The child's whole life."""
    status = 1
    try:
        begin()
        status = _exit_code(function(*args, **kwargs))
    except SystemExit as end:
        status = _exit_code(end.code)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        try:
            _flush()
        except BaseException:
            status = status or 1  # nothing stops an end: not a full disk, not a reader that left
        finally:
            c._exit(status)


def _exit_code(result: object) -> int:
    """The status that sys.exit() would give."""
    if result is None:
        return 0
    if isinstance(result, int):
        return result & 0xFF
    print(result, file=sys.stderr)
    return 1
