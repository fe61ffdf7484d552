"""Bytes that move inside the kernel, against what the standard library wrote and reads."""

import errno as numbers
import gc
import os
import socket as stdlib

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import (
    ConstViolation,
    NullPointer,
    OutOfBounds,
    char,
    errno,
    int_,
    off_t,
    struct,
    uint,
)

pytestmark = LINUX

N = pysock  # the calls exist on Linux alone
TEXT = b"0123456789abcdef"


@pytest.fixture
def file(tmp_path):
    (tmp_path / "file").write_bytes(TEXT)
    fd = os.open(tmp_path / "file", os.O_RDWR)
    yield fd
    os.close(fd)


@pytest.fixture
def other(tmp_path):
    fd = os.open(tmp_path / "other", os.O_RDWR | os.O_CREAT)
    yield fd
    os.close(fd)


@pytest.fixture
def channel():
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def second():
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_a_file_to_a_socket(file):
    one, two = stdlib.socketpair()
    with one, two:
        assert 16 == N.sendfile(one.fileno(), file, None, 100)
        assert TEXT == two.recv(100)
        assert 0 == N.sendfile(one.fileno(), file, None, 100)
        start = off_t(4)
        assert 3 == N.sendfile(one.fileno(), file, start, 3)
        assert 7 == start
        assert b"456" == two.recv(100)
        assert os.lseek(file, 0, os.SEEK_CUR) == 16
        one.setblocking(False)
        start.value = 0
        os.ftruncate(file, 1 << 24)
        assert 0 < N.sendfile(one.fileno(), file, start, 1 << 24) < 1 << 24
        assert -1 == N.sendfile(one.fileno(), file, start, 1 << 24)
        assert numbers.EAGAIN == errno


def test_a_file_through_a_pipe(file, other, channel):
    reader, writer = channel
    start, to = off_t(2), off_t(5)
    assert 8 == N.splice(file, start, writer, None, 8, 0)
    assert 10 == start
    assert 8 == N.splice(reader, None, other, to, 8, N.SPLICE_F_MOVE)
    assert 13 == to
    assert bytes(5) + b"23456789" == os.pread(other, 50, 0)
    assert -1 == N.splice(reader, None, other, None, 1, N.SPLICE_F_NONBLOCK)
    assert numbers.EAGAIN == errno
    assert -1 == N.splice(file, None, other, None, 1, 0)
    assert numbers.EINVAL == errno
    assert -1 == N.splice(reader, off_t(), other, None, 1, 0)
    assert numbers.ESPIPE == errno


def test_a_pipe_into_two(channel, second):
    os.write(channel[1], TEXT)
    assert 16 == N.tee(channel[0], second[1], 100, 0)
    assert TEXT == os.read(second[0], 100)
    assert TEXT == os.read(channel[0], 100)
    assert -1 == N.tee(channel[0], second[1], 100, N.SPLICE_F_NONBLOCK)
    assert numbers.EAGAIN == errno
    assert -1 == N.tee(channel[0], channel[1], 1, 0)
    assert numbers.EINVAL == errno


def test_a_file_to_a_file(file, other):
    start, to = off_t(1), off_t(0)
    assert 4 == N.copy_file_range(file, start, other, to, 4, 0)
    assert (5, 4) == (start, to)
    assert 16 == N.copy_file_range(file, None, other, None, 100, 0)
    assert TEXT == os.pread(other, 100, 0)
    assert 0 == N.copy_file_range(file, None, other, None, 100, 0)
    assert -1 == N.copy_file_range(file, None, other, None, 1, 99)
    assert numbers.EINVAL == errno


def test_memory_into_a_pipe_and_back(channel):
    reader, writer = channel
    first = char[8]("first")
    vec = struct.iovec[3]()
    vec[0].iov_base, vec[0].iov_len = first, 5
    vec[1].iov_base, vec[1].iov_len = None, 0
    vec[2].iov_base, vec[2].iov_len = " literal", 8
    assert 13 == N.vmsplice(writer, vec, 3, 0)
    pysock.memset(first, ord("x"), 8)
    assert b"first literal" == os.read(reader, 50)

    os.write(writer, TEXT)
    into = bytearray(10), char[20]()
    back = struct.iovec[2]()
    back[0].iov_base, back[0].iov_len = into[0], 10
    back[1].iov_base, back[1].iov_len = into[1], 20
    assert 16 == N.vmsplice(reader, back, 2, N.SPLICE_F_NONBLOCK)
    assert TEXT == bytes(into[0]) + into[1][:6]


def test_the_pipe_keeps_the_bytes_of_the_call(channel):
    """The program's memory may be freed and used again before anybody reads the pipe."""
    reader, writer = channel
    source = char[4096](b"a" * 4096)
    vec = struct.iovec(iov_base=source, iov_len=4096)
    assert 4096 == N.vmsplice(writer, vec, 1, 0)
    del source, vec
    gc.collect()
    others = [char[4096](b"b" * 4096) for _ in range(50)]
    assert b"a" * 4096 == os.read(reader, 5000)
    assert 50 == len(others)


def test_vmsplice_checks_what_it_moves(channel):
    reader, writer = channel
    vec = struct.iovec(iov_base=char[4](), iov_len=5)
    for end in channel:
        with pytest.raises(OutOfBounds):
            N.vmsplice(end, vec, 1, 0)
        with pytest.raises(OutOfBounds):
            N.vmsplice(end, struct.iovec[1](), 2, 0)
        with pytest.raises(NullPointer):
            N.vmsplice(end, None, 1, 0)
        with pytest.raises(TypeError):
            N.vmsplice(end, b"x" * 64, 1, 0)
    os.write(writer, b"x")
    with pytest.raises(ConstViolation):
        N.vmsplice(reader, struct.iovec(iov_base="literal", iov_len=3), 1, 0)
    assert 0 == N.vmsplice(writer, struct.iovec(), 1, 0)
    assert 0 == N.vmsplice(writer, None, 0, 0)
    assert -1 == N.vmsplice(-1, struct.iovec(), 1, 0)
    assert numbers.EBADF == errno
    assert -1 == N.vmsplice(writer, struct.iovec(), N.IOV_MAX + 1, 0)
    assert numbers.EINVAL == errno


def test_vmsplice_stops_at_a_full_pipe(channel):
    big = char[1 << 20](b"z" * (1 << 20))
    moved = N.vmsplice(channel[1], struct.iovec(iov_base=big, iov_len=1 << 20), 1, 2)
    assert N.SPLICE_F_NONBLOCK == 2
    assert 0 < moved <= N.fcntl(channel[1], N.F_GETPIPE_SZ)
    assert b"z" * moved == os.read(channel[0], 1 << 20)


CALLS = [
    lambda place: N.sendfile(1, 0, place, 1),
    lambda place: N.splice(0, place, 1, None, 1, 0),
    lambda place: N.splice(0, None, 1, place, 1, 0),
    lambda place: N.copy_file_range(0, place, 1, None, 1, 0),
    lambda place: N.copy_file_range(0, None, 1, place, 1, 0),
]


@pytest.mark.parametrize("call", CALLS)
def test_offsets_of_every_bad_kind(call):
    for bad in (5, 1.0, "8", b"12345678", bytearray(8), int_(), uint(), struct.timeval()):
        with pytest.raises(TypeError):
            call(bad)
    with pytest.raises(OutOfBounds):
        call(pysock.ptr(off_t, char[7]()))


def test_numbers_of_every_bad_kind(file, channel):
    for bad in ("1", None, 1.5):
        with pytest.raises(TypeError):
            N.sendfile(bad, file, None, 1)
        with pytest.raises(TypeError):
            N.tee(channel[0], channel[1], bad, 0)
        with pytest.raises(TypeError):
            N.vmsplice(channel[1], struct.iovec(), 1, bad)
    for call in (
        lambda: N.sendfile(file, file, None, -1),
        lambda: N.splice(file, None, channel[1], None, 2**64, 0),
        lambda: N.tee(2**31, 0, 1, 0),
        lambda: N.copy_file_range(file, None, file, None, 1, -1),
    ):
        with pytest.raises(OverflowError):
            call()
    assert -1 == N.sendfile(-1, file, None, 1)
    assert numbers.EBADF == errno


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("splice", tmp_path)
