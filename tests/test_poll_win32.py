"""poll over WSAPoll."""

import socket as oracle
import time as timing

import pytest

from pysock import *


@pytest.fixture
def pair():
    one, other = oracle.socketpair()
    with one, other:
        yield one, other


def test_readiness(pair):
    one, other = pair
    fds = struct.pollfd[3]()
    fds[0].fd, fds[0].events = one.fileno(), POLLIN
    fds[1].fd, fds[1].events, fds[1].revents = -1, POLLIN, 99
    fds[2].fd, fds[2].events = other.fileno(), POLLIN | POLLOUT
    assert 1 == poll(fds, 3, 1000)
    assert [0, 0, POLLOUT] == [each.revents for each in fds]
    other.send(b"x")
    assert 2 == poll(fds, 3, 1000)
    assert fds[0].revents & POLLIN
    assert fds[1].fd == -1, "a signed number of the width of a SOCKET"


def test_the_end_of_the_peer(pair):
    one, other = pair
    other.close()
    fds = struct.pollfd(fd=one.fileno(), events=POLLIN)
    assert 1 == poll(fds, 1, 1000)
    assert fds.revents & (POLLIN | POLLHUP)


def test_timeouts(pair):
    fds = struct.pollfd(fd=pair[0].fileno(), events=POLLIN)
    for array, count in ((fds, 1), (NULL, 0)):
        before = timing.monotonic()
        assert 0 == poll(array, count, 50)
        assert 0.03 < timing.monotonic() - before


def test_what_is_no_socket():
    fds = struct.pollfd(fd=0x7FFFFFF0, events=POLLIN)
    ready = poll(fds, 1, 0)
    assert (ready, fds.revents) == (1, POLLNVAL) or (ready, errno) == (-1, ENOTSOCK)


def test_urgent_data_is_not_asked_for(pair):
    """WSAPoll fails where it is asked for POLLPRI; poll just never reports it."""
    fds = struct.pollfd(fd=pair[0].fileno(), events=POLLIN | POLLPRI)
    assert 0 == poll(fds, 1, 0)


def test_bounds():
    with pytest.raises(OutOfBounds):
        poll(struct.pollfd[2](), 3, 0)
    with pytest.raises(NullPointer):
        poll(NULL, 1, 0)
