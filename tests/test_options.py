"""Options by name: every one agrees with the integers of the standard library's getsockopt()."""

import os
import socket

import pytest

import pysock as c
from pysock import Address, Options, Socket, SocketError, create_connection, create_server
from pysock.options import Number, Option, Switch

OPTIONS = {name: option for name, option in vars(Options).items() if isinstance(option, Option)}
NUMBERS = sorted(name for name, option in OPTIONS.items() if isinstance(option, (Number, Switch)))
KINDS = [
    (socket.AF_INET, socket.SOCK_STREAM),
    (socket.AF_INET, socket.SOCK_DGRAM),
    (socket.AF_INET6, socket.SOCK_STREAM),
]


def outcome(call, *arguments):
    """What a call returns, or the errno of its failure: some options need root, or a state."""
    try:
        return call(*arguments)
    except OSError as error:
        return f"errno {error.errno}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_what_the_standard_library_reads(name, kind):
    option = OPTIONS[name]
    with Socket(*kind) as sock, socket.socket(*kind) as theirs:
        if not option.exists:
            with pytest.raises(AttributeError, match="do not define it"):
                getattr(sock.options, name)
            return
        number = getattr(c, option._level), getattr(c, option._name)
        assert outcome(theirs.getsockopt, *number) == outcome(getattr, sock.options, name)


@pytest.mark.parametrize("name", [name for name in NUMBERS if not OPTIONS[name]._constant])
def test_a_number_is_set_as_the_standard_library_sets_it(name):
    option = OPTIONS[name]
    with Socket() as sock, socket.socket() as theirs:
        if not option.exists:
            with pytest.raises(AttributeError, match="do not define it"):
                setattr(sock.options, name, 1)
            return
        number = getattr(c, option._level), getattr(c, option._name)
        expected = outcome(theirs.setsockopt, *number, 1)
        assert expected == outcome(setattr, sock.options, name, 1)
        assert outcome(theirs.getsockopt, *number) == outcome(getattr, sock.options, name)


def test_the_names_are_c_names():
    for name, option in OPTIONS.items():
        assert name == option._name.lower().removeprefix("so_")
        assert option.__doc__.startswith(f"{option._name}: ")


def test_constants_can_only_be_asked_for():
    constants = {name for name, option in OPTIONS.items() if option._constant}
    assert {"acceptconn", "domain", "error", "ip_mtu", "peercred", "tcp_info"} <= constants
    with Socket() as sock:
        for name in constants:
            with pytest.raises(AttributeError, match="can only be asked for"):
                setattr(sock.options, name, 1)
        with pytest.raises(AttributeError, match="cannot be deleted"):
            del sock.options.rcvbuf
        with pytest.raises(AttributeError):
            sock.options.recvbuf = 5  # a misspelled name is no option


def test_dir_lists_what_the_platform_has():
    with Socket() as sock:
        listed = set(dir(sock.options))
        assert {"rcvbuf", "join_group"} <= listed
        assert {name for name, option in OPTIONS.items() if option.exists} == listed & set(OPTIONS)
        assert f"<options of {sock!r}>" == repr(sock.options)


def test_linger():
    with Socket() as sock:
        assert (False, 0) == sock.options.linger
        sock.options.linger = (True, 10)
        assert bytes(c.struct.linger(1, 10)) == sock.getsockopt(c.SOL_SOCKET, c.SO_LINGER, 8)
        assert sock.options.linger.on
        assert 10 == sock.options.linger.seconds
        sock.linger = (True, 0)
        assert (True, 0) == sock.linger


def test_a_connection_that_does_not_linger_is_reset():
    with create_server("127.0.0.1:0") as server, create_connection(server.getsockname()) as client:
        peer, _ = server.accept()
        peer.linger = (True, 0)
        peer.close()
        with pytest.raises(ConnectionResetError):
            client.recv(1)


def test_the_kernels_own_timeouts():
    with Socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        assert sock.options.rcvtimeo is None
        sock.options.rcvtimeo = 0.05
        sock.options.sndtimeo = 1.5
        assert 0.04 < sock.options.rcvtimeo < 0.07  # Linux counts in ticks
        assert 1.4 < sock.options.sndtimeo < 1.6
        with pytest.raises((BlockingIOError, TimeoutError)):  # the latter on Windows
            sock.recv(1)
        sock.options.rcvtimeo = None
        assert sock.options.rcvtimeo is None
        for wrong in (0, -1):
            with pytest.raises(ValueError, match="a time of"):
                sock.options.rcvtimeo = wrong


def test_the_error_that_waits():
    with Socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        address = other.getsockname()
    with Socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(address)
        assert sock.options.error is None
        sock.send(b"x")
        error = sock.options.error
        assert isinstance(error, ConnectionRefusedError)
        assert "getsockopt(SO_ERROR): Connection refused [ECONNREFUSED]" == str(error)
        assert sock.options.error is None


def test_what_tcp_knows():
    with create_server("127.0.0.1:0") as server, create_connection(server.getsockname()) as client:
        peer, _ = server.accept()
        with peer:
            client.sendall(b"x" * 1000)
            assert b"x" * 1000 == peer.recv_exact(1000)
            info = client.options.tcp_info
            assert "ESTABLISHED" == info.state
            assert 0 < info.rtt < 1
            assert info.rtt == info.c.tcpi_rtt / 1e6
            assert info.send_mss > 500
            client.half_close()
            assert b"" == peer.recv(1)
            assert "CLOSE_WAIT" == peer.options.tcp_info.state
        assert "LISTEN" == server.options.tcp_info.state
        assert server.options.acceptconn


def test_the_peers_credentials():
    left, right = Socket.pair()
    with left, right:
        assert (os.getpid(), os.getuid(), os.getgid()) == left.options.peercred


def test_names():
    with Socket() as sock:
        with open("/proc/sys/net/ipv4/tcp_congestion_control", encoding="utf-8") as file:
            assert file.read().strip() == sock.options.tcp_congestion
        sock.options.tcp_congestion = "reno"
        assert "reno" == sock.options.tcp_congestion
        assert "" == sock.options.bindtodevice
        sock.options.bindtodevice = "lo"
        assert "lo" == sock.options.bindtodevice
        with pytest.raises(FileNotFoundError):
            sock.options.tcp_congestion = "nothere"


@pytest.mark.parametrize("interface", ["lo", 1])
@pytest.mark.parametrize("group", ["239.1.2.3", "ff01::123"])
def test_a_group_is_joined_and_left(group, interface):
    address = Address(group, 0)
    with Socket(address.family, socket.SOCK_DGRAM) as sock:
        sock.options.join_group(address if interface == 1 else group, interface)
        with pytest.raises(SocketError, match="EADDRINUSE"):
            sock.options.join_group(group, interface)
        sock.options.leave_group(group, interface)
        with pytest.raises(SocketError, match="EADDRNOTAVAIL"):
            sock.options.leave_group(group, interface)
        with pytest.raises(SocketError, match=r"if_nametoindex\(nothere\)"):
            sock.options.join_group(group, "nothere")


def test_multicasts_arrive():
    with (
        Socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
        Socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        receiver.bind(("", 0))
        receiver.settimeout(10)
        receiver.options.join_group("239.1.2.3", "lo")
        sender.options.ip_multicast_if = "127.0.0.1"
        assert "127.0.0.1" == sender.options.ip_multicast_if
        sender.options.ip_multicast_loop = True
        sender.sendto(b"all", ("239.1.2.3", receiver.getsockname().port))
        data, peer = receiver.recvfrom(10)
        assert (b"all", sender.getsockname().port) == (data, peer.port)
