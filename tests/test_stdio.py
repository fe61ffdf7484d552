"""Streams: C's own stdio, its buffers, and what a program may do wrong with them."""

import fcntl
import os
import random
import select
import signal
import socket
import struct as stdlib_struct
import subprocess
import sys
import termios
import threading
import time

import psutil
import pytest
from pysock._native import ffi

import pysock
from pysock import (
    _IOFBF,
    _IOLBF,
    _IONBF,
    BUFSIZ,
    EOF,
    FILE,
    SEEK_CUR,
    SEEK_END,
    SEEK_SET,
    ConstViolation,
    InvalidFree,
    NullPointer,
    OutOfBounds,
    UndefinedBehavior,
    Unterminated,
    UseAfterFree,
    char,
    clearerr,
    errno,
    fclose,
    fdopen,
    feof,
    ferror,
    fflush,
    fgetc,
    fgetpos,
    fgets,
    fileno,
    flockfile,
    fopen,
    fpos_t,
    fprintf,
    fputc,
    fputs,
    fread,
    freopen,
    fseek,
    fseeko,
    fsetpos,
    ftell,
    ftello,
    ftrylockfile,
    funlockfile,
    fwrite,
    getc,
    getdelim,
    getline,
    int_,
    pclose,
    popen,
    ptr,
    putc,
    rewind,
    setbuf,
    setlinebuf,
    setvbuf,
    size_t,
    stderr,
    stdin,
    stdout,
    tmpfile,
    ungetc,
)
from pysock._allocation import Allocation

ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}


def command(program):
    """A program of its own: its streams are the process's real ones."""
    return [sys.executable, "-c", f"from pysock import *\n{program}"]


def run(program, **options):
    return subprocess.run(
        command(program), capture_output=True, timeout=60, env=ENVIRONMENT, **options
    )


def start(program, **options):
    return subprocess.Popen(command(program), env=ENVIRONMENT, **options)


def content(path):
    with open(path) as file:
        return file.read()


def await_text(fd, text):
    """Read until `text` has come."""
    seen = b""
    while text not in seen:
        assert select.select([fd], [], [], 30)[0], f"only {seen!r} came"
        piece = os.read(fd, 4096)
        assert piece, f"only {seen!r} came"
        seen += piece
    return seen


def await_drained(fd):
    """Wait until the other end has read all that is in a pipe."""
    deadline = time.monotonic() + 30
    while stdlib_struct.unpack("i", fcntl.ioctl(fd, termios.FIONREAD, bytes(4)))[0]:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def await_sleep(pid):
    """Wait until a process waits."""
    process = psutil.Process(pid)
    deadline = time.monotonic() + 30
    while process.status() != psutil.STATUS_SLEEPING:
        assert time.monotonic() < deadline
        time.sleep(0.001)


@pytest.fixture
def path(tmp_path):
    return (tmp_path / "file").as_posix()


@pytest.fixture
def stream(path):
    """A stream on a file, for reading and writing."""
    opened = fopen(path, "w+")
    yield opened
    if "ended" not in repr(opened):
        fclose(opened)


@pytest.fixture
def pipe():
    """A stream that reads, and one that writes, on the two ends of a pipe."""
    reader, writer = os.pipe()
    ends = fdopen(reader, "r"), fdopen(writer, "w")
    yield ends
    for end in ends:
        if "ended" not in repr(end):
            fclose(end)


# ----------------------------------------------------------------------- the standard streams


def test_text_is_written_when_the_interpreter_ends():
    program = (
        r'puts("one"); fputs("two", stdout); fputc(" ", stdout); putc(51, stdout); putchar("\n")'
    )
    for end in ("", "; import sys; sys.exit(3)", "; raise ValueError"):
        assert b"one\ntwo 3\n" == run(program + end).stdout


def test_os_exit_throws_the_buffer_away():
    assert b"" == run("import os; fputs('lost', stdout); os._exit(0)").stdout


def test_fflush_comes_before_what_python_prints():
    assert b"C\nPython\n" == run("puts('C'); fflush(stdout); print('Python')").stdout
    assert b"Python\nC\n" == run("puts('C'); print('Python', flush=True)").stdout


def test_fork_copies_what_is_not_flushed():
    forked = "import os; puts('before')\nif os.fork(): os.wait()\nputs('after')"
    assert b"before\nafter\nbefore\nafter\n" == run(forked).stdout
    flushed = forked.replace("\nif", "; fflush(stdout)\nif")
    assert b"before\nafter\nafter\n" == run(flushed).stdout


def test_fgets_getc_fgetc_and_getchar_share_the_buffer_of_stdin():
    program = r"""
line = char[6]()
printf("[%s]", fgets(line, 6, stdin)); printf("[%s]", fgets(line, 6, stdin))
printf("[%c%c%c]", fgetc(stdin), getc(stdin), getchar())
printf("[%s]", fgets(line, 6, stdin)); printf("%d %d", fgets(line, 6, stdin) is None, getchar())
"""
    assert b"[hello][\n][abc][d]1 -1" == run(program, input=b"hello\nabcd").stdout


def test_a_closed_standard_stream_is_used_no_more():
    program = r"""
import sys
fputs("last", stdout); fclose(stdout)
for call in (lambda: puts("x"), lambda: printf("x"), lambda: putchar("x"), lambda: fclose(stdout)):
    try:
        call()
    except UseAfterFree as error:
        print(error, file=sys.stderr)
fclose(stdin)
try:
    getchar()
except UseAfterFree as error:
    print(error, file=sys.stderr)
"""
    ended = run(program, input=b"x")
    assert (b"last", 0) == (ended.stdout, ended.returncode)
    out, inside = (
        f"the stream {name} ended its life in fclose()\n" for name in ("stdout", "stdin")
    )
    assert 4 * out + inside == ended.stderr.decode()


def test_fclose_of_stdin_frees_its_descriptor():
    assert b"0" == run("fclose(stdin); printf('%d', dup(1))", input=b"").stdout


def test_standard_streams_have_their_descriptors():
    assert [0, 1, 2] == [fileno(stdin), fileno(stdout), fileno(stderr)]
    assert ["(FILE *) stdin", "(FILE *) stdout"] == [repr(stdin), repr(stdout)]
    assert "(FILE *) stderr" == repr(stderr)


def test_constants():
    assert -1 == EOF
    assert BUFSIZ >= 256
    assert 3 == len({_IOFBF, _IOLBF, _IONBF})
    assert pysock.FOPEN_MAX >= 8
    assert pysock.FILENAME_MAX > 0
    assert pysock.TMP_MAX >= 25
    assert pysock.L_tmpnam > 0


# ------------------------------------------------------------------------ opening and closing


def test_fopen_writes_and_reads_a_file(path):
    stream = fopen(path, "w")
    assert isinstance(stream, FILE)
    assert repr(stream).startswith('(FILE *) fopen("/')
    assert fputs("text\n", stream) >= 0
    assert 0 == fclose(stream)
    stream = fopen(path.encode(), b"a")
    fputs("more", stream)
    fclose(stream)
    line = char[10]()
    stream = fopen(char[...](path.encode()), char[...](b"r"))
    assert "text\n" == str(fgets(line, 10, stream))
    assert "more" == str(fgets(line, 10, stream))
    assert fgets(line, 10, stream) is None
    fclose(stream)


def test_fopen_fails_as_in_c(path):
    for name, mode, error in (
        (path, "r", pysock.ENOENT),
        ("/", "w", pysock.EISDIR),
        (path, "q", pysock.EINVAL),
        (path, "", pysock.EINVAL),
        (path, "w,ccs=UTF-8", pysock.EINVAL),
    ):
        assert fopen(name, mode) is None
        assert error == errno, (name, mode)
    assert not os.path.exists(path)


def test_a_stream_is_never_read_through_mmap(path):
    """GNU's m is a hint; a mapped file that shrinks would kill the process."""
    with open(path, "wb") as file:
        file.write(b"x" * 100_000)
    stream = fopen(path, "rm")
    assert ord("x") == fgetc(stream)
    os.truncate(path, 0)
    buffer = char[100_000]()
    assert fread(buffer, 1, 100_000, stream) < 100_000
    fclose(stream)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((None, "r"), NullPointer),
        (("x", None), NullPointer),
        ((5, "r"), TypeError),
        (("x", 5), TypeError),
        (("a\0b", "r"), ValueError),
        ((char[2](b"ab"), "r"), Unterminated),
    ],
)
def test_fopen_of_what_is_no_string(arguments, error):
    with pytest.raises(error):
        fopen(*arguments)


def test_fdopen_fails_as_in_c():
    reader, writer = os.pipe()
    assert fdopen(reader, "w") is None
    assert pysock.EINVAL == errno
    assert fdopen(reader, "x") is None
    assert pysock.EINVAL == errno
    os.close(reader)
    os.close(writer)
    assert fdopen(reader, "r") is None
    assert pysock.EBADF == errno
    assert fdopen(-1, "r") is None
    assert pysock.EBADF == errno
    with pytest.raises(OverflowError):
        fdopen(1 << 40, "r")
    with pytest.raises(TypeError):
        fdopen("0", "r")


def test_two_streams_on_one_descriptor_close_it_once():
    reader, writer = os.pipe()
    reading, writing = fdopen(reader, "r"), fdopen(reader, "r")
    assert 0 == fclose(reading)
    assert EOF == fclose(writing)
    assert pysock.EBADF == errno
    os.close(writer)


def test_fclose_reports_what_it_could_not_write(pipe):
    _, writing = pipe
    fputs("text", writing)
    os.close(fileno(writing))
    assert EOF == fclose(writing)
    assert pysock.EBADF == errno
    full = fopen("/dev/full", "w")
    fputs("text", full)
    assert EOF == fclose(full)
    assert pysock.ENOSPC == errno


STREAM_CALLS = [
    (clearerr,),
    (fclose,),
    (feof,),
    (ferror,),
    (fgetc,),
    (getc,),
    (fileno,),
    (flockfile,),
    (ftrylockfile,),
    (funlockfile,),
    (ftell,),
    (ftello,),
    (pclose,),
    (rewind,),
    (setlinebuf,),
    (fputc, "x"),
    (putc, "x"),
    (fputs, "x"),
    (ungetc, "x"),
    (fgets, char[4](), 4),
    (fread, char[4](), 1, 4),
    (fwrite, "text", 1, 4),
    (freopen, os.devnull, "r"),
    (getline, ptr(char)(), size_t()),
    (getdelim, ptr(char)(), size_t(), "x"),
]
STREAM_FIRST_CALLS = [
    (fgetpos, fpos_t()),
    (fsetpos, fpos_t()),
    (fseek, 0, SEEK_SET),
    (fseeko, 0, SEEK_SET),
    (setbuf, None),
    (setvbuf, None, _IONBF, 0),
    (fprintf, "x"),
]


def on_a_stream(entry, stream):
    call, *arguments = entry
    if entry in STREAM_FIRST_CALLS:
        return call(stream, *arguments)
    return call(*arguments, stream)


@pytest.mark.parametrize(
    "entry", STREAM_CALLS + STREAM_FIRST_CALLS, ids=lambda entry: entry[0].__name__
)
def test_no_call_takes_what_is_no_stream(entry):
    name = entry[0].__name__.replace("setlinebuf", "setvbuf").replace("setbuf", "setvbuf")
    name = {"putc": "fputc", "getc": "fgetc"}.get(name, name)
    for null in (None, 0):
        with pytest.raises(NullPointer, match=f"^{name}: the stream is NULL"):
            on_a_stream(entry, null)
    for wrong in ("stdout", 1, sys.stdout, char[8]()):
        with pytest.raises(TypeError, match=f"^{name}: a stream is a FILE, not "):
            on_a_stream(entry, wrong)


@pytest.mark.parametrize(
    "entry", STREAM_CALLS + STREAM_FIRST_CALLS, ids=lambda entry: entry[0].__name__
)
def test_no_call_uses_a_closed_stream(entry, path):
    stream = fopen(path, "w+")
    fclose(stream)
    if entry[0] in (flockfile, ftrylockfile, funlockfile):
        return  # they touch no memory of C's
    with pytest.raises(UseAfterFree, match=r'the stream fopen\(".*\) ended its life in fclose'):
        on_a_stream(entry, stream)
    assert "ended by fclose()" in repr(stream)


def test_fflush_of_what_is_no_stream(stream):
    with pytest.raises(TypeError, match=r"^fflush: a stream is a FILE"):
        fflush("x")
    fclose(stream)
    with pytest.raises(UseAfterFree):
        fflush(stream)


def test_a_file_has_no_members():
    with pytest.raises(AttributeError, match="a FILE has no member '_flags': C hides them too"):
        stdout._flags  # noqa: B018


def test_a_stream_that_the_program_drops_stays_open(path):
    program = f"""
def write():
    fputs("kept", fopen({path!r}, "w"))
write()
import gc; gc.collect()
"""
    run(program)
    assert "kept" == content(path)


def test_freopen_puts_another_file_in_place(path):
    program = f"""
freopen({path!r}, "w", stdout); puts("into the file"); printf("%d\\n", fileno(stdout))
"""
    assert b"" == run(program).stdout
    assert "into the file\n1\n" == content(path)


def test_freopen_that_fails_ends_the_stream(stream, path):
    assert stream is freopen(None, "r", stream)
    assert fputs("x", stream) == EOF
    assert freopen(f"{path}/file", "r", stream) is None
    assert pysock.ENOTDIR == errno
    with pytest.raises(UseAfterFree, match="ended its life in freopen"):
        fgetc(stream)
    wide = fopen(path, "r")
    assert freopen(path, "r,ccs=UTF-8", wide) is None
    assert pysock.EINVAL == errno
    with pytest.raises(UseAfterFree):
        fgetc(wide)


def test_tmpfile_has_no_name():
    stream = tmpfile()
    fputs("scratch", stream)
    rewind(stream)
    text = char[10]()
    assert "scratch" == str(fgets(text, 10, stream))
    assert 0 == os.fstat(fileno(stream)).st_nlink
    fclose(stream)


# ------------------------------------------------------------------------- the course's cases


def test_while_not_feof_sees_the_last_line_twice(path):
    with open(path, "w") as file:
        file.write("one\ntwo\n")
    stream, line, seen = fopen(path, "r"), char[10](), []
    while not feof(stream):
        fgets(line, 10, stream)
        seen.append(str(line))
    assert ["one\n", "two\n", "two\n"] == seen
    fclose(stream)


def test_half_close():
    """fclose of one stream sends no EOF while a duplicate lives; shutdown does."""
    ours, theirs = socket.socketpair()
    reading = fdopen(ours.fileno(), "r")
    writing = fdopen(pysock.dup(ours.detach()), "w")
    fputs("question\n", writing)
    fflush(writing)
    assert b"question\n" == theirs.recv(100)
    assert 0 == fclose(writing)
    theirs.setblocking(False)
    with pytest.raises(BlockingIOError):
        theirs.recv(100)
    assert 0 == pysock.shutdown(fileno(reading), pysock.SHUT_WR)
    assert b"" == theirs.recv(100)
    theirs.sendall(b"answer\n")
    line = char[20]()
    assert "answer\n" == str(fgets(line, 20, reading))
    theirs.close()
    assert fgets(line, 20, reading) is None
    assert feof(reading)
    fclose(reading)


def test_fclose_of_the_only_stream_sends_eof():
    ours, theirs = socket.socketpair()
    stream = fdopen(ours.detach(), "w")
    fputs("last words", stream)
    fclose(stream)
    assert b"last words" == theirs.recv(100)
    assert b"" == theirs.recv(100)
    theirs.close()


# --------------------------------------------------------------------------------- the buffers


def sent(reader):
    """What has come through a pipe so far."""
    os.set_blocking(reader, False)
    try:
        return os.read(reader, 10_000)
    except BlockingIOError:
        return b""


def test_a_pipe_is_fully_buffered():
    reader, writer = os.pipe()
    stream = fdopen(writer, "w")
    fputs("line\n", stream)
    assert b"" == sent(reader)
    assert 0 == fflush(stream)
    assert b"line\n" == sent(reader)
    fputs("x" * 5000, stream)
    assert 4096 == len(sent(reader))
    fclose(stream)
    os.close(reader)


@pytest.mark.parametrize("choose", [setlinebuf, lambda s: setvbuf(s, None, _IOLBF, 0)])
def test_line_buffering(choose):
    reader, writer = os.pipe()
    stream = fdopen(writer, "w")
    choose(stream)
    fputs("half a line", stream)
    assert b"" == sent(reader)
    fputs(", its end\nand more", stream)
    assert b"half a line, its end\n" == sent(reader)
    fclose(stream)
    assert b"and more" == sent(reader)
    os.close(reader)


@pytest.mark.parametrize(
    "choose", [lambda s: setbuf(s, None), lambda s: setvbuf(s, None, _IONBF, 0)]
)
def test_no_buffering(choose):
    reader, writer = os.pipe()
    stream = fdopen(writer, "w")
    choose(stream)
    for text in ("x", "text"):
        fputs(text, stream)
        assert text.encode() == sent(reader)
    fclose(stream)
    os.close(reader)


def test_a_buffer_of_the_program_s_size():
    reader, writer = os.pipe()
    stream, buffer = fdopen(writer, "w"), char[200](b"untouched")
    assert 0 == setvbuf(stream, buffer, _IOFBF, 200)
    fputs("x" * 150, stream)
    assert b"" == sent(reader)
    fputs("y" * 100, stream)
    assert b"x" * 150 + b"y" * 50 == sent(reader)
    assert b"untouched" == buffer.string()
    fclose(stream)
    os.close(reader)


def test_setvbuf_of_what_c_refuses(stream):
    assert 0 != setvbuf(stream, None, 77, 0)
    with pytest.raises(OutOfBounds, match="setvbuf: 11 bytes of an object that has 10"):
        setvbuf(stream, char[10](), _IOFBF, 11)
    with pytest.raises(OutOfBounds, match=f"setvbuf: {BUFSIZ} bytes of an object that has 100"):
        setbuf(stream, char[100]())
    with pytest.raises(ConstViolation):
        setvbuf(stream, b"literal", _IOFBF, 3)
    setbuf(stream, char[BUFSIZ]())
    with pytest.raises(TypeError):
        setvbuf(stream, None, "_IOFBF", 0)


def test_a_buffer_outlives_the_interpreter():
    """C flushes stdout after Python is gone; the program's array must not be needed then."""
    program = "setvbuf(stdout, char[300](), _IOFBF, 300); fputs('x' * 250, stdout)"
    ended = run(program)
    assert (b"x" * 250, 0) == (ended.stdout, ended.returncode)


def test_fflush_of_null_flushes_all_streams(pipe):
    reading, writing = pipe
    fputs("text\n", writing)
    assert 0 == fflush(None)
    line = char[10]()
    assert "text\n" == str(fgets(line, 10, reading))


class Scenario:
    """Calls that write to one stream, as Python and as C make them."""

    def __init__(self, rng):
        self.mode = rng.choice([None, "_IOFBF", "_IOLBF", "_IONBF"])
        self.size = rng.choice([0, 16, 128, 300, 5000])
        self.own = self.mode == "_IOFBF" and self.size > 0
        self.calls = [self.call(rng) for _ in range(rng.randint(1, 8))]

    @staticmethod
    def call(rng):
        name = rng.choice(["fputs", "fputc", "fwrite", "fflush", "fprintf"])
        length = rng.choice([1, 15, 127, 500, 4095, 4096, 4097, 6000])
        if rng.random() < 0.7:
            length = rng.randint(0, 60)
        return name, "".join(
            rng.choice("xyz\n" if rng.random() < 0.1 else "xy") for _ in range(length)
        )

    def in_python(self, stream):
        if self.mode:
            buffer = char[self.size]() if self.own else None
            setvbuf(stream, buffer, getattr(pysock, self.mode), self.size)
        for name, text in self.calls:
            if name == "fputs":
                fputs(text, stream)
            elif name == "fputc":
                fputc("\n" if "\n" in text else "x", stream)
            elif name == "fwrite":
                fwrite(text, 1, len(text), stream)
            elif name == "fprintf":
                fprintf(stream, "%s", text)
            else:
                fflush(stream)

    def in_c(self):
        lines = []
        if self.mode:
            lines.append(f"static char buffer[{self.size + 1}];")
            buffer = "buffer" if self.own else "NULL"
            lines.append(f"setvbuf(f, {buffer}, {self.mode}, {self.size});")
        for name, text in self.calls:
            literal = '"' + text.replace("\n", "\\n") + '"'
            lines.append(
                {
                    "fputs": f"fputs({literal}, f);",
                    "fputc": f"fputc({10 if chr(10) in text else 120}, f);",
                    "fwrite": f"fwrite({literal}, 1, {len(text)}, f);",
                    "fprintf": f'fprintf(f, "%s", {literal});',
                    "fflush": "fflush(f);",
                }[name]
            )
        body = "\n".join(lines)
        return f'{{ FILE *f = fdopen(dup(fd), "w"); {body} fclose(f); write(fd, "|", 1); }}\n'


def messages(reader):
    """The writes that a socket of whole messages has received until its other end closed."""
    received = []
    while message := reader.recv(1 << 20):
        received.append("|" if message == b"|" else len(message))
    return received


def written_by_c(compiler, tmp_path, scenarios):
    source, binary = tmp_path / "writes.c", tmp_path / "writes"
    bodies = "".join(scenario.in_c() for scenario in scenarios)
    source.write_text(
        "#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n"
        f"int main(int argc, char **argv) {{ int fd = atoi(argv[1]);\n{bodies} return 0; }}\n"
    )
    subprocess.run([compiler, "-w", "-fno-builtin", source, "-o", binary], check=True)
    reader, writer = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with reader:
        with writer:
            program = subprocess.Popen([binary, str(writer.fileno())], pass_fds=[writer.fileno()])
        received = messages(reader)
    assert 0 == program.wait(timeout=60)
    return received


def written_by_python(scenarios):
    reader, writer = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    received = []
    thread = threading.Thread(target=lambda: received.extend(messages(reader)))
    thread.start()
    for scenario in scenarios:
        stream = fdopen(os.dup(writer.fileno()), "w")
        scenario.in_python(stream)
        fclose(stream)
        writer.send(b"|")
    writer.close()
    thread.join()
    reader.close()
    return received


def test_writes_leave_in_the_pieces_that_c_makes(compiler, tmp_path):
    """Each write(2) is one message of a socket: C's and ours have the same lengths."""
    rng = random.Random(9190)
    scenarios = [Scenario(rng) for _ in range(150)]
    expected = written_by_c(compiler, tmp_path, scenarios)
    assert expected == written_by_python(scenarios)


# -------------------------------------------------------------------------- reading and writing


def test_fputs_and_fputc(stream):
    assert fputs("", stream) >= 0
    assert ord("a") == fputc("a", stream)
    assert 0xFF == fputc(-1, stream)
    assert 0x2C == putc(300, stream)
    assert 0 == fputc(b"\0", stream)
    rewind(stream)
    assert [ord("a"), 0xFF, 0x2C, 0, EOF] == [fgetc(stream) for _ in range(5)]
    for wrong in ("ab", "", "é", None, 1.5):
        with pytest.raises(TypeError, match=r"^fputc: "):
            fputc(wrong, stream)
    for wrong, error in ((None, NullPointer), (5, TypeError), (char[2](b"ab"), Unterminated)):
        with pytest.raises(error):
            fputs(wrong, stream)


def test_writing_to_a_stream_that_reads_fails(path):
    open(path, "w").close()
    stream = fopen(path, "r")
    for call in (lambda: fputs("x", stream), lambda: fputc("x", stream)):
        assert EOF == call()
        assert pysock.EBADF == errno
    assert 0 == fwrite("xx", 1, 2, stream)
    assert ferror(stream)
    clearerr(stream)
    assert not ferror(stream)
    fclose(stream)


def test_reading_from_a_stream_that_writes_fails(path):
    stream, text = fopen(path, "w"), char[4](b"???")
    assert EOF == fgetc(stream)
    assert pysock.EBADF == errno
    assert fgets(text, 4, stream) is None
    assert 0 == fread(text, 1, 4, stream)
    assert -1 == getline(ptr(char)(), size_t(), stream)
    assert ferror(stream)
    assert not feof(stream)
    assert b"???\0" == bytes(text)
    fclose(stream)


def test_a_write_that_fails_drops_the_buffer_as_in_c():
    reader, writer = os.pipe()
    stream = fdopen(writer, "w")
    os.close(reader)
    fputs("lost", stream)
    assert EOF == fflush(stream)
    assert pysock.EPIPE == errno
    assert ferror(stream)
    assert 0 == fflush(stream)
    setlinebuf(stream)
    assert EOF == fputs("line\n", stream)
    assert pysock.EPIPE == errno
    assert 0 == fclose(stream)


def test_a_descriptor_that_takes_no_more_fails_with_eagain():
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    stream = fdopen(writer, "w")
    room = fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ) if hasattr(fcntl, "F_GETPIPE_SZ") else 65536
    taken = fwrite(b"x" * 3 * room, 1, 3 * room, stream)
    assert pysock.EAGAIN == errno
    assert taken == room == len(os.read(reader, 3 * room))
    assert 0 == fclose(stream)
    os.close(reader)


def test_fwrite_and_fread_count_items(stream):
    numbers = int_[4]((1, 2, 3, 4))
    assert 4 == fwrite(numbers, 4, 4, stream)
    assert 1 == fwrite(b"abc", 3, 1, stream)
    rewind(stream)
    read = int_[8]()
    assert 4 == fread(read, 4, 8, stream)
    assert [1, 2, 3, 4] == list(read)[:4]
    assert b"abc\0" == bytes(read)[16:20]
    assert feof(stream)
    room = bytearray(4)
    rewind(stream)
    assert 4 == fread(room, 1, 4, stream)
    assert 1 == int.from_bytes(room, sys.byteorder)


def test_fread_and_fwrite_of_nothing(stream):
    for size, count in ((0, 5), (5, 0)):
        assert 0 == fread(None, size, count, stream)
        assert 0 == fwrite(None, size, count, stream)
    assert not feof(stream)


def test_fread_and_fwrite_stay_inside_the_object(stream):
    buffer = char[8]()
    for call in (fread, fwrite):
        with pytest.raises(
            OutOfBounds, match=f"^{call.__name__}: 10 bytes of an object that has 8"
        ):
            call(buffer, 5, 2, stream)
        for sizes in ((-1, 1), (1, -1), (-1, -8), (1 << 62, 4)):
            with pytest.raises(OutOfBounds):
                call(buffer, *sizes, stream)
        with pytest.raises(NullPointer):
            call(None, 1, 1, stream)
        with pytest.raises(TypeError):
            call(5, 1, 1, stream)
        with pytest.raises(TypeError):
            call(buffer, "1", 1, stream)
    with pytest.raises(ConstViolation):
        fread("literal", 1, 4, stream)


def test_fgets_leaves_the_rest_of_the_array_alone(stream):
    fwrite("ab\n\0c\nlast", 1, 10, stream)
    rewind(stream)
    line = char[8](b"???????")
    assert line is fgets(line, 8, stream)
    assert b"ab\n\0???\0" == bytes(line)
    fgets(line, 8, stream)
    assert b"\0c\n\0???\0" == bytes(line)
    assert line is not fgets(line + 4, 3, stream)
    assert b"\0c\n\0la\0\0" == bytes(line)
    assert line is fgets(line, 1, stream)
    assert b"\0c\n\0la\0\0" == bytes(line)


def test_fgets_of_no_room_reads_nothing(stream):
    assert fgets(char[5](), 0, stream) is None
    assert fgets(char[5](), -1, stream) is None
    with pytest.raises(OutOfBounds, match="fgets: 6 bytes of an object that has 5"):
        fgets(char[5](), 6, stream)
    with pytest.raises(ConstViolation):
        fgets("literal", 5, stream)
    with pytest.raises(NullPointer):
        fgets(None, 5, stream)
    with pytest.raises(TypeError):
        fgets(char[5](), "5", stream)


def test_fgets_gives_out_what_came_before_a_descriptor_ran_dry():
    """As glibc does for EAGAIN, and for no other failure."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    stream, line = fdopen(reader, "r"), char[20]()
    os.write(writer, b"half ")
    assert "half " == str(fgets(line, 20, stream))
    assert fgets(line, 20, stream) is None
    assert pysock.EAGAIN == errno
    os.write(writer, b"a line\n")
    clearerr(stream)
    assert "a line\n" == str(fgets(line, 20, stream))
    os.close(writer)
    fclose(stream)


def test_ungetc(stream):
    fputs("bc", stream)
    rewind(stream)
    assert ord("a") == ungetc("a", stream)
    assert EOF == ungetc(EOF, stream)
    assert b"abc" == bytes(fgetc(stream) for _ in range(3))
    assert EOF == fgetc(stream)
    assert feof(stream)
    ungetc(ord("d"), stream)
    assert not feof(stream)
    assert ord("d") == fgetc(stream)


def test_ungetc_and_writing_do_not_mix(stream):
    """In that order, without fseek() or fflush() between, glibc crashes."""
    ungetc("a", stream)
    for call in (
        lambda: fputs("x", stream),
        lambda: fputc("x", stream),
        lambda: fwrite("x", 1, 1, stream),
        lambda: fprintf(stream, "x"),
        lambda: setbuf(stream, None),
        lambda: setvbuf(stream, char[200](), _IOFBF, 200),
    ):
        with pytest.raises(UndefinedBehavior, match=r"what ungetc\(\) .* is unread"):
            call()
    assert ord("a") == fgetc(stream)
    fseek(stream, 0, SEEK_SET)
    fputs("bc", stream)
    with pytest.raises(UndefinedBehavior, match=r"^ungetc: .* was written last: fflush\(\) comes"):
        ungetc("a", stream)
    fflush(stream)
    assert ord("a") == ungetc("a", stream)
    assert ord("a") == fgetc(stream)
    rewind(stream)
    assert b"bc" == bytes((fgetc(stream), fgetc(stream)))


def test_ungetc_into_a_stream_that_is_only_written(path):
    stream = fopen(path, "w")
    assert EOF == ungetc("a", stream)
    assert pysock.EBADF == errno
    fputs("text", stream)
    fclose(stream)
    assert "text" == content(path)


def test_errno_survives_calls_that_succeed(stream):
    errno.value = pysock.EINTR
    fputs("line\n", stream)
    rewind(stream)
    errno.value = pysock.EINTR
    fgets(char[10](), 10, stream)
    fgetc(stream)
    assert pysock.EINTR == errno


# --------------------------------------------------------------------------- lines that grow


def test_getline_grows_its_memory(stream):
    lines = ["short\n", "x" * 119 + "\n", "y" * 1000 + "\n", "\0 inside\n", "last"]
    for text in lines:
        fwrite(text, 1, len(text), stream)
    rewind(stream)
    line, room = ptr(char)(), size_t()
    sizes = []
    for text in lines:
        assert len(text) == getline(line, room, stream)
        assert text.encode() == bytes(line.value[: len(text)])
        assert 0 == line.value[len(text)]
        sizes.append(int(room))
    assert [120, 240, 1002, 1002, 1002] == sizes
    assert -1 == getline(line, room, stream)
    assert feof(stream)


def test_getdelim_ends_at_its_delimiter(stream):
    fputs("a;b c;", stream)
    rewind(stream)
    line, room = ptr(char)(), size_t()
    for text in ("a;", "b c;"):
        assert len(text) == getdelim(line, room, ";", stream)
        assert text == str(line.value)
    assert -1 == getdelim(line, room, ord(";"), stream)
    with pytest.raises(TypeError, match=r"^getdelim: "):
        getdelim(line, room, "ab", stream)


def test_getline_into_memory_of_the_program(stream):
    fputs("1234567\n12345678\n", stream)
    rewind(stream)
    line, room = ptr(char)(), size_t(9)
    line.value = char.pointer(Allocation(ffi.new("char[]", 9), 9), 0, 0, 9)
    first = line.value
    assert 8 == getline(line, room, stream)
    assert (first, 9) == (line.value, room)
    assert 9 == getline(line, room, stream)
    assert room >= 10
    with pytest.raises(UseAfterFree, match=r"getline\(\)"):
        first[0]


def test_getline_into_an_array_cannot_grow(stream):
    fputs("1234567\n12345678\n", stream)
    rewind(stream)
    line, room, array = ptr(char)(), size_t(9), char[9]()
    line.value = array
    assert 8 == getline(line, room, stream)
    assert b"1234567\n\0" == bytes(array)
    with pytest.raises(InvalidFree, match="getline: the line needs 10 bytes"):
        getline(line, room, stream)
    room.value = 10
    rewind(stream)
    with pytest.raises(OutOfBounds, match=r"getline: \*n says 10 bytes, the object has 9"):
        getline(line, room, stream)


@pytest.mark.parametrize(
    ("line", "room", "error"),
    [
        (None, size_t(), NullPointer),
        (char[10](), size_t(), TypeError),
        (ptr(int_)(), size_t(), TypeError),
        ("text", size_t(), TypeError),
        (ptr(char)(), None, NullPointer),
        (ptr(char)(), int_(), TypeError),
        (ptr(char)(), 10, TypeError),
    ],
)
def test_getline_of_what_is_no_line(line, room, error, stream):
    with pytest.raises(error, match=r"^getline: "):
        getline(line, room, stream)
    assert 0 == ftell(stream)


# -------------------------------------------------------------------------------- positions


def test_positions(stream):
    assert 0 == ftell(stream) == ftello(stream)
    fputs("0123456789", stream)
    assert 10 == ftell(stream)
    assert 0 == fseek(stream, 3, SEEK_SET)
    assert ord("3") == fgetc(stream)
    assert 0 == fseeko(stream, -2, SEEK_CUR)
    assert 2 == ftello(stream)
    assert 0 == fseek(stream, -1, SEEK_END)
    assert ord("9") == fgetc(stream)
    assert -1 == fseek(stream, -1, SEEK_SET)
    assert pysock.EINVAL == errno
    assert -1 == fseek(stream, 0, 99)
    assert 0 == fseeko(stream, 1 << 40, SEEK_SET)
    assert 1 << 40 == ftello(stream)
    rewind(stream)
    assert ord("0") == fgetc(stream)
    with pytest.raises(TypeError):
        fseek(stream, "0", SEEK_SET)
    with pytest.raises(OverflowError):
        fseek(stream, 1 << 70, SEEK_SET)


def test_fgetpos_and_fsetpos(stream):
    fputs("0123456789", stream)
    fseek(stream, 4, SEEK_SET)
    position = fpos_t()
    assert 0 == fgetpos(stream, position)
    assert ord("4") == fgetc(stream)
    assert 0 == fsetpos(stream, position)
    assert ord("4") == fgetc(stream)
    for wrong, error in ((None, NullPointer), (int_(), TypeError), (char[50](), TypeError)):
        for call in (fgetpos, fsetpos):
            with pytest.raises(error):
                call(stream, wrong)


def test_a_pipe_has_no_position(pipe):
    reading, _ = pipe
    assert -1 == ftell(reading)
    assert pysock.ESPIPE == errno
    assert -1 == fseek(reading, 0, SEEK_SET)
    assert -1 == fgetpos(reading, fpos_t())
    rewind(reading)


# -------------------------------------------------------------------------------- processes


def test_popen_reads_what_a_command_writes():
    stream, line = popen("echo out; exit 3", "r"), char[10]()
    assert '(FILE *) popen("echo out; exit 3")' == repr(stream)
    assert "out\n" == str(fgets(line, 10, stream))
    assert fgets(line, 10, stream) is None
    assert 3 == os.waitstatus_to_exitcode(pclose(stream))


def test_popen_writes_what_a_command_reads(path):
    stream = popen(f"cat > {path}", "w")
    fputs("to the command", stream)
    assert 0 == pclose(stream)
    assert "to the command" == content(path)


def test_popen_leaves_a_command_no_end_of_another(path):
    """Else the first would not see its end of file before the second ends."""
    first = popen(f"cat > {path}", "w")
    second = popen("cat > /dev/null", "w")
    fputs("first", first)
    assert 0 == pclose(first)
    assert "first" == content(path)
    assert 0 == pclose(second)


def test_popen_fails_as_in_c():
    for mode in ("", "x", "rw", "r+", "rb"):
        assert popen("true", mode) is None
        assert pysock.EINVAL == errno, mode
    assert 127 == os.waitstatus_to_exitcode(
        pclose(popen("exec no-such-command 2> /dev/null", "re"))
    )
    for wrong, error in ((None, NullPointer), (5, TypeError)):
        with pytest.raises(error):
            popen(wrong, "r")
        with pytest.raises(error):
            popen("true", wrong)


def test_popen_inherits_as_in_c():
    for mode, flag in (("r", 0), ("re", fcntl.FD_CLOEXEC)):
        stream = popen("true", mode)
        assert flag == fcntl.fcntl(fileno(stream), fcntl.F_GETFD)
        pclose(stream)


def test_pclose_twice_and_of_another_stream(stream):
    command = popen("true", "r")
    assert 0 == pclose(command)
    with pytest.raises(UseAfterFree, match="ended its life in pclose"):
        pclose(command)
    with pytest.raises(UndefinedBehavior, match=r"pclose: .* is not of popen\(\)"):
        pclose(stream)


def test_fclose_of_a_command_waits_for_it_as_glibc_does():
    assert 5 == os.waitstatus_to_exitcode(fclose(popen("exit 5", "r")))


def test_handlers_run_while_pclose_waits(path):
    """Only the handler lets the command end."""
    os.mkfifo(path)
    command = popen(f"read line < {path}", "w")
    handled = []

    def handler(*_):
        handled.append(True)
        with open(path, "w") as fifo:
            fifo.write("\n")

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    assert 0 == pclose(command)
    assert [True] == handled
    signal.signal(signal.SIGALRM, before)


def test_a_child_that_another_call_reaped():
    stream = popen("true", "w")
    os.wait()
    assert -1 == pclose(stream)
    assert pysock.ECHILD == errno


# ----------------------------------------------------------------------------------- threads


def test_fclose_waits_for_the_thread_that_reads():
    reader, writer = os.pipe()
    stream, seen = fdopen(reader, "r"), []
    entered = threading.Event()

    def read():
        line = char[10]()
        entered.set()
        seen.append(str(fgets(line, 10, stream)))
        try:
            fgets(line, 10, stream)
        except UseAfterFree:
            seen.append("closed")

    thread = threading.Thread(target=read)
    closing = threading.Thread(target=fclose, args=(stream,))
    thread.start()
    entered.wait(30)
    while 0 == ftrylockfile(stream):  # until the reader is inside
        funlockfile(stream)
    closing.start()
    os.write(writer, b"line\n")
    os.close(writer)
    thread.join(30)
    closing.join(30)
    assert seen in (["line\n", "closed"], ["line\n"])
    assert "ended by fclose()" in repr(stream)


def test_flockfile_keeps_other_threads_off(stream):
    flockfile(stream)
    assert 0 == ftrylockfile(stream)
    tried = []

    def other():
        tried.append(ftrylockfile(stream))
        with pytest.raises(UndefinedBehavior, match="this thread does not hold"):
            funlockfile(stream)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join(30)
    assert [-1] == tried
    funlockfile(stream)
    funlockfile(stream)
    with pytest.raises(UndefinedBehavior, match="funlockfile: this thread does not hold"):
        funlockfile(stream)


def test_a_thread_may_close_the_stream_it_holds(path):
    stream = fopen(path, "w")
    flockfile(stream)
    assert 0 == fclose(stream)


def test_fork_while_a_thread_reads_leaves_no_lock_behind():
    program = """
import os, threading
thread = threading.Thread(target=lambda: fgetc(stdin), daemon=True)
thread.start()
while ftrylockfile(stdin) == 0:
    funlockfile(stdin)
pid = os.fork()
if pid == 0:
    os._exit(ftrylockfile(stdin))
puts("%d" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
fflush(stdout)
os._exit(0)
"""
    process = start(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process, process.stdin, process.stdout:
        assert b"0\n" == process.stdout.readline()


def test_threads_close_and_use_one_stream(path):
    """Whatever the order, each call finds the stream whole or ended, and nothing crashes."""
    for _ in range(100):
        stream = fopen(path, "w")

        def work(stream=stream):
            try:
                for _ in range(20):
                    fputs("text", stream)
                fclose(stream)
            except UseAfterFree:
                pass

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


# ----------------------------------------------------------------------------------- signals


RESTARTED = """
import sys
def handler(signum):
    write(2, "handled\\n", 8)
act = struct.sigaction()
act.sa_handler = handler
act.sa_flags = {flags}
sigaction(SIGUSR1, act, None)
write(2, "ready\\n", 6)
"""


def interrupted(flags, program):
    """A program that is interrupted after it has read ``12``; then come ``34 x`` and the end."""
    process = start(
        RESTARTED.format(flags=flags) + program,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process, process.stdin, process.stdout, process.stderr:
        await_text(process.stderr.fileno(), b"ready\n")
        os.write(process.stdin.fileno(), b"12")
        await_drained(process.stdin.fileno())
        await_sleep(process.pid)
        process.send_signal(signal.SIGUSR1)
        await_text(process.stderr.fileno(), b"handled\n")
        try:
            os.write(process.stdin.fileno(), b"34 x\n")
            process.stdin.close()
        except BrokenPipeError:
            pass
        return process.stdout.read()


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("line = char[20](); printf('%s', fgets(line, 20, stdin))", b"1234 x\n"),
        (
            "line = ptr(char)(); printf('%d ', getline(line, size_t(), stdin)); puts(line.value)",
            b"7 1234 x\n\n",
        ),
        ("line = char[8](); printf('%d %s', fread(line, 1, 7, stdin), line)", b"7 1234 x\n"),
        ("line = char[8](); printf('%d', fread(line, 2, 3, stdin))", b"3"),
        ("printf('%c%c%c', getchar(), getchar(), getchar())", b"123"),
        ("n = int_(); printf('%d ', scanf('%d', n)); printf('%d', n)", b"1 1234"),
        ("n = double(); printf('%d ', scanf('%lf', n)); printf('%g', n)", b"1 1234"),
        (
            "s = char[9](); n = int_(); printf('%d ', scanf('%s%n', s, n)); printf('%s %d', s, n)",
            b"1 1234 4",
        ),
    ],
)
def test_a_handler_with_sa_restart_lets_a_read_go_on(read, expected):
    """Nothing is lost, nothing is read twice, and the stream knows of no failure."""
    program = read + "\nprintf(' %d %d', ferror(stdin), feof(stdin))"
    assert expected + b" 0 0" == interrupted("SA_RESTART", program)


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("r = fgets(char[20](), 20, stdin); printf('%d', r is None)", b"1"),
        ("r = fread(char[8](), 1, 7, stdin); printf('%d', r)", b"2"),
        ("getchar(); getchar(); printf('%d', getchar())", b"-1"),
        ("s = char[3](); printf('%d', scanf('%*d %2c', s))", b"-1"),
    ],
)
def test_a_handler_without_sa_restart_ends_a_read(read, expected):
    program = read.replace("; printf", "; saved = int(errno)\nprintf")
    program = read + "\nprintf(' %d %d', errno == EINTR, ferror(stdin) != 0)"
    assert expected + b" 1 1" == interrupted("0", program)


WRITES = """
timer = struct.itimerval()
count = 0
def handler(signum):
    global count
    count += 1
    if count == 3:
        write(2, "handled\\n", 8)
act = struct.sigaction()
act.sa_handler = handler
act.sa_flags = {flags}
sigaction(SIGALRM, act, None)
timer.it_value.tv_usec = timer.it_interval.tv_usec = 5000
setitimer(ITIMER_REAL, timer, None)
{write}
"""


def slowly_read(flags, write, until):
    """What a program writes, and says, whose reader waits `until` it has said something."""
    process = start(
        WRITES.format(flags=flags, write=write), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process, process.stdout, process.stderr:
        said = await_text(process.stderr.fileno(), until)
        output = process.stdout.read()
        said += process.stderr.read()
    return output, said


@pytest.mark.parametrize(
    "write",
    [
        "for i in range(20000): printf('%06d\\n', i)",
        "for i in range(20000): fputs('%06d' % i, stdout); fputc('\\n', stdout)",
        "text = ''.join('%06d\\n' % i for i in range(20000)); fwrite(text, 7, 20000, stdout)",
        "setlinebuf(stdout)\nfor i in range(20000): puts('%06d' % i)",
        "setbuf(stdout, None)\nfor i in range(20000): puts('%06d' % i)",
        "text = ''.join('%06d\\n' % i for i in range(20000)); setvbuf(stdout, char[200000](), "
        "_IOFBF, 200000); fputs(text, stdout); fflush(stdout)",
        "text = ''.join('%06d\\n' % i for i in range(20000)); setvbuf(stdout, char[200000](), "
        "_IOFBF, 200000); fputs(text, stdout); fclose(stdout)",
    ],
)
def test_a_handler_with_sa_restart_loses_no_byte_of_a_write(write):
    """glibc throws away what a failed flush leaves; the kernel would have gone on writing it."""
    output, said = slowly_read("SA_RESTART", write, b"handled\n")
    assert b"handled\n" == said
    assert [b"%06d" % i for i in range(20000)] == output.splitlines()


def test_a_handler_without_sa_restart_ends_a_write():
    write = """
text = "x" * 1000000
result = fputs(text, stdout)
fprintf(stderr, "%d %d %d", result, errno == EINTR, ferror(stdout) != 0)
"""
    output, said = slowly_read("0", write, b"-1 1 1")
    assert b"-1 1 1" == said.replace(b"handled\n", b"")
    assert len(output) < 1_000_000


def test_a_handler_may_use_the_stream_it_interrupts():
    program = """
def handler(signum):
    fputs("handler ", stdout)
    write(2, "handled\\n", 8)
    line = char[5]()
    fputs(fgets(line, 3, stdin), stdout)
"""
    program = RESTARTED.format(flags="SA_RESTART").replace("\nact", program + "\nact", 1)
    program += "printf('[%c]', fgetc(stdin))"
    process = start(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process, process.stdin, process.stdout, process.stderr:
        await_text(process.stderr.fileno(), b"ready\n")
        process.send_signal(signal.SIGUSR1)
        await_text(process.stderr.fileno(), b"handled\n")
        os.write(process.stdin.fileno(), b"abc")
        assert b"handler ab[c]" == process.stdout.read()


def test_a_handler_may_not_close_the_stream_it_interrupts():
    program = (
        RESTARTED.format(flags="SA_RESTART")
        + """
def handler(signum):
    try:
        fclose(stdin)
    except UndefinedBehavior as error:
        fputs(str(error), stdout)
act.sa_handler = handler
sigaction(SIGUSR1, act, None)
write(2, "again\\n", 6)
printf(" %c", fgetc(stdin))
"""
    )
    process = start(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process, process.stdin, process.stdout, process.stderr:
        await_text(process.stderr.fileno(), b"again\n")
        await_sleep(process.pid)
        process.send_signal(signal.SIGUSR1)
        await_sleep(process.pid)
        os.write(process.stdin.fileno(), b"x")
        expected = b"fclose: in a signal handler, while the interrupted call uses stdin x"
        assert expected == process.stdout.read()


@pytest.mark.parametrize(("flags", "expected"), [("SA_RESTART", b"x"), ("0", b"1")])
def test_fopen_waits_for_the_other_end_of_a_fifo(flags, expected, path):
    os.mkfifo(path)
    program = (
        RESTARTED.format(flags=flags)
        + f"""
stream = fopen({path!r}, "r")
printf("%c", fgetc(stream)) if stream else printf("%d", errno == EINTR)
"""
    )
    process = start(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process, process.stdout, process.stderr:
        await_text(process.stderr.fileno(), b"ready\n")
        await_sleep(process.pid)
        process.send_signal(signal.SIGUSR1)
        await_text(process.stderr.fileno(), b"handled\n")
        if flags != "0":
            with open(path, "w") as fifo:
                fifo.write("x")
        assert expected == process.stdout.read()


def test_an_exception_of_a_handler_leaves_the_stream_usable():
    program = (
        RESTARTED.format(flags="SA_RESTART").replace(
            "def handler(signum):", "def handler(signum):\n    raise KeyError"
        )
        + """
try:
    fgetc(stdin)
except KeyError:
    write(2, "raised\\n", 7)
printf("%c %d", fgetc(stdin), ferror(stdin))
"""
    )
    process = start(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process, process.stdin, process.stdout, process.stderr:
        await_text(process.stderr.fileno(), b"ready\n")
        await_sleep(process.pid)
        process.send_signal(signal.SIGUSR1)
        await_text(process.stderr.fileno(), b"raised\n")
        os.write(process.stdin.fileno(), b"x")
        assert b"x 0" == process.stdout.read()
