"""Vectored I/O against os.*, the kernel and a C program; bad iovecs of every kind."""

import os

import pytest

from pysock import char, readv, struct, writev


@pytest.fixture
def channel():
    """A pipe as (read end, write end)."""
    ends = os.pipe()
    yield ends
    for fd in ends:
        os.close(fd)


def test_writev_sends_the_buffers_as_one(channel):
    """The course's writev: two arrays, each with its own length."""
    buf1 = char[...](b"ABCDEFG")
    buf2 = char[...](b"1234567")
    vec = struct.iovec[2]()
    vec[0].iov_base = buf1
    vec[0].iov_len = 3
    vec[1].iov_base = buf2
    vec[1].iov_len = 4
    assert 7 == writev(channel[1], vec, 2)
    assert b"ABC1234" == os.read(channel[0], 100)


def test_readv_fills_one_buffer_after_the_other(channel):
    """The course's readv: five bytes here, the rest there."""
    buf1, buf2 = char[100](), char[100]()
    vec = struct.iovec[2]()
    vec[0].iov_base = buf1
    vec[0].iov_len = 5
    vec[1].iov_base = buf2
    vec[1].iov_len = 100
    os.write(channel[1], b"I like TCP/IP socket programming~")
    assert 33 == readv(channel[0], vec, 2)
    assert b"I lik" == buf1.string()
    assert b"e TCP/IP socket programming~" == buf2.string()
