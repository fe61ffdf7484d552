"""Stream: a C stream as a file object, against Python's own files."""

import io
import os
import signal
import socket
import subprocess
import sys
import threading

import pytest
from alarms import ringing

import pysock
from pysock import Pipe, Socket, SocketError, Stream

TEXT = "first\n둘째 줄\n\nthe last, without a newline: é"
FULL = "/dev/full"
needs_full = pytest.mark.skipif(not os.path.exists(FULL), reason="only Linux has a full device")


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "file"
    file.write_text(TEXT, encoding="utf-8", newline="")
    return file


@pytest.fixture
def pair():
    one, other = Socket.pair()
    with one, other:
        yield one, other


# ------------------------------------------------------------------------------ as Python's files


@pytest.mark.parametrize("mode", ["r", "rb"])
@pytest.mark.parametrize(
    "use",
    [
        lambda f: f.read(),
        lambda f: [f.read(n) for n in (0, 1, 6, 3, 100, 1)],
        lambda f: list(f),
        lambda f: f.readlines(),
        lambda f: [f.readline() for _ in range(6)],
        lambda f: [f.readline(n) for n in (3, 0, 100, 4, 100, 100, 100, 100)],
        lambda f: (f.readline(), f.read(2), f.read()),
        lambda f: (f.read(), f.read(), f.readline()),
        lambda f: (f.readable(), f.writable(), f.seekable(), f.isatty(), f.closed),
        lambda f: (f.seek(6), f.read()),
        lambda f: (f.seek(0, os.SEEK_END), f.read(), f.seek(0), f.read()),
        lambda f: (f.readline(), f.tell()) if "b" in f.mode else f.read(0),
    ],
)
def test_reading_is_what_python_reads(path, mode, use):
    options = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    with open(path, mode, **options) as oracle, Stream(path, mode) as stream:
        assert use(oracle) == use(stream)


@pytest.mark.parametrize("mode", ["w", "a", "r+", "w+", "a+", "wb", "ab", "r+b", "rb+"])
def test_writing_is_what_python_writes(path, tmp_path, mode):
    contents = []
    for make in (io.open, Stream):
        file = tmp_path / "copy"
        file.write_bytes(path.read_bytes())
        options = {} if "b" in mode or make is Stream else {"encoding": "utf-8", "newline": ""}
        text = "ünd\n" if "b" not in mode else "ünd\n".encode()
        with make(file, mode, **options) as f:
            assert len(text) == f.write(text)
            f.writelines([text[:1], text])
        contents.append(file.read_bytes())
    assert contents[0] == contents[1]


def test_reading_and_writing_take_turns(path):
    """C wants a flush or a seek between the two; the stream sees to it."""
    with Stream(path, "r+") as stream:
        assert "first\n" == stream.readline()
        stream.write("2nd ")
        assert "째" not in stream.read(0)
        stream.seek(0)
        assert "first\n" == stream.readline()
        stream.seek(0)
        stream.write("FIRST")
        assert "\n" == stream.readline()
    assert path.read_bytes().startswith(b"FIRST\n2nd ")


def test_exclusively(path, tmp_path):
    with pytest.raises(FileExistsError, match=r"^open\(.*, x\): .*EEXIST"):
        Stream(path, "x")
    with Stream(tmp_path / "new", "xb") as stream:
        stream.write(b"new")
    assert b"new" == (tmp_path / "new").read_bytes()


def test_readinto(path):
    buffer = bytearray(8)
    with Stream(path, "rb") as stream:
        assert 8 == stream.readinto(buffer)
        assert path.read_bytes()[:8] == bytes(buffer)
    with Stream(path) as stream, pytest.raises(TypeError, match="bytes"):
        stream.readinto(buffer)


def test_nul_and_long_lines(path):
    data = b"a\0b\n" + b"x" * 100_000 + b"\n\0\n"
    path.write_bytes(data)
    with Stream(path, "rb") as stream:
        assert data.splitlines(keepends=True) == list(stream)


def test_encodings(path):
    with Stream(path, "w", encoding="latin-1") as stream:
        stream.write("é\n")
    assert b"\xe9\n" == path.read_bytes()
    with Stream(path) as stream, pytest.raises(UnicodeDecodeError):
        stream.readline()
    with Stream(path, errors="replace") as stream:
        assert "\ufffd\n" == stream.read()
    with pytest.raises(ValueError, match="utf-16 writes a newline otherwise"):
        Stream(path, encoding="utf-16")
    with pytest.raises(LookupError):
        Stream(path, encoding="no such")


# ------------------------------------------------------------------------------------- buffers


@pytest.mark.parametrize(
    ("buffering", "sizes"), [(-1, [0, 0, 0]), (0, [4, 8, 9]), (1, [0, 8, 8]), (512, [0, 0, 0])]
)
def test_buffering_modes(tmp_path, buffering, sizes):
    """What has reached the file after each write is what a C program would find there."""
    file = tmp_path / "file"
    seen = []
    with Stream(file, "wb", buffering) as stream:
        for part in (b"1234", b"567\n"):
            stream.write(part)
            seen.append(file.stat().st_size)
        stream.write(b"x")
        seen.append(file.stat().st_size)
    assert sizes == seen
    assert b"1234567\nx" == file.read_bytes()
    with pytest.raises(ValueError, match="buffering of -2"):
        Stream(file, "w", -2)


def test_a_buffer_of_ones_own(tmp_path):
    """It goes out when it is full, and no sooner."""
    file = tmp_path / "file"
    with Stream(file, "wb", 512) as stream:
        for number in range(1, 9):
            stream.write(b"x" * 100)
            assert (number > 5) == (file.stat().st_size > 0)


def test_flush(tmp_path):
    file = tmp_path / "file"
    with Stream(file, "w") as stream:
        stream.write("text")
        assert 0 == file.stat().st_size
        stream.flush()
        assert 4 == file.stat().st_size


def test_a_fork_copies_the_buffer(tmp_path):
    """As in C; Child flushes before it forks, and so the text is there once."""
    file = tmp_path / "file"
    with Stream(file, "w") as stream:
        stream.write("once\n")
        with pysock.Child(lambda: None):
            pass
    assert "once\n" == file.read_text()


# ------------------------------------------------------------------------- end, failures, errors


def test_eof_and_clear(tmp_path):
    file = tmp_path / "file"
    file.write_text("a")
    with Stream(file) as stream:
        assert "a" == stream.read(1)
        assert not stream.eof
        assert "" == stream.read(1)
        assert stream.eof
        with open(file, "a") as more:
            more.write("b")
        stream.clear()
        assert not stream.eof
        assert "b" == stream.read()
        assert not stream.error
        stream.rewind()
        assert "ab" == stream.read()


def test_what_fails_names_the_call(path, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"^open\(.*missing, r\): .*\[ENOENT\]$"):
        Stream(tmp_path / "missing")
    with pytest.raises(SocketError, match=r"^fdopen\(99, rb\): .*EBADF"):
        Stream(99)
    with Stream(tmp_path, "rb") as stream:
        with pytest.raises(IsADirectoryError, match=r"^fread\(.*EISDIR"):
            stream.read(5)
        with pytest.raises(IsADirectoryError, match=r"^getline\(.*EISDIR"):
            stream.readline()
    for mode in ("", "rw", "r++", "rbt", "z", "br"):
        with pytest.raises(ValueError, match="a mode of"):
            Stream(path, mode)
    with Stream(path) as stream:
        with pytest.raises(OSError, match="no write"):
            stream.write("x")


def test_text_and_bytes_are_kept_apart(path):
    with Stream(path, "ab") as stream, pytest.raises(TypeError, match="no str"):
        stream.write("x")
    with Stream(path, "a") as stream, pytest.raises(TypeError, match="not bytes"):
        stream.write(b"x")


@needs_full
def test_a_full_disk_is_noticed_late_but_noticed():
    stream = Stream(FULL, "w")
    stream.write("text")
    with pytest.raises(SocketError, match=r"^fflush\(\): .*ENOSPC"):
        stream.close()
    assert stream.closed
    with Stream(FULL, "w", 0) as unbuffered, pytest.raises(SocketError, match=r"fwrite.*ENOSPC"):
        unbuffered.write("x")


def test_after_close(path):
    stream = Stream(path)
    stream.close()
    stream.close()
    for call in (stream.read, stream.readline, stream.fileno, stream.flush, stream.tell):
        with pytest.raises(ValueError, match="closed stream"):
            call()
    with pytest.raises(ValueError, match="closed stream"), stream:
        pass
    assert repr(stream).endswith("'r' closed>")


def test_programs_do_not_inherit_it(path):
    with Stream(path) as stream:
        assert not os.get_inheritable(stream.fileno())


def test_one_that_is_forgotten_warns_and_writes():
    program = "import pysock, os; pysock.Stream(os.dup(1), 'w').write('text'); print(flush=True)"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program], capture_output=True, text=True, check=True
    )
    assert "text\n" == done.stdout
    assert "ResourceWarning: unclosed <pysock.Stream" in done.stderr


# ------------------------------------------------------------------------------ sockets and pipes


def test_a_socket_of_two_streams(pair):
    """Each stream has a descriptor of its own, and half_close() ends one half for all of them."""
    one, other = pair
    with Stream(one, "r") as reads, Stream(one, "w") as writes:
        assert len({one.fileno(), reads.fileno(), writes.fileno()}) == 3
        writes.write("to the other\n")
        writes.half_close()
        assert not writes.writable()
        assert b"to the other\n" == other.recv(100)
        assert b"" == other.recv(100)
        other.sendall(b"and back\n")
        assert "and back\n" == reads.readline()
        with pytest.raises(OSError, match="no write"):
            writes.write("x")


def test_half_close_of_no_socket(path):
    with Stream(path, "a") as stream, pytest.raises(SocketError, match=r"shutdown.*ENOTSOCK"):
        stream.half_close()


def test_reading_and_writing_on_one_socket(pair):
    one, other = pair
    with Stream(one, "r+") as stream:
        other.sendall(b"question\n")
        assert "question\n" == stream.readline()
        stream.write("answer\n")
        stream.flush()
        assert b"answer\n" == other.recv(100)
        other.sendall(b"more\n")
        assert "more\n" == stream.readline()
        assert not stream.seekable()
        with pytest.raises(SocketError, match=r"ftello.*ESPIPE"):
            stream.tell()


def test_the_standard_librarys_sockets_serve_too():
    one, other = socket.socketpair()
    with one, other, Stream(one, "wb") as stream:
        stream.write(b"x")
        stream.flush()
        assert b"x" == other.recv(1)


def test_characters_that_come_in_pieces(pair):
    one, other = pair
    with Stream(one) as stream:
        for byte in "한글\n".encode():
            other.send(bytes([byte]))
        assert "한" == stream.read(1)
        assert "글\n" == stream.readline()


def test_a_signal_loses_nothing(pair):
    """Half a line is there when the signal comes; the other half comes from its handler."""
    one, other = pair
    for use in (Stream.readline, lambda stream: stream.read(9)):
        with Stream(one) as stream:
            other.sendall(b"half ")

            def finish(signum):
                other.sendall(b"line\n")

            with pysock.SignalHandler(signal.SIGALRM, finish, flags=0):
                signal.setitimer(signal.ITIMER_REAL, 0.02)
                assert "half line" == use(stream).rstrip("\n")
            if use is not Stream.readline:
                assert "\n" == stream.readline()


def test_a_signal_during_a_long_write():
    data = b"x" * 1_000_000
    ran = []
    reader, writer = Pipe()
    with reader, writer, Stream(writer, "wb") as stream:
        writer.close()
        with pysock.SignalHandler(signal.SIGALRM, ran.append):
            signal.setitimer(signal.ITIMER_REAL, 0.02, 0.005)
            thread = threading.Timer(0.1, lambda: got.append(reader.read_exact(len(data))))
            got = []
            thread.start()
            stream.write(data)
            stream.flush()
            thread.join()
            signal.setitimer(signal.ITIMER_REAL, 0)
    assert [data] == got
    assert ran


def test_a_handler_without_restart_ends_a_write():
    """C forgets its buffer then; that is said, and not passed over."""
    reader, writer = Pipe()
    with reader, writer, Stream(writer, "wb") as stream:
        with pysock.SignalHandler(signal.SIGALRM, lambda signum: None, flags=0):
            with ringing(), pytest.raises(InterruptedError, match=r"^fwrite\(1000000\): .*EINTR"):
                stream.write(b"x" * 1_000_000)


def test_nobody_reads():
    before = signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        reader, writer = Pipe()
        with writer:
            stream = Stream(writer, "w")
        reader.close()
        stream.write("x")
        with pytest.raises(BrokenPipeError, match=r"^fflush\(\): .*EPIPE"):
            stream.flush()
        stream.close()  # C has forgotten what it could not write
    finally:
        signal.signal(signal.SIGPIPE, before)


def test_lines_of_many_threads_stay_whole(tmp_path):
    file = tmp_path / "file"
    lines = [f"{'x' * 50}{number}\n" for number in range(8)]
    with Stream(file, "w") as stream:
        threads = [
            threading.Thread(target=lambda line=line: [stream.write(line) for _ in range(200)])
            for line in lines
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(lines * 200) == sorted(file.read_text().splitlines(keepends=True))
