"""What one call costs: C, the standard library, pysock's two layers, and the raw compiled module.

    python benchmarks/percall.py [--rounds N] [--json]

64 bytes are written and read over a socket pair and over TCP on loopback. The contenders take
turns in short rounds (A B C D, B C D A, …) on one processor, so that whatever else the machine does
hits all of them alike; each turn begins with a batch off the clock. A figure is the median over the
rounds, with its interquartile range; a ratio is the median of the rounds' own ratios. The bytes
that each contender moves are counted off the clock too, and compared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import socket
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from timeit import Timer
from typing import Any

from pysock._native import ffi, lib

import pysock

SIZE = 64
BATCH = 64  # calls in one direction before the other; what they send fits into any socket buffer
PAIRS = 128  # then calls out and in by turns
TRANSPORTS = {"socketpair": "socket pair", "tcp": "TCP loopback"}
C, STDLIB, PYSOCK, SOCKET, RAW = "C", "standard library", "pysock", "pysock.Socket", "raw lib"
CONTENDERS = [C, STDLIB, PYSOCK, SOCKET, RAW]

# What is timed, by calls out and calls in; `left` and `right` are the two ends' descriptors.
STATEMENTS = {
    "write": {
        STDLIB: ("os.write(left, data)", "os.read(right, 64)"),
        PYSOCK: ("pysock.write(left, message, 64)", "pysock.read(right, answer, 64)"),
        RAW: ("lib.pysock_write(left, out, 64, 64)", "lib.pysock_read(right, into, 64, 64)"),
    },
    "send": {
        STDLIB: ("left_socket.send(data)", "right_socket.recv(64)"),
        PYSOCK: ("pysock.send(left, message, 64, 0)", "pysock.recv(right, answer, 64, 0)"),
        SOCKET: ("left_object.send(data)", "right_object.recv(64)"),
        RAW: ("lib.pysock_send(left, out, 64, 0, 64)", "lib.pysock_recv(right, into, 64, 0, 64)"),
    },
    "recv_into": {
        STDLIB: ("left_socket.send(data)", "right_socket.recv_into(array)"),
        PYSOCK: ("pysock.send(left, data, 64, 0)", "pysock.recv(right, array, 64, 0)"),
        SOCKET: ("left_object.send(data)", "right_object.recv_into(array)"),
    },
    "bytearray": {
        STDLIB: ("left_socket.send(array)", "right_socket.recv(64)"),
        PYSOCK: ("pysock.send(left, array, 64, 0)", "pysock.recv(right, answer, 64, 0)"),
        SOCKET: ("left_object.send(array)", "right_object.recv(64)"),
    },
}
NAMES = {
    "write": ("write", "read", "write+read pair"),
    "send": ("send", "recv", "send+recv pair"),
    "recv_into": ("send", "recv_into", "send+recv_into"),
    "bytearray": ("send bytearray", "recv", "bytearray+recv"),
}
C_CALLS = {call: "write" if call == "write" else "send" for call in NAMES}  # what C does instead
# What a pair over TCP may cost, as a multiple of the standard library's.
AIMS = {
    ("send", PYSOCK): 1.10,
    ("send", SOCKET): 1.15,
    ("recv_into", SOCKET): 1.15,
}


@dataclass
class Samples:
    """The nanoseconds per call of one contender, one sample a round."""

    out: list[float] = field(default_factory=list)
    into: list[float] = field(default_factory=list)
    pair: list[float] = field(default_factory=list)

    def add(self, out: float, into: float, pair: float) -> None:
        """Take the nanoseconds of one round."""
        self.out.append(out / BATCH)
        self.into.append(into / BATCH)
        self.pair.append(pair / PAIRS)


def main() -> None:
    """Measure, then print the table or its JSON."""
    options = parse()
    if hasattr(os, "sched_setaffinity"):  # Linux; the C program inherits it
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as directory:
        program = compiled(Path(directory))
        rows = [
            row
            for transport in TRANSPORTS
            for call in STATEMENTS
            for row in rows_of(transport, call, measured(program, transport, call, options.rounds))
        ]
    if options.json:
        print(json.dumps({"machine": machine(), "rounds": options.rounds, "rows": rows}, indent=2))
    else:
        print_table(rows)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=400, help="rounds of each (default: 400)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("a spread needs at least 2 rounds")
    return options


# ------------------------------------------------------------------------------- the contenders


def compiled(directory: Path) -> Path:
    """The C contender."""
    program = directory / "percall"
    source = Path(__file__).with_suffix(".c")
    compiler = shlex.split(os.environ.get("CC", "cc"))
    subprocess.run([*compiler, "-std=gnu11", "-O2", "-o", program, source], check=True)
    return program


def measured(program: Path, transport: str, call: str, rounds: int) -> dict[str, Samples]:
    """The samples of every contender, in interleaved rounds; a first round only warms up."""
    contenders = [C, *STATEMENTS[call]]
    samples = {name: Samples() for name in contenders}
    with ExitStack() as stack:
        c_side = stack.enter_context(c_contender(program, transport, C_CALLS[call]))
        left, right = stack.enter_context(connected(transport))
        turns: dict[str, Callable[[], tuple[float, float, float]]] = {
            name: PythonContender(statements, left, right, stack).round
            for name, statements in STATEMENTS[call].items()
        }
        turns[C] = partial(c_round, c_side)
        for number in range(rounds + 1):
            # Whoever comes late in a round may be cut short by the scheduler more often.
            first = number % len(contenders)
            for name in contenders[first:] + contenders[:first]:
                times = turns[name]()
                if number > 0:
                    samples[name].add(*times)
    return samples


@contextmanager
def c_contender(program: Path, transport: str, call: str) -> Iterator[subprocess.Popen[str]]:
    """The C program, which measures one round for each line it reads."""
    arguments = [transport, call, str(SIZE), str(BATCH), str(PAIRS)]
    pipe = subprocess.PIPE
    with subprocess.Popen([program, *arguments], stdin=pipe, stdout=pipe, text=True) as process:
        yield process


def c_round(process: subprocess.Popen[str]) -> tuple[float, float, float]:
    """Nanoseconds of one round in C."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    out, into, pair, sent, received = map(int, process.stdout.readline().split())
    expect(SIZE * (BATCH + PAIRS), sent, received)
    return out, into, pair


class PythonContender:
    """Two statements, and the ends of the connection they work on."""

    def __init__(
        self,
        statements: tuple[str, str],
        left: socket.socket,
        right: socket.socket,
        stack: ExitStack,
    ) -> None:
        self._right = right
        self._names: dict[str, Any] = {
            "os": os,
            "pysock": pysock,
            "lib": lib,
            "left": left.fileno(),
            "right": right.fileno(),
            "left_socket": left,
            "right_socket": right,
            "left_object": stack.enter_context(pysock.fromfd(*what(left))),
            "right_object": stack.enter_context(pysock.fromfd(*what(right))),
            "array": bytearray(SIZE),
            "data": bytes(SIZE),
            "message": pysock.char[SIZE](),
            "answer": pysock.char[SIZE](),
            "out": ffi.new("char[]", SIZE),
            "into": ffi.new("char[]", SIZE),
        }
        out, into = statements
        self._code = [compile(statement, "<statement>", "eval") for statement in statements]
        self._timers = [
            Timer(statement, globals=self._names) for statement in (out, into, f"{out}; {into}")
        ]

    def round(self) -> tuple[float, float, float]:
        """Nanoseconds of one round, which must leave no byte behind."""
        self._count()
        out, into, pair = self._timers
        times = out.timeit(BATCH), into.timeit(BATCH), pair.timeit(PAIRS)
        self._expect_nothing_left()
        return times[0] * 1e9, times[1] * 1e9, times[2] * 1e9

    def _count(self) -> None:
        """Warm up with a batch, and count what it moves."""
        sent, received = (
            sum(amount(eval(statement, self._names)) for _ in range(BATCH))
            for statement in self._code
        )
        expect(SIZE * BATCH, sent, received)

    def _expect_nothing_left(self) -> None:
        try:
            left_over = self._right.recv(1, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        raise AssertionError(f"bytes are left over: {left_over!r}")


def what(sock: socket.socket) -> tuple[int, int, int]:
    """The descriptor of a socket, its family and its type."""
    return sock.fileno(), sock.family, sock.type


def amount(result: int | bytes) -> int:
    """The bytes that a call moved."""
    return result if isinstance(result, int) else len(result)


def expect(bytes_: int, sent: int, received: int) -> None:
    """All contenders move the same bytes."""
    if not bytes_ == sent == received:
        raise AssertionError(f"{sent} bytes sent, {received} received; expected {bytes_}")


@contextmanager
def connected(transport: str) -> Iterator[tuple[socket.socket, socket.socket]]:
    """The two ends of a connection."""
    if transport == "socketpair":
        left, right = socket.socketpair()
    else:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            left = socket.create_connection(listener.getsockname())
            right, _ = listener.accept()
        left.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with left, right:
        yield left, right


# ------------------------------------------------------------------------------------ the report


def rows_of(transport: str, call: str, samples: dict[str, Samples]) -> list[dict[str, Any]]:
    """The three lines that one run yields: out, in, and the pair."""
    rows = []
    for name, attribute in zip(NAMES[call], ("out", "into", "pair"), strict=True):
        times = {contender: getattr(samples[contender], attribute) for contender in samples}
        rows.append(
            {
                "transport": transport,
                "call": name,
                "ns": {contender: statistics.median(times[contender]) for contender in times},
                "iqr": {contender: spread(times[contender]) for contender in times},
                "to_stdlib": {
                    contender: ratio(times[contender], times[STDLIB])
                    for contender in (PYSOCK, SOCKET)
                    if contender in times
                },
                "to_c": ratio(times[PYSOCK], times[C]),
            }
        )
    return rows


def spread(times: list[float]) -> float:
    """The interquartile range."""
    first, _, third = statistics.quantiles(times, n=4)
    return third - first


def ratio(times: list[float], others: list[float]) -> float:
    """The median of the rounds' ratios: neighbours in time, so a busy moment hits both."""
    return statistics.median(one / other for one, other in zip(times, others, strict=True))


def machine() -> str:
    """What was measured on."""
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}"


def print_table(rows: list[dict[str, Any]]) -> None:
    """The rows in columns, then the figures that have an aim."""
    print(f"ns per call of {SIZE} bytes: median (interquartile range); {machine()}\n")
    head = "".join(f"{name:>20}" for name in CONTENDERS)
    print(f"{'':32}{head}   pysock/stdlib   Socket/stdlib   pysock/C")
    for row in rows:
        cells = "".join(
            f"{row['ns'][name]:13.0f} ({row['iqr'][name]:4.0f})" if name in row["ns"] else " " * 20
            for name in CONTENDERS
        )
        ratios = "".join(
            f"{row['to_stdlib'][name]:16.2f}" if name in row["to_stdlib"] else " " * 16
            for name in (PYSOCK, SOCKET)
        )
        label = f"{TRANSPORTS[row['transport']]:14}{row['call']:18}"
        print(f"{label}{cells}{ratios}{row['to_c']:11.2f}")
    print("\nOver TCP loopback, in multiples of the standard library:")
    for (call, contender), aim in AIMS.items():
        name = NAMES[call][2]
        pair = next(r for r in rows if (r["transport"], r["call"]) == ("tcp", name))
        print(f"{name}: {contender} {pair['to_stdlib'][contender]:.2f} (aim: at most {aim:.2f})")


if __name__ == "__main__":
    main()
