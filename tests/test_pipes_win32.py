"""Pipe on Windows: descriptors of the C runtime."""

import os
import subprocess
import sys

import pytest

import pysock
from pysock import Pipe, SocketError


def test_nobody_reads():
    reader, writer = Pipe()
    reader.close()
    with writer, pytest.raises(SocketError, match=r"^write\(\d+, 1\): .*EINVAL"):
        writer.write(b"x")


def test_the_ends_are_pythons_descriptors_too():
    """Both are of one C runtime, and neither translates the ends of lines."""
    with Pipe() as pipe:
        assert 4 == os.write(pipe.writer.fileno(), b"a\r\nb")
        assert b"a\r\nb" == pipe.reader.read()
        assert 2 == pipe.writer.write(b"\n\x1a")
        assert b"\n\x1a" == os.read(pipe.reader.fileno(), 10)


def test_a_program_reads_what_is_written():
    program = "import sys; print(sys.stdin.read()[::-1])"
    reader, writer = Pipe()
    with (
        reader,
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=reader.fileno(),
            stdout=subprocess.PIPE,
            text=True,
        ) as child,
    ):
        with writer:
            writer.write(b"olleh")
        assert "hello" == child.communicate(timeout=60)[0].strip()


def test_no_pipe(monkeypatch):
    def fail(*_):
        pysock.errno.value = pysock.EMFILE
        return -1

    monkeypatch.setattr(pysock, "pipe", fail)
    with pytest.raises(SocketError, match=r"pipe\(\): .*EMFILE"):
        Pipe()
