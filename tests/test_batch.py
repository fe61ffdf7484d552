"""Arenas: one thread at a time, and nothing outside their slots. What they do: test_batches.py."""

import socket

import pytest

import pysock
from pysock import _batch

pytestmark = pytest.mark.skipif(
    not hasattr(_batch, "Arena"), reason="Windows has no recvmsg() as POSIX knows it"
)


def test_only_one_thread_uses_an_arena():
    arena = _batch.Arena(2, 8, 64, True)
    arena._enter()
    for busy in (
        lambda: arena.receive(-1, 2, 0),
        lambda: arena.send(-1, 0, 1, 0),
        lambda: arena.store(0, memoryview(b"x"), b"", b""),
        lambda: arena.store_all(0, [b"x"], 0, b""),
        lambda: arena.take_rights(0),
        lambda: arena.lengths(1),
        lambda: arena.copies(1),
        lambda: arena.views(1),
        arena.close_rights,
    ):
        with pytest.raises(RuntimeError, match="another thread is using the batch"):
            busy()
    arena._leave()
    arena.store(0, memoryview(b"x"), b"", b"")


def test_what_has_no_room_in_a_slot_is_refused():
    arena = _batch.Arena(2, 8, 16, True)
    for data, name, control in (
        (bytes(9), b"", b""),
        (b"", bytes(129), b""),
        (b"", b"", bytes(17)),
    ):
        with pytest.raises(ValueError, match="no room for "):
            arena.store(0, memoryview(data), name, control)
    assert 0 == arena.store_all(0, [b"x"], 0, bytes(129))
    assert 2 == arena.store_all(0, [b"123456789", b"12345678", b"x", b"y"], 1, b"")
    assert 1 == arena.store_all(1, [b"z", b"w"], 0, b"")
    assert bytearray(b"12345678z") == arena.data[:9]


def test_failure_leaves_the_errno():
    arena = _batch.Arena(2, 8, 0, True)
    assert -1 == arena.receive(-1, 2, 0)
    assert pysock.errno == pysock.EBADF
    with socket.socket() as stream:
        arena.store(0, memoryview(b"x"), b"", b"")
        assert -1 == arena.send(stream.fileno(), 0, 1, pysock.MSG_NOSIGNAL)
        assert pysock.errno == pysock.EPIPE
