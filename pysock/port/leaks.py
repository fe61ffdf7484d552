"""What a program that `pysock run` runs lost without giving it to free()."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from pysock import _allocation
from pysock._allocation import Allocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pysock._allocation import CData


class Leaks:
    """The objects of the heap to which no pointer leads any more, by the lines that made them."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = paths  # the files of the program
        self._lost: Counter[tuple[str, int, int]] = Counter()
        self._process = os.getpid()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch what is allocated meanwhile."""
        leaks = self

        class Watched(Allocation):
            __slots__ = ("place",)

            def __init__(self, base: CData, size: int) -> None:
                super().__init__(base, size)
                self.place = leaks._place()

            def __del__(self) -> None:
                # What a parent lost, or its child has a copy of, is the parent's to tell.
                if self.ended is None and leaks._process == os.getpid():
                    path, line = self.place
                    leaks._lost[path, line, self.size] += 1

        # malloc(), strdup(), getline() and their kin make them by this name.
        makers = [
            module
            for name, module in sys.modules.items()
            if name.startswith("pysock._")
            and module is not _allocation
            and getattr(module, "Allocation", None) is Allocation
        ]
        for module in makers:
            setattr(module, "Allocation", Watched)  # noqa: B010
        try:
            yield
        finally:
            for module in makers:
                setattr(module, "Allocation", Allocation)  # noqa: B010

    def _place(self) -> tuple[str, int]:
        """The line of the program that is running."""
        frame = sys._getframe(2)
        while frame.f_back is not None and frame.f_code.co_filename not in self._paths:
            frame = frame.f_back
        return frame.f_code.co_filename, frame.f_lineno

    def told(self) -> str:
        """A line for each place."""
        gc.collect()  # lists that lead back to themselves
        return "".join(
            f"{path}:{line}: never freed: {count} object{'s' * (count > 1)} of {size} bytes\n"
            for (path, line, size), count in sorted(self._lost.items())
        )
