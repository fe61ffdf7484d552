"""Ping-pong: a message goes to a child of the same kind, which sends it back, over TCP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter_ns
from typing import Any

from dialects import as_object, dialect
from ends import served
from harness import C_STYLE, LOOPS, Case, Group
from loops import new_loop

ROOM = 65536
SIZES = {64: 100, 4096: 100, 65536: 20}  # bytes of a message: messages of a turn

GROUP = Group(
    name="ping",
    title="Ping-pong over TCP, the other end in a child",
    cases=tuple(
        Case(
            arguments=str(size),
            labels=(f"echo of {size:,} bytes",),
            count=count,
            work=size,
            same=("send", "receive") if size < ROOM else (),
            weight=1 if size < ROOM else 2,
        )
        for size, count in SIZES.items()
    ),
)

Exchange = Callable[[int], int]  # so many messages; returns the bytes that came back


def contender(column: str, stack: ExitStack, size_told: str) -> Callable[[int], list[int]]:
    """The client's part, timed."""
    size = int(size_told)
    kind = C_CALLS if column in C_STYLE else LOOP if column in LOOPS else METHODS
    serve, client = kind
    sock = served(stack, lambda peer: serve(column, peer))
    exchange = client(column, stack, sock, size)

    def turn(count: int) -> list[int]:
        start = perf_counter_ns()
        received = exchange(count)
        return [perf_counter_ns() - start, size * count, received]

    return turn


# ------------------------------------------------------------------------------------ C's calls


def serve_by_calls(column: str, peer: socket.socket) -> None:
    """Echo as C does."""
    d = dialect(column)
    read, write, fd, buffer = d.calls.read, d.calls.write, peer.fileno(), d.array("char", ROOM)
    while (got := read(fd, buffer, ROOM)) > 0:
        at = write(fd, buffer, got)
        while at < got:
            at += write(fd, d.at(buffer, at), got - at)


def call(column: str, stack: ExitStack, sock: socket.socket, size: int) -> Exchange:
    """Ask as C does."""
    d = dialect(column)
    read, write, fd = d.calls.read, d.calls.write, sock.fileno()
    message, answer = d.chars(bytes(size)), d.array("char", ROOM)

    def exchange(count: int) -> int:
        total = 0
        for _ in range(count):
            at = write(fd, message, size)
            while at < size:
                at += write(fd, d.at(message, at), size - at)
            got = 0
            while got < size:
                got += read(fd, answer, ROOM)
            total += got
        return total

    return exchange


# -------------------------------------------------------------------------------------- methods


def serve_by_methods(column: str, peer: socket.socket) -> None:
    """Echo with an object."""
    with as_object(column, peer) as sock:
        while data := sock.recv(ROOM):
            sock.sendall(data)


def ask(column: str, stack: ExitStack, sock: socket.socket, size: int) -> Exchange:
    """Ask with an object."""
    mine = stack.enter_context(as_object(column, sock))
    message = bytes(size)

    def exchange(count: int) -> int:
        total = 0
        for _ in range(count):
            mine.sendall(message)
            got = 0
            while got < size:
                got += len(mine.recv(ROOM))
            total += got
        return total

    return exchange


# ---------------------------------------------------------------------------------------- loops


class Echo(asyncio.Protocol):
    """The server."""

    def __init__(self, done: asyncio.Future[None]) -> None:
        self._done = done

    def connection_made(self, transport: Any) -> None:
        """Keep the transport."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Send it back."""
        self._transport.write(data)

    def connection_lost(self, error: Exception | None) -> None:
        """The client has gone."""
        self._done.set_result(None)


class Asking(asyncio.Protocol):
    """The client: each message goes when the one before is back."""

    def __init__(self, size: int) -> None:
        self._size, self._message = size, bytes(size)

    def connection_made(self, transport: Any) -> None:
        """Keep the transport."""
        self._transport = transport

    def begin(self, count: int, done: asyncio.Future[int]) -> None:
        """Send the first of `count` messages."""
        self._left, self._done, self._got, self._total = count, done, 0, 0
        self._transport.write(self._message)

    def data_received(self, data: bytes) -> None:
        """Send the next one when all of this has come."""
        self._got += len(data)
        if self._got < self._size:
            return
        self._total += self._got
        self._got = 0
        self._left -= 1
        if self._left:
            self._transport.write(self._message)
        else:
            self._done.set_result(self._total)


def serve_by_loop(column: str, peer: socket.socket) -> None:
    """Echo with a protocol."""
    with ExitStack() as stack:
        loop = new_loop(column, stack)
        done = loop.create_future()
        loop.run_until_complete(loop.connect_accepted_socket(lambda: Echo(done), peer))
        loop.run_until_complete(done)


def ask_by_loop(column: str, stack: ExitStack, sock: socket.socket, size: int) -> Exchange:
    """Ask with a protocol."""
    loop = new_loop(column, stack)
    transport, client = loop.run_until_complete(
        loop.create_connection(lambda: Asking(size), sock=sock)
    )
    stack.callback(loop.run_until_complete, asyncio.sleep(0))
    stack.callback(transport.close)

    def exchange(count: int) -> int:
        done = loop.create_future()
        client.begin(count, done)
        return loop.run_until_complete(done)

    return exchange


C_CALLS = serve_by_calls, call
METHODS = serve_by_methods, ask
LOOP = serve_by_loop, ask_by_loop
