"""Overlapped operations and completion ports: the system's on Windows, emulated elsewhere."""

import gc
import os
import signal as signals
import socket as oracle
import subprocess
import sys
import threading
import weakref
from time import monotonic

import pytest

import pysock
from pysock import *

SOON = 10_000  # milliseconds
CLOCK_TICK = 0.016  # seconds; waits end, and clocks are read, in steps of it on Windows


@pytest.fixture(autouse=True)
def winsock():
    assert 0 == WSAStartup(MAKEWORD(2, 2), WSADATA())
    yield
    assert 0 == WSACleanup()


@pytest.fixture
def pair():
    """A socket of Winsock's, and its peer of the standard library's."""
    with oracle.create_server(("127.0.0.1", 0)) as listener:
        s = WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED)
        adr = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(listener.getsockname()[1]))
        adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
        assert 0 == connect(s, adr, sizeof(adr))
        peer, _ = listener.accept()
    with peer:
        yield s, peer
        closesocket(s)


@pytest.fixture
def event():
    handle = WSACreateEvent()
    yield handle
    assert WSACloseEvent(handle)


@pytest.fixture
def port():
    handle = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0)
    assert handle is not NULL
    yield handle
    assert CloseHandle(handle)


def waits(event, milliseconds=SOON):
    return WSAWaitForMultipleEvents(1, WSAEVENT[1]([event]), TRUE, milliseconds, FALSE)


def ended(port, key=None, overlapped=None, milliseconds=SOON):
    """What GetQueuedCompletionStatus says: its result, the bytes, the key, the OVERLAPPED."""
    count, key = DWORD(77), ULONG_PTR() if key is None else key
    which = ptr(OVERLAPPED)() if overlapped is None else overlapped
    done = GetQueuedCompletionStatus(port, count, key, which, milliseconds)
    return done, int(count), key, which


# --------------------------------------------------------------------------- events and results


def test_a_receive_that_ends_later(pair, event):
    s, peer = pair
    text, count, flags = char[10](), DWORD(), DWORD()
    overlapped = WSAOVERLAPPED(hEvent=event)
    assert SOCKET_ERROR == WSARecv(s, WSABUF(10, text), 1, count, flags, overlapped, NULL)
    assert WSA_IO_PENDING == WSAGetLastError()
    assert FALSE == HasOverlappedIoCompleted(overlapped)
    assert FALSE == WSAGetOverlappedResult(s, overlapped, count, FALSE, flags)
    assert WSA_IO_INCOMPLETE == WSAGetLastError()
    peer.sendall(b"hello")
    assert WSA_WAIT_EVENT_0 == waits(event)
    assert TRUE == HasOverlappedIoCompleted(overlapped)
    assert TRUE == WSAGetOverlappedResult(s, overlapped, count, FALSE, flags)
    assert (5, b"hello") == (count, text.string())
    assert 5 == overlapped.InternalHigh
    count[0] = 0
    assert TRUE == WSAGetOverlappedResult(s, overlapped, count, FALSE, NULL), "once more"
    assert 5 == count


def test_a_send_and_waiting_for_its_result(pair):
    s, peer = pair
    overlapped, count = WSAOVERLAPPED(), DWORD()
    result = WSASend(s, WSABUF(5, b"hello"), 1, count, 0, overlapped, NULL)
    assert result == 0 or WSAGetLastError() == WSA_IO_PENDING
    assert TRUE == WSAGetOverlappedResult(s, overlapped, count, TRUE, DWORD())
    assert 5 == count
    assert b"hello" == peer.recv(10)


def test_datagrams_name_their_sender(event):
    with oracle.socket(oracle.AF_INET, oracle.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        s = WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, NULL, 0, WSA_FLAG_OVERLAPPED)
        to = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(peer.getsockname()[1]))
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
        count, flags, overlapped = DWORD(), DWORD(), WSAOVERLAPPED(hEvent=event)
        result = WSASendTo(s, WSABUF(2, b"hi"), 1, count, 0, to, sizeof(to), overlapped, NULL)
        assert result == 0 or WSAGetLastError() == WSA_IO_PENDING
        assert TRUE == WSAGetOverlappedResult(s, overlapped, count, TRUE, flags)
        data, own = peer.recvfrom(10)
        assert b"hi" == data
        text, sender, size = char[10](), SOCKADDR_IN(), int_(sizeof(SOCKADDR_IN))
        buffers = WSABUF(10, text)
        assert SOCKET_ERROR == WSARecvFrom(
            s, buffers, 1, count, flags, sender, size, overlapped, NULL
        )
        assert WSA_IO_PENDING == WSAGetLastError()
        peer.sendto(b"back", own)
        assert TRUE == WSAGetOverlappedResult(s, overlapped, count, TRUE, flags)
        assert (4, b"back", 16) == (count, text.string(), size)
        assert peer.getsockname()[1] == ntohs(sender.sin_port)
        assert 0 == closesocket(s)


def test_a_cancelled_operation(pair):
    s, _ = pair
    overlapped, count = WSAOVERLAPPED(), DWORD()
    buffers = WSABUF(10, char[10]())
    assert FALSE == CancelIoEx(s, overlapped), "there is none yet"
    assert SOCKET_ERROR == WSARecv(s, buffers, 1, NULL, DWORD(), overlapped, NULL)
    assert TRUE == CancelIoEx(s, overlapped)
    assert FALSE == WSAGetOverlappedResult(s, overlapped, count, TRUE, DWORD())
    assert WSA_OPERATION_ABORTED == WSAGetLastError()
    assert errno == ECANCELED


class Buffer(bytearray):
    """One that tells whether it lives."""


def test_the_buffers_live_until_the_end(pair):
    s, peer = pair
    overlapped, memory, count = WSAOVERLAPPED(), Buffer(1 << 16), DWORD()
    alive = weakref.ref(memory)
    array = WSABUF(1 << 16, memory)
    assert SOCKET_ERROR == WSARecv(s, array, 1, NULL, DWORD(), overlapped, NULL)
    del memory, array
    gc.collect()
    memory = alive()
    assert memory is not None
    peer.sendall(b"x" * 1000)
    assert TRUE == WSAGetOverlappedResult(s, overlapped, count, TRUE, DWORD())
    assert b"x" * int(count) == memory[: int(count)]
    del memory
    assert alive() is None


def test_a_program_may_drop_everything(pair):
    s, peer = pair
    for _ in range(20):
        WSARecv(s, WSABUF(64, char[64]()), 1, NULL, DWORD(), WSAOVERLAPPED(), NULL)
    gc.collect()
    for _ in range(20):
        peer.sendall(b"y" * 64)
    blocks = [char[64]() for _ in range(500)]
    assert all(bytes(64) == bytes(block) for block in blocks)


def test_an_overlapped_in_use_is_refused(pair):
    s, _ = pair
    overlapped = WSAOVERLAPPED()
    first, second = char[10](), char[10]()
    WSARecv(s, WSABUF(10, first), 1, NULL, DWORD(), overlapped, NULL)
    with pytest.raises(UndefinedBehavior, match="belongs to one that has not ended"):
        WSARecv(s, WSABUF(10, second), 1, NULL, DWORD(), overlapped, NULL)
    memset(overlapped, 0, sizeof(overlapped))
    with pytest.raises(UndefinedBehavior):
        WSARecv(s, WSABUF(10, second), 1, NULL, DWORD(), overlapped, NULL)


def test_bad_arguments(pair):
    s, _ = pair
    buffers = WSABUF(10, char[10]())
    with pytest.raises(TypeError, match="C wants a `OVERLAPPED"):
        WSARecv(s, buffers, 1, NULL, DWORD(), char[64](), NULL)
    with pytest.raises(NullPointer):
        WSAGetOverlappedResult(s, NULL, DWORD(), FALSE, NULL)
    assert SOCKET_ERROR == WSARecv(s, buffers, 1, NULL, DWORD(), WSAOVERLAPPED(hEvent=4), NULL)
    assert WSA_INVALID_HANDLE == WSAGetLastError()
    assert SOCKET_ERROR == WSARecv(0x7FFFFFF0, buffers, 1, NULL, DWORD(), WSAOVERLAPPED(), NULL)
    assert WSAENOTSOCK == WSAGetLastError()


def test_the_process_ends_with_operations_under_way():
    program = """
from pysock import *
assert 0 == WSAStartup(MAKEWORD(2, 2), WSADATA())
s = WSASocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED)
adr = SOCKADDR_IN(sin_family=AF_INET)
assert 0 == bind(s, adr, sizeof(adr))
for _ in range(10):
    WSARecv(s, WSABUF(99, char[99]()), 1, NULL, DWORD(), WSAOVERLAPPED(), NULL)
print("ends")
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (0, "ends\n", "") == (done.returncode, done.stdout, done.stderr)


# --------------------------------------------------------------------------- completion routines


@pytest.fixture
def reports():
    """What a completion routine was told."""
    return []


def receive(s, text, overlapped, routine):
    size = sizeof(text)
    return WSARecv(s, WSABUF(size, text), 1, NULL, DWORD(), overlapped, routine)


def alertable_waits():
    handle = WSACreateEvent()  # which is never signalled
    two = HANDLE[2]([handle, handle])
    yield handle, lambda most: SleepEx(most, TRUE)
    yield handle, lambda most: WaitForSingleObjectEx(handle, most, TRUE)
    yield handle, lambda most: WaitForMultipleObjectsEx(2, two, FALSE, most, TRUE)
    yield handle, lambda most: WaitForMultipleObjectsEx(2, two, TRUE, most, TRUE)
    yield handle, lambda most: WSAWaitForMultipleEvents(2, two, FALSE, most, TRUE)


@pytest.mark.parametrize("which", range(5))
def test_a_routine_runs_in_an_alertable_wait(which, pair, reports):
    s, peer = pair
    handle, wait = list(alertable_waits())[which]
    text, overlapped = char[8](), WSAOVERLAPPED(hEvent=77)

    def routine(*report):
        reports.append(report)

    assert SOCKET_ERROR == receive(s, text, overlapped, routine)
    assert WSA_IO_PENDING == WSAGetLastError()
    begin = monotonic()
    assert wait(30) in (0, WAIT_TIMEOUT)
    assert 0.03 - CLOCK_TICK <= monotonic() - begin
    peer.sendall(b"abc")
    assert 0 == SleepEx(20, FALSE)
    assert [] == reports
    assert WAIT_IO_COMPLETION == wait(SOON)
    assert [(0, 3, overlapped, 0)] == reports
    assert reports[0][2] is overlapped
    assert "abc" == str(text)
    assert 77 == overlapped.hEvent  # the program's own: no event
    assert wait(1) in (0, WAIT_TIMEOUT)
    assert CloseHandle(handle)


def test_a_wait_that_is_no_alertable_one_runs_none(pair, event, reports):
    s, peer = pair
    overlapped = WSAOVERLAPPED()
    receive(s, char[8](), overlapped, lambda *report: reports.append(report))
    peer.sendall(b"abc")
    assert WSA_WAIT_TIMEOUT == waits(event, 30)
    assert WAIT_TIMEOUT == WaitForSingleObjectEx(event, 1, FALSE)
    assert 0 == SleepEx(1, FALSE)
    assert [] == reports
    assert WAIT_IO_COMPLETION == SleepEx(SOON, TRUE)
    assert 1 == len(reports)


def test_objects_end_an_alertable_wait_too(pair, event, reports):
    s, _ = pair
    receive(s, char[8](), WSAOVERLAPPED(), lambda *report: reports.append(report))
    assert WSASetEvent(event)
    for every in (FALSE, TRUE):
        assert WSA_WAIT_EVENT_0 == WSAWaitForMultipleEvents(
            1, HANDLE[1]([event]), every, SOON, TRUE
        )
    full = HANDLE[MAXIMUM_WAIT_OBJECTS]([event] * MAXIMUM_WAIT_OBJECTS)
    assert WAIT_OBJECT_0 == WaitForMultipleObjectsEx(len(full), full, FALSE, SOON, TRUE)
    assert [] == reports


def test_a_routine_goes_on_with_the_same_overlapped(pair, reports):
    """The shape of a server: each end of an operation begins the next."""
    s, peer = pair
    text, overlapped = char[8](), WSAOVERLAPPED()

    def received(error, count, which, flags):
        reports.append(bytes(text[0:count]))
        WSASend(s, WSABUF(count, text), 1, NULL, 0, which, sent)

    def sent(error, count, which, flags):
        reports.append(count)
        receive(s, text, which, received)

    receive(s, text, overlapped, received)
    for message in (b"one", b"three"):
        peer.sendall(message)
        begin = len(reports)
        while len(reports) < begin + 2:
            assert WAIT_IO_COMPLETION == SleepEx(SOON, TRUE)
        assert message == peer.recv(8)
    assert [b"one", 3, b"three", 5] == reports


def test_a_datagram_and_its_sender(reports):
    receiver = WSASocket(AF_INET, SOCK_DGRAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED)
    adr, size = SOCKADDR_IN(sin_family=AF_INET), int_(sizeof(SOCKADDR_IN))
    adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    assert 0 == bind(receiver, adr, sizeof(adr)) == getsockname(receiver, adr, size)
    text, sender, overlapped = char[8](), SOCKADDR_IN(), WSAOVERLAPPED()
    places = WSABUF(8, text), 1, NULL, DWORD(), sender, int_(sizeof(sender))
    WSARecvFrom(receiver, *places, overlapped, lambda *report: reports.append(report[:2]))
    buffer, to = WSABUF(2, "hi"), (adr, sizeof(adr))
    WSASendTo(receiver, buffer, 1, NULL, 0, *to, WSAOVERLAPPED(), lambda *all: None)
    while not reports:
        assert WAIT_IO_COMPLETION == SleepEx(SOON, TRUE)
    assert [(0, 2)] == reports
    assert ("hi", adr.sin_port) == (str(text), sender.sin_port)
    assert 0 == closesocket(receiver)


def test_a_routine_hears_of_the_sockets_end(pair, reports):
    s, _ = pair
    receive(s, char[8](), WSAOVERLAPPED(), lambda *report: reports.append(report[:2]))
    assert 0 == closesocket(s)
    assert WAIT_IO_COMPLETION == SleepEx(SOON, TRUE)
    assert [(WSA_OPERATION_ABORTED, 0)] == reports


def test_routines_belong_to_their_thread(pair, reports):
    s, peer = pair
    receive(s, char[8](), WSAOVERLAPPED(), lambda *report: reports.append(report[1]))
    peer.sendall(b"abc")
    other = threading.Thread(target=lambda: reports.append(SleepEx(30, TRUE)))
    other.start()
    other.join()
    assert [0] == reports
    assert WAIT_IO_COMPLETION == SleepEx(SOON, TRUE)
    assert [0, 3] == reports


def test_what_a_routine_raises_ends_the_wait_and_others_run_later(pair, reports):
    s, _ = pair

    def fails(*report):
        raise LookupError(report[1])

    WSASend(s, WSABUF(1, "x"), 1, NULL, 0, WSAOVERLAPPED(), fails)
    WSASend(s, WSABUF(2, "yz"), 1, NULL, 0, WSAOVERLAPPED(), lambda *all: reports.append(all[1]))
    with pytest.raises(LookupError, match="1"):
        SleepEx(SOON, TRUE)
    assert [] == reports
    assert WAIT_IO_COMPLETION == SleepEx(SOON, TRUE)
    assert [2] == reports


def test_what_is_no_routine(pair, port):
    s, _ = pair
    with pytest.raises(TypeError, match="lpCompletionRoutine is a function, not the int 5"):
        receive(s, char[8](), WSAOVERLAPPED(), 5)
    assert CreateIoCompletionPort(s, port, 1, 0) is not NULL
    assert SOCKET_ERROR == receive(s, char[8](), WSAOVERLAPPED(), lambda *report: None)
    assert WSAEINVAL == WSAGetLastError()  # a port reports its operations


# ------------------------------------------------------------------------------ completion ports


def test_a_port_reports_what_ended(pair, port):
    s, peer = pair
    assert port == CreateIoCompletionPort(s, port, 1234, 0)
    overlapped, text = OVERLAPPED(), char[10]()
    WSARecv(s, WSABUF(10, text), 1, NULL, DWORD(), overlapped, NULL)
    peer.sendall(b"abc")
    done, count, key, which = ended(port)
    assert (TRUE, 3, 1234) == (done, count, key)
    assert b"abc" == text.string()
    assert which[0]._memory is overlapped._memory
    done, count, key, which = ended(port, milliseconds=10)
    assert (FALSE, WAIT_TIMEOUT) == (done, GetLastError())
    assert which[0] is NULL


def test_an_echo_server_as_the_course_writes_it(port):
    """Objects stand behind the key and around the OVERLAPPED, and C's casts lead back to them."""
    struct.per_handle = {"sock": SOCKET, "adr": SOCKADDR_IN}
    struct.per_io = {"overlapped": OVERLAPPED, "wsabuf": WSABUF, "buffer": char[100], "mode": int_}
    closed = []

    def serve():
        trans, handle_info, io_info = DWORD(), ptr(struct.per_handle)(), ptr(struct.per_io)()
        while GetQueuedCompletionStatus(port, trans, handle_info, io_info, INFINITE):
            if io_info[0] is NULL:
                return
            io, s = io_info[0][0], handle_info[0][0].sock
            if io.mode == 0 and trans == 0:
                closed.append(closesocket(s))
            elif io.mode == 0:
                io.wsabuf.len, io.mode = int(trans), 1
                memset(ptr(OVERLAPPED, io), 0, sizeof(OVERLAPPED))
                WSASend(s, io.wsabuf, 1, NULL, 0, io.overlapped, NULL)
                receive(s)
        raise AssertionError("the port failed")

    def receive(s):
        io = struct.per_io()
        io.wsabuf.len, io.wsabuf.buf = 100, io.buffer
        WSARecv(s, io.wsabuf, 1, NULL, DWORD(), io.overlapped, NULL)

    worker = threading.Thread(target=serve)
    worker.start()
    with oracle.create_server(("127.0.0.1", 0)) as listener:
        clients = [oracle.create_connection(listener.getsockname()) for _ in range(3)]
        for _ in clients:
            s = accept(listener.fileno(), NULL, NULL)
            assert port == CreateIoCompletionPort(s, port, struct.per_handle(sock=s), 0)
            receive(s)
    gc.collect()
    for turn in range(5):
        for number, client in enumerate(clients):
            client.settimeout(10)
            message = f"{turn} of {number}".encode()
            client.sendall(message)
            assert message == client.recv(100)
    for client in clients:
        client.close()
    deadline = monotonic() + SOON / 1000
    while len(closed) < len(clients) and monotonic() < deadline:
        Sleep(1)
    assert [0] * len(clients) == closed
    assert TRUE == PostQueuedCompletionStatus(port, 0, 0, NULL)
    worker.join(10)
    assert not worker.is_alive()


def test_posting_to_a_port(port):
    overlapped = OVERLAPPED()
    assert TRUE == PostQueuedCompletionStatus(port, 5, 6, overlapped)
    done, count, key, which = ended(port)
    assert (TRUE, 5, 6) == (done, count, key)
    assert which[0]._memory is overlapped._memory
    thing = struct.timeval(3, 4)
    assert TRUE == PostQueuedCompletionStatus(port, 0, thing, NULL)
    key = ptr(struct.timeval)()
    assert TRUE == ended(port, key)[0]
    assert 3 == key[0][0].tv_sec


def test_a_failure_comes_with_its_overlapped(pair, port):
    s, _ = pair
    CreateIoCompletionPort(s, port, 9, 0)
    overlapped = OVERLAPPED()
    WSARecv(s, WSABUF(10, char[10]()), 1, NULL, DWORD(), overlapped, NULL)
    assert TRUE == CancelIoEx(s, NULL)
    done, _, key, which = ended(port)
    assert (FALSE, WSA_OPERATION_ABORTED, 9) == (done, WSAGetLastError(), key)
    assert which[0] is not NULL


def test_waiting_for_a_port_takes_its_time(port):
    assert (FALSE, 77) == ended(port, milliseconds=0)[:2]
    assert WAIT_TIMEOUT == GetLastError()
    begin = monotonic()
    assert FALSE == ended(port, milliseconds=50)[0]
    assert 0.045 <= monotonic() - begin


@pytest.mark.skipif(not hasattr(signals, "setitimer"), reason="Windows has no signals")
def test_handlers_run_while_a_port_is_waited_for(port):
    seen = []
    old = signals.signal(
        signals.SIGALRM,
        lambda *_: (seen.append(1), len(seen) == 3 and PostQueuedCompletionStatus(port, 5, 6, 0)),
    )
    signals.setitimer(signals.ITIMER_REAL, 0.01, 0.01)
    try:
        done, count, key, _ = ended(port, milliseconds=INFINITE)
    finally:
        signals.setitimer(signals.ITIMER_REAL, 0)
        signals.signal(signals.SIGALRM, old)
    assert (TRUE, 5, 6) == (done, count, key)
    assert 3 <= len(seen)


def test_sends_keep_their_order(pair, port):
    """More than the connection takes at once: each ends when all of it is on its way."""
    s, peer = pair
    assert port == CreateIoCompletionPort(s, port, 0, 0)
    blocks = [bytes([number]) * (1 << 20) for number in range(4)]
    operations = [OVERLAPPED() for _ in blocks]
    for block, overlapped in zip(blocks, operations, strict=True):
        WSASend(s, WSABUF(len(block), block), 1, NULL, 0, overlapped, NULL)
    got = bytearray()

    def read_all():
        while len(got) < 4 << 20:
            got.extend(peer.recv(1 << 20))

    reader = threading.Thread(target=read_all)
    reader.start()
    for overlapped in operations:
        done, count, _, which = ended(port)
        assert (TRUE, 1 << 20) == (done, count)
        assert ptr(OVERLAPPED, overlapped) == which.value
    reader.join()
    assert b"".join(blocks) == got


def test_what_is_no_port(pair, event):
    for handle in (NULL, 5, 0x7FFFFFF0):
        assert FALSE == ended(handle, milliseconds=0)[0]
        assert ERROR_INVALID_HANDLE == GetLastError()
        assert FALSE == PostQueuedCompletionStatus(handle, 0, 0, NULL)
    assert CreateIoCompletionPort(pair[0], 0x7FFFFFF0, 0, 0) is NULL
    assert CreateIoCompletionPort(0x7FFFFFF0, NULL, 0, 0) is NULL
    with pytest.raises(TypeError, match="the address of a pointer"):
        GetQueuedCompletionStatus(event, DWORD(), ULONG_PTR(), OVERLAPPED(), 0)


# ------------------------------------------------------------------------------------ extensions


def listening():
    listener = WSASocket(AF_INET, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED)
    adr, size = SOCKADDR_IN(sin_family=AF_INET), socklen_t(sizeof(SOCKADDR_IN))
    adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    assert 0 == bind(listener, adr, sizeof(adr))
    assert 0 == listen(listener, 5)
    assert 0 == getsockname(listener, adr, size)
    return listener, adr


def test_acceptex_takes_the_first_data_along():
    listener, adr = listening()
    s = WSASocket(AF_INET, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED)
    room = sizeof(SOCKADDR_IN) + 16
    buffer, count, overlapped = char[64 + 2 * 32](), DWORD(), OVERLAPPED()
    assert FALSE == AcceptEx(listener, s, buffer, 64, room, room, count, overlapped)
    assert WSA_IO_PENDING == WSAGetLastError()
    with oracle.create_connection(("127.0.0.1", ntohs(adr.sin_port))) as client:
        client.sendall(b"first")
        assert TRUE == WSAGetOverlappedResult(listener, overlapped, count, TRUE, DWORD())
        assert (5, b"first") == (count, buffer[0:5])
        local, remote, sizes = ptr(SOCKADDR)(), ptr(SOCKADDR)(), int_[2]()
        GetAcceptExSockaddrs(buffer, 64, room, room, local, sizes, remote, sizes + 1)
        peer = ptr(SOCKADDR_IN, remote[0])[0]
        assert client.getsockname()[1] == ntohs(peer.sin_port)
        assert adr.sin_port == ptr(SOCKADDR_IN, local[0])[0].sin_port
        own = SOCKET(listener)
        assert 0 == setsockopt(s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, own, sizeof(own))
        assert 2 == send(s, "ok", 2, 0)
        assert b"ok" == client.recv(10)
    assert [0, 0] == [closesocket(s), closesocket(listener)]


def test_addresses_in_a_buffer_of_pythons():
    """They are where the program would look for them; other places are no places."""
    local, remote, sizes = ptr(SOCKADDR)(), ptr(SOCKADDR)(), int_[2]()
    given = (bytearray(128), 64, 32, 32)
    GetAcceptExSockaddrs(*given, local, sizes, remote, sizes + 1)
    assert local[0] is None or sizes[0] in (0, sizeof(SOCKADDR_IN))  # Windows reads the zeros
    for places in ((None, sizes, remote, sizes), (local, sizes, remote, {})):
        with pytest.raises(TypeError, match="GetAcceptExSockaddrs"):
            GetAcceptExSockaddrs(*given, *places)


def test_acceptex_needs_room():
    listener, _ = listening()
    s = WSASocket(AF_INET, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED)
    with pytest.raises(OutOfBounds):
        AcceptEx(listener, s, char[63](), 0, 32, 32, DWORD(), OVERLAPPED())
    assert [0, 0] == [closesocket(s), closesocket(listener)]


def test_connectex_and_disconnectex():
    with oracle.create_server(("127.0.0.1", 0)) as listener:
        s = WSASocket(AF_INET, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED)
        own = SOCKADDR_IN(sin_family=AF_INET)
        assert 0 == bind(s, own, sizeof(own))
        to = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(listener.getsockname()[1]))
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
        count, overlapped = DWORD(), OVERLAPPED()
        done = ConnectEx(s, to, sizeof(to), b"first", 5, count, overlapped)
        assert done or WSAGetLastError() == WSA_IO_PENDING
        assert TRUE == WSAGetOverlappedResult(s, overlapped, count, TRUE, DWORD())
        assert 5 == count
        assert 0 == setsockopt(s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0)
        peer, _ = listener.accept()
        with peer:
            assert b"first" == peer.recv(10)
            assert TRUE == DisconnectEx(s, NULL, 0, 0)
            assert b"" == peer.recv(10)
        assert 0 == closesocket(s)


@pytest.mark.parametrize("later", [False, True])
def test_transmitfile(pair, tmp_path, later):
    s, peer = pair
    path = tmp_path / "page.html"
    path.write_bytes(b"<html>" * 100)
    fd = pysock.open(str(path), O_RDONLY | getattr(pysock, "O_BINARY", 0))
    overlapped = OVERLAPPED() if later else NULL
    done = TransmitFile(s, fd, 0, 0, overlapped, NULL, 0)
    assert done or (later and WSAGetLastError() == WSA_IO_PENDING)
    if later:
        count = DWORD()
        assert TRUE == WSAGetOverlappedResult(s, overlapped, count, TRUE, DWORD())
        assert 600 == count
    got = b""
    while len(got) < 600:
        got += peer.recv(1000)
    assert b"<html>" * 100 == got
    assert 0 == pysock.close(fd)
    assert FALSE == TransmitFile(s, fd, 0, 0, NULL, NULL, 0)
    assert ERROR_INVALID_HANDLE == GetLastError()
    assert os.path.exists(path)
