"""Sockets that signal event objects: WSAEventSelect() and its like, winsock2.h."""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from ._handle import handle_of, handles_at, number_of, wait_alertably
from ._memory import RecordType, from_cffi, pointer_to
from ._native import ffi, lib
from ._windef import HANDLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__ = [
    "LPWSANETWORKEVENTS",
    "WSACloseEvent",
    "WSACreateEvent",
    "WSAEVENT",
    "WSAEnumNetworkEvents",
    "WSAEventSelect",
    "WSANETWORKEVENTS",
    "WSAResetEvent",
    "WSASetEvent",
    "WSAWaitForMultipleEvents",
    "WSA_INVALID_EVENT",
]

WSAEVENT = HANDLE
WSANETWORKEVENTS: RecordType = from_cffi(ffi.typeof("WSANETWORKEVENTS"))  # type: ignore[assignment]
LPWSANETWORKEVENTS = pointer_to(WSANETWORKEVENTS)
WSA_INVALID_EVENT = None


def _is_started() -> bool:
    if lib.pysock_winsock_started():
        return True
    lib.pysock_WSASetLastError(constants.WSANOTINITIALISED)
    return False


def WSACreateEvent() -> int | None:
    """Make an event object that is reset by hand, winsock2.h.

    ``WSAEVENT WSACreateEvent(void);``

    Returns the handle, or WSA_INVALID_EVENT: WSANOTINITIALISED, WSA_NOT_ENOUGH_MEMORY.
    """
    return handle_of(lib.pysock_CreateEvent(1, 0)) if _is_started() else WSA_INVALID_EVENT


def WSACloseEvent(hEvent: SupportsIndex | None) -> int:
    """Close an event object, winsock2.h.

    ``BOOL WSACloseEvent(WSAEVENT hEvent);``

    Returns TRUE, or FALSE: WSA_INVALID_HANDLE, WSANOTINITIALISED.
    """
    return lib.pysock_CloseHandle(number_of(hEvent)) if _is_started() else 0


def WSASetEvent(hEvent: SupportsIndex | None) -> int:
    """Signal an event, winsock2.h.

    ``BOOL WSASetEvent(WSAEVENT hEvent);``

    Returns TRUE, or FALSE: WSA_INVALID_HANDLE, WSANOTINITIALISED.
    """
    return lib.pysock_SetEvent(number_of(hEvent)) if _is_started() else 0


def WSAResetEvent(hEvent: SupportsIndex | None) -> int:
    """Take an event's signal back, winsock2.h.

    ``BOOL WSAResetEvent(WSAEVENT hEvent);``

    Returns TRUE, or FALSE: WSA_INVALID_HANDLE, WSANOTINITIALISED.
    """
    return lib.pysock_ResetEvent(number_of(hEvent)) if _is_started() else 0


def WSAWaitForMultipleEvents(
    cEvents: SupportsIndex,
    lphEvents: Any,
    fWaitAll: SupportsIndex,
    dwTimeout: SupportsIndex,
    fAlertable: SupportsIndex,
) -> int:
    """Wait for one event of an array, or for all of them at once, winsock2.h.

    ``DWORD WSAWaitForMultipleEvents(DWORD cEvents, const WSAEVENT *lphEvents, BOOL fWaitAll,
    DWORD dwTimeout, BOOL fAlertable);``

    lphEvents is a ``WSAEVENT[n]``. It does as WaitForMultipleObjects(), and runs completion
    routines where fAlertable is not 0.

    Returns WSA_WAIT_EVENT_0 plus the index of the first that is signalled, WSA_WAIT_TIMEOUT,
    WSA_WAIT_IO_COMPLETION (a routine has run), or WSA_WAIT_FAILED: WSA_INVALID_HANDLE,
    WSA_INVALID_PARAMETER, WSANOTINITIALISED.
    """
    events = handles_at(lphEvents, cEvents, "WSAWaitForMultipleEvents")
    alertable = arguments.integer(fAlertable, "WSAWaitForMultipleEvents")
    if not _is_started():
        return constants.WSA_WAIT_FAILED
    return wait_alertably(events, fWaitAll, dwTimeout, alertable)


def WSAEventSelect(
    s: SupportsIndex, hEventObject: SupportsIndex | None, lNetworkEvents: SupportsIndex
) -> int:
    """Let a socket signal an event object when something happens to it, winsock2.h.

    ``int WSAEventSelect(SOCKET s, WSAEVENT hEventObject, long lNetworkEvents);``

    lNetworkEvents is made of FD_READ, FD_WRITE, FD_OOB, FD_ACCEPT, FD_CONNECT, FD_CLOSE; 0 ends
    it. The socket no longer blocks; what it accepts is bound to the same events. Each event comes
    once, and again only after the call that answers it: FD_READ after recv(), FD_ACCEPT after
    accept(), FD_WRITE after a send() that failed with WSAEWOULDBLOCK.

    Returns 0, or SOCKET_ERROR: WSAEINVAL (no event object), WSAENOTSOCK, WSANOTINITIALISED.
    """
    return lib.pysock_WSAEventSelect(s, number_of(hEventObject), lNetworkEvents)


def WSAEnumNetworkEvents(
    s: SupportsIndex, hEventObject: SupportsIndex | None, lpNetworkEvents: Any
) -> int:
    """Ask what has happened to a socket since the last time, winsock2.h.

    ``int WSAEnumNetworkEvents(SOCKET s, WSAEVENT hEventObject,
    LPWSANETWORKEVENTS lpNetworkEvents);``

    The event object is reset unless it is NULL. iErrorCode[FD_READ_BIT] and its like hold the
    error of an event, or 0.

    Returns 0, or SOCKET_ERROR: WSAEINVAL (no event object), WSAENOTSOCK, WSANOTINITIALISED.
    """
    place = arguments.out(lpNetworkEvents, WSANETWORKEVENTS, "WSAEnumNetworkEvents")
    return lib.pysock_WSAEnumNetworkEvents(s, number_of(hEventObject), place)
