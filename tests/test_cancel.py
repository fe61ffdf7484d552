"""Cancellation: at which calls a thread ends, what runs then, and what nobody may break by it."""

import os
import socket as oracle
import subprocess
import sys
import threading
import time

import pytest
from misuse import complaints_of
from threads import Running, await_sleep, run

import pysock
from pysock import (
    EINVAL,
    PTHREAD_CANCEL_ASYNCHRONOUS,
    PTHREAD_CANCEL_DEFERRED,
    PTHREAD_CANCEL_DISABLE,
    PTHREAD_CANCEL_ENABLE,
    PTHREAD_CANCELED,
    Uninitialized,
    UseAfterFree,
    accept,
    char,
    fd_set,
    int_,
    poll,
    pthread_cancel,
    pthread_cleanup_pop,
    pthread_cleanup_push,
    pthread_cond_t,
    pthread_cond_wait,
    pthread_exit,
    pthread_join,
    pthread_mutex_lock,
    pthread_mutex_t,
    pthread_self,
    pthread_setcancelstate,
    pthread_setcanceltype,
    pthread_testcancel,
    read,
    recv,
    sleep,
    struct,
    usleep,
    waitpid,
    write,
)


@pytest.fixture
def pair():
    one, two = oracle.socketpair()
    with one, two:
        yield one.fileno(), two.fileno()


def blocked_in(call):
    """A thread that is inside a call; it notes in what order things end."""
    begun, notes = [], []

    def routine(_):
        begun.append(threading.get_native_id())
        pthread_cleanup_push(notes.append, "pushed first")
        pthread_cleanup_push(notes.append, "pushed last")
        try:
            call()
            notes.append("came back")
        finally:
            notes.append("finally")

    thread = Running(routine)
    while not begun:
        usleep(100)
    await_sleep(begun[0])
    return thread, notes


def blocking_calls(pair, other=None):
    """The calls by name; `other` is a thread that does not end."""
    one, two = pair
    yield "read", lambda: read(one, char[1](), 1)
    yield "recv", lambda: recv(one, char[1](), 1, 0)
    yield "sleep", lambda: sleep(100)
    yield "usleep", lambda: [usleep(900_000) for _ in range(100)]
    yield "poll", lambda: poll(struct.pollfd(fd=one, events=pysock.POLLIN), 1, -1)
    yield "join", lambda: pthread_join(other.id, None)

    def wait():
        mutex, cond = pthread_mutex_t(), pthread_cond_t()
        pthread_mutex_lock(mutex)
        pthread_cond_wait(cond, mutex)

    yield "cond_wait", wait

    def wait_with_select():
        reads = fd_set()
        pysock.FD_ZERO(reads)
        pysock.FD_SET(one, reads)
        pysock.select(one + 1, reads, 0, 0, 0)

    yield "select", wait_with_select

    def fill():
        while write(two, char[65536](), 65536) > 0:
            pass

    yield "write", fill

    def wait_for_a_client():
        with oracle.create_server(("127.0.0.1", 0)) as listener:
            accept(listener.fileno(), 0, 0)

    yield "accept", wait_for_a_client


NAMES = [name for name, _ in blocking_calls((0, 1))]


@pytest.mark.parametrize("name", NAMES)
def test_a_blocked_thread_ends(pair, name):
    """At once, with its `finally` blocks and then its cleanup handlers, the last one first."""
    other = Running(lambda _: sleep(100))
    thread, notes = blocked_in(dict(blocking_calls(pair, other))[name])
    before = time.monotonic()
    assert 0 == pthread_cancel(thread.id)
    assert PTHREAD_CANCELED == thread.join()
    assert time.monotonic() - before < 5
    assert ["finally", "pushed last", "pushed first"] == notes
    pthread_cancel(other.id)
    assert PTHREAD_CANCELED == other.join()


def test_a_cancellation_that_comes_first_ends_the_next_call(pair):
    """Nothing is read: the call is not made at all."""
    one, two = pair
    asked = []

    def routine(_):
        while not asked:
            pass
        read(one, char[8](), 8)
        return 1

    thread = Running(routine)
    pthread_cancel(thread.id)
    write(two, "data", 4)
    asked.append(1)
    assert PTHREAD_CANCELED == thread.join()
    buf = char[8]()
    assert 4 == read(one, buf, 8)


def test_a_thread_that_calls_nothing_goes_on():
    asked = []

    def routine(_):
        while not asked:
            pass
        return 5

    thread = Running(routine)
    pthread_cancel(thread.id)
    asked.append(1)
    assert 5 == thread.join()


def test_storm(pair):
    """Whatever the moment, each thread ends, and the reader is not left waiting."""
    one, _ = pair
    for pause in range(150):
        thread = Running(lambda _: read(one, char[1](), 1))
        if pause % 3:
            usleep(pause % 7 * 30)
        assert 0 == pthread_cancel(thread.id)
        assert PTHREAD_CANCELED == thread.join()


def test_state():
    """While it is disabled nothing ends the thread; enabled again, the next point does."""
    old, notes, asked = int_(-1), [], []

    def routine(_):
        assert 0 == pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, old)
        notes.append(old.value)
        while not asked:
            usleep(500)
        pthread_testcancel()
        assert 0 == pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, old)
        notes.append(old.value)
        pthread_testcancel()
        notes.append("still there")

    thread = Running(routine)
    while not notes:
        usleep(100)
    pthread_cancel(thread.id)
    asked.append(1)
    assert PTHREAD_CANCELED == thread.join()
    assert [PTHREAD_CANCEL_ENABLE, PTHREAD_CANCEL_DISABLE] == notes
    assert EINVAL == pthread_setcancelstate(99, None)


def test_type():
    old = int_(-1)
    assert 0 == pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, old)
    assert PTHREAD_CANCEL_DEFERRED == old
    assert 0 == pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, old)
    assert PTHREAD_CANCEL_ASYNCHRONOUS == old
    assert EINVAL == pthread_setcanceltype(99, old)


def test_calls_in_a_cleanup_handler_are_made(pair):
    one, two = pair

    def routine(_):
        pthread_cleanup_push(lambda text: write(two, text, 5), "ended")
        sleep(100)

    thread = Running(routine)
    usleep(1000)
    pthread_cancel(thread.id)
    assert PTHREAD_CANCELED == thread.join()
    buf = char[8]()
    assert 5 == read(one, buf, 8)


def test_cleanup_without_an_end():
    notes = []

    def routine(_):
        for number in range(3):
            pthread_cleanup_push(notes.append, number)
        pthread_cleanup_pop(0)
        pthread_cleanup_pop(1)

    run(routine)
    assert [1] == notes
    with pytest.raises(TypeError, match="no pthread_cleanup_push"):
        pthread_cleanup_pop(0)
    with pytest.raises(TypeError, match="wants a function"):
        pthread_cleanup_push(None, None)


def test_exit_runs_what_was_pushed():
    notes = []

    def routine(_):
        pthread_cleanup_push(notes.append, "handler")
        pthread_exit(7)

    assert 7 == run(routine)
    assert ["handler"] == notes


def test_a_handler_that_raises_is_reported(monkeypatch):
    reports = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reports.append(args.exc_type))
    notes = []

    def routine(_):
        pthread_cleanup_push(notes.append, "the other")
        pthread_cleanup_push(lambda _: 1 / 0, None)
        pthread_exit(None)

    run(routine)
    assert [ZeroDivisionError] == reports
    assert ["the other"] == notes


def test_a_thread_of_the_standard_library():
    """It can be cancelled as well, once it has told who it is; it ends without a word."""
    script = """
import threading
from pysock import *
ids = []
ends = int_[2]()
pipe(ends)
def routine():
    ids.append(pthread_self())
    read(ends[0], char[1](), 1)
    ids.append("came back")
thread = threading.Thread(target=routine)
thread.start()
while not ids:
    usleep(100)
print(pthread_cancel(ids[0]))
thread.join()
print(len(ids))
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (b"0\n1\n", b"") == (out.stdout, out.stderr)


def test_cancelling_itself():
    def routine(_):
        pthread_cancel(pthread_self())
        pthread_testcancel()
        return 1

    assert PTHREAD_CANCELED == run(routine)


def test_nobody_there():
    with pytest.raises(Uninitialized, match="pthread_cancel: 0x0 is no thread's id"):
        pthread_cancel(0)
    thread = Running(lambda _: None)
    thread.join()
    with pytest.raises(UseAfterFree, match=r"already ended its life in pthread_join\(\)"):
        pthread_cancel(thread.id)
    thread = Running(lambda _: None)
    usleep(1000)
    assert 0 == pthread_cancel(thread.id)  # it has ended, perhaps, and was not joined
    assert thread.join() in (0, PTHREAD_CANCELED)


def test_a_handler_of_a_signal_is_not_lost():
    """Pokes interrupt only whom they are for."""
    script = """
from pysock import *
seen = []
signal(SIGALRM, seen.append)
def routine(arg):
    sleep(100)
setitimer(ITIMER_REAL, struct.itimerval(it_interval=(0, 1000), it_value=(0, 1000)), NULL)
for _ in range(100):
    thread = pthread_t()
    pthread_create(thread, NULL, routine, NULL)
    usleep(300)
    pthread_cancel(thread)
    assert pthread_join(thread, NULL) == 0
setitimer(ITIMER_REAL, struct.itimerval(), NULL)
print(len(seen) > 5)
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (b"True\n", b"") == (out.stdout, out.stderr)


def test_child_has_no_wish_of_the_parents(pair):
    """fork() in a thread while others wait, and are cancelled."""
    one, _ = pair
    waiting = Running(lambda _: read(one, char[1](), 1))

    def routine(_):
        pid = pysock.fork()
        if pid == 0:
            usleep(1000)
            os._exit(3)
        status = int_()
        assert pid == waitpid(pid, status, 0)
        return pysock.WEXITSTATUS(status)

    forking = Running(routine)
    pthread_cancel(waiting.id)
    assert 3 == forking.join()
    assert PTHREAD_CANCELED == waiting.join()


def test_misuse_ends_as_it_must(tmp_path):
    assert [] == complaints_of("cancel", tmp_path)
