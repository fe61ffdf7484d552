"""Batches of datagrams: what is received, sent, merged, and whom descriptors belong to."""

import gc
import os
import socket
import threading
import time
import warnings

import pytest
from c_oracle import LINUX

import pysock
from pysock import Address, Socket, SocketError

pytestmark = pytest.mark.skipif(
    not hasattr(pysock, "recvmsg"), reason="Windows has no recvmsg() as POSIX knows it"
)

if hasattr(pysock, "recvmsg"):
    from pysock import (
        Batch,
        Rights,
        SegmentSize,
        TimeToLive,
        control_space,
        receive_message,
        send_message,
    )


@pytest.fixture
def udp():
    """A server and a client that knows its address."""
    with (
        socket.socket(type=socket.SOCK_DGRAM) as server,
        socket.socket(type=socket.SOCK_DGRAM) as client,
    ):
        for each in (server, client):
            each.bind(("127.0.0.1", 0))
            each.settimeout(20)
        yield server, client


@pytest.fixture
def pair():
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def open_descriptors():
    return len(os.listdir("/dev/fd"))


# ------------------------------------------------------------------------------- datagrams


def test_datagrams_come_as_they_were_sent(udp):
    server, client = udp
    texts = [b"one", b"", b"three", bytes(range(256))]
    for text in texts:
        client.sendto(text, server.getsockname())
    batch = Batch(8, 512)
    assert 4 == batch.receive(server) == len(batch)
    assert texts == [bytes(each) for each in batch] == [bytes(view) for view in batch.views()]
    assert [client.getsockname()] * 4 == [each.address for each in batch]
    assert [3, 0, 5, 256] == [len(each) for each in batch] == batch.lengths()
    assert not any(each.truncated or each.control_truncated for each in batch)
    assert [] == batch[0].control
    assert bytes(batch[3]) == bytes(batch[-1])
    for bad in (4, -5):
        with pytest.raises(IndexError, match="of a batch that holds 4 datagrams"):
            batch[bad]


@pytest.mark.parametrize("kind", ["int", "socket", "Socket"])
def test_every_kind_of_descriptor(kind, udp):
    server, client = udp
    sock = {"int": server.fileno(), "socket": server}.get(kind)
    if sock is None:
        sock = pysock.fromfd(server.fileno(), socket.AF_INET, socket.SOCK_DGRAM)
    batch = Batch(2, 16)
    batch.append(b"out", server.getsockname())
    assert 1 == batch.send(client)
    assert 1 == batch.receive(sock)
    assert b"out" == bytes(batch[0])
    if kind == "Socket":
        sock.close()


def test_datagrams_go_back_where_they_came_from(udp):
    server, client = udp
    for text in (b"a", b"bb", b"ccc"):
        client.sendto(text, server.getsockname())
    batch = Batch(8)
    assert 3 == batch.receive(server)
    for view in batch.views():
        view[:] = bytes(view).upper()
    assert 3 == batch.send(server)
    assert [b"A", b"BB", b"CCC"] == [client.recv(9) for _ in range(3)]
    assert 1 == batch.send(server, start=2)
    assert b"CCC" == client.recv(9)


def test_a_datagram_too_long_says_so(udp):
    server, client = udp
    client.sendto(b"0123456789", server.getsockname())
    client.sendto(b"0123456789", server.getsockname())
    batch = Batch(1, 4)
    assert 1 == batch.receive(server)
    assert [b"0123", True] == [bytes(batch[0]), batch[0].truncated]
    assert [4] == batch.lengths()
    assert [b"0123"] == batch.copies()
    assert 1 == batch.receive(server, getattr(socket, "MSG_TRUNC", 0))
    assert [10 if hasattr(socket, "MSG_TRUNC") else 4] == batch.lengths()
    assert [b"0123", True] == [bytes(batch[0]), batch[0].truncated]
    assert [b"0123"] == batch.views()
    assert 1 == batch.send(server)
    assert b"0123" == client.recv(99)


def test_older_datagrams_refuse(udp):
    server, client = udp
    client.sendto(b"old", server.getsockname())
    batch = Batch(2, 8)
    batch.receive(server)
    old, copy = batch[0], bytes(batch[0])
    client.sendto(b"new", server.getsockname())
    batch.receive(server)
    for look in (
        lambda: old.data,
        lambda: old.address,
        lambda: old.flags,
        lambda: old.control,
        old.take_descriptors,
        lambda: bytes(old),
        lambda: list(old.segments()),
    ):
        with pytest.raises(ValueError, match="the batch holds other datagrams by now"):
            look()
    assert ["<Datagram that is gone>", b"old"] == [repr(old), copy]
    assert b"new" == bytes(batch[0])


def test_limits_and_what_is_left_for_later(udp):
    server, client = udp
    for number in range(5):
        client.sendto(b"%d" % number, server.getsockname())
    batch = Batch(3, 8)
    assert 2 == batch.receive(server, limit=2)
    assert 3 == batch.receive(server)
    assert [b"2", b"3", b"4"] == batch.views()
    server.setblocking(False)
    with pytest.raises(BlockingIOError) as caught:
        batch.receive(server)
    assert isinstance(caught.value, SocketError)
    assert "recvmmsg(3): Resource temporarily unavailable [EAGAIN]" == str(caught.value)
    assert 0 == len(batch)


def test_timeouts_hold(udp):
    server, _ = udp
    server.settimeout(0.01)
    with pytest.raises(TimeoutError, match=r"recvmmsg\(64\): timed out after 0.01 s"):
        Batch().receive(server)


def test_without_addresses_nobody_is_asked(udp):
    server, client = udp
    client.sendto(b"x", server.getsockname())
    batch = Batch(1, 8, addresses=False)
    batch.receive(server)
    assert [b"x", None] == [bytes(batch[0]), batch[0].address]


# --------------------------------------------------------------------------------- sending


def test_what_is_appended_goes_out(udp):
    server, client = udp
    client.connect(server.getsockname())
    batch = Batch(8, 16)
    batch.append(b"bytes")
    batch.append(bytearray(b"bytearray"), Address(server.getsockname()))
    batch.append(memoryview(b"view"), server.getsockname())
    text = str(Address(server.getsockname()))
    batch.extend([b"x", bytearray(b"y"), memoryview(b"z")], text)
    batch.extend(str(n).encode() for n in range(2))
    assert 8 == batch.send(client)
    expected = [b"bytes", b"bytearray", b"view", b"x", b"y", b"z", b"0", b"1"]
    assert expected == [server.recv(99) for _ in range(8)]
    with pytest.raises(ValueError, match="all 8 slots hold a datagram already"):
        batch.append(b"one more")
    with pytest.raises(ValueError, match="all 8 slots hold a datagram already"):
        batch.extend([b"one more"])
    batch.clear()
    with pytest.raises(ValueError, match="17 bytes for a slot of 16"):
        batch.extend([b"fits", bytes(17)])
    assert [b"fits"] == batch.views()
    with pytest.raises(ValueError, match=r"24 bytes of control messages for 0: Batch\(control=\)"):
        batch.append(b"x", None, [TimeToLive(3)])
    with pytest.raises(TypeError):
        batch.append("text")
    with pytest.raises(ValueError, match="nobody:x"):
        batch.append(b"x", "nobody:x")


def test_received_and_appended_do_not_mix(udp):
    server, client = udp
    client.sendto(b"x", server.getsockname())
    batch = Batch(4, 8)
    batch.receive(server)
    with pytest.raises(ValueError, match=r"the batch holds what it received: clear\(\) it first"):
        batch.append(b"y")
    batch.clear()
    batch.append(b"y", server.getsockname())
    assert 1 == batch.send(client)
    assert b"y" == server.recv(9)


def test_a_failure_in_the_midst_is_found_again(udp):
    """Which datagram failed, and how to go on behind it."""
    server, client = udp
    client.setblocking(False)
    batch = Batch(3, 65536)
    batch.append(b"first", server.getsockname())
    batch.append(bytes(65536), server.getsockname())
    batch.append(b"third", server.getsockname())
    assert 1 == batch.send(client)
    with pytest.raises(SocketError, match=r"sendmmsg\(datagram 1\): Message too long \[EMSGSIZE\]"):
        batch.send(client, start=1)
    assert 1 == batch.send(client, start=2)
    assert [b"first", b"third"] == [server.recv(9), server.recv(9)]
    for bad in (-1, 4):
        with pytest.raises(IndexError, match="of a batch that holds 3 datagrams"):
            batch.send(client, start=bad)


def test_control_messages_of_each_datagram(udp):
    server, client = udp
    server.setsockopt(socket.IPPROTO_IP, pysock.IP_RECVTTL, 1)
    out = Batch(2, 8, control=control_space(4))
    for ttl in (5, 77):
        out.append(b"x", server.getsockname(), [TimeToLive(ttl)])
    assert 2 == out.send(client)
    into = Batch(2, 8, control=control_space(4))
    assert 2 == into.receive(server)
    assert [5, 77] == [each.get(TimeToLive).value for each in into]
    assert None is into[0].get(Rights)
    assert 2 == into.send(server)  # the answer does not carry them


@pytest.mark.parametrize("bad", [(0, 1), (-1, 1), (1, -1), (1 << 62, 1 << 62)])
def test_impossible_batches(bad):
    with pytest.raises((ValueError, MemoryError, OverflowError)):
        Batch(*bad)


def test_zero_copy_is_refused(udp):
    if hasattr(pysock, "MSG_ZEROCOPY"):
        with pytest.raises(ValueError, match="MSG_ZEROCOPY lends"):
            Batch().send(udp[0], pysock.MSG_ZEROCOPY)


def test_another_thread_is_refused(udp):
    server, client = udp
    server.settimeout(None)  # so that it waits inside the call
    batch = Batch(1, 8)
    receiver = threading.Thread(target=batch.receive, args=(server,))
    receiver.start()
    deadline = time.monotonic() + 20
    while not batch._arena._batch.busy and time.monotonic() < deadline:
        pass
    with pytest.raises(RuntimeError, match="another thread is using the batch"):
        batch._arena.store(0, memoryview(b"x"), b"", b"")
    client.sendto(b"x", server.getsockname())
    receiver.join(20)
    assert b"x" == bytes(batch[0])


# ------------------------------------------------------------------------------ GSO and GRO


@LINUX
def test_segments_travel_as_one_and_are_cut_again(udp):
    """One send of 5 datagrams; the receiver with UDP_GRO gets them in one slot."""
    server, client = udp
    server.setsockopt(socket.IPPROTO_UDP, pysock.UDP_GRO, 1)
    parts = [bytes([n]) * 100 for n in range(5)] + [b"short"]
    out = Batch(1, 4096, control=control_space(2))
    out.append(b"".join(parts), server.getsockname(), [SegmentSize(100)])
    assert 1 == out.send(client)
    into = Batch(8, 65536, control=control_space(4))
    received = []
    while len(received) < 6:
        into.receive(server)
        for datagram in into:
            received += map(bytes, datagram.segments())
    assert parts == received


@LINUX
def test_a_receiver_without_gro_gets_each(udp):
    server, client = udp
    assert 250 == send_message(client, bytes(250), [SegmentSize(100)], server.getsockname())
    batch = Batch(8, 512)
    sizes = []
    while len(sizes) < 3:
        batch.receive(server)
        sizes += [len(each) for each in batch]
        assert [[each] for each in batch.views()] == [list(each.segments()) for each in batch]
    assert [100, 100, 50] == sizes


def all_of(batch, sock, count):
    """The datagrams that come until there are so many."""
    received = []
    while len(received) < count:
        batch.receive(sock)
        received += batch.copies()
    return received


# What travels as one ends with a shorter one, where an empty one is, and before a longer one.
MIXED = [bytes([n]) * 100 for n in range(5)] + [b"short", b"", b"x" * 200, b"y" * 200, b"z" * 7]


def test_coalesced_datagrams_are_datagrams(udp):
    """Whatever travels together, the program sees what was sent, one by one."""
    server, client = udp
    out, into = Batch(16, 200, coalesced=True), Batch(16, 200, coalesced=True)
    out.extend(MIXED, server.getsockname())
    assert 10 == out.send(client)
    assert MIXED == all_of(into, server, 10)


@LINUX
def test_coalesced_datagrams_come_as_one(udp):
    server, client = udp
    server.setsockopt(socket.IPPROTO_UDP, pysock.UDP_GRO, 1)
    out = Batch(16, 200, coalesced=True)
    into = Batch(2, 200, coalesced=True, control=control_space(4))
    out.extend(MIXED[:6], server.getsockname())
    assert 6 == out.send(client)
    assert 6 == into.receive(server) == len(into)  # by 2 messages at most
    assert MIXED[:6] == into.copies() == [bytes(each) for each in into]
    assert MIXED[:6] == [bytes(view) for view in into.views()]
    assert [100] * 5 + [5] == into.lengths() == [len(each) for each in into]
    assert {client.getsockname()} == {each.address for each in into}
    assert [[each.data] for each in into] == [list(each.segments()) for each in into]
    assert not any(each.truncated or each.control_truncated for each in into)
    assert [MIXED[5], MIXED[0]] == [bytes(into[-1]), bytes(into[-6])]
    into[2].data[:1] = b"!"
    assert b"!" + MIXED[2][1:] == into.copies()[2]


@LINUX
def test_coalesced_datagrams_go_back(udp):
    """All of them, or those from one in their midst on."""
    server, client = udp
    server.setsockopt(socket.IPPROTO_UDP, pysock.UDP_GRO, 1)
    out, into = Batch(16, 200, coalesced=True), Batch(4, 200, coalesced=True)
    out.extend(MIXED[:6], server.getsockname())
    out.send(client)
    assert 6 == into.receive(server)
    assert 6 == into.send(server)
    assert MIXED[:6] == [client.recv(999) for _ in range(6)]
    assert 4 == into.send(server, start=2)
    assert MIXED[2:6] == [client.recv(999) for _ in range(4)]
    into.clear()
    into.extend([b"a", b"b"], client.getsockname())  # where longer ones were
    assert 2 == into.send(server)
    assert [b"a", b"b"] == [client.recv(9), client.recv(9)]


@LINUX
def test_a_coalesced_receive_has_the_kernel_merge(udp):
    server, client = udp
    into = Batch(2, 8, coalesced=True)
    client.sendto(b"x", server.getsockname())
    into.receive(server)
    assert 1 == server.getsockopt(socket.IPPROTO_UDP, pysock.UDP_GRO)
    with socket.socket() as stream, pytest.raises(SocketError, match=r"^setsockopt\(UDP_GRO\): "):
        into.receive(stream)
    assert 0 == len(into)


@LINUX
def test_what_cannot_travel_as_one_goes_alone(udp):
    """Different addresses, control messages, a connected stream, datagrams beyond the limit."""
    server, client = udp
    other = client.getsockname()
    out = Batch(150, 1000, coalesced=True, control=control_space(4))
    texts = [b"%03d" % n for n in range(150)]
    out.extend(texts, server.getsockname())
    assert 150 == out.send(client)
    assert texts == [server.recv(9) for _ in texts]
    out.clear()
    out.append(b"1", server.getsockname())
    out.append(b"2", other)
    out.append(b"3", other, [TimeToLive(9)])
    out.append(b"4", other)
    assert 4 == out.send(client)
    assert [b"1", b"2", b"3", b"4"] == [server.recv(9)] + [client.recv(9) for _ in range(3)]
    client.setblocking(False)
    out = Batch(2, 65536, coalesced=True)
    out.append(bytes(65536), server.getsockname())
    with pytest.raises(SocketError, match=r"EMSGSIZE"):
        out.send(client)


@LINUX
def test_sockets_that_cut_nothing_send_each():
    """UNIX datagrams would take several for one: UDP_SEGMENT says nothing to them."""
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with one, other:
        other.settimeout(20)
        out = Batch(4, 8, coalesced=True)
        out.extend([b"aa", b"bb", b"c"])
        assert 3 == out.send(one)
        assert [b"aa", b"bb", b"c"] == [other.recv(9) for _ in range(3)]


@LINUX
def test_what_the_kernel_refuses_to_cut_goes_alone(udp):
    """Cutting needs checksums: without them the first call fails."""
    server, client = udp
    client.setsockopt(socket.SOL_SOCKET, pysock.SO_NO_CHECK, 1)
    with pytest.raises(SocketError, match="EINVAL"):
        send_message(client, b"aabbc", [SegmentSize(2)], server.getsockname())
    out = Batch(4, 8, coalesced=True)
    out.extend([b"aa", b"bb", b"c"], server.getsockname())
    assert 3 == out.send(client)
    assert [b"aa", b"bb", b"c"] == [server.recv(9) for _ in range(3)]


def test_the_names_of_c(udp):
    """Socket.recvmmsg and Socket.sendmmsg are what a batch does."""
    server, client = udp
    batch = Batch(4, 8)
    batch.extend([b"a", b"b"], server.getsockname())
    with client.dup() as plain, Socket(fileno=plain.detach()) as sock:
        assert 2 == sock.sendmmsg(batch)
        assert 1 == sock.sendmmsg(batch, start=1)
    with server.dup() as plain, Socket(fileno=plain.detach()) as sock:
        assert 2 == sock.recvmmsg(batch, limit=2)
        assert [b"a", b"b"] == batch.copies()
        assert 1 == sock.recvmmsg(batch, getattr(socket, "MSG_DONTWAIT", 0))
        assert [b"b"] == batch.copies()


# -------------------------------------------------------------------------------- descriptors


def sent_pipe(sock, copies=1):
    """Send the writing end of a pipe; returns the reading end."""
    reading, writing = os.pipe()
    assert 1 == send_message(sock, b"x", [Rights([writing] * copies)])
    os.close(writing)
    return reading


def ended(reading):
    """Whether nobody has the writing end any more."""
    os.set_blocking(reading, False)
    try:
        return b"" == os.read(reading, 1)
    except BlockingIOError:
        return False
    finally:
        os.close(reading)


def test_descriptors_are_handed_over_once(pair):
    reading = sent_pipe(pair[0], 2)
    message = receive_message(pair[1], 1, control_space(8))
    (rights,) = message.control
    taken = message.take_descriptors()
    assert list(rights.descriptors) == taken
    assert [] == message.take_descriptors()
    del message
    gc.collect()
    os.write(taken[0], b"still open")
    assert b"still open" == os.read(reading, 99)
    assert [False, False] == [os.get_inheritable(fd) for fd in taken]
    for fd in taken:
        os.close(fd)
    assert ended(reading)


def overwrite(batch, other):
    batch.receive(other)


def overwrite_in_vain(batch, other):
    with pytest.raises(OSError, match="recvmmsg"):
        batch.receive(-1)


@pytest.mark.parametrize(
    "end", [lambda *_: gc.collect(), overwrite, overwrite_in_vain, lambda batch, _: batch.clear()]
)
def test_descriptors_that_nobody_took_are_closed_and_reported(end, pair):
    batches = [Batch(4, 8, control=control_space(16))]
    reading = sent_pipe(pair[0], 3)
    assert 1 == batches[0].receive(pair[1])
    pair[0].send(b"next")
    with pytest.warns(ResourceWarning, match="3 received descriptors were not taken: closed"):
        end(batches.pop(), pair[1])
    assert ended(reading)


def test_descriptors_without_room_are_closed_by_the_kernel(pair):
    """MSG_CTRUNC: those that have room are kept, the others are nobody's."""
    before = open_descriptors()
    reading = sent_pipe(pair[0], 5)
    message = receive_message(pair[1], 1, control_space(8))
    assert message.control_truncated
    taken = message.take_descriptors()
    assert 2 == len(taken)
    for fd in taken:
        os.close(fd)
    assert ended(reading)
    reading = sent_pipe(pair[0])
    message = receive_message(pair[1], 1)
    assert [True, []] == [message.control_truncated, message.take_descriptors()]
    assert ended(reading)
    del message
    assert before == open_descriptors()


def test_warnings_that_are_errors_lose_nothing(pair):
    reading = sent_pipe(pair[0])
    batch = Batch(1, 8, control=control_space(4))
    batch.receive(pair[1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ResourceWarning):
            batch.clear()
    assert ended(reading)


def test_a_stream_ends_and_messages_are_its_pieces(pair):
    one, other = pair
    assert 5 == send_message(one, b"hello")
    assert b"hel" == bytes(receive_message(other, 3))
    assert b"lo" == bytes(receive_message(other, 3))
    assert None is receive_message_address(one, other)
    one.close()
    assert b"" == bytes(receive_message(other, 3))


def receive_message_address(one, other):
    one.send(b"x")
    return receive_message(other, 1).address


def test_pysocks_own_sockets_send_typed_messages():
    one, other = Socket.pair()
    with one, other:
        assert 1 == one.sendmsg([b"x"], [Rights([0])])
        message = receive_message(other, 1, control_space(4))
        (fd,) = message.take_descriptors()
        os.close(fd)
