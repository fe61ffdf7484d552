"""Errors as a student reads them: the call, the rule of C, and the numbers."""

import re
import sys

import pytest

import pysock
from pysock import (
    ConstViolation,
    NullPointer,
    OutOfBounds,
    Unterminated,
    WildPointer,
    char,
    close,
    creat,
    int_,
    listen,
    lseek,
    mode_t,
    ptr,
    sizeof,
    strerror,
    struct,
    uint,
)


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


# ------------------------------------------------------------------ each rule and its mistake


def test_rules_are_one_family():
    for name in pysock._undefined.__all__:
        rule = getattr(pysock, name)
        assert issubclass(rule, pysock.UndefinedBehavior)
        assert rule.__doc__
        assert f"pysock.{name}" == f"{rule.__module__}.{rule.__qualname__}"


def test_mistakes_of_homework():
    """As they come in the course's homework; the words are those that a student reads."""
    message, number = char[4](), int_()
    sock = pysock.socket(pysock.AF_INET, pysock.SOCK_STREAM, 0)
    serv = struct.sockaddr_in()
    with says(OutOfBounds, "[4] of `char[4]`: the object's own indices are 0..3"):
        message[4] = 0  # a read has filled it
    with says(OutOfBounds, "[-1] of `char[4]`: the object's own indices are 0..3"):
        message[pysock.read(-1, message, 4)] = 0
    with says(OutOfBounds, "read: 30 bytes of an object that has 4"):
        pysock.read(sock, message, 30)
    with says(OutOfBounds, "read: 4 bytes of an object that has 3"):
        pysock.read(sock, message + 1, sizeof(message))
    with says(Unterminated, "puts: no NUL in the 4 bytes of the string"):
        pysock.puts(char[4](b"quit"))
    with says(TypeError, "accept: C wants a `socklen_t *`, not the address of a `int`"):
        pysock.accept(sock, serv, number)
    with says(TypeError, "accept: C wants a `socklen_t *`, not the int 16"):
        pysock.accept(sock, serv, sizeof(serv))
    with says(
        TypeError, "setsockopt: a pointer needs a C value or a contiguous buffer, not the int 1"
    ):
        pysock.setsockopt(sock, pysock.SOL_SOCKET, pysock.SO_REUSEADDR, 1, 4)
    with says(TypeError, "inet_ntoa: C wants a `struct in_addr`, not `struct sockaddr_in`"):
        pysock.inet_ntoa(serv)
    with says(TypeError, "`char` holds an integer, not the str 'q'"):
        message[0] = "q"
    with says(NullPointer, "pipe: NULL where C needs a `int *`"):
        pysock.pipe(None)
    assert 0 == close(sock)


def test_values_say_what_they_are():
    message, number = char[8](b"text"), int_(3)
    pointer = message + 2
    with says(OutOfBounds, "[0:9] of `char[8]`: the whole object is [0:8]"):
        message[0:9]
    with says(OutOfBounds, "[-3:6] of `char *`: the whole object is [-2:6]"):
        pointer[-3:6]
    with says(OutOfBounds, "[3:1] of `char[8]`: it ends before it starts"):
        message[3:1]
    with says(OutOfBounds, "3 bytes for a slice of 2 bytes"):
        message[0:2] = b"abc"
    with says(OutOfBounds, "+ 7 of `char *`: the object's own indices are -2..6"):
        pointer + 7
    with says(OutOfBounds, "[1] of one `int`: only [0] is inside the object"):
        number[1]
    with says(TypeError, "an index of `char[8]` is an integer, not the str '0'"):
        message["0"]
    with says(TypeError, "what moves a `char *` is an integer, not the float 1.0"):
        pointer + 1.0
    with says(TypeError, "the size of `char` is an integer, not the str '30'"):
        char["30"]
    with says(ConstViolation, "a constant object cannot be written through `char`"):
        strerror(1)[0] = 0
    with says(ConstViolation, "memset: would write into the literal 'text'"):
        pysock.memset("text", 0, 4)


def test_pointers_say_what_they_hold():
    pointer = ptr(char)("text")
    pointer.view()[:] = (0x1234).to_bytes(8, sys.byteorder)
    with says(WildPointer, "the `char *` holds 0x1234, which is outside its object"):
        _ = pointer.value
    with says(WildPointer, "the int 4660 is no object's address"):
        pointer.value = 0x1234
    with says(NullPointer, "->sin_port of a `struct sockaddr_in *` that is NULL"):
        _ = ptr(struct.sockaddr_in)().sin_port
    with says(OutOfBounds, "`char *` - `char[2]`: two different objects"):
        (char[4]() + 1) - char[2]()
    with says(TypeError, "`void` has no size: cast the pointer first, ptr(char, p)"):
        ptr(pysock.void, char[4]()) + 1
