"""The accept rate: connections that wait in the queue are accepted and closed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter_ns

from dialects import as_object, dialect
from ends import HOST
from harness import C_STYLE, LOOPS, Case, Group
from loops import new_loop

COUNT = 128
BACKLOG = 512

GROUP = Group(
    name="accepts",
    title="Accept rate: a full queue",
    cases=(Case(arguments="tcp", labels=("accept+close",), count=COUNT, work=1, same=("accept",)),),
)

Accept = Callable[[int], int]  # so many connections; returns how many there were


def contender(column: str, stack: ExitStack, _transport: str) -> Callable[[int], list[int]]:
    """The server, timed; its clients connect before, and close after."""
    listener = stack.enter_context(socket.create_server((HOST, 0), backlog=BACKLOG))
    address = listener.getsockname()
    accept: Accept
    if column in C_STYLE:
        accept = by_calls(column, listener)
    elif column in LOOPS:
        accept = by_loop(column, stack, listener)
    else:
        accept = by_methods(column, stack, listener)

    def turn(count: int) -> list[int]:
        clients = [socket.create_connection(address) for _ in range(count)]
        start = perf_counter_ns()
        accepted = accept(count)
        time = perf_counter_ns() - start
        for client in clients:
            client.close()
        return [time, len(clients), accepted]

    return turn


def by_calls(column: str, listener: socket.socket) -> Accept:
    """The two calls."""
    d = dialect(column)
    call, close, fd, null = d.calls.accept, d.calls.close, listener.fileno(), d.null

    def accept(count: int) -> int:
        return sum(close(call(fd, null, null)) == 0 for _ in range(count))

    return accept


def by_methods(column: str, stack: ExitStack, listener: socket.socket) -> Accept:
    """Each connection an object, with its address."""
    accepting = stack.enter_context(as_object(column, listener))

    def accept(count: int) -> int:
        for _ in range(count):
            connection, _address = accepting.accept()
            connection.close()
        return count

    return accept


class Closing(asyncio.Protocol):
    """Closes a connection at once."""

    def __init__(self, left: list[int], done: asyncio.Future[None]) -> None:
        self._left, self._done = left, done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it."""
        transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """The descriptor is closed next."""
        self._left[0] -= 1
        if not self._left[0]:
            self._done.set_result(None)


def by_loop(column: str, stack: ExitStack, listener: socket.socket) -> Accept:
    """A server of protocols."""
    loop = new_loop(column, stack)

    async def accept(count: int) -> int:
        left, done = [count], loop.create_future()
        server = await loop.create_server(
            lambda: Closing(left, done), sock=listener.dup(), backlog=BACKLOG
        )
        async with server:
            await done
        return count - left[0]

    return lambda count: loop.run_until_complete(accept(count))
