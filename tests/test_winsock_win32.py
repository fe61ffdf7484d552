"""Winsock on Windows itself: what differs from Winsock's names over POSIX."""

import os
import socket as oracle

import pytest

import pysock
from pysock import *


@pytest.fixture(autouse=True)
def winsock():
    assert 0 == WSAStartup(MAKEWORD(2, 2), WSADATA())
    yield
    assert 0 == WSACleanup()


@pytest.fixture
def pair():
    one, other = oracle.socketpair()
    with one, other:
        one.setblocking(True)
        yield one, other


def test_every_code_has_an_errno_and_a_text():
    codes = {n: getattr(pysock, n) for n in dir(pysock) if n.startswith("WSAE")}
    codes = {name: code for name, code in codes.items() if isinstance(code, int)}
    assert 45 < len(codes)
    for name, code in codes.items():
        WSASetLastError(code)
        assert code == WSAGetLastError(), name
        assert errno > 0, name
        assert "nknown" not in str(strerror(code)), name
        same = getattr(pysock, name.removeprefix("WSA"), None)
        if isinstance(same, int):
            assert errno == same, name


def test_flag_of_inheritance():
    for flags, inheritable in ((0, True), (WSA_FLAG_NO_HANDLE_INHERIT, False)):
        s = WSASocket(AF_INET, SOCK_STREAM, 0, NULL, 0, flags)
        assert inheritable == os.get_handle_inheritable(s)
        assert 0 == closesocket(s)


@pytest.mark.parametrize("kind", [DWORD, ulong])
def test_ioctlsocket(pair, kind):
    one, other = pair
    assert 0 == ioctlsocket(one.fileno(), FIONBIO, kind(1))
    assert (-1, EAGAIN) == (recv(one.fileno(), char[1](), 1, 0), errno)
    other.send(b"abc")
    assert 1 == WSAPoll(WSAPOLLFD(fd=one.fileno(), events=POLLIN), 1, 10000)
    count = kind()
    assert 0 == ioctlsocket(one.fileno(), FIONREAD, count)
    assert 3 == count
    assert 0 == ioctlsocket(one.fileno(), FIONBIO, kind(0))


def test_wsaioctl_of_numbers(pair):
    one, other = pair
    answer, count = DWORD(), DWORD()
    other.send(b"abcd")
    assert 1 == WSAPoll(WSAPOLLFD(fd=one.fileno(), events=POLLIN), 1, 10000)
    assert 0 == WSAIoctl(one.fileno(), FIONREAD, NULL, 0, answer, 4, count, NULL, NULL)
    assert (4, 4) == (answer, count)


def test_no_address_of_code_comes_out(pair):
    """A program of C asks for AcceptEx so; here nothing of the kind can be called."""
    request, place, count = 0xC8000006, char[16](), DWORD()
    arguments = char[16](), 16, place, 8, count, NULL, NULL
    assert SOCKET_ERROR == WSAIoctl(pair[0].fileno(), request, *arguments)
    assert WSAEOPNOTSUPP == WSAGetLastError()
    assert bytes(16) == bytes(place)


def test_both_kinds_of_messages(pair):
    with oracle.socket(oracle.AF_INET, oracle.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        two = WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_OVERLAPPED)
        to = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(one.getsockname()[1]))
        assert 1 == InetPton(AF_INET, "127.0.0.1", to.sin_addr)
        buffer, sent = WSABUF(5, b"hello"), DWORD()
        message = WSAMSG(ptr(SOCKADDR, to), sizeof(to), buffer, 1)
        assert 0 == WSASendMsg(two, message, 0, sent, NULL, NULL)
        assert 5 == sent
        data, sender = one.recvfrom(10)
        assert b"hello" == data
        one.sendto(b"back", sender)
        text, name, got = char[10](), SOCKADDR_IN(), DWORD()
        message = WSAMSG(ptr(SOCKADDR, name), sizeof(name), WSABUF(10, text), 1)
        assert 0 == WSARecvMsg(two, message, got, NULL, NULL)
        assert (4, b"back") == (got, text.string())
        assert one.getsockname()[1] == ntohs(name.sin_port)
        assert 0 == closesocket(two)
