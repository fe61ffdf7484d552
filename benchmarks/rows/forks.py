"""Children that end at once, and are waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter_ns

from dialects import dialect
from harness import C_STYLE, LOOPS, PYTHONIC, Case, Group

import pysock

STATUS = 7

GROUP = Group(
    name="forks",
    title="fork+waitpid",
    cases=(
        Case(
            arguments="children",
            labels=("fork+_exit+waitpid",),
            count=8,
            work=STATUS,
            same=("fork",),
        ),
    ),
    empty=dict.fromkeys(LOOPS, "a loop starts programs, and does not fork"),
)


def contender(column: str, stack: ExitStack, _: str) -> Callable[[int], list[int]]:
    """The parent, timed; the work is the statuses that it got."""
    bear = by_child if column == PYTHONIC else by_os
    if column in C_STYLE:
        bear = by_calls(column)

    def turn(count: int) -> list[int]:
        start = perf_counter_ns()
        got = sum(bear() for _ in range(count))
        return [perf_counter_ns() - start, STATUS * count, got]

    return turn


def by_calls(column: str) -> Callable[[], int]:
    """fork, _exit, waitpid."""
    d = dialect(column)
    fork, end, waitpid, status = d.calls.fork, d.calls._exit, d.calls.waitpid, d.array("int", 1)

    def bear() -> int:
        pid = fork()
        if pid == 0:
            end(STATUS)
        waitpid(pid, status, 0)
        return os.waitstatus_to_exitcode(status[0])

    return bear


def by_os() -> int:
    """The standard library's."""
    pid = os.fork()
    if pid == 0:
        os._exit(STATUS)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def work() -> int:
    """What the child does."""
    return STATUS


def by_child() -> int:
    """`Child`, which flushes, holds signals back, and always waits."""
    with pysock.Child(work) as child:
        return child.wait().returncode
