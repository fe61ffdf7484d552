"""Errors of the Pythonic layer: their classes, what they say, and that they survive pickling."""

import builtins
import copy
import errno
import os
import pickle
import socket
import subprocess
import sys

import pytest

import pysock
from pysock import GaiError, SocketError

BUILTINS = sorted(
    {type(OSError(number, "")) for number in errno.errorcode} - {OSError},
    key=lambda kind: kind.__name__,
)


def numbers_of(kind):
    return [number for number in errno.errorcode if type(OSError(number, "")) is kind]


def failed_close():
    assert -1 == pysock.close(-1)
    return SocketError.from_errno("close", -1)


def test_errno_becomes_an_error_that_names_the_call():
    error = failed_close()
    assert errno.EBADF == error.errno
    assert os.strerror(errno.EBADF) == error.strerror
    assert ("close", (-1,)) == (error.call, error.arguments)
    assert "close(-1): Bad file descriptor [EBADF]" == str(error)
    assert error.filename is None


def test_the_message_shows_all_arguments():
    error = SocketError.from_number(errno.EACCES, "bind", "127.0.0.1:80", 16)
    assert "bind(127.0.0.1:80, 16): Permission denied [EACCES]" == str(error)
    assert "fork(): Resource temporarily unavailable [EAGAIN]" == str(
        SocketError.from_number(errno.EAGAIN, "fork")
    )


@pytest.mark.parametrize("kind", BUILTINS, ids=lambda kind: kind.__name__)
def test_an_error_is_also_of_the_builtin_class(kind):
    for number in numbers_of(kind):
        error = SocketError.from_number(number, "recv", 5)
        assert isinstance(error, kind)
        assert isinstance(error, SocketError)
        assert number == error.errno
        assert type(error) is not SocketError
        with pytest.raises(kind, match=r"^recv\(5\): .* \[E\w+\]$"):
            raise error


def test_other_numbers_are_plain_socket_errors():
    error = SocketError.from_number(errno.EADDRINUSE, "bind")
    assert type(error) is SocketError
    assert "EADDRINUSE" == error.name
    unknown = SocketError.from_number(12345, "bind")
    assert "bind(): Unknown error 12345 [12345]" == str(unknown)


def test_an_error_without_a_call_reads_like_an_oserror():
    assert str(OSError(errno.EPERM, "no")) == str(SocketError(errno.EPERM, "no"))
    assert "only a word" == str(SocketError("only a word"))
    assert "0" == SocketError("only a word").name


def test_a_timeout_says_how_long_it_waited():
    error = SocketError.timed_out(2.5, "recv", 1024)
    assert isinstance(error, TimeoutError)
    assert isinstance(error, socket.timeout)
    assert errno.ETIMEDOUT == error.errno
    assert "recv(1024): timed out after 2.5 s [ETIMEDOUT]" == str(error)


def test_a_failed_lookup_is_a_gaierror():
    error = GaiError.from_code(pysock.EAI_NONAME, "getaddrinfo", "nowhere.invalid", 80)
    assert isinstance(error, socket.gaierror)
    assert isinstance(error, SocketError)
    with pytest.raises(socket.gaierror) as theirs:
        socket.getaddrinfo("::1", 80, socket.AF_INET, flags=socket.AI_NUMERICHOST)
    code = theirs.value.errno
    ours = GaiError.from_code(code, "getaddrinfo")
    assert theirs.value.args == ours.args
    assert "getaddrinfo(nowhere.invalid, 80): Name or service not known [EAI_NONAME]" == str(error)
    assert "777" == GaiError.from_code(777, "getaddrinfo").name


def test_a_lookup_that_fails_in_the_system_is_the_systems_error():
    pysock.errno.value = errno.EMFILE
    error = GaiError.from_code(pysock.EAI_SYSTEM, "getaddrinfo", "localhost")
    assert not isinstance(error, socket.gaierror)
    assert errno.EMFILE == error.errno


@pytest.mark.parametrize(
    "error",
    [
        SocketError.from_number(errno.EADDRINUSE, "bind", "127.0.0.1:80"),
        SocketError.from_number(errno.ECONNREFUSED, "connect", "127.0.0.1:80"),
        SocketError.timed_out(1, "recv", 5),
        GaiError.from_code(pysock.EAI_NONAME, "getaddrinfo", "nowhere"),
        SocketError(errno.EPERM, "no"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("duplicate", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_an_error_survives_copying(error, duplicate):
    twin = duplicate(error)
    assert type(error) is type(twin)
    assert str(error) == str(twin)
    assert (error.errno, error.args) == (twin.errno, twin.args)
    assert (error.call, error.arguments) == (twin.call, twin.arguments)


def test_a_traceback_names_the_class_as_programs_do():
    program = "import pysock; pysock.close(-1); raise pysock.SocketError.from_errno('close', -1)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (
        "pysock.SocketError: close(-1): Bad file descriptor [EBADF]"
        == (done.stderr.splitlines()[-1])
    )


def test_no_builtin_is_left_out():
    """A class that a later Python adds is found by its errno, not by a list."""
    oserrors = {
        thing
        for thing in vars(builtins).values()
        if isinstance(thing, type) and issubclass(thing, OSError) and thing is not OSError
    }
    assert oserrors - {ConnectionError} == set(BUILTINS)
    assert isinstance(SocketError.from_number(errno.EPIPE, "send"), ConnectionError)
