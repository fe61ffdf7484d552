"""Pipe: two ends as objects."""

import array
import os
import signal
import subprocess
import sys
import threading

import pytest

import pysock
from pysock import IncompleteRead, Pipe, PipeReader, PipeWriter


def test_what_goes_in_comes_out():
    with Pipe() as pipe:
        assert 5 == pipe.writer.write(b"hello")
        assert 3 == pipe.writer.write(memoryview(b"a-b-c")[::2].tobytes())
        assert b"hel" == pipe.reader.read(3)
        assert b"loabc" == pipe.reader.read()


def test_the_end_comes_when_the_writer_is_closed():
    reader, writer = Pipe()
    with reader:
        with writer:
            writer.write(b"all")
        assert b"all" == reader.read_all()
        assert b"" == reader.read()
    assert reader.closed
    assert writer.closed


def test_more_than_a_pipe_holds():
    data = bytes(range(256)) * 4000
    reader, writer = Pipe()
    with reader, writer:
        thread = threading.Thread(target=lambda: (writer.write(data), writer.close()))
        thread.start()
        assert data == b"".join(reader)
        thread.join()


def test_other_buffers():
    with Pipe() as pipe:
        pipe.writer.write(bytearray(b"abc"))
        pipe.writer.write(array.array("B", b"def\0"))
        assert b"abcdef\0" == pipe.reader.read_exact(7)
        with pytest.raises(TypeError):
            pipe.writer.write("text")


def test_read_exact():
    reader, writer = Pipe()
    with reader:
        with writer:
            writer.write(b"abcdef")
        assert b"abcd" == reader.read_exact(4)
        with pytest.raises(IncompleteRead, match="after 2 of 4 bytes") as caught:
            reader.read_exact(4)
        assert b"ef" == caught.value.partial


def test_nobody_reads():
    """BrokenPipeError, and no SIGPIPE even where the program asked for its default."""
    for handler in (signal.SIG_IGN, signal.SIG_DFL):
        before = signal.signal(signal.SIGPIPE, handler)
        try:
            reader, writer = Pipe()
            reader.close()
            with writer, pytest.raises(BrokenPipeError, match=r"^write\(\d+, 1\): .*EPIPE"):
                writer.write(b"x")
        finally:
            signal.signal(signal.SIGPIPE, before)


def test_a_signal_does_not_end_a_read():
    ran = []
    with Pipe() as pipe:

        def late(signum):
            ran.append(signum)
            pipe.writer.write(b"late")

        with pysock.SignalHandler(signal.SIGALRM, late, flags=0):
            signal.setitimer(signal.ITIMER_REAL, 0.02)
            assert b"late" == pipe.reader.read()
    assert [signal.SIGALRM] == ran


def test_programs_do_not_inherit_it():
    with Pipe() as pipe:
        assert [False, False] == [end.get_inheritable() for end in pipe]
        pipe.writer.set_inheritable(True)
        assert os.get_inheritable(pipe.writer.fileno())


@pytest.mark.skipif(not hasattr(pysock, "pipe2"), reason="the platform has no pipe2()")
def test_there_is_no_moment_in_which_programs_inherit_it(monkeypatch):
    """The call that makes the ends closes them on exec: nothing is left to do afterwards."""

    def late(*_):
        raise AssertionError("set only after the pipe was made")

    monkeypatch.setattr(PipeReader, "set_inheritable", late)
    monkeypatch.setattr(PipeWriter, "set_inheritable", late)
    with Pipe() as pipe:
        assert [False, False] == [end.get_inheritable() for end in pipe]


def test_programs_do_not_inherit_it_where_there_is_no_pipe2(monkeypatch):
    monkeypatch.setattr(pysock.pipes, "_PIPE2", None)
    with Pipe() as pipe:
        assert [False, False] == [end.get_inheritable() for end in pipe]


def test_detaching_and_closing():
    reader, writer = Pipe()
    fd = reader.detach()
    assert (-1, True) == (reader.fileno(), reader.closed)
    reader.close()
    with PipeReader(fd) as again, writer:
        writer.write(b"x")
        assert b"x" == again.read()
    writer.close()
    with pytest.raises(pysock.SocketError, match="EBADF"):
        writer.write(b"x")
    with pytest.raises(ValueError, match="negative"):
        PipeWriter(-1)
    with pytest.raises(ValueError, match="a size of -1"):
        again.read(-1)
    assert "<pysock.PipeWriter closed>" == repr(writer)


def test_no_descriptors_left(monkeypatch):
    def fail(*_):
        pysock.errno.value = pysock.EMFILE
        return -1

    monkeypatch.setattr(pysock, "pipe", fail)
    monkeypatch.setattr(pysock.pipes, "_PIPE2", None)
    with pytest.raises(pysock.SocketError, match=r"pipe\(\): .*EMFILE"):
        Pipe()
    monkeypatch.setattr(pysock.pipes, "_PIPE2", fail)
    with pytest.raises(pysock.SocketError, match=r"pipe2\(.*O_CLOEXEC.*\): .*EMFILE"):
        Pipe()


def test_ends_that_are_forgotten_warn():
    program = "import pysock; pysock.Pipe(); print('on')"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program], capture_output=True, text=True, check=True
    )
    assert "on\n" == done.stdout
    for end in ("PipeReader", "PipeWriter"):
        assert f"ResourceWarning: unclosed <pysock.{end} fd=" in done.stderr
