"""What an echo over TCP costs: the standard library, pysock's C layer, and `pysock.Socket`.

    python benchmarks/echo.py [--rounds N]

Each contender has a server in a process of its own and a connection to it; both ends are written
with the contender's calls, and all run on one processor: where the scheduler puts two ends costs
more than any call. The client sends a message and receives all of it back. The contenders take
turns in short rounds, so that whatever else the machine does hits all of them alike. A figure is
the median over the rounds; a ratio is the median of the rounds' own ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pysock

SIZES = [64, 4096, 65536]
TRIPS = 100  # in a round
ROOM = 65536
STDLIB, C_LAYER, SOCKET, INTO = CONTENDERS = [
    "standard library",
    "pysock, C layer",
    "pysock.Socket",
    "Socket.recv_into",
]


def main() -> None:
    """Measure, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=60, help="rounds of each (default: 60)")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):  # Linux; the servers inherit it
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(f"µs per echo; {platform.python_implementation()} {platform.python_version()}, ", end="")
    print(f"{platform.platform()}\n")
    print(f"{'':12}" + "".join(f"{name:>20}" for name in CONTENDERS))
    for size in SIZES:
        times = measured(size, options.rounds)
        cells = "".join(
            f"{statistics.median(times[name]) * 1e6:13.1f} ({ratio(times, name):.2f})"
            for name in CONTENDERS
        )
        print(f"{size:6} bytes{cells}")
    print("\nIn brackets: multiples of the standard library's.")


def measured(size: int, rounds: int) -> dict[str, list[float]]:
    """The seconds of one echo, one sample a round, of every contender."""
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    with ExitStack() as stack:
        clients = {name: stack.enter_context(connected(name, bytes(size))) for name in CONTENDERS}
        for number in range(rounds + 1):
            first = number % len(CONTENDERS)
            for name in CONTENDERS[first:] + CONTENDERS[:first]:
                client = clients[name]
                begun = time.perf_counter()
                for _ in range(TRIPS):
                    client()
                if number > 0:  # the first round only warms up
                    times[name].append((time.perf_counter() - begun) / TRIPS)
    return times


def ratio(times: dict[str, list[float]], name: str) -> float:
    """The median of the rounds' ratios: neighbours in time, so a busy moment hits both."""
    pairs = zip(times[name], times[STDLIB], strict=True)
    return statistics.median(one / other for one, other in pairs)


# ------------------------------------------------------------------------------- the contenders


@contextmanager
def connected(name: str, message: bytes) -> Iterator[Callable[[], None]]:
    """A call that sends the message to a server of this contender, and receives it back."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        child = os.fork()
        if child == 0:
            peer, _ = listener.accept()
            serve(name, peer)
            os._exit(0)
        with socket.create_connection(listener.getsockname()) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contender(name, connection) as client:
                yield client_of(name, client, message)
        os.waitpid(child, 0)


@contextmanager
def contender(name: str, connection: socket.socket) -> Iterator[Any]:
    """The connection as the contender has it."""
    if name in (SOCKET, INTO):
        with pysock.fromfd(connection.fileno(), connection.family, connection.type) as sock:
            yield sock
    else:
        yield connection.fileno() if name == C_LAYER else connection


def serve(name: str, peer: socket.socket) -> None:
    """Echo until the end of the stream."""
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with contender(name, peer) as sock:
        if name == C_LAYER:
            buffer = pysock.char[ROOM]()
            while (got := pysock.read(sock, buffer, ROOM)) > 0:
                write_all(sock, buffer, got)
        elif name == INTO:
            view = memoryview(bytearray(ROOM))
            while got := sock.recv_into(view):
                sock.sendall(view[:got])
        else:
            while data := sock.recv(ROOM):
                sock.sendall(data)


def client_of(name: str, sock: Any, message: bytes) -> Callable[[], None]:
    """The client's part of one echo."""
    size = len(message)

    def in_c() -> None:
        write_all(sock, given, size)
        got = 0
        while got < size:
            got += pysock.read(sock, answer, ROOM)

    def with_recv() -> None:
        sock.sendall(message)
        got = 0
        while got < size:
            got += len(sock.recv(ROOM))

    def with_recv_into() -> None:
        sock.sendall(message)
        got = 0
        while got < size:
            got += sock.recv_into(view)

    given, answer = pysock.char[size](message), pysock.char[ROOM]()
    view = memoryview(bytearray(ROOM))
    return {C_LAYER: in_c, INTO: with_recv_into}.get(name, with_recv)


def write_all(fd: int, buffer: Any, size: int) -> None:
    """Write until all is written, as C programs do."""
    at = pysock.write(fd, buffer, size)
    while at < size:
        at += pysock.write(fd, buffer + at, size - at)


if __name__ == "__main__":
    main()
