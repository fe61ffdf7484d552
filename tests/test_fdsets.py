"""FdSet against Python's set and the standard library's select."""

import select as oracle
import signal
import socket
import threading
import time

import pytest

import pysock
from pysock import FD_SETSIZE, BadDescriptor, FdSet, Pipe, Socket


@pytest.fixture
def pair():
    one, other = Socket.pair()
    with one, other:
        yield one, other


def test_it_is_a_set():
    fds = FdSet([5, 3, 5])
    assert [3, 5] == list(fds)
    assert {3, 5} == fds
    assert 5 in fds
    assert 4 not in fds
    assert "FdSet({3, 5})" == repr(fds)
    fds |= {7}
    fds -= {3}
    assert {5, 7} == fds
    assert {5} == fds & {5, 6}
    fds.discard(100)
    fds.remove(5)
    with pytest.raises(KeyError):
        fds.remove(5)
    fds.clear()
    assert not fds
    assert "FdSet()" == repr(fds)


def test_it_takes_what_has_a_fileno(pair):
    one, _ = pair
    fds = FdSet([one])
    assert {one.fileno()} == fds
    assert one in fds
    fds.discard(one)
    assert one not in fds
    with pytest.raises(TypeError, match="has a fileno"):
        fds.add("3")


@pytest.mark.parametrize("fd", [-1, FD_SETSIZE, 1 << 40])
def test_what_has_no_place_in_an_fd_set(fd):
    fds = FdSet([1])
    with pytest.raises(BadDescriptor, match=rf"the descriptor {fd}; an fd_set holds 0\.\."):
        fds.add(fd)
    assert {1} == fds
    assert fd not in fds


def test_to_and_from_c():
    fds = FdSet([0, FD_SETSIZE - 1])
    in_c = fds.to_c()
    assert [1, 0] == [pysock.FD_ISSET(fd, in_c) for fd in (0, 1)]
    pysock.FD_SET(9, in_c)
    assert {0, 9, FD_SETSIZE - 1} == FdSet.from_c(in_c)
    assert {0, FD_SETSIZE - 1} == fds
    copy = fds.copy()
    copy.add(2)
    assert 2 not in fds


def test_select_says_what_the_standard_library_says(pair):
    one, other = pair
    other.send(b"x")
    both = [one.fileno(), other.fileno()]
    expected = oracle.select(both, both, both, 0)
    assert [set(each) for each in expected] == list(FdSet.select(both, both, both, 0))


def test_select_leaves_its_sets_alone(pair):
    one, _ = pair
    reads = FdSet([one])
    assert (set(), set(), set()) == FdSet.select(reads, timeout=0)
    assert {one.fileno()} == reads


def test_urgent_data_are_an_exception():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sender = socket.create_connection(listener.getsockname())
        receiver, _ = listener.accept()
    with sender, receiver:
        sender.send(b"!", socket.MSG_OOB)
        _, _, excepts = FdSet.select(excepts=[receiver], timeout=5)
        assert {receiver.fileno()} == excepts


def test_a_signal_does_not_end_the_wait(pair):
    """The handler runs meanwhile, and the timeout is what it was."""
    ran = []
    with pysock.SignalHandler(signal.SIGALRM, ran.append, flags=0):
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        before = time.monotonic()
        assert not any(FdSet.select([pair[0]], timeout=0.1))
        assert time.monotonic() - before >= 0.1
    assert [signal.SIGALRM] == ran


def test_what_select_refuses():
    with pytest.raises(ValueError, match="a timeout of -1 s"):
        FdSet.select(timeout=-1)
    pipe = Pipe()
    fd = pipe.reader.fileno()
    pipe.close()
    with pytest.raises(pysock.SocketError, match=r"^select\(.*EBADF\]$"):
        FdSet.select([fd], timeout=0)


def test_another_thread_makes_it_ready(pair):
    one, other = pair
    sender = threading.Timer(0.02, other.send, [b"x"])
    sender.start()
    reads, _, _ = FdSet.select([one])
    sender.join()
    assert {one.fileno()} == reads
