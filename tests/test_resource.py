"""Limits against the standard library's resource module."""

import errno as numbers
import os
import resource
import subprocess

import pytest
from misuse import complaints_of

import pysock
from pysock import (
    PRIO_PGRP,
    PRIO_PROCESS,
    PRIO_USER,
    RLIM_INFINITY,
    RLIMIT_NOFILE,
    NullPointer,
    OutOfBounds,
    char,
    errno,
    getpriority,
    getrlimit,
    int_,
    ptr,
    rlim_t,
    setpriority,
    setrlimit,
    sizeof,
    struct,
)


def test_every_limit_is_the_oracles():
    names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    assert len(names) > 8
    for name in names:
        assert getattr(resource, name) == getattr(pysock, name)
        limit = struct.rlimit()
        assert 0 == getrlimit(getattr(pysock, name), limit)
        theirs = (n % (1 << 64) for n in resource.getrlimit(getattr(resource, name)))
        assert tuple(theirs) == (limit.rlim_cur, limit.rlim_max)


def test_a_limit_is_set():
    old = struct.rlimit()
    assert 0 == getrlimit(RLIMIT_NOFILE, old)
    lower = struct.rlimit(rlim_cur=200, rlim_max=old.rlim_max)
    try:
        assert 0 == setrlimit(RLIMIT_NOFILE, lower)
        assert 200 == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        lower.rlim_cur = lower.rlim_max
        lower.rlim_max = 1
        assert -1 == setrlimit(RLIMIT_NOFILE, lower)
        assert numbers.EINVAL == errno
    finally:
        assert 0 == setrlimit(RLIMIT_NOFILE, old)


def test_priorities_are_the_oracles():
    for which in (PRIO_PROCESS, PRIO_PGRP, PRIO_USER):
        assert os.getpriority(which, 0) == getpriority(which, 0)
    assert 0 == setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0))
    with subprocess.Popen(["sleep", "60"]) as child:
        try:
            assert 0 == setpriority(PRIO_PROCESS, child.pid, 19)
            assert 19 == getpriority(PRIO_PROCESS, child.pid) == os.getpriority(0, child.pid)
        finally:
            child.kill()
    assert (-1, numbers.ESRCH) == (getpriority(PRIO_PROCESS, (1 << 22) + 1), errno)
    assert (-1, numbers.EINVAL) == (setpriority(77, 0, 0), errno)
    for bad in (None, "1", 0.5):
        with pytest.raises(TypeError):
            getpriority(bad, 0)
        with pytest.raises(TypeError):
            setpriority(0, bad, 0)
        with pytest.raises(TypeError):
            setpriority(0, 0, bad)


def test_the_type_of_a_limit():
    assert 8 == sizeof(rlim_t)
    limit = struct.rlimit(rlim_cur=RLIM_INFINITY)
    assert RLIM_INFINITY == limit.rlim_cur > 0


def test_bad_arguments():
    for call in (getrlimit, setrlimit):
        assert -1 == call(1000, struct.rlimit())
        assert numbers.EINVAL == errno
        with pytest.raises(NullPointer):
            call(RLIMIT_NOFILE, None)
        for bad in (5, b"x" * 16, bytearray(16), int_(), struct.timeval()):
            with pytest.raises(TypeError):
                call(RLIMIT_NOFILE, bad)
        with pytest.raises(OutOfBounds):
            call(RLIMIT_NOFILE, ptr(struct.rlimit, char[15]()))
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad, struct.rlimit())
        with pytest.raises(OverflowError):
            call(2**31, struct.rlimit())


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("resource", tmp_path)
