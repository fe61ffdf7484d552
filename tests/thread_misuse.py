"""Threads that do with a few locks whatever they like: `python thread_misuse.py SEED SECONDS`.

They destroy, overwrite, copy and unlock what others use, and cancel and join each other. Each call
ends with a result or with the rule it broke; the process ends while they are at it, with status 0.
"""

import faulthandler
import sys
import threading
from contextlib import suppress
from random import Random
from time import monotonic

from pysock import *

COUNT = 5  # objects of each kind
CALLS = 150  # of each thread
AT_ONCE = 12
BYTES = (1, 4, 8, 16, 24)

mutexes, conds = pthread_mutex_t[COUNT](), pthread_cond_t[COUNT]()
locks, sems = pthread_rwlock_t[COUNT](), sem_t[COUNT]()
spins, barriers = pthread_spinlock_t[COUNT](), pthread_barrier_t[COUNT]()
onces, keys = pthread_once_t[COUNT](), pthread_key_t[COUNT]()
attr, mutex_attr = pthread_attr_t(), pthread_mutexattr_t()
ids = [pthread_self()]


def soon():
    moment = struct.timespec()
    clock_gettime(CLOCK_REALTIME, moment)
    moment.tv_nsec = min(moment.tv_nsec + 3_000_000, 999_999_999)
    return moment


def calls(chance):
    """What may happen next."""
    place, other = chance.randrange(COUNT), chance.randrange(COUNT)
    mutex, cond, lock, sem = mutexes + place, conds + other, locks + place, sems + place
    spin, barrier, once = spins + place, barriers + place, onces + place
    thread, number = chance.choice(ids), chance.randrange(3)
    any_object = chance.choice([mutex, cond, lock, sem, barrier])
    yield from ((pthread_mutex_init, mutex, chance.choice([mutex_attr, NULL])),)
    yield from ((call, mutex) for call in (pthread_mutex_destroy, pthread_mutex_trylock))
    yield from ((call, mutex) for call in (pthread_mutex_unlock, pthread_mutex_consistent))
    yield from ((pthread_mutex_timedlock, mutex, soon()), (pthread_cond_init, cond, NULL))
    yield from ((pthread_cond_timedwait, cond, mutex, soon()), (pthread_cond_signal, cond))
    yield from ((pthread_cond_broadcast, cond), (pthread_cond_destroy, cond))
    yield from ((pthread_rwlock_init, lock, NULL), (pthread_rwlock_destroy, lock))
    yield from ((pthread_rwlock_timedrdlock, lock, soon()), (pthread_rwlock_unlock, lock))
    yield from ((pthread_rwlock_timedwrlock, lock, soon()), (sem_timedwait, sem, soon()))
    yield from ((sem_init, sem, 0, 1), (sem_post, sem), (sem_destroy, sem), (sem_trywait, sem))
    yield from ((pthread_spin_init, spin, 0), (pthread_spin_trylock, spin))
    yield from ((pthread_spin_unlock, spin), (pthread_spin_destroy, spin))
    yield from ((pthread_barrier_init, barrier, NULL, 1), (pthread_barrier_wait, barrier))
    yield from ((pthread_barrier_destroy, barrier), (pthread_once, once, sched_yield))
    yield from ((memset, any_object, chance.randrange(256), chance.choice(BYTES)),)
    yield from ((memset, any_object, 0, 24), (memset, once, 0, 4))
    yield from ((memmove, mutex, mutexes + other, sizeof(pthread_mutex_t)),)
    yield from ((pthread_attr_init, attr), (pthread_attr_destroy, attr))
    yield from ((pthread_attr_setdetachstate, attr, number), (pthread_detach, thread))
    yield from ((pthread_mutexattr_init, mutex_attr), (pthread_mutexattr_destroy, mutex_attr))
    yield from ((pthread_mutexattr_settype, mutex_attr, number),)
    yield from ((pthread_mutexattr_setrobust, mutex_attr, number),)
    yield from ((pthread_mutexattr_setprotocol, mutex_attr, number),)
    yield from ((start, chance), (pthread_cancel, thread), (pthread_kill, thread, 0))
    yield from ((pthread_join, thread, ptr(void)()), (pthread_setname_np, thread, "misuser"))
    yield from ((pthread_key_create, keys + place, id), (pthread_key_delete, keys[place]))
    yield from ((pthread_setspecific, keys[place], 1), (pthread_getspecific, keys[place]))
    yield from ((pthread_cleanup_push, usleep, 1), (pthread_cleanup_pop, 1), (usleep, 50))
    yield from ((pthread_setcancelstate, chance.randrange(2), NULL), (pthread_testcancel,))


def misuse(seed):
    chance = Random(seed)
    for _ in range(CALLS):
        call, *arguments = chance.choice(list(calls(chance)))
        with suppress(UndefinedBehavior, TypeError):
            call(*arguments)


def start(chance):
    thread = pthread_t()
    if threading.active_count() >= AT_ONCE:
        return
    if pthread_create(thread, chance.choice([attr, NULL]), misuse, chance.random()) == 0:
        ids.append(thread.value)
        del ids[:-40]


def main(argc, argv):
    faulthandler.enable()
    chance = Random(int(argv[1]))
    end = monotonic() + float(argv[2])
    while monotonic() < end:
        with suppress(UndefinedBehavior):
            start(chance)
        usleep(1000)
    return 0


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
