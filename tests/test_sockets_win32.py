"""Sockets as objects on Windows, where they are handles; the standard library is the oracle."""

import os
import socket as oracle
import threading

import pytest

import pysock as c
from pysock import Socket, SocketError, create_connection, create_server


@pytest.fixture
def pair():
    with create_server(("127.0.0.1", 0)) as listener:
        one = create_connection(listener.getsockname())
        other, _ = listener.accept()
    with one, other:
        yield one, other


def test_a_connection_with_the_standard_library():
    with oracle.create_server(("127.0.0.1", 0)) as listener:
        with Socket() as client:
            client.connect(listener.getsockname())
            theirs, address = listener.accept()
            with theirs:
                assert tuple(client.getsockname()) == address
                client.sendall(b"hello")
                assert b"hello" == theirs.recv(10)
                theirs.sendall(b"line\n")
                with client.makefile("rb") as file:
                    assert b"line\n" == file.readline()
                client.half_close()
                assert b"" == theirs.recv(1)
        assert -1 == client.fileno()


def test_ends(pair):
    one, other = pair
    one.close()
    assert b"" == other.recv(1)
    with pytest.raises(SocketError, match="ENOTSOCK"):
        one.send(b"x")
    with pytest.warns(ResourceWarning, match="unclosed"):
        Socket().__del__()


def test_the_program_may_know_nothing_of_startup():
    while c.WSACleanup() == 0:
        pass
    with Socket() as s:
        s.settimeout(1)
    assert -1 == s.fileno()


def test_timeouts(pair):
    one, _ = pair
    one.settimeout(0.05)
    with pytest.raises(TimeoutError, match=r"recv\(.*timed out after 0.05 s"):
        one.recv(1)
    one.settimeout(0)
    with pytest.raises(BlockingIOError):
        one.recv(1)
    one.settimeout(None)
    assert one.getblocking()


def test_files_that_do_not_wait(pair):
    one, other = pair
    one.setblocking(False)
    with one.makefile("rwb", 0) as file:
        assert file.read(1) is None
        other.sendall(b"x")
        other.half_close()
        while (data := file.read(1)) is None:
            pass
        assert (b"x", b"") == (data, file.read(1))
        while file.write(bytes(1 << 16)) is not None:
            pass


@pytest.mark.parametrize("timeout", [None, 10])
def test_a_refused_connection(timeout):
    with oracle.socket() as free:
        free.bind(("127.0.0.1", 0))
        with Socket() as client:
            client.settimeout(timeout)
            with pytest.raises(ConnectionRefusedError) as caught:
                client.connect(free.getsockname())
        with Socket() as client:
            client.settimeout(timeout)
            assert c.ECONNREFUSED == client.connect_ex(free.getsockname())
    assert isinstance(caught.value, SocketError)
    assert (c.ECONNREFUSED, "ECONNREFUSED") == (caught.value.errno, caught.value.name)


def test_waiting_for_a_connection():
    with create_server(("127.0.0.1", 0)) as listener, Socket() as client:
        listener.settimeout(10)
        client.settimeout(10)
        client.connect(listener.getsockname())
        other, _ = listener.accept()
        with other:
            timer = threading.Timer(0.05, lambda: other.sendall(b"late"))
            timer.start()
            assert b"late" == client.recv(10)
            timer.join()


def test_vectors(pair):
    one, other = pair
    assert 5 == one.writev([b"ab", b"cde"])
    first, second = bytearray(3), bytearray(4)
    assert 5 == other.readv([first, second])
    assert (b"abc", b"de\0\0") == (first, second)


def test_dup_and_inheritance(pair):
    one, other = pair
    assert not one.get_inheritable()
    assert not os.get_handle_inheritable(one.fileno())
    one.set_inheritable(True)
    assert os.get_handle_inheritable(one.fileno())
    with one.dup() as twin:
        assert twin.fileno() != one.fileno()
        twin.sendall(b"by the twin")
        assert b"by the twin" == other.recv(20)


@pytest.mark.parametrize("kind", [c.SOCK_STREAM, c.SOCK_DGRAM])
def test_pair(kind):
    one, other = Socket.pair(c.AF_INET, kind)
    with one, other:
        one.send(b"text")
        assert b"text" == other.recv(10)


def test_datagrams():
    with Socket(c.AF_INET, c.SOCK_DGRAM) as one, Socket(c.AF_INET, c.SOCK_DGRAM) as other:
        one.bind(("127.0.0.1", 0))
        other.sendto(b"hello", one.getsockname())
        data, sender = one.recvfrom(10)
        assert b"hello" == data
        assert other.getsockname().port == sender.port


def test_detach_and_take_over(pair):
    one, other = pair
    with Socket(fileno=one.detach()) as again:
        assert (c.AF_INET, c.SOCK_STREAM) == (again.family, again.type)
        again.sendall(b"x")
        assert b"x" == other.recv(1)
