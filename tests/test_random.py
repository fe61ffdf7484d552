"""Random bytes: how many come, where they go, and what is refused."""

import errno as numbers

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import ConstViolation, NullPointer, OutOfBounds, char, errno

pytestmark = LINUX

N = pysock  # the calls exist on Linux alone


FILL = [lambda buf, length: N.getrandom(buf, length, 0), lambda *given: N.getentropy(*given)]


@pytest.mark.parametrize("fill", FILL)
def test_bytes_differ_and_stay_inside(fill):
    seen = set()
    for _ in range(4):
        buffer = char[40]()
        assert fill(buffer, 32) in (0, 32)
        assert bytes(8) == buffer[32:40]
        seen.add(buffer[:32])
    assert 4 == len(seen)
    plain = bytearray(32)
    assert fill(plain, 32) in (0, 32)
    assert bytes(32) != plain
    with pytest.raises(NullPointer):
        fill(None, 1)
    with pytest.raises(ConstViolation):
        fill("literal", 3)
    for bad in (41, -1, 2**70):
        with pytest.raises(OutOfBounds):
            fill(buffer, bad)
    for bad in (5, [], 1.0):
        with pytest.raises(TypeError):
            fill(bad, 4)
    for bad in ("1", None, 1.5):
        with pytest.raises(TypeError):
            fill(buffer, bad)


def test_flags_and_limits():
    assert 16 == N.getrandom(char[16](), 16, N.GRND_NONBLOCK)
    assert 0 == N.getrandom(None, 0, 0)
    assert 100_000 == N.getrandom(bytearray(100_000), 100_000, 0)
    assert -1 == N.getrandom(char[4](), 4, 99)
    assert numbers.EINVAL == errno
    assert 0 == N.getentropy(bytearray(256), 256)
    assert -1 == N.getentropy(bytearray(257), 257)
    assert numbers.EIO == errno
    with pytest.raises(OverflowError):
        N.getrandom(char[4](), 4, -1)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("random", tmp_path)
