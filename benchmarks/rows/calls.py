"""What one call costs: 64 bytes out and in, over a socket pair and TCP; and calls without data.

A turn makes `count` calls out, then as many in, then twice as many pairs of one out and one in.
"""

from __future__ import annotations

import array as arrays
import fcntl
import os
import socket
import termios
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic
from timeit import Timer
from typing import Any

from dialects import as_object, dialect
from ends import pair
from harness import C_STYLE, CFFI, CTYPES, LOOPS, PYTHONIC, STDLIB, Case, Group

import pysock

SIZE = 64
TRANSPORTS = {"socketpair": "socket pair", "tcp": "TCP"}
C_ARRAYS = "its buffers are C's arrays: the rows of send"
NO_WRITE = "a socket is sent to: the rows of send"
NO_CALLS = "a loop offers no single calls: the rows of ping-pong"

# What is timed, by calls out and calls in: C's way, and with objects.
C_CALLS = {
    "write": ("write(left, out, 64)", "read(right, into, 64)"),
    "send": ("send(left, out, 64, 0)", "recv(right, into, 64, 0)"),
    "buffers": ("send(left, array, 64, 0)", "recv(right, array, 64, 0)"),
    "plain": (
        "setsockopt(left, SOL_SOCKET, SO_REUSEADDR, on, 4)",
        "close(socket(AF_INET, SOCK_STREAM, 0))",
    ),
}
METHODS = {
    "write": ("write(left_fd, data)", "read(right_fd, 64)"),
    "send": ("left.send(data)", "right.recv(64)"),
    "buffers": ("left.send(array)", "right.recv_into(array)"),
    "plain": (
        "left.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)",
        "socket(AF_INET, SOCK_STREAM).close()",
    ),
}
NAMES = {
    "write": ("write", "read", "write+read"),
    "send": ("send", "recv", "send+recv"),
    "buffers": ("send of a bytearray", "recv_into", "send of a bytearray+recv_into"),
}
CONSTANTS = ("SOL_SOCKET", "SO_REUSEADDR", "AF_INET", "SOCK_STREAM")
FUNCTIONS = ("write", "read", "send", "recv", "setsockopt", "socket", "close")
PAIRS = 2  # for each call out


def data_case(transport: str, calls: str) -> Case:
    """A case of calls that move data."""
    empty = {}
    if calls == "write":
        empty = {PYTHONIC: NO_WRITE}
    elif calls != "send":
        empty = dict.fromkeys((CFFI, CTYPES), C_ARRAYS)
    return Case(
        arguments=f"{transport} {calls}",
        labels=tuple(f"{name}, {TRANSPORTS[transport]}" for name in NAMES[calls]),
        scales=(1, 1, PAIRS),
        count=64,
        work=SIZE,
        same=("send", "receive"),
        empty=empty,
    )


PLAIN = Case(
    arguments="socketpair plain",
    labels=("setsockopt", "socket+close"),
    count=64,
    same=("setsockopt", "socket"),
)
GROUP = Group(
    name="calls",
    title="One call, 64 bytes",
    cases=(
        *(data_case(transport, calls) for transport in TRANSPORTS for calls in NAMES),
        PLAIN,
    ),
    empty=dict.fromkeys(LOOPS, NO_CALLS),
)


def contender(
    column: str, stack: ExitStack, transport: str, calls: str
) -> Callable[[int], list[int]]:
    """Two statements, and the ends of the connection that they work on."""
    left, right = pair(stack, transport)
    asked = right.fileno()
    names: dict[str, Any] = {"array": bytearray(SIZE), "data": bytes(SIZE)}
    names.update((name, getattr(socket, name)) for name in CONSTANTS)
    if column in C_STYLE:
        d = dialect(column)
        names.update((name, getattr(d.calls, name)) for name in FUNCTIONS)
        names.update(left=left.fileno(), right=right.fileno(), on=d.array("int", 1))
        names.update(out=d.chars(bytes(SIZE)), into=d.array("char", SIZE))
        out, into = C_CALLS[calls]
    else:
        names.update(left_fd=left.fileno(), right_fd=asked, read=os.read, write=os.write)
        names.update(left=stack.enter_context(as_object(column, left)))
        names.update(right=stack.enter_context(as_object(column, right)))
        names.update(socket=socket.socket if column == STDLIB else pysock.Socket)
        out, into = METHODS[calls]
    timers = [Timer(statement, globals=names) for statement in (out, into, f"{out}; {into}")]
    return plain_turn(timers) if calls == "plain" else data_turn(timers, asked)


def data_turn(timers: list[Timer], fd: int) -> Callable[[int], list[int]]:
    """A turn that asks the kernel what has come: it leaves the statements as they are."""

    def turn(count: int) -> list[int]:
        out, into, both = timers
        times = [out.timeit(count)]
        sent = arrived(fd, SIZE * count)
        times.append(into.timeit(count))
        received = sent - waiting(fd)
        times.append(both.timeit(PAIRS * count))
        return [*nanoseconds(times), sent, received - waiting(fd)]

    return turn


def plain_turn(timers: list[Timer]) -> Callable[[int], list[int]]:
    """A turn of calls that move nothing."""

    def turn(count: int) -> list[int]:
        return [*nanoseconds([timer.timeit(count) for timer in timers[:2]]), 0, 0]

    return turn


def nanoseconds(seconds: list[float]) -> list[int]:
    """What timeit says, as answers have it."""
    return [round(each * 1e9) for each in seconds]


def arrived(fd: int, wanted: int) -> int:
    """The bytes that have come, once they are as many as wanted, or after a second."""
    end = monotonic() + 1
    while (there := waiting(fd)) < wanted and monotonic() < end:
        pass  # the kernel may deliver a little later
    return there


def waiting(fd: int) -> int:
    """The bytes that wait to be received."""
    count = arrays.array("i", [0])
    fcntl.ioctl(fd, termios.FIONREAD, count)
    return count[0]
