"""The types and macros of <windef.h>, and the calls of Windows that every program makes."""

from __future__ import annotations

import operator
import time

from . import _arguments as arguments
from . import _constants as constants
from ._malloc import free, malloc
from ._memory import Integer, char, pointer_to, ptr, void
from ._native import ffi, lib
from ._string import memcpy, memmove, memset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__ = [
    "BOOL",
    "BYTE",
    "CHAR",
    "CopyMemory",
    "DWORD",
    "DWORD_PTR",
    "FillMemory",
    "FormatMessage",
    "FormatMessageA",
    "GetCurrentProcessId",
    "GetCurrentThreadId",
    "GetLastError",
    "GetTickCount",
    "GetTickCount64",
    "HANDLE",
    "HIBYTE",
    "HIWORD",
    "INT",
    "INVALID_HANDLE_VALUE",
    "LOBYTE",
    "LONG",
    "LONGLONG",
    "LOWORD",
    "LPBYTE",
    "LPCSTR",
    "LPCVOID",
    "LPDWORD",
    "LPHANDLE",
    "LPINT",
    "LPLONG",
    "LPSTR",
    "LPVOID",
    "LPWORD",
    "LocalFree",
    "MAKELANGID",
    "MAKELONG",
    "MAKEWORD",
    "MoveMemory",
    "PDWORD",
    "PVOID",
    "SHORT",
    "SIZE_T",
    "SetLastError",
    "Sleep",
    "UCHAR",
    "UINT",
    "ULONG",
    "ULONGLONG",
    "ULONG_PTR",
    "USHORT",
    "WORD",
    "ZeroMemory",
]

BOOL = Integer("BOOL")
BYTE = Integer("BYTE")
CHAR = char
DWORD = Integer("DWORD")
DWORD_PTR = Integer("DWORD_PTR")
HANDLE = Integer("HANDLE", "intptr_t")
INT = Integer("INT")
LONG = Integer("LONG")
LONGLONG = Integer("LONGLONG")
SHORT = Integer("SHORT")
SIZE_T = Integer("SIZE_T")
UCHAR = Integer("UCHAR")
UINT = Integer("UINT")
ULONG = Integer("ULONG")
ULONGLONG = Integer("ULONGLONG")
ULONG_PTR = Integer("ULONG_PTR")
USHORT = Integer("USHORT")
WORD = Integer("WORD")

LPBYTE = pointer_to(BYTE)
LPCSTR = LPSTR = pointer_to(char)
LPCVOID = LPVOID = PVOID = pointer_to(void)
LPDWORD = PDWORD = pointer_to(DWORD)
LPHANDLE = pointer_to(HANDLE)
LPINT = pointer_to(INT)
LPLONG = pointer_to(LONG)
LPWORD = pointer_to(WORD)

INVALID_HANDLE_VALUE = -1


# ------------------------------------------------------------------------- parts of a number


def MAKEWORD(low: SupportsIndex, high: SupportsIndex) -> int:
    """Put two bytes together, minwindef.h.

    ``WORD MAKEWORD(BYTE low, BYTE high);``

    Returns the number of 16 bits: ``MAKEWORD(2, 2)`` is the version 2.2.
    """
    return operator.index(low) & 0xFF | (operator.index(high) & 0xFF) << 8


def MAKELONG(low: SupportsIndex, high: SupportsIndex) -> int:
    """Put two words together, minwindef.h.

    ``LONG MAKELONG(WORD low, WORD high);``

    Returns the number of 32 bits.
    """
    number = operator.index(low) & 0xFFFF | (operator.index(high) & 0xFFFF) << 16
    return number - (number >> 31 << 32)


def LOBYTE(value: SupportsIndex) -> int:
    """Take the low byte of a word, minwindef.h.

    ``BYTE LOBYTE(WORD value);``

    Returns 0..255.
    """
    return operator.index(value) & 0xFF


def HIBYTE(value: SupportsIndex) -> int:
    """Take the high byte of a word, minwindef.h.

    ``BYTE HIBYTE(WORD value);``

    Returns 0..255.
    """
    return operator.index(value) >> 8 & 0xFF


def LOWORD(value: SupportsIndex) -> int:
    """Take the low word of a number of 32 bits, minwindef.h.

    ``WORD LOWORD(DWORD_PTR value);``

    Returns 0..65535.
    """
    return operator.index(value) & 0xFFFF


def HIWORD(value: SupportsIndex) -> int:
    """Take the high word of a number of 32 bits, minwindef.h.

    ``WORD HIWORD(DWORD_PTR value);``

    Returns 0..65535.
    """
    return operator.index(value) >> 16 & 0xFFFF


# ------------------------------------------------------------------------------------ memory


def ZeroMemory(Destination: Any, Length: SupportsIndex) -> None:
    """Fill memory with zeroes, winbase.h.

    ``void ZeroMemory(void *Destination, SIZE_T Length);``
    """
    memset(Destination, 0, Length)


def FillMemory(Destination: Any, Length: SupportsIndex, Fill: SupportsIndex) -> None:
    """Fill memory with one byte, winbase.h.

    ``void FillMemory(void *Destination, SIZE_T Length, BYTE Fill);``
    """
    memset(Destination, Fill, Length)


def CopyMemory(Destination: Any, Source: Any, Length: SupportsIndex) -> None:
    """Copy memory; as with memcpy(), the two may not overlap, winbase.h.

    ``void CopyMemory(void *Destination, const void *Source, SIZE_T Length);``
    """
    memcpy(Destination, Source, Length)


def MoveMemory(Destination: Any, Source: Any, Length: SupportsIndex) -> None:
    """Copy memory that may overlap, winbase.h.

    ``void MoveMemory(void *Destination, const void *Source, SIZE_T Length);``
    """
    memmove(Destination, Source, Length)


# ------------------------------------------------------------------- the last error, and time


def MAKELANGID(primary: SupportsIndex, sublanguage: SupportsIndex) -> int:
    """Put the number of a language together, winnt.h.

    ``WORD MAKELANGID(WORD primary, WORD sublanguage);``

    Returns the number of 16 bits.
    """
    return (operator.index(sublanguage) << 10 | operator.index(primary)) & 0xFFFF


def FormatMessage(
    dwFlags: SupportsIndex,
    lpSource: Any,
    dwMessageId: SupportsIndex,
    dwLanguageId: SupportsIndex,
    lpBuffer: Any,
    nSize: SupportsIndex,
    Arguments: Any,
) -> int:
    """Describe an error of GetLastError() or WSAGetLastError(), winbase.h.

    ``DWORD FormatMessage(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
    LPSTR lpBuffer, DWORD nSize, va_list *Arguments);  /* FormatMessageA() too */``

    Only the system's messages are known, FORMAT_MESSAGE_FROM_SYSTEM, which take no arguments. With
    FORMAT_MESSAGE_ALLOCATE_BUFFER lpBuffer is an ``LPSTR()``, which then points to the text;
    LocalFree() frees it.

    Returns the length of the text, which ends in a newline, or 0: ERROR_INSUFFICIENT_BUFFER,
    ERROR_INVALID_PARAMETER, ERROR_MR_MID_NOT_FOUND.
    """
    flags = arguments.integer(dwFlags, "FormatMessage")
    if not flags & constants.FORMAT_MESSAGE_FROM_SYSTEM:
        lib.pysock_WSASetLastError(constants.ERROR_INVALID_PARAMETER)
        return 0
    own = ffi.new("char[]", _MESSAGE_SIZE)
    length: int = lib.pysock_FormatMessage(dwMessageId, dwLanguageId, own, _MESSAGE_SIZE)
    if length == 0:
        return 0
    text = ffi.buffer(own, length + 1)[:]
    if flags & constants.FORMAT_MESSAGE_ALLOCATE_BUFFER:
        arguments.out(lpBuffer, LPSTR, "FormatMessage")
        memory: Any = ptr(char, malloc(len(text)))
        memory[0 : len(text)] = text
        lpBuffer[0] = memory
    elif arguments.length(nSize, "FormatMessage") <= length:
        lib.pysock_WSASetLastError(constants.ERROR_INSUFFICIENT_BUFFER)
        return 0
    else:
        ffi.memmove(arguments.writable(lpBuffer, len(text), "FormatMessage"), text, len(text))
    return length


FormatMessageA = FormatMessage
_MESSAGE_SIZE = 512


def LocalFree(hMem: Any) -> None:
    """Free what FormatMessage() has allocated, winbase.h.

    ``HLOCAL LocalFree(HLOCAL hMem);``

    Returns NULL.
    """
    free(hMem)


def GetLastError() -> int:
    """Tell the calling thread's last error, errhandlingapi.h.

    ``DWORD GetLastError(void);``

    It is what WSAGetLastError() tells. Elsewhere than on Windows it stands for errno.

    Returns the code.
    """
    return lib.pysock_WSAGetLastError()


def SetLastError(dwErrCode: SupportsIndex) -> None:
    """Set the calling thread's last error, errhandlingapi.h.

    ``void SetLastError(DWORD dwErrCode);``
    """
    lib.pysock_WSASetLastError(dwErrCode)


def Sleep(dwMilliseconds: SupportsIndex) -> None:
    """Wait for some milliseconds, for ever with INFINITE, synchapi.h.

    ``void Sleep(DWORD dwMilliseconds);``

    Signals do not end it: their handlers run, and the wait goes on.
    """
    milliseconds = arguments.integer(dwMilliseconds, "Sleep") & constants.INFINITE
    time.sleep(milliseconds / 1000)
    while milliseconds == constants.INFINITE:
        time.sleep(milliseconds / 1000)


def GetTickCount() -> int:
    """Tell the milliseconds since some time of the past, sysinfoapi.h.

    ``DWORD GetTickCount(void);``

    Returns the number, which begins anew after 49.7 days.
    """
    return lib.pysock_GetTickCount64() & constants.MAXDWORD


def GetTickCount64() -> int:
    """Tell the milliseconds since some time of the past, sysinfoapi.h.

    ``ULONGLONG GetTickCount64(void);``

    Returns the number.
    """
    return lib.pysock_GetTickCount64()


def GetCurrentProcessId() -> int:
    """Tell the number of this process, processthreadsapi.h.

    ``DWORD GetCurrentProcessId(void);``

    Returns it: elsewhere than on Windows what getpid() says.
    """
    return lib.pysock_GetCurrentProcessId()


def GetCurrentThreadId() -> int:
    """Tell the number of the calling thread, processthreadsapi.h.

    ``DWORD GetCurrentThreadId(void);``

    Returns it.
    """
    return lib.pysock_GetCurrentThreadId()
