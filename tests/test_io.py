"""Descriptors: every call beside the standard library's and beside C, with bad input."""

import array
import fcntl as stdlib_fcntl
import itertools
import os
import socket
import stat
import subprocess
import sys
import threading

import pytest
from c_oracle import LINUX, C, differences, table
from misuse import Changing, complaints_of

import pysock
from pysock import (
    EAGAIN,
    EBADF,
    ENOENT,
    ENOTTY,
    F_DUPFD,
    F_DUPFD_CLOEXEC,
    F_GETFD,
    F_GETFL,
    F_GETLK,
    F_GETOWN,
    F_SETFD,
    F_SETFL,
    F_SETLK,
    F_SETLKW,
    F_SETOWN,
    F_UNLCK,
    F_WRLCK,
    FD_CLOEXEC,
    FIOCLEX,
    FIONBIO,
    FIONCLEX,
    FIONREAD,
    O_APPEND,
    O_CREAT,
    O_NONBLOCK,
    O_RDONLY,
    O_RDWR,
    O_TRUNC,
    O_WRONLY,
    SEEK_CUR,
    SEEK_END,
    SEEK_SET,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Unterminated,
    char,
    close,
    creat,
    dup,
    dup2,
    errno,
    fcntl,
    int_,
    ioctl,
    lseek,
    open,
    pipe,
    read,
    size_t,
    sizeof,
    struct,
    uint,
    unlink,
    write,
)


@pytest.fixture
def file(tmp_path):
    """A file of ten digits, open for reading and writing."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    fd = os.open(path, os.O_RDWR)
    yield fd
    os.close(fd)


@pytest.fixture
def channel():
    """A pipe as (read end, write end), which never blocks."""
    ends = os.pipe()
    for fd in ends:
        os.set_blocking(fd, False)
    yield ends
    for fd in ends:
        os.close(fd)


# ----------------------------------------------------------------------------- open and creat


@pytest.fixture
def umask():
    """A umask that is not everybody's."""
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


def permissions(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def test_open_creates_with_the_mode_and_the_umask(tmp_path, umask):
    for number, mode in enumerate((0o644, 0o600, 0o777, 0o7777, 0)):
        path = tmp_path / str(number)
        fd = open(str(path), O_CREAT | O_WRONLY, mode)
        assert mode & ~umask == permissions(path)
        assert 0 == close(fd)


def test_open_without_a_mode_creates_for_everybody_but_the_umask(tmp_path, umask):
    path = tmp_path / "file"
    fd = open(str(path), O_CREAT | O_WRONLY)
    assert 0o666 & ~umask == permissions(path)
    assert 0 == close(fd)


def test_creat_empties_what_is_there(tmp_path, umask):
    path = tmp_path / "file"
    for _ in range(2):
        fd = creat(str(path), 0o666)
        assert 0 == path.stat().st_size
        assert 4 == write(fd, "text", 4)
        assert O_WRONLY == fcntl(fd, F_GETFL) & pysock.O_ACCMODE
        assert 0 == close(fd)
    assert 0o640 == permissions(path)


def test_open_flags_reach_the_kernel(tmp_path):
    path = str(tmp_path / "file")
    for access, extra in itertools.product(
        (O_RDONLY, O_WRONLY, O_RDWR), (0, O_APPEND, O_NONBLOCK, O_TRUNC, O_APPEND | O_NONBLOCK)
    ):
        fd = open(path, O_CREAT | access | extra, 0o600)
        theirs = os.open(path, access | extra)
        assert stdlib_fcntl.fcntl(theirs, F_GETFL) == fcntl(fd, F_GETFL)
        os.close(theirs)
        assert 0 == close(fd)


def test_descriptors_are_inherited_as_in_c(tmp_path):
    fd = open(str(tmp_path / "file"), O_CREAT | O_RDWR, 0o600)
    ends = int_[2]()
    assert 0 == pipe(ends)
    for each in (fd, *ends):
        assert os.get_inheritable(each)
        assert 0 == close(each)
    fd = open("/dev/null", O_RDONLY | pysock.O_CLOEXEC)
    assert not os.get_inheritable(fd)
    assert 0 == close(fd)


def test_paths_of_every_kind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raw = b"caf\xe9.txt"
    fd = creat(raw, 0o600)
    assert 0 == close(fd)
    for path in (raw, os.fsdecode(raw), char[...](raw), char[...](b"./" + raw) + 2):
        fd = open(path, O_RDONLY)
        assert -1 != fd
        assert 0 == close(fd)
    for path in (bytearray(raw + b"\0"), memoryview(raw + b"\0"), raw + b"\0"):
        fd = open(path, O_RDONLY)
        assert -1 != fd
        assert 0 == close(fd)
    assert 0 == unlink(raw)
    assert not os.path.exists(raw)
    assert -1 == unlink(raw)
    assert errno == ENOENT


def test_paths_that_are_none():
    for call in (lambda path: open(path, O_RDONLY), lambda path: creat(path, 0o600), unlink):
        with pytest.raises(NullPointer, match="NULL where C needs an object"):
            call(None)
        with pytest.raises(ValueError, match=r"NUL at byte 4 of b'/tmp\\x00/x'"):
            call("/tmp\0/x")
        with pytest.raises(Unterminated, match="no NUL in the 4 bytes of the string"):
            call(char[4](b"/tmp"))
        with pytest.raises(Unterminated, match="no NUL in the 4 bytes of the string"):
            call(bytearray(b"/tmp"))
        with pytest.raises(TypeError, match="a pointer needs a C value or a contiguous buffer"):
            call(5)


# ------------------------------------------------------------------------------ read and write


def test_read_and_write(channel):
    reading, writing = channel
    buf = char[8]()
    assert 5 == write(writing, "hello", 5)
    assert 3 == read(reading, buf, 3)
    assert b"hel\0\0\0\0\0" == bytes(buf)
    assert 2 == read(reading, buf + 4, 4)
    assert b"hel\0lo\0\0" == bytes(buf)
    assert -1 == read(reading, buf, 8)
    assert errno == EAGAIN


def test_literals_have_their_nul(channel):
    reading, writing = channel
    assert 3 == write(writing, "hi", sizeof("hi"))
    assert b"hi\0" == os.read(reading, 9)
    assert 4 == write(writing, "é!", 4)
    assert b"\xc3\xa9!\0" == os.read(reading, 9)
    with pytest.raises(OutOfBounds, match="write: 4 bytes of an object that has 3"):
        write(writing, b"hi", 4)
    with pytest.raises(ConstViolation, match="read: would write into the literal 'hi'"):
        read(reading, "hi", 2)


def test_python_buffers(channel):
    reading, writing = channel
    for source in (bytearray(b"abcdefgh"), memoryview(b"abcdefgh"), array.array("Q", b"abcdefgh")):
        assert 8 == write(writing, source, 8)
        assert b"abcdefgh" == os.read(reading, 99)
    for target in (bytearray(8), memoryview(bytearray(8)), array.array("d", [0])):
        os.write(writing, b"abcdefgh")
        assert 8 == read(reading, target, 8)
        assert b"abcdefgh" == memoryview(target).tobytes()


def test_buffers_that_c_cannot_use(channel):
    reading, writing = channel
    with pytest.raises(ConstViolation, match="read: would write into the read-only memoryview"):
        read(reading, memoryview(b"abcd"), 4)
    for call, fd in ((read, reading), (write, writing)):
        name = call.__name__
        with pytest.raises(TypeError, match=f"{name}: a pointer needs a C value or a contiguous"):
            call(fd, memoryview(bytearray(9))[::2], 4)
        with pytest.raises(TypeError, match=f"{name}: a pointer needs a C value or a contiguous"):
            call(fd, 5, 4)
        with pytest.raises(NullPointer, match=f"{name}: 4 bytes at NULL"):
            call(fd, None, 4)
        for size in (5, 1 << 31, (1 << 63) - 1):
            with pytest.raises(OutOfBounds, match=f"{name}: {size} bytes of an object that has 4"):
                call(fd, char[4](), size)
        for size in (1 << 63, 1 << 70):
            with pytest.raises(OverflowError, match=f"{name}: argument 3: {size} does not fit"):
                call(fd, char[4](), size)
        with pytest.raises(OutOfBounds, match=f"{name}: the length -1 is 18446744073709551615 as"):
            call(fd, char[4](), -1)
        for size in ("4", 4.0, None):
            with pytest.raises(TypeError, match=f"{name}: argument 3 is an integer, not"):
                call(fd, char[4](), size)


def test_length_is_read_once(channel):
    reading, writing = channel
    assert 1 == write(writing, "abc", Changing(1, 3))
    assert 2 == write(writing, "xyz", size_t(2))
    assert 1 == read(reading, char[9](), Changing(1, 3))
    assert 2 == read(reading, char[9](), size_t(2))


def resize(buffer, thread):
    """Until it fails: the thread is inside read() then."""
    while thread.is_alive():
        buffer.append(0)
        del buffer[4:]


def test_buffer_of_a_blocked_read_cannot_be_resized():
    ends = os.pipe()
    buffer = bytearray(4)
    results = []
    thread = threading.Thread(target=lambda: results.append(read(ends[0], buffer, 4)))
    thread.start()
    with pytest.raises(BufferError):
        resize(buffer, thread)
    os.write(ends[1], b"abcd")
    thread.join(10)
    assert [4] == results
    assert b"abcd" == buffer[:4]
    buffer.append(0)  # and afterwards it can
    for fd in ends:
        os.close(fd)


def test_lseek(file):
    for offset, whence in ((3, SEEK_SET), (2, SEEK_CUR), (-1, SEEK_END), (100, SEEK_SET)):
        theirs = os.dup(file)
        ours = lseek(file, offset, whence)
        assert os.lseek(theirs, 0, SEEK_CUR) == ours
        os.close(theirs)
    assert [3, 5, 9] == [lseek(file, 3, SEEK_SET), lseek(file, 2, SEEK_CUR), lseek(file, -1, 2)]
    assert 1 == read(file, char[4](), 4)
    assert 0 == read(file, char[4](), 4)


# ----------------------------------------------------------------------------- dup and close


def test_dup_and_dup2(file):
    copy = dup(file)
    assert os.path.sameopenfile(file, copy)
    assert 4 == lseek(copy, 4, SEEK_SET)
    assert 4 == lseek(file, 0, SEEK_CUR)
    other = os.open("/dev/null", os.O_RDONLY)
    assert other == dup2(file, other)
    assert os.path.sameopenfile(file, other)
    assert other == dup2(other, other)
    for fd in (copy, other):
        assert 0 == close(fd)
        assert -1 == close(fd)
        assert errno == EBADF


def test_descriptors_of_every_integer_kind(file):
    class Fd(int):
        pass

    for fd in (Fd(file), int_(file), size_t(file)):
        copy = dup(fd)
        assert copy > 2
        assert 0 == close(int_(copy))
    for kind in (True, False):
        copy = dup(kind)
        assert os.path.sameopenfile(int(kind), copy)
        assert 0 == close(copy)


# ---------------------------------------------------------------------------------------- pipe


def test_pipe_needs_two_ints():
    ends = int_[3]()
    assert 0 == pipe(ends + 1)
    assert 1 == write(ends[2], "x", 1)
    assert 1 == read(ends[1], char[1](), 1)
    assert [0, 0] == [close(ends[1]), close(ends[2])]
    with pytest.raises(OutOfBounds, match="pipe: 8 bytes of an object that has 4"):
        pipe(int_())
    with pytest.raises(TypeError, match=r"pipe: C wants a `int \*`, not the address of a `char"):
        pipe(char[8]())
    with pytest.raises(TypeError, match=r"pipe: C wants a `int \*`, not the address of a `unsign"):
        pipe(uint[2]())
    with pytest.raises(TypeError, match=r"pipe: C wants a `int \*`, not the list"):
        pipe([0, 0])
    with pytest.raises(NullPointer, match=r"pipe: NULL where C needs a `int \*`"):
        pipe(None)


# --------------------------------------------------------------------------------------- fcntl


def test_fcntl_flags(file):
    assert os.O_RDWR == fcntl(file, F_GETFL, 0) & pysock.O_ACCMODE
    assert 0 == fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK | O_APPEND)
    assert not os.get_blocking(file)
    assert stdlib_fcntl.fcntl(file, F_GETFL) == fcntl(file, F_GETFL)
    assert 0 == fcntl(file, F_SETFD, FD_CLOEXEC)
    assert [FD_CLOEXEC, False] == [fcntl(file, F_GETFD), os.get_inheritable(file)]
    assert 0 == fcntl(file, F_SETFD, 0)
    assert [0, True] == [fcntl(file, F_GETFD), os.get_inheritable(file)]


def test_fcntl_dupfd(file):
    for cmd, flags in ((F_DUPFD, 0), (F_DUPFD_CLOEXEC, FD_CLOEXEC)):
        copy = fcntl(file, cmd, 500)
        assert copy >= 500
        assert flags == fcntl(copy, F_GETFD)
        assert 0 == close(copy)


@LINUX  # the BSDs have no owner of a pipe
def test_fcntl_owner_is_a_process_or_a_group(channel):
    """A group is a negative number, which must not be taken for a failure."""
    fd = channel[0]
    assert 0 == fcntl(fd, F_GETOWN)
    assert 0 == fcntl(fd, F_SETOWN, os.getpid())
    assert os.getpid() == fcntl(fd, F_GETOWN, 0)
    assert 0 == fcntl(fd, F_SETOWN, -os.getpgrp())
    assert -os.getpgrp() == fcntl(fd, F_GETOWN)


@LINUX
def test_fcntl_owner_as_a_struct(channel):
    fd = channel[0]
    assert 0 == fcntl(fd, F_SETOWN, -os.getpgrp())
    owner = struct.f_owner_ex()
    assert 0 == fcntl(fd, pysock.F_GETOWN_EX, owner)
    assert [pysock.F_OWNER_PGRP, os.getpgrp()] == [owner.type, owner.pid]
    owner = struct.f_owner_ex(pysock.F_OWNER_PID, os.getpid())
    assert 0 == fcntl(fd, pysock.F_SETOWN_EX, owner)
    assert os.getpid() == fcntl(fd, F_GETOWN)


HOLDER = """
import fcntl, sys
f = open(sys.argv[1], "r+")
fcntl.lockf(f, fcntl.LOCK_EX, 5, 2)
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path, file):
    """A process that locks bytes 2 to 6 of the file."""
    command = [sys.executable, "-c", HOLDER, tmp_path / "file"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert b"locked\n" == process.stdout.readline()
        yield process
        process.stdin.close()
        process.wait(60)


def test_fcntl_locks(file, holder):
    lock = struct.flock(l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=0)
    assert 0 == fcntl(file, F_GETLK, lock)
    found = [lock.l_type, lock.l_whence, lock.l_start, lock.l_len, lock.l_pid]
    assert [F_WRLCK, SEEK_SET, 2, 5, holder.pid] == found
    lock = struct.flock(l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=3)
    assert -1 == fcntl(file, F_SETLK, lock)
    assert errno in (pysock.EACCES, EAGAIN)
    lock.l_len = 2
    assert 0 == fcntl(file, F_SETLK, lock)
    holder.stdin.close()
    lock.l_len = 0
    assert 0 == fcntl(file, F_SETLKW, lock)
    lock.l_type = F_UNLCK
    assert 0 == fcntl(file, F_SETLK, lock)


def test_fcntl_arguments(file):
    with pytest.raises(TypeError, match="fcntl: C wants a `struct flock"):
        fcntl(file, F_GETLK, 5)
    with pytest.raises(NullPointer, match="fcntl: NULL where C needs a `struct flock"):
        fcntl(file, F_GETLK)
    with pytest.raises(TypeError, match="fcntl: an argument is an integer, not `struct flock`"):
        fcntl(file, F_SETFL, struct.flock())
    with pytest.raises(TypeError, match="fcntl: a command is an integer, not the str 'x'"):
        fcntl(file, "x")
    with pytest.raises(TypeError, match="fcntl: argument 1 is an integer, not 'x'"):
        fcntl("x", F_GETFL)
    with pytest.raises(TypeError, match="fcntl: argument 1 is an integer, not 'x'"):
        fcntl("x", F_GETLK, struct.flock())
    with pytest.raises(TypeError, match="fcntl: a descriptor is an integer, not the str 'x'"):
        fcntl("x", 9999)
    with pytest.raises(OverflowError, match=f"fcntl: argument 3: {1 << 64} does not fit `long`"):
        fcntl(file, F_SETFL, 1 << 64)


# --------------------------------------------------------------------------------------- ioctl


def test_ioctl(channel):
    reading, writing = channel
    os.write(writing, b"abc")
    waiting, on = int_(), int_(1)
    assert 0 == ioctl(reading, FIONREAD, waiting)
    assert 3 == waiting
    assert 0 == ioctl(reading, FIONBIO, int_(0))
    assert os.get_blocking(reading)
    assert 0 == ioctl(reading, FIONBIO, on)
    assert not os.get_blocking(reading)
    assert 0 == ioctl(reading, FIOCLEX)
    assert not os.get_inheritable(reading)
    assert 0 == ioctl(reading, FIONCLEX, 0)
    assert os.get_inheritable(reading)


def test_ioctl_arguments(channel):
    fd = channel[0]
    with pytest.raises(TypeError, match=r"ioctl: C wants a `int \*`, not the address of a `char"):
        ioctl(fd, FIONREAD, char())
    with pytest.raises(TypeError, match=r"ioctl: C wants a `int \*`, not the int 1"):
        ioctl(fd, FIONBIO, 1)
    with pytest.raises(NullPointer, match=r"ioctl: NULL where C needs a `int \*`"):
        ioctl(fd, FIONREAD)
    with pytest.raises(TypeError, match="ioctl: a request is an integer, not the str 'x'"):
        ioctl(fd, "x", int_())
    # TIOCGSERIAL of Linux: what the library does not know, it does not let the kernel fill.
    assert -1 == ioctl(fd, 0x541E, char[64]())
    assert errno == ENOTTY


# ------------------------------------------------------------------- the same misuse in C

CALLS = """
close(-1); close(unused); close(2147483647)
read(-1, buf, 4); read(unused, buf, 4); read(directory, buf, 4); read(directory, buf, 0)
read(write_only, buf, 4); read(writing, buf, 4); read(path_only, buf, 4); read(reading, buf, 4)
read(read_only, NULL, 0); read(read_only, buf, 0); read(-1, NULL, 0); read(datagrams, buf, 4)
write(-1, buf, 4); write(unused, buf, 4); write(directory, buf, 4); write(read_only, buf, 4)
write(reading, buf, 4); write(path_only, buf, 4); write(datagrams, buf, 4)
write(write_only, NULL, 0); write(-1, buf, 0)
lseek(-1, 0, SEEK_SET); lseek(unused, 0, SEEK_SET); lseek(reading, 0, SEEK_SET)
lseek(datagrams, 0, SEEK_CUR); lseek(read_only, -1, SEEK_SET); lseek(read_only, 0, 99)
lseek(read_only, 0, -1); lseek(read_only, -11, SEEK_END); lseek(read_only, 4, SEEK_SET)
lseek(read_only, 0, SEEK_DATA); lseek(read_only, 0, SEEK_HOLE); lseek(read_only, 99, SEEK_DATA)
lseek(read_only, 9223372036854775807, SEEK_SET); lseek(read_only, 9223372036854775807, SEEK_CUR)
dup(-1); dup(unused); dup2(unused, 500); dup2(-1, 500); dup2(read_only, -1)
dup2(read_only, 2147483647); dup2(read_only, read_only); dup2(unused, unused)
open(missing, O_RDONLY); open("", O_RDONLY); open(folder, O_WRONLY); open(folder, O_RDWR)
open(folder, O_CREAT, 0); open(path, O_CREAT | O_EXCL, 0); open(path, O_RDONLY | O_DIRECTORY)
open(below, O_RDONLY); open(below, O_CREAT, 0); open(loop, O_RDONLY); open(loop, O_NOFOLLOW)
open(fifo, O_WRONLY | O_NONBLOCK); open(long_name, O_RDONLY); open(path, O_TMPFILE | O_RDONLY)
creat(folder, 0); creat("", 0); creat(below, 0); creat(missing, 0)
unlink(folder); unlink(missing); unlink(""); unlink(below); unlink(long_name); unlink("/")
fcntl(-1, F_GETFL); fcntl(unused, F_GETFD); fcntl(-1, 9999, 0); fcntl(unused, 9999)
fcntl(read_only, 9999, 0); fcntl(read_only, -1, 0); fcntl(path_only, F_GETFL)
fcntl(read_only, F_DUPFD, -1); fcntl(read_only, F_DUPFD, 1073741824)
fcntl(read_only, F_GETFL); fcntl(read_only, F_GETFD); fcntl(-1, F_GETLK, lock)
fcntl(read_only, F_SETLK, write_lock); fcntl(write_only, F_SETLK, read_lock)
fcntl(read_only, F_SETLK, bad_type); fcntl(read_only, F_SETLK, bad_whence)
fcntl(read_only, F_GETLK, bad_type); fcntl(read_only, F_SETLK, bad_start)
fcntl(reading, F_SETLK, read_lock); fcntl(read_only, F_OFD_SETLK, owned_lock)
fcntl(datagrams, F_SETOWN, 99999999); fcntl(datagrams, F_SETOWN, -99999999)
fcntl(datagrams, F_SETOWN_EX, bad_owner); fcntl(read_only, F_SETSIG, 999)
fcntl(read_only, F_GETSIG); fcntl(read_only, F_GETPIPE_SZ); fcntl(reading, F_GETPIPE_SZ)
fcntl(read_only, F_SETPIPE_SZ, 4096); fcntl(reading, F_SETPIPE_SZ, -1)
fcntl(read_only, F_ADD_SEALS, 0); fcntl(read_only, F_GET_SEALS); fcntl(read_only, F_NOTIFY, 1)
fcntl(reading, F_SETLEASE, F_RDLCK); fcntl(read_only, F_SETLEASE, 99)
fcntl(read_only, F_GETLEASE)
ioctl(-1, FIONREAD, number); ioctl(unused, FIONREAD, number); ioctl(directory, FIONREAD, number)
ioctl(read_only, SIOCATMARK, number); ioctl(datagrams, SIOCATMARK, number)
ioctl(-1, FIOCLEX); ioctl(unused, FIONCLEX); ioctl(path_only, FIONREAD, number)
ioctl(-1, 0x7777, number); ioctl(unused, 0x7777, number); ioctl(read_only, 0x7777, number)
ioctl(datagrams, 0x7777, number); ioctl(reading, 0x7777, number); ioctl(directory, 0x7777)
ioctl(datagrams, SIOCGPGRP, number); ioctl(read_only, FIOGETOWN, number)
"""

C_OBJECTS = """
char buf[4];
int number[1];
struct flock lock[1], write_lock[1] = {{.l_type = F_WRLCK}}, read_lock[1] = {{.l_type = F_RDLCK}},
    bad_type[1] = {{.l_type = 99}}, bad_whence[1] = {{.l_type = F_RDLCK, .l_whence = 99}},
    bad_start[1] = {{.l_type = F_RDLCK, .l_start = -1}},
    owned_lock[1] = {{.l_type = F_RDLCK, .l_pid = 5}};
struct f_owner_ex bad_owner[1] = {{.type = 99, .pid = 1}};
"""


def our_objects():
    return {
        "buf": char[4](),
        "number": int_(),
        "lock": struct.flock(),
        "write_lock": struct.flock(l_type=F_WRLCK),
        "read_lock": struct.flock(l_type=pysock.F_RDLCK),
        "bad_type": struct.flock(l_type=99),
        "bad_whence": struct.flock(l_type=pysock.F_RDLCK, l_whence=99),
        "bad_start": struct.flock(l_type=pysock.F_RDLCK, l_start=-1),
        "owned_lock": struct.flock(l_type=pysock.F_RDLCK, l_pid=5),
        "bad_owner": struct.f_owner_ex(type=99, pid=1),
    }


@pytest.fixture
def things(tmp_path, channel):
    """Descriptors and paths of every kind, for both languages."""
    path, loop, fifo = (tmp_path / name for name in ("digits", "loop", "fifo"))
    path.write_bytes(b"0123456789")
    loop.symlink_to(loop)
    os.mkfifo(fifo)
    below = str(path / "below")
    names = {"path": str(path), "loop": str(loop), "fifo": str(fifo), "below": below}
    names |= {"folder": str(tmp_path), "missing": str(tmp_path / "no" / "file")}
    names["long_name"] = "x" * 256
    opened = {
        "read_only": os.open(path, os.O_RDONLY),
        "write_only": os.open(path, os.O_WRONLY),
        "path_only": os.open(path, os.O_PATH),
        "directory": os.open(tmp_path, os.O_RDONLY),
        "datagrams": socket.socket(socket.AF_INET, socket.SOCK_DGRAM).detach(),
    }
    os.set_blocking(opened["datagrams"], False)
    for fd in opened.values():
        os.set_inheritable(fd, True)  # as they are in C
    yield {**names, **opened, "reading": channel[0], "writing": channel[1], "unused": 999}
    for fd in opened.values():
        os.close(fd)


@LINUX
def test_misuse_ends_as_in_c(compiler, tmp_path, things):
    calls = [call.strip() for line in CALLS.split("\n") for call in line.split(";") if call.strip()]
    assert len(calls) > 100
    theirs = C(compiler, tmp_path).table(calls, things, C_OBJECTS)
    ours = table(calls, {**things, **our_objects()})
    assert [] == differences(calls, theirs, ours)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("io", tmp_path)


# --------------------------------------------------------------- places, and many at a time


POSIX_ONLY = pytest.mark.skipif(not hasattr(pysock, "pread"), reason="no pread() here")


@POSIX_ONLY
def test_a_place_of_a_file(file):
    assert 3 == pysock.pwrite(file, "abc", 3, 10)
    assert 0 == lseek(file, 0, SEEK_CUR)
    assert b"abc" == os.pread(file, 10, 10)
    text = char[5]()
    assert 2 == pysock.pread(file, text, 5, 11)
    assert "bc" == str(text)
    assert 0 == pysock.pread(file, text, 5, 100)
    assert 0 == lseek(file, 0, SEEK_CUR)
    ends = os.pipe()
    assert -1 == pysock.pread(ends[0], text, 1, 0)
    assert pysock.ESPIPE == errno
    for end in ends:
        os.close(end)
    for call in (pysock.pread, pysock.pwrite):
        assert -1 == call(file, text, 1, -1)
        assert pysock.EINVAL == errno
        assert -1 == call(-1, text, 1, 0)
        assert EBADF == errno
        for length in (6, -1):
            with pytest.raises(OutOfBounds):
                call(file, text, length, 0)
        with pytest.raises(NullPointer):
            call(file, None, 1, 0)
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(file, text, bad, 0)
            with pytest.raises(TypeError):
                call(file, text, 1, bad)
        with pytest.raises(OverflowError):
            call(file, text, 1, 2**64)
    with pytest.raises(ConstViolation):
        pysock.pread(file, "literal", 1, 0)


@LINUX
def test_flags_of_new_descriptors(file):
    ends = int_[2]()
    assert 0 == pysock.pipe2(ends, pysock.O_CLOEXEC | O_NONBLOCK)
    for end in ends:
        assert FD_CLOEXEC == fcntl(end, F_GETFD)
        assert fcntl(end, F_GETFL) & O_NONBLOCK
    assert ends[1] == pysock.dup3(file, ends[1], 0)
    assert 0 == fcntl(ends[1], F_GETFD)
    assert os.path.sameopenfile(file, ends[1])
    assert ends[1] == pysock.dup3(file, ends[1], pysock.O_CLOEXEC)
    assert FD_CLOEXEC == fcntl(ends[1], F_GETFD)
    for bad in (pysock.dup3(file, file, 0), pysock.dup3(file, ends[1], 1), pysock.pipe2(ends, 1)):
        assert -1 == bad
        assert pysock.EINVAL == errno
    for end in ends:
        close(end)
    with pytest.raises(OutOfBounds):
        pysock.pipe2(int_[1](), 0)
    with pytest.raises(NullPointer):
        pysock.pipe2(None, 0)
    for bad in (bytearray(8), 5, uint[2]()):
        with pytest.raises(TypeError):
            pysock.pipe2(bad, 0)


CLOSE_MANY = """
import os, pysock
fds = [os.dup(1) for _ in range(6)]
first = fds[0]
def left():
    return [i for i, fd in enumerate(fds) if pysock.fcntl(fd, pysock.F_GETFD) != -1]
said = [pysock.close_range(fds[1], fds[2], 0), left()]
said += [pysock.close_range(fds[3], fds[3], pysock.CLOSE_RANGE_CLOEXEC), left()]
said += [pysock.fcntl(fds[3], pysock.F_GETFD)]
said += [pysock.close_range(5, 4, 0), int(pysock.errno)]
said += [pysock.closefrom(fds[4]), left()]
print(said)
"""


@LINUX
def test_many_descriptors_end_at_once():
    run = subprocess.run(
        [sys.executable, "-c", CLOSE_MANY], stdout=subprocess.PIPE, text=True, check=True
    )
    expected = [0, [0, 3, 4, 5], 0, [0, 3, 4, 5], FD_CLOEXEC, -1, pysock.EINVAL, None, [0, 3]]
    assert str(expected) == run.stdout.strip()
    for call in (lambda bad: pysock.close_range(bad, bad, 0), pysock.closefrom):
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad)
        with pytest.raises(OverflowError):
            call(2**32)


@LINUX
def test_hints_point_to_a_number(file):
    hint = pysock.uint64_t(pysock.RWH_WRITE_LIFE_SHORT)
    assert 0 == fcntl(file, pysock.F_SET_RW_HINT, hint)
    found = pysock.uint64_t(99)
    assert 0 == fcntl(file, pysock.F_GET_RW_HINT, found)
    assert pysock.RWH_WRITE_LIFE_SHORT == found
    for bad in (5, int_(), bytearray(8)):
        with pytest.raises(TypeError):
            fcntl(file, pysock.F_GET_RW_HINT, bad)
    with pytest.raises(NullPointer):
        fcntl(file, pysock.F_GET_RW_HINT, None)
