"""The log against C's own: what LOG_PERROR prints, masks, and identities."""

import os
import subprocess
import sys
import syslog as oracle

import pytest
from misuse import complaints_of

import pysock
from pysock import (
    LOG_DEBUG,
    LOG_EMERG,
    LOG_ERR,
    LOG_INFO,
    LOG_MASK,
    LOG_PERROR,
    LOG_UPTO,
    LOG_USER,
    LOG_WARNING,
    BadFormat,
    OutOfBounds,
    Unterminated,
    closelog,
    openlog,
    setlogmask,
    syslog,
)

PROGRAM = """
from pysock import *

ident = char[...]("name")
openlog(ident, LOG_PERROR, LOG_USER)
strcpy(ident, "xxxx")
errno.value = ENOENT
syslog(LOG_ERR, "%s %d: %m", "text", 5)
setlogmask(LOG_UPTO(LOG_ERR))
syslog(LOG_INFO, "left out")
openlog("other", LOG_PERROR | LOG_PID, LOG_USER)
syslog(LOG_ERR, "a %% sign")
closelog()
"""


def test_what_it_prints():
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(pysock.__file__))}
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stderr=subprocess.PIPE, text=True, env=environment
    )
    _, printed = run.communicate(timeout=60)
    assert 0 == run.returncode
    first, second = printed.splitlines()
    assert "name: text 5: No such file or directory" == first
    assert f"other[{run.pid}]: a % sign" == second


def test_masks_are_the_standard_librarys():
    for priority in range(LOG_EMERG, LOG_DEBUG + 1):
        assert oracle.LOG_MASK(priority) == LOG_MASK(priority)
        assert oracle.LOG_UPTO(priority) == LOG_UPTO(priority)
    old = setlogmask(LOG_UPTO(LOG_WARNING))
    try:
        assert LOG_UPTO(LOG_WARNING) == setlogmask(0)
        assert LOG_UPTO(LOG_WARNING) == oracle.setlogmask(old)
    finally:
        setlogmask(old)


def test_constants_are_the_standard_librarys():
    names = [n for n in dir(oracle) if n.startswith("LOG_") and hasattr(pysock, n)]
    names = [n for n in names if isinstance(getattr(oracle, n), int)]
    assert len(names) > 25
    assert {n: getattr(oracle, n) for n in names} == {n: getattr(pysock, n) for n in names}


def test_bad_arguments():
    for bad in (-1, 31, 2**40):
        for call in (LOG_MASK, LOG_UPTO):
            with pytest.raises(OutOfBounds, match="shift by"):
                call(bad)
    for call in (LOG_MASK, LOG_UPTO, setlogmask, lambda bad: openlog("x", bad, 0)):
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad)
    with pytest.raises(BadFormat):
        syslog(LOG_INFO, "%d")
    with pytest.raises(TypeError):
        syslog(LOG_INFO, 5)
    with pytest.raises(TypeError):
        syslog("1", "text")
    with pytest.raises(Unterminated):
        openlog(bytearray(b"abc"), 0, 0)
    with pytest.raises(TypeError):
        openlog(5, 0, 0)
    openlog(None, 0, LOG_USER)
    closelog()
    assert LOG_PERROR != LOG_ERR


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("syslog", tmp_path)
