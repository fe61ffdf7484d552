"""Pieces of a message: gathered by writev, or joined first and written then, over a socket pair.

What was written is read off the clock.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter_ns
from typing import Any

from dialects import as_object, dialect
from ends import pair
from harness import C_STYLE, LOOPS, PYTHONIC, Case, Group

COUNT = 16  # pieces
SIZES = {64: "64 B", 1024: "1 KiB", 4096: "4 KiB"}

GROUP = Group(
    name="vectors",
    title="16 pieces, gathered or joined",
    cases=tuple(
        Case(
            arguments=str(size),
            labels=(f"writev, 16 × {name}", f"join and write, 16 × {name}"),
            count=64,
            work=2 * COUNT * size,
            same=("send",),
            quick=size == 64,
        )
        for size, name in SIZES.items()
    ),
    empty=dict.fromkeys(LOOPS, "a transport decides itself what goes together, and when"),
)

Way = Callable[[], int]  # writes all pieces at once; returns their bytes


def contender(column: str, stack: ExitStack, size_told: str) -> Callable[[int], list[int]]:
    """Both ways, each call timed by itself."""
    size = int(size_told)
    left, right = pair(stack, "socketpair")
    right.setblocking(False)
    room = bytearray(COUNT * size)
    if column in C_STYLE:
        ways = by_calls(column, left, size)
    elif column == PYTHONIC:
        ways = by_socket(stack.enter_context(as_object(column, left)), size)
    else:
        ways = by_stdlib(left, size)

    def turn(count: int) -> list[int]:
        times, sent, received = [0, 0], 0, 0
        for _ in range(count):
            for i, way in enumerate(ways):
                start = perf_counter_ns()
                sent += way()
                times[i] += perf_counter_ns() - start
                received += right.recv_into(room)
        return [*times, sent, received]

    return turn


def by_calls(column: str, sock: socket.socket, size: int) -> tuple[Way, Way]:
    """An array of struct iovec, made once; and memcpy."""
    d = dialect(column)
    writev, write, memcpy, fd = d.calls.writev, d.calls.write, d.calls.memcpy, sock.fileno()
    pieces = [d.array("char", size) for _ in range(COUNT)]
    vector = d.array("struct iovec", COUNT)
    for i, piece in enumerate(pieces):
        vector[i].iov_base = d.at(piece, 0)
        vector[i].iov_len = size
    whole, total = d.array("char", COUNT * size), COUNT * size
    places = [(d.at(whole, i * size), piece) for i, piece in enumerate(pieces)]

    def gather() -> int:
        return int(writev(fd, vector, COUNT))

    def join() -> int:
        for place, piece in places:
            memcpy(place, piece, size)
        return int(write(fd, whole, total))

    return gather, join


def by_socket(sock: Any, size: int) -> tuple[Way, Way]:
    """`Socket.writev`, and `bytes.join`."""
    pieces = [bytes(size)] * COUNT
    return lambda: sock.writev(pieces), lambda: sock.send(b"".join(pieces))


def by_stdlib(sock: socket.socket, size: int) -> tuple[Way, Way]:
    """`os.writev`, and `bytes.join`."""
    pieces, fd = [bytes(size)] * COUNT, sock.fileno()
    return lambda: os.writev(fd, pieces), lambda: sock.send(b"".join(pieces))
