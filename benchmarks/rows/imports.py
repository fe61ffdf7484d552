"""What an import costs beyond a bare interpreter: both are started by turns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter_ns

from harness import ASYNCIO, CFFI, CTYPES, LAYER, PYTHONIC, STDLIB, UVLOOP, C, Case, Group

STATEMENTS = {
    STDLIB: "import socket, select",
    LAYER: "import pysock",
    PYTHONIC: "from pysock import Socket, Poller",
    CFFI: "import cffi",
    CTYPES: "import ctypes",
    ASYNCIO: "import asyncio",
    UVLOOP: "import uvloop",
}

GROUP = Group(
    name="imports",
    title="Import",
    cases=(Case(arguments="import", labels=("import",), count=1, weight=4),),
    empty={C: "a C program imports nothing"},
)


def contender(column: str, stack: ExitStack, _: str) -> Callable[[int], list[int]]:
    """An interpreter that imports, against one that does not."""

    def turn(count: int) -> list[int]:
        pairs = [(started("pass"), started(STATEMENTS[column])) for _ in range(count)]
        # Chance may let an import that costs nothing come first.
        return [max(1, sum(after - before for before, after in pairs)), 0, 0]

    return turn


def started(statement: str) -> int:
    """The nanoseconds that an interpreter takes from its start to its end."""
    begin = perf_counter_ns()
    subprocess.run([sys.executable, "-I", "-c", statement], check=True)
    return perf_counter_ns() - begin
