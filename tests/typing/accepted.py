"""A user's program that type checkers accept: every kind of name that pysock offers."""

from __future__ import annotations

from collections.abc import Callable

import pysock
from pysock import (
    AF_INET,
    EINTR,
    SIGINT,
    SOCK_STREAM,
    Address,
    Child,
    ExitStatus,
    FdSet,
    Pipe,
    Poller,
    SignalHandler,
    Socket,
    SocketError,
    Stream,
    blocked_signals,
    create_connection,
    create_server,
    errno,
    htons,
)


def serve(port: int) -> None:
    with create_server(Address("127.0.0.1", port)) as server, Poller() as poller:
        poller.register(server, Poller.READ, data="server")
        for key, events in poller.select(0.5):
            descriptor: int = key.fd
            reading: bool = bool(events & Poller.READ) and descriptor > 0
            print(reading)
        client, address = server.accept()
        with client:
            host: str = address.host
            data: bytes = client.recv(1024)
            client.sendall(data + host.encode())


def ask(question: str) -> str:
    sock: Socket = create_connection(("localhost", 9190), timeout=5)
    with sock, Stream(sock, "r+") as stream:
        stream.write(question)
        stream.flush()
        answer: str = stream.readline()
    return answer


def copy(source: str, target: str) -> int:
    with Stream(source, "rb") as reads, Stream(target, "wb") as writes:
        first: bytes = reads.read(10)
        rest: list[bytes] = list(reads)
        return writes.write(first) + sum(map(writes.write, rest))


@SignalHandler.on(SIGINT)
def stop(number: int) -> None:
    print(number)


def work(sock: Socket, times: int) -> int:
    return sock.send(b"x" * times)


def parent() -> ExitStatus:
    with stop, Pipe() as pipe, Child(work, 3, channel=True) as child:
        data: bytes = pipe.reader.read()
        pipe.writer.write(data)
        received: bytes = child.channel.recv(3)
        print(received)
    with blocked_signals(SIGINT) as blocked:
        signum: int | None = blocked.wait(0)
    status: ExitStatus = child.wait()
    code: int | None = status.code
    print(signum, code)
    return status


def ready() -> set[int]:
    reads, _, _ = FdSet.select([0, 1], timeout=0)
    reads.add(5)
    return set(reads)


def in_c() -> int:
    fd: int = pysock.socket(AF_INET, SOCK_STREAM, 0)
    while fd == -1 and errno == EINTR:
        fd = pysock.socket(pysock.PF_INET, pysock.SOCK_STREAM, pysock.IPPROTO_TCP)
    port: int = htons(9190)
    return fd + port


def failing() -> str:
    try:
        raise SocketError.from_errno("bind", "127.0.0.1:80")
    except SocketError as error:
        call: str = error.call
        return call


callback: Callable[[int], int] = pysock.close
