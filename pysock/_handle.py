"""Windows' threads and the objects they wait for: synchapi.h, processthreadsapi.h, process.h.

A HANDLE is an int. Elsewhere than on Windows it is a number of pysock's own table, which only this
process knows: so objects have no names there, and no security attributes.
"""

from __future__ import annotations

import _thread
import time

from . import _arguments as arguments
from . import _constants as constants
from ._memory import RecordType, from_cffi, pointer_to
from ._native import ffi, lib
from ._undefined import UndefinedBehavior, UseAfterFree
from ._values import kind_of
from ._windef import DWORD, HANDLE, LONG, Sleep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn, SupportsIndex

__all__ = [
    "CRITICAL_SECTION",
    "CloseHandle",
    "CreateEvent",
    "CreateEventA",
    "CreateEventW",
    "CreateMutex",
    "CreateMutexA",
    "CreateMutexW",
    "CreateSemaphore",
    "CreateSemaphoreA",
    "CreateSemaphoreW",
    "CreateThread",
    "DeleteCriticalSection",
    "EnterCriticalSection",
    "ExitThread",
    "GetExitCodeThread",
    "InitializeCriticalSection",
    "InitializeCriticalSectionAndSpinCount",
    "LPCRITICAL_SECTION",
    "LeaveCriticalSection",
    "ReleaseMutex",
    "ReleaseSemaphore",
    "ResetEvent",
    "ResumeThread",
    "SetEvent",
    "SleepEx",
    "TryEnterCriticalSection",
    "WaitForMultipleObjects",
    "WaitForMultipleObjectsEx",
    "WaitForSingleObject",
    "WaitForSingleObjectEx",
    "_beginthread",
    "_beginthreadex",
    "_endthread",
    "_endthreadex",
]

_RESTART = lib.PYSOCK_RESTART
_FAILED = 0xFFFFFFFF  # WAIT_FAILED, and (DWORD)-1

CRITICAL_SECTION: RecordType = from_cffi(ffi.typeof("CRITICAL_SECTION"))  # type: ignore[assignment]
LPCRITICAL_SECTION = pointer_to(CRITICAL_SECTION)
for _member in ("LockSemaphore", "OwningThread"):
    CRITICAL_SECTION.members[_member] = HANDLE, CRITICAL_SECTION.members[_member][1]


def number_of(handle: Any) -> Any:
    """A handle as a number: NULL is 0."""
    return 0 if handle is None else handle


def handle_of(number: int) -> int | None:
    """A handle as a program sees it: 0 is NULL."""
    return number or None


def require_null(thing: Any, call: str, name: str) -> None:
    """Refuse an argument that has no meaning here."""
    if not arguments.is_null(thing):
        raise TypeError(f"{call}: {name} is NULL here, not {kind_of(thing)}")


def CloseHandle(hObject: SupportsIndex | None) -> int:
    """Close a handle; the object ends with its last one, handleapi.h.

    ``BOOL CloseHandle(HANDLE hObject);``

    Of a thread only the handle goes: the thread runs on.

    Returns TRUE, or FALSE: ERROR_INVALID_HANDLE.
    """
    return lib.pysock_CloseHandle(number_of(hObject))


# ------------------------------------------------------------------------------------ objects


def CreateEvent(
    lpEventAttributes: Any,
    bManualReset: SupportsIndex,
    bInitialState: SupportsIndex,
    lpName: Any,
) -> int | None:
    """Make an event object, synchapi.h.

    ``HANDLE CreateEvent(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
    BOOL bInitialState, LPCSTR lpName);  /* CreateEventA() and CreateEventW() too */``

    The attributes and the name are NULL. An event that is not reset by hand is reset by the wait
    that it ends.

    Returns the handle, or NULL: ERROR_NOT_ENOUGH_MEMORY.
    """
    require_null(lpEventAttributes, "CreateEvent", "lpEventAttributes")
    require_null(lpName, "CreateEvent", "lpName")
    return handle_of(lib.pysock_CreateEvent(bManualReset, bInitialState))


def CreateMutex(lpMutexAttributes: Any, bInitialOwner: SupportsIndex, lpName: Any) -> int | None:
    """Make a mutex, which its owner may take again and again, synchapi.h.

    ``HANDLE CreateMutex(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
    LPCSTR lpName);  /* CreateMutexA() and CreateMutexW() too */``

    The attributes and the name are NULL.

    Returns the handle, or NULL: ERROR_NOT_ENOUGH_MEMORY.
    """
    require_null(lpMutexAttributes, "CreateMutex", "lpMutexAttributes")
    require_null(lpName, "CreateMutex", "lpName")
    return handle_of(lib.pysock_CreateMutex(bInitialOwner))


def CreateSemaphore(
    lpSemaphoreAttributes: Any,
    lInitialCount: SupportsIndex,
    lMaximumCount: SupportsIndex,
    lpName: Any,
) -> int | None:
    """Make a semaphore, synchapi.h.

    ``HANDLE CreateSemaphore(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount,
    LONG lMaximumCount, LPCSTR lpName);  /* CreateSemaphoreA() and CreateSemaphoreW() too */``

    The attributes and the name are NULL.

    Returns the handle, or NULL: ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
    """
    require_null(lpSemaphoreAttributes, "CreateSemaphore", "lpSemaphoreAttributes")
    require_null(lpName, "CreateSemaphore", "lpName")
    return handle_of(lib.pysock_CreateSemaphore(lInitialCount, lMaximumCount))


CreateEventA = CreateEventW = CreateEvent
CreateMutexA = CreateMutexW = CreateMutex
CreateSemaphoreA = CreateSemaphoreW = CreateSemaphore


def SetEvent(hEvent: SupportsIndex | None) -> int:
    """Signal an event, synchapi.h.

    ``BOOL SetEvent(HANDLE hEvent);``

    Returns TRUE, or FALSE: ERROR_INVALID_HANDLE.
    """
    return lib.pysock_SetEvent(number_of(hEvent))


def ResetEvent(hEvent: SupportsIndex | None) -> int:
    """Take an event's signal back, synchapi.h.

    ``BOOL ResetEvent(HANDLE hEvent);``

    Returns TRUE, or FALSE: ERROR_INVALID_HANDLE.
    """
    return lib.pysock_ResetEvent(number_of(hEvent))


def ReleaseMutex(hMutex: SupportsIndex | None) -> int:
    """Give a mutex back, once for each wait that took it, synchapi.h.

    ``BOOL ReleaseMutex(HANDLE hMutex);``

    Returns TRUE, or FALSE: ERROR_INVALID_HANDLE, ERROR_NOT_OWNER.
    """
    return lib.pysock_ReleaseMutex(number_of(hMutex))


def ReleaseSemaphore(
    hSemaphore: SupportsIndex | None, lReleaseCount: SupportsIndex, lpPreviousCount: Any
) -> int:
    """Add to a semaphore's count, synchapi.h.

    ``BOOL ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, LPLONG lpPreviousCount);``

    Returns TRUE, the count from before in lpPreviousCount unless that is NULL, or FALSE:
    ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER, ERROR_TOO_MANY_POSTS.
    """
    previous = arguments.out(lpPreviousCount, LONG, "ReleaseSemaphore", null=True)
    return lib.pysock_ReleaseSemaphore(number_of(hSemaphore), lReleaseCount, previous)


# ------------------------------------------------------------------------------------ waiting


def wait(handles: Sequence[Any], all: SupportsIndex, milliseconds: SupportsIndex) -> int:
    """WaitForMultipleObjects(), with the handlers of signals in between."""
    array = ffi.new("intptr_t[]", handles)
    deadline = ffi.new("int64_t *")
    count = len(handles)
    while (
        ended := lib.pysock_wait_for_objects(array, count, all, milliseconds, deadline)
    ) == _RESTART:
        pass
    return ended


def handles_at(place: Any, count: SupportsIndex, call: str) -> list[int]:
    """The handles of an array; a number of them that no wait takes gives none."""
    number = arguments.integer(count, call)
    if not 0 < number <= constants.MAXIMUM_WAIT_OBJECTS:
        return []
    address = arguments.out(place, HANDLE, call, count=number)
    return list(ffi.cast("intptr_t *", address)[0:number])


def WaitForSingleObject(hHandle: SupportsIndex | None, dwMilliseconds: SupportsIndex) -> int:
    """Wait for an object, synchapi.h.

    ``DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds);``

    An event is signalled, a thread has ended, a mutex is free or one's own, a semaphore's count
    is not 0. Signals do not end the wait: their handlers run, and it goes on.

    Returns WAIT_OBJECT_0, WAIT_TIMEOUT, WAIT_ABANDONED (a mutex whose owner's thread ended), or
    WAIT_FAILED: ERROR_INVALID_HANDLE.
    """
    return wait([number_of(hHandle)], 0, dwMilliseconds)


def WaitForSingleObjectEx(
    hHandle: SupportsIndex | None, dwMilliseconds: SupportsIndex, bAlertable: SupportsIndex
) -> int:
    """Wait for an object, or until a completion routine has run, synchapi.h.

    ``DWORD WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable);``

    Routines run where bAlertable is not 0.

    Returns what WaitForSingleObject() does, or WAIT_IO_COMPLETION.
    """
    alertable = arguments.integer(bAlertable, "WaitForSingleObjectEx")
    return wait_alertably([number_of(hHandle)], 0, dwMilliseconds, alertable)


def WaitForMultipleObjects(
    nCount: SupportsIndex,
    lpHandles: Any,
    bWaitAll: SupportsIndex,
    dwMilliseconds: SupportsIndex,
) -> int:
    """Wait for one object of an array, or for all of them at once, synchapi.h.

    ``DWORD WaitForMultipleObjects(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll,
    DWORD dwMilliseconds);``

    lpHandles is a ``HANDLE[n]``.

    Returns WAIT_OBJECT_0 plus the index of the first that is ready, or WAIT_ABANDONED_0 plus it,
    WAIT_TIMEOUT, or WAIT_FAILED: ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER (none, or more
    than MAXIMUM_WAIT_OBJECTS).
    """
    handles = handles_at(lpHandles, nCount, "WaitForMultipleObjects")
    return wait(handles, bWaitAll, dwMilliseconds)


def WaitForMultipleObjectsEx(
    nCount: SupportsIndex,
    lpHandles: Any,
    bWaitAll: SupportsIndex,
    dwMilliseconds: SupportsIndex,
    bAlertable: SupportsIndex,
) -> int:
    """Wait for one object of an array or for all, or until a completion routine ran, synchapi.h.

    ``DWORD WaitForMultipleObjectsEx(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll,
    DWORD dwMilliseconds, BOOL bAlertable);``

    Routines run where bAlertable is not 0.

    Returns what WaitForMultipleObjects() does, or WAIT_IO_COMPLETION.
    """
    handles = handles_at(lpHandles, nCount, "WaitForMultipleObjectsEx")
    alertable = arguments.integer(bAlertable, "WaitForMultipleObjectsEx")
    return wait_alertably(handles, bWaitAll, dwMilliseconds, alertable)


# ------------------------------------------------------------------------ completion routines


class _Routines(_thread._local):
    """The calling thread's operations that end with a routine."""

    def __init__(self) -> None:
        self.event = 0  # signalled when one of them ends
        self.waiting: list[tuple[Callable[[], int], Callable[[], None]]] = []


_routines = _Routines()
_SLICE = 10  # milliseconds between two looks, where no wait sees the event


def event_of_routines() -> int:
    """The event that the calling thread's operations are to signal, as a handle."""
    if _routines.event == 0:
        _routines.event = lib.pysock_CreateEvent(1, 0)
    return _routines.event


def add_routine(has_ended: Callable[[], int], report: Callable[[], None]) -> None:
    """Let an alertable wait of the calling thread report an operation when it has ended."""
    _routines.waiting.append((has_ended, report))


def _run_routines() -> bool:
    """Run the routines of all operations that have ended: whether there were any."""
    waiting, ran = _routines.waiting, False
    lib.pysock_ResetEvent(_routines.event)
    while ended := [each for each in waiting if each[0]()]:
        waiting.remove(ended[0])  # first, because the routine may raise, or wait itself
        ran = True
        ended[0][1]()
    return ran


def wait_alertably(
    handles: list[int], all: SupportsIndex, milliseconds: SupportsIndex, alertable: int
) -> int:
    """wait(), which completion routines end where it is alertable."""
    if not alertable or not _routines.waiting:
        return wait(handles, all, milliseconds)
    left = arguments.integer(milliseconds, "a wait") & constants.INFINITE
    end = None if left == constants.INFINITE else time.monotonic() + left / 1000
    # One more object than the program's: where that cannot be, it is looked at now and then.
    sliced = bool(all) or len(handles) >= constants.MAXIMUM_WAIT_OBJECTS
    watched = handles if sliced else [*handles, _routines.event]
    while not _run_routines():
        if end is not None:
            left = max(0, int((end - time.monotonic()) * 1000 + 1))
        ended = wait(watched, all, min(left, _SLICE) if sliced else left)
        if ended == constants.WAIT_TIMEOUT:
            if left == 0 or not sliced:
                return ended
        elif sliced or ended != len(handles):
            return ended
    return constants.WAIT_IO_COMPLETION


def SleepEx(dwMilliseconds: SupportsIndex, bAlertable: SupportsIndex) -> int:
    """Wait for some milliseconds, or until a completion routine has run, synchapi.h.

    ``DWORD SleepEx(DWORD dwMilliseconds, BOOL bAlertable);``

    Routines run where bAlertable is not 0. Signals do not end it.

    Returns 0, or WAIT_IO_COMPLETION.
    """
    if not arguments.integer(bAlertable, "SleepEx") or not _routines.waiting:
        Sleep(dwMilliseconds)
        return 0
    ended = wait_alertably([], 0, dwMilliseconds, 1)
    return ended if ended == constants.WAIT_IO_COMPLETION else 0


# ------------------------------------------------------------------------------------ threads


class EndThread(BaseException):
    """Raised by _endthreadex() and its like: it ends the thread that they are called in."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


_suspended: dict[int, tuple[Callable[[Any], Any], Any]] = {}


def _run(handle: int, function: Callable[[Any], Any], argument: Any, close: bool) -> None:
    code = 1  # of a thread that an exception ends
    try:
        result = function(argument)
        code = result if isinstance(result, int) else 0
    except EndThread as end:
        code = end.code
    finally:
        lib.pysock_end_thread_object(handle, code & 0xFFFFFFFF)
        if close:
            lib.pysock_CloseHandle(handle)


def _launch(handle: int, function: Callable[[Any], Any], argument: Any, close: bool = False) -> int:
    """Start a thread; 0 where the system has none left."""
    try:
        return _thread.start_new_thread(_run, (handle, function, argument, close))
    except RuntimeError:
        lib.pysock_CloseHandle(handle)
        lib.pysock_WSASetLastError(constants.ERROR_NOT_ENOUGH_MEMORY)
        return 0


def _begin(
    call: str,
    function: Any,
    argument: Any,
    flags: SupportsIndex,
    identity: Any,
) -> int:
    """The handle of a new thread, or 0."""
    if not callable(function):
        raise TypeError(f"{call}: a thread runs a function, not {kind_of(function)}")
    place = arguments.out(identity, DWORD, call, null=True)
    suspended = arguments.integer(flags, call) & constants.CREATE_SUSPENDED
    handle: int = lib.pysock_create_thread_object()
    if suspended:
        _suspended[handle] = function, argument
        return handle
    started = _launch(handle, function, argument)
    if place:
        ffi.cast("uint32_t *", place)[0] = started & 0xFFFFFFFF
    return handle if started else 0


def _beginthreadex(
    Security: Any,
    StackSize: SupportsIndex,
    StartAddress: Callable[[Any], Any],
    ArgList: Any,
    InitFlag: SupportsIndex,
    ThrdAddr: Any,
) -> int:
    """Start a thread that runs a function of one argument, process.h.

    ``uintptr_t _beginthreadex(void *Security, unsigned int StackSize,
    unsigned (*StartAddress)(void *), void *ArgList, unsigned int InitFlag,
    unsigned int *ThrdAddr);``

    ArgList is any object, handed over as it is. The stack is as large as Python's threads have it.
    What the function returns is the exit code.

    Returns the handle, to be closed, or 0.
    """
    require_null(Security, "_beginthreadex", "Security")
    return _begin("_beginthreadex", StartAddress, ArgList, InitFlag, ThrdAddr)


def _beginthread(StartAddress: Callable[[Any], Any], StackSize: SupportsIndex, ArgList: Any) -> int:
    """Start a thread whose handle closes itself when it ends, process.h.

    ``uintptr_t _beginthread(void (*StartAddress)(void *), unsigned int StackSize,
    void *ArgList);``

    Returns the handle, which may be closed already, or -1.
    """
    if not callable(StartAddress):
        raise TypeError(f"_beginthread: a thread runs a function, not {kind_of(StartAddress)}")
    handle: int = lib.pysock_create_thread_object()
    return handle if _launch(handle, StartAddress, ArgList, close=True) else -1


def CreateThread(
    lpThreadAttributes: Any,
    dwStackSize: SupportsIndex,
    lpStartAddress: Callable[[Any], Any],
    lpParameter: Any,
    dwCreationFlags: SupportsIndex,
    lpThreadId: Any,
) -> int | None:
    """Start a thread that runs a function of one argument, processthreadsapi.h.

    ``HANDLE CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
    LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter, DWORD dwCreationFlags,
    LPDWORD lpThreadId);``

    Returns the handle, to be closed, or NULL.
    """
    require_null(lpThreadAttributes, "CreateThread", "lpThreadAttributes")
    return handle_of(
        _begin("CreateThread", lpStartAddress, lpParameter, dwCreationFlags, lpThreadId)
    )


def ResumeThread(hThread: SupportsIndex | None) -> int:
    """Let a thread begin that was made with CREATE_SUSPENDED, processthreadsapi.h.

    ``DWORD ResumeThread(HANDLE hThread);``

    Returns 1, 0 where the thread runs already, or (DWORD)-1: ERROR_INVALID_HANDLE.
    """
    handle = arguments.integer(number_of(hThread), "ResumeThread")
    waiting = _suspended.pop(handle, None)
    if waiting is not None:
        return 1 if _launch(handle, *waiting) else _FAILED
    return 0 if lib.pysock_GetExitCodeThread(handle, ffi.new("DWORD *")) else _FAILED


def GetExitCodeThread(hThread: SupportsIndex | None, lpExitCode: Any) -> int:
    """Tell what a thread's function returned, processthreadsapi.h.

    ``BOOL GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode);``

    Returns TRUE, the code (or STILL_ACTIVE) in lpExitCode, or FALSE: ERROR_INVALID_HANDLE.
    """
    place = arguments.out(lpExitCode, DWORD, "GetExitCodeThread")
    return lib.pysock_GetExitCodeThread(number_of(hThread), place)


def ExitThread(dwExitCode: SupportsIndex) -> NoReturn:
    """End the calling thread, processthreadsapi.h.

    ``void ExitThread(DWORD dwExitCode);``

    It raises an exception that nobody should catch; `finally` blocks run.
    """
    raise EndThread(arguments.integer(dwExitCode, "ExitThread"))


def _endthreadex(Retval: SupportsIndex) -> NoReturn:
    """End the calling thread with an exit code, process.h.

    ``void _endthreadex(unsigned int Retval);``
    """
    raise EndThread(arguments.integer(Retval, "_endthreadex"))


def _endthread() -> NoReturn:
    """End the calling thread, process.h.

    ``void _endthread(void);``
    """
    raise EndThread(0)


# -------------------------------------------------------------------------- critical sections


def InitializeCriticalSection(lpCriticalSection: Any) -> None:
    """Make a critical section, which its owner may enter again and again, synchapi.h.

    ``void InitializeCriticalSection(LPCRITICAL_SECTION lpCriticalSection);``
    """
    arguments.out(lpCriticalSection, CRITICAL_SECTION, "InitializeCriticalSection")
    lpCriticalSection[0].LockSemaphore = lib.pysock_CreateMutex(0)


def InitializeCriticalSectionAndSpinCount(
    lpCriticalSection: Any, dwSpinCount: SupportsIndex
) -> int:
    """Make a critical section, whose waits do not spin here, synchapi.h.

    ``BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection,
    DWORD dwSpinCount);``

    Returns TRUE.
    """
    InitializeCriticalSection(lpCriticalSection)
    lpCriticalSection[0].SpinCount = dwSpinCount
    return 1


def _enter(section: Any, milliseconds: int, call: str) -> int:
    arguments.out(section, CRITICAL_SECTION, call)
    ended = wait([section[0].LockSemaphore], 0, milliseconds)
    if ended == _FAILED:
        raise UseAfterFree(f"{call}: the critical section is not initialized, or deleted")
    return ended


def EnterCriticalSection(lpCriticalSection: Any) -> None:
    """Enter a critical section as soon as no other thread is in it, synchapi.h.

    ``void EnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);``
    """
    _enter(lpCriticalSection, constants.INFINITE, "EnterCriticalSection")


def TryEnterCriticalSection(lpCriticalSection: Any) -> int:
    """Enter a critical section if no other thread is in it, synchapi.h.

    ``BOOL TryEnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);``

    Returns TRUE or FALSE.
    """
    ended = _enter(lpCriticalSection, 0, "TryEnterCriticalSection")
    return int(ended != constants.WAIT_TIMEOUT)


def LeaveCriticalSection(lpCriticalSection: Any) -> None:
    """Leave a critical section, once for each time it was entered, synchapi.h.

    ``void LeaveCriticalSection(LPCRITICAL_SECTION lpCriticalSection);``
    """
    arguments.out(lpCriticalSection, CRITICAL_SECTION, "LeaveCriticalSection")
    if not lib.pysock_ReleaseMutex(lpCriticalSection[0].LockSemaphore):
        raise UndefinedBehavior("LeaveCriticalSection: the calling thread is not in the section")


def DeleteCriticalSection(lpCriticalSection: Any) -> None:
    """End a critical section's life, synchapi.h.

    ``void DeleteCriticalSection(LPCRITICAL_SECTION lpCriticalSection);``
    """
    arguments.out(lpCriticalSection, CRITICAL_SECTION, "DeleteCriticalSection")
    if not lib.pysock_CloseHandle(lpCriticalSection[0].LockSemaphore):
        raise UseAfterFree("DeleteCriticalSection: the section is not initialized, or deleted")
