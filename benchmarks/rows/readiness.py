"""Who is ready? select, poll and epoll as the descriptors grow: one of them, in the middle, is.

All descriptors are duplicates of two pipes' ends: an empty one, and one with a byte in it. The
work is to find the one that is ready, as a server does. Nothing waits.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter_ns

from dialects import Dialect, dialect
from harness import C_STYLE, LOOPS, PYTHONIC, Case, Group

import pysock

MAX_EVENTS = 64
GROWTH = {
    "select": (10, 100, 1000),
    "poll": (10, 100, 1000, 10_000),
    "epoll": (10, 100, 1000, 10_000),
}
COUNTS = {10: 64, 100: 32, 1000: 8, 10_000: 2}  # calls of a turn; of epoll always the first


def case_of(kind: str, size: int) -> Case:
    """A kind of waiting for so many."""
    return Case(
        arguments=f"{kind} {size}",
        labels=(f"{kind}, {size:,} descriptors",),
        count=COUNTS[10] if kind == "epoll" else COUNTS[size],
        work=1,
        same=("wait",),
        quick=size < 1000,
    )


GROUP = Group(
    name="readiness",
    title="Finding the one descriptor that is ready",
    cases=tuple(case_of(kind, size) for kind, sizes in GROWTH.items() for size in sizes),
    empty=dict.fromkeys(LOOPS, "a loop waits by epoll inside: the rows of echo servers"),
)

Find = Callable[[], int]  # returns the descriptor that is ready


def contender(column: str, stack: ExitStack, kind: str, size: str) -> Callable[[int], list[int]]:
    """So many descriptors, and the search."""
    fds, ready = descriptors(stack, int(size))
    if column in C_STYLE:
        find = C_CALLS[kind](dialect(column), stack, fds)
    else:
        find = (METHODS if column == PYTHONIC else MODULE)[kind](stack, fds)

    def turn(count: int) -> list[int]:
        start = perf_counter_ns()
        found = sum(find() == ready for _ in range(count))
        return [perf_counter_ns() - start, count, found]

    return turn


def descriptors(stack: ExitStack, size: int) -> tuple[list[int], int]:
    """Ascending descriptors, as low as they come, and the ready one of them."""
    empty, keeps_empty_open = os.pipe()
    full, other = os.pipe()
    os.write(other, b"!")
    fds = [os.dup(full if i == size // 2 else empty) for i in range(size)]
    for fd in (empty, keeps_empty_open, full, other, *fds):
        stack.callback(os.close, fd)
    return fds, fds[size // 2]


# ------------------------------------------------------------------------------------ C's calls


def by_select(d: Dialect, stack: ExitStack, fds: list[int]) -> Find:
    """A copy of the set, and FD_ISSET for one after the other."""
    call, isset, null, copy = d.calls.select, d.calls.FD_ISSET, d.null, d.copy
    reads, limit = d.fd_set(), max(fds) + 1
    for fd in fds:
        d.calls.FD_SET(fd, reads)

    def find() -> int:
        ready = copy(reads)
        call(limit, ready, null, null, null)
        for fd in fds:
            if isset(fd, ready):
                return fd
        return -1

    return find


def by_poll(d: Dialect, stack: ExitStack, fds: list[int]) -> Find:
    """An array of struct pollfd, made once, and its revents one after the other."""
    call, size, array = d.calls.poll, len(fds), d.array("struct pollfd", len(fds))
    for i, fd in enumerate(fds):
        array[i].fd, array[i].events = fd, select.POLLIN

    def find() -> int:
        call(array, size, -1)
        for i in range(size):
            if array[i].revents:
                return int(array[i].fd)
        return -1

    return find


def by_epoll(d: Dialect, stack: ExitStack, fds: list[int]) -> Find:
    """Only what is ready comes back."""
    epoll = stack.enter_context(select.epoll())
    for fd in fds:
        epoll.register(fd, select.EPOLLIN)
    call, epfd = d.calls.epoll_wait, epoll.fileno()
    events = d.array("struct epoll_event", MAX_EVENTS)

    def find() -> int:
        call(epfd, events, MAX_EVENTS, -1)
        return int(events[0].data.fd)

    return find


C_CALLS: dict[str, Callable[[Dialect, ExitStack, list[int]], Find]]
C_CALLS = {"select": by_select, "poll": by_poll, "epoll": by_epoll}


# --------------------------------------------------------------------------- the module `select`


def by_module_select(stack: ExitStack, fds: list[int]) -> Find:
    """It gives the list of what is ready."""
    return lambda: select.select(fds, (), ())[0][0]


def by_module_poll(stack: ExitStack, fds: list[int]) -> Find:
    """A poll object."""
    poll = select.poll()
    for fd in fds:
        poll.register(fd, select.POLLIN)
    return lambda: poll.poll()[0][0]


def by_module_epoll(stack: ExitStack, fds: list[int]) -> Find:
    """An epoll object."""
    epoll = stack.enter_context(select.epoll())
    for fd in fds:
        epoll.register(fd, select.EPOLLIN)
    return lambda: epoll.poll(-1, MAX_EVENTS)[0][0]


MODULE = {"select": by_module_select, "poll": by_module_poll, "epoll": by_module_epoll}


# -------------------------------------------------------------------------------------- methods


def by_fdset(stack: ExitStack, fds: list[int]) -> Find:
    """`FdSet.select` gives new sets."""
    reads = pysock.FdSet(fds)
    return lambda: next(iter(pysock.FdSet.select(reads)[0]))


def by_poller(kind: str) -> Callable[[ExitStack, list[int]], Find]:
    """`Poller` gives keys."""

    def prepare(stack: ExitStack, fds: list[int]) -> Find:
        poller = stack.enter_context(pysock.Poller(kind))
        for fd in fds:
            poller.register(fd, pysock.Poller.READ)
        return lambda: poller.select()[0][0].fd

    return prepare


METHODS = {"select": by_fdset, "poll": by_poller("poll"), "epoll": by_poller("epoll")}
