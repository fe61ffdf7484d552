"""Programs that do not end by themselves, have children, sleep: looked at while they run."""

from __future__ import annotations

import os
import select
import time
import tty
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import psutil
from peers import PATIENCE, POLL, Outcome, Program

T = TypeVar("T")


def until(condition: Callable[[], T]) -> T:
    """Look again and again until the condition is true."""
    deadline = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(POLL)
    return result


def children(pid: int) -> list[int]:
    return [child.pid for child in psutil.Process(pid).children()]


def is_asleep(pid: int) -> bool:
    """Whether it waits in a system call that a signal can interrupt."""
    return psutil.Process(pid).status() == psutil.STATUS_SLEEPING


def is_stopped(pid: int) -> bool:
    return psutil.Process(pid).status() == psutil.STATUS_STOPPED


def is_zombie(pid: int) -> bool:
    return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def interrupt(pid: int, sig: int) -> None:
    """Send a signal to a process that is asleep; an earlier one might come before its sleep."""
    until(lambda: is_asleep(pid))
    os.kill(pid, sig)


class Terminal(Program):
    """A program whose stdout is a terminal: C's stdio writes each line to it at once."""

    def __init__(self, language: str, name: str, *args: object, cwd: Path | None = None) -> None:
        self._screen, other_side = os.openpty()
        try:
            tty.setraw(other_side)  # a newline stays a newline
            super().__init__(language, name, *args, cwd=cwd, stdout=other_side)
        finally:
            os.close(other_side)
        self.shown = b""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        os.close(self._screen)

    def await_text(self, text: bytes, times: int = 1) -> None:
        """Wait until it has shown the text so many times."""
        while self.shown.count(text) < times:
            assert self._read(), f"ended after {self.shown!r}, without {text!r}"

    def type(self, text: bytes) -> None:
        """Give it some input, and leave the rest for later."""
        assert self._process.stdin is not None
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def finish(self, stdin: bytes = b"") -> Outcome:
        outcome = super().finish(stdin)
        while self._read():
            pass
        return Outcome(self.shown, outcome.stderr, outcome.status)

    def _read(self) -> bool:
        """Read what the terminal shows now, or will show next; False when all sides are closed."""
        ready, _, _ = select.select([self._screen], [], [], PATIENCE)
        assert ready, f"silent after {self.shown!r}"
        try:
            data = os.read(self._screen, 65536)
        except OSError:  # Linux says EIO at the end
            data = b""
        self.shown += data
        return bool(data)
