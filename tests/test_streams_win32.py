"""Stream on Windows: streams of the C runtime, over files and pipes, but over no socket."""

import socket

import pytest

import pysock
from pysock import Pipe, Socket, SocketError, Stream


def test_no_line_ends_are_translated(tmp_path):
    file = tmp_path / "글.txt"
    with Stream(file, "w") as stream:
        stream.write("둘째\n")
    assert "둘째\n".encode() == file.read_bytes()
    file.write_bytes(b"a\r\n\x1ab\n")
    with Stream(file) as stream:
        assert ["a\r\n", "\x1ab\n"] == list(stream)


@pytest.mark.parametrize(
    ("buffering", "sizes"), [(-1, [0, 0]), (0, [4, 8]), (1, [0, 0]), (512, [0, 0])]
)
def test_buffers(tmp_path, buffering, sizes):
    """That of lines is a full one, as the C runtime's documentation has it."""
    file, seen = tmp_path / "file", []
    with Stream(file, "wb", buffering) as stream:
        for part in (b"1234", b"567\n"):
            stream.write(part)
            seen.append(file.stat().st_size)
    assert sizes == seen
    assert b"1234567\n" == file.read_bytes()


@pytest.mark.parametrize("make", [socket.socket, Socket])
def test_a_socket_is_no_descriptor(make):
    with make() as sock, pytest.raises(TypeError, match=r"no descriptor .* makefile\(\)"):
        Stream(sock, "rb")


def test_a_number_that_is_a_socket_is_a_bad_descriptor():
    with Socket() as sock, pytest.raises(SocketError, match=r"^fdopen\(\d+, rb\): .*EBADF"):
        Stream(sock.fileno(), "rb")


def test_two_streams_over_a_pipe():
    reader, writer = Pipe()
    with reader, writer, Stream(reader) as reads, Stream(writer, "w") as writes:
        assert 4 == len({end.fileno() for end in (reader, writer, reads, writes)})
        writer.close()
        writes.write("하나\ntwo")
        writes.close()
        assert ["하나\n", "two"] == list(reads)
        assert reads.eof
        assert not reads.seekable()


def test_nobody_reads():
    reader, writer = Pipe()
    with writer:
        stream = Stream(writer, "w")
    reader.close()
    stream.write("x")
    with pytest.raises(SocketError, match=r"^fflush\(\): .*EINVAL"):
        stream.flush()
    stream.close()


def test_what_fails_names_the_call(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"^open\(.*missing, r\): .*\[ENOENT\]$"):
        Stream(tmp_path / "missing")
    with pytest.raises(PermissionError, match=r"^open\(.*EACCES"):
        Stream(tmp_path, "rb")
    with Stream(tmp_path / "file", "w") as stream, pytest.raises(OSError, match="no read"):
        stream.read()
    with pytest.raises(SocketError, match=r"shutdown.*ENOTSOCK"):
        with Stream(tmp_path / "file", "a") as stream:
            stream.half_close()
    assert pysock.errno == pysock.ENOTSOCK
