"""What a random program has at hand: descriptors, streams, and whatever its calls returned."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pysock
from pysock import AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_STREAM, int_, socklen_t, struct

from . import values

MOST_VALUES = 60


class World:
    """The things of one program: made at its start, added to by each call."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.descriptors = list(range(3)) + self._sockets() + self._files()
        self.streams = [pysock.stdin, pysock.stdout, pysock.stderr, *self._streams()]
        self.pool: list[Any] = [values.buffer(rng) for _ in range(4)]
        self.pool += [pysock.errno, struct.sockaddr_in(), struct.msghdr(), struct.iovec[3]()]
        self.unsent: set[int] = set()  # signals that this program does not send

    def view(self, rng: Random) -> World:
        """The same things, for a thread that chooses and remembers by itself."""
        seen = copy.copy(self)
        seen.rng = rng
        seen.descriptors, seen.streams = list(self.descriptors), list(self.streams)
        seen.pool = list(self.pool)
        return seen

    def _sockets(self) -> list[int]:
        listener = pysock.socket(AF_INET, SOCK_STREAM, 0)
        address, size = struct.sockaddr_in(), socklen_t(pysock.sizeof(struct.sockaddr_in))
        address.sin_family = AF_INET
        address.sin_addr.s_addr = pysock.htonl(pysock.INADDR_LOOPBACK)
        pysock.bind(listener, address, size)
        pysock.listen(listener, 5)
        pysock.getsockname(listener, address, size)
        stranger = pysock.socket(AF_INET, SOCK_STREAM, 0)
        pysock.connect(stranger, address, size)
        accepted = pysock.accept(listener, address, size)
        datagrams, pair = int_[2](), int_[2]()
        pysock.socketpair(AF_UNIX, SOCK_DGRAM, 0, datagrams)
        pysock.socketpair(AF_UNIX, SOCK_STREAM, 0, pair)
        return [listener, stranger, accepted, *datagrams, *pair]

    def _files(self) -> list[int]:
        ends = int_[2]()
        pysock.pipe(ends)
        file = pysock.open("file", pysock.O_RDWR | pysock.O_CREAT, 0o600)
        pysock.write(file, "some text 12 34\nanother line\n", 29)
        pysock.lseek(file, 0, pysock.SEEK_SET)
        closed = pysock.dup(file)
        pysock.close(closed)
        return [*ends, file, closed]

    def _streams(self) -> list[Any]:
        closed = pysock.fopen("closed", "w")
        pysock.fclose(closed)
        return [pysock.fopen("stream", "w+"), pysock.fopen("file", "r"), closed]

    def descriptor(self) -> int:
        """An open descriptor, a closed one, or one that never was."""
        if self.rng.randrange(5) == 0:
            return self.rng.choice([-1, 999, 1023, 1024, 2**31 - 1, self.rng.randrange(40)])
        return self.rng.choice(self.descriptors)

    def keep(self, result: Any) -> None:
        """Remember what a call returned: a later call may get it."""
        if type(result) is int:
            if 2 < result < 64:
                self.descriptors.append(result)
        elif isinstance(result, pysock.FILE if isinstance(pysock.FILE, type) else ()):
            self.streams.append(result)
        elif result is not None:
            self.pool.append(result)
        if len(self.pool) > MOST_VALUES:
            del self.pool[self.rng.randrange(len(self.pool))]
