"""Threads for tests: started by pthread_create(), and joined by the end of a `with` block."""

from contextlib import contextmanager

import c_oracle
from terminal import until

import pysock
from pysock import (
    CLOCK_REALTIME,
    clock_gettime,
    pthread_create,
    pthread_join,
    pthread_t,
    ptr,
    struct,
    usleep,
    void,
)


class Running:
    """A thread that was started; `join` tells what it returned."""

    def __init__(self, routine, argument=None, attr=None):
        self.variable = pthread_t()
        assert 0 == pthread_create(self.variable, attr, routine, argument)
        self.id = self.variable.value
        self.joined = False

    def join(self):
        result = ptr(void)()
        self.joined = True
        assert 0 == pthread_join(self.id, result)
        return result


@contextmanager
def running(*routines):
    """Threads that have ended when the block is left."""
    threads = [Running(routine) for routine in routines]
    try:
        yield threads
    finally:
        for thread in threads:
            if not thread.joined:
                thread.join()


def run(routine, argument=None):
    """What a thread returned."""
    return Running(routine, argument).join()


def together(count, routine):
    """Run a function in so many threads at a time: what each returned."""
    threads = [Running(routine, number) for number in range(count)]
    return [thread.join() for thread in threads]


def in_seconds(seconds, clock=CLOCK_REALTIME):
    """A moment, for calls that wait until one at most."""
    moment = struct.timespec()
    assert 0 == clock_gettime(clock, moment)
    nanoseconds = moment.tv_nsec + int(seconds * 1_000_000_000)
    moment.tv_sec += nanoseconds // 1_000_000_000
    moment.tv_nsec = nanoseconds % 1_000_000_000
    return moment


def sleeps(thread):
    """Whether a thread, by the kernel's id, waits in a system call (where the kernel tells)."""
    try:
        with open(f"/proc/self/task/{thread}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "S"
    except FileNotFoundError:
        return True


def await_sleep(thread):
    """Wait until it waits for something else than the interpreter, which has time to run it."""
    for _ in range(3):
        usleep(5000)
        until(lambda: sleeps(thread))


def same_as_in_c(compiler, directory, calls, declarations):
    """Make calls in both languages on arrays of one element, which both pass by address."""
    objects, lines = {}, []
    for name, kind in declarations.items():
        objects[name] = getattr(pysock, kind)[1]()
        lines.append(f"static {kind} {name}[1];")
    theirs = c_oracle.C(compiler, directory).table(calls, {}, "\n".join(lines))
    ours = c_oracle.table(calls, objects)
    assert [] == c_oracle.differences(calls, theirs, ours)
