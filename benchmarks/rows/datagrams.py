"""Datagrams over UDP, alone, in batches and coalesced: 64 of 64 bytes are sent, then received.

The queue is full before the first is received, so no wait is measured. Coalesced, they travel
through the kernel as one (UDP_SEGMENT, UDP_GRO), and are datagrams again for the program.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter_ns
from typing import Any

from dialects import Dialect, as_object, dialect
from ends import HOST
from harness import C_STYLE, LOOPS, PYTHONIC, STDLIB, Case, Group
from loops import new_loop

import pysock

COUNT = 64  # datagrams that are sent before they are received
SIZE = 64  # bytes of each
SLOT = 2048  # bytes of room for each
BATCHES = (1, 8, 32, 64)
QUEUE = 4 << 20  # bytes
ONE_BY_ONE = {STDLIB: "it has no batches: one call for each datagram, in every row"}


def case_of(batch: int) -> Case:
    """Sending and receiving in batches of a size."""
    batches = f"batches of {batch}" if batch > 1 else "one by one"
    return Case(
        arguments=str(batch),
        labels=(f"send, {batches}", f"receive, {batches}"),
        scales=(COUNT, COUNT),
        count=8,
        work=SIZE * COUNT,
        same=("send", "receive"),
        quick=batch <= 8,
        differing=ONE_BY_ONE if batch > 1 else {},
        empty={} if batch == 1 else dict.fromkeys(LOOPS, "a loop has no batches"),
    )


COALESCED = Case(
    arguments=f"{COUNT} coalesced",
    labels=(f"send, {COUNT} coalesced", f"receive, {COUNT} coalesced"),
    scales=(COUNT, COUNT),
    count=8,
    work=SIZE * COUNT,
    same=("send", "receive"),
    differing=ONE_BY_ONE,
    empty=dict.fromkeys(C_STYLE, "control messages, as in C: the rows of Pythonic do it")
    | dict.fromkeys(LOOPS, "a loop has no batches"),
)

GROUP = Group(
    name="datagrams",
    title="UDP: a datagram of 64 bytes",
    cases=(*map(case_of, BATCHES), COALESCED),
)

Way = tuple[Callable[[], int], Callable[[], int]]  # send and receive all; they return the bytes


def contender(
    column: str, stack: ExitStack, batch_told: str, *kind: str
) -> Callable[[int], list[int]]:
    """A client and a server, each timed."""
    batch = int(batch_told)
    server, client = (stack.enter_context(socket.socket(type=socket.SOCK_DGRAM)) for _ in "12")
    server.bind((HOST, 0))
    server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, QUEUE)
    if column in LOOPS:
        send, receive = by_loop(column, stack, server, client)
    elif column in C_STYLE:
        way = by_calls if batch == 1 else by_batches_of_calls
        send, receive = way(dialect(column), server, client, batch)
    elif column == PYTHONIC and batch > 1:
        send, receive = by_batch(server, client, batch, coalesced=bool(kind))
    else:
        address = server.getsockname()
        receiver, sender = (
            stack.enter_context(as_object(column, sock)) for sock in (server, client)
        )
        send, receive = by_methods(receiver, sender, address)

    def turn(count: int) -> list[int]:
        sending = receiving = sent = received = 0
        for _ in range(count):
            start = perf_counter_ns()
            sent += send()
            between = perf_counter_ns()
            received += receive()
            sending += between - start
            receiving += perf_counter_ns() - between
        return [sending, receiving, sent, received]

    return turn


# ------------------------------------------------------------------------------------ C's calls


def by_calls(d: Dialect, server: socket.socket, client: socket.socket, batch: int) -> Way:
    """With sendto and recvfrom."""
    sendto, recvfrom = d.calls.sendto, d.calls.recvfrom
    out, into = client.fileno(), server.fileno()
    data, buffer = d.chars(bytes(SIZE)), d.array("char", SLOT)
    address, name = d.address(server.getsockname()[1]), d.array("struct sockaddr_in", 1)
    length, size = d.array("socklen_t", 1), 16

    def send() -> int:
        return sum(sendto(out, data, SIZE, 0, address, size) for _ in range(COUNT))

    def receive() -> int:
        total = 0
        for _ in range(COUNT):
            length[0] = size
            total += recvfrom(into, buffer, SLOT, 0, name, length)
        return total

    return send, receive


def by_batches_of_calls(
    d: Dialect, server: socket.socket, client: socket.socket, batch: int
) -> Way:
    """With sendmmsg and recvmmsg with arrays that are made once, as C does."""
    sendmmsg, recvmmsg, null = d.calls.sendmmsg, d.calls.recvmmsg, d.null
    out, into = client.fileno(), server.fileno()
    address = d.address(server.getsockname()[1])
    data = [d.chars(bytes(SIZE)) for _ in range(batch)]
    outgoing = Messages(d, data, SIZE, [address] * batch)
    room = [d.array("char", SLOT) for _ in range(batch)]
    incoming = Messages(d, room, SLOT, [d.array("struct sockaddr_in", 1) for _ in range(batch)])

    def exchanged(call: Callable[[], int], headers: Any) -> int:
        total = 0
        for _ in range(COUNT // batch):
            for i in range(call()):
                total += headers[i].msg_len
        return total

    def send() -> int:
        return exchanged(lambda: sendmmsg(out, outgoing.headers, batch, 0), outgoing.headers)

    def receive() -> int:
        return exchanged(lambda: recvmmsg(into, incoming.headers, batch, 0, null), incoming.headers)

    return send, receive


class Messages:
    """An array of struct mmsghdr, with one buffer and one name each, which it keeps."""

    def __init__(self, d: Dialect, buffers: list[Any], size: int, names: list[Any]) -> None:
        self._kept = buffers, names
        self._vectors = d.array("struct iovec", len(buffers))
        self.headers = d.array("struct mmsghdr", len(buffers))
        for i, (buffer, name) in enumerate(zip(buffers, names, strict=True)):
            self._vectors[i].iov_base, self._vectors[i].iov_len = d.at(buffer, 0), size
            header = self.headers[i].msg_hdr
            header.msg_name, header.msg_namelen = d.at(name, 0), 16
            header.msg_iov, header.msg_iovlen = d.at(self._vectors, i), 1


# -------------------------------------------------------------------------------------- methods


def by_methods(server: Any, client: Any, address: tuple[str, int]) -> Way:
    """sendto() and recvfrom(), with an address made once where that can be."""
    data = bytes(SIZE)
    to = address if isinstance(client, socket.socket) else pysock.Address(address)

    def send() -> int:
        return sum(client.sendto(data, to) for _ in range(COUNT))

    def receive() -> int:
        return sum(len(server.recvfrom(SLOT)[0]) for _ in range(COUNT))

    return send, receive


def by_batch(server: socket.socket, client: socket.socket, batch: int, *, coalesced: bool) -> Way:
    """`Batch`: the data is copied in; what came becomes bytes, as `recvfrom` gives them."""
    data, address = [bytes(SIZE)] * batch, pysock.Address(server.getsockname())
    out, into = (pysock.Batch(batch, SLOT, coalesced=coalesced) for _ in "12")
    if coalesced:
        server.setsockopt(socket.IPPROTO_UDP, pysock.UDP_GRO, 1)

    def send() -> int:
        sent = 0
        for _ in range(COUNT // batch):
            out.clear()
            out.extend(data, address)
            sent += out.send(client) * SIZE
        return sent

    def receive() -> int:
        total = 0
        for _ in range(COUNT // batch):
            into.receive(server)
            total += sum(map(len, into.copies()))
        return total

    return send, receive


# ---------------------------------------------------------------------------------------- loops


class Receiver(asyncio.DatagramProtocol):
    """Counts what comes."""

    def expect(self, size: int, done: asyncio.Future[int]) -> None:
        """Tell when so much has come."""
        self._got, self._size, self._done = 0, size, done

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        """One came."""
        self._got += len(data)
        if self._got == self._size:
            self._done.set_result(self._got)


def by_loop(column: str, stack: ExitStack, server: socket.socket, client: socket.socket) -> Way:
    """Datagram protocols; the receiver only reads while it is timed."""
    loop = new_loop(column, stack)
    address = server.getsockname()
    data = bytes(SIZE)
    transport, _ = loop.run_until_complete(
        loop.create_datagram_endpoint(asyncio.DatagramProtocol, sock=client)
    )
    incoming, receiver = loop.run_until_complete(
        loop.create_datagram_endpoint(Receiver, sock=server)
    )
    stack.callback(lambda: loop.run_until_complete(asyncio.sleep(0)))
    stack.callback(incoming.close)
    stack.callback(transport.close)

    def send() -> int:
        for _ in range(COUNT):
            transport.sendto(data, address)
        return SIZE * COUNT

    def receive() -> int:
        done = loop.create_future()
        receiver.expect(SIZE * COUNT, done)
        return loop.run_until_complete(done)

    return send, receive
