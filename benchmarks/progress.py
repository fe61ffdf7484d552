"""How far a run is, on a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType

WIDTH = 30


class Progress:
    """A bar on standard error."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._begun = self._told = time.monotonic()

    def step(self, what: str) -> None:
        """One more of the total is done."""
        self._done += 1
        now = time.monotonic()
        if now - self._told < 0.2 or not sys.stderr.isatty():
            return
        self._told = now
        share = self._done / self._total
        left = (now - self._begun) / share * (1 - share)
        bar = "#" * int(share * WIDTH)
        print(
            f"\r[{bar:<{WIDTH}}] {share:4.0%} {left:4.0f} s left  {what:60.60}",
            end="",
            file=sys.stderr,
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if sys.stderr.isatty():
            print(f"\r{'':{WIDTH + 80}}\r", end="", file=sys.stderr)
