"""Runs the course's programs under strace, and tells their system calls so that two runs compare.

Every call of a program counts, in its order, with its arguments and its result, but for the
memory's (UNTRACED). Descriptors are compared as the numbers they are. What differs from one run to
the next gets a name instead: processes, ports, addresses of memory, times.
"""

from __future__ import annotations

import atexit
import functools
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil
from peers import PATIENCE, POLL, TWINS, C, Outcome, Program, command, remove

LAUNCHER = Path(__file__).with_name("strace_launch.py")

# How much memory an interpreter takes, and when, is its own affair; malloc draws a random number;
# whether a thread finds a lock taken is chance, and CPython has a lock more.
UNTRACED = "%memory,getrandom,futex"
STRACE = ["strace", "-ff", "-q", "-a1", "-s2048", f"-etrace=!{UNTRACED}"]

MAIN = "main"
Trace = dict[str, str]  # the calls, one per line, of MAIN, of its children MAIN.1, MAIN.2, …


@functools.cache
def marker() -> Path:
    """The library that marks a trace, compiled at its first use."""
    directory = Path(tempfile.mkdtemp(prefix="pysock-strace-"))
    atexit.register(remove, directory, os.getpid())
    library = directory / "marker.so"
    compiler = shlex.split(os.environ.get("CC", "cc"))
    source = TWINS / "strace_marker.c"
    subprocess.run([*compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    return library


class TracedProgram(Program):
    """A course program under strace; when it has ended, trace() tells what it called.

    After a call that `rests` names it rests for so many seconds, and others go first.
    """

    def __init__(
        self,
        language: str,
        name: str,
        *args: object,
        cwd: Path | None = None,
        rests: dict[str, float] | None = None,
    ) -> None:
        assert shutil.which("strace"), "the tests of system calls need strace: install it"
        self._directory = Path(tempfile.mkdtemp(prefix="pysock-strace-"))
        self._rests = rests or {}
        super().__init__(language, name, *args, cwd=cwd)

    def _command(self, language: str, name: str) -> list[Any]:
        rests = [
            f"-einject={call}:delay_exit={seconds * 1e6:.0f}"
            for call, seconds in self._rests.items()
        ]
        if language == C:
            marked = ["-E", f"LD_PRELOAD={marker()}"]
        else:
            marked = [sys.executable, "-W", "error", LAUNCHER, marker()]
        *_, program = command(language, name)
        return [*STRACE, *rests, "-o", self._directory / "trace", *marked, program]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        shutil.rmtree(self._directory)

    def say(self, text: bytes) -> None:
        """Give it a part of its input; finish() gives the rest."""
        assert self._process.stdin
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def reach(self, call: str, times: int = 1, process: str = MAIN) -> None:
        """Wait until a process has begun a call, a regular expression, so many times."""
        begun = re.compile(rf"^(?:{call})\(", re.MULTILINE)
        deadline = time.monotonic() + PATIENCE
        while len(begun.findall(self._calls().get(process, ""))) < times:
            assert time.monotonic() < deadline, (
                f"{process} of {self.path.name} does not reach {call} for the {times}. time"
            )
            time.sleep(POLL)

    def signal(self, signum: int, process: str = MAIN) -> None:
        """Send one of its processes a signal."""
        pids = {name: pid for pid, name in family(self._texts()).items()}
        os.kill(pids[process], signum)

    def terminate(self) -> Outcome:
        """End a server that never ends by itself."""
        self.signal(signal.SIGTERM)
        return self.finish()

    def trace(self) -> Trace:
        """What the program and its children called, in words that do not change between runs."""
        names, calls = family(self._texts()), self._calls()
        assert calls, f"{self.path.name} left no trace: can strace trace here?"
        if not any(SIGCHLD_HANDLER.search(text) for text in calls.values()):
            calls = {name: undisturbed(text) for name, text in calls.items()}
        ports: dict[str, str] = {}
        return {name: named(text, names, ports) for name, text in calls.items()}

    def _calls(self) -> Trace:
        texts = self._texts()
        return {name: own_calls(texts[pid]) for pid, name in family(texts).items()}

    def _texts(self) -> dict[int, str]:
        files = self._directory.glob("trace.*")
        return {int(file.suffix[1:]): file.read_text() for file in files}

    def _connections(self, transport: str) -> list[Any]:
        pids = list(family(self._texts()))
        try:
            return psutil.Process(pids[0]).net_connections(f"{transport}4") if pids else []
        except psutil.NoSuchProcess:  # it ended between two looks
            return []


# ------------------------------------------------------------------- the calls that are a program's

BEGIN, END, ENDED = (rf'^\w+\(.*"/strace-marker/{mark}".*\n' for mark in ("begin", "end", "ended"))
START = re.compile(BEGIN, re.MULTILINE)
FINALISATION = re.compile(f"{END}(?:.*\n)*?{ENDED}", re.MULTILINE)
LONE_END = re.compile(END, re.MULTILINE)  # of a child, which only exits
# malloc counts the processors when many threads happen to need it at a time
PROCESSORS = re.compile(
    r'^openat\(AT_FDCWD, "/sys/devices/system/cpu/online", .* = (\d+)\n'
    r"(?:read\(\1, .*\n)*close\(\1\) = 0\n",
    re.MULTILINE,
)

FORK = re.compile(r"^(?:clone3?|v?fork)\(.*\) = (\d+)", re.MULTILINE)


def own_calls(text: str) -> str:
    """A process's calls without those of the interpreter that starts or ends."""
    program = START.split(text, maxsplit=1)[-1]
    return PROCESSORS.sub("", LONE_END.sub("", FINALISATION.sub("", program)))


def family(texts: dict[int, str]) -> dict[int, str]:
    """Each process's name: its parent's, and which of its children it is.

    The first is the only one that comes to the mark of the beginning.
    """
    names = {pid: MAIN for pid, text in texts.items() if START.search(text)}
    parents = list(names)
    for parent in parents:
        children = map(int, FORK.findall(own_calls(texts[parent])))
        for number, child in enumerate((pid for pid in children if pid in texts), 1):
            names[child] = f"{names[parent]}.{number}"
            parents.append(child)
    return names


# --------------------------------------------------------------------- what is chance in every run

# A signal without a handler shows only because it is traced, and what it interrupts is chance.
SIGCHLD_HANDLER = re.compile(r"^rt_sigaction\(SIGCHLD, \{sa_handler=0x", re.MULTILINE)
RESUMED = re.compile(
    r"^((\w+)\(.*\)) = \? ERESTART.*\n--- SIGCHLD .*\n"
    r"restart_syscall\(<\.\.\. resuming interrupted \2 \.\.\.>\)( = .*\n)",
    re.MULTILINE,
)
REPEATED = re.compile(r"(?:^\w+\(.*\) = \? ERESTART.*\n)?^--- SIGCHLD .*\n", re.MULTILINE)


def undisturbed(text: str) -> str:
    """A process's calls as if its children had ended in silence."""
    return REPEATED.sub("", RESUMED.sub(r"\1\3", text))


LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")')
WRITE = re.compile(r'^(write\(\d+, )("(?:[^"\\]|\\.)*")(, )(\d+)(\) = )(\d+)$', re.MULTILINE)
PRINTED_TIME = re.compile(r"\d+\.\d{6}(?= sec)")
PORT = re.compile(r"(?<=htons\()[1-9]\d*")
PID = re.compile(
    r"^((?:clone3?|v?fork|wait4|get(?:p|pp|t|pg|s)id|getpgrp|setsid)\(.*\) = )(\d+)"
    r"|((?:^(?:kill|tgkill|wait4|setpgid|getpgid)\(-?)|si_pid=|F_SETOWN, |F_GETOWN\) = )(\d+)",
    re.MULTILINE,
)
VARYING = [
    (r" \(DELAYED\)$", ""),
    (r"\b0x[0-9a-f]{6,}\b", "ADDRESS"),
    (r"(?<=parent_tid=)\[\d+\]", "THREAD"),
    # how the C library comes back from a handler, where the kernel leaves it to do that
    (r"SA_RESTORER\|", ""),
    (r"SA_RESTORER", "0"),
    (r", sa_restorer=ADDRESS", ""),
    # the half of an epoll_data that a program leaves as it was
    (r", u64=\d+(?=\})", ""),
    # what was left of select's timeout, and of a sleep
    (r"(?<=left )\{[^{}]*\}", "TIME"),
    (r"^(clock_nanosleep\(.*, )(?:\{[^{}]*\}|ADDRESS)(?=\))", r"\1TIME"),
    (r"(?<=si_utime=)\d+|(?<=si_stime=)\d+", "TIME"),
]


def named(text: str, names: dict[int, str], ports: dict[str, str]) -> str:
    """A process's calls with names for what changes from run to run; new ports join `ports`."""
    pieces = LITERAL.split(WRITE.sub(lambda write: _named_write(write, names), text))
    pieces[::2] = [_named_outside_literals(piece, names, ports) for piece in pieces[::2]]
    return "".join(pieces)


def _named_outside_literals(text: str, names: dict[int, str], ports: dict[str, str]) -> str:
    for pattern, replacement in VARYING:
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    text = PORT.sub(lambda port: ports.setdefault(port[0], f"PORT{len(ports) + 1}"), text)
    return PID.sub(lambda found: _named_process(found, names), text)


def _named_process(found: re.Match[str], names: dict[int, str]) -> str:
    place, pid = found[1] or found[3], int(found[2] or found[4])
    return place + (names.get(pid, "OUTSIDER") if pid > 1 else str(pid))


def _named_write(write: re.Match[str], names: dict[int, str]) -> str:
    """Printed times and process ids; the length of these counts for the length of the text."""
    call, text, comma, size, end, result = write.groups()
    text = PRINTED_TIME.sub("TIME", text)
    for pid, name in names.items():
        text, count = re.subn(rf"(?<!\d){pid}(?!\d)", name, text)
        if count and size == result:
            size = result = str(int(size) - count * len(str(pid)))
    return call + text + comma + size + end + result
