"""Threads: their life and its end, what C defines and what it leaves open, and Python's view."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from c_oracle import LINUX
from misuse import complaints_of
from peers import twin
from terminal import until
from threads import Running, run, running, same_as_in_c, together

import pysock
from pysock import (
    EDEADLK,
    EINVAL,
    PTHREAD_CANCELED,
    PTHREAD_CREATE_DETACHED,
    PTHREAD_CREATE_JOINABLE,
    PTHREAD_DESTRUCTOR_ITERATIONS,
    PTHREAD_EXPLICIT_SCHED,
    PTHREAD_KEYS_MAX,
    PTHREAD_ONCE_INIT,
    PTHREAD_SCOPE_SYSTEM,
    SCHED_OTHER,
    SIGUSR1,
    Deadlock,
    NullPointer,
    OutOfBounds,
    Uninitialized,
    UseAfterFree,
    char,
    copy,
    errno,
    fork,
    getpid,
    int_,
    long,
    pthread_atfork,
    pthread_attr_destroy,
    pthread_attr_getdetachstate,
    pthread_attr_getguardsize,
    pthread_attr_getinheritsched,
    pthread_attr_getschedparam,
    pthread_attr_getschedpolicy,
    pthread_attr_getscope,
    pthread_attr_getstacksize,
    pthread_attr_init,
    pthread_attr_setdetachstate,
    pthread_attr_setguardsize,
    pthread_attr_setinheritsched,
    pthread_attr_setschedparam,
    pthread_attr_setschedpolicy,
    pthread_attr_setscope,
    pthread_attr_setstacksize,
    pthread_attr_t,
    pthread_create,
    pthread_detach,
    pthread_equal,
    pthread_exit,
    pthread_getconcurrency,
    pthread_getschedparam,
    pthread_getspecific,
    pthread_join,
    pthread_key_create,
    pthread_key_delete,
    pthread_key_t,
    pthread_kill,
    pthread_mutex_lock,
    pthread_mutex_t,
    pthread_mutex_unlock,
    pthread_once,
    pthread_once_t,
    pthread_self,
    pthread_setconcurrency,
    pthread_setschedparam,
    pthread_setspecific,
    pthread_t,
    ptr,
    read,
    sched_yield,
    size_t,
    sizeof,
    strcpy,
    struct,
    usleep,
    void,
    waitpid,
    write,
)
from pysock import _cancel as cancel


def errno_or_rule(call, *arguments):
    """What a call returns, or the rule it breaks."""
    try:
        return call(*arguments)
    except pysock.UndefinedBehavior as broken:
        return type(broken)


def script(text, status=0, timeout=60):
    """What a program prints; it must end by itself, with the status, and nothing on stderr."""
    out = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"from pysock import *\n{text}"],
        capture_output=True,
        timeout=timeout,
        text=True,
    )
    assert (status, "") == (out.returncode, out.stderr)
    return out.stdout


# ------------------------------------------------------------------------- arguments, results


def test_argument_and_result_of_c():
    """As thread2.c of the course: an int goes in, a string comes back."""

    def thread_main(arg):
        count = ptr(int_, arg)[0]
        message = char[50]()
        strcpy(message, "Hello, I am thread" + "~" * count)
        return message

    thread, parameter, result = pthread_t(), int_(5), ptr(void)()
    assert 0 == pthread_create(thread, None, thread_main, parameter)
    assert 0 == pthread_join(thread, result)
    assert "Hello, I am thread~~~~~" == str(ptr(char, result))


@pytest.mark.parametrize("thing", [5, -3, "text", b"bytes", [1, 2], object(), 2.5, char[4]("abc")])
def test_any_object_comes_back(thing):
    """An integer in disguise, `return (void *)5;`, or an object of Python's."""
    seen = []

    def routine(arg):
        seen.append(arg)
        return arg

    result = run(routine, thing)
    assert seen[0] is thing
    assert thing == result.value
    if isinstance(thing, int):
        assert thing == int(result)


def test_nothing_comes_back_as_null():
    for nothing in (None, 0):
        result = run(lambda _, nothing=nothing: nothing)
        assert None is result.value
        assert 0 == result
        assert 0 == int(result)


def test_where_a_result_may_go():
    """A pointer of any type, an integer as wide as one, an element of an array, or NULL."""
    word = char[8]("word")
    place = ptr(char)()
    thread = Running(lambda _: word)
    thread.joined = True
    assert 0 == pthread_join(thread.id, place)
    assert "word" == str(place.value)
    number, places = long(), ptr(void)[2]()
    assert 0 == pthread_join(Running(lambda _: 7).id, number)
    assert 7 == number
    assert 0 == pthread_join(Running(lambda _: 8).id, places + 1)
    assert (None, 8) == (places[0], places[1])
    assert 0 == pthread_join(Running(lambda _: 9).id, None)
    with running(lambda _: 10) as (thread,):
        for wrong in (int_(), char[8](), "x", 5, object()):
            with pytest.raises(TypeError, match="C wants a pointer's address"):
                pthread_join(thread.id, wrong)
        with pytest.raises(OutOfBounds):
            pthread_join(thread.id, places + 2)


def test_wrong_arguments_of_create():
    with pytest.raises(NullPointer):
        pthread_create(None, None, id, None)
    with pytest.raises(TypeError, match=r"C wants a `pthread_t \*`"):
        pthread_create(int_(), None, id, None)
    with pytest.raises(TypeError, match="wants a function to start, not the int 5"):
        pthread_create(pthread_t(), None, 5, None)
    with pytest.raises(Uninitialized, match="never was in pthread_attr_init"):
        pthread_create(pthread_t(), pthread_attr_t(), id, None)


# ---------------------------------------------------------------------------- joining, leaving


def test_errors_of_join():
    me = pthread_self()
    assert EDEADLK == pthread_join(me, None)
    with pytest.raises(Uninitialized, match="pthread_join: 0x0 is no thread's id"):
        pthread_join(pthread_t(), None)
    thread = Running(lambda _: 1)
    assert 1 == thread.join()
    with pytest.raises(UseAfterFree, match=r"already ended its life in pthread_join\(\)"):
        pthread_join(thread.id, None)
    errno.value = 77
    pthread_join(me, None)
    assert errno == 77


def test_two_that_join_each_other():
    ids, results = [], []

    def join_the_first(_):
        while len(ids) < 2:
            usleep(100)
        results.append(pthread_join(ids[0], None))

    def join_the_second(_):
        while len(ids) < 2:
            usleep(100)
        results.append(pthread_join(ids[1], None))

    first, second = Running(join_the_second), Running(join_the_first)
    ids += [first.id, second.id]
    while len(results) < 2:
        usleep(100)
    assert sorted(results) == [0, EDEADLK]
    answers = [errno_or_rule(pthread_join, thread.id, None) for thread in (first, second)]
    assert answers.count(UseAfterFree) == 1


def test_two_that_join_a_third():
    mutex = pthread_mutex_t()
    pthread_mutex_lock(mutex)
    third = Running(lambda _: pthread_mutex_lock(mutex))
    answers = []
    with running(*[lambda _: answers.append(pthread_join(third.id, None))] * 2):
        while not answers:
            usleep(100)
        assert [EINVAL] == answers
        assert EINVAL == pthread_detach(third.id)
        pthread_mutex_unlock(mutex)
    assert [EINVAL, 0] == answers


def test_detached():
    mutex = pthread_mutex_t()
    pthread_mutex_lock(mutex)
    ended = []

    def routine(_):
        pthread_mutex_lock(mutex)
        pthread_mutex_unlock(mutex)
        ended.append(pthread_detach(pthread_self()))

    thread = Running(routine)
    assert 0 == pthread_detach(thread.id)
    assert EINVAL == pthread_detach(thread.id)
    assert EINVAL == pthread_join(thread.id, None)
    pthread_mutex_unlock(mutex)
    while not ended:
        usleep(100)
    assert [EINVAL] == ended
    attr, thread = pthread_attr_t(), pthread_t()
    pthread_attr_init(attr)
    pthread_attr_setdetachstate(attr, PTHREAD_CREATE_DETACHED)
    assert 0 == pthread_create(thread, attr, lambda _: pthread_mutex_lock(mutex), None)
    answer = errno_or_rule(pthread_join, thread, None)
    assert answer in (EINVAL, UseAfterFree)  # it may have ended: C could say nothing of it


def ended():
    """A thread that has ended, and nobody has joined it."""
    thread = Running(lambda _: None)
    until(lambda: cancel.threads[thread.id].ended)
    return thread


def test_a_thread_that_ended_can_be_detached():
    thread = ended()
    assert 0 == pthread_detach(thread.id)
    with pytest.raises(UseAfterFree):
        pthread_join(thread.id, None)


def test_ids_are_nobody_elses_until_joined():
    """Many that have ended, and none is joined yet: C keeps their ids as well."""
    threads = [Running(lambda number: number, number) for number in range(1, 60)]
    assert 59 == len({thread.id for thread in threads})
    assert list(range(1, 60)) == [thread.join() for thread in threads]


def test_self_and_equal():
    assert threading.get_ident() == pthread_self()
    thread = Running(lambda _: pthread_self())
    assert thread.id == thread.join()
    assert (1, 0) == (pthread_equal(3, pthread_t(3)), pthread_equal(3, 4))


def test_storm():
    """More threads than a course program has, some of them started by others."""

    def start(number):
        return run(lambda inner: inner * 2, number).value

    for _ in range(5):
        assert [None, *range(2, 80, 2)] == [r.value for r in together(40, start)]


# ----------------------------------------------------------------------- as Python sees threads


def test_python_knows_the_thread():
    def thread_main(_):
        current = threading.current_thread()
        return current, current.daemon, current in threading.enumerate(), current.ident

    before = threading.enumerate()
    thread = Running(thread_main)
    current, daemon, listed, ident = thread.join().value
    assert (True, True, thread.id) == (daemon, listed, ident)
    assert "(thread_main)" in current.name
    assert before == threading.enumerate()


def test_debuggers_and_profilers_follow():
    traced, profiled = [], []

    def trace(frame, event, arg):
        traced.append(frame.f_code.co_name)

    def profile(frame, event, arg):
        profiled.append(frame.f_code.co_name)

    def thread_main(_):
        return None

    threading.settrace(trace)
    threading.setprofile(profile)
    try:
        run(thread_main)
    finally:
        threading.settrace(None)
        threading.setprofile(None)
    assert "thread_main" in traced
    assert "thread_main" in profiled


def test_an_exception_is_reported(monkeypatch):
    reports = []
    monkeypatch.setattr(threading, "excepthook", reports.append)

    def fail(_):
        raise ValueError("mine")

    assert PTHREAD_CANCELED == run(fail)
    (report,) = reports
    assert (ValueError, "mine") == (report.exc_type, str(report.exc_value))
    assert "(fail)" in report.thread.name


def test_a_traceback_is_printed():
    text = (
        "t = pthread_t(); pthread_create(t, NULL, lambda arg: 1 / 0, NULL); pthread_join(t, NULL)"
    )
    out = subprocess.run(
        [sys.executable, "-c", f"from pysock import *; {text}"], capture_output=True, timeout=60
    )
    assert 0 == out.returncode
    assert b"Exception in thread pthread-1 (<lambda>):" in out.stderr
    assert b"ZeroDivisionError" in out.stderr


def test_sys_exit_ends_the_thread():
    assert PTHREAD_CANCELED == run(lambda _: sys.exit(3))


# ------------------------------------------------------------------------------ the process ends


def test_main_returns_while_threads_run():
    """As in C the process ends; so often that a crash on the way would show."""
    text = """
def compute(arg):
    while True:
        sum(range(100))
def sleep_on(arg):
    while True:
        usleep(100)
def block(arg):
    ends = int_[2]()
    pipe(ends)
    read(ends[0], char[1](), 1)
def print_on(arg):
    while True:
        fprintf(stderr, "")
def main(argc, argv):
    for routine in (compute, sleep_on, block, print_on) * 3:
        pthread_create(pthread_t(), NULL, routine, NULL)
    usleep(3000)
    return 7
exit(main(0, []))
"""
    for _ in range(8):
        assert "" == script(text, 7)


def test_threads_that_begin_while_the_process_ends():
    text = """
def begin(arg):
    while True:
        thread = pthread_t()
        if pthread_create(thread, NULL, lambda arg: None, NULL) == 0:
            pthread_detach(thread)
for _ in range(3):
    pthread_create(pthread_t(), NULL, begin, NULL)
usleep(5000)
"""
    for _ in range(8):
        assert "" == script(text)


def test_exit_in_a_thread_ends_the_process():
    text = """
atexit(lambda: printf("bye\\n"))
def thread_main(arg):
    exit(5)
pthread_create(pthread_t(), NULL, thread_main, NULL)
sleep(20)
"""
    assert "bye\n" == script(text, 5)


def test_main_exits_as_a_thread():
    """pthread_exit() in main: the others go on, then the process ends, with status 0."""
    text = """
atexit(lambda: printf("bye\\n"))
def thread_main(arg):
    usleep(30000)
    printf("thread %d\\n", arg)
    if arg < 2:
        pthread_create(pthread_t(), NULL, thread_main, arg + 1)
pthread_cleanup_push(lambda arg: printf("main cleans up\\n"), NULL)
pthread_create(pthread_t(), NULL, thread_main, 1)
pthread_exit(NULL)
"""
    assert "main cleans up\nthread 1\nthread 2\nbye\n" == script(text)


def test_main_can_be_joined():
    text = """
main_thread = pthread_self()
def thread_main(arg):
    result = ptr(void)()
    printf("joined: %d, ", pthread_join(main_thread, result))
    printf("%d\\n", int(result))
pthread_create(pthread_t(), NULL, thread_main, NULL)
pthread_exit(9)
"""
    assert "joined: 0, 9\n" == script(text)


def test_exit_of_a_thread():
    def routine(_):
        with open(os.devnull):
            pthread_exit("early")

    assert "early" == run(routine).value


def test_exit_of_a_thread_of_the_standard_library():
    text = """
import threading
def routine():
    printf("begins\\n")
    pthread_exit(1)
    printf("goes on\\n")
thread = threading.Thread(target=routine)
thread.start()
thread.join()
"""
    assert "begins\n" == script(text)


def test_small_stacks_have_room_for_the_interpreter():
    text = """
attr = pthread_attr_t()
pthread_attr_init(attr)
assert 0 == pthread_attr_setstacksize(attr, PTHREAD_STACK_MIN)
size = size_t()
def descend(depth):
    return depth and sorted([depth], key=lambda _: descend(depth - 1))
def thread_main(arg):
    try:
        descend(10000)
    except RecursionError:
        return 1
thread, result = pthread_t(), ptr(void)()
assert 0 == pthread_create(thread, attr, thread_main, NULL)
assert 0 == pthread_join(thread, result)
pthread_attr_getstacksize(attr, size)
printf("%d %d\\n", int(result), size == PTHREAD_STACK_MIN)
"""
    assert "1 1\n" == script(text)


# -------------------------------------------------------------------------------------- forking


def test_fork_in_a_thread():
    """The child has one thread; when that returns, the process ends with status 0, as in C."""
    text = """
def thread_main(arg):
    pid = fork()
    if pid == 0:
        printf("child\\n")
        return 5
    status = int_()
    waitpid(pid, status, 0)
    printf("parent %d %d\\n", WIFEXITED(status), WEXITSTATUS(status))
thread = pthread_t()
pthread_create(thread, NULL, thread_main, NULL)
pthread_join(thread, NULL)
"""
    text = f"import warnings; warnings.simplefilter('ignore')\n{text}"
    assert "child\nparent 1 0\n" == script(text)


def test_fork_while_others_hold_what_is_theirs():
    """A child starts threads of its own, whatever the parent's were doing."""
    stop = []

    def work(_):
        while not stop:
            run(lambda _: None)

    with running(work, work):
        try:
            for _ in range(20):
                pid = fork()
                if pid == 0:
                    status = 1
                    try:
                        status = int(run(lambda _: 42))
                    finally:
                        os._exit(status)
                status = int_()
                assert pid == waitpid(pid, status, 0)
                assert 42 == pysock.WEXITSTATUS(status)
        finally:
            stop.append(1)


def test_atfork():
    text = """
events = []
def note(event):
    return lambda: events.append(event)
pthread_atfork(note("prepare 1"), NULL, note("child 1"))
pthread_atfork(note("prepare 2"), note("parent 2"), 0)
pid = fork()
if pid != 0:
    wait(NULL)
printf("%s\\n", ", ".join(events))
exit(0)
"""
    assert "prepare 2, prepare 1, child 1\nprepare 2, prepare 1, parent 2\n" == script(text)
    with pytest.raises(TypeError, match="wants a function"):
        pthread_atfork(1, None, None)


# -------------------------------------------------------------------------------------- signals


def test_kill_runs_the_handler_in_the_main_thread():
    """The thread's read goes on, as SA_RESTART says."""
    seen = []
    ends = os.pipe()
    old = pysock.signal(SIGUSR1, lambda sig: seen.append((sig, threading.get_ident())))
    try:
        with running(lambda _: read(ends[0], char[1](), 1)) as (thread,):
            assert 0 == pthread_kill(thread.id, 0)
            assert 0 == pthread_kill(thread.id, SIGUSR1)
            while not seen:
                usleep(100)
            assert EINVAL == pthread_kill(thread.id, 9999)
            write(ends[1], "x", 1)
            assert 1 == thread.join()
    finally:
        pysock.signal(SIGUSR1, old)
        for end in ends:
            os.close(end)
    assert [(SIGUSR1, threading.main_thread().ident)] == seen
    with pytest.raises(UseAfterFree):
        pthread_kill(thread.id, 0)


def test_kill_of_a_thread_that_has_ended():
    thread = ended()
    assert 0 == pthread_kill(thread.id, 0)
    assert 0 == pthread_kill(thread.id, SIGUSR1)
    thread.join()


# ---------------------------------------------------------------------------------- attributes


def test_attributes_answer_as_in_c(compiler, tmp_path):
    calls = ["pthread_attr_init(a)", "pthread_attr_setdetachstate(a, 99)", "sizeof(a)"]
    calls += ["pthread_attr_setdetachstate(a, PTHREAD_CREATE_DETACHED)"]
    calls += ["pthread_attr_setstacksize(a, 1)", "pthread_attr_setstacksize(a, 1048576)"]
    calls += ["pthread_attr_setscope(a, PTHREAD_SCOPE_PROCESS)", "pthread_attr_setscope(a, 99)"]
    calls += ["pthread_attr_setinheritsched(a, 99)", "pthread_attr_setschedpolicy(a, 99)"]
    calls += ["pthread_attr_setschedparam(a, p)", "pthread_attr_setguardsize(a, 0)"]
    calls += ["pthread_attr_destroy(a)", "sizeof(p)", "sizeof(o)", "PTHREAD_KEYS_MAX"]
    same_as_in_c(
        compiler,
        tmp_path,
        [call for call in calls if ", p)" not in call and call != "sizeof(p)"],
        {"a": "pthread_attr_t", "o": "pthread_once_t"},
    )


def test_attributes_are_what_was_set():
    attr = pthread_attr_t()
    pthread_attr_init(attr)
    number, size = int_(-1), size_t()
    assert 0 == pthread_attr_getdetachstate(attr, number)
    assert PTHREAD_CREATE_JOINABLE == number
    for set_, get, value, place in (
        (pthread_attr_setdetachstate, pthread_attr_getdetachstate, PTHREAD_CREATE_DETACHED, number),
        (
            pthread_attr_setinheritsched,
            pthread_attr_getinheritsched,
            PTHREAD_EXPLICIT_SCHED,
            number,
        ),
        (pthread_attr_setschedpolicy, pthread_attr_getschedpolicy, SCHED_OTHER, number),
        (pthread_attr_setscope, pthread_attr_getscope, PTHREAD_SCOPE_SYSTEM, number),
        (pthread_attr_setstacksize, pthread_attr_getstacksize, 1 << 20, size),
        (pthread_attr_setguardsize, pthread_attr_getguardsize, 8192, size),
    ):
        assert 0 == set_(attr, value)
        assert 0 == get(attr, place)
        assert value == place
    parameter = struct.sched_param(sched_priority=0)
    assert 0 == pthread_attr_setschedparam(attr, parameter)
    parameter.sched_priority = 5
    assert 0 == pthread_attr_getschedparam(attr, parameter)
    assert 0 == parameter.sched_priority
    with pytest.raises(Uninitialized, match="a copy"):
        pthread_attr_destroy(copy(attr))
    assert 0 == pthread_attr_destroy(attr)
    with pytest.raises(UseAfterFree):
        pthread_create(pthread_t(), attr, id, None)


def test_scheduling():
    policy, parameter = int_(-1), struct.sched_param(sched_priority=9)
    assert 0 == pthread_getschedparam(pthread_self(), policy, parameter)
    assert (SCHED_OTHER, 0) == (policy, parameter.sched_priority)
    assert 0 == pthread_setschedparam(pthread_self(), SCHED_OTHER, parameter)
    assert EINVAL == pthread_setschedparam(pthread_self(), 99, parameter)
    assert 0 == sched_yield()
    before = pthread_getconcurrency()
    assert 0 == pthread_setconcurrency(3)
    assert 3 == pthread_getconcurrency()
    assert EINVAL == pthread_setconcurrency(-1)
    assert 0 == pthread_setconcurrency(before)


@LINUX
def test_names_ids_and_clocks():
    from pysock import (
        ERANGE,
        clock_gettime,
        clockid_t,
        gettid,
        pthread_getcpuclockid,
        pthread_getname_np,
        pthread_setname_np,
    )

    name, clock, now = char[16](), clockid_t(), struct.timespec()

    def routine(_):
        assert 0 == pthread_setname_np(pthread_self(), "worker")
        assert 0 == pthread_getname_np(pthread_self(), name, sizeof(name))
        return gettid()

    assert getpid() != run(routine)
    assert "worker" == str(name)
    assert getpid() == gettid()
    assert ERANGE == pthread_setname_np(pthread_self(), "x" * 16)
    assert ERANGE == pthread_getname_np(pthread_self(), name, 4)
    with pytest.raises(OutOfBounds):
        pthread_getname_np(pthread_self(), name, 17)
    assert 0 == pthread_getcpuclockid(pthread_self(), clock)
    assert 0 == clock_gettime(clock, now)
    assert now.tv_sec or now.tv_nsec


# ------------------------------------------------------------------------------- keys, once


def test_each_thread_has_its_own_value():
    key, destroyed = pthread_key_t(), []
    assert 0 == pthread_key_create(key, destroyed.append)

    def routine(number):
        assert None is pthread_getspecific(key)
        assert 0 == pthread_setspecific(key, number)
        sched_yield()
        return pthread_getspecific(key)

    assert [None, *range(1, 20)] == [result.value for result in together(20, routine)]
    assert list(range(1, 20)) == sorted(destroyed)
    assert None is pthread_getspecific(key)
    assert 0 == pthread_key_delete(key)
    for call in (pthread_getspecific, pthread_key_delete):
        with pytest.raises(Uninitialized, match=r"is no key of pthread_key_create\(\)"):
            call(key)
    with pytest.raises(Uninitialized):
        pthread_setspecific(key, 1)


def test_a_destructor_that_sets_the_value_again():
    key, calls = pthread_key_t(), []

    def destroy(value):
        calls.append(value)
        pthread_setspecific(key, value)

    pthread_key_create(key, destroy)
    run(lambda _: pthread_setspecific(key, 1))
    assert [1] * PTHREAD_DESTRUCTOR_ITERATIONS == calls
    pthread_key_delete(key)


def test_keys_are_few():
    keys = []
    while True:
        key = pthread_key_t()
        error = pthread_key_create(key, None)
        if error:
            break
        keys.append(key.value)
    assert pysock.EAGAIN == error
    assert PTHREAD_KEYS_MAX >= len(keys) == len(set(keys))
    pthread_setspecific(keys[-1], "old")
    for key in keys:
        assert 0 == pthread_key_delete(key)
    key = pthread_key_t()
    assert 0 == pthread_key_create(key, None)
    assert None is pthread_getspecific(key)
    pthread_key_delete(key)
    with pytest.raises(TypeError, match="a destructor is a function"):
        pthread_key_create(key, 5)


def test_once():
    once, calls = pthread_once_t(PTHREAD_ONCE_INIT), []

    def initialise():
        usleep(3000)
        calls.append(1)

    def routine(_):
        assert 0 == pthread_once(once, initialise)
        return len(calls)

    assert [1] * 10 == [result.value for result in together(10, routine)]


def test_once_that_does_not_come_to_its_end():
    once, calls = pthread_once_t(), []

    def fail():
        calls.append("failed")
        raise LookupError

    with pytest.raises(LookupError):
        pthread_once(once, fail)
    assert 0 == pthread_once(once, lambda: calls.append("done"))
    assert 0 == pthread_once(once, lambda: calls.append("again"))
    assert ["failed", "done"] == calls
    twice = pthread_once_t()
    with pytest.raises(Deadlock):
        pthread_once(twice, lambda: pthread_once(twice, id))
    with pytest.raises(TypeError):
        pthread_once(twice, 5)


def test_misuse_ends_as_it_must(tmp_path):
    assert [] == complaints_of("thread", tmp_path)


@LINUX
@pytest.mark.parametrize(("threads", "rounds"), [(4, 400), (40, 40), (200, 5)])
def test_storm_counts_as_its_twin(threads, rounds):
    """Every kind of lock at once; barriers and unnamed semaphores are not macOS's."""
    program = Path(__file__).with_name("thread_storm.py")
    python = [sys.executable, "-W", "error", program]
    printed = [
        subprocess.run(
            [*command, str(threads), str(rounds)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=300,
        ).stdout
        for command in ([twin("thread_storm")], python)
    ]
    assert f"counted {threads * rounds} " in printed[0]
    assert printed[0] == printed[1]


@LINUX
@pytest.mark.parametrize("seed", [1, 2])
def test_misuse_in_many_threads(seed):
    """What C's library would end the process for, done by a dozen threads at once."""
    program = Path(__file__).with_name("thread_misuse.py")
    out = subprocess.run(
        [sys.executable, program, str(seed), "1.5"], capture_output=True, timeout=50
    )
    assert (0, b"", b"") == (out.returncode, out.stdout, out.stderr)
