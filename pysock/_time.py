"""Clocks, sleeping and calendar time: time(2), clock_gettime(2), nanosleep(2), ctime(3), …"""

from __future__ import annotations

import operator

from . import _arguments as arguments
from ._arguments import writable
from ._memory import CType, Integer, char, ptr, struct, time_t
from ._native import ffi, lib
from ._undefined import OutOfBounds, WildPointer
from ._values import Pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__ = [
    "asctime",
    "asctime_r",
    "clock",
    "clock_getres",
    "clock_gettime",
    "clock_t",
    "clockid_t",
    "ctime",
    "ctime_r",
    "difftime",
    "gettimeofday",
    "gmtime",
    "gmtime_r",
    "localtime",
    "localtime_r",
    "mktime",
    "nanosleep",
    "sleep",
    "strftime",
    "time",
    "tzset",
    "useconds_t",
    "usleep",
]

if hasattr(lib, "pysock_timegm"):
    __all__ += ["timegm"]

_RESTART = lib.PYSOCK_RESTART

clock_t = Integer("clock_t")
clockid_t = Integer("clockid_t")
useconds_t = Integer("useconds_t")

_HAS_ZONE = "tm_zone" in struct.tm.members  # Windows' has none


def _given(place: Any, ctype: CType, call: str) -> CData:
    """The address of an object that the call only reads: ``const T *``."""
    address, room = arguments.extent(place, call)
    pointed = getattr(place, "_element", None) or getattr(place, "_type", None)
    if not arguments.alike(pointed, ctype):
        raise TypeError(f"{call}: C wants a `{ctype} *`, not {arguments._pointer_kind(place)}")
    if room < ctype.size:
        raise OutOfBounds(f"{call}: a `{ctype}` has {ctype.size} bytes, the object {room}")
    return ffi.cast("void *", address)


# ------------------------------------------------------------------------------------- clocks


def time(tloc: Any) -> int:
    """Ask for the calendar time in seconds since 1970-01-01 00:00 UTC, time(2).

    ``time_t time(time_t *tloc);``

    The seconds are stored in tloc too, unless it is NULL.

    Returns the seconds.
    """
    return lib.time(arguments.out(tloc, time_t, "time", null=True))


def gettimeofday(tv: Any, tz: Any) -> int:
    """Ask for the calendar time in seconds and microseconds, gettimeofday(2).

    ``int gettimeofday(struct timeval *tv, struct timezone *tz);``

    tz is obsolete, and NULL.

    Returns 0.
    """
    place = arguments.out(tv, struct.timeval, "gettimeofday")
    zone = arguments.out(tz, struct.timezone, "gettimeofday", null=True)
    return lib.gettimeofday(place, zone)


def clock_gettime(clockid: SupportsIndex, tp: Any) -> int:
    """Read a clock in seconds and nanoseconds, clock_gettime(2).

    ``int clock_gettime(clockid_t clockid, struct timespec *tp);``

    Returns 0, or -1: EINVAL.
    """
    return lib.clock_gettime(clockid, arguments.out(tp, struct.timespec, "clock_gettime"))


def clock_getres(clockid: SupportsIndex, res: Any) -> int:
    """Ask how finely a clock counts, clock_getres(2).

    ``int clock_getres(clockid_t clockid, struct timespec *res);``

    Returns 0, or -1: EINVAL.
    """
    place = arguments.out(res, struct.timespec, "clock_getres", null=True)
    return lib.clock_getres(clockid, place)


def clock() -> int:
    """Ask how much processor time the process has used, clock(3).

    ``clock_t clock(void);``

    Returns the time in units of ``1 / CLOCKS_PER_SEC`` s, or -1.
    """
    return lib.clock()


def difftime(time1: SupportsIndex, time0: SupportsIndex) -> float:
    """Subtract time0 from time1, difftime(3).

    ``double difftime(time_t time1, time_t time0);``

    Returns the seconds between them.
    """
    return lib.difftime(time1, time0)


# ----------------------------------------------------------------------------------- sleeping


def sleep(seconds: SupportsIndex) -> int:
    """Sleep until seconds have passed or a signal handler has run, sleep(3).

    ``unsigned int sleep(unsigned int seconds);``

    A handler ends the sleep even with SA_RESTART; Python's own `time.sleep` goes on.

    Returns 0, or the seconds that were left when a handler ran.
    """
    while (left := lib.pysock_sleep(seconds)) == _RESTART:
        pass
    return left


def usleep(usec: SupportsIndex) -> int:
    """Sleep until usec microseconds have passed or a signal handler has run, usleep(3).

    ``int usleep(useconds_t usec);``

    Returns 0, or -1: EINTR, EINVAL.
    """
    while (result := lib.pysock_usleep(usec)) == _RESTART:
        pass
    return result


def nanosleep(req: Any, rem: Any) -> int:
    """Sleep until req has passed or a signal handler has run, nanosleep(2).

    ``int nanosleep(const struct timespec *req, struct timespec *rem);``

    What was left is stored in rem, unless it is NULL.

    Returns 0, or -1: EINTR, EINVAL.
    """
    request = _given(req, struct.timespec, "nanosleep")
    left = arguments.out(rem, struct.timespec, "nanosleep", null=True)
    while (result := lib.pysock_nanosleep(request, left)) == _RESTART:
        pass
    return result


if hasattr(lib, "pysock_clock_nanosleep"):
    __all__ += ["clock_nanosleep"]

    def clock_nanosleep(
        clockid: SupportsIndex, flags: SupportsIndex, request: Any, remain: Any
    ) -> int:
        """Sleep by a clock, for a time or (TIMER_ABSTIME) until one, clock_nanosleep(2).

        ``int clock_nanosleep(clockid_t clockid, int flags, const struct timespec *request,
        struct timespec *remain);``

        What was left is stored in remain, unless it is NULL or flags has TIMER_ABSTIME.
        macOS lacks the call.

        Returns 0 or an error number, and leaves errno alone: EINTR, EINVAL, ENOTSUP.
        """
        wanted = _given(request, struct.timespec, "clock_nanosleep")
        left = arguments.out(remain, struct.timespec, "clock_nanosleep", null=True)
        while (error := lib.pysock_clock_nanosleep(clockid, flags, wanted, left)) == _RESTART:
            pass
        return error


# ------------------------------------------------------------------------------ calendar time

# The results that C keeps in static storage: the next call overwrites them. No lock guards them:
# calls in two threads are a race in C too, and a signal handler that waited would never wake.
_ASCTIME_SIZE = 26
_broken_down = struct.tm()
_text = char[_ASCTIME_SIZE]()


def gmtime(timep: Any) -> Pointer | None:
    """Break calendar time down into date and time in UTC, ctime(3).

    ``struct tm *gmtime(const time_t *timep);``

    Returns static storage that the next gmtime(), localtime() or ctime() overwrites, or NULL:
    EOVERFLOW.
    """
    return gmtime_r(timep, _broken_down)


def gmtime_r(timep: Any, result: Any) -> Pointer | None:
    """Break calendar time down into the struct tm of the program, in UTC, ctime(3).

    ``struct tm *gmtime_r(const time_t *timep, struct tm *result);``

    Returns result, or NULL: EOVERFLOW.
    """
    seconds = _given(timep, time_t, "gmtime")
    place = arguments.out(result, struct.tm, "gmtime")
    broken_down = ffi.new("struct tm *")
    if not lib.gmtime_r(seconds, broken_down):
        return None
    return _fill(result, place, broken_down)


def localtime(timep: Any) -> Pointer | None:
    """Break calendar time down into date and time of the variable TZ's zone, ctime(3).

    ``struct tm *localtime(const time_t *timep);``

    Returns static storage that the next gmtime(), localtime() or ctime() overwrites, or NULL:
    EOVERFLOW.
    """
    return localtime_r(timep, _broken_down)


def localtime_r(timep: Any, result: Any) -> Pointer | None:
    """Break calendar time down into the struct tm of the program, in local time, ctime(3).

    ``struct tm *localtime_r(const time_t *timep, struct tm *result);``

    Reads TZ anew, as localtime() must and this one may.

    Returns result, or NULL: EOVERFLOW.
    """
    seconds = _given(timep, time_t, "localtime")
    place = arguments.out(result, struct.tm, "localtime")
    broken_down = ffi.new("struct tm *")
    if not lib.pysock_localtime_r(seconds, broken_down):
        return None
    return _fill(result, place, broken_down)


def mktime(tm: Any) -> int:
    """Turn local date and time into calendar time, and bring its members into range, ctime(3).

    ``time_t mktime(struct tm *tm);``

    Returns the seconds since 1970-01-01 00:00 UTC, or -1: EOVERFLOW.
    """
    return _put_together(tm, lib.pysock_mktime, "mktime")


def timegm(tm: Any) -> int:
    """Turn date and time of UTC into calendar time, as mktime() does with local ones, timegm(3).

    ``time_t timegm(struct tm *tm);``

    Windows: absent there, where the runtime's name is _mkgmtime.

    Returns the seconds since 1970-01-01 00:00 UTC, or -1: EOVERFLOW.
    """
    return _put_together(tm, lib.pysock_timegm, "timegm")


def _put_together(tm: Any, convert: Callable[[CData], int], call: str) -> int:
    place = arguments.out(tm, struct.tm, call)
    broken_down = _copied(tm, call)
    broken_down.tm_wday = -1
    seconds = convert(broken_down)
    # -1 is also the second before 1970; only a call that succeeds names the day of the week.
    if broken_down.tm_wday != -1:
        _fill(tm, place, broken_down)
    return seconds


def asctime(tm: Any) -> Pointer:
    r"""Write date and time as ``Sun Sep 16 01:03:52 1973\n``, ctime(3).

    ``char *asctime(const struct tm *tm);``

    A weekday or month without a name, or a text longer than those 25 characters, is undefined in
    C, whose buffer has 26 bytes.

    Returns static storage that the next asctime() or ctime() overwrites.
    """
    return asctime_r(tm, _text)


def asctime_r(tm: Any, buf: Any) -> Pointer:
    """Write date and time into the 26 bytes of buf, ctime(3).

    ``char *asctime_r(const struct tm *tm, char *buf);``

    Returns buf.
    """
    place = writable(buf, _ASCTIME_SIZE, "asctime")
    broken_down = _copied(tm, "asctime")
    _require_printable(broken_down)
    lib.asctime_r(broken_down, place)
    return ptr(char, buf)


def ctime(timep: Any) -> Pointer | None:
    r"""Write calendar time as local ``Sun Sep 16 01:03:52 1973\n``, ctime(3).

    ``char *ctime(const time_t *timep);``

    It is ``asctime(localtime(timep))``, and overwrites the static storage of both.

    Returns static storage that the next asctime() or ctime() overwrites, or NULL: EOVERFLOW.
    """
    broken_down = localtime(timep)
    return None if broken_down is None else asctime(broken_down)


def ctime_r(timep: Any, buf: Any) -> Pointer | None:
    """Write calendar time as local date and time into the 26 bytes of buf, ctime(3).

    ``char *ctime_r(const time_t *timep, char *buf);``

    Returns buf, or NULL: EOVERFLOW.
    """
    broken_down = localtime_r(timep, struct.tm())
    return None if broken_down is None else asctime_r(broken_down, buf)


def strftime(s: Any, max: SupportsIndex, format: Any, tm: Any) -> int:
    """Write date and time as format says, into at most max bytes with the NUL, strftime(3).

    ``size_t strftime(char *s, size_t max, const char *format, const struct tm *tm);``

    Returns the length of the text, or 0 if it does not fit; s then holds anything.
    """
    size = operator.index(max)
    place = writable(s, size, "strftime")
    wanted = arguments.string(format, "strftime")
    broken_down = _copied(tm, "strftime")
    if _HAS_ZONE:
        zone = _zone(tm, wanted)  # the struct only borrows it
        broken_down.tm_zone = zone
    return lib.pysock_strftime(place, size, wanted, broken_down)


def tzset() -> None:
    """Read the time zone from the variable TZ, tzset(3).

    ``void tzset(void);``

    localtime(), mktime(), ctime() and strftime() do so themselves.
    """
    lib.pysock_tzset()


def _copied(tm: Any, call: str) -> CData:
    """A private copy of a struct tm, without the pointer that the program may have overwritten."""
    broken_down = ffi.new("struct tm *")
    ffi.memmove(broken_down, _given(tm, struct.tm, call), struct.tm.size)
    if _HAS_ZONE:
        broken_down.tm_zone = ffi.NULL
    return broken_down


def _fill(result: Any, place: CData, broken_down: CData) -> Pointer:
    """Store C's struct tm in the program's, with the zone's name in memory of its own."""
    zone = ffi.string(broken_down.tm_zone) if _HAS_ZONE else b""
    if _HAS_ZONE:
        broken_down.tm_zone = ffi.NULL
    ffi.memmove(place, broken_down, struct.tm.size)
    if _HAS_ZONE:
        result[0].tm_zone = zone
    return ptr(struct.tm, result)


def _zone(tm: Any, format: bytes) -> CData:
    """The zone's name for ``%Z``; without it, C never looks where tm_zone points."""
    try:
        zone = tm[0].tm_zone
    except WildPointer:
        if b"Z" in format:
            raise
        zone = None
    return ffi.NULL if zone is None else ffi.new("char[]", zone.string())


def _require_printable(tm: CData) -> None:
    """Raise where C's asctime would read beyond its names or write beyond its buffer."""
    if not (0 <= tm.tm_wday < 7 and 0 <= tm.tm_mon < 12):
        raise OutOfBounds(f"asctime: no names for tm_wday={tm.tm_wday}, tm_mon={tm.tm_mon}")
    clock = f"{tm.tm_hour:02d}:{tm.tm_min:02d}:{tm.tm_sec:02d}"
    length = len(f"Sun Sep{tm.tm_mday:3d} {clock} {1900 + tm.tm_year}\n") + 1
    if length > _ASCTIME_SIZE:
        raise OutOfBounds(f"asctime: {length} bytes for a buffer of {_ASCTIME_SIZE}")
