"""Typed control messages beside C's macros, the standard library and the kernel."""

import array
import os
import socket
import subprocess

import pytest
from c_oracle import LINUX, C

import pysock

pytestmark = pytest.mark.skipif(
    not hasattr(pysock, "CMSG_LEN"), reason="Windows has no control messages as POSIX knows them"
)

if hasattr(pysock, "CMSG_LEN"):
    from pysock import (
        CMSG_DATA,
        CMSG_FIRSTHDR,
        CMSG_NXTHDR,
        CMSG_SPACE,
        IPPROTO_IP,
        IPPROTO_IPV6,
        SCM_RIGHTS,
        SOL_SOCKET,
        ControlMessage,
        HopLimit,
        PacketInfo,
        ReceivedError,
        Rights,
        Timestamp,
        TimeToLive,
        TrafficClass,
        TypeOfService,
        char,
        control_space,
        struct,
        unpack_control,
    )

WALK = """
#include "compat.h"
int main(void)
{
    static union { struct cmsghdr align; char bytes[4096]; } control;
    size_t length = fread(control.bytes, 1, sizeof(control), stdin);
    struct msghdr msgh = {.msg_control = control.bytes, .msg_controllen = length};
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&msgh); c != NULL; c = CMSG_NXTHDR(&msgh, c)) {
        printf("%d %d ", c->cmsg_level, c->cmsg_type);
        for (size_t i = 0; i < c->cmsg_len - CMSG_LEN(0); i++)
            printf("%02x", CMSG_DATA(c)[i]);
        printf("\\n");
    }
    return 0;
}
"""


def walked(compiler, directory, data):
    """What C's macros find in a msg_control."""
    c = C(compiler, directory)
    program = directory / "walk.c"
    program.write_text(WALK)
    binary = directory / "walk"
    subprocess.run([compiler, *c.flags, program, "-o", binary], check=True)
    run = subprocess.run([binary], input=data, stdout=subprocess.PIPE, check=True, timeout=60)
    lines = (line.split(" ") for line in run.stdout.decode().splitlines())
    return [(int(level), int(kind), bytes.fromhex(data)) for level, kind, data in lines]


def test_what_is_packed_is_what_c_walks(compiler, tmp_path):
    messages = [ControlMessage(1, n, bytes(range(n))) for n in range(20)]
    packed = b"".join(message.pack() for message in messages)
    assert control_space(*range(20)) == len(packed)
    assert messages == walked(compiler, tmp_path, packed) == list(unpack_control(packed))


def test_broken_lengths_end_the_walk():
    one = ControlMessage(1, 2, b"data").pack()
    assert [] == list(unpack_control(b""))
    assert [] == list(unpack_control(one[:15]))
    assert [(1, 2, b"da")] == list(unpack_control(one[:18]))
    assert [] == list(unpack_control(bytes(64)))
    for length in (0, 1, 15, 1 << 31, (1 << 64) - 1, (1 << 64) - 9):
        broken = one + length.to_bytes(8, "little") + one[8:]
        found = list(unpack_control(broken))
        assert (1, 2, b"data") == found[0]
        assert len(found) <= 2


def test_c_and_python_pack_alike():
    """The same message as a program of the C layer makes it."""
    control = char[CMSG_SPACE(8)]()
    msgh = struct.msghdr(msg_control=control, msg_controllen=len(control))
    cmsg = CMSG_FIRSTHDR(msgh)
    cmsg.cmsg_level, cmsg.cmsg_type, cmsg.cmsg_len = SOL_SOCKET, SCM_RIGHTS, pysock.CMSG_LEN(8)
    data = pysock.ptr(pysock.int_, CMSG_DATA(cmsg))
    data[0], data[1] = 3, 4
    assert None is CMSG_NXTHDR(msgh, cmsg)
    assert bytes(control) == Rights([3, 4]).pack()


def test_rights_travel_through_the_standard_library():
    """A typed message is the tuple that `socket` takes, and what it gives becomes typed."""
    reading, writing = os.pipe()
    one, other = socket.socketpair()
    with one, other:
        assert 1 == one.sendmsg([b"x"], [Rights([writing])])
        os.close(writing)
        _, ancillary, _, _ = other.recvmsg(1, socket.CMSG_SPACE(4))
    (rights,) = (ControlMessage.of(*each) for each in ancillary)
    assert isinstance(rights, Rights)
    (received,) = rights.descriptors
    os.write(received, b"through")
    assert b"through" == os.read(reading, 99)
    for fd in (received, reading):
        os.close(fd)


def test_rights_take_objects_and_show_numbers():
    with socket.socket() as sock:
        assert (1, sock.fileno()) == Rights([1, sock]).descriptors
    assert "Rights([7])" == repr(Rights([7]))
    for bad in ([None], ["x"], 5):
        with pytest.raises((TypeError, AttributeError)):
            Rights(bad)
    cut = ControlMessage.of(SOL_SOCKET, SCM_RIGHTS, array.array("i", [5]).tobytes() + b"xx")
    assert (5,) == cut.descriptors


@LINUX
def test_credentials_are_the_senders():
    from pysock import Credentials

    one, other = socket.socketpair()
    with one, other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        one.sendmsg([b"x"], [Credentials()])
        _, ancillary, _, _ = other.recvmsg(1, 100)
    (credentials,) = (ControlMessage.of(*each) for each in ancillary)
    assert isinstance(credentials, Credentials)
    expected = (os.getpid(), os.getuid(), os.getgid())
    assert expected == (credentials.pid, credentials.uid, credentials.gid)
    pid, uid, gid = expected
    assert f"Credentials(pid={pid}, uid={uid}, gid={gid})" == repr(credentials)


def exchanged(family, options, sent, host):
    """The typed control messages of one datagram to `host`, received with these options."""
    kind = socket.SOCK_DGRAM
    with socket.socket(family, kind) as server, socket.socket(family, kind) as client:
        server.bind((host, 0))
        for level, option in options:
            server.setsockopt(level, option, 1)
        client.sendmsg([b"x"], sent, 0, server.getsockname())
        _, ancillary, flags, _ = server.recvmsg(1, 1000)
    assert not flags & socket.MSG_CTRUNC
    return {type(m): m for m in (ControlMessage.of(*each) for each in ancillary)}


@LINUX
def test_what_ipv4_tells_beside_a_datagram():
    options = [
        (IPPROTO_IP, getattr(pysock, name)) for name in ("IP_PKTINFO", "IP_RECVTTL", "IP_RECVTOS")
    ]
    options.append((SOL_SOCKET, pysock.SO_TIMESTAMPNS))
    sent = [TimeToLive(9), TypeOfService(8), PacketInfo("127.0.0.9")]
    found = exchanged(socket.AF_INET, options, sent, "127.0.0.1")
    assert [9, 8] == [found[TimeToLive].value, found[TypeOfService].value]
    info = found[PacketInfo]
    assert ["127.0.0.1", socket.if_nametoindex("lo")] == [info.destination, info.interface]
    assert abs(found[Timestamp].seconds - pysock.time(None)) < 60
    assert "TimeToLive(9)" == repr(found[TimeToLive])


@LINUX
def test_microseconds_are_nanoseconds_too():
    options = [(SOL_SOCKET, pysock.SO_TIMESTAMP)]
    found = exchanged(socket.AF_INET, options, [], "127.0.0.1")
    assert abs(found[Timestamp].nanoseconds // 10**9 - pysock.time(None)) < 60
    assert 0 == found[Timestamp].nanoseconds % 1000


@LINUX
@pytest.mark.skipif(not socket.has_ipv6, reason="this Python knows no IPv6")
def test_what_ipv6_tells_beside_a_datagram():
    names = ("IPV6_RECVPKTINFO", "IPV6_RECVHOPLIMIT", "IPV6_RECVTCLASS")
    options = [(IPPROTO_IPV6, getattr(pysock, name)) for name in names]
    sent = [HopLimit(5), TrafficClass(4), PacketInfo("::1")]
    found = exchanged(socket.AF_INET6, options, sent, "::1")
    assert [5, 4] == [found[HopLimit].value, found[TrafficClass].value]
    info = found[PacketInfo]
    assert ["::1", "::1"] == [info.source, info.destination]
    assert socket.if_nametoindex("lo") == info.interface


def test_packet_info_checks_its_address():
    for bad in ("300.1.1.1", "example", ":::"):
        with pytest.raises(ValueError, match="is no address"):
            PacketInfo(bad)
    assert IPPROTO_IPV6 == PacketInfo(interface=1, ipv6=True).level


@LINUX
def test_errors_of_the_network():
    """ICMP's port unreachable, with the machine that sent it."""
    from pysock import Address

    with socket.socket(type=socket.SOCK_DGRAM) as one:
        with socket.socket(type=socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            one.connect(other.getsockname())
        one.setsockopt(IPPROTO_IP, pysock.IP_RECVERR, 1)
        one.send(b"lost")
        data, ancillary, flags, _ = one.recvmsg(9, 1000, socket.MSG_ERRQUEUE)
    assert [b"lost", socket.MSG_ERRQUEUE] == [data, flags & socket.MSG_ERRQUEUE]
    (error,) = (ControlMessage.of(*each) for each in ancillary)
    assert isinstance(error, ReceivedError)
    assert [pysock.ECONNREFUSED, pysock.SO_EE_ORIGIN_ICMP] == [error.errno, error.origin]
    assert [3, 3] == [error.icmp_type, error.code]
    assert Address("127.0.0.1", 0) == error.offender


def test_messages_cut_short_stay_plain():
    """A struct of which MSG_CTRUNC left half has no fields."""
    half = ControlMessage.of(IPPROTO_IP, getattr(pysock, "IP_PKTINFO", 26), b"half")
    assert ControlMessage is type(half)
    assert f"ControlMessage({half[0]}, {half[1]}, b'half')" == repr(half)
