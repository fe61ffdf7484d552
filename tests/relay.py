"""A man in the middle: relays between a client and a server and writes down every byte."""

from __future__ import annotations

import errno
import select
import socket
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType

LOOPBACK = "127.0.0.1"
PATIENCE = 60.0  # seconds until a silent conversation counts as hung
LARGEST = 65536  # of a datagram, and of one read from a stream


@dataclass
class Conversation:
    """What went up to the server and down to the client.

    A datagram is one element each; a TCP stream, which has no boundaries, is one element in all.
    """

    up: list[bytes] = field(default_factory=list)
    down: list[bytes] = field(default_factory=list)


class Relay:
    """Stands before `server_port` while its `with` block runs; then `conversations` is complete."""

    def __init__(self, server_port: int) -> None:
        self._server = (LOOPBACK, server_port)
        self._front = self._listen()
        self.port: int = self._front.getsockname()[1]
        self.conversations: list[Conversation] = []
        self._wake, self._stop = socket.socketpair()
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._work: Future[None]

    def _listen(self) -> socket.socket:
        raise NotImplementedError

    def _relay(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Relay:
        self._work = self._thread.submit(self._relay)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.close()
        try:
            self._work.result(timeout=2 * PATIENCE)
        finally:
            self._thread.shutdown()
            self._wake.close()
            self._front.close()


class TcpRelay(Relay):
    """One connection at a time, as the course's servers serve them.

    `largest` limits how many bytes are passed on at once: 1 makes every read a partial one.
    """

    def __init__(self, server_port: int, largest: int = LARGEST) -> None:
        super().__init__(server_port)
        self._largest = largest

    def _listen(self) -> socket.socket:
        return socket.create_server((LOOPBACK, 0))

    def _relay(self) -> None:
        while True:
            ready, _, _ = select.select([self._front, self._wake], [], [])
            if self._front not in ready:
                return
            client, _ = self._front.accept()
            with client, socket.create_connection(self._server, timeout=PATIENCE) as server:
                self.conversations.append(self._pump(client, server))

    def _pump(self, client: socket.socket, server: socket.socket) -> Conversation:
        """Pass bytes on both ways, and each side's end as a half-close, until both have ended."""
        up, down = bytearray(), bytearray()
        paths = {client: (server, up), server: (client, down)}
        for side in paths:
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while paths:
            ready, _, _ = select.select(list(paths), [], [], PATIENCE)
            if not ready:
                raise TimeoutError(f"silent after {bytes(up)!r} up and {bytes(down)!r} down")
            for source in ready:
                target, record = paths[source]
                data = source.recv(self._largest)
                record += data
                if data:
                    target.sendall(data)
                else:
                    del paths[source]
                    _end(target)
        return Conversation([bytes(up)], [bytes(down)])


def _end(target: socket.socket) -> None:
    """Half-close; a side that has said its end and then reset the connection has no half left."""
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError as error:
        if error.errno != errno.ENOTCONN:
            raise


class UdpRelay(Relay):
    """For one client: what the server sends goes to whoever sent last."""

    def _listen(self) -> socket.socket:
        front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        front.bind((LOOPBACK, 0))
        return front

    def _relay(self) -> None:
        conversation = Conversation()
        self.conversations.append(conversation)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as back:
            back.connect(self._server)
            client: tuple[str, int] | None = None
            while True:
                ready, _, _ = select.select([self._front, back, self._wake], [], [])
                if self._front in ready:
                    data, client = self._front.recvfrom(LARGEST)
                    conversation.up.append(data)
                    back.send(data)
                if back in ready:
                    data = back.recv(LARGEST)
                    conversation.down.append(data)
                    assert client is not None, "the server spoke first"
                    self._front.sendto(data, client)
                if ready == [self._wake]:
                    return
