"""Files against the standard library: what they are, their names, lengths and locks."""

import errno as numbers
import os
import stat as bits
import subprocess
import sys

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import (
    AT_FDCWD,
    AT_SYMLINK_NOFOLLOW,
    F_LOCK,
    F_OK,
    F_TEST,
    F_TLOCK,
    F_ULOCK,
    LOCK_EX,
    LOCK_NB,
    LOCK_SH,
    LOCK_UN,
    O_CREAT,
    O_RDONLY,
    O_RDWR,
    R_OK,
    UTIME_NOW,
    UTIME_OMIT,
    W_OK,
    X_OK,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Unterminated,
    UseAfterFree,
    access,
    char,
    chdir,
    chmod,
    chown,
    close,
    errno,
    fchdir,
    fchmod,
    fchown,
    flock,
    free,
    fstat,
    fsync,
    ftruncate,
    futimens,
    getcwd,
    lchown,
    link,
    lockf,
    lstat,
    mkdir,
    mkdtemp,
    mkfifo,
    mkstemp,
    openat,
    readlink,
    realpath,
    remove,
    rename,
    rmdir,
    sizeof,
    stat,
    struct,
    symlink,
    truncate,
    umask,
    utimensat,
)

ONE_PATH = [
    lambda path: stat(path, struct.stat()),
    lambda path: lstat(path, struct.stat()),
    lambda path: access(path, F_OK),
    lambda path: chmod(path, 0o600),
    lambda path: chown(path, -1, -1),
    lambda path: lchown(path, -1, -1),
    lambda path: utimensat(AT_FDCWD, path, None, 0),
    lambda path: openat(AT_FDCWD, path, O_RDONLY),
    lambda path: rmdir(path),
    lambda path: remove(path),
    lambda path: rename(path, "other"),
    lambda path: link(path, "other"),
    lambda path: readlink(path, char[10](), 10),
    lambda path: chdir(path),
    lambda path: truncate(path, 0),
]
MAKING = [
    lambda path: mkdir(path, 0o700),
    lambda path: mkfifo(path, 0o600),
    lambda path: symlink("target", path),
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Each test in an empty directory of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "file"
    made.write_bytes(b"0123456789")
    return str(made)


@pytest.fixture
def fd(path):
    opened = os.open(path, os.O_RDWR)
    yield opened
    os.close(opened)


def check(expected, found):
    for member in ("dev", "ino", "mode", "nlink", "uid", "gid", "size", "blksize", "blocks"):
        assert getattr(expected, f"st_{member}") == getattr(found, f"st_{member}")
    for time in ("atime", "mtime", "ctime"):
        assert int(getattr(expected, f"st_{time}")) == getattr(found, f"st_{time}")


# ------------------------------------------------------------------------- what a file is


def test_what_a_file_is(path, fd):
    symlink(path, "pointer")
    found = struct.stat()
    for name in (path, ".", "/dev/null"):
        assert 0 == stat(name, found)
        check(os.stat(name), found)
    assert 0 == stat("pointer", found)
    check(os.stat(path), found)
    assert 0 == lstat("pointer", found)
    check(os.lstat("pointer"), found)
    assert bits.S_ISLNK(found.st_mode)
    assert 0 == fstat(fd, found)
    check(os.fstat(fd), found)


@LINUX
def test_times_to_the_nanosecond(path):
    os.utime(path, ns=(1_000_000_007, 2_000_000_009))
    found = struct.stat()
    assert 0 == stat(path, found)
    assert (1, 7) == (found.st_atim.tv_sec, found.st_atim.tv_nsec)
    assert (2, 9) == (found.st_mtim.tv_sec, found.st_mtim.tv_nsec)


def test_permission(path):
    old = umask(0o077)
    try:
        assert 0o077 == umask(0o027)
        assert 0 == mkdir("directory", 0o777)
        assert 0o750 == bits.S_IMODE(os.stat("directory").st_mode)
    finally:
        umask(old)
    assert 0 == chmod(path, 0o640)
    assert 0o640 == bits.S_IMODE(os.stat(path).st_mode)
    fd = os.open(path, os.O_RDONLY)
    assert 0 == fchmod(fd, 0o604)
    os.close(fd)
    assert 0o604 == bits.S_IMODE(os.stat(path).st_mode)
    assert -1 == fchmod(fd, 0o600)
    assert numbers.EBADF == errno
    for mode in (F_OK, R_OK, W_OK, X_OK, R_OK | W_OK | X_OK):
        assert (0 if os.access(path, mode) else -1) == access(path, mode)
    assert -1 == access(path, 64)
    assert numbers.EINVAL == errno


# ---------------------------------------------------------------------------------- names


def test_names_come_and_go(path):
    assert 0 == link(path, "second")
    assert 2 == os.stat(path).st_nlink
    assert 0 == rename("second", "third")
    assert 0 == remove("third")
    assert ["file"] == os.listdir(".")
    assert 0 == mkdir("directory", 0o700)
    assert -1 == mkdir("directory", 0o700)
    assert numbers.EEXIST == errno
    assert 0 == rmdir("directory")
    assert 0 == mkdir("directory", 0o700)
    assert 0 == remove("directory")
    assert -1 == rmdir("file")
    assert numbers.ENOTDIR == errno


def test_where_a_link_leads():
    assert 0 == symlink("네트워크", "pointer")
    text = char[40]()
    assert 12 == readlink("pointer", text, sizeof(text))
    assert os.readlink("pointer") == str(text)
    assert 3 == readlink("pointer", text, 3)
    assert "네트워크".encode() == text[:12]
    buffer = bytearray(12)
    assert 12 == readlink("pointer", buffer, 12)
    assert -1 == readlink(".", text, 10)
    assert numbers.EINVAL == errno
    for length in (41, -1):
        with pytest.raises(OutOfBounds):
            readlink("pointer", text, length)
    with pytest.raises(ConstViolation):
        readlink("pointer", "literal", 3)
    with pytest.raises(NullPointer):
        readlink("pointer", None, 3)


def test_a_pipe_with_a_name():
    assert 0 == mkfifo("fifo", 0o600)
    assert bits.S_ISFIFO(os.stat("fifo").st_mode)
    reader = os.open("fifo", os.O_RDONLY | os.O_NONBLOCK)
    writer = openat(AT_FDCWD, "fifo", pysock.O_WRONLY)
    assert 2 == pysock.write(writer, "hi", 2)
    assert b"hi" == os.read(reader, 10)
    close(writer)
    os.close(reader)


def test_opening_from_a_directory(tmp_path, path):
    directory = os.open(tmp_path, os.O_RDONLY)
    fd = openat(directory, "file", O_RDONLY)
    assert b"0123456789" == os.read(fd, 20)
    close(fd)
    fd = openat(directory, "new", O_RDWR | O_CREAT, 0o600)
    assert 0o600 == bits.S_IMODE(os.stat("new").st_mode)
    close(fd)
    os.close(directory)
    assert -1 == openat(directory, "file", O_RDONLY)
    assert numbers.EBADF == errno


def test_names_of_their_own():
    template = char[...]("file-XXXXXX")
    fd = mkstemp(template)
    assert os.fstat(fd).st_ino == os.stat(str(template)).st_ino
    assert str(template).startswith("file-")
    assert "file-XXXXXX" != str(template)
    close(fd)
    template = bytearray(b"dir-XXXXXX\0")
    assert template is mkdtemp(template)
    assert os.path.isdir(template[:-1].decode())
    for make, failed in ((mkstemp, -1), (mkdtemp, None)):
        short = char[...]("name-XXX")
        assert failed == make(short)
        assert numbers.EINVAL == errno
        assert "name-XXX" == str(short)
        with pytest.raises(ConstViolation):
            make("literal-XXXXXX")
        with pytest.raises(NullPointer):
            make(None)
        with pytest.raises(Unterminated):
            make(bytearray(b"XXXXXX"))
        with pytest.raises(TypeError):
            make(5)


@pytest.mark.parametrize("call", [*ONE_PATH, *MAKING])
def test_paths_of_every_bad_kind(call):
    for bad in (None, 0):
        with pytest.raises(NullPointer):
            call(bad)
    for bad in (5, 1.0, [], struct.timeval):
        with pytest.raises(TypeError):
            call(bad)
    with pytest.raises(ValueError, match="NUL at byte 1"):
        call("a\0b")
    with pytest.raises(Unterminated):
        call(bytearray(b"abc"))
    assert -1 == call("no/such/file")
    assert numbers.ENOENT == errno
    assert -1 == call("x" * 5000)
    assert numbers.ENAMETOOLONG == errno


def test_places_for_a_status(path):
    for call, what in ((stat, path), (lstat, path), (fstat, 0)):
        with pytest.raises(NullPointer):
            call(what, None)
        for bad in (bytearray(500), char[500](), struct.timeval(), 5, b"x" * 500):
            with pytest.raises(TypeError):
                call(what, bad)
        with pytest.raises(OutOfBounds):
            call(what, pysock.ptr(struct.stat, char[20]()))
    assert -1 == fstat(-1, struct.stat())
    assert numbers.EBADF == errno


# ---------------------------------------------------------------------- the current directory


def test_the_current_directory(tmp_path):
    (tmp_path / "inner").mkdir()
    assert 0 == chdir("inner")
    text = char[500]()
    assert text is getcwd(text, sizeof(text))
    assert os.getcwd() == str(text)
    outer = os.open(tmp_path, os.O_RDONLY)
    assert 0 == fchdir(outer)
    os.close(outer)
    for size in (0, 500):
        allocated = getcwd(None, size)
        assert os.getcwd() == str(allocated)
        free(allocated)
        with pytest.raises(UseAfterFree):
            allocated[0]
    assert getcwd(None, 3) is None
    assert numbers.ERANGE == errno
    assert getcwd(text, 3) is None
    assert numbers.ERANGE == errno
    assert getcwd(text, 0) is None
    assert numbers.EINVAL == errno
    assert getcwd(None, -1) is None
    assert numbers.ENOMEM == errno
    for length in (501, -1):
        with pytest.raises(OutOfBounds):
            getcwd(text, length)
    with pytest.raises(ConstViolation):
        getcwd("literal", 3)
    assert -1 == fchdir(-1)
    assert numbers.EBADF == errno


def test_realpath(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inner").mkdir()
    (tmp_path / "link").symlink_to("inner")
    expected = os.path.realpath("link/../inner")
    text = char[500]()
    assert text is realpath("link/../inner/.", text)
    assert expected == str(text)
    allocated = realpath("link", None)
    assert expected == str(allocated)
    free(allocated)
    with pytest.raises(UseAfterFree):
        allocated[0]
    assert realpath("missing", None) is None
    assert numbers.ENOENT == errno
    (tmp_path / "loop").symlink_to("loop")
    assert realpath("loop", text) is None
    assert numbers.ELOOP == errno
    exact = char[len(expected) + 1]()
    assert exact is realpath("link", exact)
    with pytest.raises(OutOfBounds, match=rf"realpath: {len(expected) + 1} bytes of"):
        realpath("link", char[len(expected)]())


# ------------------------------------------------------------------------- lengths and locks


def test_lengths(path, fd):
    assert 0 == truncate(path, 4)
    assert 0 == ftruncate(fd, 6)
    assert b"0123\0\0" == os.pread(fd, 20, 0)
    assert 0 == fsync(fd)
    for call in (lambda: truncate(path, -1), lambda: ftruncate(fd, -1)):
        assert -1 == call()
        assert numbers.EINVAL == errno
    ends = os.pipe()
    assert -1 == fsync(ends[0])
    assert numbers.EINVAL == errno
    for end in ends:
        os.close(end)
    for call in (lambda: ftruncate(fd, 2**64), lambda: truncate(path, 2**64)):
        with pytest.raises(OverflowError):
            call()


def test_a_lock_on_a_whole_file(path, fd):
    other = os.open(path, os.O_RDWR)
    assert 0 == flock(fd, LOCK_SH)
    assert 0 == flock(other, LOCK_SH | LOCK_NB)
    assert -1 == flock(other, LOCK_EX | LOCK_NB)
    assert numbers.EWOULDBLOCK == errno
    assert 0 == flock(fd, LOCK_UN)
    assert 0 == flock(other, LOCK_EX | LOCK_NB)
    os.close(other)
    assert -1 == flock(fd, 0)
    assert numbers.EINVAL == errno
    assert -1 == flock(-1, LOCK_SH)
    assert numbers.EBADF == errno


TRY = """
import sys, pysock
fd = pysock.open(sys.argv[1], pysock.O_RDWR)
print(pysock.lockf(fd, pysock.F_TLOCK, 5), pysock.lockf(fd, pysock.F_TEST, 0))
"""


def in_another_process(path):
    run = subprocess.run(
        [sys.executable, "-c", TRY, path], stdout=subprocess.PIPE, text=True, check=True, timeout=60
    )
    return tuple(map(int, run.stdout.split()))


def test_a_lock_on_a_part(path, fd):
    assert 0 == lockf(fd, F_LOCK, 5)
    assert (-1, -1) == in_another_process(path)
    assert 0 == lockf(fd, F_TEST, 5)
    assert 0 == lockf(fd, F_ULOCK, 5)
    assert (0, 0) == in_another_process(path)
    assert 0 == lockf(fd, F_TLOCK, 0)
    assert -1 == lockf(fd, 99, 0)
    assert numbers.EINVAL == errno
    assert -1 == lockf(-1, F_TEST, 0)
    assert numbers.EBADF == errno


@LINUX
def test_room_for_a_part(fd):
    assert 0 == pysock.posix_fallocate(fd, 0, 8192)
    assert 8192 == os.fstat(fd).st_size
    assert 0 == pysock.fallocate(fd, pysock.FALLOC_FL_KEEP_SIZE, 8192, 4096)
    assert 8192 == os.fstat(fd).st_size
    assert 0 == pysock.fdatasync(fd)
    assert 0 == pysock.posix_fadvise(fd, 0, 0, pysock.POSIX_FADV_SEQUENTIAL)
    errno.value = 0
    for call in (pysock.posix_fallocate, lambda fd, at, n: pysock.posix_fadvise(fd, at, n, 99)):
        assert numbers.EBADF == call(-1, 0, 10)
    assert numbers.EINVAL == pysock.posix_fadvise(fd, 0, 0, 99)
    assert numbers.EINVAL == pysock.posix_fallocate(fd, 0, 0)
    assert 0 == errno
    assert -1 == pysock.fallocate(fd, 0, -1, 10)
    assert numbers.EINVAL == errno
    assert -1 == pysock.fdatasync(-1)
    assert numbers.EBADF == errno


def test_numbers_of_every_bad_kind(path, fd):
    calls = [
        lambda bad: access(path, bad),
        lambda bad: chmod(path, bad),
        lambda bad: fchmod(bad, 0),
        lambda bad: umask(bad),
        lambda bad: openat(bad, path, 0),
        lambda bad: openat(AT_FDCWD, path, bad),
        lambda bad: mkdir("new", bad),
        lambda bad: mkfifo("new", bad),
        lambda bad: fchdir(bad),
        lambda bad: truncate(path, bad),
        lambda bad: ftruncate(bad, 0),
        lambda bad: fsync(bad),
        lambda bad: flock(bad, 0),
        lambda bad: lockf(fd, F_TEST, bad),
    ]
    for call in calls:
        for bad in ("1", None, 1.5, [], struct.timeval()):
            with pytest.raises(TypeError):
                call(bad)
        with pytest.raises(OverflowError):
            call(2**70)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("file", tmp_path)


def test_owners(path, fd):
    """Giving a file to whom it belongs changes nothing; -1 asks for no more."""
    known = os.stat(path)
    for owner, group in ((known.st_uid, known.st_gid), (-1, -1), (-1, known.st_gid)):
        assert 0 == chown(path, owner, group) == fchown(fd, owner, group)
        assert 0 == lchown(path, owner, group)
    os.symlink("nowhere", "link")
    assert (-1, numbers.ENOENT) == (chown("link", -1, -1), errno)
    assert 0 == lchown("link", -1, -1)
    assert (-1, numbers.EBADF) == (fchown(-1, -1, -1), errno)
    for call in (lambda bad: chown(path, bad, -1), lambda bad: lchown(path, -1, bad)):
        for bad in (-2, 1 << 32):
            with pytest.raises(OverflowError):
                call(bad)
    with pytest.raises(TypeError):
        fchown(fd, "root", -1)


def test_times(path, fd):
    times = struct.timespec[2]([{"tv_sec": 5, "tv_nsec": 6}, {"tv_sec": 7, "tv_nsec": 8}])
    assert 0 == futimens(fd, times)
    known = os.stat(path)
    assert (5 * 10**9 + 6, 7 * 10**9 + 8) == (known.st_atime_ns, known.st_mtime_ns)
    times[0].tv_nsec, times[1].tv_sec = UTIME_OMIT, 9
    assert 0 == utimensat(AT_FDCWD, path, times, 0)
    known = os.stat(path)
    assert (5 * 10**9 + 6, 9 * 10**9 + 8) == (known.st_atime_ns, known.st_mtime_ns)
    times[1].tv_nsec = UTIME_NOW
    os.symlink("nowhere", "link")
    assert (-1, numbers.ENOENT) == (utimensat(AT_FDCWD, "link", times, 0), errno)
    assert 0 == utimensat(AT_FDCWD, "link", times, AT_SYMLINK_NOFOLLOW)
    assert 0 == futimens(fd, None)
    assert os.stat(path).st_mtime_ns > 9 * 10**9 + 8
    times[1].tv_nsec = -9
    assert (-1, numbers.EINVAL) == (futimens(fd, times), errno)
    assert (-1, numbers.EBADF) == (futimens(-1, None), errno)
    with pytest.raises(OutOfBounds):
        futimens(fd, struct.timespec())
    with pytest.raises(OutOfBounds):
        utimensat(AT_FDCWD, path, times[1], 0)
    with pytest.raises(TypeError):
        futimens(fd, 0.5)
