"""eventfd, timerfd and signalfd against poll, the clock and the standard library's descriptors."""

import errno as numbers
import os
import select
import signal
import threading

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import (
    CLOCK_MONOTONIC,
    SIGUSR1,
    SIGUSR2,
    NullPointer,
    OutOfBounds,
    char,
    close,
    errno,
    fcntl,
    int_,
    kill,
    ptr,
    read,
    sigaddset,
    sigemptyset,
    sigset_t,
    sizeof,
    struct,
    uint64_t,
)

pytestmark = LINUX

N = pysock  # the calls exist on Linux alone
MOST = 2**64 - 2


@pytest.fixture
def opened():
    made = []

    def keep(fd):
        assert fd != -1, errno
        made.append(fd)
        return fd

    yield keep
    for fd in made:
        close(fd)


def ready(fd, seconds=0):
    return bool(select.select([fd], [], [], seconds)[0])


# ------------------------------------------------------------------------------------ eventfd


def test_a_counter(opened):
    fd = opened(N.eventfd(3, N.EFD_NONBLOCK))
    value = N.eventfd_t()
    assert ready(fd)
    assert 0 == N.eventfd_write(fd, 4)
    assert 0 == N.eventfd_read(fd, value)
    assert 7 == value
    assert not ready(fd)
    assert -1 == N.eventfd_read(fd, value)
    assert numbers.EAGAIN == errno
    assert 7 == value
    assert 0 == N.eventfd_write(fd, MOST)
    assert -1 == N.eventfd_write(fd, 1)
    assert numbers.EAGAIN == errno
    assert -1 == N.eventfd_write(fd, MOST + 1)
    assert numbers.EINVAL == errno
    os.write(fd, bytes(8))  # the standard library's way, of nothing
    assert MOST == int.from_bytes(os.read(fd, 8), "little")


def test_a_semaphore(opened):
    fd = opened(N.eventfd(2, N.EFD_SEMAPHORE | N.EFD_NONBLOCK | N.EFD_CLOEXEC))
    assert N.FD_CLOEXEC == fcntl(fd, N.F_GETFD)
    value = uint64_t()
    assert 0 == N.eventfd_read(fd, value)
    assert 1 == value
    assert 0 == N.eventfd_read(fd, value)
    assert -1 == N.eventfd_read(fd, value)


def test_a_thread_wakes_another(opened):
    fd = opened(N.eventfd(0, 0))
    assert 0 == fcntl(fd, N.F_GETFD)
    value = N.eventfd_t()
    timer = threading.Timer(0.02, N.eventfd_write, [fd, 5])
    timer.start()
    assert 0 == N.eventfd_read(fd, value)
    assert 5 == value
    timer.join()


def test_counters_of_every_bad_kind(opened):
    fd = opened(N.eventfd(1, 0))
    assert -1 == N.eventfd(0, 1 << 20)
    assert numbers.EINVAL == errno
    with pytest.raises(NullPointer):
        N.eventfd_read(fd, None)
    for bad in (5, b"12345678", bytearray(8), int_(), "x"):
        with pytest.raises(TypeError):
            N.eventfd_read(fd, bad)
    with pytest.raises(OutOfBounds):
        N.eventfd_read(fd, ptr(uint64_t, char[7]()))
    for call in (lambda bad: N.eventfd(bad, 0), lambda bad: N.eventfd_write(fd, bad)):
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad)
        for bad in (-1, 2**64):
            with pytest.raises(OverflowError):
                call(bad)
    assert -1 == N.eventfd_write(-1, 1)
    assert numbers.EBADF == errno


# ------------------------------------------------------------------------------------ timerfd


def times(first, interval=0):
    """An itimerspec of nanoseconds."""
    spec = struct.itimerspec()
    for part, nanoseconds in ((spec.it_value, first), (spec.it_interval, interval)):
        part.tv_sec, part.tv_nsec = divmod(nanoseconds, 10**9)
    return spec


def test_a_timer(opened):
    fd = opened(N.timerfd_create(CLOCK_MONOTONIC, N.TFD_NONBLOCK))
    count = uint64_t()
    assert -1 == read(fd, count, 8)
    assert numbers.EAGAIN == errno
    assert 0 == N.timerfd_settime(fd, 0, times(10**6, 10**6), None)
    assert ready(fd, 10)
    assert 8 == read(fd, count, sizeof(count))
    assert 1 <= count
    left = struct.itimerspec()
    assert 0 == N.timerfd_gettime(fd, left)
    assert (0, 10**6) == (left.it_interval.tv_sec, left.it_interval.tv_nsec)

    old = struct.itimerspec()
    assert 0 == N.timerfd_settime(fd, 0, times(3600 * 10**9), old)
    assert 10**6 == old.it_interval.tv_nsec
    assert 0 == N.timerfd_gettime(fd, left)
    assert 3590 <= left.it_value.tv_sec <= 3600
    assert 0 == N.timerfd_settime(fd, 0, times(0), None)
    assert 0 == N.timerfd_gettime(fd, left)
    assert (0, 0) == (left.it_value.tv_sec, left.it_value.tv_nsec)


def test_a_time_in_the_past_expires_at_once(opened):
    fd = opened(N.timerfd_create(CLOCK_MONOTONIC, 0))
    now = struct.timespec()
    assert 0 == N.clock_gettime(CLOCK_MONOTONIC, now)
    past = times((now.tv_sec * 10**9 + now.tv_nsec) - 1)
    assert 0 == N.timerfd_settime(fd, N.TFD_TIMER_ABSTIME, past, None)
    assert ready(fd, 10)
    assert 1 == int.from_bytes(os.read(fd, 8), "little")


def test_timers_of_every_bad_kind(opened):
    fd = opened(N.timerfd_create(CLOCK_MONOTONIC, N.TFD_CLOEXEC))
    assert N.FD_CLOEXEC == fcntl(fd, N.F_GETFD)
    assert -1 == N.timerfd_create(99, 0)
    assert numbers.EINVAL == errno
    assert -1 == N.timerfd_settime(fd, 0, struct.itimerspec(it_value=(0, -1)), None)
    assert numbers.EINVAL == errno
    assert -1 == N.timerfd_gettime(-1, struct.itimerspec())
    assert numbers.EBADF == errno
    for call in (
        lambda place: N.timerfd_settime(fd, 0, place, None),
        lambda place: N.timerfd_gettime(fd, place),
    ):
        with pytest.raises(NullPointer):
            call(None)
    for call in (
        lambda place: N.timerfd_settime(fd, 0, place, None),
        lambda place: N.timerfd_settime(fd, 0, times(0), place),
        lambda place: N.timerfd_gettime(fd, place),
    ):
        for bad in (5, b"x" * 32, bytearray(32), struct.timespec(), struct.itimerval()):
            with pytest.raises(TypeError):
                call(bad)
        with pytest.raises(OutOfBounds):
            call(ptr(struct.itimerspec, char[31]()))
    for bad in ("1", None, 1.5):
        with pytest.raises(TypeError):
            N.timerfd_create(bad, 0)
        with pytest.raises(TypeError):
            N.timerfd_gettime(bad, times(0))


# ----------------------------------------------------------------------------------- signalfd


@pytest.fixture
def blocked():
    both = {signal.SIGUSR1, signal.SIGUSR2}
    old = signal.pthread_sigmask(signal.SIG_BLOCK, both)
    yield
    while signal.sigtimedwait(both, 0):
        pass
    signal.pthread_sigmask(signal.SIG_SETMASK, old)


def set_of(*signals):
    made = sigset_t()
    sigemptyset(made)
    for number in signals:
        assert 0 == sigaddset(made, number)
    return made


def test_signals_are_read(blocked, opened):
    fd = opened(N.signalfd(-1, set_of(SIGUSR1), N.SFD_NONBLOCK | N.SFD_CLOEXEC))
    infos = struct.signalfd_siginfo[4]()
    assert 128 == sizeof(struct.signalfd_siginfo)
    assert -1 == read(fd, infos, sizeof(infos))
    assert numbers.EAGAIN == errno
    assert 0 == kill(os.getpid(), SIGUSR2)
    assert not ready(fd)
    assert 0 == kill(os.getpid(), SIGUSR1)
    assert ready(fd, 10)
    assert 128 == read(fd, infos, sizeof(infos))
    assert (SIGUSR1, os.getpid(), os.getuid()) == (
        infos[0].ssi_signo,
        infos[0].ssi_pid,
        infos[0].ssi_uid,
    )
    assert N.SI_USER == infos[0].ssi_code
    assert fd == N.signalfd(fd, set_of(SIGUSR2), 0)
    assert 128 == read(fd, infos, sizeof(infos))
    assert SIGUSR2 == infos[0].ssi_signo


def test_a_value_comes_along(blocked, opened):
    fd = opened(N.signalfd(-1, set_of(SIGUSR1), 0))
    assert 0 == N.sigqueue(os.getpid(), SIGUSR1, 42)
    info = struct.signalfd_siginfo()
    assert sizeof(info) == read(fd, info, sizeof(info))
    assert (42, N.SI_QUEUE) == (info.ssi_int, info.ssi_code)


def test_signalfds_of_every_bad_kind(opened):
    ends = os.pipe()
    assert -1 == N.signalfd(ends[0], set_of(), 0)
    assert numbers.EINVAL == errno
    for end in ends:
        os.close(end)
    assert -1 == N.signalfd(-1, set_of(), 99)
    assert numbers.EINVAL == errno
    assert -1 == N.signalfd(1_000_000, set_of(), 0)
    assert numbers.EBADF == errno
    with pytest.raises(NullPointer):
        N.signalfd(-1, None, 0)
    for bad in (5, b"x" * 128, bytearray(128), struct.timespec(), int_()):
        with pytest.raises(TypeError):
            N.signalfd(-1, bad, 0)
    for bad in ("1", None, 1.5):
        with pytest.raises(TypeError):
            N.signalfd(bad, set_of(), 0)
    with pytest.raises(OverflowError):
        N.signalfd(2**31, set_of(), 0)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("event", tmp_path)
