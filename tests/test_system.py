"""What the system is, against the standard library's os module."""

import errno as numbers
import mmap
import os
import subprocess
import sys

import pytest
from misuse import complaints_of

import pysock
from pysock import (
    NullPointer,
    OutOfBounds,
    char,
    errno,
    getpagesize,
    int_,
    sethostname,
    struct,
    sysconf,
    uname,
)


def test_the_names_of_the_system():
    name = struct.utsname()
    assert 0 == uname(name)
    for member in ("sysname", "nodename", "release", "version", "machine"):
        assert getattr(os.uname(), member) == str(getattr(name, member))


def test_every_limit_is_the_oracles():
    names = [name for name in dir(pysock) if name.startswith("_SC_")]
    assert len(names) > 10
    for name in names:
        number = getattr(pysock, name)
        if name.removeprefix("_") in os.sysconf_names:
            assert os.sysconf_names[name.removeprefix("_")] == number
        assert os.sysconf(number) == sysconf(number)


def test_a_page():
    assert mmap.PAGESIZE == getpagesize() == sysconf(pysock._SC_PAGESIZE)


def test_a_limit_that_is_none():
    errno.value = 0
    assert -1 == sysconf(100_000)
    assert numbers.EINVAL == errno


AS_NOBODY = """
import os, pysock
if os.getuid() == 0:
    os.setuid(65534)
print(pysock.sethostname("name", 4), int(pysock.errno))
"""


def test_only_a_privileged_process_names_the_host():
    run = subprocess.run(
        [sys.executable, "-c", AS_NOBODY],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(pysock.__file__))},
    )
    assert ["-1", str(numbers.EPERM)] == run.stdout.split()


def test_bad_arguments():
    with pytest.raises(NullPointer):
        uname(None)
    for bad in (5, bytearray(1000), b"x" * 1000, int_(), struct.timeval()):
        with pytest.raises(TypeError):
            uname(bad)
    with pytest.raises(OutOfBounds):
        uname(pysock.ptr(struct.utsname, char[100]()))
    for bad in ("1", None, 1.5):
        with pytest.raises(TypeError):
            sysconf(bad)
        with pytest.raises(TypeError):
            sethostname("name", bad)
    for length in (6, -1):
        with pytest.raises(OutOfBounds):
            sethostname("name", length)
    with pytest.raises(NullPointer):
        sethostname(None, 3)
    with pytest.raises(TypeError):
        sethostname(5, 3)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("system", tmp_path)
