"""Echo servers of one thread, under the load of load.c: connections × bytes of a message.

A turn accepts the connections, echoes until all of them have ended, and tells the bytes that it
received and sent; the load generator has the clock. Sends wait: the generator always receives.
"""

from __future__ import annotations

import asyncio
import select
import socket
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from contenders import Contender
from dialects import as_object, dialect
from ends import HOST
from harness import C_STYLE, LOOPS, PYTHONIC, Answer, Case, Group, UnequalWorkError
from loops import new_loop

import pysock

ROOM = 65536
MAX_EVENTS = 64
BACKLOG = 1024
KIB = 1024
CONNECTIONS = (10, 100, 1000)
SIZES = {64: "64 B", KIB: "1 KiB", 100 * KIB: "100 KiB"}


def under_load(contender: Contender, case: Case, count: int) -> Answer:
    """A turn: the server tells its port, then the generator runs, then both tell what they did."""
    connections, size = map(int, case.arguments.split())
    contender.tell(f"{count} {case.arguments}")
    (port,) = contender.numbers()
    messages = count // connections
    load: list[str | Path] = [
        contender.directory / "load",
        *map(str, (port, connections, size, messages)),
    ]
    printed = subprocess.run(load, stdout=subprocess.PIPE, text=True, check=True).stdout
    time, sent, received = map(int, printed.split())
    served = contender.answer()
    expected = size * connections * (messages + 1)  # a first message is off the clock
    if not expected == served.received == served.sent:
        raise UnequalWorkError(
            f"{case.arguments!r}: {contender.column} received {served.received} and sent "
            f"{served.sent}, expected {expected}"
        )
    return Answer((time,), sent, received)


def case_of(connections: int, size: int) -> Case:
    """Each turn a few milliseconds, and at least one message of each connection."""
    whole = size <= KIB
    return Case(
        arguments=f"{connections} {size}",
        labels=(f"{connections:,} connections × {SIZES[size]}",),
        count=max(connections, 1000 if whole else 100),
        least=connections,
        quick=connections == 10 or (connections, size) == (100, 64),
        work=size,
        same=("send", "receive", "accept") if whole else (),
        weight=2 if whole and connections < 1000 else 4 if whole or connections < 1000 else 8,
    )


GROUP = Group(
    name="echo",
    title="Echo server of one thread, under the load of a C program",
    cases=tuple(case_of(connections, size) for connections in CONNECTIONS for size in SIZES),
    turn=under_load,
    warm=False,
)


def contender(
    column: str, stack: ExitStack, connections_told: str, size: str
) -> Callable[[int], list[int]]:
    """A server that listens."""
    connections = int(connections_told)
    listener = stack.enter_context(socket.create_server((HOST, 0), backlog=BACKLOG))
    port = listener.getsockname()[1]
    serve: Callable[[int], tuple[int, int]]
    if column in C_STYLE:
        serve = by_calls(column, listener)
    elif column in LOOPS:
        serve = by_loop(column, stack, listener)
    else:
        serve = by_methods(column, stack, listener)

    def turn(count: int) -> list[int]:
        print(port, flush=True)
        received, sent = serve(connections)
        return [sent, received]

    return turn


# ------------------------------------------------------------------------------------ C's calls


def by_calls(column: str, listener: socket.socket) -> Callable[[int], tuple[int, int]]:
    """accept, epoll_wait, read, write, close."""
    d = dialect(column)
    c, null = d.calls, d.null
    read, write, epoll_wait = c.read, c.write, c.epoll_wait
    buffer, events = d.array("char", ROOM), d.array("struct epoll_event", MAX_EVENTS)

    def serve(connections: int) -> tuple[int, int]:
        received = sent = 0
        with select.epoll() as epoll:
            epfd = epoll.fileno()
            for _ in range(connections):
                epoll.register(c.accept(listener.fileno(), null, null), select.EPOLLIN)
            while connections:
                for i in range(epoll_wait(epfd, events, MAX_EVENTS, -1)):
                    fd = events[i].data.fd
                    got = read(fd, buffer, ROOM)
                    if got <= 0:
                        c.close(fd)
                        connections -= 1
                        continue
                    received += got
                    at = write(fd, buffer, got)
                    while at < got:
                        at += write(fd, d.at(buffer, at), got - at)
                    sent += at
        return received, sent

    return serve


# -------------------------------------------------------------------------------------- methods


def by_methods(
    column: str, stack: ExitStack, listener: socket.socket
) -> Callable[[int], tuple[int, int]]:
    """Objects: `select.epoll` and `socket`, or `Poller` and `Socket`."""
    accepting = stack.enter_context(as_object(column, listener))
    return (by_poller if column == PYTHONIC else by_epoll)(accepting)


def echoed(sock: Any) -> int:
    """Send back what has come; 0 at the end of the stream."""
    data = sock.recv(ROOM)
    sock.sendall(data)
    return len(data)


def by_epoll(listener: socket.socket) -> Callable[[int], tuple[int, int]]:
    """The standard library at its fastest: epoll and a dict."""

    def serve(connections: int) -> tuple[int, int]:
        total = 0
        clients = {}
        with select.epoll() as epoll:
            for _ in range(connections):
                client, _address = listener.accept()
                clients[client.fileno()] = client
                epoll.register(client, select.EPOLLIN)
            while clients:
                for fd, _events in epoll.poll(-1, MAX_EVENTS):
                    client = clients[fd]
                    if data := client.recv(ROOM):
                        client.sendall(data)
                        total += len(data)
                    else:
                        del clients[fd]
                        client.close()
        return total, total

    return serve


def by_poller(listener: pysock.Socket) -> Callable[[int], tuple[int, int]]:
    """The same with pysock's objects."""

    def serve(connections: int) -> tuple[int, int]:
        total = 0
        with pysock.Poller() as poller:
            for _ in range(connections):
                accepted, _address = listener.accept()
                poller.register(accepted, pysock.Poller.READ)
            while connections:
                for key, _events in poller.select():
                    client: Any = key.fileobj
                    if data := client.recv(ROOM):
                        client.sendall(data)
                        total += len(data)
                    else:
                        poller.unregister(client)
                        client.close()
                        connections -= 1
        return total, total

    return serve


# ---------------------------------------------------------------------------------------- loops


class Echo(asyncio.Protocol):
    """One connection."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def connection_made(self, transport: Any) -> None:
        """Keep the transport."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Send it back."""
        self._server.total += len(data)
        self._transport.write(data)

    def connection_lost(self, error: Exception | None) -> None:
        """One less."""
        self._server.left -= 1
        if self._server.left == 0:
            self._server.done.set_result(None)


class Server:
    """What the connections of one turn share."""

    def __init__(self, connections: int, done: asyncio.Future[None]) -> None:
        self.left, self.done, self.total = connections, done, 0


def by_loop(
    column: str, stack: ExitStack, listener: socket.socket
) -> Callable[[int], tuple[int, int]]:
    """Protocols, which are faster than streams."""
    loop = new_loop(column, stack)

    async def serve(connections: int) -> tuple[int, int]:
        turn = Server(connections, loop.create_future())
        server = await loop.create_server(lambda: Echo(turn), sock=listener.dup(), backlog=BACKLOG)
        async with server:
            await turn.done
        return turn.total, turn.total

    return lambda connections: loop.run_until_complete(serve(connections))
