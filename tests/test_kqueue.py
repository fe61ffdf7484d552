"""kqueue against the standard library's kqueue object; arrays of every bad kind."""

import os
import select as oracle
import signal
import socket
import threading

import pytest

import pysock
from pysock import (
    EBADF,
    EINTR,
    NULL,
    SA_RESTART,
    SIGALRM,
    errno,
    int_,
    ptr,
    sigaction,
    sizeof,
    struct,
)

if not hasattr(pysock, "kqueue"):
    pytest.skip("kqueue: macOS and the BSDs only", allow_module_level=True)

from pysock import (
    EV_ADD,
    EV_CLEAR,
    EV_DELETE,
    EV_EOF,
    EV_ERROR,
    EV_SET,
    EVFILT_READ,
    EVFILT_TIMER,
    EVFILT_WRITE,
    kevent,
    kqueue,
)

NOW = struct.timespec()


@pytest.fixture
def pair():
    """Two connected stream sockets."""
    one, other = socket.socketpair()
    with one, other:
        yield one, other


@pytest.fixture
def kq():
    fd = kqueue()
    assert fd != -1
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


def change(ident, filter, flags):
    event = struct.kevent()
    EV_SET(event, ident, filter, flags, 0, 0, NULL)
    return event


def found(events, count):
    return sorted((events[i].ident, events[i].filter, events[i].data) for i in range(count))


def test_ev_set_fills_in_the_struct():
    event = struct.kevent()
    target = int_(7)
    EV_SET(event, 5, EVFILT_READ, EV_ADD | EV_CLEAR, 2**32 - 1, -3, target)
    assert (5, EVFILT_READ, EV_ADD | EV_CLEAR) == (event.ident, event.filter, event.flags)
    assert (2**32 - 1, -3) == (event.fflags, event.data)
    assert 7 == ptr(int_, event.udata)[0]
    events = struct.kevent[2]()
    EV_SET(events + 1, int_(9), EVFILT_WRITE, 0, 0, 0, 0)
    assert [0, 9] == [events[0].ident, events[1].ident]
    with pytest.raises(pysock.NullPointer):
        EV_SET(None, 5, EVFILT_READ, EV_ADD, 0, 0, NULL)
    for bad in (struct.timespec(), bytearray(64), 5):
        with pytest.raises(TypeError):
            EV_SET(bad, 5, EVFILT_READ, EV_ADD, 0, 0, NULL)
    with pytest.raises(TypeError):
        EV_SET(event, "5", EVFILT_READ, EV_ADD, 0, 0, NULL)
    with pytest.raises(pysock.WildPointer):
        EV_SET(event, 5, EVFILT_READ, EV_ADD, 0, 0, 4096)


def test_the_events_are_the_oracles(kq, pair):
    one, other = pair
    other.send(b"abc")
    changes = struct.kevent[2]()
    EV_SET(changes, one.fileno(), EVFILT_READ, EV_ADD, 0, 0, NULL)
    EV_SET(changes + 1, one.fileno(), EVFILT_WRITE, EV_ADD, 0, 0, NULL)
    assert 0 == kevent(kq, changes, 2, None, 0, None)
    events = struct.kevent[8]()
    count = kevent(kq, None, 0, events, 8, NOW)
    queue = oracle.kqueue()
    filters = oracle.KQ_FILTER_READ, oracle.KQ_FILTER_WRITE
    theirs = queue.control([oracle.kevent(one, each, oracle.KQ_EV_ADD) for each in filters], 8, 0)
    queue.close()
    expected = sorted((each.ident, each.filter, each.data) for each in theirs)
    assert expected == found(events, count)
    assert (one.fileno(), EVFILT_READ, 3) in expected


def test_changes_and_events_may_share_an_array(kq, pair):
    one, other = pair
    other.send(b"abc")
    other.close()
    events = struct.kevent[1]()
    EV_SET(events, one.fileno(), EVFILT_READ, EV_ADD, 0, 0, NULL)
    assert 1 == kevent(kq, events, 1, events, 1, None)
    assert 3 == events[0].data
    assert events[0].flags & EV_EOF


def test_a_change_that_fails_becomes_an_event(kq, pair):
    gone = change(pair[0].fileno(), EVFILT_READ, EV_DELETE)
    event = struct.kevent()
    assert 1 == kevent(kq, gone, 1, event, 1, NOW)
    assert event.flags & EV_ERROR
    assert pysock.ENOENT == event.data


def test_a_timer_ends_the_wait(kq):
    timer = struct.kevent()
    EV_SET(timer, 1, EVFILT_TIMER, EV_ADD, 0, 5, NULL)
    assert 1 == kevent(kq, timer, 1, timer, 1, None)
    assert (1, EVFILT_TIMER) == (timer.ident, timer.filter)


def test_waiting_without_end(kq, pair):
    one, other = pair
    writer = threading.Timer(0.02, other.send, [b"x"])
    writer.start()
    event = struct.kevent()
    assert 1 == kevent(kq, change(one.fileno(), EVFILT_READ, EV_ADD), 1, event, 1, None)
    writer.join()


def test_a_closed_queue():
    assert -1 == kevent(-1, None, 0, struct.kevent(), 1, NOW)
    assert errno == EBADF


def test_counts_beyond_the_arrays(kq):
    events = struct.kevent[2]()
    size = sizeof(struct.kevent)
    for count in (3, 2**31 - 1):
        with pytest.raises(pysock.OutOfBounds, match=f"{count * size} bytes .* has {2 * size}"):
            kevent(kq, events, count, None, 0, NOW)
        with pytest.raises(pysock.OutOfBounds, match=f"{count * size} bytes .* has {2 * size}"):
            kevent(kq, None, 0, events, count, NOW)
    for changed, filled in ((-1, 0), (0, -1)):
        with pytest.raises(pysock.OutOfBounds, match="as size_t"):
            kevent(kq, events, changed, events, filled, NOW)
    with pytest.raises(pysock.NullPointer):
        kevent(kq, None, 1, None, 0, NOW)
    with pytest.raises(pysock.NullPointer):
        kevent(kq, None, 0, None, 1, NOW)


def test_bad_arguments(kq):
    event = struct.kevent()
    for bad in (b"\0" * 32, bytearray(32), [], 5, int_(), struct.timeval()):
        with pytest.raises(TypeError):
            kevent(kq, bad, 1, None, 0, NOW)
        with pytest.raises(TypeError):
            kevent(kq, None, 0, bad, 1, NOW)
        with pytest.raises(TypeError):
            kevent(kq, None, 0, event, 1, bad)
    for bad in ("1", 1.0, None):
        with pytest.raises(TypeError):
            kevent(kq, event, bad, None, 0, NOW)
        with pytest.raises(TypeError):
            kevent(bad, None, 0, event, 1, NOW)


@pytest.mark.parametrize("flags", [0, SA_RESTART], ids=["plain", "SA_RESTART"])
def test_a_signal_always_interrupts(flags, ticking, kq):
    seen = []
    ticking(seen.append, flags)
    assert -1 == kevent(kq, None, 0, struct.kevent(), 1, None)
    assert errno == EINTR
    assert seen


def test_an_event_prints_its_flags():
    event = change(3, EVFILT_READ, EV_ADD | EV_CLEAR)
    assert "ident=3" in repr(event)
    assert "flags=EV_ADD|EV_CLEAR" in repr(event)


def test_the_constants_are_the_oracles():
    names = [n for n in dir(pysock) if n.startswith(("EV_", "EVFILT_", "NOTE_"))]
    theirs = {n: f"KQ_{n.replace('EVFILT_', 'FILTER_')}" for n in names}
    shared = [n for n in names if hasattr(oracle, theirs[n])]
    assert len(shared) > 10
    for name in shared:
        # The standard library shows some of the unsigned ones as negative numbers.
        assert (getattr(oracle, theirs[name]) - getattr(pysock, name)) % 2**16 == 0, name
