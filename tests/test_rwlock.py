"""Read-write locks: C's answers, readers beside readers, writers alone."""

import pytest
from c_oracle import LINUX
from misuse import complaints_of
from threads import in_seconds, run, running, same_as_in_c, together

import pysock
from pysock import (
    EBUSY,
    EDEADLK,
    PTHREAD_PROCESS_SHARED,
    PTHREAD_RWLOCK_INITIALIZER,
    NotOwner,
    Uninitialized,
    UseAfterFree,
    copy,
    int_,
    pthread_rwlock_destroy,
    pthread_rwlock_init,
    pthread_rwlock_rdlock,
    pthread_rwlock_t,
    pthread_rwlock_tryrdlock,
    pthread_rwlock_trywrlock,
    pthread_rwlock_unlock,
    pthread_rwlock_wrlock,
    pthread_rwlockattr_destroy,
    pthread_rwlockattr_getpshared,
    pthread_rwlockattr_init,
    pthread_rwlockattr_setpshared,
    pthread_rwlockattr_t,
)


def test_calls_answer_as_in_c(compiler, tmp_path):
    calls = ["pthread_rwlock_init(l, NULL)", "pthread_rwlock_rdlock(l)", "pthread_rwlock_rdlock(l)"]
    calls += ["pthread_rwlock_tryrdlock(l)", "pthread_rwlock_trywrlock(l)"]
    calls += ["pthread_rwlock_unlock(l)"] * 3
    calls += [
        "pthread_rwlock_wrlock(l)",
        "pthread_rwlock_tryrdlock(l)",
        "pthread_rwlock_trywrlock(l)",
    ]
    calls += ["pthread_rwlock_rdlock(l)", "pthread_rwlock_wrlock(l)", "pthread_rwlock_unlock(l)"]
    calls += ["pthread_rwlock_destroy(l)", "sizeof(l)", "sizeof(a)", "pthread_rwlockattr_init(a)"]
    calls += ["pthread_rwlockattr_setpshared(a, 99)", "pthread_rwlockattr_destroy(a)"]
    same_as_in_c(compiler, tmp_path, calls, {"l": "pthread_rwlock_t", "a": "pthread_rwlockattr_t"})


def test_readers_are_together_and_writers_alone():
    lock = pthread_rwlock_t(PTHREAD_RWLOCK_INITIALIZER)
    assert 0 == pthread_rwlock_rdlock(lock)
    assert 0 == run(lambda _: pthread_rwlock_rdlock(lock) or pthread_rwlock_unlock(lock))
    assert EBUSY == run(lambda _: pthread_rwlock_trywrlock(lock))
    entered = []

    def write(_):
        entered.append(1)
        assert 0 == pthread_rwlock_wrlock(lock)
        entered.append(2)
        assert 0 == pthread_rwlock_unlock(lock)

    with running(write):
        while not entered:
            pysock.usleep(100)
        pysock.usleep(10_000)
        assert [1] == entered
        assert EBUSY == pthread_rwlock_destroy(lock)
        assert EBUSY == pthread_rwlock_init(lock, None)
        assert 0 == pthread_rwlock_unlock(lock)
    assert [1, 2] == entered
    assert 0 == pthread_rwlock_destroy(lock)


def test_storm():
    lock, number, seen = pthread_rwlock_t(), int_(0), []

    def visit(position):
        for _ in range(200):
            if position % 4 == 0:
                pthread_rwlock_wrlock(lock)
                before = number.value
                pysock.sched_yield()
                number.value = before + 1
            else:
                pthread_rwlock_rdlock(lock)
                before = number.value
                pysock.sched_yield()
                seen.append(before == number.value)
            pthread_rwlock_unlock(lock)

    together(8, visit)
    assert 400 == number
    assert all(seen)


def test_what_c_leaves_open():
    lock = pthread_rwlock_t()
    with pytest.raises(NotOwner):
        pthread_rwlock_unlock(lock)
    assert 0 == run(lambda _: pthread_rwlock_rdlock(lock))
    with pytest.raises(NotOwner):
        pthread_rwlock_unlock(lock)
    assert 0 == pthread_rwlock_tryrdlock(lock)
    assert EDEADLK == pthread_rwlock_wrlock(lock)  # C waits for its own end of reading
    with pytest.raises(Uninitialized, match="a copy"):
        pthread_rwlock_unlock(copy(lock))
    assert 0 == pthread_rwlock_unlock(lock)
    done = pthread_rwlock_t()
    pthread_rwlock_init(done, None)
    pthread_rwlock_destroy(done)
    with pytest.raises(UseAfterFree):
        pthread_rwlock_rdlock(done)


def test_attributes():
    attr, answer = pthread_rwlockattr_t(), int_(-1)
    assert 0 == pthread_rwlockattr_init(attr)
    assert 0 == pthread_rwlockattr_getpshared(attr, answer)
    assert 0 == answer
    assert 0 == pthread_rwlockattr_setpshared(attr, PTHREAD_PROCESS_SHARED)
    assert 0 == pthread_rwlockattr_getpshared(attr, answer)
    assert PTHREAD_PROCESS_SHARED == answer
    lock = pthread_rwlock_t()
    assert 0 == pthread_rwlock_init(lock, attr)
    assert 0 == pthread_rwlock_wrlock(lock)
    assert 0 == pthread_rwlockattr_destroy(attr)


@LINUX
def test_timed():
    from pysock import ETIMEDOUT, pthread_rwlock_timedrdlock, pthread_rwlock_timedwrlock

    lock = pthread_rwlock_t()
    assert 0 == pthread_rwlock_timedrdlock(lock, in_seconds(0))
    assert ETIMEDOUT == run(lambda _: pthread_rwlock_timedwrlock(lock, in_seconds(0.02)))
    assert 0 == run(lambda _: pthread_rwlock_timedrdlock(lock, in_seconds(0.02)))
    assert EDEADLK == pthread_rwlock_timedwrlock(lock, in_seconds(0.02))

    other = pthread_rwlock_t()
    run(lambda _: pthread_rwlock_wrlock(other))
    assert ETIMEDOUT == pthread_rwlock_timedrdlock(other, in_seconds(0.05))
    assert ETIMEDOUT == pthread_rwlock_timedwrlock(other, in_seconds(0.05))


def test_misuse_ends_as_it_must(tmp_path):
    assert [] == complaints_of("rwlock", tmp_path)
