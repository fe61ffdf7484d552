"""The types of Windows, parts of numbers, memory, the last error, sleeping and counting ticks."""

import os
import signal as signals
import threading
from time import monotonic

import pytest
from alarms import ringing
from misuse import complaints_of

import pysock
from pysock import *

WIDTHS = {
    1: [BYTE, CHAR, UCHAR],
    2: [SHORT, USHORT, WORD],
    4: [BOOL, DWORD, INT, LONG, UINT, ULONG],
    8: [LONGLONG, ULONGLONG],
    sizeof(ptr(void)): [DWORD_PTR, HANDLE, SIZE_T, ULONG_PTR],
}
UNSIGNED = [BYTE, DWORD, DWORD_PTR, SIZE_T, UCHAR, UINT, ULONG, ULONGLONG, ULONG_PTR, USHORT, WORD]


@pytest.mark.parametrize("width", WIDTHS)
def test_types_have_the_width_they_have_on_windows(width):
    for ctype in WIDTHS[width]:
        assert width == sizeof(ctype), ctype
        assert (ctype in UNSIGNED) == (ctype(-1) > 0) or ctype is CHAR, ctype


def test_pointer_types():
    assert ptr(DWORD) is LPDWORD is PDWORD
    assert [ptr(void)] * 3 == [LPVOID, PVOID, LPCVOID]
    assert [ptr(char)] * 2 == [LPSTR, LPCSTR]
    assert [ptr(BYTE), ptr(HANDLE), ptr(INT), ptr(LONG), ptr(WORD)] == [
        LPBYTE,
        LPHANDLE,
        LPINT,
        LPLONG,
        LPWORD,
    ]


def test_parts_of_numbers():
    assert 0x0202 == MAKEWORD(2, 2)
    assert 0x0201 == MAKEWORD(0x101, 0x302)
    assert (0x34, 0x12) == (LOBYTE(0x51234), HIBYTE(0x51234))
    assert (0x5678, 0x1234) == (LOWORD(0x12345678), HIWORD(0x12345678))
    assert 0x00020001 == MAKELONG(1, 2)
    assert -1 == MAKELONG(0xFFFF, 0xFFFF)
    assert 0xFF == LOBYTE(-1) == HIBYTE(-1)
    assert 2 == LOBYTE(WORD(MAKEWORD(2, 1)))
    for macro in (LOBYTE, HIBYTE, LOWORD, HIWORD):
        with pytest.raises(TypeError):
            macro("2")
    for macro in (MAKEWORD, MAKELONG):
        with pytest.raises(TypeError):
            macro(2, 2.0)


def test_memory():
    text = char[8](b"abcdefgh")
    ZeroMemory(text, 2)
    assert b"\0\0cdefgh" == bytes(text)
    FillMemory(text, 2, ord("x"))
    MoveMemory(text + 1, text, 4)
    assert b"xxxcdfgh" == bytes(text)
    CopyMemory(text, "12", 2)
    assert b"12xcdfgh" == bytes(text)
    for call in (
        lambda: ZeroMemory(text, 9),
        lambda: FillMemory(text, -1, 0),
        lambda: MoveMemory(text, "12", 4),
        lambda: CopyMemory(text, text + 1, 9),
    ):
        with pytest.raises(pysock.OutOfBounds):
            call()
    with pytest.raises(pysock.Overlap):
        CopyMemory(text, text + 1, 4)
    with pytest.raises(pysock.ConstViolation):
        ZeroMemory("text", 4)


def test_the_last_error_is_kept_whatever_it_is():
    for code in (0, 1, 2, 13, 258, ERROR_IO_PENDING, ERROR_ALREADY_EXISTS, WSAEINTR, 2**31 - 1):
        SetLastError(code)
        assert code == GetLastError()
    with pytest.raises(TypeError):
        SetLastError("1")
    with pytest.raises(OverflowError):
        SetLastError(1 << 31)


def test_the_last_error_is_the_threads():
    SetLastError(5)
    seen = []
    other = threading.Thread(target=lambda: (seen.append(GetLastError()), SetLastError(6)))
    other.start()
    other.join()
    assert [0] == seen
    assert 5 == GetLastError()


def describe(code, flags=0, size=256):
    """FormatMessage() into a buffer of that size: how long the text is, and the text."""
    text = char[256]()
    flags |= FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS
    language = MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT)
    return FormatMessage(flags, NULL, code, language, text, size, NULL), text.string()


def test_errors_in_words():
    for code in (WSAECONNREFUSED, WSANOTINITIALISED, ERROR_INVALID_HANDLE, WAIT_TIMEOUT):
        length, text = describe(code)
        assert 0 < length == len(text)
        assert text.endswith(b"\r\n")
    assert (0, b"") == describe(54321)
    assert ERROR_MR_MID_NOT_FOUND == GetLastError()
    length, _ = describe(WSAECONNREFUSED)
    assert (0, b"") == describe(WSAECONNREFUSED, size=length)
    assert ERROR_INSUFFICIENT_BUFFER == GetLastError()
    assert length == describe(WSAECONNREFUSED, size=length + 1)[0]
    assert 0 == FormatMessageA(0, NULL, 1, 0, char[8](), 8, NULL)
    assert ERROR_INVALID_PARAMETER == GetLastError()
    assert 0x0400 == MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT)


def test_errors_in_words_that_are_freed():
    message = LPSTR()
    flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER
    length = FormatMessage(flags, NULL, WSAECONNREFUSED, 0, message, 0, NULL)
    assert describe(WSAECONNREFUSED) == (length, message.value.string())
    assert LocalFree(message) is NULL
    with pytest.raises(pysock.UseAfterFree):
        message.value.string()
    with pytest.raises(pysock.OutOfBounds):
        FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, WSAEINVAL, 0, char[4](), 100, NULL)
    with pytest.raises(TypeError):
        FormatMessage(flags, NULL, WSAEINVAL, 0, char[256](), 0, NULL)


def test_sleep_ends_with_its_time_not_with_a_signal():
    seen = []
    old = signals.signal(signals.SIGALRM, lambda *_: seen.append(1))
    signals.setitimer(signals.ITIMER_REAL, 0.01)
    try:
        begin = monotonic()
        Sleep(50)
        assert 0.05 <= monotonic() - begin
        assert [1] == seen
    finally:
        signals.signal(signals.SIGALRM, old)
    Sleep(0)
    with pytest.raises(TypeError):
        Sleep(0.5)


def test_infinite_sleep_ends_with_a_handlers_exception():
    class EnoughError(Exception):
        pass

    def handler(*_):
        raise EnoughError

    old = signals.signal(signals.SIGALRM, handler)
    try:
        with pytest.raises(EnoughError), ringing(0):
            Sleep(INFINITE)
    finally:
        signals.signal(signals.SIGALRM, old)


def test_ticks_are_milliseconds():
    begin = monotonic()
    first, low = GetTickCount64(), GetTickCount()
    Sleep(30)
    passed = GetTickCount64() - first
    assert 29 <= passed <= (monotonic() - begin) * 1000 + 1
    assert 0 <= (low - first) % 2**32 <= passed


def test_numbers_of_process_and_thread():
    assert os.getpid() == GetCurrentProcessId()
    assert threading.get_ident() & 0xFFFFFFFF == GetCurrentThreadId()


def test_constants():
    assert (1, 0, 0, -1) == (TRUE, FALSE, NO_ERROR, INVALID_HANDLE_VALUE)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("windef", tmp_path)
