"""The short form of scale.py: many connections at once, and many one after the other."""

import resource
import sys

import pytest
import scale

import pysock as c
from pysock import FdSet, Poller, Socket

IDLE, BUSY, SECONDS, CYCLES = 1000, 50, 0.5, 2000


@pytest.fixture(autouse=True)
def room():
    """For more connections than an fd_set takes."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    scale.room_for(IDLE + BUSY)
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def quietly(_):
    """No progress is shown."""


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere the loopback has one address, and epoll is missing"
)
@pytest.mark.parametrize("name", ["echo_epollserv", "echo_epollserv_pythonic", "poll"])
def test_many_connections_at_once(name):
    """Busy ones are answered, byte for byte; idle ones still are when they speak again."""
    result = scale.hold(name, IDLE, BUSY, SECONDS, quietly)
    assert (IDLE, BUSY, 0) == (result.idle, result.busy, result.refused)
    assert BUSY < result.echoes


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the loopback has one address")
def test_select_ends_at_1024():
    """Connections that have no place in an fd_set are closed; the others are served."""
    result = scale.hold("echo_selectserv", IDLE, BUSY, SECONDS, quietly)
    most = c.FD_SETSIZE - 4  # stdin, stdout, stderr, the one that listens
    assert (most, IDLE + BUSY - most) == (result.idle + result.busy, result.refused)


def test_select_says_where_it_ends():
    """In both layers: the number that has no place is named."""
    with Socket() as sock:
        high = c.fcntl(sock.fileno(), c.F_DUPFD, c.FD_SETSIZE)
        assert high >= c.FD_SETSIZE
        refused = f"{high}; an fd_set holds 0..{c.FD_SETSIZE - 1}"
        try:
            with Poller("select") as poller:
                for call in (lambda: c.FD_SET(high, c.fd_set()), lambda: FdSet([high])):
                    with pytest.raises(c.BadDescriptor, match=refused):
                        call()
                with pytest.raises(c.BadDescriptor, match=refused):
                    poller.register(high)
        finally:
            c.close(high)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the loopback has one address")
@pytest.mark.parametrize("layer", scale.CYCLES)
def test_many_connections_one_after_the_other(layer):
    """Nothing is left of them but what caches keep."""
    _, grown = scale.cycles(layer, CYCLES, quietly)
    assert 0 == grown["descriptors"]
    assert CYCLES // 10 > grown["blocks"]
