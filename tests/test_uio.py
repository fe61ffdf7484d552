"""Vectored I/O against os.*, the kernel and a C program; bad iovecs of every kind."""

import array
import contextlib
import gc
import os
import signal
import socket
import subprocess
import threading
import weakref

import pytest

import pysock
from pysock import (
    EBADF,
    EINTR,
    EINVAL,
    EOPNOTSUPP,
    ESPIPE,
    IOV_MAX,
    NULL,
    SA_RESTART,
    SIGALRM,
    SSIZE_MAX,
    char,
    copy,
    errno,
    int_,
    preadv,
    ptr,
    pwritev,
    readv,
    sigaction,
    size_t,
    sizeof,
    struct,
    void,
    writev,
)
from pysock._allocation import Heap, Memory
from pysock._uio import vectors

preadv2 = getattr(pysock, "preadv2", None)
pwritev2 = getattr(pysock, "pwritev2", None)
needs_flags = pytest.mark.skipif(preadv2 is None, reason="preadv2, pwritev2: Linux only")

# Each call as (name, call with readv's parameters).
READS = [
    pytest.param("readv", readv, id="readv"),
    pytest.param("preadv", lambda fd, iov, count: preadv(fd, iov, count, 0), id="preadv"),
    pytest.param(
        "preadv2",
        lambda fd, iov, count: preadv2(fd, iov, count, 0, 0),
        id="preadv2",
        marks=needs_flags,
    ),
]
WRITES = [
    pytest.param("writev", writev, id="writev"),
    pytest.param("pwritev", lambda fd, iov, count: pwritev(fd, iov, count, 0), id="pwritev"),
    pytest.param(
        "pwritev2",
        lambda fd, iov, count: pwritev2(fd, iov, count, 0, 0),
        id="pwritev2",
        marks=needs_flags,
    ),
]


@pytest.fixture
def channel():
    """A pipe as (read end, write end)."""
    ends = os.pipe()
    yield ends
    for fd in ends:
        os.close(fd)


@pytest.fixture
def file(tmp_path):
    """A file that holds the ten digits, open for reading and writing."""
    path = tmp_path / "digits"
    path.write_bytes(b"0123456789")
    fd = os.open(path, os.O_RDWR)
    yield fd
    os.close(fd)


@pytest.fixture
def ticking():
    """Handle a signal that comes again and again: the first may come before the call began."""
    old = signal.getsignal(signal.SIGALRM)

    def tick(handler, flags):
        sigaction(SIGALRM, struct.sigaction(sa_handler=handler, sa_flags=flags), None)
        signal.setitimer(signal.ITIMER_REAL, 0.005, 0.02)

    yield tick
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, old)


@pytest.fixture(autouse=True, params=["in C", "closely"])
def path(request, monkeypatch):
    """Vectors are checked twice over: in C, and in Python where C does not understand them."""
    if request.param == "closely":
        for call in (readv, writev):
            monkeypatch.setitem(globals(), call.__name__, call.__self__.closely)
    return request.param


def iovecs(*buffers):
    """An array of struct iovec over whole buffers, without the NUL of literals."""
    vec = struct.iovec[len(buffers)]()
    for element, buffer in zip(vec, buffers, strict=True):
        element.iov_base = buffer
        element.iov_len = len(buffer)
    return vec


def contents(fd):
    return os.pread(fd, 100, 0)


# ------------------------------------------------------------------------------- the main job


def test_writev_sends_the_buffers_as_one(channel):
    """The course's writev: two arrays, each with its own length."""
    buf1 = char[...](b"ABCDEFG")
    buf2 = char[...](b"1234567")
    vec = struct.iovec[2]()
    vec[0].iov_base = buf1
    vec[0].iov_len = 3
    vec[1].iov_base = buf2
    vec[1].iov_len = 4
    assert 7 == writev(channel[1], vec, 2)
    assert b"ABC1234" == os.read(channel[0], 100)


def test_readv_fills_one_buffer_after_the_other(channel):
    """The course's readv: five bytes here, the rest there."""
    buf1, buf2 = char[100](), char[100]()
    vec = struct.iovec[2]()
    vec[0].iov_base = buf1
    vec[0].iov_len = 5
    vec[1].iov_base = buf2
    vec[1].iov_len = 100
    os.write(channel[1], b"I like TCP/IP socket programming~")
    assert 33 == readv(channel[0], vec, 2)
    assert b"I lik" == buf1.string()
    assert b"e TCP/IP socket programming~" == buf2.string()


def test_the_layout_is_cs(compiler, tmp_path):
    program = tmp_path / "layout.c"
    program.write_text(
        """
        #include <stddef.h>
        #include <stdio.h>
        #include <sys/uio.h>
        int main(void)
        {
            printf("%zu %zu %zu", sizeof(struct iovec), offsetof(struct iovec, iov_base),
                   offsetof(struct iovec, iov_len));
            return 0;
        }
        """
    )
    subprocess.run([compiler, program, "-o", tmp_path / "layout"], check=True)
    printed = subprocess.run([tmp_path / "layout"], check=True, capture_output=True).stdout
    members = struct.iovec.members
    assert list(map(int, printed.split())) == [
        sizeof(struct.iovec),
        members["iov_base"][1],
        members["iov_len"][1],
    ]


@pytest.mark.parametrize(("name", "call"), READS)
def test_reading_agrees_with_the_oracle(name, call, file):
    sizes = [0, 1, 3, 0, 20]
    expected = [bytearray(size) for size in sizes]
    ours = [bytearray(size) for size in sizes]
    count = os.preadv(file, expected, 0)
    assert count == call(file, iovecs(*ours), len(ours)) == 10
    assert expected == ours


@pytest.mark.parametrize(("name", "call"), WRITES)
def test_writing_agrees_with_the_oracle(name, call, file):
    buffers = [b"ab", b"", bytearray(b"cde"), array.array("B", b"f")]
    count = os.pwritev(file, buffers, 0)
    expected = contents(file)
    os.pwrite(file, b"0123456789", 0)
    assert count == call(file, iovecs(*buffers), len(buffers)) == 6
    assert expected == contents(file) == b"abcdef6789"


@pytest.mark.parametrize(("name", "call"), READS)
def test_reading_into_every_kind_of_buffer(name, call, file):
    exported, viewed, numbers = bytearray(2), bytearray(2), array.array("b", [0, 0])
    text, number = char[10](), int_()
    vec = iovecs(exported, memoryview(viewed), numbers, text)
    vec[3].iov_base = text + 8
    vec[3].iov_len = 2
    assert 8 == call(file, vec, 4)
    assert (b"01", b"23", b"45") == (bytes(exported), bytes(viewed), numbers.tobytes())
    assert b"\0" * 8 + b"67" == bytes(text)
    os.lseek(file, 0, os.SEEK_SET)
    one = struct.iovec(number, sizeof(number))
    assert sizeof(number) == call(file, one, 1)
    assert b"0123" == bytes(number)


def test_counts_and_places(channel):
    vec = iovecs(b"one", b"two", b"three")
    assert 3 == writev(channel[1], vec + 1, 1)
    assert 8 == writev(channel[1], ptr(struct.iovec, vec + 1), 2)
    assert 6 == writev(channel[1], vec, size_t(2))
    assert 3 == writev(channel[1], vec[1], 1)
    assert b"twotwothreeonetwotwo" == os.read(channel[0], 100)


def test_struct_assignment_takes_the_buffers_along(channel):
    vec = iovecs(bytearray(b"one"), bytearray(b"two"))
    other = copy(vec)
    other[0] = vec[1]
    vec[:] = bytes(sizeof(vec))
    del vec
    gc.collect()
    assert 6 == writev(channel[1], other, 2)
    assert b"twotwo" == os.read(channel[0], 100)


def test_sockets_take_them_too():
    one, other = socket.socketpair()
    with one, other:
        assert 6 == writev(one.fileno(), iovecs(b"abc", b"def"), 2)
        into = [bytearray(4), bytearray(4)]
        assert 6 == readv(other.fileno(), iovecs(*into), 2)
        assert [b"abcd", b"ef\0\0"] == into
        one.close()
        assert 0 == readv(other.fileno(), iovecs(*into), 2)


def test_the_offset_is_the_callers(file):
    into = bytearray(4)
    assert 4 == preadv(file, iovecs(into), 1, 3)
    assert b"3456" == into
    assert 2 == pwritev(file, iovecs(b"a", b"b"), 2, 8)
    assert b"01234567ab" == contents(file)
    assert 0 == os.lseek(file, 0, os.SEEK_CUR)
    assert 0 == preadv(file, iovecs(into), 1, 10)


@needs_flags
def test_flags_and_the_files_own_offset(file, channel):
    into = bytearray(4)
    assert 4 == preadv2(file, iovecs(into), 1, -1, 0)
    assert 4 == os.lseek(file, 0, os.SEEK_CUR)
    assert 2 == pwritev2(file, iovecs(b"ab"), 1, 0, pysock.RWF_APPEND)
    assert b"0123456789ab" == contents(file)
    assert 2 == pwritev2(channel[1], iovecs(b"ab"), 1, -1, 0)
    assert 2 == preadv2(channel[0], iovecs(into), 1, -1, 0)
    assert -1 == preadv2(file, iovecs(into), 1, 0, 1 << 30)
    assert errno == EOPNOTSUPP
    assert -1 == pwritev2(file, iovecs(into), 1, 0, 1 << 30)
    assert errno == EOPNOTSUPP


# ----------------------------------------------------------------------- what C and POSIX refuse


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_how_many_iovecs_a_call_takes(name, call, file):
    vec = struct.iovec[IOV_MAX + 1]()
    each = bytearray(1)
    for element in vec:
        element.iov_base = each
        element.iov_len = 1
    assert min(IOV_MAX, 10 if "read" in name else IOV_MAX) == call(file, vec, IOV_MAX)
    for count in (IOV_MAX + 1, 2**31 - 1, -1, -(2**31)):
        assert -1 == call(file, vec, count)
        assert errno == EINVAL
        assert -1 == call(file, NULL, count)
        assert errno == EINVAL
        with pytest.raises(TypeError):
            call(file, each, count)
    for nothing in (vec, None, 0):
        assert 0 == call(file, nothing, 0)


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_lengths_beyond_ssize_max(name, call, file):
    vec = iovecs(bytearray(3), bytearray(3))
    for lengths in [(0, 2**64 - 1), (SSIZE_MAX + 1, 3), (SSIZE_MAX, 3), (SSIZE_MAX, SSIZE_MAX)]:
        vec[0].iov_len, vec[1].iov_len = lengths
        assert -1 == call(file, vec, 2)
        assert errno == EINVAL
    vec[0].iov_len = SSIZE_MAX + 1
    assert -1 == call(file, vec, 1)
    assert errno == EINVAL
    assert b"0123456789" == contents(file)


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_closed_and_unfit_descriptors(name, call, channel):
    vec = iovecs(bytearray(3))
    for count in (1, 0, IOV_MAX + 1):
        assert -1 == call(-1, vec, count)
        assert errno == EBADF
    assert -1 == call(channel["read" in name], vec, 1)
    assert errno == (ESPIPE if name.startswith("p") else EBADF)


def test_offsets_that_are_none(file):
    vec = iovecs(bytearray(3))
    for call in (preadv, pwritev):
        assert -1 == call(file, vec, 1, -1)
        assert errno == EINVAL
        with pytest.raises(OverflowError):
            call(file, vec, 1, 2**63)
        with pytest.raises(TypeError):
            call(file, vec, 1, "0")


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_an_array_too_short(name, call, file):
    vec = iovecs(bytearray(1), bytearray(1))
    size = sizeof(struct.iovec)
    with pytest.raises(pysock.OutOfBounds, match=f"^{name}: {3 * size} bytes .* has {2 * size}$"):
        call(file, vec, 3)
    with pytest.raises(pysock.OutOfBounds, match=f"has {size}$"):
        call(file, vec + 1, 2)
    with pytest.raises(pysock.OutOfBounds, match=f"has {size}$"):
        call(file, vec[1], 2)
    with pytest.raises(pysock.OutOfBounds, match=r"has 0$"):
        call(file, vec + 2, 1)


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_no_array_and_other_objects(name, call, file):
    for null in (None, 0):
        with pytest.raises(pysock.NullPointer, match=f"^{name}: "):
            call(file, null, 1)
    for bad in (b"\0" * 16, bytearray(16), [bytearray(3)], 5, int_(), struct.timeval(), "text"):
        with pytest.raises(TypeError, match=f"^{name}: "):
            call(file, bad, 1)
    with pytest.raises(TypeError):
        call(file, struct.iovec[2][2](), 1)
    for bad in ("1", 1.0, None):
        with pytest.raises(TypeError):
            call(file, iovecs(bytearray(1)), bad)
        with pytest.raises(TypeError):
            call(bad, iovecs(bytearray(1)), 1)
    with pytest.raises(OverflowError):
        call(file, iovecs(bytearray(1)), 2**31)


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_a_length_beyond_the_buffer(name, call, file):
    text = char[30]()
    vec = struct.iovec[2]()
    vec[0].iov_base, vec[0].iov_len = text, 30
    vec[1].iov_base, vec[1].iov_len = text + 20, 11
    with pytest.raises(
        pysock.OutOfBounds, match=rf"^{name}: iov\[1\]: 11 bytes of an object that has 10$"
    ):
        call(file, vec, 2)
    vec[1].iov_len = 10
    assert -1 != call(file, vec, 2)


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_null_bases(name, call, file):
    vec = iovecs(bytearray(2), bytearray(2))
    vec[0].iov_base = None
    with pytest.raises(pysock.NullPointer, match=rf"^{name}: iov\[0\]: 2 bytes at NULL$"):
        call(file, vec, 2)
    vec[0].iov_len = 0
    assert 2 == call(file, vec, 2)


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_a_base_that_is_no_objects_address(name, call, file):
    """Bits written over the pointer are an address only inside the object it pointed to."""
    text = char[10](b"abcdefghi")
    vec = iovecs(bytearray(1), text)
    bits = ptr(size_t, vec[1])
    bits[0] = bits[0] + 4
    vec[1].iov_len = 6
    assert 7 == call(file, vec, 2)
    vec[1].iov_len = 7
    with pytest.raises(pysock.OutOfBounds, match=rf"^{name}: iov\[1\]: 7 .* has 6$"):
        call(file, vec, 2)
    vec[1].iov_len = 1
    for wild in (bits[0] + 7, bits[0] - 5, 8, 2**64 - 1):
        ptr(size_t, vec[1])[0] = wild
        with pytest.raises(pysock.WildPointer, match=rf"^{name}: iov\[1\].iov_base: .*{wild:#x}"):
            call(file, vec, 2)
    never_assigned = struct.iovec()
    ptr(size_t, never_assigned)[0] = 4096
    with pytest.raises(pysock.WildPointer):
        call(file, never_assigned, 1)


@pytest.mark.parametrize(("name", "call"), READS)
def test_constants_are_only_written_out(name, call, file):
    for literal in ("abc", b"abc", memoryview(bytearray(3)).toreadonly()):
        with pytest.raises(pysock.ConstViolation, match=rf"^{name}: iov\[0\]: "):
            call(file, iovecs(literal), 1)
        assert 3 == pwritev(file, iovecs(literal), 1, 0)


@pytest.mark.parametrize(("name", "call"), READS + WRITES)
def test_a_buffer_whose_life_has_ended(name, call, file):
    heap = Heap(Memory.zeroed(10).base, 10)
    vec = struct.iovec(char.pointer(heap, 0, 0, 10), 10)
    assert 10 == call(file, vec, 1)
    vec.iov_len = 11
    with pytest.raises(pysock.OutOfBounds):
        call(file, vec, 1)
    vec.iov_len = 10
    heap.free("free")
    with pytest.raises(pysock.UseAfterFree):
        call(file, vec, 1)


def test_iovecs_on_a_heap(file):
    heap = Heap(Memory.zeroed(100).base, 100)
    vec = struct.iovec.pointer(heap, 0, 0, 100)
    vec[0].iov_base = "abc"
    vec[0].iov_len = 3
    assert 3 == writev(file, vec, 1)
    heap.free("free")
    with pytest.raises(pysock.UseAfterFree):
        writev(file, vec, 1)


# ---------------------------------------------------------------------- lives, threads, signals


class Watched(bytearray):
    """A buffer that can be watched dying."""


def test_buffers_live_as_long_as_an_iovec_points_to_them(channel):
    buffer = Watched(b"abc")
    watch = weakref.ref(buffer)
    vec = iovecs(buffer)
    del buffer
    gc.collect()
    assert watch() is not None
    assert 3 == writev(channel[1], vec, 1)
    vec[0].iov_base = None
    gc.collect()
    assert watch() is None


def test_what_a_call_uses_lives_until_it_returns():
    buffer = Watched(b"abc")
    watch = weakref.ref(buffer)
    vec = iovecs(buffer)
    checked = vectors(vec, 1, "test", write=True)
    vec[0].iov_base = None
    vec[0].iov_len = 99
    del buffer, vec
    gc.collect()
    assert watch() is not None
    assert 3 == checked[0].iov_len
    del checked
    gc.collect()
    assert watch() is None


def test_another_thread_may_change_the_iovecs(file):
    """Whatever a call finds, it is an object of the program with its length, or an exception."""
    small, large = char[10](b"a" * 9), char[5000]()
    vec = struct.iovec[2]()
    done = threading.Event()
    bits = ptr(size_t, vec)

    def churn():
        while not done.is_set():
            for buffer in (small, large, None):
                vec[0].iov_base = buffer
                vec[0].iov_len = 5000
                vec[1] = vec[0]
                vec[1].iov_len = 10
                bits[0] = 4096

    thread = threading.Thread(target=churn)
    thread.start()

    def outcome():
        try:
            return type(preadv(file, vec, 2, 0))
        except pysock.UndefinedBehavior as broken:
            return type(broken)

    try:
        outcomes = {outcome() for _ in range(2000)}
    finally:
        done.set()
        thread.join()
    assert outcomes <= {int, pysock.OutOfBounds, pysock.NullPointer, pysock.WildPointer}


INTERRUPTIBLE = [
    pytest.param(readv, writev, id="readv, writev"),
    pytest.param(
        lambda fd, iov, count: preadv2(fd, iov, count, -1, 0),
        lambda fd, iov, count: pwritev2(fd, iov, count, -1, 0),
        id="preadv2, pwritev2",
        marks=needs_flags,
    ),
]


@pytest.mark.parametrize(("reading", "writing"), INTERRUPTIBLE)
def test_a_signal_interrupts(reading, writing, ticking, channel):
    seen = []
    ticking(seen.append, 0)
    assert -1 == reading(channel[0], iovecs(bytearray(3)), 1)
    assert errno == EINTR
    assert seen
    fill(channel[1])
    assert -1 == writing(channel[1], iovecs(b"abc"), 1)
    assert errno == EINTR


@pytest.mark.parametrize(("reading", "writing"), INTERRUPTIBLE)
def test_with_sa_restart_the_call_goes_on(reading, writing, ticking, channel):
    """signal(7) names readv and writev; the handler runs before they go on."""
    ticking(lambda signum: os.write(channel[1], b"abc"), SA_RESTART)
    into = bytearray(3)
    assert 3 == reading(channel[0], iovecs(into), 1)
    assert b"abc" == into
    signal.setitimer(signal.ITIMER_REAL, 0)
    fill(channel[1])
    os.set_blocking(channel[0], False)  # a second signal may find nothing to read

    def drain(signum):
        with contextlib.suppress(BlockingIOError):
            os.read(channel[0], 1 << 20)

    ticking(drain, SA_RESTART)
    assert 3 == writing(channel[1], iovecs(b"abc"), 1)


def fill(fd):
    """Write to a pipe until it takes no more."""
    os.set_blocking(fd, False)
    with contextlib.suppress(BlockingIOError):
        while os.write(fd, bytes(1 << 16)):
            pass
    os.set_blocking(fd, True)


def test_an_iovec_prints_as_c_writes_it():
    vec = iovecs("abc", char[3]())
    vec[1].iov_base = None
    assert "{iov_base=(void *) …, iov_len=3}" in repr(vec)
    assert "{iov_base=NULL, iov_len=3}" in repr(vec)
    assert struct.iovec.members["iov_base"][0] is ptr(void)
