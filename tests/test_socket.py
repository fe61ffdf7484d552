"""Sockets of all families, options and control messages, beside the standard library and C."""

import array
import contextlib
import os
import select
import socket as stdlib
import struct as packing
import subprocess
import sys
import threading
import time

import pytest
from c_oracle import LINUX, C, differences, table
from misuse import Changing, complaints_of

import pysock
from pysock import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    CMSG_ALIGN,
    CMSG_DATA,
    CMSG_FIRSTHDR,
    CMSG_LEN,
    CMSG_NXTHDR,
    CMSG_SPACE,
    EAGAIN,
    EBADF,
    EISCONN,
    EMSGSIZE,
    ENOPROTOOPT,
    ENOTCONN,
    EPIPE,
    ERANGE,
    INADDR_LOOPBACK,
    IPPROTO_IP,
    IPPROTO_IPV6,
    IPPROTO_TCP,
    MSG_CTRUNC,
    MSG_DONTWAIT,
    MSG_OOB,
    MSG_PEEK,
    MSG_TRUNC,
    S_IFIFO,
    S_IFSOCK,
    SCM_RIGHTS,
    SHUT_RD,
    SHUT_RDWR,
    SHUT_WR,
    SO_ERROR,
    SO_LINGER,
    SO_RCVBUF,
    SO_RCVTIMEO,
    SO_REUSEADDR,
    SO_TYPE,
    SOCK_DGRAM,
    SOCK_STREAM,
    SOL_SOCKET,
    SUN_LEN,
    TCP_NODELAY,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    WildPointer,
    accept,
    bind,
    char,
    close,
    connect,
    errno,
    getpeername,
    getsockname,
    getsockopt,
    htonl,
    htons,
    in6addr_loopback,
    int_,
    listen,
    ntohs,
    ptr,
    recv,
    recvfrom,
    recvmsg,
    send,
    sendmsg,
    sendto,
    setsockopt,
    shutdown,
    sizeof,
    sockatmark,
    socket,
    socketpair,
    socklen_t,
    struct,
    uint,
)

if hasattr(pysock, "recvmmsg"):
    from pysock import recvmmsg, sendmmsg


@pytest.fixture
def sockets():
    """A function that makes a socket; all are closed at the end."""
    made = []

    def make(domain=AF_INET, type=SOCK_STREAM, protocol=0):
        made.append(socket(domain, type, protocol))
        assert made[-1] != -1
        return made[-1]

    yield make
    for fd in made:
        close(fd)


@pytest.fixture
def pair():
    """Two connected UNIX stream sockets."""
    sv = int_[2]()
    assert 0 == socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    yield sv[0], sv[1]
    for fd in sv:
        close(fd)


@pytest.fixture
def datagrams():
    """Two connected UNIX datagram sockets."""
    sv = int_[2]()
    assert 0 == socketpair(AF_UNIX, SOCK_DGRAM, 0, sv)
    yield sv[0], sv[1]
    for fd in sv:
        close(fd)


def loopback(family=AF_INET):
    """An address with a port of the kernel's choice."""
    if family == AF_INET6:
        return struct.sockaddr_in6(sin6_family=AF_INET6, sin6_addr=in6addr_loopback)
    return struct.sockaddr_in(sin_family=AF_INET, sin_addr=(htonl(INADDR_LOOPBACK),))


def bound(fd, address):
    """Bind, and return the address that it became."""
    assert 0 == bind(fd, address, sizeof(address))
    size = socklen_t(sizeof(address))
    assert 0 == getsockname(fd, address, size)
    assert sizeof(address) == size
    return address


@contextlib.contextmanager
def as_object(fd):
    """The standard library's view of a descriptor."""
    with stdlib.socket(fileno=os.dup(fd)) as view:
        yield view


# ------------------------------------------------------------------------------ connections


@pytest.mark.parametrize("family", [AF_INET, AF_INET6])
def test_tcp_conversation(sockets, family):
    """The course's server and client, in one process."""
    server, client = sockets(family), sockets(family)
    address = bound(server, loopback(family))
    assert 0 == listen(server, 5)
    assert 0 == connect(client, address, sizeof(address))
    peer = struct.sockaddr_storage()
    size = socklen_t(sizeof(peer))
    serving = accept(server, peer, size)
    assert serving > 0
    assert sizeof(address) == size
    with as_object(client) as view:
        theirs = view.getsockname()
    kind = struct.sockaddr_in6 if family == AF_INET6 else struct.sockaddr_in
    port = "sin6_port" if family == AF_INET6 else "sin_port"
    assert [family, theirs[1]] == [peer.ss_family, ntohs(getattr(ptr(kind, peer), port))]
    echo(serving, client)
    assert 0 == shutdown(client, SHUT_WR)
    assert 0 == recv(serving, char[9](), 9, 0)
    assert 0 == close(serving)


def echo(serving, client):
    message = char[20]()
    assert 6 == send(client, "hello", sizeof("hello"), 0)
    assert 6 == recv(serving, message, sizeof(message), 0)
    assert b"hello" == message.string()
    assert 3 == send(serving, message + 1, 3, 0)
    assert 2 == recv(client, message, 2, MSG_PEEK)
    assert 3 == recv(client, message + 10, 10, 0)
    assert b"ell" == message[10:13]


def test_accept_without_an_address(sockets):
    server = sockets()
    address = bound(server, loopback())
    assert 0 == listen(server, 5)
    for null in (0, None, pysock.NULL):
        client = sockets()
        assert 0 == connect(client, address, sizeof(address))
        fd = accept(server, null, null)
        assert fd > 0
        assert 0 == close(fd)
        with pytest.raises(TypeError, match=r"accept: C wants a `unsigned int|`socklen_t"):
            accept(server, null, "x")


@LINUX
def test_accept4_flags(sockets):
    server, client = sockets(), sockets()
    address = bound(server, loopback())
    assert 0 == listen(server, 5)
    assert 0 == connect(client, address, sizeof(address))
    flags = pysock.SOCK_NONBLOCK | pysock.SOCK_CLOEXEC
    fd = pysock.accept4(server, 0, 0, flags)
    assert [False, False] == [os.get_blocking(fd), os.get_inheritable(fd)]
    assert 0 == close(fd)
    plain = sockets()
    assert [True, True] == [os.get_blocking(plain), os.get_inheritable(plain)]


def test_unix_socket_with_a_path(sockets, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    server, client = sockets(AF_UNIX), sockets(AF_UNIX)
    address = struct.sockaddr_un(sun_family=AF_UNIX, sun_path="here")
    assert 0 == bind(server, address, SUN_LEN(address))
    assert 0 == listen(server, 1)
    assert 0 == connect(client, address, sizeof(address))
    named, size = struct.sockaddr_un(), socklen_t(sizeof(address))
    assert 0 == getpeername(client, named, size)
    assert [b"here", 2 + len("here") + 1] == [named.sun_path.string(), size]
    fd = accept(server, named, size)
    assert 2 == size  # the client has no name: the family alone
    assert 0 == close(fd)


@LINUX
def test_abstract_unix_socket(sockets):
    """Linux: a name that begins with a NUL is no file; addrlen says where it ends."""
    server, client = sockets(AF_UNIX), sockets(AF_UNIX)
    name = b"\0pysock" + str(os.getpid()).encode() + b"\0x"
    address = struct.sockaddr_un(sun_family=AF_UNIX)
    address.sun_path[0 : len(name)] = name
    assert 0 == bind(server, address, 2 + len(name))
    assert 0 == listen(server, 1)
    with as_object(server) as view:
        assert name == view.getsockname()
    assert 0 == connect(client, address, 2 + len(name))
    assert -1 == connect(sockets(AF_UNIX), address, sizeof(address))
    assert errno == pysock.ECONNREFUSED


def test_truncated_address_says_its_length(sockets):
    """The result is longer than the room, and what lies beyond the room is untouched."""
    server = sockets()
    address = bound(server, loopback())
    for room in (0, 1, 4, 15):
        part, size = char[16](b"\xee" * 16), socklen_t(room)
        assert 0 == getsockname(server, part, size)
        assert 16 == size
        assert bytes(address)[:room] + b"\xee" * (16 - room) == bytes(part)


def test_shutdown_and_errors_of_connections(pair, sockets):
    one, other = pair
    assert 0 == shutdown(one, SHUT_RD)
    assert 0 == recv(one, char[1](), 1, 0)
    assert 0 == shutdown(one, SHUT_RDWR)
    assert -1 == send(one, "x", 1, 0)
    assert errno == EPIPE
    assert 0 == recv(other, char[1](), 1, 0)
    assert -1 == shutdown(sockets(), SHUT_WR)
    assert errno == ENOTCONN
    address = struct.sockaddr_un(sun_family=AF_UNIX, sun_path="x")
    assert -1 == connect(other, address, sizeof(address))
    assert errno in (EISCONN, pysock.ECONNREFUSED, pysock.ENOENT)


def test_sockatmark(sockets):
    server, client = sockets(), sockets()
    address = bound(server, loopback())
    assert 0 == listen(server, 1)
    assert 0 == connect(client, address, sizeof(address))
    fd = accept(server, 0, 0)
    assert 0 == sockatmark(fd)
    assert 3 == send(client, "abc", 3, 0)
    assert 1 == send(client, "!", 1, MSG_OOB)
    assert select.select([], [], [fd], 10)[2]
    assert 0 == sockatmark(fd)
    assert 3 == recv(fd, char[9](), 9, 0)
    assert 1 == sockatmark(fd)
    urgent = char()
    assert 1 == recv(fd, urgent, 1, MSG_OOB)
    assert ord("!") == urgent
    assert 0 == close(fd)


def test_urgent_data_in_line(sockets):
    """With SO_OOBINLINE the urgent byte stays in the stream, and a read stops at its mark."""
    server, client = sockets(), sockets()
    address = bound(server, loopback())
    assert 0 == listen(server, 1)
    assert 0 == connect(client, address, sizeof(address))
    fd = accept(server, 0, 0)
    assert 0 == setsockopt(fd, SOL_SOCKET, pysock.SO_OOBINLINE, int_(1), sizeof(int_))
    assert 2 == send(client, "ab", 2, 0)
    assert 1 == send(client, "!", 1, MSG_OOB)
    assert 1 == send(client, "c", 1, 0)
    into = char[9]()
    assert 2 == recv(fd, into, 2, pysock.MSG_WAITALL)
    assert 1 == sockatmark(fd)
    assert 2 == recv(fd, into, 2, pysock.MSG_WAITALL)
    assert b"!c" == into[:2]
    assert -1 == recv(fd, into, 1, MSG_OOB)
    assert errno == pysock.EINVAL
    assert 0 == close(fd)


def test_waitall_waits_for_all(pair):
    left, right = pair
    late = threading.Timer(0.05, os.write, (right, b"5678"))
    assert 4 == send(right, "1234", 4, 0)
    late.start()
    into = char[8]()
    assert 8 == recv(left, into, 8, pysock.MSG_WAITALL)
    assert b"12345678" == bytes(into)
    late.join()


def test_nosignal_lives_where_sigpipe_kills():
    """In children with SIGPIPE's default action: one send fails with EPIPE, the other kills."""
    program = """
from pysock import *
pair = int_[2]()
socketpair(AF_UNIX, SOCK_STREAM, 0, pair)
close(pair[1])
signal(SIGPIPE, SIG_DFL)
exit(3 if send(pair[0], "x", 1, {flags}) == -1 and errno == EPIPE else 4)
"""
    ends = [
        subprocess.run([sys.executable, "-c", program.format(flags=flags)]).returncode
        for flags in ("MSG_NOSIGNAL", 0)
    ]
    assert [3, -pysock.SIGPIPE] == ends


@LINUX
def test_isfdtype(pair):
    ends = os.pipe()
    assert [1, 0] == [pysock.isfdtype(pair[0], S_IFSOCK), pysock.isfdtype(pair[0], S_IFIFO)]
    assert [0, 1] == [pysock.isfdtype(ends[0], S_IFSOCK), pysock.isfdtype(ends[0], S_IFIFO)]
    for fd in ends:
        os.close(fd)
    assert -1 == pysock.isfdtype(ends[0], S_IFSOCK)


# -------------------------------------------------------------------------------- datagrams


@pytest.mark.parametrize("family", [AF_INET, AF_INET6])
def test_udp_conversation(sockets, family):
    server, client = sockets(family, SOCK_DGRAM), sockets(family, SOCK_DGRAM)
    address, mine = bound(server, loopback(family)), bound(client, loopback(family))
    assert 5 == sendto(client, "hello", 5, 0, address, sizeof(address))
    message = char[20]()
    sender = ptr(address._type, struct.sockaddr_storage())
    size = socklen_t(sizeof(struct.sockaddr_storage))
    assert 5 == recvfrom(server, message, sizeof(message), 0, sender, size)
    assert [b"hello", sizeof(address)] == [message.string(), size]
    assert bytes(mine) == bytes(sender[0])
    assert 0 == connect(server, mine, sizeof(mine))
    assert 2 == sendto(server, message, 2, 0, None, 0)
    assert 2 == recvfrom(client, message, 20, 0, 0, 0)


def test_long_datagram_is_cut(datagrams):
    """Silently, unless flags ask; and what lies beyond the new length stays."""
    one, other = datagrams
    message = char[20](b"x" * 20)
    for _ in range(2):
        assert 10 == send(one, "0123456789", 10, 0)
    assert 4 == recv(other, message, 4, 0)
    assert b"0123" + b"x" * 16 == bytes(message)
    assert 10 == recv(other, message, 3, MSG_TRUNC)
    assert b"0123" + b"x" * 16 == bytes(message)
    assert -1 == recv(other, message, 4, MSG_DONTWAIT)
    assert errno == EAGAIN


def test_empty_datagram(datagrams):
    one, other = datagrams
    assert 0 == send(one, None, 0, 0)
    assert 0 == send(one, "", 0, 0)
    size = socklen_t(50)
    assert 0 == recvfrom(other, char[4](), 4, 0, struct.sockaddr_un(), size)
    assert 0 == recv(other, None, 0, MSG_DONTWAIT)
    assert -1 == recv(other, None, 0, MSG_DONTWAIT)


def test_stream_has_no_sender(pair):
    assert 1 == send(pair[0], "x", 1, 0)
    size = socklen_t(50)
    assert 1 == recvfrom(pair[1], char[4](), 4, 0, struct.sockaddr_un(), size)
    assert 0 == size


# ------------------------------------------------------------------------- lengths and places


def test_address_lengths(sockets):
    fd, address = sockets(), loopback()
    for call in (bind, connect):
        name = call.__name__
        for size in (17, 1 << 31, 1 << 32, 1 << 64):
            with pytest.raises(OutOfBounds, match=f"{name}: {size} bytes of an object that has 16"):
                call(fd, address, size)
        with pytest.raises(OutOfBounds, match=f"{name}: the length -1 is"):
            call(fd, address, -1)
        with pytest.raises(NullPointer, match=f"{name}: 16 bytes at NULL"):
            call(fd, None, 16)
        with pytest.raises(TypeError, match=f"{name}: a length is an integer, not the str '16'"):
            call(fd, address, "16")
        with pytest.raises(TypeError, match=f"{name}: a pointer needs a C value"):
            call(fd, 5, 16)
        assert -1 == call(fd, address, 2)
    assert 0 == bind(fd, bytes(address), socklen_t(16))


def test_name_lengths(sockets):
    fd = sockets()
    for call in (getsockname, getpeername, accept):
        name = call.__name__
        for size in (17, 0xFFFFFFFF):
            with pytest.raises(OutOfBounds, match=f"{name}: {size} bytes of an object that has 16"):
                call(fd, struct.sockaddr_in(), socklen_t(size))
        with pytest.raises(NullPointer, match=f"{name}: NULL where C needs a `socklen_t"):
            call(fd, struct.sockaddr_in(), None)
        with pytest.raises(TypeError, match=f"{name}: C wants a `socklen_t .`, not the int 16"):
            call(fd, struct.sockaddr_in(), 16)
        # The int that so often stands there: C warns of it.
        with pytest.raises(TypeError, match=f"{name}: C wants a `socklen_t .`, not the address of"):
            call(fd, struct.sockaddr_in(), int_(16))
        with pytest.raises(ConstViolation, match=f"{name}: would write into the literal"):
            call(fd, "x" * 16, socklen_t(16))
    size = uint(16)  # what socklen_t is
    assert 0 == getsockname(fd, struct.sockaddr_in(), size)


def test_lengths_are_read_once(sockets, pair):
    fd, address = sockets(), loopback()
    assert 0 == bind(fd, address, Changing(16, 5))
    assert 0 == setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, int_(1), Changing(4, 1))
    one, other = pair
    assert 1 == send(one, "abc", Changing(1, 3), 0)
    assert 1 == sendto(one, "xyz", Changing(1, 3), 0, None, Changing(0, 9))
    assert 1 == recv(other, char[9](), Changing(1, 3), 0)
    assert 1 == recvfrom(other, char[9](), Changing(1, 3), 0, 0, 0)
    receiver, sender = sockets(AF_INET, SOCK_DGRAM), sockets(AF_INET, SOCK_DGRAM)
    address = bound(receiver, loopback())
    assert 1 == sendto(sender, "x", 1, 0, address, Changing(16, 5))
    assert 0 == connect(sender, address, Changing(16, 5))


def test_descriptors_out_of_range():
    for call in (listen, shutdown, lambda fd, _: sockatmark(fd)):
        for fd in (1 << 31, -(1 << 31) - 1, 1 << 64):
            with pytest.raises(OverflowError, match=f": argument 1: {fd} does not fit `int`"):
                call(fd, 0)
        for fd in ("x", 3.0, None, [], b"3"):
            with pytest.raises(TypeError, match=": argument 1 is an integer, not"):
                call(fd, 0)
        assert -1 == call(-1, 0)
        assert errno == EBADF


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("socket", tmp_path)


# --------------------------------------------------------------------------------- options


def test_options_that_are_ints(sockets):
    fd = sockets()
    value, size = int_(), socklen_t(4)
    assert 0 == getsockopt(fd, SOL_SOCKET, SO_TYPE, value, size)
    assert [SOCK_STREAM, 4] == [value, size]
    for level, option in (
        (SOL_SOCKET, SO_REUSEADDR), (IPPROTO_TCP, TCP_NODELAY), (SOL_SOCKET, SO_RCVBUF),
    ):  # fmt: skip
        assert 0 == setsockopt(fd, level, option, int_(5000), 4)
        assert 0 == getsockopt(fd, level, option, value, size)
        with as_object(fd) as view:
            assert view.getsockopt(level, option) == value
    assert 0 == getsockopt(fd, SOL_SOCKET, SO_ERROR, value, size)
    assert 0 == value


def test_options_that_are_structs(sockets):
    fd = sockets()
    linger, size = struct.linger(1, 30), socklen_t(sizeof(struct.linger))
    assert 0 == setsockopt(fd, SOL_SOCKET, SO_LINGER, linger, sizeof(linger))
    with as_object(fd) as view:
        assert packing.pack("ii", 1, 30) == view.getsockopt(SOL_SOCKET, SO_LINGER, 8)
    linger = struct.linger()
    assert 0 == getsockopt(fd, SOL_SOCKET, SO_LINGER, linger, size)
    assert [1, 30] == [linger.l_onoff, linger.l_linger]
    limit = struct.timeval(0, 20_000)
    assert 0 == setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit))
    with as_object(fd) as view:
        assert packing.pack("ll", 0, 20_000) == view.getsockopt(SOL_SOCKET, SO_RCVTIMEO, 16)


def test_receive_timeout_ends_a_read(pair):
    limit = struct.timeval(0, 10_000)
    assert 0 == setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit))
    assert -1 == recv(pair[0], char[1](), 1, 0)
    assert errno == EAGAIN


def test_membership(sockets):
    fd = sockets(AF_INET, SOCK_DGRAM)
    mreq = struct.ip_mreq()
    assert 1 == pysock.inet_aton("224.1.1.2", mreq.imr_multiaddr)
    mreq.imr_interface.s_addr = htonl(INADDR_LOOPBACK)
    assert 0 == setsockopt(fd, IPPROTO_IP, pysock.IP_ADD_MEMBERSHIP, mreq, sizeof(mreq))
    assert -1 == setsockopt(fd, IPPROTO_IP, pysock.IP_ADD_MEMBERSHIP, mreq, sizeof(mreq))
    assert errno == pysock.EADDRINUSE
    assert 0 == setsockopt(fd, IPPROTO_IP, pysock.IP_DROP_MEMBERSHIP, mreq, sizeof(mreq))


def test_ipv6_only(sockets):
    fd = sockets(AF_INET6)
    value, size = int_(), socklen_t(4)
    for wanted in (1, 0):
        assert 0 == setsockopt(fd, IPPROTO_IPV6, pysock.IPV6_V6ONLY, int_(wanted), 4)
        assert 0 == getsockopt(fd, IPPROTO_IPV6, pysock.IPV6_V6ONLY, value, size)
        assert wanted == value


@LINUX
def test_tcp_info(sockets):
    fd = sockets()
    assert 0 == listen(fd, 3)
    info, size = struct.tcp_info(), socklen_t(sizeof(struct.tcp_info))
    assert 0 == getsockopt(fd, IPPROTO_TCP, pysock.TCP_INFO, info, size)
    assert pysock.TCP_LISTEN == info.tcpi_state
    with as_object(fd) as view:
        assert view.getsockopt(IPPROTO_TCP, pysock.TCP_INFO, int(size)) == bytes(info)[: int(size)]


def test_option_lengths(sockets):
    fd = sockets()
    with pytest.raises(OutOfBounds, match="getsockopt: 8 bytes of an object that has 4"):
        getsockopt(fd, SOL_SOCKET, SO_TYPE, int_(), socklen_t(8))
    with pytest.raises(OutOfBounds, match="setsockopt: 8 bytes of an object that has 4"):
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, int_(1), 8)
    with pytest.raises(NullPointer, match="getsockopt: NULL where C needs a `socklen_t"):
        getsockopt(fd, SOL_SOCKET, SO_TYPE, int_(), None)
    with pytest.raises(TypeError, match="getsockopt: C wants a `socklen_t"):
        getsockopt(fd, SOL_SOCKET, SO_TYPE, int_(), int_(4))
    with pytest.raises(TypeError, match="setsockopt: a pointer needs a C value"):
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1, 4)
    with pytest.raises(TypeError, match="setsockopt: an argument is an integer, not the str"):
        setsockopt(fd, "SOL_SOCKET", SO_REUSEADDR, int_(1), 4)
    part, size = char[4](b"\xee" * 4), socklen_t(2)
    assert 0 == getsockopt(fd, SOL_SOCKET, SO_TYPE, part, size)
    assert [b"\x01\x00\xee\xee", 2] == [bytes(part), size]


@LINUX
def test_option_too_long_for_its_room_says_so(sockets):
    """ERANGE comes with the length that is needed: optlen is set though the call fails."""
    one, other = stdlib.socketpair()
    before = len(os.getgroups())
    size = socklen_t(0)
    result = getsockopt(one.fileno(), SOL_SOCKET, pysock.SO_PEERGROUPS, None, size)
    if before:
        assert [-1, 4 * before] == [result, size]
        assert errno == ERANGE
    else:
        assert [0, 0] == [result, size]
    for each in (one, other):
        each.close()


@LINUX
def test_filter_length_counts_instructions(sockets):
    """SO_GET_FILTER: optlen is no number of bytes there, so it needs eight times the room."""
    fd = sockets(AF_INET, SOCK_DGRAM)
    program = array.array("Q", [packing.unpack("=Q", packing.pack("=HBBI", 6, 0, 0, 9))[0]] * 3)
    at = packing.pack("@HP", len(program), program.buffer_info()[0])
    with as_object(fd) as view:
        view.setsockopt(SOL_SOCKET, pysock.SO_ATTACH_FILTER, at)
    found, size = char[24](), socklen_t(3)
    assert 0 == getsockopt(fd, SOL_SOCKET, pysock.SO_GET_FILTER, found, size)
    assert [program.tobytes(), 3] == [bytes(found), size]
    with pytest.raises(OutOfBounds, match="getsockopt: 32 bytes of an object that has 24"):
        getsockopt(fd, SOL_SOCKET, pysock.SO_GET_FILTER, found, socklen_t(4))


@LINUX
def test_options_that_write_beyond_their_value(sockets):
    """The kernel writes as many sources as the value asks for, however long the value is."""
    fd = sockets(AF_INET, SOCK_DGRAM)
    group, mine = stdlib.inet_aton("224.1.1.1"), stdlib.inet_aton("127.0.0.1")
    for last in range(1, 9):
        source = group + mine + bytes([10, 0, 0, last])
        assert 0 == setsockopt(fd, IPPROTO_IP, pysock.IP_ADD_SOURCE_MEMBERSHIP, source, 12)
    value = char[100](group + mine + packing.pack("II", 1, 20) + b"\xee" * 84)
    errno.value = 0
    assert -1 == getsockopt(fd, IPPROTO_IP, pysock.IP_MSFILTER, value, socklen_t(16))
    assert errno == ENOPROTOOPT
    assert b"\xee" * 84 == bytes(value)[16:]
    for level, option in (
        (IPPROTO_IP, pysock.MCAST_MSFILTER),
        (IPPROTO_IPV6, pysock.MCAST_MSFILTER),
        (IPPROTO_TCP, pysock.TCP_ZEROCOPY_RECEIVE),
    ):
        errno.value = 0
        assert -1 == getsockopt(fd, level, option, value, socklen_t(100))
        assert errno == ENOPROTOOPT
    errno.value = 0
    assert -1 == setsockopt(fd, IPPROTO_IP, 64, value, 100)  # IPT_SO_SET_REPLACE
    assert errno == ENOPROTOOPT


# ------------------------------------------------------------------------- control messages


def message(*buffers, control=None):
    """A message of these buffers."""
    vec = struct.iovec[len(buffers)]([(each, sizeof(each)) for each in buffers])
    header = struct.msghdr(msg_iov=vec, msg_iovlen=len(buffers))
    if control is not None:
        header.msg_control, header.msg_controllen = control, sizeof(control)
    return header


def test_gathered_and_scattered(datagrams):
    one, other = datagrams
    first, second = char[3](), char[20]()
    assert 7 == sendmsg(one, message(b"abc", char[3](b"def")), 0)
    header = message(first, second)
    assert 7 == recvmsg(other, header, 0)
    assert [b"abc", b"\0def"] == [bytes(first), second[0:4]]
    assert [0, 0] == [header.msg_flags, header.msg_namelen]
    assert 7 == sendmsg(one, message(b"abc", char[3](b"def")), 0)
    assert 3 == recvmsg(other, message(first), 0)


def test_sender_of_a_message(sockets):
    server, client = sockets(AF_INET, SOCK_DGRAM), sockets(AF_INET, SOCK_DGRAM)
    address, mine = bound(server, loopback()), bound(client, loopback())
    header = message(b"abc")
    header.msg_name, header.msg_namelen = address, sizeof(address)
    assert 4 == sendmsg(client, header, 0)
    text, sender = char[2](), struct.sockaddr_storage()
    header = message(text)
    header.msg_name, header.msg_namelen = sender, sizeof(sender)
    assert 2 == recvmsg(server, header, 0)
    assert [16, MSG_TRUNC] == [header.msg_namelen, header.msg_flags & MSG_TRUNC]
    assert bytes(mine) == bytes(sender)[:16]


def test_name_length_without_a_name(datagrams):
    """Left over from another use of the struct; C does not look at it."""
    one, other = datagrams
    for call, fd in ((sendmsg, one), (recvmsg, other)):
        header = message(char[3](b"abc"))
        header.msg_namelen = 16
        assert 3 == call(fd, header, 0)
    assert 16 == header.msg_namelen


def test_descriptor_travels(pair):
    """SCM_RIGHTS as a C program writes it."""
    reading, writing = os.pipe()
    control = char[CMSG_SPACE(sizeof(int_))]()
    msgh = message(b"x", control=control)
    cmsg = CMSG_FIRSTHDR(msgh)
    cmsg.cmsg_level = SOL_SOCKET
    cmsg.cmsg_type = SCM_RIGHTS
    cmsg.cmsg_len = CMSG_LEN(sizeof(int_))
    ptr(int_, CMSG_DATA(cmsg))[0] = writing
    assert None is CMSG_NXTHDR(msgh, cmsg)
    assert 2 == sendmsg(pair[0], msgh, 0)
    received = receive_descriptor(pair[1])
    assert 1 == pysock.write(received, "!", 1)
    assert b"!" == os.read(reading, 9)
    for fd in (reading, writing, received):
        os.close(fd)


def receive_descriptor(fd):
    control = char[100]()
    msgh = message(char[1](), control=control)
    assert 1 == recvmsg(fd, msgh, 0)
    assert CMSG_SPACE(sizeof(int_)) == msgh.msg_controllen
    cmsg = CMSG_FIRSTHDR(msgh)
    found = [cmsg.cmsg_len, cmsg.cmsg_level, cmsg.cmsg_type]
    assert [CMSG_LEN(sizeof(int_)), SOL_SOCKET, SCM_RIGHTS] == found
    assert None is CMSG_NXTHDR(msgh, cmsg)
    return ptr(int_, CMSG_DATA(cmsg))[0]


def test_descriptors_that_find_no_room(pair):
    reading, writing = os.pipe()
    with as_object(pair[0]) as one:
        one.sendmsg([b"x"], [(SOL_SOCKET, SCM_RIGHTS, array.array("i", [reading, writing]))])
    msgh = message(char[1](), control=char[CMSG_LEN(0)]())
    assert 1 == recvmsg(pair[1], msgh, 0)
    assert MSG_CTRUNC == msgh.msg_flags & MSG_CTRUNC
    for fd in (reading, writing):
        os.close(fd)


def test_messages_are_checked(pair):
    fd = pair[0]
    for call in (sendmsg, recvmsg):
        name = call.__name__
        header = message(char[4]())
        header.msg_iov[0].iov_len = 5
        with pytest.raises(
            OutOfBounds, match=rf"{name}: iov\[0\]: 5 bytes of an object that has 4"
        ):
            call(fd, header, 0)
        header = message(char[4](), control=char[8]())
        header.msg_controllen = 9
        with pytest.raises(OutOfBounds, match=f"{name}: 9 bytes of an object that has 8"):
            call(fd, header, 0)
        header.msg_control = None
        with pytest.raises(NullPointer, match=f"{name}: 9 bytes at NULL"):
            call(fd, header, 0)
        header = message(char[4]())
        header.msg_name, header.msg_namelen = char[4](), 5
        with pytest.raises(OutOfBounds, match=f"{name}: 5 bytes of an object that has 4"):
            call(fd, header, 0)
        with pytest.raises(TypeError, match=f"{name}: C wants a `struct msghdr"):
            call(fd, struct.iovec(), 0)
        with pytest.raises(NullPointer, match=f"{name}: NULL where C needs a `struct msghdr"):
            call(fd, None, 0)
    with pytest.raises(ConstViolation, match=r"recvmsg: iov\[0\]: would write into a constant"):
        recvmsg(fd, message(b"abcd"), 0)


def test_message_with_overwritten_pointers(pair):
    """What was an address once, and is a number now, is nobody's memory."""
    for member in ("msg_iov", "msg_control", "msg_name"):
        header = message(char[4](), control=char[8]())
        header.msg_name, header.msg_namelen = char[4](), 4
        at = header._type.members[member][1]
        header.view()[at : at + 8] = packing.pack("P", 0x1234567)
        for call in (sendmsg, recvmsg):
            with pytest.raises(WildPointer, match="holds 0x1234567, which"):
                call(pair[0], header, 0)


def test_message_vectors_beyond_the_limit(pair):
    header = message(*[b"x"] * 2)
    header.msg_iovlen = 1025
    with pytest.raises((OutOfBounds, NullPointer)):
        header.msg_iov[1024]
    assert -1 == sendmsg(pair[0], header, 0)
    assert errno == EMSGSIZE


def test_array_of_messages_decays(pair):
    several = struct.msghdr[2]([message(b"ab"), message(b"c")])
    assert 3 == sendmsg(pair[0], several, 0)
    assert 2 == sendmsg(pair[0], several + 1, 0)
    assert 3 == recvmsg(pair[1], struct.msghdr[1]([message(char[3]())]), 0)
    assert None is CMSG_FIRSTHDR(several)


# CMSG_* beside C: a buffer with three messages of odd lengths, and every kind of broken length.

CMSG_ORACLE = """
#include "compat.h"
int main(int argc, char **argv)
{
    size_t controllen, length;
    for (int i = 0; i < 70; i++)
        printf("%zu %zu %zu\\n", CMSG_ALIGN(i), CMSG_LEN(i), CMSG_SPACE(i));
    for (int i = 1; i + 1 < argc; i += 2) {
        sscanf(argv[i], "%zu", &controllen), sscanf(argv[i + 1], "%zu", &length);
        size_t aligned[20] = {length};
        struct msghdr msgh = {.msg_control = aligned, .msg_controllen = controllen};
        struct cmsghdr *first = CMSG_FIRSTHDR(&msgh);
        struct cmsghdr *next = first ? CMSG_NXTHDR(&msgh, first) : NULL;
        printf("%d %ld\\n", first != NULL, next ? (char *)next - (char *)first : -1L);
    }
    return 0;
}
"""


def our_headers(controllen, length):
    control = char[160]()
    ptr(pysock.size_t, control)[0] = length
    msgh = struct.msghdr(msg_control=control, msg_controllen=controllen)
    first = CMSG_FIRSTHDR(msgh)
    following = None if first is None else CMSG_NXTHDR(msgh, first)
    return f"{int(first is not None)} {-1 if following is None else ptr(char, following) - control}"


def test_control_messages_are_cs(compiler, tmp_path):
    lengths = [0, 1, 15, 16, 17, 20, 24, 25, 31, 32, 33, 159, 160, 161, 1 << 31, 1 << 63]
    lengths += [(1 << 64) - back for back in (1, 7, 8, 9, 16, 17)]
    cases = [(room, length) for room in range(0, 81, 4) for length in lengths]
    words = [word for case in cases for word in case]
    theirs = C(compiler, tmp_path).output(CMSG_ORACLE, *words).splitlines()
    ours = [f"{CMSG_ALIGN(n)} {CMSG_LEN(n)} {CMSG_SPACE(n)}" for n in range(70)]
    ours += [our_headers(*case) for case in cases]
    assert theirs == ours


def test_control_messages_are_checked():
    control = char[64]()
    msgh = message(b"x", control=control)
    cmsg = CMSG_FIRSTHDR(msgh)
    for call in (CMSG_FIRSTHDR, lambda bad: CMSG_NXTHDR(bad, cmsg)):
        for bad in (None, 5, struct.iovec(), cmsg):
            with pytest.raises((TypeError, NullPointer), match="HDR: "):
                call(bad)
    for bad in (None, 5, control, msgh):
        with pytest.raises((TypeError, NullPointer), match="CMSG_NXTHDR: "):
            CMSG_NXTHDR(msgh, bad)
        with pytest.raises((TypeError, NullPointer), match="CMSG_DATA: "):
            CMSG_DATA(bad)
    with pytest.raises(OutOfBounds, match="CMSG_NXTHDR: cmsg is not inside msg_control"):
        CMSG_NXTHDR(msgh, struct.cmsghdr(cmsg_len=20))
    msgh.msg_controllen = 1 << 40
    cmsg.cmsg_len = 64
    with pytest.raises(OutOfBounds, match="CMSG_NXTHDR: 80 bytes of an object that has 64"):
        CMSG_NXTHDR(msgh, cmsg)
    with pytest.raises(OverflowError, match="CMSG_LEN: argument 1: -1 does not fit `size_t`"):
        CMSG_LEN(-1)


def test_control_without_a_buffer_has_no_header():
    msgh = struct.msghdr(msg_controllen=64)
    assert None is CMSG_FIRSTHDR(msgh)
    msgh.msg_control = char[8]()
    with pytest.raises(OutOfBounds, match="CMSG_FIRSTHDR: 16 bytes of an object that has 8"):
        CMSG_FIRSTHDR(msgh)


# --------------------------------------------------------------------------- many by one call


@pytest.fixture(params=["in C", "closely"])
def path(request, monkeypatch):
    """Messages are checked twice over: in C, and in Python where C does not understand them."""
    if request.param == "closely":
        for name in ("_recvmsg", "_sendmsg", "_recvmmsg", "_sendmmsg"):
            if hasattr(pysock._socket, name):
                monkeypatch.setattr(pysock._socket, name, lambda *_: pysock._socket._OUTSIDE)
    return request.param


def batch(*messages):
    """An array of messages for sendmmsg() and recvmmsg()."""
    return struct.mmsghdr[len(messages)]([(each,) for each in messages])


@LINUX
def test_several_messages_by_one_call(datagrams, path):
    one, other = datagrams
    out = batch(message(b"abc"), message(b"", b"de"), message(char[3](b"fgh")))
    assert 3 == sendmmsg(one, out, 3, 0)
    assert [4, 4, 3] == [each.msg_len for each in out]  # literals go with their NUL
    rooms = [char[8]() for _ in range(4)]
    into = batch(*map(message, rooms))
    assert 3 == recvmmsg(other, into, 4, MSG_DONTWAIT, None)
    assert [4, 4, 3, 0] == [each.msg_len for each in into]
    assert [b"abc\0", b"\0de\0", b"fgh"] == [
        room[0:n] for room, n in zip(rooms, (4, 4, 3), strict=False)
    ]
    errno.value = 0
    assert -1 == recvmmsg(other, into, 4, MSG_DONTWAIT, None)
    assert errno == EAGAIN


@LINUX
def test_senders_and_flags_of_several_messages(sockets, path):
    server, client = sockets(AF_INET, SOCK_DGRAM), sockets(AF_INET, SOCK_DGRAM)
    address, mine = bound(server, loopback()), bound(client, loopback())
    out = batch(message(char[4](b"long")), message(char[1](b"x")))
    for each in out:
        each.msg_hdr.msg_name, each.msg_hdr.msg_namelen = address, sizeof(address)
    assert 2 == sendmmsg(client, out, 2, 0)
    senders, into = struct.sockaddr_in[2](), batch(message(char[2]()), message(char[2]()))
    for each, sender in zip(into, senders, strict=True):
        each.msg_hdr.msg_name, each.msg_hdr.msg_namelen = sender, sizeof(sender)
    assert 2 == recvmmsg(server, into, 2, pysock.MSG_WAITFORONE, None)
    assert [(2, MSG_TRUNC), (1, 0)] == [(m.msg_len, m.msg_hdr.msg_flags) for m in into]
    assert [bytes(mine)] * 2 == [bytes(each) for each in senders]


@LINUX
def test_a_part_of_an_array_of_messages(datagrams, path):
    one, other = datagrams
    out = batch(*(message(char[1](b"%d" % n)) for n in range(4)))
    assert 2 == sendmmsg(one, out + 2, 2, 0)
    assert 1 == sendmmsg(one, out[1], 1, 0)
    text = char[3]()
    assert 1 == recvmmsg(other, batch(message(text)), 1, 0, None)
    assert b"2" == text.string()
    with pytest.raises(OutOfBounds, match="sendmmsg: "):
        sendmmsg(one, out + 2, 3, 0)
    with pytest.raises(OutOfBounds, match="recvmmsg: "):
        recvmmsg(other, out, 5, 0, None)


@LINUX
def test_what_is_left_of_recvmmsgs_time(datagrams):
    one, other = datagrams
    out, into = batch(message(b"a")), batch(message(char[8]()), message(char[8]()))
    assert 1 == sendmmsg(one, out, 1, 0)
    left = struct.timespec(100, 0)
    assert 1 == recvmmsg(other, into, 2, pysock.MSG_WAITFORONE, left)
    assert 99 == left.tv_sec


@LINUX
def test_batches_are_checked(datagrams, path):
    """Nothing goes out where one of the messages breaks a rule."""
    one, other = datagrams
    for name, call in (("sendmmsg", sendmmsg), ("recvmmsg", recvmmsg)):
        rest = (0,) if name == "sendmmsg" else (MSG_DONTWAIT, None)
        vec = batch(message(char[4](b"good")), message(char[4]()))
        vec[1].msg_hdr.msg_iov[0].iov_len = 5
        with pytest.raises(OutOfBounds, match=rf"{name}: iov\[0\]: 5 bytes of an object that"):
            call(one, vec, 2, *rest)
        at = struct.mmsghdr.size + struct.msghdr.members["msg_control"][1]
        vec = batch(message(char[4]()), message(char[4](), control=char[8]()))
        vec.view()[at : at + 8] = packing.pack("P", 0x1234567)
        with pytest.raises(WildPointer, match="holds 0x1234567, which"):
            call(one, vec, 2, *rest)
        with pytest.raises(TypeError, match=f"{name}: C wants a `struct mmsghdr"):
            call(one, message(b"x"), 1, *rest)
        with pytest.raises(NullPointer, match=f"{name}: NULL where C needs a `struct mmsghdr"):
            call(one, None, 1, *rest)
        for count in (-1, 1 << 32):
            with pytest.raises(OverflowError, match=f"{name}: argument 3: {count} does not fit"):
                call(one, vec, count, *rest)
        assert 0 == call(one, None, 0, *rest)
        vec = batch(message(char[4]()))
        vec[0].msg_hdr.msg_iovlen = 1025
        assert -1 == call(one, vec, 1, *rest)
        assert errno == EMSGSIZE
    with pytest.raises(ConstViolation, match=r"recvmmsg: iov\[0\]: would write into a const"):
        recvmmsg(one, batch(message(b"abcd")), 1, 0, None)
    assert -1 == recvmmsg(other, batch(message(char[4]())), 1, MSG_DONTWAIT, None)


@LINUX
def test_the_kernel_looks_at_1024_messages(datagrams):
    """UIO_MAXIOV of them, whatever vlen says; pysock asks for no more room than that."""
    one, other = datagrams
    out = struct.mmsghdr[1024]()
    for each in out:
        each.msg_hdr.msg_iovlen = 0
    sent = sendmmsg(one, out, 0xFFFFFFFF, MSG_DONTWAIT)
    assert 0 < sent <= 1024
    into = struct.mmsghdr[1024]()
    assert sent == recvmmsg(other, into, 5000, MSG_DONTWAIT, None)


@LINUX
def test_many_vectors_in_many_messages(sockets, path):
    """More than C keeps room for on its stack."""
    one, other = stdlib.socketpair(type=stdlib.SOCK_DGRAM)
    with one, other:
        out = batch(*(message(*[char[2](b"%02d" % n)] * 40) for n in range(5)))
        assert 5 == sendmmsg(one.fileno(), out, 5, 0)
        assert [b"%02d" % n * 40 for n in range(5)] == [other.recv(99) for _ in range(5)]


@LINUX
def test_messages_that_another_thread_changes(datagrams):
    """The copy is what is checked and what the kernel gets: no length grows in between."""
    one, other = datagrams
    text = char[16]()
    vec = batch(message(text))
    stop = threading.Event()

    def grow():
        while not stop.is_set():
            vec[0].msg_hdr.msg_iov[0].iov_len = 1 << 20
            vec[0].msg_hdr.msg_iov[0].iov_len = 16

    thread = threading.Thread(target=grow)
    thread.start()
    refused = sent = 0
    deadline = time.monotonic() + 20
    while (not refused or not sent) and time.monotonic() < deadline:
        try:
            sent += 1 == sendmmsg(one, vec, 1, MSG_DONTWAIT)
        except OutOfBounds:
            refused += 1
        recv(other, char[99](), 99, MSG_DONTWAIT)
    stop.set()
    thread.join()
    assert refused
    assert sent


def test_messages_are_alike_on_both_paths(pair, path):
    """The checks of sendmsg() and recvmsg() in C know every message that Python's know."""
    text, control, name = char[8](), char[64](), struct.sockaddr_un()
    header = message(text, char[3](), control=control)
    header.msg_name, header.msg_namelen = name, sizeof(name)
    assert 5 == sendmsg(pair[0], message(char[3](b"abc"), char[2](b"de")), 0)
    assert 5 == recvmsg(pair[1], header, 0)
    assert [b"abcde", 0, 0] == [text.string(), header.msg_controllen, header.msg_namelen]
    inside = message(char[4](b"wxyz"))
    inside.msg_iov[0].iov_base = char[8](b"--wxyz--") + 2  # a pointer moved within its object
    assert 4 == sendmsg(pair[0], inside, 0)
    assert 4 == recv(pair[1], text, 8, 0)
    assert b"wxyz" == text[0:4]
    with pytest.raises(ConstViolation):
        recvmsg(pair[1], message(b"abcd"), 0)


# ------------------------------------------------------------------------ the same misuse in C

CALLS = """
socket(-1, SOCK_STREAM, 0); socket(AF_INET, -1, 0); socket(AF_INET, 99, 0); socket(999, 1, 0)
socket(AF_INET, SOCK_STREAM, IPPROTO_UDP); socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP)
socket(AF_UNIX, SOCK_STREAM, 99); socket(AF_INET, SOCK_STREAM, -1); socket(AF_INET, 0, 0)
socketpair(AF_INET, SOCK_STREAM, 0, two); socketpair(AF_UNIX, 99, 0, two)
socketpair(-1, SOCK_STREAM, 0, two); socketpair(AF_UNIX, SOCK_STREAM, 99, two); bind(-1, in4, 16)
bind(unused, in4, 16); bind(reading, in4, 16); bind(udp, in4, 0); bind(udp, in4, 2)
bind(udp, in4, 15); bind(udp, in6, 28); bind(udp, far, 16); bind(bound, in4, 16)
bind(udp, in6, 16); bind(udp, NULL, 0); bind(local, in4, 16); bind(local, un, 2)
bind(local, un, 1); bind(tcp, taken, 16); listen(-1, 5); listen(unused, 5); listen(reading, 5)
listen(udp, 5); listen(local, 5); listen(listening, -1); listen(listening, 0)
accept(-1, in4, size); accept(unused, NULL, NULL); accept(reading, NULL, NULL); accept(udp, 0, 0)
accept(tcp, in4, size); accept(listening, in4, size); accept(listening, 0, 0)
accept4(listening, 0, 0, 12345); accept4(-1, 0, 0, 0); accept4(listening, 0, 0, 0)
connect(-1, in4, 16); connect(unused, in4, 16); connect(reading, in4, 16); connect(tcp, in4, 0)
connect(tcp, in4, 15); connect(tcp, un, 16); connect(listening, in4, 16); connect(tcp, taken, 1)
connect(local, un, 110); connect(local, un, 2); connect(local, in4, 16); connect(tcp, NULL, 0)
connect(udp6, in4, 16); connect(udp, in6, 28); getsockname(-1, in4, size)
getsockname(unused, in4, size); getsockname(reading, in4, size); getsockname(udp, NULL, NULL)
getpeername(-1, in4, size); getpeername(unused, in4, size); getpeername(reading, in4, size)
getpeername(tcp, in4, size); getpeername(listening, in4, size); getpeername(tcp, NULL, NULL)
getpeername(stream, NULL, NULL); shutdown(-1, 0); shutdown(unused, 0); shutdown(reading, 0)
shutdown(tcp, 99); shutdown(tcp, 0); shutdown(udp, SHUT_RD); shutdown(stream, -1)
shutdown(stream, 3); sockatmark(-1); sockatmark(unused); sockatmark(reading); sockatmark(udp)
sockatmark(tcp); isfdtype(-1, S_IFSOCK); isfdtype(unused, S_IFSOCK); isfdtype(reading, 0)
isfdtype(tcp, S_IFSOCK); send(-1, buf, 4, 0); send(unused, buf, 4, 0); send(reading, buf, 4, 0)
send(udp, buf, 4, 0); send(tcp, buf, 4, 0); send(listening, buf, 4, 0); send(stream, NULL, 0, 0)
send(tcp, buf, 0, 0); send(stream, buf, 1, MSG_OOB); send(udp, buf, 4, MSG_OOB)
send(dgram, big, 300000, 0); send(dgram, buf, 1, -1); send(tcp, buf, 4, MSG_DONTWAIT)
recv(-1, buf, 4, 0); recv(unused, buf, 4, 0); recv(reading, buf, 4, 0); recv(udp, buf, 4, 0)
recv(tcp, buf, 4, 0); recv(listening, buf, 4, 0); recv(dgram, NULL, 0, 0); recv(stream, buf, 4, 0)
recv(stream, buf, 4, MSG_OOB); recv(udp, buf, 4, MSG_OOB); recv(udp, buf, 4, MSG_ERRQUEUE)
sendto(-1, buf, 4, 0, in4, 16); sendto(udp, buf, 4, 0, NULL, 0); sendto(udp, buf, 4, 0, in4, 2)
sendto(udp, buf, 4, 0, in4, 0); sendto(udp, buf, 4, 0, un, 16); sendto(udp, buf, 4, 0, in4, 16)
sendto(udp, big, 70000, 0, taken, 16); sendto(local, buf, 4, 0, un, 110)
sendto(tcp, buf, 4, 0, 0, 0); sendto(dgram, buf, 4, 0, un, 2); sendto(stream, buf, 4, 0, un, 110)
sendto(reading, buf, 4, 0, in4, 16); recvfrom(-1, buf, 4, 0, 0, 0)
recvfrom(reading, buf, 4, 0, in4, size); recvfrom(udp, buf, 4, 0, 0, 0)
recvfrom(tcp, buf, 4, 0, in4, size); recvfrom(listening, buf, 4, 0, in4, size); sendmsg(-1, msg, 0)
sendmsg(unused, msg, 0); sendmsg(reading, msg, 0); sendmsg(udp, msg, 0); sendmsg(tcp, msg, 0)
recvmsg(-1, msg, 0); recvmsg(reading, msg, 0); recvmsg(udp, msg, 0); recvmsg(tcp, msg, 0)
recvmsg(stream, msg, 0); sendmsg(stream, bad_control, 0); sendmsg(dgram, bad_rights, 0)
setsockopt(-1, SOL_SOCKET, SO_REUSEADDR, one, 4)
setsockopt(unused, SOL_SOCKET, SO_REUSEADDR, one, 4)
setsockopt(reading, SOL_SOCKET, SO_REUSEADDR, one, 4); setsockopt(tcp, SOL_SOCKET, 9999, one, 4)
setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, one, 3)
setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, one, 0)
setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, NULL, 0); setsockopt(tcp, 9999, SO_REUSEADDR, one, 4)
setsockopt(tcp, SOL_SOCKET, SO_TYPE, one, 4); setsockopt(tcp, SOL_SOCKET, SO_LINGER, one, 4)
setsockopt(tcp, SOL_SOCKET, SO_RCVTIMEO, one, 4)
setsockopt(tcp, SOL_SOCKET, SO_RCVTIMEO, bad_time, 16)
setsockopt(udp, IPPROTO_TCP, TCP_NODELAY, one, 4); setsockopt(tcp, IPPROTO_IP, IP_TTL, minus, 4)
setsockopt(tcp, IPPROTO_IP, IP_TTL, big, 4); setsockopt(tcp, IPPROTO_IPV6, IPV6_V6ONLY, one, 4)
setsockopt(udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, one, 4)
setsockopt(tcp, IPPROTO_TCP, TCP_MAXSEG, one, 4); getsockopt(-1, SOL_SOCKET, SO_TYPE, number, four)
getsockopt(unused, SOL_SOCKET, SO_TYPE, number, four)
getsockopt(reading, SOL_SOCKET, SO_TYPE, number, four)
getsockopt(tcp, SOL_SOCKET, 9999, number, four); getsockopt(tcp, 9999, SO_TYPE, number, four)
getsockopt(udp, IPPROTO_TCP, TCP_NODELAY, number, four)
getsockopt(tcp, SOL_SOCKET, SO_TYPE, number, none)
getsockopt(tcp, SOL_SOCKET, SO_TYPE, NULL, none)
getsockopt(local, SOL_SOCKET, SO_PEERCRED, number, four)
getsockopt(udp, SOL_SOCKET, SO_GET_FILTER, NULL, none)
getsockopt(tcp, IPPROTO_IP, 9999, number, four)
sendmsg(stream, empty, 0); sendmsg(dgram, empty, 0); sendmsg(udp, empty, 0)
recvmsg(stream, empty, 0); recvmsg(tcp, empty, 0); recvmsg(udp, empty, 0)
sendmmsg(-1, batch, 1, 0); sendmmsg(reading, batch, 2, 0); sendmmsg(udp, batch, 2, 0)
sendmmsg(stream, batch, 0, 0); sendmmsg(stream, NULL, 0, 0); sendmmsg(stream, batch, 2, 0)
recvmmsg(-1, batch, 1, 0, NULL); recvmmsg(reading, batch, 2, 0, NULL)
recvmmsg(udp, batch, 2, 0, NULL); recvmmsg(udp, batch, 2, 0, no_time)
recvmmsg(udp, batch, 0, 0, NULL); recvmmsg(udp, NULL, 0, 0, NULL)
recvmmsg(udp, batch, 2, 0, bad_spec); recvmmsg(stream, batch, 2, 0, NULL)
"""

C_OBJECTS = """
char buf[4];
static char big[300000];
memset(big, -1, sizeof(big));
int two[2], number[1], one[1] = {1}, minus[1] = {-2};
socklen_t size[1] = {16}, four[1] = {4}, none[1] = {0};
struct sockaddr_in in4[1] = {{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}}};
struct sockaddr_in far[1] = {{.sin_family = AF_INET, .sin_addr = {htonl(0x01020304)}}};
struct sockaddr_in taken[1] = {{.sin_family = AF_INET, .sin_port = htons(port),
                                .sin_addr = {htonl(INADDR_LOOPBACK)}}};
struct sockaddr_in6 in6[1] = {{.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT}};
struct sockaddr_un un[1] = {{.sun_family = AF_UNIX, .sun_path = "/no/such/socket"}};
struct timeval bad_time[1] = {{.tv_usec = 9999999}};
struct iovec vec[1] = {{buf, 4}};
struct msghdr empty[1] = {{0}}, msg[1] = {{.msg_iov = vec, .msg_iovlen = 1}};
size_t control[3] = {1000, SOL_SOCKET | (size_t)SCM_RIGHTS << 32, -1};
struct msghdr bad_control[1] = {{.msg_iov = vec, .msg_iovlen = 1, .msg_control = control,
                                 .msg_controllen = 24}};
size_t rights[3] = {20, SOL_SOCKET | (size_t)SCM_RIGHTS << 32, -1};
struct mmsghdr batch[2] = {{{.msg_iov = vec, .msg_iovlen = 1}},
                           {{.msg_iov = vec, .msg_iovlen = 1}}};
struct timespec no_time[1] = {{0}}, bad_spec[1] = {{.tv_nsec = 9999999999}};
struct msghdr bad_rights[1] = {{.msg_iov = vec, .msg_iovlen = 1, .msg_control = rights,
                                .msg_controllen = 24}};
"""


def our_objects(port):
    vec = struct.iovec(char[4](), 4)
    rights = SOL_SOCKET | SCM_RIGHTS << 32
    control = {"msg_iov": vec, "msg_iovlen": 1, "msg_controllen": 24}
    return {
        "buf": char[4](),
        "big": char[300000](b"\xff" * 300000),
        "two": int_[2](),
        "number": int_(),
        "one": int_(1),
        "minus": int_(-2),
        "size": socklen_t(16),
        "four": socklen_t(4),
        "none": socklen_t(),
        "in4": loopback(),
        "far": struct.sockaddr_in(sin_family=AF_INET, sin_addr=(htonl(0x01020304),)),
        "taken": struct.sockaddr_in(AF_INET, htons(port), (htonl(INADDR_LOOPBACK),)),
        "in6": loopback(AF_INET6),
        "un": struct.sockaddr_un(AF_UNIX, "/no/such/socket"),
        "bad_time": struct.timeval(tv_usec=9999999),
        "msg": struct.msghdr(msg_iov=vec, msg_iovlen=1),
        "batch": struct.mmsghdr[2]([(struct.msghdr(msg_iov=vec, msg_iovlen=1),)] * 2),
        "no_time": struct.timespec(),
        "bad_spec": struct.timespec(0, 9999999999),
        "empty": struct.msghdr(),
        "bad_control": struct.msghdr(msg_control=pysock.size_t[3]([1000, rights, -1]), **control),
        "bad_rights": struct.msghdr(msg_control=pysock.size_t[3]([20, rights, -1]), **control),
    }


@pytest.fixture
def descriptors(sockets):
    """Sockets of every kind and state, none of which blocks, for both languages."""
    one, other, reading, writing = *stdlib.socketpair(), *os.pipe()
    left, right = stdlib.socketpair(type=stdlib.SOCK_DGRAM)
    named = {
        "tcp": sockets(),
        "udp": sockets(AF_INET, SOCK_DGRAM),
        "udp6": sockets(AF_INET6, SOCK_DGRAM),
        "bound": sockets(AF_INET, SOCK_DGRAM),
        "listening": sockets(),
        "local": sockets(AF_UNIX),
        "stream": one.fileno(),
        "dgram": left.fileno(),
        "reading": reading,
    }
    bound(named["bound"], loopback())
    port = ntohs(bound(named["listening"], loopback()).sin_port)
    assert 0 == listen(named["listening"], 5)
    for fd in named.values():
        os.set_blocking(fd, False)
        os.set_inheritable(fd, True)
    yield {**named, "unused": 999, "port": port}
    for fd in (reading, writing):
        os.close(fd)
    for each in (one, other, left, right):
        each.close()


@LINUX
def test_misuse_ends_as_in_c(compiler, tmp_path, descriptors):
    calls = [call.strip() for line in CALLS.split("\n") for call in line.split(";") if call.strip()]
    theirs = C(compiler, tmp_path).table(calls, descriptors, C_OBJECTS)
    ours = table(calls, {**descriptors, **our_objects(descriptors["port"])})
    assert [] == differences(calls, theirs, ours)


@pytest.mark.parametrize(
    "receive", [lambda fd, b: pysock.recv(fd, b, 8, 0), lambda fd, b: pysock.read(fd, b, 8)]
)
def test_a_bytearray_is_locked_while_a_call_waits(receive):
    """No other thread can resize it then; afterwards everyone can."""
    left, right = stdlib.socketpair()
    with left, right:
        buffer = bytearray(8)
        thread = threading.Thread(target=recv, args=(right.fileno(), buffer, 8, 0))
        thread.start()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                buffer.append(0)
            except BufferError:
                break
            buffer.pop()
        else:
            pytest.fail("the buffer was never locked")
        left.send(b"12345678")
        thread.join()
        assert b"12345678" == buffer
        buffer.append(0)


def test_python_buffers_are_bounded_as_objects_of_c():
    left, right = stdlib.socketpair()
    with left, right:
        assert 4 == send(left.fileno(), b"abc", 4, 0)  # a literal ends in its NUL
        assert b"abc\0" == right.recv(9)
        for buffer, size in ((b"abc", 5), (bytearray(3), 4), (bytearray(3), -1)):
            with pytest.raises(OutOfBounds, match=f"^send: .*{size}"):
                send(left.fileno(), buffer, size, 0)
        with pytest.raises(OutOfBounds, match=r"^recv: 4 bytes of an object that has 3"):
            recv(right.fileno(), bytearray(3), 4, 0)
        with pytest.raises(ConstViolation, match=r"^recv: would write into the literal"):
            recv(right.fileno(), b"abc", 3, 0)
