"""select on Windows: a set is a list of at most FD_SETSIZE sockets."""

import socket as oracle
import time as timing

import pytest

from pysock import *


@pytest.fixture
def pair():
    one, other = oracle.socketpair()
    with one, other:
        yield one, other


def members(sockets):
    return [sockets.fd_array[i] for i in range(sockets.fd_count)]


def test_a_set_is_a_list():
    sockets = fd_set()
    assert 64 == FD_SETSIZE
    assert 0 == sockets.fd_count
    for fd in (5, 300, 5, 1 << 40):
        FD_SET(fd, sockets)
    assert [5, 300, 1 << 40] == members(sockets)
    assert [1, 0] == [FD_ISSET(300, sockets), FD_ISSET(301, sockets)]
    FD_CLR(300, sockets)
    FD_CLR(301, sockets)
    assert [5, 1 << 40] == members(sockets)
    assert f"fd_set {{5, {1 << 40}}}" == repr(sockets)
    FD_ZERO(sockets)
    assert [] == members(sockets)


def test_a_full_set():
    sockets = fd_set()
    for fd in range(FD_SETSIZE):
        FD_SET(fd, sockets)
    FD_SET(7, sockets)
    with pytest.raises(OutOfBounds, match="FD_SET: the set is full: it holds 64 sockets"):
        FD_SET(FD_SETSIZE, sockets)
    with pytest.raises(BadDescriptor):
        FD_SET(-1, sockets)


def test_waiting_for_what_can_be_read(pair):
    one, other = pair
    reads, writes, timeout = fd_set(), fd_set(), struct.timeval(tv_sec=0, tv_usec=50000)
    FD_SET(one.fileno(), reads)
    before = timing.monotonic()
    assert 0 == select(0, reads, NULL, NULL, timeout)
    assert 0.03 < timing.monotonic() - before
    assert [] == members(reads)
    assert (0, 50000) == (timeout.tv_sec, timeout.tv_usec), "Windows does not count down"
    other.send(b"x")
    FD_SET(one.fileno(), reads)
    FD_SET(other.fileno(), reads)
    FD_SET(other.fileno(), writes)
    assert 2 == select(0, reads, writes, NULL, NULL)
    assert ([one.fileno()], [other.fileno()]) == (members(reads), members(writes))


def test_failures_leave_the_sets(pair):
    reads = fd_set()
    FD_SET(0x7FFFFFF0, reads)
    assert (-1, ENOTSOCK) == (select(0, reads, NULL, NULL, struct.timeval()), errno)
    assert [0x7FFFFFF0] == members(reads)
    assert (-1, EINVAL) == (select(0, NULL, NULL, NULL, struct.timeval()), errno)


def test_a_count_that_lies_is_not_believed(pair):
    """A program can write any count; the macros of C would walk beyond the set."""
    reads = fd_set()
    memset(reads, 0xFF, sizeof(reads))
    assert 0 == FD_ISSET(5, reads)
    FD_CLR(5, reads)
    with pytest.raises(OutOfBounds):
        FD_SET(5, reads)
    assert (-1, ENOTSOCK) == (select(0, reads, NULL, NULL, struct.timeval()), errno)
    assert 64 == repr(reads).count(",") + 1
