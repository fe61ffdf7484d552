"""select and pselect against the standard library's and C's own fd_set; sets of every bad kind."""

import os
import select as oracle
import signal
import socket
import subprocess
import threading

import pytest

import pysock
from pysock import (
    EBADF,
    EINTR,
    EINVAL,
    FD_CLR,
    FD_ISSET,
    FD_SET,
    FD_SETSIZE,
    FD_ZERO,
    SA_RESTART,
    SIGALRM,
    copy,
    errno,
    fd_set,
    int_,
    pselect,
    ptr,
    select,
    sigaction,
    sigemptyset,
    sigset_t,
    sizeof,
    struct,
)

NO_DESCRIPTORS = [-1, FD_SETSIZE, FD_SETSIZE + 7, -FD_SETSIZE, 2**31, -(2**31) - 1, 2**64]


@pytest.fixture
def channel():
    """A pipe as (read end, write end)."""
    ends = os.pipe()
    yield ends
    for fd in ends:
        os.close(fd)


@pytest.fixture
def pair():
    """Two connected TCP sockets: only those know urgent data."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        one = socket.create_connection(listener.getsockname())
        other, _ = listener.accept()
    with one, other:
        yield one, other


@pytest.fixture
def pending_signal():
    """SIGUSR1 is blocked and pending: a call that unblocks it is interrupted at once."""
    seen = []
    old = signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    yield seen
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
    signal.signal(signal.SIGUSR1, old)


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


def set_of(*fds):
    members = fd_set()
    for fd in fds:
        FD_SET(fd, members)
    return members


def members(fds):
    return [fd for fd in range(FD_SETSIZE) if FD_ISSET(fd, fds)]


def duration(seconds, fraction=0):
    """A struct timeval; fraction in microseconds."""
    return struct.timeval(seconds, fraction)


def microseconds(timeout):
    return timeout.tv_sec * 1_000_000 + timeout.tv_usec


# -------------------------------------------------------------------------------------- sets


def test_the_sets_have_cs_bits(compiler, tmp_path):
    """The same FD_* calls in C leave the same bytes."""
    program = tmp_path / "sets.c"
    program.write_text(
        """
        #include <stdio.h>
        #include <sys/select.h>
        int main(void)
        {
            fd_set set;
            FD_ZERO(&set);
            for (int fd = 0; fd < FD_SETSIZE; fd += 3) {
                FD_SET(fd, &set);
            }
            for (int fd = 0; fd < FD_SETSIZE; fd += 5) {
                FD_CLR(fd, &set);
            }
            fwrite(&set, sizeof(set), 1, stdout);
            return 0;
        }
        """
    )
    subprocess.run([compiler, program, "-o", tmp_path / "sets"], check=True)
    expected = subprocess.run([tmp_path / "sets"], check=True, capture_output=True).stdout

    ours = set_of(1000)
    FD_ZERO(ours)
    for fd in range(0, FD_SETSIZE, 3):
        FD_SET(fd, ours)
    for fd in range(0, FD_SETSIZE, 5):
        FD_CLR(fd, ours)
    assert len(expected) == sizeof(fd_set)
    assert expected == bytes(ours)
    assert [fd for fd in range(0, FD_SETSIZE, 3) if fd % 5] == members(ours)


def test_members_come_and_go():
    reads = fd_set()
    assert 0 == FD_ISSET(3, reads)
    FD_SET(3, reads)
    FD_SET(3, reads)
    FD_SET(FD_SETSIZE - 1, reads)
    assert 1 == FD_ISSET(3, reads)
    assert [3, FD_SETSIZE - 1] == members(reads)
    FD_CLR(3, reads)
    FD_CLR(4, reads)
    assert [FD_SETSIZE - 1] == members(reads)
    FD_ZERO(reads)
    assert [] == members(reads)


def test_a_copy_is_another_set():
    """The course's cpy_reads = reads."""
    reads = set_of(3, 5)
    cpy_reads = copy(reads)
    FD_CLR(3, cpy_reads)
    assert [3, 5] == members(reads)
    assert [5] == members(cpy_reads)


def test_sets_behind_pointers_and_in_arrays():
    sets = fd_set[2]()
    FD_SET(4, sets + 1)
    FD_SET(6, ptr(fd_set, sets))
    FD_SET(7, sets)
    assert [6, 7] == members(sets[0])
    assert [4] == members(sets[1])


def test_sets_take_scalars_as_descriptors():
    assert [3] == members(set_of(int_(3)))


def test_a_set_prints_its_members():
    assert "fd_set {}" == repr(fd_set())
    assert "fd_set {0, 3, 5}" == repr(set_of(5, 3, 0))
    assert "(fd_set[2]) {{}, {}}" == repr(fd_set[2]())
    assert "fd_set {0}" == repr(ptr(fd_set, b"\1" + bytes(sizeof(fd_set)))[0])


@pytest.mark.parametrize("fd", NO_DESCRIPTORS)
@pytest.mark.parametrize("macro", [FD_SET, FD_CLR, FD_ISSET])
def test_a_descriptor_outside_the_set_is_refused(macro, fd):
    reads = set_of(3)
    with pytest.raises(pysock.BadDescriptor) as caught:
        macro(fd, reads)
    assert str(caught.value).startswith(f"{macro.__name__}: the descriptor {fd};")
    assert f"0..{FD_SETSIZE - 1}" in str(caught.value)
    assert [3] == members(reads)


@pytest.mark.parametrize("macro", [FD_SET, FD_CLR, FD_ISSET])
def test_a_descriptor_is_an_integer(macro):
    for fd in ["3", 3.0, None, fd_set()]:
        with pytest.raises(TypeError):
            macro(fd, fd_set())


@pytest.mark.parametrize(
    "call",
    [
        FD_ZERO,
        lambda bad: FD_SET(1, bad),
        lambda bad: FD_CLR(1, bad),
        lambda bad: FD_ISSET(1, bad),
    ],
)
def test_the_macros_want_a_set(call):
    for null in (None, 0):
        with pytest.raises(pysock.NullPointer):
            call(null)
    for bad in (b"\0" * 128, bytearray(128), [3], 5, int_(), struct.timeval(), fd_set):
        with pytest.raises(TypeError):
            call(bad)
    with pytest.raises(pysock.OutOfBounds):
        call(fd_set[2]() + 2)


# ------------------------------------------------------------------------------------ waiting


def test_select_leaves_the_ready_descriptors(pair):
    one, other = pair
    other.send(b"x")
    other.send(b"!", socket.MSG_OOB)
    oracle.select([], [], [one], 5)
    fds = [one.fileno(), other.fileno()]
    reads, writes, excepts = set_of(*fds), set_of(*fds), set_of(*fds)
    expected = oracle.select(fds, fds, fds, 5)
    found = select(max(fds) + 1, reads, writes, excepts, None)
    assert sum(map(len, expected)) == found == 4
    assert [sorted(each) for each in expected] == [members(s) for s in (reads, writes, excepts)]


def test_select_times_out(channel):
    reads = set_of(channel[0])
    timeout = duration(0, 2000)
    assert 0 == select(channel[0] + 1, reads, 0, 0, timeout)
    assert [] == members(reads)
    assert 0 == microseconds(timeout)  # Linux leaves what was not slept: nothing


def test_select_leaves_what_it_did_not_sleep(channel):
    os.write(channel[1], b"x")
    timeout = duration(500, 999_999)
    assert 1 == select(channel[0] + 1, set_of(channel[0]), 0, 0, timeout)
    assert 0 < microseconds(timeout) <= 500_999_999


def test_select_without_a_timeout_waits(channel):
    writer = threading.Timer(0.02, os.write, [channel[1], b"x"])
    writer.start()
    reads = set_of(channel[0])
    assert 1 == select(channel[0] + 1, reads, None, None, None)
    assert [channel[0]] == members(reads)
    writer.join()


def test_select_without_sets_sleeps():
    assert 0 == select(0, 0, 0, 0, duration(0, 1))
    assert 0 == select(10 * FD_SETSIZE, 0, 0, 0, duration(0, 1))


def test_select_looks_only_below_nfds(channel):
    os.write(channel[1], b"x")
    reads = set_of(channel[0])
    assert 0 == select(channel[0], reads, 0, 0, duration(0))
    assert 1 == select(int_(channel[0] + 1), set_of(channel[0]), 0, 0, duration(0))


def test_select_of_a_closed_descriptor():
    fd = os.open(os.devnull, os.O_RDONLY)
    os.close(fd)
    reads = set_of(fd)
    assert -1 == select(fd + 1, reads, 0, 0, duration(0))
    assert errno == EBADF
    assert [fd] == members(reads)


@pytest.mark.parametrize("call", [select, lambda *args: pselect(*args, None)])
def test_what_the_kernel_refuses(call):
    assert -1 == call(-1, fd_set(), 0, 0, None)
    assert errno == EINVAL
    bad = duration(-1) if call is select else struct.timespec(0, 1_000_000_000)
    assert -1 == call(0, 0, 0, 0, bad)
    assert errno == EINVAL


@pytest.mark.parametrize("position", [1, 2, 3])
@pytest.mark.parametrize(
    ("name", "call"), [("select", select), ("pselect", lambda *args: pselect(*args, None))]
)
def test_nfds_beyond_the_set(name, call, position):
    for nfds in (FD_SETSIZE + 1, 5000, 2**31 - 1):
        arguments = [nfds, 0, 0, 0, None]
        arguments[position] = fd_set()
        with pytest.raises(pysock.OutOfBounds, match=f"^{name}: nfds is {nfds}; .* {FD_SETSIZE} "):
            call(*arguments)
    assert 0 == select(FD_SETSIZE, fd_set(), fd_set(), fd_set(), duration(0))


@pytest.mark.parametrize("call", [select, lambda *args: pselect(*args, None)])
def test_bad_arguments(call):
    timeout = duration(0) if call is select else struct.timespec()
    for bad in (b"\0" * 128, bytearray(128), [3], 5, int_(), struct.timeval()):
        for position in (1, 2, 3):
            arguments = [1, 0, 0, 0, timeout]
            arguments[position] = bad
            with pytest.raises(TypeError):
                call(*arguments)
    other = struct.timespec() if call is select else struct.timeval()
    for bad in (5, 0.5, other, b"\0" * 16, fd_set()):
        with pytest.raises(TypeError):
            call(1, 0, 0, 0, bad)
    with pytest.raises(TypeError):
        call("1", 0, 0, 0, timeout)
    with pytest.raises(OverflowError):
        call(2**31, 0, 0, 0, timeout)
    with pytest.raises(pysock.OutOfBounds):
        call(1, fd_set[1]() + 1, 0, 0, timeout)


@pytest.mark.parametrize("flags", [0, SA_RESTART], ids=["plain", "SA_RESTART"])
@pytest.mark.parametrize("call", [select, lambda *args: pselect(*args, None)])
def test_a_signal_always_interrupts(call, flags, ticking, channel):
    """signal(7): these never restart, and Linux leaves the sets as they were."""
    seen = []
    ticking(seen.append, flags)
    reads = set_of(channel[0])
    assert -1 == call(channel[0] + 1, reads, 0, 0, None)
    assert errno == EINTR
    assert seen
    assert [channel[0]] == members(reads)


def test_pselect_waits_with_another_mask(pending_signal, channel):
    assert 0 == pselect(channel[0] + 1, set_of(channel[0]), 0, 0, struct.timespec(), None)
    assert [] == pending_signal
    mask = sigset_t()
    sigemptyset(mask)
    assert -1 == pselect(channel[0] + 1, set_of(channel[0]), 0, 0, None, mask)
    assert errno == EINTR
    assert [signal.SIGUSR1] == pending_signal
    assert signal.SIGUSR1 in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_pselect_keeps_its_timeout(channel):
    os.write(channel[1], b"x")
    timeout = struct.timespec(500, 7)
    reads, writes = set_of(channel[0]), set_of(channel[1])
    assert 2 == pselect(channel[1] + 1, reads, writes, 0, timeout, 0)
    assert [channel[0]] == members(reads)
    assert [channel[1]] == members(writes)
    assert (500, 7) == (timeout.tv_sec, timeout.tv_nsec)


def test_pselect_wants_a_sigset(channel):
    for bad in (5, b"\0" * 128, fd_set(), [signal.SIGUSR1]):
        with pytest.raises(TypeError):
            pselect(0, 0, 0, 0, struct.timespec(), bad)


def test_another_thread_may_change_the_sets(channel):
    """The kernel reads them once; whatever it finds, only the set's own bytes are touched."""
    shared = fd_set()
    done = threading.Event()

    def churn():
        while not done.is_set():
            FD_SET(channel[0], shared)
            FD_ZERO(shared)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        results = {select(FD_SETSIZE, shared, 0, 0, duration(0)) for _ in range(300)}
    finally:
        done.set()
        thread.join()
    assert results <= {0}
