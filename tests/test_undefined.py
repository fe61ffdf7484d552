"""Errors as a student reads them: the call, the rule of C, and the numbers."""

import re

import pytest

import pysock
from pysock import close, creat, listen, lseek, mode_t, uint


def says(kind, text):
    return pytest.raises(kind, match=re.escape(text) + r"\Z")


# ---------------------------------------------------------------------------------- integers


class Unprintable:
    def __repr__(self):
        raise KeyError("no repr")


def test_argument_that_is_no_integer():
    with says(TypeError, "close: argument 1 is an integer, not 'x'"):
        close("x")
    with says(TypeError, "close: argument 1 is an integer, not None"):
        close(None)
    with says(TypeError, "listen: argument 2 is an integer, not 2.5"):
        listen(0, 2.5)
    with says(TypeError, "close: argument 1 is an integer, not it"):
        close(Unprintable())


def test_integer_that_does_not_fit():
    with says(OverflowError, "close: argument 1: 2147483648 does not fit `int`"):
        close(1 << 31)
    with says(OverflowError, "close: argument 1: (unsigned int) 2147483648 does not fit `int`"):
        close(uint(1 << 31))
    with says(OverflowError, "creat: argument 2: -1 does not fit `mode_t`"):
        creat("/nowhere/at/all", -1)
    with says(OverflowError, "lseek: argument 2: 18446744073709551616 does not fit `off_t`"):
        lseek(0, 1 << 64, 0)
    with says(OverflowError, "close: argument 1: it does not fit `int`"):
        close(10**5000)  # more digits than Python prints


def test_minus_one_is_a_number():
    """The converter's own sign of an error."""
    assert -1 == close(-1)
    assert pysock.errno == pysock.EBADF
    assert -1 == creat("/nowhere/at/all", mode_t(-1))
    assert pysock.errno == pysock.ENOENT


def test_error_of_the_argument_itself():
    class Broken:
        def __int__(self):
            raise LookupError("mine")

    with says(LookupError, "mine"):
        close(Broken())
