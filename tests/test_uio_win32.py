"""readv and writev on sockets, over WSARecv and WSASend."""

import socket as oracle

import pytest

from pysock import *


@pytest.fixture
def pair():
    one, other = oracle.socketpair()
    with one, other:
        yield one, other


def vector(*buffers):
    vec = struct.iovec[len(buffers)]()
    for each, buffer in zip(vec, buffers, strict=True):
        each.iov_base = buffer
        each.iov_len = len(buffer) if isinstance(buffer, bytes) else sizeof(buffer)
    return vec


def test_gather_and_scatter(pair):
    one, other = pair
    assert 7 == writev(one.fileno(), vector(b"ABC", b"", b"1234"), 3)
    first, second = char[5](), char[5]()
    assert 7 == readv(other.fileno(), vector(first, second), 2)
    assert (b"ABC12", b"34") == (bytes(first), second.string())
    one.shutdown(oracle.SHUT_WR)
    assert 0 == readv(other.fileno(), vector(first), 1)


def test_many_vectors(pair):
    one, other = pair
    assert IOV_MAX == writev(one.fileno(), vector(*[b"x"] * IOV_MAX), IOV_MAX)
    other.settimeout(10)
    got = b""
    while len(got) < IOV_MAX:
        got += other.recv(IOV_MAX)
    assert b"x" * IOV_MAX == got


def test_failures(pair):
    one = pair[0].fileno()
    vec = vector(b"x")
    assert (-1, EINVAL) == (writev(one, vec, 0), errno)
    assert (-1, EINVAL) == (writev(one, vec, IOV_MAX + 1), errno)
    assert (-1, ENOTSOCK) == (writev(0x7FFFFFF0, vec, 1), errno)
    pair[0].setblocking(False)
    assert -1 == readv(one, vector(char[4]()), 1)
    assert errno == EWOULDBLOCK
    assert errno == EAGAIN
    assert WSAEWOULDBLOCK == WSAGetLastError()


def test_bounds(pair):
    one = pair[0].fileno()
    vec = vector(char[4]())
    vec[0].iov_len = 5
    with pytest.raises(OutOfBounds, match=r"writev: iov\[0\]: 5 bytes of an object that has 4"):
        writev(one, vec, 1)
    with pytest.raises(ConstViolation):
        readv(one, vector(b"text"), 1)
    vec[0].iov_base = NULL
    with pytest.raises(NullPointer):
        readv(one, vec, 1)
