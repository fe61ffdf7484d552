"""epoll against the standard library's epoll object and C's layout; arrays of every bad kind."""

import os
import select as oracle
import signal
import socket
import subprocess
import threading

import pytest

import pysock
from pysock import (
    EINTR,
    EINVAL,
    ENOSYS,
    SA_RESTART,
    SIGALRM,
    errno,
    int_,
    sigaction,
    sigemptyset,
    sigset_t,
    sizeof,
    struct,
)

if not hasattr(pysock, "epoll_create1"):
    pytest.skip("epoll: Linux only", allow_module_level=True)

from pysock import (
    EBADF,
    EEXIST,
    ENOENT,
    EPERM,
    EPOLL_CLOEXEC,
    EPOLL_CTL_ADD,
    EPOLL_CTL_DEL,
    EPOLL_CTL_MOD,
    EPOLLET,
    EPOLLIN,
    EPOLLONESHOT,
    EPOLLOUT,
    EPOLLRDHUP,
    epoll_create,
    epoll_create1,
    epoll_ctl,
    epoll_data_t,
    epoll_pwait,
    epoll_pwait2,
    epoll_wait,
)


def pwait(epfd, events, maxevents, timeout):
    return epoll_pwait(epfd, events, maxevents, timeout, None)


def pwait2(epfd, events, maxevents, timeout):
    wait = None if timeout < 0 else struct.timespec(timeout // 1000, timeout % 1000 * 1_000_000)
    return epoll_pwait2(epfd, events, maxevents, wait, None)


def kernel_has_pwait2():
    return epoll_pwait2(-1, struct.epoll_event(), 1, None, None) == -1 and errno != ENOSYS


WAITS = [
    pytest.param(epoll_wait, id="epoll_wait"),
    pytest.param(pwait, id="epoll_pwait"),
    pytest.param(
        pwait2,
        id="epoll_pwait2",
        marks=pytest.mark.skipif(not kernel_has_pwait2(), reason="epoll_pwait2: Linux 5.11"),
    ),
]


@pytest.fixture
def pair():
    """Two connected stream sockets."""
    one, other = socket.socketpair()
    with one, other:
        yield one, other


@pytest.fixture
def epfd():
    fd = epoll_create1(0)
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


def add(epfd, fd, events):
    event = struct.epoll_event(events=events)
    event.data.fd = fd
    return epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event)


def found(events, count):
    return sorted((events[i].data.fd, events[i].events) for i in range(count))


def test_the_layout_is_cs(compiler, tmp_path):
    """On x86-64 the struct is packed."""
    program = tmp_path / "layout.c"
    program.write_text(
        """
        #include <stddef.h>
        #include <stdio.h>
        #include <sys/epoll.h>
        int main(void)
        {
            struct epoll_event events[2];
            events[1].events = EPOLLIN | EPOLLET;
            events[1].data.u64 = 0x0102030405060708ULL;
            printf("%zu %zu %zu %zu\\n", sizeof(struct epoll_event), sizeof(epoll_data_t),
                   offsetof(struct epoll_event, events), offsetof(struct epoll_event, data));
            fwrite(&events[1], sizeof(events[1]), 1, stdout);
            return 0;
        }
        """
    )
    subprocess.run([compiler, program, "-o", tmp_path / "layout"], check=True)
    output = subprocess.run([tmp_path / "layout"], check=True, capture_output=True).stdout
    numbers, _, image = output.partition(b"\n")
    event = struct.epoll_event
    places = event.members["events"][1], event.members["data"][1]
    assert list(map(int, numbers.split())) == [sizeof(event), sizeof(epoll_data_t), *places]

    events = event[2]()
    events[1].events = EPOLLIN | EPOLLET
    events[1].data.u64 = 0x0102030405060708
    assert image == bytes(events[1])


@pytest.mark.parametrize("wait", WAITS)
def test_the_events_are_the_oracles(wait, epfd, pair):
    one, other = pair
    other.send(b"x")
    for end in pair:
        assert 0 == add(epfd, end.fileno(), EPOLLIN | EPOLLOUT | EPOLLRDHUP)
    events = struct.epoll_event[8]()
    # Level triggered: the same events come again and again, here and there.
    for _ in range(2):
        count = wait(epfd, events, 8, -1)
        with oracle.epoll.fromfd(os.dup(epfd)) as poller:
            assert sorted(poller.poll(0)) == found(events, count)
    other.shutdown(socket.SHUT_WR)
    count = wait(epfd, events, 8, 0)
    with oracle.epoll.fromfd(os.dup(epfd)) as poller:
        assert sorted(poller.poll(0)) == found(events, count)
    assert EPOLLRDHUP & dict(found(events, count))[one.fileno()]


@pytest.mark.parametrize("wait", WAITS)
def test_edge_triggered_comes_once(wait, epfd, pair):
    one, other = pair
    assert 0 == add(epfd, one.fileno(), EPOLLIN | EPOLLET)
    events = struct.epoll_event[1]()
    assert 0 == wait(epfd, events, 1, 0)
    for _ in range(2):
        other.send(b"x")
        assert 1 == wait(epfd, events, 1, -1)
        assert 0 == wait(epfd, events, 1, 0)


def test_oneshot_is_armed_again_by_mod(epfd, pair):
    one, other = pair
    other.send(b"x")
    assert 0 == add(epfd, one.fileno(), EPOLLIN | EPOLLONESHOT)
    event = struct.epoll_event()
    assert 1 == epoll_wait(epfd, event, 1, 0)
    assert 0 == epoll_wait(epfd, event, 1, 0)
    event.events = EPOLLIN
    assert 0 == epoll_ctl(epfd, EPOLL_CTL_MOD, one.fileno(), event)
    assert 1 == epoll_wait(epfd, event, 1, 0)


@pytest.mark.parametrize("event", [None, 0, struct.epoll_event()], ids=["NULL", "0", "ignored"])
def test_del_takes_null(epfd, pair, event):
    one, other = pair
    other.send(b"x")
    add(epfd, one.fileno(), EPOLLIN)
    assert 0 == epoll_ctl(epfd, EPOLL_CTL_DEL, one.fileno(), event)
    assert 0 == epoll_wait(epfd, struct.epoll_event(), 1, 0)


def test_no_more_events_than_asked_for(epfd, pair):
    for end in pair:
        add(epfd, end.fileno(), EPOLLOUT)
    events = struct.epoll_event[3]()
    assert 1 == epoll_wait(epfd, events + 2, 1, 0)
    assert [0, 0] == [events[0].events, events[1].events]
    assert EPOLLOUT == events[2].events


def test_the_data_comes_back_as_it_was(epfd, pair):
    one, _ = pair
    event = struct.epoll_event(events=EPOLLOUT)
    event.data.u64 = 2**64 - 5
    assert 0 == epoll_ctl(epfd, EPOLL_CTL_ADD, one.fileno(), event)
    got = struct.epoll_event()
    assert 1 == epoll_wait(epfd, got, 1, 0)
    assert (2**64 - 5, 2**32 - 5, -5) == (got.data.u64, got.data.u32, got.data.fd)


def test_a_pointer_that_comes_back_is_wild(epfd, pair):
    """The kernel hands out bits; which object they were, if it lives, the new place cannot know."""
    one, _ = pair
    event = struct.epoll_event(events=EPOLLOUT)
    target = int_(7)
    event.data.ptr = target
    assert 7 == pysock.ptr(int_, event.data.ptr)[0]
    assert 0 == epoll_ctl(epfd, EPOLL_CTL_ADD, one.fileno(), event)
    got = struct.epoll_event()
    assert 1 == epoll_wait(epfd, got, 1, 0)
    assert event.data.u64 == got.data.u64
    with pytest.raises(pysock.WildPointer):
        got.data.ptr  # noqa: B018  (reading it is the test)
    assert "wild pointer" in repr(got)


def test_what_the_kernel_refuses(epfd, pair, tmp_path):
    one, _ = pair
    fd = one.fileno()
    event = struct.epoll_event(events=EPOLLIN)
    assert -1 == epoll_create(0)
    assert errno == EINVAL
    assert -1 == epoll_create1(-1)
    assert errno == EINVAL
    assert -1 == epoll_ctl(epfd, EPOLL_CTL_MOD, fd, event)
    assert errno == ENOENT
    assert 0 == epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event)
    assert -1 == epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event)
    assert errno == EEXIST
    assert -1 == epoll_ctl(epfd, EPOLL_CTL_ADD, epfd, event)
    assert errno == EINVAL
    assert -1 == epoll_ctl(epfd, 99, fd, event)
    assert errno == EINVAL
    assert -1 == epoll_ctl(-1, EPOLL_CTL_ADD, fd, event)
    assert errno == EBADF
    file = os.open(tmp_path / "file", os.O_CREAT | os.O_RDWR)
    assert -1 == epoll_ctl(epfd, EPOLL_CTL_ADD, file, event)
    assert errno == EPERM
    os.close(file)


def test_both_ways_to_make_one():
    for fd, inheritable in ((epoll_create(1), True), (epoll_create1(EPOLL_CLOEXEC), False)):
        assert fd != -1
        assert inheritable == os.get_inheritable(fd)
        os.close(fd)


@pytest.mark.parametrize("wait", WAITS)
def test_the_kernel_refuses_a_count_that_is_not_positive(wait, epfd):
    for count in (0, -1, -(2**31)):
        for events in (None, struct.epoll_event[2]()):
            assert -1 == wait(epfd, events, count, 0)
            assert errno == EINVAL
    assert -1 == wait(-1, struct.epoll_event(), 1, 0)
    assert errno == EBADF


@pytest.mark.parametrize("wait", WAITS)
def test_a_count_beyond_the_array(wait, epfd):
    events = struct.epoll_event[2]()
    size = sizeof(struct.epoll_event)
    for count in (3, 2**31 - 1):
        with pytest.raises(pysock.OutOfBounds, match=f"{count * size} bytes .* has {2 * size}"):
            wait(epfd, events, count, 0)
    with pytest.raises(pysock.OutOfBounds, match=f"has {size}"):
        wait(epfd, events + 1, 2, 0)
    with pytest.raises(pysock.NullPointer):
        wait(epfd, None, 1, 0)


@pytest.mark.parametrize("wait", WAITS)
def test_bad_arguments(wait, epfd, pair):
    for bad in (b"\0" * 12, bytearray(12), [], 5, int_(), struct.timeval()):
        with pytest.raises(TypeError):
            wait(epfd, bad, 1, 0)
        with pytest.raises(TypeError):
            epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0].fileno(), bad)
    for op in (EPOLL_CTL_ADD, EPOLL_CTL_MOD):
        with pytest.raises(pysock.NullPointer):
            epoll_ctl(epfd, op, pair[0].fileno(), None)
    for bad in ("1", 1.0, None):
        with pytest.raises(TypeError):
            wait(epfd, struct.epoll_event(), bad, 0)
        with pytest.raises(TypeError):
            wait(bad, struct.epoll_event(), 1, 0)
        with pytest.raises(TypeError):
            epoll_ctl(epfd, bad, 0, struct.epoll_event())
    with pytest.raises(OverflowError):
        epoll_wait(epfd, struct.epoll_event(), 1, 2**31)


def test_bad_timeouts_and_masks(epfd):
    event = struct.epoll_event()
    for bad in (5, struct.timeval(), b"\0" * 16):
        with pytest.raises(TypeError):
            epoll_pwait2(epfd, event, 1, bad, None)
        with pytest.raises(TypeError):
            epoll_pwait2(epfd, event, 1, struct.timespec(), bad)
        with pytest.raises(TypeError):
            epoll_pwait(epfd, event, 1, 0, bad)


@pytest.mark.parametrize("flags", [0, SA_RESTART], ids=["plain", "SA_RESTART"])
@pytest.mark.parametrize("wait", WAITS)
def test_a_signal_always_interrupts(wait, flags, ticking, epfd):
    """signal(7): these never restart."""
    seen = []
    ticking(seen.append, flags)
    assert -1 == wait(epfd, struct.epoll_event(), 1, -1)
    assert errno == EINTR
    assert seen


@pytest.mark.parametrize("wait", [epoll_pwait, epoll_pwait2])
def test_waiting_with_another_mask(wait, epfd):
    if wait is epoll_pwait2 and not kernel_has_pwait2():
        pytest.skip("epoll_pwait2: Linux 5.11")
    now, forever = (0, -1) if wait is epoll_pwait else (struct.timespec(), None)
    event = struct.epoll_event()
    seen = []
    old = signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    try:
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
        assert 0 == wait(epfd, event, 1, now, 0)
        assert [] == seen
        mask = sigset_t()
        sigemptyset(mask)
        assert -1 == wait(epfd, event, 1, forever, mask)
        assert errno == EINTR
        assert [signal.SIGUSR1] == seen
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
        signal.signal(signal.SIGUSR1, old)


def test_an_event_prints_its_flags():
    event = struct.epoll_event(events=EPOLLIN | EPOLLET)
    assert repr(event).startswith("struct epoll_event {events=EPOLLET|EPOLLIN, data={ptr=NULL,")


def test_the_constants_are_the_oracles():
    names = [n for n in dir(oracle) if n.startswith("EPOLL") and hasattr(pysock, n)]
    assert len(names) > 10
    assert {n: getattr(oracle, n) for n in names} == {n: getattr(pysock, n) for n in names}
