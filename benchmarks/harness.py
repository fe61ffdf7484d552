"""What is measured and by whom: columns, groups of rows, statistics of interleaved rounds."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contenders import Contender

C, STDLIB, LAYER, PYTHONIC, CFFI, CTYPES, ASYNCIO, UVLOOP = COLUMNS = (
    "C",
    "standard library",
    "C layer",
    "Pythonic",
    "raw cffi",
    "ctypes",
    "asyncio",
    "uvloop",
)
C_STYLE = (LAYER, CFFI, CTYPES)  # C's calls by their names, on C's values: dialects.py
OBJECTS = (STDLIB, PYTHONIC)  # sockets with the standard library's methods
LOOPS = (ASYNCIO, UVLOOP)
CALLERS = (C, *OBJECTS, *C_STYLE)  # whose system calls are the program's own

# System calls that do the same, by the name that a report gives them.
FAMILIES = {
    "send": {"write", "writev", "sendto", "sendmsg", "sendmmsg"},
    "receive": {"read", "readv", "recvfrom", "recvmsg", "recvmmsg"},
    "wait": {"poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2"},
    "accept": {"accept", "accept4"},
    "fork": {"clone", "clone3", "fork", "vfork"},
    "waitpid": {"wait4", "waitid"},
    "socket": {"socket"},
    "setsockopt": {"setsockopt"},
}


class UnequalWorkError(AssertionError):
    """Two contenders did not do the same work."""


@dataclass(frozen=True)
class Answer:
    """One turn: the nanoseconds of each row, and the work that was done in either direction."""

    times: tuple[int, ...]
    sent: int
    received: int


@dataclass(frozen=True)
class Case:
    """Rows that one turn measures together."""

    arguments: str  # what the contenders are told
    labels: tuple[str, ...]  # the rows
    count: int  # operations in a turn
    work: int = 0  # of an operation, in either direction: bytes, connections, children
    scales: tuple[int, ...] = ()  # operations of each row for one of `count`; 1 if not told
    least: int = 1  # of which `count` is a multiple
    quick: bool = True  # whether a quick run has it
    same: tuple[str, ...] = ()  # families of calls that every caller makes as often as C
    differing: Mapping[str, str] = field(default_factory=dict)  # … but these columns: why
    weight: int = 1  # a turn of a heavy case comes so many times less often
    empty: Mapping[str, str] = field(default_factory=dict)  # why a column has nothing here

    def each(self, answer: Answer, count: int) -> list[float]:
        """The nanoseconds of one operation of each row."""
        scales = self.scales or (1,) * len(self.labels)
        return [time / count / scale for time, scale in zip(answer.times, scales, strict=True)]

    def check(self, column: str, answer: Answer, count: int) -> None:
        """All contenders do the same work."""
        if not self.work * count == answer.sent == answer.received:
            raise UnequalWorkError(
                f"{self.arguments!r}: {column} did {answer.sent} and {answer.received}, "
                f"expected {self.work * count}"
            )

    def check_calls(self, calls: Mapping[str, Mapping[str, float]]) -> None:
        """All callers make the same system calls; told by column and family."""
        for family in self.same:
            made = {
                column: families.get(family, 0)
                for column, families in calls.items()
                if column in CALLERS and column not in self.differing
            }
            if len(set(made.values())) > 1:
                raise UnequalWorkError(
                    f"{self.arguments!r}: calls to {family} per operation: {made}"
                )


def ask(contender: Contender, case: Case, count: int) -> Answer:
    """One turn of most groups: the contender itself has the clock."""
    return contender.ask(f"{count} {case.arguments}")


@dataclass(frozen=True)
class Group:
    """Cases that one module of rows/ and its C twin know."""

    name: str  # of both
    title: str
    cases: tuple[Case, ...]
    empty: Mapping[str, str] = field(default_factory=dict)
    turn: Callable[[Contender, Case, int], Answer] = ask
    warm: bool = True  # whether a short turn off the clock goes before each

    def why_empty(self, column: str, case: Case) -> str | None:
        """Why a column has nothing to measure in a case."""
        return self.empty.get(column) or case.empty.get(column)


@dataclass
class Cell:
    """What the rounds of one contender say about one row, in nanoseconds."""

    samples: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The time of an operation."""
        return statistics.median(self.samples)

    @property
    def spread(self) -> float:
        """The interquartile range."""
        first, _, third = statistics.quantiles(self.samples, n=4)
        return third - first

    def speed(self, base: Cell) -> float:
        """How many times as fast as another: the median of the rounds' ratios.

        Neighbours in time are compared, so a busy moment of the machine hits both.
        """
        pairs = zip(base.samples, self.samples, strict=True)
        return statistics.median(other / own for other, own in pairs)


@dataclass
class Row:
    """A line of the report."""

    group: str
    label: str
    cells: dict[str, Cell]
    empty: dict[str, str]  # the reasons, by column
    calls: dict[str, dict[str, float]] = field(default_factory=dict)  # per operation of the case

    def speed(self, column: str, base: str) -> float | None:
        """How many times as fast as the base a column is, where both were measured."""
        if column not in self.cells or base not in self.cells:
            return None
        return self.cells[column].speed(self.cells[base])
