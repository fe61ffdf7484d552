"""poll and ppoll against the standard library's poll object; arrays and counts of bad kinds."""

import os
import resource
import select as oracle
import signal
import socket
import threading

import pytest

import pysock
from pysock import (
    EINTR,
    EINVAL,
    POLLERR,
    POLLHUP,
    POLLIN,
    POLLNVAL,
    POLLOUT,
    POLLPRI,
    SA_RESTART,
    SIGALRM,
    errno,
    int_,
    nfds_t,
    poll,
    ptr,
    short,
    sigaction,
    sigemptyset,
    sigset_t,
    sizeof,
    struct,
)

HAS_PPOLL = hasattr(pysock, "ppoll")
ppoll = getattr(pysock, "ppoll", None)
needs_ppoll = pytest.mark.skipif(not HAS_PPOLL, reason="ppoll: this platform has none")


def ppoll_milliseconds(fds, nfds, timeout):
    """ppoll with poll's own arguments."""
    wait = None if timeout < 0 else struct.timespec(timeout // 1000, timeout % 1000 * 1_000_000)
    return ppoll(fds, nfds, wait, None)


CALLS = [
    pytest.param(poll, id="poll"),
    pytest.param(ppoll_milliseconds, id="ppoll", marks=needs_ppoll),
]


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
def ticking():
    """Handle a signal that comes again and again: the first may come before the call began."""
    old = signal.getsignal(signal.SIGALRM)

    def tick(handler, flags):
        sigaction(SIGALRM, struct.sigaction(sa_handler=handler, sa_flags=flags), None)
        signal.setitimer(signal.ITIMER_REAL, 0.005, 0.02)

    yield tick
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, old)


def watch(*interests):
    """An array of struct pollfd from pairs (fd, events)."""
    return struct.pollfd[len(interests)](interests)


def found(fds):
    return [each.revents for each in fds]


@pytest.mark.parametrize("call", CALLS)
def test_the_events_are_the_oracles(call, pair):
    one, other = pair
    other.send(b"x")
    other.send(b"!", socket.MSG_OOB)
    oracle.select([], [], [one], 5)
    every = POLLIN | POLLPRI | POLLOUT
    poller = oracle.poll()
    poller.register(one, every)
    poller.register(other, every)
    expected = dict(poller.poll(0))
    fds = watch((one.fileno(), every), (other.fileno(), every))
    assert 2 == call(fds, 2, -1)
    assert [expected[one.fileno()], expected[other.fileno()]] == found(fds)
    assert POLLIN | POLLPRI | POLLOUT == fds[0].revents


@pytest.mark.parametrize("call", CALLS)
def test_some_events_come_unasked(call):
    reader, writer = os.pipe()
    fds = watch((reader, 0), (writer, 0), (-1, POLLIN))
    assert 0 == call(fds, 3, 0)
    os.close(reader)
    assert 2 == call(fds, 3, 0)
    assert [POLLNVAL, POLLERR, 0] == found(fds)
    os.close(writer)

    reader, writer = os.pipe()
    os.close(writer)
    fds = watch((reader, POLLIN))
    assert 1 == call(fds, 1, 0)
    assert [POLLHUP] == found(fds)
    os.close(reader)


@pytest.mark.parametrize("call", CALLS)
def test_only_the_count_is_looked_at(call, channel):
    os.write(channel[1], b"x")
    fds = watch((channel[0], POLLIN), (channel[0], POLLIN))
    fds[1].revents = 99
    assert 1 == call(fds, nfds_t(1), 0)
    assert [POLLIN, 99] == found(fds)
    assert 1 == call(fds + 1, 1, 0)
    assert POLLIN == fds[1].revents
    one = struct.pollfd(fd=channel[0], events=POLLIN)
    assert 1 == call(one, 1, 0)
    assert 0 == call(fds + 2, 0, 0)


@pytest.mark.parametrize("call", CALLS)
def test_no_array_at_all(call):
    assert 0 == call(None, 0, 1)
    assert 0 == call(0, 0, 0)
    with pytest.raises(pysock.NullPointer):
        call(None, 1, 0)


@pytest.mark.parametrize("call", CALLS)
def test_waiting_without_end(call, channel):
    writer = threading.Timer(0.02, os.write, [channel[1], b"x"])
    writer.start()
    assert 1 == call(watch((channel[0], POLLIN)), 1, -1)
    writer.join()


@pytest.mark.parametrize("call", CALLS)
def test_a_count_beyond_the_array(call):
    fds = watch((-1, 0), (-1, 0))
    size = sizeof(struct.pollfd)
    for count in (3, 2**31, 2**60):
        with pytest.raises(pysock.OutOfBounds, match=f"{count * size} bytes .* has {2 * size}"):
            call(fds, count, 0)
    with pytest.raises(pysock.OutOfBounds, match=f"has {size}"):
        call(fds + 1, 2, 0)
    with pytest.raises(pysock.OutOfBounds, match="as size_t"):
        call(fds, -1, 0)


@pytest.mark.parametrize("call", CALLS)
def test_more_elements_than_open_descriptors_allowed(call):
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, limits[1]))
    try:
        assert -1 == call(watch(*[(-1, 0)] * 257), 257, 0)
        assert errno == EINVAL
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@pytest.mark.parametrize("call", CALLS)
def test_bad_arguments(call):
    for bad in (b"\0" * 8, bytearray(8), [(0, POLLIN)], 5, int_(), struct.timeval(), short[4]()):
        with pytest.raises(TypeError):
            call(bad, 1, 0)
    for bad in ("1", 1.0, None):
        with pytest.raises(TypeError):
            call(watch((-1, 0)), bad, 0)
    with pytest.raises(TypeError):
        poll(watch((-1, 0)), 1, "0")
    with pytest.raises(OverflowError):
        poll(watch((-1, 0)), 1, 2**31)


@pytest.mark.parametrize("flags", [0, SA_RESTART], ids=["plain", "SA_RESTART"])
@pytest.mark.parametrize("call", CALLS)
def test_a_signal_always_interrupts(call, flags, ticking, channel):
    """signal(7): poll and ppoll never restart."""
    seen = []
    ticking(seen.append, flags)
    assert -1 == call(watch((channel[0], POLLIN)), 1, -1)
    assert errno == EINTR
    assert seen


@needs_ppoll
def test_ppoll_waits_with_another_mask(channel):
    seen = []
    old = signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    try:
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
        fds = watch((channel[0], POLLIN))
        assert 0 == ppoll(fds, 1, struct.timespec(), 0)
        assert [] == seen
        mask = sigset_t()
        sigemptyset(mask)
        assert -1 == ppoll(fds, 1, None, mask)
        assert errno == EINTR
        assert [signal.SIGUSR1] == seen
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
        signal.signal(signal.SIGUSR1, old)


@needs_ppoll
def test_bad_timeouts_and_masks():
    assert -1 == ppoll(None, 0, struct.timespec(0, -1), None)
    assert errno == EINVAL
    for bad in (5, struct.timeval(), b"\0" * 16):
        with pytest.raises(TypeError):
            ppoll(None, 0, bad, None)
        with pytest.raises(TypeError):
            ppoll(None, 0, struct.timespec(), bad)


def test_a_pollfd_prints_its_events():
    each = struct.pollfd(fd=3, events=POLLIN | POLLPRI)
    assert "struct pollfd {fd=3, events=POLLIN|POLLPRI, revents=0}" == repr(each)
    each.revents = POLLHUP | 0x4000
    assert "revents=POLLHUP|0x4000" in repr(each)


def test_the_constants_are_the_oracles():
    names = [n for n in dir(oracle) if n.startswith("POLL")]
    assert len(names) > 5
    assert {n: getattr(oracle, n) for n in names} == {n: getattr(pysock, n) for n in names}


def test_a_pointer_to_the_array_will_do(channel):
    os.write(channel[1], b"x")
    fds = watch((channel[0], POLLIN))
    assert 1 == poll(ptr(struct.pollfd, fds), 1, 0)
    assert [POLLIN] == found(fds)
