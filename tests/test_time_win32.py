"""Clocks, sleeping and calendar time on Windows; the standard library is the oracle."""

import time as oracle

import pytest

import pysock
from pysock import *


def near(seconds):
    return -2 < seconds - oracle.time() < 2


def test_calendar_clocks_agree():
    place, now, moment = time_t(), struct.timeval(), struct.timespec()
    assert near(pysock.time(place))
    assert near(int(place))
    assert 0 == gettimeofday(now, struct.timezone())
    assert near(now.tv_sec + now.tv_usec / 1e6)
    assert 0 == clock_gettime(CLOCK_REALTIME, moment)
    assert near(moment.tv_sec + moment.tv_nsec / 1e9)


def test_clocks_run():
    for which in (CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID):
        before, after, step = struct.timespec(), struct.timespec(), struct.timespec()
        assert 0 == clock_gettime(which, before)
        for _ in range(200000):
            pass
        assert 0 == clock_gettime(which, after)
        assert (before.tv_sec, before.tv_nsec) <= (after.tv_sec, after.tv_nsec)
        assert 0 <= after.tv_nsec < 10**9
        assert 0 == clock_getres(which, step)
        assert (0, 100) == (step.tv_sec, step.tv_nsec)
    assert (-1, EINVAL) == (clock_gettime(99, struct.timespec()), errno)
    assert clock() >= 0


def test_sleeping():
    before = oracle.monotonic()
    assert 0 == nanosleep(struct.timespec(tv_nsec=30_000_000), NULL)
    assert 0 == usleep(30_000)
    assert 0.05 < oracle.monotonic() - before
    assert 0 == sleep(0)
    assert (-1, EINVAL) == (nanosleep(struct.timespec(tv_nsec=10**9), NULL), errno)
    assert (-1, EINVAL) == (nanosleep(struct.timespec(tv_sec=-1), NULL), errno)


@pytest.mark.parametrize("moment", [0, 10**9, 1795546483, 2**31])
def test_broken_down_time(moment):
    ours, theirs = gmtime(time_t(moment))[0], oracle.gmtime(moment)
    assert theirs[:6] == (
        ours.tm_year + 1900,
        ours.tm_mon + 1,
        ours.tm_mday,
        ours.tm_hour,
        ours.tm_min,
        ours.tm_sec,
    )
    local = localtime(time_t(moment))
    assert oracle.localtime(moment)[3:6] == (
        local[0].tm_hour,
        local[0].tm_min,
        local[0].tm_sec,
    )
    assert moment == mktime(local)
    assert oracle.asctime(oracle.gmtime(moment)) + "\n" == str(asctime(gmtime(time_t(moment))))
    place = char[64]()
    assert 19 == strftime(place, sizeof(place), "%Y-%m-%d %H:%M:%S", gmtime(time_t(moment)))
    assert oracle.strftime("%Y-%m-%d %H:%M:%S", theirs) == str(place)


def test_what_has_no_date():
    assert gmtime(time_t(-(2**62))) is NULL
    assert errno == EINVAL
    assert -1 == mktime(struct.tm(tm_year=-5000))
    with pytest.raises(OutOfBounds):
        asctime(struct.tm(tm_mon=12))
    assert 0 == strftime(char[4](), 4, "%Y-%m", gmtime(time_t(0)))
    assert 0 == strftime(char[40](), 40, "%!", gmtime(time_t(0))), "a bad format ends nothing"


def test_a_struct_tm_has_no_zone():
    assert "tm_zone" not in struct.tm.members
    with pytest.raises(AttributeError):
        struct.tm().tm_gmtoff  # noqa: B018
