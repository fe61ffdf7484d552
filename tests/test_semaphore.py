"""Semaphores: C's answers, EINTR and SA_RESTART, names, processes, what C leaves undefined."""

import mmap
import os
import subprocess
import sys
import threading

import pytest
from c_oracle import LINUX
from misuse import complaints_of
from terminal import until
from threads import (
    Running,
    await_sleep,
    in_seconds,
    run,
    running,
    same_as_in_c,
    together,
)

import pysock
from pysock import (
    EAGAIN,
    EBUSY,
    EEXIST,
    EINVAL,
    ENOENT,
    O_CREAT,
    O_EXCL,
    PTHREAD_CANCELED,
    SEM_FAILED,
    SEM_VALUE_MAX,
    InvalidFree,
    Uninitialized,
    UseAfterFree,
    char,
    copy,
    errno,
    fork,
    int_,
    memset,
    pthread_cancel,
    ptr,
    sem_close,
    sem_destroy,
    sem_getvalue,
    sem_init,
    sem_open,
    sem_post,
    sem_t,
    sem_trywait,
    sem_unlink,
    sem_wait,
    sizeof,
    struct,
    waitpid,
)

UNNAMED = LINUX  # macOS: sem_init() fails with ENOSYS


def semaphore(value):
    sem = sem_t()
    assert 0 == sem_init(sem, 0, value)
    return sem


def value_of(sem):
    value = int_(-1)
    assert 0 == sem_getvalue(sem, value)
    return value.value


@pytest.fixture
def name():
    chosen = f"/pysock-{os.getpid()}"
    yield chosen
    sem_unlink(chosen)


@UNNAMED
def test_calls_answer_as_in_c(compiler, tmp_path):
    calls = ["sem_init(s, 0, 2)", "sem_wait(s)", "sem_trywait(s)", "sem_trywait(s)", "sem_post(s)"]
    calls += ["sem_wait(s)", "sem_trywait(s)", "sem_destroy(s)", "sizeof(s)"]
    calls += ["sem_init(s, 0, SEM_VALUE_MAX)", "sem_post(s)", "sem_init(s, 0, SEM_VALUE_MAX + 1u)"]
    calls += ['sem_unlink("/nobody-has-this-name")', 'sem_unlink("a/b")']
    calls = [call.replace(" + 1u", "") for call in calls]
    same_as_in_c(compiler, tmp_path, calls, {"s": "sem_t"})
    assert -1 == sem_init(sem_t(), 0, SEM_VALUE_MAX + 1)
    assert errno == EINVAL


@UNNAMED
def test_storm():
    """As many as were given are taken; never more are inside than the semaphore lets in."""
    places, inside, most = semaphore(3), [], []

    def visit(number):
        for _ in range(150):
            assert 0 == sem_wait(places)
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)
            assert 0 == sem_post(places)

    together(10, visit)
    assert 3 == value_of(places)
    assert max(most) <= 3
    assert 0 == sem_destroy(places)


@UNNAMED
def test_two_that_take_turns():
    """As semaphore.c of the course."""
    one, two, heard = semaphore(0), semaphore(1), []
    number = int_()

    def read(_):
        for round_ in range(200):
            sem_wait(two)
            number.value = round_
            sem_post(one)

    def add(_):
        for _ in range(200):
            sem_wait(one)
            heard.append(number.value)
            sem_post(two)

    with running(read, add):
        pass
    assert list(range(200)) == heard


@UNNAMED
@pytest.mark.parametrize(("flags", "expected"), [(0, "-1 True"), ("SA_RESTART", "0 False")])
@pytest.mark.parametrize("timed", [False, True])
def test_signal(flags, expected, timed):
    """signal(7): a handler with SA_RESTART lets the wait go on."""
    call = "sem_timedwait(sem, limit)" if timed else "sem_wait(sem)"
    script = f"""
from pysock import *
sem = sem_t()
sem_init(sem, 0, 0)
limit = struct.timespec()
clock_gettime(CLOCK_REALTIME, limit)
limit.tv_sec += 20
def give(arg):
    while len(handled) < 3:
        usleep(1000)
    sem_post(sem)
handled = []
act = struct.sigaction(sa_handler=handled.append, sa_flags={flags})
sigemptyset(act.sa_mask)
sigaction(SIGALRM, act, NULL)
every = struct.itimerval(it_interval=(0, 5000), it_value=(0, 5000))
thread = pthread_t()
pthread_create(thread, NULL, give, NULL)
setitimer(ITIMER_REAL, every, NULL)
errno.value = 0
result = {call}
interrupted = errno == EINTR
pthread_join(thread, NULL)
print(result, interrupted)
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (expected.encode() + b"\n", b"") == (out.stdout, out.stderr)


@LINUX
def test_no_memory_for_a_shared_semaphore():
    """It says so as an object of one process would."""
    script = """
import resource
from pysock import *
import mmap  # before there is no memory left
resource.setrlimit(resource.RLIMIT_AS, (1 << 20, 1 << 20))
try:
    sem_init(sem_t(), 1, 1)
except MemoryError as error:
    write(1, str(error), len(str(error)))
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert b"no memory for what processes share" in out.stdout, out.stderr


@UNNAMED
def test_cancelled_while_it_waits():
    sem, begun = semaphore(0), []

    def wait(_):
        begun.append(threading.get_native_id())
        sem_wait(sem)

    thread = Running(wait)
    until(lambda: begun)
    await_sleep(begun[0])
    assert -1 == sem_destroy(sem)
    assert errno == EBUSY
    assert -1 == sem_init(sem, 0, 0)
    assert errno == EBUSY
    assert 0 == pthread_cancel(thread.id)
    assert PTHREAD_CANCELED == thread.join()
    assert 0 == sem_destroy(sem)


@UNNAMED
def test_what_c_leaves_open():
    with pytest.raises(Uninitialized, match=r"never was in sem_init\(\)"):
        sem_wait(sem_t())
    sem = semaphore(1)
    with pytest.raises(Uninitialized, match="a copy of"):
        sem_post(copy(sem))
    memset(sem, 0x5A, sizeof(sem))
    with pytest.raises(Uninitialized, match="overwritten"):
        sem_post(sem)
    sem = semaphore(1)
    assert 0 == sem_destroy(sem)
    with pytest.raises(UseAfterFree, match=r"ended its life in sem_destroy\(\)"):
        sem_wait(sem)
    with pytest.raises(TypeError):
        sem_wait(char[64]())
    with pytest.raises(InvalidFree):
        sem_close(semaphore(1))


@LINUX
def test_timedwait():
    from pysock import ETIMEDOUT, sem_timedwait

    sem = semaphore(1)
    assert 0 == sem_timedwait(sem, in_seconds(0))
    assert -1 == sem_timedwait(sem, in_seconds(0.02))
    assert errno == ETIMEDOUT
    assert -1 == sem_timedwait(sem, struct.timespec(1, -1))
    assert errno == EINVAL


def test_named(name):
    assert SEM_FAILED is sem_open(name, 0)
    assert errno == ENOENT
    sem = sem_open(name, O_CREAT | O_EXCL, 0o600, 1)
    assert sem != SEM_FAILED
    assert SEM_FAILED is sem_open(name, O_CREAT | O_EXCL, 0o600, 1)
    assert errno == EEXIST
    again = sem_open(name, 0)
    assert sem == again
    assert 0 == sem_wait(sem)
    assert -1 == sem_trywait(again)
    assert errno == EAGAIN
    assert 0 == run(lambda _: sem_post(again))
    assert 0 == sem_close(again)
    assert 0 == sem_wait(sem)  # opened twice, closed once
    assert 0 == sem_close(sem)
    for call in (sem_wait, sem_close, sem_post):
        with pytest.raises(UseAfterFree):
            call(sem)
    assert 0 == sem_unlink(name)
    assert -1 == sem_unlink(name)
    assert errno == ENOENT


def test_named_is_not_closed_under_a_waiter(name):
    """C's library ends the process then."""
    sem, begun = sem_open(name, O_CREAT, 0o600, 0), []

    def wait(_):
        begun.append(threading.get_native_id())
        sem_wait(sem)

    with running(wait):
        until(lambda: begun)
        await_sleep(begun[0])
        assert -1 == sem_close(sem)
        assert errno == EBUSY
        assert 0 == sem_post(sem)
    assert 0 == sem_close(sem)


def test_wrong_names_and_arguments(name):
    with pytest.raises(TypeError, match="with O_CREAT"):
        sem_open(name, O_CREAT)
    with pytest.raises(TypeError, match="with O_CREAT"):
        sem_open(name, 0, 1)
    assert SEM_FAILED is sem_open(name, O_CREAT, 0o600, SEM_VALUE_MAX + 1)
    assert errno == EINVAL
    with pytest.raises(ValueError, match="NUL"):
        sem_unlink("/a\0b")
    named = sem_open(name, O_CREAT, 0o600, 1)
    with pytest.raises(InvalidFree, match=r"sem_close\(\)"):
        sem_destroy(named)
    assert 0 == sem_close(named)


@UNNAMED
def test_processes_share_a_semaphore():
    memory = ptr(sem_t, mmap.mmap(-1, mmap.PAGESIZE))
    back = memory + 1
    assert 0 == sem_init(memory, 1, 0)
    assert 0 == sem_init(back, 1, 0)
    pid = fork()
    if pid == 0:
        taken = 0
        try:
            for _ in range(100):
                taken += sem_wait(memory) == 0
                sem_post(back)
        finally:
            os._exit(taken)
    for _ in range(100):
        assert 0 == sem_post(memory)
        assert 0 == sem_wait(back)
    status = int_()
    assert pid == waitpid(pid, status, 0)
    assert 100 == pysock.WEXITSTATUS(status)


def test_misuse_ends_as_it_must(tmp_path):
    assert [] == complaints_of("semaphore", tmp_path)
