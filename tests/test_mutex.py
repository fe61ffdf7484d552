"""Mutexes and spin locks: C's answers, storms, and what C leaves undefined."""

import mmap
import os
import subprocess
import sys

import pytest
from c_oracle import LINUX
from misuse import complaints_of
from threads import in_seconds, run, running, same_as_in_c, together

import pysock
from pysock import (
    EBUSY,
    EDEADLK,
    EINVAL,
    EPERM,
    PTHREAD_MUTEX_DEFAULT,
    PTHREAD_MUTEX_ERRORCHECK,
    PTHREAD_MUTEX_INITIALIZER,
    PTHREAD_MUTEX_RECURSIVE,
    PTHREAD_PRIO_INHERIT,
    PTHREAD_PROCESS_SHARED,
    Deadlock,
    NotOwner,
    NullPointer,
    Uninitialized,
    UseAfterFree,
    char,
    copy,
    errno,
    fork,
    int_,
    longlong,
    memcpy,
    memset,
    pthread_mutex_destroy,
    pthread_mutex_init,
    pthread_mutex_lock,
    pthread_mutex_t,
    pthread_mutex_trylock,
    pthread_mutex_unlock,
    pthread_mutexattr_destroy,
    pthread_mutexattr_getprotocol,
    pthread_mutexattr_getpshared,
    pthread_mutexattr_gettype,
    pthread_mutexattr_init,
    pthread_mutexattr_setprotocol,
    pthread_mutexattr_setpshared,
    pthread_mutexattr_settype,
    pthread_mutexattr_t,
    ptr,
    sizeof,
    struct,
    waitpid,
)

ATTRIBUTES = {"m": "pthread_mutex_t", "a": "pthread_mutexattr_t", "n": "int_"}


def mutex_of(kind):
    attr, mutex = pthread_mutexattr_t(), pthread_mutex_t()
    assert 0 == pthread_mutexattr_init(attr)
    assert 0 == pthread_mutexattr_settype(attr, kind)
    assert 0 == pthread_mutex_init(mutex, attr)
    assert 0 == pthread_mutexattr_destroy(attr)
    return mutex


# ------------------------------------------------------------------------------ as in C

LIFE = ["pthread_mutex_init(m, NULL)", "pthread_mutex_lock(m)", "pthread_mutex_trylock(m)"]
LIFE += ["pthread_mutex_destroy(m)", "pthread_mutex_unlock(m)", "pthread_mutex_trylock(m)"]
LIFE += ["pthread_mutex_unlock(m)", "pthread_mutex_destroy(m)", "pthread_mutex_init(m, NULL)"]
TYPED = [
    f"{call}"
    for kind in ("PTHREAD_MUTEX_RECURSIVE", "PTHREAD_MUTEX_ERRORCHECK")
    for call in (
        "pthread_mutexattr_init(a)",
        f"pthread_mutexattr_settype(a, {kind})",
        "pthread_mutex_init(m, a)",
        "pthread_mutex_unlock(m)",
        "pthread_mutex_lock(m)",
        "pthread_mutex_lock(m)",
        "pthread_mutex_trylock(m)",
        "pthread_mutex_destroy(m)",
        "pthread_mutex_unlock(m)",
        "pthread_mutex_unlock(m)",
        "pthread_mutex_unlock(m)",
        "pthread_mutex_unlock(m)",
        "pthread_mutex_destroy(m)",
        "pthread_mutexattr_destroy(a)",
    )
]
WRONG = ["pthread_mutexattr_init(a)", "pthread_mutexattr_settype(a, 99)"]
WRONG += ["pthread_mutexattr_setpshared(a, 99)", "pthread_mutexattr_setprotocol(a, 99)"]


@pytest.mark.parametrize("calls", [LIFE, TYPED, WRONG], ids=["life", "typed", "wrong"])
def test_calls_answer_as_in_c(compiler, tmp_path, calls):
    same_as_in_c(compiler, tmp_path, calls, {"m": "pthread_mutex_t", "a": "pthread_mutexattr_t"})


def test_size_is_the_compilers(compiler, tmp_path):
    same_as_in_c(
        compiler,
        tmp_path,
        ["sizeof(m)", "sizeof(a)"],
        {"m": "pthread_mutex_t", "a": "pthread_mutexattr_t"},
    )


def test_attributes_are_what_was_set():
    attr, answer = pthread_mutexattr_t(), int_(-1)
    assert 0 == pthread_mutexattr_init(attr)
    for get, set_, value in (
        (pthread_mutexattr_gettype, pthread_mutexattr_settype, PTHREAD_MUTEX_RECURSIVE),
        (pthread_mutexattr_getprotocol, pthread_mutexattr_setprotocol, PTHREAD_PRIO_INHERIT),
        (pthread_mutexattr_getpshared, pthread_mutexattr_setpshared, PTHREAD_PROCESS_SHARED),
    ):
        assert 0 == get(attr, answer)
        assert 0 == answer
        assert 0 == set_(attr, value)
        assert 0 == get(attr, answer)
        assert value == answer
    assert 0 == pthread_mutexattr_destroy(attr)
    with pytest.raises(UseAfterFree, match=r"ended its life in pthread_mutexattr_destroy"):
        pthread_mutexattr_settype(attr, PTHREAD_MUTEX_DEFAULT)
    with pytest.raises(Uninitialized, match=r"never was in pthread_mutexattr_init"):
        pthread_mutex_init(pthread_mutex_t(), pthread_mutexattr_t())


def test_errno_is_not_set():
    mutex = pthread_mutex_t()
    errno.value = 77
    assert 0 == pthread_mutex_lock(mutex)
    assert EBUSY == pthread_mutex_trylock(mutex)
    assert 0 == pthread_mutex_unlock(mutex)
    assert errno == 77


# ----------------------------------------------------------------------------- among threads


@pytest.mark.parametrize("kind", [None, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK])
def test_storm(kind):
    """As mutex.c of the course: what is guarded adds up."""
    mutex = pthread_mutex_t(PTHREAD_MUTEX_INITIALIZER) if kind is None else mutex_of(kind)
    number = longlong(0)

    def change(position):
        step = 1 if position % 2 else -1
        for _ in range(2000):
            assert 0 == pthread_mutex_lock(mutex)
            number.value += step
            assert 0 == pthread_mutex_unlock(mutex)

    together(20, change)
    assert 0 == number
    assert 0 == pthread_mutex_destroy(mutex)


def test_lock_excludes():
    """A read and a write that are apart, with a switch of threads between them."""
    mutex, number = pthread_mutex_t(), int_(0)

    def add(_):
        for _ in range(300):
            pthread_mutex_lock(mutex)
            before = number.value
            pysock.sched_yield()
            number.value = before + 1
            pthread_mutex_unlock(mutex)

    together(8, add)
    assert 2400 == number


def test_waiting_releases_the_interpreter():
    mutex, entered = pthread_mutex_t(), []
    pthread_mutex_lock(mutex)

    def enter(_):
        entered.append(1)
        pthread_mutex_lock(mutex)
        entered.append(2)
        pthread_mutex_unlock(mutex)

    with running(enter):
        while not entered:
            pysock.usleep(100)
        pysock.usleep(20_000)
        assert [1] == entered
        assert EBUSY == pthread_mutex_destroy(mutex)
        assert EBUSY == pthread_mutex_init(mutex, None)
        assert 0 == pthread_mutex_unlock(mutex)
    assert [1, 2] == entered


def test_handler_runs_while_the_main_thread_waits(tmp_path):
    """In C it runs inside pthread_mutex_lock(), which then goes on."""
    script = """
from pysock import *
mutex = pthread_mutex_t()
ready = sem_t()
sem_init(ready, 0, 0)
def hold(arg):
    pthread_mutex_lock(mutex)
    sem_post(ready)
    while not handled:
        usleep(1000)
    pthread_mutex_unlock(mutex)
handled = []
def handler(sig):
    handled.append(sig)
signal(SIGALRM, handler)
thread = pthread_t()
pthread_create(thread, NULL, hold, NULL)
while sem_wait(ready) == -1:
    pass
setitimer(ITIMER_REAL, struct.itimerval(it_value=(0, 20000)), NULL)
print(pthread_mutex_lock(mutex), handled == [SIGALRM], pthread_join(thread, NULL))
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (b"0 True 0\n", b"") == (out.stdout, out.stderr)


def test_interrupt_ends_a_deadlock_of_the_main_thread():
    """Ctrl-C works, though the holder never comes back."""
    script = """
import os, signal
from pysock import *
mutex = pthread_mutex_t()
thread = pthread_t()
pthread_create(thread, NULL, lambda arg: pthread_mutex_lock(mutex), NULL)
pthread_join(thread, NULL)
def interrupt(number, frame):
    raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
try:
    setitimer(ITIMER_REAL, struct.itimerval(it_value=(0, 20000)), NULL)
    pthread_mutex_lock(mutex)
except KeyboardInterrupt:
    print("interrupted")
""".replace("from pysock import *", "import signal as oracle\nfrom pysock import *").replace(
        "signal.signal(signal.SIGALRM", "oracle.signal(oracle.SIGALRM"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (b"interrupted\n", b"") == (out.stdout, out.stderr)


# ------------------------------------------------------------------------- what C leaves open


def test_unlock_of_another_threads_mutex():
    mutex = pthread_mutex_t()
    with pytest.raises(NotOwner, match="nobody does"):
        pthread_mutex_unlock(mutex)
    run(lambda _: pthread_mutex_lock(mutex))
    with pytest.raises(NotOwner, match=r"does not hold the mutex, 0x"):
        pthread_mutex_unlock(mutex)
    assert EBUSY == pthread_mutex_trylock(mutex)
    for kind in (PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK):
        mutex = mutex_of(kind)
        run(lambda _, mutex=mutex: pthread_mutex_lock(mutex))
        assert EPERM == pthread_mutex_unlock(mutex)


def test_waiting_for_oneself():
    mutex = pthread_mutex_t()
    assert 0 == pthread_mutex_lock(mutex)
    with pytest.raises(Deadlock, match="holds the mutex already"):
        pthread_mutex_lock(mutex)
    assert 0 == pthread_mutex_unlock(mutex)
    mutex = mutex_of(PTHREAD_MUTEX_ERRORCHECK)
    assert 0 == pthread_mutex_lock(mutex)
    assert EDEADLK == pthread_mutex_lock(mutex)


def test_destroyed():
    mutex = pthread_mutex_t()
    assert 0 == pthread_mutex_init(mutex, None)
    assert 0 == pthread_mutex_lock(mutex)
    assert EBUSY == pthread_mutex_destroy(mutex)
    assert 0 == pthread_mutex_unlock(mutex)
    assert 0 == pthread_mutex_destroy(mutex)
    for call in (pthread_mutex_lock, pthread_mutex_unlock, pthread_mutex_destroy):
        with pytest.raises(UseAfterFree, match=r"ended its life in pthread_mutex_destroy\(\)"):
            call(mutex)
    assert 0 == pthread_mutex_init(mutex, None)
    assert 0 == pthread_mutex_lock(mutex)


def test_overwritten_and_copied():
    struct.guarded = {"before": int_, "mutex": pthread_mutex_t, "after": int_}
    one = struct.guarded()
    assert 0 == pthread_mutex_lock(one.mutex)
    other = copy(one)
    with pytest.raises(Uninitialized, match="a copy of a `pthread_mutex_t` is none"):
        pthread_mutex_lock(other.mutex)
    raw = pthread_mutex_t()
    memcpy(ptr(char, raw), bytes(one.mutex), sizeof(raw))
    with pytest.raises(Uninitialized, match="overwritten, or copied"):
        pthread_mutex_trylock(raw)
    memset(one.mutex, 0xFF, sizeof(one.mutex))
    with pytest.raises(Uninitialized, match="overwritten, or copied"):
        pthread_mutex_unlock(one.mutex)
    memset(one.mutex, 0, sizeof(one.mutex))  # what Linux takes for a static initialiser
    assert 0 == pthread_mutex_trylock(one.mutex)
    assert (0, 0) == (one.before, one.after)


def test_no_bytes_of_the_program_reach_the_system():
    """C's library ends the process over most of these."""
    mutex = pthread_mutex_t()
    for position in range(sizeof(mutex)):
        for byte in (1, 0x80, 0xFF):
            assert 0 == pthread_mutex_init(mutex, None)
            pointer = ptr(char, mutex)
            before = bytes(mutex)
            pointer[position] = byte
            if position < 4 and bytes(mutex) != before:
                with pytest.raises(Uninitialized):
                    pthread_mutex_lock(mutex)
                memset(mutex, 0, sizeof(mutex))
            else:
                assert 0 == pthread_mutex_lock(mutex)
                assert 0 == pthread_mutex_unlock(mutex)


def test_wrong_objects():
    with pytest.raises(NullPointer):
        pthread_mutex_lock(None)
    with pytest.raises(TypeError, match=r"C wants a `pthread_mutex_t \*`"):
        pthread_mutex_lock(char[64]())
    mutexes = pthread_mutex_t[2]()
    with pytest.raises(pysock.OutOfBounds):
        pthread_mutex_lock(mutexes + 2)
    assert 0 == pthread_mutex_lock(mutexes + 1)
    assert EBUSY == pthread_mutex_trylock(mutexes[1])
    assert 0 == pthread_mutex_trylock(mutexes)


def test_misuse_ends_as_it_must(tmp_path):
    assert [] == complaints_of("mutex", tmp_path)


# --------------------------------------------------------------------------------- processes


def shared_memory():
    return mmap.mmap(-1, mmap.PAGESIZE)


def in_child(body):
    pid = fork()
    if pid == 0:
        status = 99
        try:
            status = body()
        finally:
            os._exit(status)
    status = int_()
    assert pid == waitpid(pid, status, 0)
    return pysock.WEXITSTATUS(status)


def test_processes_share_a_mutex():
    """As many additions as two processes make."""
    memory = ptr(pthread_mutex_t, shared_memory())
    number = ptr(longlong, ptr(char, memory) + 1024)
    attr = pthread_mutexattr_t()
    pthread_mutexattr_init(attr)
    pthread_mutexattr_setpshared(attr, PTHREAD_PROCESS_SHARED)
    assert 0 == pthread_mutex_init(memory, attr)

    def add():
        for _ in range(5000):
            pthread_mutex_lock(memory)
            before = number[0]
            number[0] = before + 1
            pthread_mutex_unlock(memory)
        return 0

    pid = fork()
    if pid == 0:
        try:
            add()
        finally:
            os._exit(0)
    add()
    status = int_()
    assert pid == waitpid(pid, status, 0)
    assert 10000 == number[0]


def test_child_has_its_threads_locks():
    """The thread that forked holds in the child what it held; so it can let go of it."""
    mutex = pthread_mutex_t()
    pthread_mutex_lock(mutex)
    assert 0 == in_child(lambda: pthread_mutex_unlock(mutex) or pthread_mutex_lock(mutex))
    assert 0 == pthread_mutex_unlock(mutex)


# ------------------------------------------------------------------------------ Linux's extras


@LINUX
def test_timedlock():
    from pysock import ETIMEDOUT, pthread_mutex_timedlock

    mutex = pthread_mutex_t()
    assert 0 == pthread_mutex_timedlock(mutex, in_seconds(0))
    assert ETIMEDOUT == run(lambda _: pthread_mutex_timedlock(mutex, in_seconds(0.02)))
    assert ETIMEDOUT == pthread_mutex_timedlock(mutex, in_seconds(0.05))
    assert ETIMEDOUT == pthread_mutex_timedlock(mutex, in_seconds(-1))
    assert EINVAL == pthread_mutex_timedlock(mutex, struct.timespec(1, -1))
    with pytest.raises(NullPointer):
        pthread_mutex_timedlock(mutex, None)


@LINUX
def test_robust():
    """A thread that ended with the lock leaves it to the next, who is told."""
    from pysock import (
        ENOTRECOVERABLE,
        EOWNERDEAD,
        PTHREAD_MUTEX_ROBUST,
        pthread_mutex_consistent,
        pthread_mutexattr_getrobust,
        pthread_mutexattr_setrobust,
    )

    attr, answer = pthread_mutexattr_t(), int_()
    pthread_mutexattr_init(attr)
    assert 0 == pthread_mutexattr_setrobust(attr, PTHREAD_MUTEX_ROBUST)
    assert 0 == pthread_mutexattr_getrobust(attr, answer)
    assert PTHREAD_MUTEX_ROBUST == answer
    mutex = pthread_mutex_t()
    pthread_mutex_init(mutex, attr)
    assert EPERM == pthread_mutex_unlock(mutex)
    run(lambda _: pthread_mutex_lock(mutex))
    assert EOWNERDEAD == pthread_mutex_lock(mutex)
    assert 0 == pthread_mutex_consistent(mutex)
    assert 0 == pthread_mutex_unlock(mutex)
    run(lambda _: pthread_mutex_lock(mutex))
    assert EOWNERDEAD == pthread_mutex_trylock(mutex)
    assert 0 == pthread_mutex_unlock(mutex)
    assert ENOTRECOVERABLE == pthread_mutex_lock(mutex)


@LINUX
def test_robust_mutex_may_be_forgotten():
    """Its memory must outlive it while a thread holds it: the kernel walks there."""
    from pysock import PTHREAD_MUTEX_ROBUST, pthread_mutexattr_setrobust

    attr = pthread_mutexattr_t()
    pthread_mutexattr_init(attr)
    pthread_mutexattr_setrobust(attr, PTHREAD_MUTEX_ROBUST)

    def forget(_):
        for _ in range(50):
            mutex = pthread_mutex_t()
            pthread_mutex_init(mutex, attr)
            pthread_mutex_lock(mutex)

    together(4, forget)


@LINUX
def test_spin_locks(compiler, tmp_path):
    from pysock import (
        pthread_spin_destroy,
        pthread_spin_init,
        pthread_spin_lock,
        pthread_spin_trylock,
        pthread_spin_unlock,
        pthread_spinlock_t,
    )

    calls = ["pthread_spin_init(s, 0)", "pthread_spin_trylock(s)", "pthread_spin_trylock(s)"]
    calls += ["pthread_spin_unlock(s)", "pthread_spin_lock(s)", "pthread_spin_unlock(s)"]
    calls += ["pthread_spin_destroy(s)", "sizeof(s)"]
    same_as_in_c(compiler, tmp_path, calls, {"s": "pthread_spinlock_t"})

    lock, number = pthread_spinlock_t(), int_(0)
    with pytest.raises(Uninitialized):
        pthread_spin_lock(lock)
    assert 0 == pthread_spin_init(lock, PTHREAD_PROCESS_SHARED)

    def add(_):
        for _ in range(500):
            pthread_spin_lock(lock)
            number.value += 1
            pthread_spin_unlock(lock)

    together(4, add)
    assert 2000 == number
    with pytest.raises(NotOwner):
        pthread_spin_unlock(lock)
    assert 0 == pthread_spin_lock(lock)
    with pytest.raises(Deadlock):
        pthread_spin_lock(lock)
    assert EBUSY == run(lambda _: pthread_spin_trylock(lock))
    assert EBUSY == pthread_spin_destroy(lock)
    assert EBUSY == pthread_spin_init(lock, 0)
    assert 0 == pthread_spin_unlock(lock)
    assert 0 == pthread_spin_destroy(lock)
    with pytest.raises(UseAfterFree):
        pthread_spin_lock(lock)


def test_threads_that_wait_do_not_keep_the_process():
    """main returns, and the process ends with its status, whatever the others wait for."""
    script = """
from pysock import *
mutex = pthread_mutex_t()
def wait(arg):
    pthread_mutex_lock(mutex)
def main(argc, argv):
    pthread_mutex_lock(mutex)
    for _ in range(5):
        pthread_create(pthread_t(), NULL, wait, NULL)
    usleep(10000)
    return 3
exit(main(0, []))
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (3, b"", b"") == (out.returncode, out.stdout, out.stderr)
