"""The buffers of MSG_ZEROCOPY, which the kernel reads after the call: who keeps them, how long.

A C program may not free such a buffer before the error queue has told that it was read. Here each
socket has its `Pins`: what a send gave away stays alive until recvmsg() or recvmmsg() of this
process has read that notification, which names the sends by their numbers. A socket closed before
leaves its buffers for the life of the process: nobody tells when its last data is out.
"""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Iterator

from . import _constants as constants
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MSG_ZEROCOPY = constants.values.get("MSG_ZEROCOPY", 0)
_ERRORS = {
    (constants.IPPROTO_IP, constants.values.get("IP_RECVERR")),
    (constants.IPPROTO_IPV6, constants.values.get("IPV6_RECVERR")),
}
_NUMBERS = 1 << 32  # the kernel counts a socket's sends in a __u32
_UNKNOWN = 1 << 64

pins: dict[bytes, Pins] = {}  # by the socket's cookie, which no other socket ever has
_making = allocate_lock()


class Pins:
    """What one socket's sends have given away.

    Sends of several threads get their numbers in an order that only the kernel knows: each is
    taken to have the highest that it can have, which only keeps it longer.
    """

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._sent = 0  # sends that have their number
        self._flying = 0  # those that may have it already
        self._done = 0  # all numbers below are read
        self._early: set[int] = set()  # and so are these
        self.kept: list[Kept] = []

    def begin(self, kept: Kept) -> None:
        """A send begins: its notification may even come before it returns."""
        with self._lock:
            self._flying += kept.count
            self.kept.append(kept)

    def end(self, kept: Kept) -> None:
        """A send has returned."""
        with self._lock:
            self._flying -= kept.count
            self._sent += kept.taken
            kept.last = self._sent - 1 + self._flying if kept.taken else -1
            self._sweep()

    def notice(self, first: int, last: int) -> None:
        """The kernel is done with the sends of these numbers."""
        with self._lock:
            begin = self._done + (first - self._done) % _NUMBERS
            self._early.update(range(begin, begin + (last - first) % _NUMBERS + 1))
            while self._done in self._early:
                self._early.remove(self._done)
                self._done += 1
            self._sweep()

    def _sweep(self) -> None:
        self.kept = [kept for kept in self.kept if kept.last >= self._done]


class Kept:
    """One call's buffers, for a ``with`` around the call that sets how many sends were `taken`."""

    __slots__ = ("_pins", "count", "last", "owners", "taken")

    def __init__(self, pins: Pins | None, count: int, owners: object) -> None:
        self._pins = pins
        self.count = count
        self.owners = owners
        self.taken = 0
        self.last = _UNKNOWN

    def __enter__(self) -> Kept:
        if self._pins is not None:
            self._pins.begin(self)
        return self

    def __exit__(self, *error: object) -> None:
        if self._pins is not None:
            self._pins.end(self)


def kept(flags: Any, sockfd: Any, count: int, owners: object) -> Kept:
    """Keep `owners` for `count` sends, if the kernel will read them later."""
    if not _wanted(flags) or not _lends(sockfd):
        return Kept(None, count, None)
    with _making:
        return Kept(pins.setdefault(_cookie(sockfd), Pins()), count, owners)


def _wanted(flags: Any) -> bool:
    return hasattr(flags, "__index__") and bool(flags.__index__() & _MSG_ZEROCOPY)


def _option(sockfd: Any, option: int, size: int) -> bytes:
    """An option's value, with errno as it was; nothing where it fails."""
    before, value, room = ffi.errno, ffi.new("char[]", size), ffi.new("socklen_t *", size)
    result = lib.getsockopt(sockfd, constants.SOL_SOCKET, option, value, room)
    ffi.errno = before
    return b"" if result == -1 else bytes(ffi.buffer(value))


def _lends(sockfd: Any) -> bool:
    """Whether the socket has SO_ZEROCOPY, without which the flag means nothing."""
    return any(_option(sockfd, constants.SO_ZEROCOPY, 4))


def _cookie(sockfd: Any) -> bytes:
    return _option(sockfd, constants.SO_COOKIE, 8)


def notice(sockfd: Any, control: bytes) -> None:
    """Let go what a message of the error queue, whose control data this is, says was read."""
    ranges = list(_ranges(control))
    if ranges and (found := pins.get(_cookie(sockfd))) is not None:
        for first, last in ranges:
            found.notice(first, last)


def _ranges(control: bytes) -> Iterator[tuple[int, int]]:
    """The numbers of the sends that were read: first and last."""
    base = ffi.from_buffer(control)
    at, header = 0, lib.pysock_CMSG_LEN(0)
    while at + header + ffi.sizeof("struct sock_extended_err") <= len(control):
        message = ffi.cast("struct cmsghdr *", base + at)
        error = ffi.cast("struct sock_extended_err *", base + at + header)
        told = (message.cmsg_level, message.cmsg_type) in _ERRORS
        if told and error.ee_origin == constants.SO_EE_ORIGIN_ZEROCOPY:
            yield error.ee_info, error.ee_data
        if message.cmsg_len < header:
            return
        at += lib.pysock_CMSG_ALIGN(message.cmsg_len)
