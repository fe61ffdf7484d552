"""Sockets on Windows under the names of POSIX: handles, errors, and pairs over loopback."""

import socket as oracle
import threading

import pytest

import pysock
from pysock import *

LOOPBACK = "127.0.0.1"


@pytest.fixture(autouse=True)
def winsock():
    assert 0 == WSAStartup(MAKEWORD(2, 2), WSADATA())
    yield
    assert 0 == WSACleanup()


@pytest.fixture
def close_later():
    sockets = []
    yield lambda s: sockets.append(s) or s
    for s in sockets:
        assert 0 == closesocket(s)


def address(port=0):
    adr = struct.sockaddr_in(sin_family=AF_INET, sin_port=htons(port))
    assert 1 == inet_pton(AF_INET, LOOPBACK, adr.sin_addr)
    return adr


def bound(s):
    adr, size = address(), socklen_t(sizeof(struct.sockaddr_in))
    assert 0 == bind(s, adr, sizeof(adr))
    assert 0 == getsockname(s, adr, size)
    assert sizeof(adr) == size
    return adr


@pytest.fixture
def connection(close_later):
    """Both ends of a connection, as pysock makes it."""
    listener = close_later(pysock.socket(PF_INET, SOCK_STREAM, 0))
    adr = bound(listener)
    assert 0 == listen(listener, 5)
    client = close_later(pysock.socket(PF_INET, SOCK_STREAM, 0))
    assert 0 == connect(client, adr, sizeof(adr))
    peer, size = struct.sockaddr_in(), socklen_t(sizeof(struct.sockaddr_in))
    server = close_later(accept(listener, peer, size))
    assert server != -1
    own = struct.sockaddr_in()
    assert 0 == getsockname(client, own, size)
    assert (own.sin_port, own.sin_addr.s_addr) == (peer.sin_port, peer.sin_addr.s_addr)
    return client, server


def test_a_connection_from_first_to_last(connection):
    client, server = connection
    message = char[30]()
    assert 5 == send(client, "hello", 5, 0)
    assert 5 == recv(server, message, sizeof(message), 0)
    assert b"hello" == message.string()
    assert 0 == shutdown(client, SHUT_WR)
    assert 0 == recv(server, message, sizeof(message), 0)
    assert 3 == send(server, "bye", 3, 0)
    assert 3 == recv(client, message, sizeof(message), 0)
    peer, size = struct.sockaddr_in(), socklen_t(sizeof(struct.sockaddr_in))
    assert 0 == getpeername(client, peer, size)
    assert AF_INET == peer.sin_family
    assert (-1, EPIPE, WSAESHUTDOWN) == (send(client, "x", 1, 0), errno, WSAGetLastError())


def test_the_standard_library_reads_what_pysock_sends():
    with oracle.create_server((LOOPBACK, 0)) as server:
        s = pysock.socket(AF_INET, SOCK_STREAM, 0)
        adr = address(server.getsockname()[1])
        assert 0 == connect(s, adr, sizeof(adr))
        connection, _ = server.accept()
        with connection:
            connection.settimeout(10)
            assert 4 == send(s, "over", 4, 0)
            assert b"over" == connection.recv(10)
            connection.sendall(b"back")
            reply = char[5]()
            assert 4 == recv(s, reply, 4, MSG_WAITALL)
            assert "back" == str(reply)
        assert 0 == closesocket(s)


def test_datagrams(close_later):
    one, other = (close_later(pysock.socket(AF_INET, SOCK_DGRAM, 0)) for _ in range(2))
    to, sender, size = bound(one), struct.sockaddr_in(), socklen_t(sizeof(struct.sockaddr_in))
    own, message = bound(other), char[30]()
    assert 3 == sendto(other, "one", 3, 0, to, sizeof(to))
    assert 3 == recvfrom(one, message, sizeof(message), 0, sender, size)
    assert (own.sin_port, sizeof(sender)) == (sender.sin_port, size)
    assert 8 == sendto(other, "too long", 8, 0, to, sizeof(to))
    assert -1 == recvfrom(one, message, 3, 0, NULL, NULL)
    assert (EMSGSIZE, WSAEMSGSIZE) == (errno, WSAGetLastError())


def test_options(connection):
    client, _ = connection
    value, size = int_(1), socklen_t(sizeof(int_))
    assert 0 == setsockopt(client, IPPROTO_TCP, TCP_NODELAY, value, sizeof(value))
    value[0] = 0
    assert 0 == getsockopt(client, IPPROTO_TCP, TCP_NODELAY, value, size)
    assert value[0] != 0
    kept = struct.linger(l_onoff=1, l_linger=3)
    assert 0 == setsockopt(client, SOL_SOCKET, SO_LINGER, kept, sizeof(kept))
    kept, size = struct.linger(), socklen_t(sizeof(struct.linger))
    assert 0 == getsockopt(client, SOL_SOCKET, SO_LINGER, kept, size)
    assert (1, 3) == (kept.l_onoff, kept.l_linger)
    assert 0 == getsockopt(client, SOL_SOCKET, SO_TYPE, value, socklen_t(4))
    assert SOCK_STREAM == value[0]


def test_timeouts_of_both_worlds(connection):
    """A struct timeval as in POSIX, or a DWORD of milliseconds as in Winsock."""
    client, _ = connection
    wait, size = struct.timeval(tv_sec=0, tv_usec=30500), socklen_t(sizeof(struct.timeval))
    assert 0 == setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, wait, sizeof(wait))
    assert -1 == recv(client, char[1](), 1, 0)
    assert errno in (EAGAIN, ETIMEDOUT)
    got, short = struct.timeval(), DWORD()
    assert 0 == getsockopt(client, SOL_SOCKET, SO_RCVTIMEO, got, size)
    assert (0, 31000, 8) == (got.tv_sec, got.tv_usec, size)
    assert 0 == getsockopt(client, SOL_SOCKET, SO_RCVTIMEO, short, socklen_t(4))
    assert 31 == short
    assert 0 == setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, DWORD(2500), 4)
    assert 0 == getsockopt(client, SOL_SOCKET, SO_RCVTIMEO, got, size)
    assert (2, 500000) == (got.tv_sec, got.tv_usec)


def test_errno_follows_winsock():
    s = pysock.socket(AF_INET, SOCK_STREAM, 0)
    message = char[4]()
    for call, number, code in (
        (lambda: pysock.socket(-1, 0, 0), EAFNOSUPPORT, WSAEAFNOSUPPORT),
        (lambda: listen(0x7FFFFFF0, 1), ENOTSOCK, WSAENOTSOCK),
        (lambda: recv(s, message, 4, 0), ENOTCONN, WSAENOTCONN),
        (lambda: accept(s, NULL, NULL), EINVAL, WSAEINVAL),
        (lambda: setsockopt(s, SOL_SOCKET, 0x7777, int_(), 4), ENOPROTOOPT, WSAENOPROTOOPT),
        (lambda: connect(s, address(1), sizeof(address())), ECONNREFUSED, WSAECONNREFUSED),
    ):
        errno.value = 0
        assert (-1, number, code) == (call(), errno, WSAGetLastError())
        assert str(strerror(number)) == str(strerror(code))
    assert 0 == closesocket(s)
    assert (-1, ENOTSOCK) == (closesocket(s), errno)


def test_a_call_that_does_not_fail_leaves_errno_alone(connection):
    errno.value = ERANGE
    assert 1 == send(connection[0], "x", 1, 0)
    assert errno == ERANGE


def test_each_thread_has_its_errno(close_later):
    s = close_later(pysock.socket(AF_INET, SOCK_STREAM, 0))
    wrong = []

    def keep(call, number):
        for _ in range(1000):
            call()
            if errno != number:
                wrong.append((int(errno), number))

    calls = [
        (lambda: listen(0x7FFFFFF0, 1), ENOTSOCK),
        (lambda: pysock.open("", 0), ENOENT),
        (lambda: getpeername(s, NULL, NULL), EFAULT),
    ]
    threads = [threading.Thread(target=keep, args=each) for each in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [] == wrong


def test_a_socket_of_the_full_width_is_not_truncated(connection):
    """Of a handle's 64 bits none is lost on the way: the number beyond 32 bits is another one."""
    client, _ = connection
    assert (-1, ENOTSOCK) == (send(client + (1 << 32), "x", 1, 0), errno)
    assert (-1, ENOTSOCK) == (shutdown(client + (1 << 40), SHUT_WR), errno)
    assert 1 == send(client, "x", 1, 0)
    assert 8 == sizeof(SOCKET)
    with pytest.raises(OverflowError):
        send(1 << 63, "x", 1, 0)


@pytest.mark.parametrize("domain", [AF_UNIX, AF_INET])
@pytest.mark.parametrize("kind", [SOCK_STREAM, SOCK_DGRAM])
def test_socketpair(domain, kind):
    sv, message = SOCKET[2](), char[10]()
    assert 0 == socketpair(domain, kind, 0, sv)
    for one, other in ((sv[0], sv[1]), (sv[1], sv[0])):
        assert 4 == send(one, "text", 4, 0)
        assert 4 == recv(other, message, sizeof(message), 0)
        assert b"text" == message.string()
    assert [0, 0] == [closesocket(s) for s in sv]


def test_socketpair_refuses():
    sv = SOCKET[2]()
    for arguments, number in (
        ((AF_INET6, SOCK_STREAM, 0), EAFNOSUPPORT),
        ((AF_UNIX, SOCK_STREAM, 1), EPROTONOSUPPORT),
        ((AF_UNIX, SOCK_RAW, 0), EPROTONOSUPPORT),
    ):
        assert (-1, number) == (socketpair(*arguments, sv), errno)
    with pytest.raises(TypeError, match="not the address of a `int"):
        socketpair(AF_UNIX, SOCK_STREAM, 0, int_[2]())
    with pytest.raises(OutOfBounds):
        socketpair(AF_UNIX, SOCK_STREAM, 0, SOCKET())


def test_sockatmark(connection):
    client, _ = connection
    assert 0 <= sockatmark(client) <= 1
    assert (-1, ENOTSOCK) == (sockatmark(0x7FFFFFF0), errno)


def test_a_descriptor_is_no_socket():
    fd = pysock.open("NUL", O_RDWR)
    for call, remedy in (
        (lambda: send(fd, "x", 1, 0), "write"),
        (lambda: recv(fd, char[1](), 1, 0), "read"),
        (lambda: closesocket(fd), "close"),
    ):
        with pytest.raises(BadDescriptor, match=rf"{fd} is a descriptor, no SOCKET: {remedy}\("):
            call()
    assert 0 == pysock.close(fd)


def test_a_socket_is_no_descriptor(connection):
    client, _ = connection
    for call, remedy in (
        (lambda: write(client, "x", 1), "send"),
        (lambda: read(client, char[1](), 1), "recv"),
        (lambda: pysock.close(client), "closesocket"),
    ):
        with pytest.raises(BadDescriptor, match=rf"{client} is a SOCKET, no .*: {remedy}\("):
            call()


def test_buffers_out_of_bounds(connection):
    client, _ = connection
    with pytest.raises(OutOfBounds, match="send: 5 bytes of an object that has 4"):
        send(client, char[4](), 5, 0)
    with pytest.raises(OutOfBounds):
        recv(client, char[4](), -1, 0)
    with pytest.raises(NullPointer):
        sendto(client, NULL, 1, 0, NULL, 0)
    with pytest.raises(ConstViolation):
        recvfrom(client, b"text", 4, 0, NULL, NULL)
