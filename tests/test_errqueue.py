"""The error queue: its structs beside the compiler's, ICMP errors, timestamps, MSG_ZEROCOPY."""

import gc
import os
import select
import socket as stdlib
import time
import weakref

import pytest
from c_oracle import LINUX, C
from test_socket import message

import pysock
from pysock import (
    CMSG_DATA,
    CMSG_FIRSTHDR,
    CMSG_NXTHDR,
    NullPointer,
    char,
    errno,
    int_,
    ntohs,
    ptr,
    recvmsg,
    send,
    sendmsg,
    sendto,
    setsockopt,
    sizeof,
    struct,
)
from pysock import _zerocopy as zerocopy

pytestmark = LINUX

if hasattr(pysock, "SO_EE_OFFENDER"):
    from pysock import (
        ECONNREFUSED,
        IP_RECVERR,
        IPPROTO_IP,
        MSG_DONTWAIT,
        MSG_ERRQUEUE,
        MSG_ZEROCOPY,
        SCM_TIMESTAMPING,
        SO_EE_OFFENDER,
        SO_EE_ORIGIN_ICMP,
        SO_EE_ORIGIN_TIMESTAMPING,
        SO_EE_ORIGIN_ZEROCOPY,
        SO_TIMESTAMPING,
        SO_ZEROCOPY,
        SOF_TIMESTAMPING_OPT_ID,
        SOF_TIMESTAMPING_RX_SOFTWARE,
        SOF_TIMESTAMPING_SOFTWARE,
        SOF_TIMESTAMPING_TX_SOFTWARE,
        SOL_SOCKET,
    )


@pytest.fixture
def udp():
    """A socket that is connected to another."""
    with (
        stdlib.socket(type=stdlib.SOCK_DGRAM) as one,
        stdlib.socket(type=stdlib.SOCK_DGRAM) as other,
    ):
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        one.connect(other.getsockname())
        yield one, other


def error_queue(fd):
    """The next message of the error queue, with its control messages by level and type."""
    waiting = select.poll()
    waiting.register(fd, 0)
    assert waiting.poll(20_000), "nothing came to the error queue"
    text, name = char[64](), struct.sockaddr_in()
    header = message(text, control=char[512]())
    header.msg_name, header.msg_namelen = name, sizeof(name)
    size = recvmsg(fd, header, MSG_ERRQUEUE | MSG_DONTWAIT)
    assert size >= 0, pysock.strerror(errno)
    found = {}
    cmsg = CMSG_FIRSTHDR(header)
    while cmsg is not None:
        found[cmsg.cmsg_level, cmsg.cmsg_type] = CMSG_DATA(cmsg)
        cmsg = CMSG_NXTHDR(header, cmsg)
    return text[0:size], name, found


def test_structs_are_cs(compiler, tmp_path):
    records = ["sock_extended_err", "scm_timestamping", "hwtstamp_config", "sock_txtime", "mmsghdr"]
    source = '#include "compat.h"\nint main(void) {\n'
    ours = []
    for tag in records:
        ctype = getattr(struct, tag)
        source += f'printf("%zu\\n", sizeof(struct {tag}));\n'
        ours.append(ctype.size)
        for name, (_, at) in ctype.members.items():
            source += f'printf("%zu\\n", offsetof(struct {tag}, {name}));\n'
            ours.append(at)
    printed = C(compiler, tmp_path).output(source + "return 0; }\n")
    assert list(map(int, printed.split())) == ours


def test_error_of_a_port_that_nobody_has(udp):
    """ICMP's port unreachable: what was sent, whom it was for, and who sent it back."""
    one, other = udp
    fd, port = one.fileno(), other.getsockname()[1]
    assert 0 == setsockopt(fd, IPPROTO_IP, IP_RECVERR, int_(1), 4)
    other.close()
    assert 5 == send(fd, "lost", 5, 0)
    data, name, found = error_queue(fd)
    assert [b"lost\0", port] == [data, ntohs(name.sin_port)]
    error = ptr(struct.sock_extended_err, found[IPPROTO_IP, IP_RECVERR])
    assert [ECONNREFUSED, SO_EE_ORIGIN_ICMP, 3, 3] == [
        error.ee_errno,
        error.ee_origin,
        error.ee_type,
        error.ee_code,
    ]
    offender = ptr(struct.sockaddr_in, SO_EE_OFFENDER(error))
    assert "127.0.0.1" == pysock.inet_ntoa(offender.sin_addr).string().decode()
    for bad in (None, 5, name):
        with pytest.raises((TypeError, NullPointer), match="SO_EE_OFFENDER: "):
            SO_EE_OFFENDER(bad)


def stamps(fd, kind):
    """Have a socket's datagrams stamped in software: SO_TIMESTAMPING."""
    flags = int_(SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | kind)
    assert 0 == setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, flags, 4)


def arrived(fd):
    """The first control message of the next datagram, which is "x"; None without one."""
    header = message(char[8](), control=char[256]())
    assert 2 == recvmsg(fd, header, 0)
    return CMSG_FIRSTHDR(header)


def first_stamped(one, other):
    """Send until a datagram arrives stamped: Linux turns its clock on in a work queue, later."""
    for _ in range(2000):
        assert 2 == send(one, "x", 2, 0)
        if arrived(other) is not None:
            return
        time.sleep(0.005)
    pytest.fail("no datagram was stamped")


def test_time_a_datagram_was_sent_and_received(udp):
    one, other = (each.fileno() for each in udp)
    stamps(other, SOF_TIMESTAMPING_RX_SOFTWARE)
    first_stamped(one, other)
    stamps(one, SOF_TIMESTAMPING_TX_SOFTWARE)
    before = pysock.time(None)
    for number in range(2):
        assert 2 == send(one, "x", 2, 0)
        _, _, found = error_queue(one)
        error = ptr(struct.sock_extended_err, found[IPPROTO_IP, IP_RECVERR])
        assert [SO_EE_ORIGIN_TIMESTAMPING, number] == [error.ee_origin, error.ee_data]
        sent = ptr(struct.scm_timestamping, found[SOL_SOCKET, SCM_TIMESTAMPING]).ts[0]
        cmsg = arrived(other)
        assert [SOL_SOCKET, SCM_TIMESTAMPING] == [cmsg.cmsg_level, cmsg.cmsg_type]
        received = ptr(struct.scm_timestamping, CMSG_DATA(cmsg)).ts[0]
        assert before <= sent.tv_sec <= received.tv_sec <= before + 60


# ------------------------------------------------------------------------------- MSG_ZEROCOPY


class Lent(bytearray):
    """A buffer that can be watched."""


@pytest.fixture
def stream():
    with stdlib.create_server(("127.0.0.1", 0)) as listening:
        one = stdlib.create_connection(listening.getsockname())
        other, _ = listening.accept()
    with one, other:
        assert 0 == setsockopt(one.fileno(), SOL_SOCKET, SO_ZEROCOPY, int_(1), 4)
        yield one, other
    zerocopy.pins.clear()


SENDERS = {
    "send": lambda fd, buf, n: send(fd, buf, n, MSG_ZEROCOPY),
    "sendto": lambda fd, buf, n: sendto(fd, buf, n, MSG_ZEROCOPY, None, 0),
    "sendmsg": lambda fd, buf, n: sendmsg(
        fd, struct.msghdr(msg_iov=struct.iovec(buf, n), msg_iovlen=1), MSG_ZEROCOPY
    ),
    "sendmmsg": lambda fd, buf, n: (
        n
        * pysock.sendmmsg(
            fd,
            struct.mmsghdr((struct.msghdr(msg_iov=struct.iovec(buf, n), msg_iovlen=1),)),
            1,
            MSG_ZEROCOPY,
        )
    ),
}


@pytest.mark.parametrize("name", SENDERS)
def test_lent_buffer_lives_until_its_notification(stream, name):
    one, other = stream
    fd = one.fileno()
    lent = Lent(os.urandom(20_000))
    expected, watched = bytes(lent), weakref.ref(lent)
    assert 20_000 == SENDERS[name](fd, lent, 20_000)
    del lent
    gc.collect()
    assert watched() is not None
    with pytest.raises(BufferError):
        watched().clear()  # nor does it move
    assert expected == other.recv(20_000, stdlib.MSG_WAITALL)
    _, _, found = error_queue(fd)
    error = ptr(struct.sock_extended_err, found[IPPROTO_IP, IP_RECVERR])
    assert [SO_EE_ORIGIN_ZEROCOPY, 0, 0] == [error.ee_origin, error.ee_info, error.ee_data]
    del error, found
    gc.collect()
    assert watched() is None


def test_notifications_name_the_sends(stream):
    """Each lets go what was sent under its number, and a failed send has none."""
    one, other = stream
    fd = one.fileno()
    watched = []
    for _ in range(3):
        lent = Lent(b"x" * 5000)
        watched.append(weakref.ref(lent))
        assert 5000 == send(fd, lent, 5000, MSG_ZEROCOPY)
    assert -1 == send(-1, lent, 1, MSG_ZEROCOPY)
    del lent
    assert 15_000 == len(other.recv(15_000, stdlib.MSG_WAITALL))
    seen = 0
    while seen < 3:
        alive = [each() is not None for each in watched]
        assert [False] * seen + [True] * (3 - seen) == alive
        _, _, found = error_queue(fd)
        error = ptr(struct.sock_extended_err, found[IPPROTO_IP, IP_RECVERR])
        assert seen == error.ee_info
        seen = error.ee_data + 1
    assert [None] * 3 == [each() for each in watched]


def test_flag_without_the_option_keeps_nothing(stream):
    one, other = stream
    assert 0 == setsockopt(one.fileno(), SOL_SOCKET, SO_ZEROCOPY, int_(0), 4)
    lent = Lent(b"x" * 100)
    watched = weakref.ref(lent)
    assert 100 == send(one.fileno(), lent, 100, MSG_ZEROCOPY)
    del lent
    assert watched() is None
    assert 100 == len(other.recv(200))


def test_lent_buffers_are_checked(stream):
    fd = stream[0].fileno()
    for call in (send, lambda *a: sendto(*a, None, 0)):
        with pytest.raises(pysock.OutOfBounds, match="5 bytes of an object that has 4"):
            call(fd, bytearray(4), 5, MSG_ZEROCOPY)
    assert not zerocopy.pins


def test_sends_that_overlap_keep_their_buffers_longer():
    """Two threads at once: which got which number, only the kernel knows."""
    pins = zerocopy.Pins()
    first, second = (zerocopy.Kept(pins, 1, name) for name in ("first", "second"))
    with first:
        with second:
            second.taken = 1
        pins.notice(0, 0)
        assert [first, second] == pins.kept  # number 0 may be the first's
        first.taken = 1
    assert [first, second] == pins.kept
    pins.notice(1, 1)
    assert [] == pins.kept


def test_notifications_in_any_order_and_a_count_that_wraps():
    pins = zerocopy.Pins()
    sends = [zerocopy.Kept(pins, 1, number) for number in range(4)]
    pins._sent = pins._done = (1 << 32) - 2
    for each in sends:
        with each:
            each.taken = 1
    pins.notice(0, 1)
    assert 4 == len(pins.kept)
    pins.notice((1 << 32) - 1, (1 << 32) - 1)
    assert 4 == len(pins.kept)
    pins.notice((1 << 32) - 2, (1 << 32) - 2)
    assert [] == pins.kept
