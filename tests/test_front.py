"""front.c and _front.py: builtins before functions of Python's."""

import copy
import inspect
import pickle
import sys

import pytest

import pysock
from pysock import (
    ConstViolation,
    OutOfBounds,
    char,
    errno,
)
from pysock._front import front

FRONTS = sorted(name for name in pysock.__all__ if inspect.isbuiltin(getattr(pysock, name)))


def behind(builtin):
    """The function that a builtin stands before."""
    return builtin.__self__.closely


def test_what_programs_call_most_are_builtins():
    assert {"read", "write", "recv", "send", "setsockopt"} <= set(FRONTS)


@pytest.mark.parametrize("name", FRONTS)
def test_a_builtin_looks_like_its_function(name):
    builtin, function = getattr(pysock, name), behind(getattr(pysock, name))
    assert inspect.getdoc(builtin) == inspect.getdoc(function)
    assert (builtin.__name__, builtin.__module__) == (name, function.__module__)
    assert list(inspect.signature(builtin).parameters) == list(
        inspect.signature(function).parameters
    )


@pytest.mark.parametrize("name", FRONTS)
def test_a_builtin_can_be_pickled_and_copied(name):
    builtin = getattr(pysock, name)
    assert pickle.loads(pickle.dumps(builtin)) is builtin
    assert copy.deepcopy(builtin) is builtin


@pytest.mark.parametrize("name", FRONTS)
@pytest.mark.parametrize("more", [-9, 1])
def test_a_wrong_number_of_arguments(name, more):
    builtin = getattr(pysock, name)
    count = max(0, len(inspect.signature(builtin).parameters) + more)
    with pytest.raises(TypeError, match=rf"{name}\(\) (missing|takes) .*argument"):
        builtin(*[0] * count)


@pytest.mark.parametrize("name", FRONTS)
def test_arguments_by_name(name):
    """The function gets them, as it would without the builtin."""
    builtin = getattr(pysock, name)
    names = list(inspect.signature(builtin).parameters)
    with pytest.raises(TypeError, match="unexpected keyword argument 'nothing'"):
        builtin(**dict.fromkeys(names, 0), nothing=0)
    values = {"fd": -1, "sockfd": -1, "buf": char[4](), "len": 4, "count": 4, "flags": 0}
    if set(names) <= set(values):
        assert -1 == builtin(**{each: values[each] for each in names})
        assert errno in (pysock.EBADF, pysock.ENOTSOCK)  # Winsock says the second of -1


def test_an_error_tells_where_it_was_made():
    with pytest.raises(OutOfBounds, match="read: 5 bytes of an object that has 4") as caught:
        pysock.read(-1, char[4](), 5)
    assert "read" in [entry.name for entry in caught.traceback]
    with pytest.raises(ConstViolation):
        pysock.read(-1, b"literal", 3)


def test_references_are_given_back():
    """Whether the builtin makes the call or leaves it to the function."""
    buffer, odd = char[4](), bytearray(4)
    counts = [sys.getrefcount(each) for each in (buffer, odd, pysock.read)]
    for _ in range(100):
        pysock.read(-1, buffer, 4)
        pysock.read(-1, odd, 4)
        pysock.read(-1, buf=buffer, count=4)
        pysock.read(-1, memoryview(odd), 4)
        with pytest.raises(TypeError):
            pysock.read(buffer)
    assert counts == [sys.getrefcount(each) for each in (buffer, odd, pysock.read)]


def test_a_function_of_ones_own_behind_a_builtin():
    """The builtin's own module is asked each time; without the function there is an error."""

    @front
    def read(fd, buf, count):
        """Read with care."""
        return fd, buf, count

    assert ("x", None, 7) == read("x", None, 7)
    assert "Read with care." == read.__doc__
    assert "(fd, buf, count)" == read.__text_signature__
    del read.__self__.closely
    with pytest.raises(AttributeError, match="closely"):
        read("x", None, 7)


def test_a_function_without_a_builtin_stays():
    def peruse(fd):
        return fd

    assert front(peruse) is peruse
