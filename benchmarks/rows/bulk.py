"""Bulk throughput over TCP: a child of the same kind sends 4 MiB a request, by pieces of 64 KiB."""

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

PIECE = 65536
PIECES = 64  # that a request asks for
TOTAL = PIECE * PIECES
ASKED = b"?"

GROUP = Group(
    name="bulk",
    title="Bulk throughput over TCP: 64 KiB",
    cases=tuple(
        Case(
            arguments=call,
            labels=(f"sent, and received by {call}",),
            scales=(PIECES,),
            count=2,
            work=TOTAL,
        )
        for call in ("recv", "recv_into")
    ),
)

Fetch = Callable[[], int]  # asks once; returns the bytes that came


def contender(column: str, stack: ExitStack, call: str) -> Callable[[int], list[int]]:
    """The receiver, timed."""
    if column in LOOPS:
        fetch = fetch_by_loop(column, stack, call)
    elif column in C_STYLE:
        fetch = fetch_by_calls(column, stack)
    else:
        fetch = fetch_by_methods(column, stack, call)

    def turn(count: int) -> list[int]:
        start = perf_counter_ns()
        received = sum(fetch() for _ in range(count))
        return [perf_counter_ns() - start, TOTAL * count, received]

    return turn


# ------------------------------------------------------------------------------------ C's calls


def fetch_by_calls(column: str, stack: ExitStack) -> Fetch:
    """With read and write."""
    d = dialect(column)
    read, write = d.calls.read, d.calls.write

    def serve(peer: socket.socket) -> None:
        fd, piece, request = peer.fileno(), d.array("char", PIECE), d.array("char", 1)
        while read(fd, request, 1) == 1:
            for _ in range(PIECES):
                at = write(fd, piece, PIECE)
                while at < PIECE:
                    at += write(fd, d.at(piece, at), PIECE - at)

    fd = served(stack, serve).fileno()
    request, buffer = d.chars(ASKED), d.array("char", PIECE)

    def fetch() -> int:
        write(fd, request, 1)
        got = 0
        while got < TOTAL:
            got += read(fd, buffer, PIECE)
        return got

    return fetch


# -------------------------------------------------------------------------------------- methods


def fetch_by_methods(column: str, stack: ExitStack, call: str) -> Fetch:
    """sendall, and either way to receive."""

    def serve(peer: socket.socket) -> None:
        piece = bytes(PIECE)
        with as_object(column, peer) as sock:
            while sock.recv(1):
                for _ in range(PIECES):
                    sock.sendall(piece)

    sock = stack.enter_context(as_object(column, served(stack, serve)))
    buffer = bytearray(PIECE)

    def fetch() -> int:
        sock.sendall(ASKED)
        got = 0
        while got < TOTAL:
            got += len(sock.recv(PIECE))
        return got

    def fetch_into() -> int:
        sock.sendall(ASKED)
        got = 0
        while got < TOTAL:
            got += sock.recv_into(buffer)
        return got

    return fetch_into if call == "recv_into" else fetch


# ---------------------------------------------------------------------------------------- loops


class Source(asyncio.Protocol):
    """Sends the pieces, as fast as the transport takes them."""

    def __init__(self, done: asyncio.Future[None]) -> None:
        self._done, self._piece = done, bytes(PIECE)
        self._left, self._paused = 0, False

    def connection_made(self, transport: Any) -> None:
        """Keep the transport."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """A request."""
        self._left += PIECES * len(data)
        self._pump()

    def pause_writing(self) -> None:
        """Its buffer is full."""
        self._paused = True

    def resume_writing(self) -> None:
        """There is room again."""
        self._paused = False
        self._pump()

    def connection_lost(self, error: Exception | None) -> None:
        """The end."""
        self._done.set_result(None)

    def _pump(self) -> None:
        while self._left and not self._paused:
            self._left -= 1
            self._transport.write(self._piece)


class Sink:
    """What both ways to receive have in common."""

    _got: int
    _done: asyncio.Future[int]

    def connection_made(self, transport: Any) -> None:
        """Keep the transport."""
        self._transport = transport

    def ask(self, done: asyncio.Future[int]) -> None:
        """Send a request."""
        self._got, self._done = 0, done
        self._transport.write(ASKED)

    def _came(self, size: int) -> None:
        self._got += size
        if self._got == TOTAL:
            self._done.set_result(self._got)


class Receiving(Sink, asyncio.Protocol):
    """Gets `bytes`."""

    def data_received(self, data: bytes) -> None:
        """Count them."""
        self._came(len(data))


class ReceivingInto(Sink, asyncio.BufferedProtocol):
    """Lends a buffer."""

    def __init__(self) -> None:
        self._buffer = bytearray(PIECE)

    def get_buffer(self, sizehint: int) -> bytearray:
        """The same each time."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Count them."""
        self._came(nbytes)


def fetch_by_loop(column: str, stack: ExitStack, call: str) -> Fetch:
    """Protocols."""

    def serve(peer: socket.socket) -> None:
        with ExitStack() as inner:
            loop = new_loop(column, inner)
            done = loop.create_future()
            loop.run_until_complete(loop.connect_accepted_socket(lambda: Source(done), peer))
            loop.run_until_complete(done)

    sock = served(stack, serve)
    loop = new_loop(column, stack)
    kind = ReceivingInto if call == "recv_into" else Receiving
    transport, sink = loop.run_until_complete(loop.create_connection(kind, sock=sock))
    assert isinstance(sink, Sink)
    stack.callback(lambda: loop.run_until_complete(asyncio.sleep(0)))
    stack.callback(transport.close)

    def fetch() -> int:
        done = loop.create_future()
        sink.ask(done)
        return loop.run_until_complete(done)

    return fetch
