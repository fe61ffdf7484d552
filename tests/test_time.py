"""Clocks, sleeping and calendar time, beside the standard library's."""

import calendar
import ctypes
import random
import signal
import subprocess
import sys
import time as stdlib

import pytest
from alarms import ringing

import pysock
from pysock import (
    CLOCK_MONOTONIC,
    CLOCK_REALTIME,
    CLOCKS_PER_SEC,
    EINTR,
    EINVAL,
    EOVERFLOW,
    NULL,
    TIMER_ABSTIME,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Unterminated,
    WildPointer,
    asctime,
    asctime_r,
    char,
    clock,
    clock_getres,
    clock_gettime,
    clock_nanosleep,
    clock_t,
    clockid_t,
    ctime,
    ctime_r,
    difftime,
    errno,
    gettimeofday,
    gmtime,
    gmtime_r,
    int_,
    localtime,
    localtime_r,
    mktime,
    nanosleep,
    ptr,
    sizeof,
    sleep,
    strftime,
    struct,
    time,
    time_t,
    tzset,
    uint,
    useconds_t,
    usleep,
)

HOUR = 3600
BEFORE_1970 = -1
MOMENTS = [0, 1, 86399, BEFORE_1970, 951782400, 1_234_567_890, 2**31 - 1, 2**31, 253402300799]


@pytest.fixture
def zone(monkeypatch):
    """Set TZ, for C and for the standard library, and put it back."""

    def change(name):
        monkeypatch.setenv("TZ", name)
        stdlib.tzset()

    yield change
    monkeypatch.undo()
    stdlib.tzset()


@pytest.fixture
def alarm_soon():
    """A handler that runs in the midst of a sleep."""
    ran = []
    old = signal.signal(signal.SIGALRM, lambda number, frame: ran.append(number))
    signal.siginterrupt(signal.SIGALRM, True)
    with ringing():
        yield ran
    signal.signal(signal.SIGALRM, old)


def fields(tm):
    """A struct tm as the standard library's struct_time counts."""
    weekday = (tm.tm_wday - 1) % 7
    day = (tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday)
    return (*day, tm.tm_hour, tm.tm_min, tm.tm_sec, weekday, tm.tm_yday + 1, tm.tm_isdst)


# ------------------------------------------------------------------------------------- clocks


def test_time_returns_and_stores_the_seconds():
    now = time_t()
    returned = time(now)
    assert returned == now
    assert abs(returned - stdlib.time()) < 5
    assert abs(time(0) - time(None)) < 5


@pytest.mark.parametrize(
    "wrong", [int_(), char[8](), bytearray(8), b"12345678", "x", 1, 1.5, object()]
)
def test_time_wants_a_time_t(wrong):
    with pytest.raises(TypeError, match="time"):
        time(wrong)


def test_time_stores_through_a_pointer_into_an_array():
    times = time_t[3]()
    time(times + 2)
    assert [0, 0] == [times[0], times[1]]
    assert times[2] > 1_600_000_000
    with pytest.raises(OutOfBounds, match="8 bytes of an object that has 0"):
        time(times + 3)


def test_gettimeofday():
    now = struct.timeval()
    assert 0 == gettimeofday(now, None)
    assert abs(now.tv_sec + now.tv_usec / 1e6 - stdlib.time()) < 5
    assert 0 == gettimeofday(now, 0)
    assert 0 == gettimeofday(now, struct.timezone())
    with pytest.raises(NullPointer):
        gettimeofday(None, None)
    with pytest.raises(TypeError, match="struct timeval"):
        gettimeofday(struct.timespec(), 0)
    with pytest.raises(TypeError, match="struct timezone"):
        gettimeofday(now, now)


@pytest.mark.parametrize("name", ["CLOCK_REALTIME", "CLOCK_MONOTONIC", "CLOCK_PROCESS_CPUTIME_ID"])
def test_clock_gettime_is_the_standard_librarys(name):
    number = getattr(stdlib, name)
    assert number == getattr(pysock, name)
    spec = struct.timespec()
    before = stdlib.clock_gettime_ns(number)
    assert 0 == clock_gettime(number, spec)
    assert before <= spec.tv_sec * 10**9 + spec.tv_nsec <= stdlib.clock_gettime_ns(number)


def test_clock_getres():
    spec = struct.timespec()
    assert 0 == clock_getres(CLOCK_MONOTONIC, spec)
    assert stdlib.clock_getres(CLOCK_MONOTONIC) == spec.tv_sec + spec.tv_nsec / 1e9
    assert 0 == clock_getres(CLOCK_MONOTONIC, NULL)


@pytest.mark.parametrize("call", [clock_gettime, clock_getres])
def test_a_clock_that_is_none(call):
    assert -1 == call(12345, struct.timespec())
    assert errno == EINVAL
    with pytest.raises(TypeError):
        call("monotonic", struct.timespec())
    with pytest.raises(OverflowError):
        call(1 << 40, struct.timespec())
    with pytest.raises(TypeError, match="struct timespec"):
        call(CLOCK_MONOTONIC, struct.timeval())


def test_clock_gettime_wants_a_place():
    with pytest.raises(NullPointer):
        clock_gettime(CLOCK_MONOTONIC, None)


def test_clock_counts_processor_time():
    first = clock()
    while stdlib.process_time() * CLOCKS_PER_SEC < first + 1000:
        pass
    assert first < clock() <= stdlib.process_time() * CLOCKS_PER_SEC + 1


def test_difftime():
    assert 1.5 == difftime(time_t(5), 2) / 2
    assert -3.0 == difftime(2, time_t(5))
    with pytest.raises(TypeError):
        difftime("5", 2)


def test_types_and_structs():
    assert "clock_t clockid_t useconds_t" == f"{clock_t} {clockid_t} {useconds_t}"
    timer = struct.itimerval((1, 500_000), (2, 0))
    assert (1, 500_000, 2, 0) == (
        timer.it_interval.tv_sec,
        timer.it_interval.tv_usec,
        timer.it_value.tv_sec,
        timer.it_value.tv_usec,
    )


# ----------------------------------------------------------------------------------- sleeping


def test_sleeps_last_as_long_as_they_say():
    begin = stdlib.monotonic()
    assert 0 == sleep(0)
    assert 0 == usleep(10_000)
    assert 0 == nanosleep(struct.timespec(0, 10_000_000), None)
    assert 0 == clock_nanosleep(CLOCK_MONOTONIC, 0, struct.timespec(0, 10_000_000), 0)
    assert 0.03 <= stdlib.monotonic() - begin < 5


def test_sleep_returns_what_a_handler_left(alarm_soon):
    assert sleep(uint(100)) in (99, 100)
    assert {signal.SIGALRM} == set(alarm_soon)


def test_usleep_ends_when_a_handler_ran(alarm_soon):
    assert -1 == usleep(900_000)
    assert errno == EINTR
    assert {signal.SIGALRM} == set(alarm_soon)


def test_nanosleep_stores_what_a_handler_left(alarm_soon):
    left = struct.timespec()
    assert -1 == nanosleep(struct.timespec(100, 0), left)
    assert errno == EINTR
    assert 99 == left.tv_sec
    assert {signal.SIGALRM} == set(alarm_soon)


def test_clock_nanosleep_returns_its_error(alarm_soon):
    left = struct.timespec()
    errno.value = 0
    assert EINTR == clock_nanosleep(CLOCK_REALTIME, 0, struct.timespec(100, 0), left)
    assert 99 == left.tv_sec
    assert errno == 0
    assert {signal.SIGALRM} == set(alarm_soon)


def test_clock_nanosleep_until_a_time_that_has_passed():
    assert 0 == clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, struct.timespec(0, 1), None)


def test_restarting_handlers_end_sleeps_too():
    """Ours with SA_RESTART, for which the kernel goes on nowhere and the library only elsewhere."""
    ran = []
    before = struct.sigaction()
    action = struct.sigaction(sa_flags=pysock.SA_RESTART)
    action.sa_handler = ran.append
    assert 0 == pysock.sigaction(signal.SIGALRM, action, before)
    left = struct.timespec()
    long = struct.timespec(100, 0)
    for expected, call in (
        (99, lambda: sleep(100)),
        (-1, lambda: usleep(900_000)),
        (-1, lambda: nanosleep(long, left)),
        (EINTR, lambda: clock_nanosleep(CLOCK_MONOTONIC, 0, long, left)),
    ):
        ran.clear()
        with ringing():
            assert expected == call()
        assert {signal.SIGALRM} == set(ran)
    assert 99 == left.tv_sec
    assert 0 == pysock.sigaction(signal.SIGALRM, before, None)


def test_times_that_are_none():
    for bad in (struct.timespec(0, 10**9), struct.timespec(-1, 0)):
        assert -1 == nanosleep(bad, None)
        assert errno == EINVAL
        assert EINVAL == clock_nanosleep(CLOCK_MONOTONIC, 0, bad, None)
    assert EINVAL == clock_nanosleep(12345, 0, struct.timespec(), None)


@pytest.mark.parametrize(
    "call",
    [lambda t: nanosleep(t, None), lambda t: clock_nanosleep(CLOCK_REALTIME, 0, t, None)],
    ids=["nanosleep", "clock_nanosleep"],
)
def test_a_sleep_wants_a_timespec(call):
    with pytest.raises(NullPointer):
        call(NULL)
    for wrong in (struct.timeval(), 1, b"0123456789abcdef", bytearray(16)):
        with pytest.raises(TypeError):
            call(wrong)
    with pytest.raises(OutOfBounds, match="16 bytes, the object 8"):
        call(ptr(struct.timespec, char[8]()))
    constant = ptr(struct.timespec, b"\0" * 16)
    assert call(constant) == 0


@pytest.mark.parametrize("call", [sleep, usleep])
def test_a_sleep_wants_an_unsigned_int(call):
    for wrong in (-1, 1 << 32):
        with pytest.raises(OverflowError):
            call(wrong)
    for wrong in ("1", 1.5, None):
        with pytest.raises(TypeError):
            call(wrong)


# ------------------------------------------------------------------------------ calendar time


@pytest.mark.parametrize("name", ["UTC", "Asia/Seoul", "America/New_York", "XYZ-3:30"])
def test_broken_down_time_is_the_standard_librarys(zone, name):
    zone(name)
    generator = random.Random(4)
    for seconds in [*MOMENTS, *(generator.randrange(-(2**33), 2**35) for _ in range(300))]:
        moment = time_t(seconds)
        utc, local = stdlib.gmtime(seconds), stdlib.localtime(seconds)
        assert tuple(utc) == fields(gmtime(moment))
        assert tuple(local) == fields(localtime(moment))
        assert local.tm_gmtoff == localtime(moment).tm_gmtoff
        assert local.tm_zone == str(localtime(moment).tm_zone)
        assert seconds == mktime(localtime(moment))
        if utc.tm_year < 10000 and local.tm_year < 10000:
            assert stdlib.asctime(utc) + "\n" == str(asctime(gmtime(moment)))
            assert stdlib.ctime(seconds) + "\n" == str(ctime(moment))


def test_static_results_are_overwritten_by_the_next_call(zone):
    zone("UTC")
    epoch = gmtime(time_t(0))
    assert 70 == epoch.tm_year
    text = ctime(time_t(0))
    assert "Thu Jan  1 00:00:00 1970\n" == str(text)
    localtime(time_t(1_000_000_000))
    assert 101 == epoch.tm_year
    assert "Thu Jan  1 00:00:00 1970\n" == str(text)
    assert text == asctime(epoch)
    assert "Sun Sep  9 01:46:40 2001\n" == str(text)
    assert 26 == len(bytes(text))


def test_reentrant_calls_fill_the_programs_own_memory(zone):
    zone("Asia/Seoul")
    static = gmtime(time_t(0))
    ours, text = struct.tm(), char[26]()
    returned = localtime_r(time_t(1_000_000_000), ours)
    assert returned == ptr(struct.tm, ours)
    assert (101, 10) == (ours.tm_year, returned.tm_hour)
    assert "KST" == str(ours.tm_zone)
    assert gmtime_r(time_t(1_000_000_000), ours).tm_hour == 1
    assert "GMT" == str(ours.tm_zone)
    assert 70 == static.tm_year
    assert text == asctime_r(ours, text)
    assert "Sun Sep  9 01:46:40 2001\n" == str(text)
    assert "Sun Sep  9 10:46:40 2001\n" == str(ctime_r(time_t(1_000_000_000), text))
    raw = bytearray(26)
    assert ctime_r(time_t(0), raw) is not None
    assert b"Thu Jan  1 09:00:00 1970\n\0" == raw


def test_mktime_brings_members_into_range(zone):
    zone("America/New_York")
    tm = struct.tm(tm_year=124, tm_mon=13, tm_mday=-3, tm_hour=50, tm_isdst=-1)
    assert int(stdlib.mktime((2024, 14, -3, 50, 0, 0, 0, 0, -1))) == mktime(tm)
    assert (125, 0, 30, 2, 0) == (tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_isdst)
    assert ("EST", -5 * HOUR) == (str(tm.tm_zone), tm.tm_gmtoff)


def test_timegm_knows_no_zone(zone):
    zone("America/New_York")
    tm = struct.tm(tm_year=124, tm_mon=13, tm_mday=-3, tm_hour=50)
    assert calendar.timegm((2025, 1, 30, 2, 0, 0)) == pysock.timegm(tm)
    assert (125, 0, 30, 2, 4) == (tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_wday)
    assert "GMT" == str(tm.tm_zone)
    second = struct.tm(tm_year=69, tm_mon=11, tm_mday=31, tm_hour=23, tm_min=59, tm_sec=59)
    assert -1 == pysock.timegm(second)
    assert 3 == second.tm_wday
    errno.value = 0
    assert -1 == pysock.timegm(struct.tm(tm_year=2**31 - 1, tm_mon=12, tm_mday=1))
    assert errno == EOVERFLOW


def test_the_second_before_1970_is_no_failure(zone):
    zone("UTC")
    tm = struct.tm(tm_year=69, tm_mon=11, tm_mday=31, tm_hour=23, tm_min=59, tm_sec=59)
    assert BEFORE_1970 == mktime(tm)
    assert 3 == tm.tm_wday


def test_years_that_no_int_holds():
    far = time_t(2**62)
    text = char[26]()
    for call in (gmtime, localtime, ctime):
        errno.value = 0
        assert call(far) is None
        assert errno == EOVERFLOW
    assert gmtime_r(far, struct.tm()) is None
    assert localtime_r(far, struct.tm()) is None
    assert ctime_r(far, text) is None
    tm = struct.tm(tm_year=2**31 - 1, tm_mon=12, tm_mday=1)
    assert -1 == mktime(tm)
    assert errno == EOVERFLOW
    assert 12 == tm.tm_mon


def test_asctime_stays_inside_its_names_and_its_buffer():
    assert "Sun Jan  0 00:00:00 1900\n" == str(asctime(struct.tm()))
    assert "Sat Dec 99 99:99:99 -999\n" == str(
        asctime(struct.tm(99, 99, 99, 99, 11, -2899, tm_wday=6))
    )
    for wrong in ({"tm_wday": 7}, {"tm_wday": -1}, {"tm_mon": 12}, {"tm_mon": -1}):
        member = next(iter(wrong.items()))
        with pytest.raises(OutOfBounds, match="{}={}".format(*member)):
            asctime(struct.tm(**wrong))
    for wrong in ({"tm_year": 8100}, {"tm_year": -2900}, {"tm_hour": 100}, {"tm_mday": 1000}):
        with pytest.raises(OutOfBounds, match="27 bytes for a buffer of 26"):
            asctime(struct.tm(**wrong))
    with pytest.raises(OutOfBounds, match="26 bytes of an object that has 25"):
        asctime_r(struct.tm(), char[25]())
    with pytest.raises(OutOfBounds, match="26 bytes of an object that has 25"):
        ctime_r(time_t(), char[25]())
    with pytest.raises(ConstViolation):
        asctime_r(struct.tm(), b" " * 30)


@pytest.mark.parametrize("call", [gmtime, localtime, ctime])
def test_calendar_calls_want_the_address_of_a_time_t(call):
    with pytest.raises(NullPointer):
        call(NULL)
    for wrong in (1, int_(1), b"12345678", struct.tm(), 1.5):
        with pytest.raises(TypeError):
            call(wrong)


@pytest.mark.parametrize("call", [mktime, asctime, lambda tm: strftime(char[9](), 9, "%Y", tm)])
def test_calls_that_want_a_struct_tm(call):
    with pytest.raises(NullPointer):
        call(None)
    for wrong in (5, time_t(5), b"x" * 56, struct.timespec(), (2024, 1, 1)):
        with pytest.raises(TypeError):
            call(wrong)


@pytest.mark.parametrize("call", [gmtime_r, localtime_r])
def test_results_need_a_writable_struct_tm(call):
    with pytest.raises(NullPointer):
        call(time_t(), NULL)
    with pytest.raises(TypeError, match="struct tm"):
        call(time_t(), char[100]())
    with pytest.raises(ConstViolation):
        call(time_t(), ptr(struct.tm, b"x" * 56))
    with pytest.raises(OutOfBounds, match="56 bytes of an object that has 55"):
        call(time_t(), ptr(struct.tm, char[55]()))


FORMATS = [
    *(f"%{letter}" for letter in "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%"),
    "",
    "%Y-%m-%d %H:%M:%S",
    "%Ey %Od %-d %_H %^a %010Y",
    "서울 %Y",
    "%",
    "%!",
]


@pytest.mark.parametrize("format", FORMATS)
def test_strftime_is_the_standard_librarys(zone, format):
    zone("Asia/Seoul")
    text = char[200]()
    for seconds in MOMENTS:
        tm = localtime(time_t(seconds))
        length = strftime(text, sizeof(text), format, tm)
        assert stdlib.strftime(format, stdlib.localtime(seconds)) == str(text)
        assert length == len(text.string())


def test_strftime_returns_0_when_the_text_does_not_fit():
    text = char[5]()
    tm = struct.tm(tm_year=124)
    assert 4 == strftime(text, 5, "%Y", tm)
    assert 0 == strftime(text, 4, "%Y", tm)
    assert 0 == strftime(text, 0, "%Y", tm)
    assert 0 == strftime(NULL, 0, "%Y", tm)
    with pytest.raises(OutOfBounds, match="6 bytes of an object that has 5"):
        strftime(text, 6, "%Y", tm)
    with pytest.raises(OutOfBounds, match="18446744073709551615 as size_t"):
        strftime(text, -1, "%Y", tm)
    with pytest.raises(ConstViolation):
        strftime(b"12345", 5, "%Y", tm)
    with pytest.raises(Unterminated):
        strftime(text, 5, char[2](b"%Y"), tm)
    with pytest.raises(NullPointer):
        strftime(text, 5, NULL, tm)


def test_strftime_survives_members_out_of_range():
    text = char[200]()
    wild = struct.tm(*[2**31 - 1] * 9)
    wilder = struct.tm(*[-(2**31)] * 9)
    for tm in (wild, wilder):
        for format in FORMATS:
            strftime(text, sizeof(text), format, tm)


def test_a_tm_that_came_from_elsewhere_has_no_zone():
    """tm_zone then holds another process's address: C only looks there for %Z."""
    tm = struct.tm()
    memset_by_hand(tm, 0x41)
    tm.tm_mon = tm.tm_wday = 1
    text = char[20]()
    assert 2 == strftime(text, sizeof(text), "%m", tm)
    assert "02" == str(text)
    with pytest.raises(WildPointer):
        strftime(text, sizeof(text), "%Z", tm)


def memset_by_hand(value, byte):
    view = ptr(char, value)
    for index in range(sizeof(value)):
        view[index] = byte


def test_tzset_reads_the_variable_anew(zone, monkeypatch):
    zone("UTC")
    west_of_greenwich = ctypes.c_long.in_dll(ctypes.CDLL(None), "timezone")
    assert 0 == west_of_greenwich.value
    monkeypatch.setenv("TZ", "Asia/Seoul")
    tzset()
    assert -9 * HOUR == west_of_greenwich.value


def test_a_race_of_threads_and_environment_harms_nobody():
    """Threads read the clock in every way while one changes TZ; the process must live."""
    script = """
import os, threading
from pysock import *
stop = threading.Event()
def read_clock():
    text = char[100]()
    while not stop.is_set():
        now = time_t(time(NULL))
        tm = struct.tm()
        assert localtime_r(now, tm)
        assert mktime(tm) > 0
        localtime(now), gmtime(now)
        assert strftime(text, sizeof(text), "%Z %c", tm) > 0
threads = [threading.Thread(target=read_clock) for _ in range(4)]
for thread in threads: thread.start()
for turn in range(2000):
    os.environ["TZ"] = ("UTC", "Asia/Seoul", "X-%d" % (turn % 12))[turn % 3]
    os.environ["PYSOCK_%d" % turn] = "x" * turn
stop.set()
for thread in threads: thread.join()
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], timeout=60, capture_output=True, text=True
    )
    assert (0, "") == (done.returncode, done.stderr)
