"""Condition variables: C's answers, queues and storms, time limits, cancellation, processes."""

import mmap
import os
import subprocess
import sys
import time

import pytest
from c_oracle import LINUX
from misuse import complaints_of
from threads import Running, in_seconds, running, same_as_in_c, together

import pysock
from pysock import (
    EBUSY,
    EINVAL,
    EPERM,
    ETIMEDOUT,
    PTHREAD_CANCELED,
    PTHREAD_COND_INITIALIZER,
    PTHREAD_MUTEX_ERRORCHECK,
    PTHREAD_PROCESS_SHARED,
    NotOwner,
    Uninitialized,
    UseAfterFree,
    char,
    copy,
    fork,
    int_,
    pthread_cancel,
    pthread_cond_broadcast,
    pthread_cond_destroy,
    pthread_cond_init,
    pthread_cond_signal,
    pthread_cond_t,
    pthread_cond_timedwait,
    pthread_cond_wait,
    pthread_condattr_destroy,
    pthread_condattr_getpshared,
    pthread_condattr_init,
    pthread_condattr_setpshared,
    pthread_condattr_t,
    pthread_mutex_destroy,
    pthread_mutex_init,
    pthread_mutex_lock,
    pthread_mutex_t,
    pthread_mutex_trylock,
    pthread_mutex_unlock,
    pthread_mutexattr_init,
    pthread_mutexattr_setpshared,
    pthread_mutexattr_settype,
    pthread_mutexattr_t,
    ptr,
    struct,
    waitpid,
)


class Meeting:
    """A mutex, a condition, and those who wait for it: a waiter holds the mutex until it waits."""

    def __init__(self):
        self.mutex = pthread_mutex_t()
        self.cond = pthread_cond_t(PTHREAD_COND_INITIALIZER)
        self.waiting = 0
        self.went = []

    def wait(self, number):
        assert 0 == pthread_mutex_lock(self.mutex)
        try:
            self.waiting += 1
            result = pthread_cond_wait(self.cond, self.mutex)
            assert EBUSY == pthread_mutex_trylock(self.mutex)  # it is locked again
            self.went.append(number)
            return result
        finally:
            assert 0 == pthread_mutex_unlock(self.mutex)

    def await_waiters(self, count):
        """Who gets the mutex after them finds them waiting."""
        while True:
            pthread_mutex_lock(self.mutex)
            there = self.waiting
            pthread_mutex_unlock(self.mutex)
            if there == count:
                return
            pysock.usleep(200)


def test_calls_answer_as_in_c(compiler, tmp_path):
    calls = ["pthread_cond_init(c, NULL)", "pthread_cond_signal(c)", "pthread_cond_broadcast(c)"]
    calls += ["pthread_cond_destroy(c)", "pthread_condattr_init(a)", "sizeof(c)", "sizeof(a)"]
    calls += ["pthread_condattr_setpshared(a, 99)", "pthread_cond_init(c, a)"]
    if hasattr(pysock, "pthread_condattr_setclock"):
        calls += ["pthread_condattr_setclock(a, 99)"]
        calls += ["pthread_condattr_setclock(a, CLOCK_THREAD_CPUTIME_ID)"]
    calls += ["pthread_condattr_destroy(a)"]
    names = {"c": "pthread_cond_t", "a": "pthread_condattr_t", "m": "pthread_mutex_t"}
    same_as_in_c(compiler, tmp_path, calls, names)


def test_signal_wakes_the_longest_waiting():
    meeting = Meeting()
    threads = []
    for number in range(5):
        threads.append(Running(meeting.wait, number))
        meeting.await_waiters(number + 1)
    assert EBUSY == pthread_cond_destroy(meeting.cond)
    assert EBUSY == pthread_cond_init(meeting.cond, None)
    assert EBUSY == pthread_mutex_destroy(meeting.mutex)
    for thread in threads[:3]:
        assert 0 == pthread_cond_signal(meeting.cond)
        assert 0 == thread.join()
    assert [0, 1, 2] == meeting.went
    assert 0 == pthread_cond_broadcast(meeting.cond)
    assert [0, 0] == [thread.join() for thread in threads[3:]]
    assert {3, 4} == set(meeting.went[3:])
    assert 0 == pthread_cond_destroy(meeting.cond)
    with pytest.raises(UseAfterFree):
        pthread_cond_signal(meeting.cond)


def test_storm():
    """Producers and consumers over one place: nothing is lost, nothing comes twice."""
    mutex, filled, emptied = pthread_mutex_t(), pthread_cond_t(), pthread_cond_t()
    place, taken, rounds = [], [], 250

    def produce(number):
        for round_ in range(rounds):
            pthread_mutex_lock(mutex)
            while place:
                pthread_cond_wait(emptied, mutex)
            place.append((number, round_))
            pthread_cond_signal(filled)
            pthread_mutex_unlock(mutex)

    def consume(_):
        for _ in range(rounds):
            pthread_mutex_lock(mutex)
            while not place:
                pthread_cond_wait(filled, mutex)
            taken.append(place.pop())
            pthread_cond_signal(emptied)
            pthread_mutex_unlock(mutex)

    together(12, lambda number: (produce if number % 2 else consume)(number))
    assert sorted(taken) == sorted((n, r) for n in range(1, 12, 2) for r in range(rounds))


def test_timedwait():
    mutex, cond = pthread_mutex_t(), pthread_cond_t()
    pthread_mutex_lock(mutex)
    before = time.monotonic()
    assert ETIMEDOUT == pthread_cond_timedwait(cond, mutex, in_seconds(0.05))
    assert 0.045 <= time.monotonic() - before
    assert ETIMEDOUT == pthread_cond_timedwait(cond, mutex, in_seconds(-5))
    for nanoseconds in (-1, 1_000_000_000):
        wrong = struct.timespec(1, nanoseconds)
        assert EINVAL == pthread_cond_timedwait(cond, mutex, wrong)
    assert EBUSY == pthread_mutex_trylock(mutex)

    def signal(_):
        pthread_mutex_lock(mutex)
        pthread_cond_signal(cond)
        pthread_mutex_unlock(mutex)

    with running(signal):
        assert 0 == pthread_cond_timedwait(cond, mutex, in_seconds(20))
    assert 0 == pthread_cond_destroy(cond)


@LINUX
def test_clock():
    from pysock import (
        CLOCK_MONOTONIC,
        CLOCK_REALTIME,
        clockid_t,
        pthread_condattr_getclock,
        pthread_condattr_setclock,
    )

    attr, clock = pthread_condattr_t(), clockid_t(99)
    pthread_condattr_init(attr)
    assert 0 == pthread_condattr_getclock(attr, clock)
    assert CLOCK_REALTIME == clock
    assert 0 == pthread_condattr_setclock(attr, CLOCK_MONOTONIC)
    assert 0 == pthread_condattr_getclock(attr, clock)
    assert CLOCK_MONOTONIC == clock
    cond, mutex = pthread_cond_t(), pthread_mutex_t()
    pthread_cond_init(cond, attr)
    pthread_mutex_lock(mutex)
    before = time.monotonic()
    moment = in_seconds(0.05, CLOCK_MONOTONIC)
    assert ETIMEDOUT == pthread_cond_timedwait(cond, mutex, moment)
    assert 0.045 <= time.monotonic() - before < 5


def test_cancelled_while_it_waits():
    """It has the mutex again while it ends, and takes no signal from the others."""
    meeting = Meeting()
    first = Running(meeting.wait, 1)
    meeting.await_waiters(1)
    second = Running(meeting.wait, 2)
    meeting.await_waiters(2)
    assert 0 == pthread_cancel(first.id)
    assert PTHREAD_CANCELED == first.join()
    assert 0 == pthread_cond_signal(meeting.cond)
    assert 0 == second.join()
    assert [2] == meeting.went


def test_handler_runs_with_the_mutex_free():
    """As in C, where it runs inside pthread_cond_wait()."""
    script = """
from pysock import *
mutex, cond, seen = pthread_mutex_t(), pthread_cond_t(), []
def handler(sig):
    if pthread_mutex_trylock(mutex) == EBUSY:
        return  # it came before the wait
    setitimer(ITIMER_REAL, struct.itimerval(), NULL)
    seen.append(pthread_mutex_unlock(mutex))
    thread = pthread_t()
    pthread_create(thread, NULL, wake, NULL)
    pthread_detach(thread)
def wake(arg):
    pthread_mutex_lock(mutex)
    pthread_cond_signal(cond)
    pthread_mutex_unlock(mutex)
signal(SIGALRM, handler)
pthread_mutex_lock(mutex)
setitimer(ITIMER_REAL, struct.itimerval((0, 250_000), (0, 20_000)), NULL)
print(pthread_cond_wait(cond, mutex), seen, pthread_mutex_unlock(mutex))
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (b"0 [0] 0\n", b"") == (out.stdout, out.stderr)


def test_what_c_leaves_open():
    meeting, other = Meeting(), pthread_mutex_t()
    with pytest.raises(NotOwner, match="pthread_cond_wait: this thread does not hold"):
        pthread_cond_wait(meeting.cond, meeting.mutex)
    attr, checking = pthread_mutexattr_t(), pthread_mutex_t()
    pthread_mutexattr_init(attr)
    pthread_mutexattr_settype(attr, PTHREAD_MUTEX_ERRORCHECK)
    pthread_mutex_init(checking, attr)
    assert EPERM == pthread_cond_wait(meeting.cond, checking)
    with running(lambda _: meeting.wait(1)):
        meeting.await_waiters(1)
        pthread_mutex_lock(other)
        assert EINVAL == pthread_cond_wait(meeting.cond, other)
        with pytest.raises(Uninitialized, match="a copy of"):
            pthread_cond_signal(copy(meeting.cond))
        pthread_cond_broadcast(meeting.cond)
    with pytest.raises(TypeError):
        pthread_cond_signal(other)
    with pytest.raises(TypeError):
        pthread_cond_signal(char[64]())


def test_attributes():
    attr, answer = pthread_condattr_t(), int_(-1)
    pthread_condattr_init(attr)
    assert 0 == pthread_condattr_getpshared(attr, answer)
    assert 0 == answer
    assert 0 == pthread_condattr_setpshared(attr, PTHREAD_PROCESS_SHARED)
    assert 0 == pthread_condattr_getpshared(attr, answer)
    assert PTHREAD_PROCESS_SHARED == answer
    assert 0 == pthread_condattr_destroy(attr)
    with pytest.raises(UseAfterFree):
        pthread_cond_init(pthread_cond_t(), attr)


def test_processes_share_a_condition():
    pages = mmap.mmap(-1, mmap.PAGESIZE)
    mutex = ptr(pthread_mutex_t, pages)
    cond = ptr(pthread_cond_t, ptr(char, mutex) + 512)
    turn = ptr(int_, ptr(char, mutex) + 1024)
    attr, cond_attr = pthread_mutexattr_t(), pthread_condattr_t()
    pthread_mutexattr_init(attr)
    pthread_mutexattr_setpshared(attr, PTHREAD_PROCESS_SHARED)
    pthread_condattr_init(cond_attr)
    pthread_condattr_setpshared(cond_attr, PTHREAD_PROCESS_SHARED)
    assert 0 == pthread_mutex_init(mutex, attr)
    assert 0 == pthread_cond_init(cond, cond_attr)

    def play(mine):
        """Two processes take turns."""
        for _ in range(200):
            pthread_mutex_lock(mutex)
            while turn[0] % 2 != mine:
                assert 0 == pthread_cond_timedwait(cond, mutex, in_seconds(20))
            turn[0] = turn[0] + 1
            pthread_cond_broadcast(cond)
            pthread_mutex_unlock(mutex)

    pid = fork()
    if pid == 0:
        status = 1
        try:
            play(1)
            status = 0
        finally:
            os._exit(status)
    play(0)
    status = int_()
    assert pid == waitpid(pid, status, 0)
    assert (0, 400) == (status, turn[0])


def test_misuse_ends_as_it_must(tmp_path):
    assert [] == complaints_of("cond", tmp_path)
