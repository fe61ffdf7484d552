"""What a datagram costs in batches: C, the standard library, and pysock's Batch.

    python benchmarks/batches.py [--rounds N]

64 datagrams of 64 bytes are sent to a UDP socket on loopback, and then received: the queue is full
before the first is received, so no wait is measured. A round does so 8 times after one off the
clock. The contenders take turns in interleaved rounds on one processor; a figure is the median
over the rounds in ns per datagram, a ratio the median of the rounds' own ratios.

    standard library    sendto() and recvfrom(), one call for each datagram
    C                   sendto() and recvfrom() for batches of 1, else sendmmsg() and recvmmsg()
    Batch               extend() (the copy included) and send(); receive()
    Batch, views        the same, and a memoryview of each datagram
    Batch, no addresses receive() without the senders' addresses
    Batch, GSO and GRO  one send of all segments with UDP_SEGMENT; the receiver has UDP_GRO, and
                        gets them as one, which is not cut again
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pysock
from pysock import Address, Batch, SegmentSize, control_space

COUNT = 64  # datagrams that are sent before they are received
TIMES = 8  # so often in a round
SIZE = 64  # bytes of each
SLOT = 2048  # bytes of room for each
BATCHES = [1, 8, 32, 64]
RECEIVE_AIM, SEND_AIM = 3.0, 1.3  # times the standard library's rate

Round = Callable[[], tuple[int, int]]  # nanoseconds of sending and of receiving COUNT datagrams


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=300, help="rounds of each (default: 300)")
    rounds = parser.parse_args().rounds
    if hasattr(os, "sched_setaffinity"):  # the C program inherits it
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as directory, contenders(Path(directory)) as turns:
        times = measured(turns, rounds)
    report(times)


@contextmanager
def contenders(directory: Path) -> Iterator[dict[str, Round]]:
    """Everyone who is measured, by name."""
    program = directory / "batches"
    compiler = shlex.split(os.environ.get("CC", "cc"))
    source = Path(__file__).with_suffix(".c")
    subprocess.run([*compiler, "-std=gnu11", "-O2", "-o", program, source], check=True)
    kind = socket.SOCK_DGRAM
    with (
        subprocess.Popen(
            [program, str(SIZE), str(SLOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
        socket.socket(type=kind) as server,
        socket.socket(type=kind) as merging,
        socket.socket(type=kind) as client,
    ):
        for each in (server, merging):
            each.bind(("127.0.0.1", 0))
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        merging.setsockopt(pysock.IPPROTO_UDP, pysock.UDP_GRO, 1)
        turns: dict[str, Round] = {"standard library": stdlib(server, client)}
        for batch in BATCHES:
            turns[f"C, {batch}"] = c(process, batch)
            turns[f"Batch, {batch}"] = batched(server, client, batch)
            turns[f"Batch, {batch}, views"] = batched(server, client, batch, views=True)
        turns[f"Batch, {COUNT}, no addresses"] = batched(server, client, COUNT, addresses=False)
        turns[f"Batch, {COUNT}, GSO and GRO"] = merged(merging, client)
        yield turns


def c(process: subprocess.Popen[str], batch: int) -> Round:
    """The C program's round."""
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    def turn() -> tuple[int, int]:
        stdin.write(f"{batch}\n")
        stdin.flush()
        sent, received = map(int, stdout.readline().split())
        return sent, received

    return turn


def stdlib(server: socket.socket, client: socket.socket) -> Round:
    """A call for each datagram."""
    data, address = [bytes(SIZE)] * COUNT, server.getsockname()

    def turn() -> tuple[int, int]:
        start = time.perf_counter_ns()
        for each in data:
            client.sendto(each, address)
        sent = time.perf_counter_ns()
        for _ in range(COUNT):
            server.recvfrom(SLOT)
        return sent - start, time.perf_counter_ns() - sent

    return turn


def batched(
    server: socket.socket,
    client: socket.socket,
    batch: int,
    views: bool = False,
    addresses: bool = True,
) -> Round:
    """A call for each batch."""
    data, address = [bytes(SIZE)] * batch, Address(server.getsockname())
    out, into = Batch(batch, SLOT), Batch(batch, SLOT, addresses=addresses)

    def turn() -> tuple[int, int]:
        start = time.perf_counter_ns()
        for _ in range(COUNT // batch):
            out.clear()
            out.extend(data, address)
            out.send(client)
        sent = time.perf_counter_ns()
        for _ in range(COUNT // batch):
            got = into.receive(server)
            if got != batch:
                raise AssertionError(f"{got} datagrams came; expected {batch}")
            if views:
                into.views()
        return sent - start, time.perf_counter_ns() - sent

    return turn


def merged(server: socket.socket, client: socket.socket) -> Round:
    """One send of all datagrams; the kernel cuts them, and merges them again."""
    data, address = bytes(SIZE * COUNT), Address(server.getsockname())
    out = Batch(1, SIZE * COUNT, control=control_space(2))
    into = Batch(COUNT, 65535, control=control_space(4))
    size = [SegmentSize(SIZE)]

    def turn() -> tuple[int, int]:
        start = time.perf_counter_ns()
        out.clear()
        out.append(data, address, size)
        out.send(client)
        sent = time.perf_counter_ns()
        count = 0
        while count < COUNT:
            into.receive(server)
            count += sum(map(len, into)) // SIZE
        return sent - start, time.perf_counter_ns() - sent

    return turn


def measured(turns: dict[str, Round], rounds: int) -> dict[str, list[tuple[int, int]]]:
    """The times of all rounds; a first one only warms up."""
    times: dict[str, list[tuple[int, int]]] = {name: [] for name in turns}
    names = list(turns)
    for number in range(rounds + 1):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            turns[name]()  # what ran before has emptied the processor's caches
            sent, received = zip(*(turns[name]() for _ in range(TIMES)), strict=True)
            if number > 0:
                times[name].append((sum(sent) // TIMES, sum(received) // TIMES))
    return times


def report(times: dict[str, list[tuple[int, int]]]) -> None:
    """A line for each contender, then the figures that have an aim."""
    print(__doc__.partition("\n\n")[2].partition("\n\n")[2] if __doc__ else "")
    version = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"ns per datagram of {SIZE} bytes, slots of {SLOT}; {version}, {platform.platform()}\n")
    print(f"{'':28}{'send':>8}{'receive':>10}{'send rate':>14}{'receive rate':>14}")
    base = times["standard library"]
    rates = {}
    for name, taken in times.items():
        sending, receiving = ([each[i] / COUNT for each in taken] for i in (0, 1))
        rates[name] = tuple(
            statistics.median(b[i] / o[i] for b, o in zip(base, taken, strict=True)) for i in (0, 1)
        )
        print(
            f"{name:28}{statistics.median(sending):8.0f}{statistics.median(receiving):10.0f}"
            f"{rates[name][0]:13.2f}x{rates[name][1]:13.2f}x"
        )
    print("\nThe rate is in multiples of the standard library's. Aims: ", end="")
    print(f"receive {RECEIVE_AIM}x, send {SEND_AIM}x.")
    print(f"C itself receives {rates['C, 64'][1]:.2f}x: the kernel's work is the same for all.")


if __name__ == "__main__":
    main()
