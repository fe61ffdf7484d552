"""Mapped memory: shared with children, sealed files, and what would not be safe."""

import errno as numbers
import gc
import mmap as oracle
import os

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import (
    MAP_ANONYMOUS,
    MAP_FAILED,
    MAP_FIXED,
    MAP_PRIVATE,
    MAP_SHARED,
    PROT_NONE,
    PROT_READ,
    PROT_WRITE,
    ConstViolation,
    InvalidFree,
    NullPointer,
    OutOfBounds,
    UseAfterFree,
    WildPointer,
    char,
    close,
    errno,
    fork,
    int_,
    mmap,
    munmap,
    ptr,
    read,
    waitpid,
)

N = pysock
BOTH = PROT_READ | PROT_WRITE
SHARED = MAP_SHARED | MAP_ANONYMOUS
PRIVATE = MAP_PRIVATE | MAP_ANONYMOUS


def mapped(length=4096, prot=BOTH, flags=PRIVATE, fd=-1, offset=0):
    memory = mmap(None, length, prot, flags, fd, offset)
    assert memory != MAP_FAILED, errno
    return memory


@pytest.fixture
def file():
    """A memfd of 8192 bytes that nobody can shorten."""
    fd = N.memfd_create("name", N.MFD_ALLOW_SEALING)
    os.write(fd, b"in the file".ljust(8192, b"\0"))
    assert 0 == N.fcntl(fd, N.F_ADD_SEALS, N.F_SEAL_SHRINK)
    yield fd
    close(fd)


def test_memory_without_a_file():
    memory = mapped()
    numbers_ = ptr(int_, memory)
    assert 0 == numbers_[1023]
    numbers_[1023] = 7
    assert 7 == numbers_[1023]
    for index in (1024, -1):
        with pytest.raises(OutOfBounds):
            numbers_[index]
    assert 0 == munmap(memory, 4096)
    for use in (
        lambda: numbers_[0],
        lambda: read(0, memory, 1),
        lambda: munmap(memory, 4096),
        lambda: ptr(char, memory)[0],
    ):
        with pytest.raises(UseAfterFree):
            use()


@pytest.mark.parametrize(("flags", "seen"), [(SHARED, 42), (PRIVATE, 0)])
def test_what_a_child_writes(flags, seen):
    number = ptr(int_, mapped(flags=flags))
    pid = fork()
    if pid == 0:
        number[0] = 42
        os._exit(0)
    assert pid == waitpid(pid, None, 0)
    assert seen == number[0]


@LINUX
def test_a_sealed_file(file):
    memory = ptr(char, mapped(8192, BOTH, MAP_SHARED, file))
    assert b"in the file" == memory[:11]
    memory[0] = ord("o")
    assert b"on the file" == os.pread(file, 11, 0)
    second = ptr(char, mapped(4096, PROT_READ, MAP_SHARED, file, 4096))
    memory[4096] = 5
    assert 5 == second[0]
    with oracle.mmap(file, 8192) as theirs:
        assert b"on the file" == theirs[:11]
    with pytest.raises(PermissionError):
        os.ftruncate(file, 0)
    private = ptr(char, mapped(8192, BOTH, MAP_PRIVATE, file))
    private[0] = ord("x")
    assert b"on" == os.pread(file, 2, 0)


@LINUX
def test_files_that_could_be_cut_are_not_mapped(file, tmp_path):
    with open(tmp_path / "file", "wb+") as plain:
        plain.write(bytes(4096))
        plain.flush()
        refused = [(plain.fileno(), 4096, 0), (file, 8193, 0), (file, 4096, 8192), (file, 1, -4096)]
        for fd, length, offset in refused:
            assert MAP_FAILED == mmap(None, length, PROT_READ, MAP_SHARED, fd, offset)
            assert numbers.EACCES == errno
    unsealed = N.memfd_create("name", 0)
    os.ftruncate(unsealed, 4096)
    assert MAP_FAILED == mmap(None, 4096, PROT_READ, MAP_SHARED, unsealed, 0)
    close(unsealed)


@LINUX
def test_files_of_huge_pages_are_not_mapped():
    """They may have no page where the program touches one, and that ends it: MAP_NORESERVE."""
    huge = N.memfd_create("name", N.MFD_HUGETLB | N.MFD_ALLOW_SEALING)
    if huge == -1:
        pytest.skip(f"this kernel has no huge pages: memfd_create: {os.strerror(int(errno))}")
    size = 64 << 20  # a multiple of the size of huge pages, of most machines
    os.ftruncate(huge, size)
    assert 0 == N.fcntl(huge, N.F_ADD_SEALS, N.F_SEAL_SHRINK)
    for flags in (MAP_SHARED, MAP_SHARED | N.MAP_NORESERVE, MAP_PRIVATE | N.MAP_NORESERVE):
        assert MAP_FAILED == mmap(None, size, BOTH, flags, huge, 0)
        assert numbers.EACCES == errno
    close(huge)


@LINUX
def test_memory_that_is_not_reserved(file):
    for fd, flags in ((-1, PRIVATE), (-1, SHARED), (file, MAP_SHARED), (file, MAP_PRIVATE)):
        memory = ptr(char, mapped(8192, BOTH, flags | N.MAP_NORESERVE, fd))
        memory[8191] = 5
        assert 5 == memory[8191]


def test_failure_is_the_same_through_a_cast():
    assert MAP_FAILED == ptr(char, mmap(None, 0, BOTH, PRIVATE, -1, 0))
    assert numbers.EINVAL == errno
    with pytest.raises(WildPointer):
        ptr(char, -2)


def test_constant_memory():
    memory = ptr(char, mapped(prot=PROT_READ))
    assert 0 == memory[4095]
    for write in (lambda: memory.__setitem__(0, 1), lambda: read(0, memory, 1)):
        with pytest.raises(ConstViolation):
            write()


def test_what_would_not_be_safe():
    memory = mapped()
    refused = [
        (memory, BOTH, PRIVATE | MAP_FIXED),
        (None, PROT_NONE, PRIVATE),
        (None, PROT_WRITE, PRIVATE),
        (None, BOTH, PRIVATE | getattr(N, "MAP_HUGETLB", MAP_FIXED)),
        (None, BOTH, PRIVATE | getattr(N, "MAP_GROWSDOWN", MAP_FIXED)),
    ]
    for addr, prot, flags in refused:
        assert MAP_FAILED == mmap(addr, 4096, prot, flags, -1, 0)
        assert numbers.EACCES == errno
    other = mmap(memory, 4096, BOTH, PRIVATE, -1, 0)
    assert other != memory
    with pytest.raises(TypeError):
        mmap(5, 4096, BOTH, PRIVATE, -1, 0)


def test_it_goes_as_a_whole():
    memory = mapped(8192)
    for length in (4096, 8193, 0, -1):
        assert -1 == munmap(memory, length)
        assert numbers.EINVAL == errno
    for bad, error in (
        (None, NullPointer),
        (char[10](), InvalidFree),
        (ptr(char, memory) + 1, InvalidFree),
        (5, WildPointer),
    ):
        with pytest.raises(error):
            munmap(bad, 8192)
    assert 0 == munmap(ptr(int_, memory), 8192)


@LINUX
def test_the_kernel_gets_it_back():
    def size():
        with open("/proc/self/statm") as pages:
            return int(pages.read().split()[0])

    gc.collect()
    before = size()
    memory = mapped(1 << 28)
    assert before + (1 << 16) <= size()
    munmap(memory, 1 << 28)
    del memory
    gc.collect()
    assert before + (1 << 12) > size()
    for _ in range(64):
        mapped(1 << 32, flags=PRIVATE | N.MAP_NORESERVE)  # forgotten at once
    assert before + (1 << 22) > size()


def test_lengths_and_numbers_of_every_bad_kind():
    assert MAP_FAILED == mmap(None, 0, BOTH, PRIVATE, -1, 0)
    assert numbers.EINVAL == errno
    assert MAP_FAILED == mmap(None, 1 << 62, BOTH, PRIVATE, -1, 0)
    assert numbers.ENOMEM == errno
    assert MAP_FAILED == mmap(None, 4096, BOTH, MAP_ANONYMOUS, -1, 0)
    assert numbers.EINVAL == errno
    for call in (
        lambda bad: mmap(None, bad, BOTH, PRIVATE, -1, 0),
        lambda bad: mmap(None, 4096, bad, PRIVATE, -1, 0),
        lambda bad: mmap(None, 4096, BOTH, bad, -1, 0),
        lambda bad: mmap(None, 4096, BOTH, PRIVATE, bad, 0),
        lambda bad: mmap(None, 4096, BOTH, PRIVATE, -1, bad),
        lambda bad: munmap(mapped(), bad),
    ):
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad)
    for call in (
        lambda: mmap(None, -1, BOTH, PRIVATE, -1, 0),
        lambda: mmap(None, 4096, BOTH, MAP_PRIVATE, 2**40, 0),
        lambda: mmap(None, 4096, BOTH, PRIVATE, -1, 2**64),
    ):
        with pytest.raises(OverflowError):
            call()
    with pytest.raises(TypeError):
        mmap([], 4096, BOTH, PRIVATE, -1, 0)


@LINUX
def test_memory_files_of_every_bad_kind():
    fd = N.memfd_create("name", N.MFD_CLOEXEC)
    assert N.FD_CLOEXEC == N.fcntl(fd, N.F_GETFD)
    assert "memfd:name" in os.readlink(f"/proc/self/fd/{fd}")
    close(fd)
    assert -1 == N.memfd_create("name", 1 << 20)
    assert numbers.EINVAL == errno
    assert -1 == N.memfd_create("x" * 300, 0)
    assert numbers.EINVAL == errno
    with pytest.raises(NullPointer):
        N.memfd_create(None, 0)
    with pytest.raises(TypeError):
        N.memfd_create("name", None)
    with pytest.raises(ValueError, match="NUL"):
        N.memfd_create("a\0b", 0)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("mman", tmp_path)
