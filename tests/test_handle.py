"""Events, mutexes, semaphores, threads, critical sections, and waiting for them."""

import os
import signal as signals
import sys
import threading
from time import monotonic

import pytest
from misuse import complaints_of

import pysock
from pysock import *

SOON = 5000  # milliseconds; a wait that takes them has hung


def wait_all(*handles, milliseconds=SOON):
    return WaitForMultipleObjects(len(handles), HANDLE[len(handles)](handles), TRUE, milliseconds)


def wait_any(*handles, milliseconds=SOON):
    return WaitForMultipleObjects(len(handles), HANDLE[len(handles)](handles), FALSE, milliseconds)


def start(function, argument=NULL, flags=0):
    return _beginthreadex(NULL, 0, function, argument, flags, NULL)


@pytest.fixture
def event():
    handle = CreateEvent(NULL, TRUE, FALSE, NULL)
    yield handle
    assert TRUE == CloseHandle(handle)


# -------------------------------------------------------------------------------------- events


def test_an_event_reset_by_hand(event):
    assert WAIT_TIMEOUT == WaitForSingleObject(event, 0)
    assert TRUE == SetEvent(event)
    assert [WAIT_OBJECT_0] * 2 == [WaitForSingleObject(event, SOON) for _ in range(2)]
    assert TRUE == ResetEvent(event)
    assert WAIT_TIMEOUT == WaitForSingleObject(event, 1)
    assert WAIT_TIMEOUT == WaitForSingleObjectEx(event, 1, TRUE)


@pytest.mark.parametrize("create", [CreateEvent, CreateEventA, CreateEventW])
def test_an_event_reset_by_its_wait(create):
    handle = create(NULL, FALSE, TRUE, NULL)
    assert WAIT_OBJECT_0 == WaitForSingleObject(handle, 0)
    assert WAIT_TIMEOUT == WaitForSingleObject(handle, 0)
    assert TRUE == CloseHandle(handle)


def test_a_wait_sees_an_event_of_another_thread(event):
    thread = threading.Timer(0.02, SetEvent, [event])
    thread.start()
    assert WAIT_OBJECT_0 == WaitForSingleObject(event, INFINITE)
    thread.join()


def test_one_wait_of_many_takes_an_event():
    handle = CreateEvent(NULL, FALSE, FALSE, NULL)
    threads = [start(lambda _: WaitForSingleObject(handle, INFINITE)) for _ in range(3)]
    for left in (2, 1, 0):
        assert TRUE == SetEvent(handle)
        ended = wait_any(*threads)
        assert WAIT_OBJECT_0 <= ended <= WAIT_OBJECT_0 + left
        assert TRUE == CloseHandle(threads.pop(ended))
    assert TRUE == CloseHandle(handle)


def test_waiting_takes_its_time(event):
    begin = monotonic()
    assert WAIT_TIMEOUT == WaitForSingleObject(event, 40)
    assert 0.038 <= monotonic() - begin


def test_handlers_run_during_a_wait_that_goes_on(event):
    seen = []
    old = signals.signal(
        signals.SIGALRM, lambda *_: (seen.append(1), len(seen) == 3 and SetEvent(event))
    )
    signals.setitimer(signals.ITIMER_REAL, 0.01, 0.01)
    try:
        assert WAIT_OBJECT_0 == WaitForSingleObject(event, INFINITE)
        assert 3 <= len(seen)
        assert TRUE == ResetEvent(event)
        begin = monotonic()
        assert WAIT_TIMEOUT == WaitForSingleObject(event, 60)
        assert 0.058 <= monotonic() - begin
    finally:
        signals.setitimer(signals.ITIMER_REAL, 0)
        signals.signal(signals.SIGALRM, old)


def test_closing_an_object_ends_the_waits_for_it():
    handle = CreateEvent(NULL, TRUE, FALSE, NULL)
    begun = threading.Event()

    def waits(_):
        begun.set()
        return WaitForSingleObject(handle, INFINITE) == WAIT_FAILED and GetLastError()

    thread = start(waits)
    begun.wait()
    Sleep(20)
    assert TRUE == CloseHandle(handle)
    assert WAIT_OBJECT_0 == WaitForSingleObject(thread, SOON)
    assert ERROR_INVALID_HANDLE == exit_code(thread)
    assert TRUE == CloseHandle(thread)


# ------------------------------------------------------------------------ mutexes and semaphores


@pytest.mark.parametrize("create", [CreateMutex, CreateMutexA, CreateMutexW])
def test_a_mutex_belongs_to_a_thread(create):
    mutex = create(NULL, TRUE, NULL)
    assert WAIT_OBJECT_0 == WaitForSingleObject(mutex, SOON), "its owner may take it again"
    assert WAIT_TIMEOUT == in_thread(lambda: WaitForSingleObject(mutex, 0))
    assert FALSE == in_thread(lambda: ReleaseMutex(mutex))
    assert ERROR_NOT_OWNER == in_thread(lambda: ReleaseMutex(mutex) or GetLastError())
    assert TRUE == ReleaseMutex(mutex) == ReleaseMutex(mutex)
    assert FALSE == ReleaseMutex(mutex)
    assert WAIT_OBJECT_0 == in_thread(lambda: WaitForSingleObject(mutex, SOON))
    assert TRUE == CloseHandle(mutex)


def in_thread(function):
    """What a function returns in a thread of Windows' own kind."""
    thread = start(lambda _: function())
    assert WAIT_OBJECT_0 == WaitForSingleObject(thread, SOON)
    code = exit_code(thread)
    assert TRUE == CloseHandle(thread)
    return code


def exit_code(thread):
    code = DWORD()
    assert TRUE == GetExitCodeThread(thread, code)
    return int(code)


def test_a_mutex_whose_owner_ended_is_abandoned():
    mutex = CreateMutex(NULL, FALSE, NULL)
    assert WAIT_OBJECT_0 == in_thread(lambda: WaitForSingleObject(mutex, SOON))
    assert WAIT_ABANDONED == WaitForSingleObject(mutex, SOON)
    assert TRUE == ReleaseMutex(mutex)
    assert WAIT_OBJECT_0 == WaitForSingleObject(mutex, SOON)
    assert TRUE == CloseHandle(mutex)


def test_a_mutex_keeps_threads_apart():
    mutex = CreateMutex(NULL, FALSE, NULL)
    total = [0]

    def adds(_):
        for _ in range(200):
            WaitForSingleObject(mutex, INFINITE)
            seen = total[0]
            Sleep(0)
            total[0] = seen + 1
            ReleaseMutex(mutex)

    threads = [start(adds) for _ in range(4)]
    assert WAIT_OBJECT_0 == wait_all(*threads, milliseconds=30000)
    assert 800 == total[0]
    for handle in (*threads, mutex):
        assert TRUE == CloseHandle(handle)


@pytest.mark.parametrize("create", [CreateSemaphore, CreateSemaphoreA, CreateSemaphoreW])
def test_a_semaphore_counts(create):
    semaphore = create(NULL, 1, 3, NULL)
    before = LONG(9)
    assert TRUE == ReleaseSemaphore(semaphore, 2, before)
    assert 1 == before
    assert FALSE == ReleaseSemaphore(semaphore, 1, before)
    assert ERROR_TOO_MANY_POSTS == GetLastError()
    assert [WAIT_OBJECT_0] * 3 + [WAIT_TIMEOUT] == [
        WaitForSingleObject(semaphore, 0) for _ in range(4)
    ]
    assert TRUE == ReleaseSemaphore(semaphore, 1, NULL)
    assert FALSE == ReleaseSemaphore(semaphore, 0, NULL)
    assert ERROR_INVALID_PARAMETER == GetLastError()
    assert TRUE == CloseHandle(semaphore)


@pytest.mark.parametrize("counts", [(-1, 1), (2, 1), (0, 0), (0, -1)])
def test_counts_that_no_semaphore_has(counts):
    assert CreateSemaphore(NULL, *counts, NULL) is NULL
    assert ERROR_INVALID_PARAMETER == GetLastError()


# ----------------------------------------------------------------------------- several objects


def test_waiting_for_any_and_for_all():
    handles = [CreateEvent(NULL, FALSE, FALSE, NULL) for _ in range(3)]
    assert WAIT_TIMEOUT == wait_any(*handles, milliseconds=0)
    assert TRUE == SetEvent(handles[2]) == SetEvent(handles[1])
    assert WAIT_TIMEOUT == wait_all(*handles, milliseconds=5), "and takes none of them"
    assert [WAIT_OBJECT_0 + 1, WAIT_OBJECT_0 + 2] == [wait_any(*handles) for _ in range(2)]
    for handle in handles:
        assert TRUE == SetEvent(handle)
    assert WAIT_OBJECT_0 == wait_all(*handles)
    assert WAIT_TIMEOUT == wait_any(*handles, milliseconds=0)
    for handle in handles:
        assert TRUE == CloseHandle(handle)


def test_how_many_objects_a_wait_takes(event):
    assert TRUE == SetEvent(event)
    most = HANDLE[MAXIMUM_WAIT_OBJECTS + 1]([event] * (MAXIMUM_WAIT_OBJECTS + 1))
    assert WAIT_OBJECT_0 == WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, most, TRUE, 0)
    for count in (0, MAXIMUM_WAIT_OBJECTS + 1, -1, 1 << 40):
        assert WAIT_FAILED == WaitForMultipleObjects(count, most, FALSE, 0)
        assert ERROR_INVALID_PARAMETER == GetLastError()
    with pytest.raises(pysock.OutOfBounds):
        WaitForMultipleObjects(2, HANDLE[1]([event]), FALSE, 0)
    for bad in (event, [event], int_[1](), b"12345678"):
        with pytest.raises(TypeError):
            WaitForMultipleObjects(1, bad, FALSE, 0)


def test_handles_of_nothing(event):
    closed = CreateEvent(NULL, FALSE, FALSE, NULL)
    assert TRUE == CloseHandle(closed)
    for handle in (NULL, 0, INVALID_HANDLE_VALUE, 5, closed):
        for call in (
            CloseHandle,
            SetEvent,
            ResetEvent,
            ReleaseMutex,
            lambda h: ReleaseSemaphore(h, 1, NULL),
            lambda h: GetExitCodeThread(h, DWORD()),
        ):
            SetLastError(0)
            assert FALSE == call(handle)
            assert ERROR_INVALID_HANDLE == GetLastError()
        assert WAIT_FAILED == WaitForSingleObject(handle, 0)
        assert ERROR_INVALID_HANDLE == GetLastError()
        assert 0xFFFFFFFF == ResumeThread(handle)
    for wrong_kind in (ReleaseMutex, lambda h: GetExitCodeThread(h, DWORD())):
        assert FALSE == wrong_kind(event)
        assert ERROR_INVALID_HANDLE == GetLastError()
    with pytest.raises(TypeError):
        SetEvent("1")


def test_what_other_processes_would_share_is_null():
    for call in (
        lambda: CreateEvent(NULL, FALSE, FALSE, "name"),
        lambda: CreateEvent(char[8](), FALSE, FALSE, NULL),
        lambda: CreateMutex(NULL, FALSE, "name"),
        lambda: CreateSemaphore(NULL, 0, 1, "name"),
        lambda: CreateThread(char[8](), 0, print, NULL, 0, NULL),
        lambda: _beginthreadex(char[8](), 0, print, NULL, 0, NULL),
    ):
        with pytest.raises(TypeError, match="is NULL here"):
            call()


# ------------------------------------------------------------------------------------- threads


def test_a_thread_gets_its_argument_and_leaves_a_code():
    sock = SOCKET(7)
    identity = DWORD()
    seen = []

    def handler(argument):
        seen.append((ptr(SOCKET, argument)[0], GetCurrentThreadId()))
        return 42

    thread = _beginthreadex(NULL, 0, handler, sock, 0, identity)
    assert WAIT_OBJECT_0 == WaitForSingleObject(thread, SOON)
    assert [(7, identity)] == seen
    assert 42 == exit_code(thread)
    assert TRUE == CloseHandle(thread)


def test_a_thread_of_windows_own():
    identity, gate = uint(), CreateEvent(NULL, TRUE, FALSE, NULL)
    thread = CreateThread(NULL, 0, lambda h: WaitForSingleObject(h, SOON), gate, 0, identity)
    assert 0 != identity
    assert STILL_ACTIVE == exit_code(thread)
    assert TRUE == SetEvent(gate)
    assert WAIT_OBJECT_0 == WaitForSingleObject(thread, SOON)
    assert WAIT_OBJECT_0 == exit_code(thread)
    assert TRUE == CloseHandle(thread) == CloseHandle(gate)


def test_a_thread_that_waits_to_begin():
    seen = []
    thread = start(seen.append, "begun", CREATE_SUSPENDED)
    assert WAIT_TIMEOUT == WaitForSingleObject(thread, 20)
    assert [] == seen
    assert 1 == ResumeThread(thread)
    assert WAIT_OBJECT_0 == WaitForSingleObject(thread, SOON)
    assert ["begun"] == seen
    assert 0 == ResumeThread(thread)
    assert TRUE == CloseHandle(thread)


@pytest.mark.parametrize("end", [ExitThread, _endthreadex])
def test_a_thread_may_end_itself(end):
    cleaned = []

    def ends(_):
        try:
            end(9)
        finally:
            cleaned.append(1)

    thread = start(ends)
    assert WAIT_OBJECT_0 == WaitForSingleObject(thread, SOON)
    assert 9 == exit_code(thread)
    assert [1] == cleaned
    assert TRUE == CloseHandle(thread)


def test_a_thread_that_closes_its_own_handle(event):
    def ends(_):
        SetEvent(event)
        _endthread()

    thread = _beginthread(ends, 0, NULL)
    assert WAIT_OBJECT_0 == WaitForSingleObject(event, SOON)
    while WaitForSingleObject(thread, SOON) == WAIT_OBJECT_0:
        pass
    assert ERROR_INVALID_HANDLE == GetLastError()


def test_an_exception_ends_its_thread_alone(monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "unraisablehook", seen.append)
    thread = start(lambda _: 1 // 0)
    assert WAIT_OBJECT_0 == WaitForSingleObject(thread, SOON)
    assert 1 == exit_code(thread)
    while not seen:
        Sleep(1)
    assert ZeroDivisionError is seen[0].exc_type
    seen.clear()
    assert TRUE == CloseHandle(thread)


def test_what_is_no_function():
    for bad in (NULL, 5, "f"):
        with pytest.raises(TypeError, match="runs a function"):
            start(bad)
        with pytest.raises(TypeError, match="runs a function"):
            _beginthread(bad, 0, NULL)
    for bad in (5, char[4](), int_()):
        with pytest.raises(TypeError):
            _beginthreadex(NULL, 0, print, NULL, 0, bad)


def test_a_child_process_may_wait(event):
    """The lock of the table is free in a child, whatever other threads did with it."""
    stop = threading.Event()

    def turns(_):
        while not stop.is_set():
            SetEvent(event)

    SetEvent(event)
    thread = start(turns)
    for _ in range(20):
        child = os.fork()
        if child == 0:
            os._exit(WaitForSingleObject(event, SOON))
        assert 0 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    stop.set()
    assert WAIT_OBJECT_0 == WaitForSingleObject(thread, SOON)
    assert TRUE == CloseHandle(thread)


# --------------------------------------------------------------------------- critical sections


@pytest.mark.parametrize(
    "initialise",
    [InitializeCriticalSection, lambda s: InitializeCriticalSectionAndSpinCount(s, 400)],
    ids=["plain", "spin count"],
)
def test_a_critical_section(initialise):
    section = CRITICAL_SECTION()
    initialise(section)
    EnterCriticalSection(section)
    assert TRUE == TryEnterCriticalSection(section)
    assert FALSE == in_thread(lambda: TryEnterCriticalSection(section))
    LeaveCriticalSection(section)
    LeaveCriticalSection(section)
    assert TRUE == in_thread(lambda: TryEnterCriticalSection(ptr(CRITICAL_SECTION, section)))
    DeleteCriticalSection(section)


def test_a_critical_section_that_is_none():
    section = CRITICAL_SECTION()
    for call in (EnterCriticalSection, TryEnterCriticalSection, DeleteCriticalSection):
        with pytest.raises(pysock.UseAfterFree, match="not initialized"):
            call(section)
        with pytest.raises(TypeError):
            call(char[64]())
        with pytest.raises(pysock.NullPointer):
            call(NULL)
    InitializeCriticalSection(section)
    with pytest.raises(pysock.UndefinedBehavior, match="not in the section"):
        LeaveCriticalSection(section)
    DeleteCriticalSection(section)
    with pytest.raises(pysock.UseAfterFree):
        EnterCriticalSection(section)
    assert ptr(CRITICAL_SECTION) is LPCRITICAL_SECTION


def test_alertable_waits_without_routines():
    """test_overlapped.py has those that a routine ends."""
    event = CreateEvent(None, TRUE, FALSE, None)
    two = HANDLE[2]([event, event])
    begin = monotonic()
    assert 0 == SleepEx(20, TRUE) == SleepEx(0, FALSE)
    assert WAIT_TIMEOUT == WaitForMultipleObjectsEx(2, two, TRUE, 20, TRUE)
    assert 0.04 <= monotonic() - begin
    assert SetEvent(event)
    assert WAIT_OBJECT_0 == WaitForMultipleObjectsEx(2, two, TRUE, 20, TRUE)
    assert WAIT_FAILED == WaitForMultipleObjectsEx(0, NULL, FALSE, 0, TRUE)
    assert CloseHandle(event)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("handle", tmp_path)
