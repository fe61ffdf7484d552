"""Signals: handlers that are put back, and signals that are held back for a while."""

from __future__ import annotations

import signal as standard
import time
from contextlib import ContextDecorator
from typing import Any, Generic, TypeVar

import pysock as c

from .errors import SocketError
from .fdsets import Limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from typing_extensions import Self

__all__ = ["SignalHandler", "blocked_signals"]

_Function = TypeVar("_Function", bound="Callable[..., object]")
_Decorated = TypeVar("_Decorated", bound="Callable[..., object]")
_LOOK_EVERY = 0.01  # seconds, where no call waits for a signal and a time


class SignalHandler(ContextDecorator, Generic[_Function]):
    """A handler for one or more signals, sigaction(2), while a ``with`` block or a function runs.

        with SignalHandler(SIGINT, stop):
            serve()

        @SignalHandler.on(SIGALRM)
        def tick(number): ...

    The handler is a function of the signal, or of the signal and its ``siginfo_t`` with `siginfo`,
    or SIG_IGN or SIG_DFL. It runs in the main thread, with the signal itself and those of `mask`
    held back; what it raises surfaces at the interrupted call. `flags` are sigaction's, by default
    SA_RESTART; the Pythonic layer goes on after a signal in any case.

    Leaving the block puts back what happened before. Blocks may nest, of the same object too.
    """

    def __init__(
        self,
        signals: int | Iterable[int],
        handler: _Function | int,
        *,
        flags: int | None = None,
        mask: Iterable[int] = (),
        siginfo: bool = False,
    ) -> None:
        self._signals = (signals,) if isinstance(signals, int) else tuple(signals)
        self._handler = handler
        self._siginfo = siginfo
        self._action: Any = c.struct.sigaction()
        self._action.sa_flags = c.SA_RESTART if flags is None else flags
        for signum in mask:
            _expect(c.sigaddset(self._action.sa_mask, signum), "sigaddset", signum)
        if callable(handler):
            self._action.sa_flags |= c.SA_SIGINFO
            self._action.sa_sigaction = self._handle
        elif handler in (c.SIG_IGN, c.SIG_DFL):
            self._action.sa_handler = handler
        else:
            raise TypeError(f"a handler is a function, SIG_IGN or SIG_DFL, not {handler!r}")
        self._before: list[list[tuple[int, Any]]] = []

    @classmethod
    def on(
        cls,
        *signals: int,
        flags: int | None = None,
        mask: Iterable[int] = (),
        siginfo: bool = False,
    ) -> Callable[[_Decorated], SignalHandler[_Decorated]]:
        """Make a handler of the function below: ``with`` or `install()` installs it."""

        def decorate(function: _Decorated) -> SignalHandler[_Decorated]:
            return SignalHandler(signals, function, flags=flags, mask=mask, siginfo=siginfo)

        return decorate

    def _handle(self, signum: int, info: Any, context: object) -> None:
        assert callable(self._handler)
        if self._siginfo:
            self._handler(_named(signum), info)
        else:
            self._handler(_named(signum))

    @property
    def handler(self) -> _Function | int:
        """The function, SIG_IGN or SIG_DFL."""
        return self._handler

    @property
    def signals(self) -> tuple[int, ...]:
        """The signals that it is for."""
        return tuple(map(_named, self._signals))

    def install(self) -> None:
        """Install the handler; `restore()` puts back what happened before."""
        before: list[tuple[int, Any]] = []
        try:
            for signum in self._signals:
                old = c.struct.sigaction()
                _expect(c.sigaction(signum, self._action, old), "sigaction", _name(signum))
                before.append((signum, old))
        except BaseException:
            _put_back(before)
            raise
        self._before.append(before)

    def restore(self) -> None:
        """Put back what happened before the last `install()`."""
        if not self._before:
            raise RuntimeError("the handler is not installed")
        _put_back(self._before.pop())

    def __enter__(self) -> Self:
        self.install()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.restore()

    def __repr__(self) -> str:
        names = ", ".join(map(_name, self._signals))
        handler = getattr(self._handler, "__qualname__", None)
        if handler is None:
            handler = "SIG_IGN" if self._handler == c.SIG_IGN else "SIG_DFL"
        return f"<pysock.SignalHandler {names}: {handler}>"


class blocked_signals(ContextDecorator):  # noqa: N801  (read as a function: `with blocked_signals(…)`)
    """Hold signals back in this thread, sigprocmask(2), while a ``with`` block or a function runs.

        with blocked_signals(SIGTERM, SIGINT) as blocked:
            signum = blocked.wait(timeout=5)

    Without arguments it is all signals. What arrived meanwhile comes when the block is left,
    unless `wait()` took it. Children inherit the mask.
    """

    def __init__(self, *signals: int) -> None:
        self._set = c.sigset_t()
        if not signals:
            c.sigfillset(self._set)
        for signum in signals:
            _expect(c.sigaddset(self._set, signum), "sigaddset", signum)
        self._before: list[Any] = []

    def __enter__(self) -> Self:
        before = c.sigset_t()
        _expect(c.sigprocmask(c.SIG_BLOCK, self._set, before), "sigprocmask", "SIG_BLOCK")
        self._before.append(before)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        before = self._before.pop()
        _expect(c.sigprocmask(c.SIG_SETMASK, before, None), "sigprocmask", "SIG_SETMASK")

    @property
    def pending(self) -> set[int]:
        """Which of the signals have arrived and wait, sigpending(2)."""
        waiting = c.sigset_t()
        _expect(c.sigpending(waiting), "sigpending")
        return {
            _named(signum)
            for signum in range(1, c.NSIG)
            if c.sigismember(waiting, signum) == 1 and c.sigismember(self._set, signum) == 1
        }

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for one of the signals, at most timeout seconds, and take it, sigwait(3).

        Returns the signal, or None after the timeout.
        """
        if timeout is None:
            return self._take()
        limit = Limit(timeout)
        if hasattr(c, "sigtimedwait"):
            while (signum := c.sigtimedwait(self._set, None, limit.timespec())) == -1:
                if c.errno == c.EAGAIN:
                    return None
                if c.errno != c.EINTR:
                    raise SocketError.from_errno("sigtimedwait", timeout)
            return _named(signum)
        while not self.pending:
            if limit.is_over():
                return None
            time.sleep(min(_LOOK_EVERY, limit.left() or 0))
        return self._take()

    def _take(self) -> int:
        place = c.int_()
        number = c.sigwait(self._set, place)
        if number:
            raise SocketError.from_number(number, "sigwait")
        return _named(int(place))


def _named(signum: int) -> int:
    """The member of `signal.Signals`, where there is one: real-time signals are numbers."""
    try:
        return standard.Signals(signum)
    except ValueError:
        return signum


def _name(signum: int) -> str:
    return getattr(_named(signum), "name", None) or str(signum)


def _put_back(actions: list[tuple[int, Any]]) -> None:
    for signum, action in reversed(actions):
        _expect(c.sigaction(signum, action, None), "sigaction", _name(signum))


def _expect(result: int, call: str, *shown: object) -> None:
    if result == -1:
        raise SocketError.from_errno(call, *shown)
