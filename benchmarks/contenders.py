"""Contenders are processes: one for each group and column, which measures turns when told to.

A request is a line, `COUNT ARGUMENT…`; the answer is a line of numbers: the nanoseconds of each
row, and what was sent and received. C twins (twin.h) and Python's (worker.py) speak alike.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import TracebackType

from harness import COLUMNS, FAMILIES, UVLOOP, Answer, C, Group

HERE = Path(__file__).resolve().parent
ROWS = HERE / "rows"
COMPILER = [*shlex.split(os.environ.get("CC", "cc")), "-std=gnu11", "-O2", "-Wall", "-Wextra"]
TRACED = ",".join(sorted(set().union(*FAMILIES.values(), {"read", "write"})))

FAMILY = {call: family for family, calls in FAMILIES.items() for call in calls}
REQUEST = re.compile(r'read\(0, "')
ANSWER = re.compile(r'write\(1, "')
CALL = re.compile(r"(\w+)\(")


def compiled(groups: list[Group], directory: Path) -> None:
    """Compile the C twins, the load generator, and the raw cffi module."""
    for name in [group.name for group in groups if has_twin(group)]:
        sources = [HERE / "twin.c", ROWS / f"{name}.c"]
        subprocess.run([*COMPILER, f"-I{HERE}", "-o", directory / name, *sources], check=True)
    subprocess.run([*COMPILER, "-o", directory / "load", HERE / "load.c"], check=True)
    subprocess.run([sys.executable, HERE / "raw.py", directory], check=True)


def has_twin(group: Group) -> bool:
    """Whether C takes part."""
    return C not in group.empty


def absent() -> dict[str, str]:
    """The columns that this machine lacks, with the reasons."""
    question = "import importlib.util as u, sys; sys.exit(u.find_spec('uvloop') is None)"
    found = subprocess.run([sys.executable, "-c", question], check=False).returncode == 0
    return {} if found else {UVLOOP: "uvloop is not installed: pip install '.[bench]'"}


class Contender:
    """A process that takes part; with `trace`, a file, under strace."""

    def __init__(
        self, group: Group, column: str, directory: Path, trace: Path | None = None
    ) -> None:
        assert column in COLUMNS
        self.column = column
        self.directory = directory
        command: list[str | Path] = [directory / group.name]
        if column != C:
            command = [sys.executable, HERE / "worker.py", group.name, column, directory]
        if trace is not None:
            command = ["strace", "-q", "-s1", f"-etrace={TRACED}", "-o", trace, *command]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def ask(self, request: str) -> Answer:
        """Let it measure a turn."""
        self.tell(request)
        return self.answer()

    def tell(self, request: str) -> None:
        """Give it a request."""
        assert self._process.stdin is not None
        self._process.stdin.write(request + "\n")
        self._process.stdin.flush()

    def numbers(self) -> list[int]:
        """The next line that it prints."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.column} ended with status {self._process.wait()}")
        return [int(number) for number in line.split()]

    def answer(self) -> Answer:
        """What a turn came to."""
        *times, sent, received = self.numbers()
        return Answer(tuple(times), sent, received)

    def __enter__(self) -> Contender:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._process.kill()
        with self._process:  # closes its pipes, which ends it, and waits
            pass


def calls_of_turns(trace: Path) -> list[Counter[str]]:
    """The system calls of each turn that a trace shows, by family."""
    turns: list[Counter[str]] = []
    for line in trace.read_text(encoding="utf-8").splitlines():
        call = CALL.match(line)
        if REQUEST.match(line):
            turns.append(Counter())
        elif call and turns and not ANSWER.match(line):
            turns[-1][FAMILY[call[1]]] += 1
    return turns[:-1]  # the last request was the end of the file
