"""Headers of the protocols: where C puts their members, and packets that the kernel made."""

import os
import re
import socket as stdlib
from pathlib import Path

import build_stems
import pytest
from c_oracle import LINUX, C
from misuse import complaints_of

import pysock
from pysock import (
    AF_INET,
    SO_ATTACH_FILTER,
    SOL_SOCKET,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    WildPointer,
    char,
    htons,
    int_,
    ntohs,
    ptr,
    recv,
    setsockopt,
    sizeof,
    struct,
    union,
)

pytestmark = LINUX

N = pysock  # the names exist on Linux alone
CSRC = Path(__file__).resolve().parents[1] / "csrc"
PRIVILEGED = pytest.mark.skipif(os.getuid() != 0, reason="raw sockets take user 0's privilege")


# --------------------------------------------------------------------------------- the headers


def records():
    fences = "".join(build_stems.fence(CSRC / f"raw_{suffix}.c") for suffix in ("posix", "linux"))
    return sorted(set(re.findall(r"^struct (\w+) \{", fences, re.MULTILINE)))


def test_members_lie_where_c_puts_them(compiler, tmp_path):
    """C sets every bit of one member; the bytes must be those that Python sets."""
    lines, ours = "", []
    for tag in records():
        record = getattr(struct, tag)
        ours.append(f"{tag} {record.size}")
        lines += f'printf("{tag} %zu\\n", sizeof(struct {tag}));\n'
        for member, (ctype, _) in record.members.items():
            if type(ctype).__name__ not in ("Integer", "BitField"):
                continue
            made = record()
            setattr(made, member, -1)
            ours.append(f"{member} {bytes(made).hex()}")
            lines += f"""
            {{ struct {tag} made; memset(&made, 0, sizeof(made)); made.{member} = -1;
              printf("{member} "); const unsigned char *at = (void *)&made;
              for (size_t i = 0; i < sizeof(made); i++) printf("%02x", at[i]); puts(""); }}"""
    assert len(ours) > 100
    source = f'#include "compat.h"\nint main(void) {{ {lines} return 0; }}\n'
    assert C(compiler, tmp_path).output(source).splitlines() == ours


def test_bits_of_a_header():
    header = struct.ip(ip_v=4, ip_hl=5)
    assert 0x45 == bytes(header)[0]
    header.ip_hl = 31  # C keeps the low bits
    assert (4, 15) == (header.ip_v, header.ip_hl)
    header.ip_v += 1
    assert 5 == header.ip_v
    with pytest.raises(TypeError):
        header.ip_v = "4"
    segment = struct.tcphdr(syn=1, ack=1, doff=5)
    assert N.TH_SYN | N.TH_ACK == segment.th_flags
    assert 5 == segment.th_off


def test_icmp6_filters_are_cs(compiler, tmp_path):
    actions = "".join(
        f'ICMP6_FILTER_{call}; printf("%d%d ", !!ICMP6_FILTER_WILLPASS(5, &f), '
        "!!ICMP6_FILTER_WILLBLOCK(200, &f)); for (int i = 0; i < 8; i++) "
        'printf("%08x", f.icmp6_filt[i]); puts("");'
        for call in (
            "SETBLOCKALL(&f)",
            "SETPASS(5, &f)",
            "SETPASS(200, &f)",
            "SETBLOCK(5, &f)",
            "SETPASSALL(&f)",
            "SETBLOCK(255, &f)",
        )
    )
    source = f'#include "compat.h"\nint main(void) {{ struct icmp6_filter f; {actions} return 0; }}'
    f, ours = struct.icmp6_filter(), []
    for act in (
        lambda: N.ICMP6_FILTER_SETBLOCKALL(f),
        lambda: N.ICMP6_FILTER_SETPASS(5, f),
        lambda: N.ICMP6_FILTER_SETPASS(200, f),
        lambda: N.ICMP6_FILTER_SETBLOCK(5, f),
        lambda: N.ICMP6_FILTER_SETPASSALL(f),
        lambda: N.ICMP6_FILTER_SETBLOCK(255, f),
    ):
        act()
        words = memoryview(bytes(f)).cast("I")
        ours.append(
            f"{N.ICMP6_FILTER_WILLPASS(5, f)}{N.ICMP6_FILTER_WILLBLOCK(200, f)} "
            + "".join(f"{word:08x}" for word in words)
        )
    assert C(compiler, tmp_path).output(source).splitlines() == ours
    for call in (N.ICMP6_FILTER_SETPASS, N.ICMP6_FILTER_SETBLOCK, N.ICMP6_FILTER_WILLPASS):
        for bad in (-1, 256, 2**40):
            with pytest.raises(OutOfBounds, match=r"0\.\.255"):
                call(bad, f)
        with pytest.raises(NullPointer):
            call(1, None)
        for bad in (5, bytearray(32), struct.timeval()):
            with pytest.raises(TypeError):
                call(1, bad)
        with pytest.raises(TypeError):
            call("1", f)
    for call in (N.ICMP6_FILTER_SETPASSALL, N.ICMP6_FILTER_SETBLOCKALL):
        with pytest.raises(NullPointer):
            call(None)


# --------------------------------------------------------------------------------- the packets


def checksum(data):
    pairs = (data[i : i + 2].ljust(2, b"\0") for i in range(0, len(data), 2))
    total = sum(int.from_bytes(pair, "big") for pair in pairs)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


@PRIVILEGED
def test_an_echo_request_is_answered():
    fd = N.socket(AF_INET, N.SOCK_RAW, N.IPPROTO_ICMP)
    request = struct.icmp(icmp_type=N.ICMP_ECHO)
    request.icmp_id, request.icmp_seq = htons(0x1234), htons(7)
    request.icmp_cksum = htons(checksum(bytes(request)[: N.ICMP_MINLEN]))
    there = struct.sockaddr_in(sin_family=AF_INET)
    there.sin_addr.s_addr = N.inet_addr("127.0.0.1")
    assert 8 == N.sendto(fd, request, N.ICMP_MINLEN, 0, there, sizeof(there))
    packet = char[200]()
    for _ in range(20):
        length = recv(fd, packet, sizeof(packet), 0)
        header = ptr(struct.ip, packet)
        answer = ptr(struct.icmp, packet + 4 * header.ip_hl)
        if answer.icmp_type == N.ICMP_ECHOREPLY and ntohs(answer.icmp_id) == 0x1234:
            break
    N.close(fd)
    assert (4, 5, N.IPPROTO_ICMP) == (header.ip_v, header.ip_hl, header.ip_p)
    assert length == ntohs(header.ip_len) == 28
    assert 7 == ntohs(answer.icmp_seq)
    assert 0 == checksum(packet[20:28])


@PRIVILEGED
def test_a_datagram_seen_from_below():
    fd = N.socket(N.AF_PACKET, N.SOCK_RAW, htons(N.ETH_P_IP))
    lo = stdlib.if_nametoindex("lo")
    here = struct.sockaddr_ll(
        sll_family=N.AF_PACKET, sll_protocol=htons(N.ETH_P_IP), sll_ifindex=lo
    )
    assert 0 == N.bind(fd, here, sizeof(here))
    with stdlib.socket(stdlib.AF_INET, stdlib.SOCK_DGRAM) as sender:
        sender.bind(("127.0.0.1", 0))
        mine = sender.getsockname()
        sender.sendto(b"hello", mine)
    frame = char[200]()
    source, size = struct.sockaddr_ll(), N.socklen_t(sizeof(struct.sockaddr_ll))
    for _ in range(100):
        length = N.recvfrom(fd, frame, sizeof(frame), 0, source, size)
        ip = ptr(struct.ip, frame + sizeof(struct.ether_header))
        datagram = ptr(struct.udphdr, frame + sizeof(struct.ether_header) + 20)
        if ip.ip_p == N.IPPROTO_UDP and ntohs(datagram.uh_sport) == mine[1]:
            break
    N.close(fd)
    assert N.ETHERTYPE_IP == ntohs(ptr(struct.ether_header, frame).ether_type)
    assert mine[1] == ntohs(datagram.uh_dport) == ntohs(datagram.dest)
    assert 8 + 5 == ntohs(datagram.uh_ulen)
    assert b"hello" == frame[length - 5 : length]
    assert (lo, N.ARPHRD_LOOPBACK) == (source.sll_ifindex, source.sll_hatype)
    assert source.sll_pkttype in (N.PACKET_HOST, N.PACKET_OUTGOING)


# --------------------------------------------------------------------------------- the filters


@pytest.fixture
def pair():
    one, two = stdlib.socketpair(stdlib.AF_UNIX, stdlib.SOCK_DGRAM)
    with one, two:
        yield one, two


def program(*instructions):
    array = struct.sock_filter[len(instructions)](instructions)
    return struct.sock_fprog(len=len(instructions), filter=array)


RETURN = 0x06  # BPF_RET | BPF_K


def test_a_filter_cuts_what_comes(pair):
    one, two = pair
    cut = program((RETURN, 0, 0, 3))
    assert 0 == setsockopt(two.fileno(), SOL_SOCKET, SO_ATTACH_FILTER, cut, sizeof(cut))
    one.send(b"abcdef")
    assert b"abc" == two.recv(100)


def test_the_kernel_reads_no_further_than_the_program(pair):
    fd = pair[1].fileno()
    filtering = program((RETURN, 0, 0, 3))

    def attach(thing):
        return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, thing, sizeof(struct.sock_fprog))

    filtering.len = 2
    with pytest.raises(OutOfBounds, match="16 bytes of an object that has 8"):
        attach(filtering)
    filtering.len, filtering.filter = 1, None
    with pytest.raises(NullPointer):
        attach(filtering)
    pysock.memset(filtering, 0x55, sizeof(filtering))
    with pytest.raises(WildPointer):
        attach(filtering)
    with pytest.raises(NullPointer):
        attach(None)
    for bad in (b"x" * 16, bytearray(16), 5, char[16]()):
        with pytest.raises(TypeError):
            attach(bad)
    assert -1 == setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, struct.sock_fprog(), 15)
    assert -1 == attach(struct.sock_fprog())
    assert N.EINVAL == pysock.errno


def test_bad_members():
    with pytest.raises(OutOfBounds):
        ptr(struct.ip, char[19]()).ip_dst  # noqa: B018
    with pytest.raises(ConstViolation):
        ptr(struct.udphdr, "12345678").source = 5
    with pytest.raises(TypeError):
        struct.ip(ip_nothing=5)
    assert 4 == sizeof(int_)
    assert not hasattr(union, "ip")


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("raw", tmp_path)
