"""Event objects of sockets: which network events come, when they come again, and with what error.

The rules are those of WSAEventSelect's documentation.
"""

import os
import socket as oracle
import threading

import pytest
from misuse import complaints_of

import pysock
from pysock import *

SOON = 5000  # milliseconds; a wait that takes them has hung
NEVER = 30  # milliseconds in which nothing may come


@pytest.fixture(autouse=True)
def winsock():
    assert 0 == WSAStartup(MAKEWORD(2, 2), WSADATA())
    yield
    while WSACleanup() == 0:
        pass


@pytest.fixture
def event():
    handle = WSACreateEvent()
    assert WSA_INVALID_EVENT != handle
    yield handle
    assert TRUE == WSACloseEvent(handle)


@pytest.fixture
def pair():
    """Two connected TCP sockets of the standard library."""
    with oracle.create_server(("127.0.0.1", 0)) as listener:
        one = oracle.create_connection(listener.getsockname())
        other, _ = listener.accept()
    with one, other:
        yield one, other


def waits(event, milliseconds=SOON):
    return WSAWaitForMultipleEvents(1, WSAEVENT[1]([event]), FALSE, milliseconds, FALSE)


def told(s, event):
    """The events that WSAEnumNetworkEvents tells, each with its error."""
    happened = WSANETWORKEVENTS()
    assert 0 == WSAEnumNetworkEvents(s.fileno(), event, happened)
    bits = {
        FD_READ: FD_READ_BIT,
        FD_WRITE: FD_WRITE_BIT,
        FD_OOB: FD_OOB_BIT,
        FD_ACCEPT: FD_ACCEPT_BIT,
        FD_CONNECT: FD_CONNECT_BIT,
        FD_CLOSE: FD_CLOSE_BIT,
    }
    return {
        flag: happened.iErrorCode[bit]
        for flag, bit in bits.items()
        if flag & happened.lNetworkEvents
    }


def comes(s, event):
    """What the next signal is about."""
    assert WSA_WAIT_EVENT_0 == waits(event)
    return told(s, event)


def nothing_comes(event):
    assert WSA_WAIT_TIMEOUT == waits(event, NEVER)
    return True


# ------------------------------------------------------------------------------- event objects


def test_an_event_object(event):
    assert WSA_WAIT_TIMEOUT == waits(event, 0)
    assert TRUE == WSASetEvent(event)
    assert [WSA_WAIT_EVENT_0] * 2 == [waits(event), waits(event)]
    assert TRUE == WSAResetEvent(event)
    assert WSA_WAIT_TIMEOUT == waits(event, 0)


def test_waiting_for_one_of_many_events():
    events = WSAEVENT[3]([WSACreateEvent() for _ in range(3)])
    assert TRUE == WSASetEvent(events[1]) == WSASetEvent(events[2])
    assert WSA_WAIT_EVENT_0 + 1 == WSAWaitForMultipleEvents(3, events, FALSE, SOON, FALSE)
    assert WSA_WAIT_TIMEOUT == WSAWaitForMultipleEvents(3, events, TRUE, 0, FALSE)
    assert WSA_WAIT_EVENT_0 == WSAWaitForMultipleEvents(2, events + 1, TRUE, WSA_INFINITE, FALSE)
    assert WSA_WAIT_FAILED == WSAWaitForMultipleEvents(0, events, FALSE, 0, FALSE)
    assert WSA_INVALID_PARAMETER == WSAGetLastError()
    for each in list(events):
        assert TRUE == WSACloseEvent(each)
        assert FALSE == WSACloseEvent(each)
        assert WSA_INVALID_HANDLE == WSAGetLastError()


def test_event_objects_need_startup(event, pair):
    assert 0 == WSACleanup()
    failures = {
        WSA_INVALID_EVENT: lambda: WSACreateEvent(),
        WSA_WAIT_FAILED: lambda: waits(event, 0),
        SOCKET_ERROR: lambda: WSAEventSelect(pair[0].fileno(), event, FD_READ),
    }
    for failure, call in failures.items():
        WSASetLastError(0)
        assert failure == call()
        assert WSANOTINITIALISED == WSAGetLastError()
    for call in (WSASetEvent, WSAResetEvent, WSACloseEvent):
        assert FALSE == call(event)
        assert WSANOTINITIALISED == WSAGetLastError()
    assert SOCKET_ERROR == WSAEnumNetworkEvents(pair[0].fileno(), event, WSANETWORKEVENTS())
    assert 0 == WSAStartup(MAKEWORD(2, 2), WSADATA())


# ------------------------------------------------------------------------ which events come when


def test_data_comes_once_until_it_is_received(event, pair):
    one, other = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_READ | FD_CLOSE)
    assert not os.get_blocking(one.fileno())
    assert nothing_comes(event)
    other.send(b"abc")
    assert {FD_READ: 0} == comes(one, event)
    other.send(b"def")
    assert nothing_comes(event), "no second event before recv()"
    text = char[2]()
    assert 2 == recv(one.fileno(), text, 2, 0)
    assert {FD_READ: 0} == comes(one, event), "recv() has left something"
    assert 4 == sum(recv(one.fileno(), text, 2, 0) for _ in range(2))
    assert nothing_comes(event)
    assert -1 == recv(one.fileno(), text, 2, 0)
    assert WSAEWOULDBLOCK == WSAGetLastError()
    other.send(b"g")
    assert {FD_READ: 0} == comes(one, event)


@pytest.mark.parametrize(
    "receive",
    [
        lambda fd, text: read(fd, text, 4),
        lambda fd, text: recvfrom(fd, text, 4, 0, NULL, NULL),
        lambda fd, text: readv(fd, struct.iovec(text, 4), 1),
        lambda fd, text: WSARecv(fd, WSABUF(4, text), 1, DWORD(), DWORD(), NULL, NULL),
    ],
    ids=["read", "recvfrom", "readv", "WSARecv"],
)
def test_every_call_that_receives_allows_the_next_event(receive, event, pair):
    one, other = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_READ)
    for _ in range(3):
        other.send(b"abc")
        assert {FD_READ: 0} == comes(one, event)
        assert receive(one.fileno(), char[4]()) in (0, 3)


def test_the_end_comes_after_the_data(event, pair):
    one, other = pair
    other.send(b"abc")
    other.close()
    assert 0 == WSAEventSelect(one.fileno(), event, FD_READ | FD_WRITE | FD_CLOSE)
    first = comes(one, event)
    assert {FD_READ: 0, FD_WRITE: 0} == first
    assert nothing_comes(event)
    assert 3 == recv(one.fileno(), char[8](), 8, 0)
    assert {FD_CLOSE: 0} == comes(one, event)
    assert 0 == recv(one.fileno(), char[8](), 8, 0)
    assert nothing_comes(event), "the end comes once"


def test_the_end_alone(event, pair):
    one, other = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_CLOSE)
    assert nothing_comes(event)
    other.shutdown(oracle.SHUT_WR)
    assert {FD_CLOSE: 0} == comes(one, event)
    assert nothing_comes(event)


def test_a_reset_is_an_end_with_an_error(event, pair):
    one, other = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_READ | FD_CLOSE)
    other.setsockopt(oracle.SOL_SOCKET, oracle.SO_LINGER, bytes(struct.linger(1, 0)))
    other.close()
    assert {FD_CLOSE: WSAECONNRESET} == comes(one, event)


def test_room_comes_at_first_and_after_there_was_none(event, pair):
    one, other = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_WRITE)
    assert {FD_WRITE: 0} == comes(one, event)
    assert 3 == send(one.fileno(), "abc", 3, 0)
    assert nothing_comes(event), "there was room all the time"
    block = char[1 << 16]()
    while send(one.fileno(), block, sizeof(block), 0) > 0:
        pass
    assert WSAEWOULDBLOCK == WSAGetLastError()
    assert nothing_comes(event)
    drain = threading.Thread(target=lambda: [other.recv(1 << 16) for _ in range(200)])
    drain.start()
    assert {FD_WRITE: 0} == comes(one, event)
    other.shutdown(oracle.SHUT_RD)
    one.close()
    drain.join()


def test_connections_come_one_by_one(event):
    with oracle.create_server(("127.0.0.1", 0)) as listener:
        assert 0 == WSAEventSelect(listener.fileno(), event, FD_ACCEPT | FD_CLOSE)
        assert nothing_comes(event)
        with (
            oracle.create_connection(listener.getsockname()) as first,
            oracle.create_connection(listener.getsockname()),
        ):
            assert {FD_ACCEPT: 0} == comes(listener, event)
            assert nothing_comes(event)
            accepted = accept(listener.fileno(), NULL, NULL)
            assert {FD_ACCEPT: 0} == comes(listener, event)
            second = WSAAccept(listener.fileno(), NULL, NULL, NULL, 0)
            assert nothing_comes(event)
            assert INVALID_SOCKET == accept(listener.fileno(), NULL, NULL)
            assert WSAEWOULDBLOCK == WSAGetLastError()
            for each in (accepted, second):
                assert not os.get_blocking(each)
            first.close()
            assert 0 == closesocket(accepted) == closesocket(second)


def test_an_accepted_socket_has_the_listeners_events(event):
    with oracle.create_server(("127.0.0.1", 0)) as listener:
        assert 0 == WSAEventSelect(listener.fileno(), event, FD_ACCEPT | FD_READ | FD_CLOSE)
        with oracle.create_connection(listener.getsockname()) as client:
            assert {FD_ACCEPT: 0} == comes(listener, event)
            accepted = oracle.socket(fileno=accept(listener.fileno(), NULL, NULL))
            with accepted:
                client.send(b"x")
                assert {FD_READ: 0} == comes(accepted, event)
                assert 0 == WSAEventSelect(accepted.fileno(), NULL, 0)


def test_listening_may_begin_later(event):
    with oracle.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        assert 0 == WSAEventSelect(listener.fileno(), event, FD_ACCEPT)
        assert nothing_comes(event)
        assert 0 == listen(listener.fileno(), 5)
        with oracle.create_connection(listener.getsockname()):
            assert {FD_ACCEPT: 0} == comes(listener, event)


def address_of(name):
    address = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(name[1]))
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    return address


@pytest.mark.parametrize("before", [True, False], ids=["selected first", "connecting first"])
def test_a_connection_that_is_made(before, event):
    with oracle.create_server(("127.0.0.1", 0)) as listener, oracle.socket() as s:
        wanted = FD_CONNECT | FD_WRITE | FD_READ | FD_CLOSE
        if before:
            assert 0 == WSAEventSelect(s.fileno(), event, wanted)
            assert nothing_comes(event)
        address = address_of(listener.getsockname())
        s.setblocking(False)
        assert SOCKET_ERROR == connect(s.fileno(), address, sizeof(address))
        assert WSAEWOULDBLOCK == WSAGetLastError()
        if not before:
            assert 0 == WSAEventSelect(s.fileno(), event, wanted)
        first = comes(s, event)
        assert {FD_CONNECT: 0, FD_WRITE: 0} == first or (not before and {FD_WRITE: 0} == first)
        peer, _ = listener.accept()
        with peer:
            peer.send(b"x")
            assert {FD_READ: 0} == comes(s, event)


def test_a_connection_that_is_refused(event):
    with oracle.socket() as unused, oracle.socket() as s:
        unused.bind(("127.0.0.1", 0))
        address = address_of(unused.getsockname())
        assert 0 == WSAEventSelect(s.fileno(), event, FD_CONNECT | FD_WRITE)
        result = WSAConnect(s.fileno(), address, sizeof(address), NULL, NULL, NULL, NULL)
        assert SOCKET_ERROR == result
        if WSAGetLastError() == WSAEWOULDBLOCK:
            assert {FD_CONNECT: WSAECONNREFUSED} == comes(s, event)


def test_urgent_data(event, pair):
    one, other = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_OOB | FD_READ)
    other.send(b"!", oracle.MSG_OOB)
    assert {FD_OOB: 0} == comes(one, event)
    assert 1 == recv(one.fileno(), char[1](), 1, MSG_OOB)
    assert nothing_comes(event)
    other.send(b"x")
    assert {FD_READ: 0} == comes(one, event)


def test_datagrams(event):
    with oracle.socket(type=oracle.SOCK_DGRAM) as one, oracle.socket(type=oracle.SOCK_DGRAM) as two:
        one.bind(("127.0.0.1", 0))
        assert 0 == WSAEventSelect(one.fileno(), event, FD_READ | FD_WRITE | FD_CLOSE)
        assert {FD_WRITE: 0} == comes(one, event)
        for text in (b"x", b""):
            two.sendto(text, one.getsockname())
            assert {FD_READ: 0} == comes(one, event)
            assert len(text) == recv(one.fileno(), char[4](), 4, 0)
        assert nothing_comes(event)


# ------------------------------------------------------------------------------ the association


def test_several_sockets_share_an_event(event, pair):
    one, other = pair
    for each in pair:
        assert 0 == WSAEventSelect(each.fileno(), event, FD_READ)
    assert 1 == send(one.fileno(), "x", 1, 0) == send(other.fileno(), "x", 1, 0)
    assert WSA_WAIT_EVENT_0 == waits(event)
    assert {FD_READ: 0} == told(one, NULL)
    assert {} == told(one, NULL)
    assert {FD_READ: 0} == told(other, event)
    assert nothing_comes(event)


def test_a_second_selection_replaces_the_first(event, pair):
    one, other = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_READ)
    assert 0 == WSAEventSelect(one.fileno(), event, FD_WRITE)
    assert {FD_WRITE: 0} == comes(one, event)
    other.send(b"x")
    assert nothing_comes(event)
    assert 0 == WSAEventSelect(one.fileno(), NULL, 0)
    assert {} == told(one, NULL)
    assert not os.get_blocking(one.fileno()), "it stays as it is"


def test_a_selected_socket_cannot_be_made_blocking(event, pair):
    one, _ = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_READ)
    assert SOCKET_ERROR == ioctlsocket(one.fileno(), FIONBIO, ulong(0))
    assert WSAEINVAL == WSAGetLastError()
    assert 0 == WSAEventSelect(one.fileno(), event, 0)
    assert 0 == ioctlsocket(one.fileno(), FIONBIO, ulong(0))


@pytest.mark.parametrize("close_it", [closesocket, close])
def test_a_closed_socket_signals_no_more(close_it, event, pair):
    one = pair[0]
    number = os.dup(one.fileno())
    one.close()
    assert 0 == WSAEventSelect(number, event, FD_READ)
    assert 0 == close_it(number)
    with oracle.socket(type=oracle.SOCK_DGRAM) as another:
        assert number >= another.fileno()
        assert nothing_comes(event)


def test_what_signals_what_is_checked(event, pair):
    one = pair[0].fileno()
    mutex = CreateMutex(NULL, FALSE, NULL)
    for bad in (NULL, 12345, mutex):
        assert SOCKET_ERROR == WSAEventSelect(one, bad, FD_READ)
        assert WSAEINVAL == WSAGetLastError()
    for bad in (12345, mutex):
        assert SOCKET_ERROR == WSAEnumNetworkEvents(one, bad, WSANETWORKEVENTS())
        assert WSAEINVAL == WSAGetLastError()
    assert TRUE == CloseHandle(mutex)
    for number in (-1, 0x7FFF):
        assert SOCKET_ERROR == WSAEventSelect(number, event, FD_READ)
        assert WSAENOTSOCK == WSAGetLastError()
        assert SOCKET_ERROR == WSAEnumNetworkEvents(number, event, WSANETWORKEVENTS())
        assert WSAENOTSOCK == WSAGetLastError()
    for bad in (NULL, WSABUF(), bytearray(44)):
        with pytest.raises((TypeError, pysock.NullPointer)):
            WSAEnumNetworkEvents(one, event, bad)
    assert ptr(WSANETWORKEVENTS) is LPWSANETWORKEVENTS


def test_a_thread_that_waits_hears_of_what_another_allows(event, pair):
    """It polls nothing for the socket while FD_READ is out; recv() elsewhere must wake it."""
    one, other = pair
    assert 0 == WSAEventSelect(one.fileno(), event, FD_READ)
    other.send(b"ab")
    assert {FD_READ: 0} == comes(one, event)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(waits(event)))
    thread.start()
    Sleep(20)
    assert 1 == recv(one.fileno(), char[1](), 1, 0)
    thread.join()
    assert [WSA_WAIT_EVENT_0] == seen


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("networkevent", tmp_path)
