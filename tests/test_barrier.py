"""Barriers: nobody goes before the last has come."""

import mmap
import os
import subprocess
import sys
import threading

import pytest
from misuse import complaints_of
from terminal import until
from threads import await_sleep, running, same_as_in_c, together

import pysock
from pysock import EBUSY, EINVAL, Uninitialized, UseAfterFree, fork, int_, ptr, waitpid

if not hasattr(pysock, "pthread_barrier_init"):
    pytest.skip("this platform has no barriers", allow_module_level=True)

from pysock import (
    PTHREAD_BARRIER_SERIAL_THREAD,
    PTHREAD_PROCESS_SHARED,
    pthread_barrier_destroy,
    pthread_barrier_init,
    pthread_barrier_t,
    pthread_barrier_wait,
    pthread_barrierattr_destroy,
    pthread_barrierattr_getpshared,
    pthread_barrierattr_init,
    pthread_barrierattr_setpshared,
    pthread_barrierattr_t,
)


def test_calls_answer_as_in_c(compiler, tmp_path):
    calls = ["pthread_barrier_init(b, NULL, 0)", "pthread_barrier_init(b, NULL, 1)"]
    calls += ["pthread_barrier_wait(b)"] * 2
    calls += ["pthread_barrier_destroy(b)", "sizeof(b)", "sizeof(a)", "pthread_barrierattr_init(a)"]
    calls += ["pthread_barrierattr_setpshared(a, 99)", "pthread_barrierattr_destroy(a)"]
    same_as_in_c(
        compiler, tmp_path, calls, {"b": "pthread_barrier_t", "a": "pthread_barrierattr_t"}
    )


def test_all_go_together_again_and_again():
    barrier, came, serial = pthread_barrier_t(), [0] * 20, []
    assert 0 == pthread_barrier_init(barrier, None, 5)

    def meet(_):
        for round_ in range(20):
            came[round_] += 1
            result = pthread_barrier_wait(barrier)
            if result == PTHREAD_BARRIER_SERIAL_THREAD:
                serial.append(round_)
            else:
                assert 0 == result
            assert 5 == came[round_]
            pthread_barrier_wait(barrier)

    together(5, meet)
    assert list(range(20)) == serial
    assert 0 == pthread_barrier_destroy(barrier)


def test_in_use_and_ended():
    barrier = pthread_barrier_t()
    with pytest.raises(Uninitialized, match=r"never was in pthread_barrier_init\(\)"):
        pthread_barrier_wait(barrier)
    assert EINVAL == pthread_barrier_init(barrier, None, 0)
    assert 0 == pthread_barrier_init(barrier, None, 2)
    begun = []

    def wait(_):
        begun.append(threading.get_native_id())
        pthread_barrier_wait(barrier)

    with running(wait):
        until(lambda: begun)
        await_sleep(begun[0])
        assert EBUSY == pthread_barrier_init(barrier, None, 2)
        assert EBUSY == pthread_barrier_destroy(barrier)
        pthread_barrier_wait(barrier)
    assert 0 == pthread_barrier_destroy(barrier)
    with pytest.raises(UseAfterFree):
        pthread_barrier_wait(barrier)


def test_handler_runs_while_the_main_thread_waits():
    script = """
from pysock import *
barrier = pthread_barrier_t()
pthread_barrier_init(barrier, NULL, 2)
def handler(sig):
    thread = pthread_t()
    pthread_create(thread, NULL, lambda arg: pthread_barrier_wait(barrier), NULL)
    pthread_detach(thread)
signal(SIGALRM, handler)
setitimer(ITIMER_REAL, struct.itimerval(it_value=(0, 20000)), NULL)
print(pthread_barrier_wait(barrier) in (0, PTHREAD_BARRIER_SERIAL_THREAD))
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (b"True\n", b"") == (out.stdout, out.stderr)


def test_processes_share_a_barrier():
    barrier = ptr(pthread_barrier_t, mmap.mmap(-1, mmap.PAGESIZE))
    attr, answer = pthread_barrierattr_t(), int_()
    assert 0 == pthread_barrierattr_init(attr)
    assert 0 == pthread_barrierattr_setpshared(attr, PTHREAD_PROCESS_SHARED)
    assert 0 == pthread_barrierattr_getpshared(attr, answer)
    assert PTHREAD_PROCESS_SHARED == answer
    assert 0 == pthread_barrier_init(barrier, attr, 2)
    assert 0 == pthread_barrierattr_destroy(attr)
    pid = fork()
    results = []
    try:
        results += [pthread_barrier_wait(barrier) for _ in range(50)]
    finally:
        if pid == 0:
            os._exit(len(results))
    status = int_()
    assert pid == waitpid(pid, status, 0)
    assert 50 == pysock.WEXITSTATUS(status)


def test_misuse_ends_as_it_must(tmp_path):
    assert [] == complaints_of("barrier", tmp_path)
