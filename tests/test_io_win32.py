"""Descriptors of Windows' C runtime: files, pipes, and text whose lines end in CR LF."""

import os
import threading

import pytest

import pysock
from pysock import *


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "파일.txt")


def test_a_file_from_first_to_last(path):
    fd = pysock.open(path, O_CREAT | O_RDWR | O_BINARY, 0o666)
    assert fd > 2
    assert 6 == write(fd, "abc\nde", 6)
    assert 0 == lseek(fd, 0, SEEK_SET)
    text = char[10]()
    assert 6 == read(fd, text, sizeof(text))
    assert 0 == read(fd, text, sizeof(text))
    assert (1 << 33) == lseek(fd, 1 << 33, SEEK_SET), "an offset has 64 bits"
    assert 0 == pysock.close(fd)
    assert b"abc\nde" == open_bytes(path)
    assert 0 == pysock.unlink(path)
    assert not os.path.exists(path)


def open_bytes(path):
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_BINARY), "rb") as file:
        return file.read()


def test_text_is_c_runtimes(path):
    """As in C on Windows, a descriptor is for text unless it is opened with O_BINARY."""
    fd = creat(path, 0o600)
    assert 4 == write(fd, "a\nb\n", 4)
    assert 0 == pysock.close(fd)
    assert b"a\r\nb\r\n" == open_bytes(path)
    fd, text = pysock.open(path, O_RDONLY), char[10]()
    assert 4 == read(fd, text, sizeof(text))
    assert b"a\nb\n" == text[0:4]
    assert 0 == pysock.close(fd)


def test_pipe_carries_bytes():
    ends, text = int_[2](), char[10]()
    assert 0 == pipe(ends)
    assert 3 == write(ends[1], "a\n\x1a", 3)
    assert 3 == read(ends[0], text, sizeof(text))
    assert b"a\n\x1a" == text[0:3]
    assert 0 == pysock.close(ends[1])
    assert 0 == read(ends[0], text, 1)
    assert 0 == pysock.close(ends[0])


def test_a_read_lets_other_threads_run():
    ends, text = int_[2](), char[10]()
    assert 0 == pipe(ends)
    writer = threading.Timer(0.05, lambda: write(ends[1], "late", 4))
    writer.start()
    assert 4 == read(ends[0], text, sizeof(text))
    writer.join()
    assert [0, 0] == [pysock.close(fd) for fd in ends]


def test_dup_and_dup2(path):
    fd = pysock.open(path, O_CREAT | O_RDWR | O_BINARY)
    other = dup(fd)
    assert other not in (-1, fd)
    assert 1 == write(fd, "a", 1)
    assert 1 == lseek(other, 0, SEEK_CUR)
    assert 40 == dup2(fd, 40), "as POSIX has it; the C runtime's own returns 0"
    assert 1 == write(40, "b", 1)
    assert [0, 0, 0] == [pysock.close(each) for each in (fd, other, 40)]
    assert b"ab" == open_bytes(path)


def test_bad_descriptors_fail_and_end_nothing(path):
    """The C runtime by itself ends the process for these."""
    text = char[4]()
    for fd in (-1, -5, 99, 8191, 8192, 1 << 30, -(1 << 31)):
        for call in (
            lambda fd=fd: pysock.close(fd),
            lambda fd=fd: read(fd, text, 4),
            lambda fd=fd: write(fd, text, 4),
            lambda fd=fd: lseek(fd, 0, SEEK_SET),
            lambda fd=fd: dup(fd),
            lambda fd=fd: dup2(fd, 50),
            lambda fd=fd: dup2(1, fd) if fd not in (99, 8191) else dup2(fd, 1),
        ):
            errno.value = 0
            assert (-1, EBADF) == (call(), errno)
    assert (-1, EINVAL) == (lseek(1, 0, 77), errno)
    assert (-1, ENOENT) == (pysock.open(path, O_RDONLY), errno)
    assert (-1, ENOENT) == (pysock.unlink(path), errno)
    assert (-1, EILSEQ) == (pysock.open(b"\xff", O_RDONLY), errno)


def test_a_second_close_is_an_error_and_no_mistake(path):
    fd = pysock.open(path, O_CREAT | O_RDWR)
    assert [0, -1] == [pysock.close(fd), pysock.close(fd)]
    assert errno == EBADF


def test_buffers_out_of_bounds():
    with pytest.raises(OutOfBounds):
        write(1, "abc", 5)
    with pytest.raises(ConstViolation):
        read(0, "abc", 1)
    with pytest.raises(ValueError, match="NUL at byte 1"):
        pysock.open("a\0b", O_RDONLY)
