"""netlink against C's macros, and the kernel's answers against the standard library's and sysfs."""

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
    AF_NETLINK,
    AF_UNSPEC,
    INT_MAX,
    SOCK_RAW,
    NullPointer,
    OutOfBounds,
    bind,
    char,
    close,
    getsockname,
    int_,
    ptr,
    recv,
    send,
    sizeof,
    socket,
    socklen_t,
    struct,
    uint,
)

pytestmark = LINUX

N = pysock  # the names below exist on Linux alone
CSRC = Path(__file__).resolve().parents[1] / "csrc"
ENODEV = 19


@pytest.fixture
def sock():
    fd = socket(AF_NETLINK, SOCK_RAW, N.NETLINK_ROUTE)
    assert fd != -1
    own = struct.sockaddr_nl(nl_family=AF_NETLINK)
    assert 0 == bind(fd, own, sizeof(own))
    yield fd
    close(fd)


def request(type, body, flags):
    """A message with one struct as its payload, in a buffer of its size."""
    buffer = char[N.NLMSG_SPACE(sizeof(body))]()
    header = ptr(struct.nlmsghdr, buffer)
    header.nlmsg_len = N.NLMSG_LENGTH(sizeof(body))
    header.nlmsg_type, header.nlmsg_flags, header.nlmsg_seq = type, flags, 7
    ptr(body._type, N.NLMSG_DATA(header))[0] = body
    return buffer


def answers(fd):
    """The messages of a dump, up to its NLMSG_DONE."""
    buffer = char[32768]()
    while True:
        left = int_(recv(fd, buffer, sizeof(buffer), 0))
        assert left > 0
        header = ptr(struct.nlmsghdr, buffer)
        while N.NLMSG_OK(header, left):
            assert 7 == header.nlmsg_seq
            if header.nlmsg_type == N.NLMSG_DONE:
                return
            yield header
            header = N.NLMSG_NEXT(header, left)
        assert 0 == left


def attributes(first, length):
    left = int_(length)
    found = {}
    while N.RTA_OK(first, left):
        size = N.RTA_PAYLOAD(first)
        found[first.rta_type] = ptr(char, N.RTA_DATA(first))[:size]
        first = N.RTA_NEXT(first, left)
    assert 0 == left
    return found


def dump(fd, type, body):
    message = request(type, body, N.NLM_F_REQUEST | N.NLM_F_DUMP)
    length = ptr(struct.nlmsghdr, message).nlmsg_len
    assert length == send(fd, message, length, 0)
    return answers(fd)


# ------------------------------------------------------------------------- what the kernel says


def test_the_links_are_those_of_the_standard_library(sock):
    links = {}
    for header in dump(sock, N.RTM_GETLINK, struct.ifinfomsg(ifi_family=AF_UNSPEC)):
        assert N.RTM_NEWLINK == header.nlmsg_type
        assert header.nlmsg_flags & N.NLM_F_MULTI
        link = ptr(struct.ifinfomsg, N.NLMSG_DATA(header))
        found = attributes(N.IFLA_RTA(link), N.IFLA_PAYLOAD(header))
        name = found[N.IFLA_IFNAME].rstrip(b"\0").decode()
        links[link.ifi_index] = name, uint(int.from_bytes(found[N.IFLA_MTU], "little")).value
    assert dict(stdlib.if_nameindex()) == {index: name for index, (name, _) in links.items()}
    for name, mtu in links.values():
        assert int(Path(f"/sys/class/net/{name}/mtu").read_text()) == mtu


def test_the_loopback_has_its_address_and_its_route(sock):
    loopback = stdlib.if_nametoindex("lo")
    found = {}
    for header in dump(sock, N.RTM_GETADDR, struct.ifaddrmsg(ifa_family=AF_INET)):
        address = ptr(struct.ifaddrmsg, N.NLMSG_DATA(header))
        if address.ifa_index == loopback:
            found = attributes(N.IFA_RTA(address), N.IFA_PAYLOAD(header))
            assert (AF_INET, 8) == (address.ifa_family, address.ifa_prefixlen)
    assert b"\x7f\0\0\1" == found[N.IFA_LOCAL]
    assert b"lo\0" == found[N.IFA_LABEL]

    local = []
    for header in dump(sock, N.RTM_GETROUTE, struct.rtmsg(rtm_family=AF_INET)):
        route = ptr(struct.rtmsg, N.NLMSG_DATA(header))
        found = attributes(N.RTM_RTA(route), N.RTM_PAYLOAD(header))
        if found.get(N.RTA_DST) == b"\x7f\0\0\1":
            local.append((route.rtm_type, route.rtm_table, route.rtm_scope, route.rtm_dst_len))
            assert loopback == int.from_bytes(found[N.RTA_OIF], "little")
    assert [(N.RTN_LOCAL, N.RT_TABLE_LOCAL, N.RT_SCOPE_HOST, 32)] == local


def test_a_failure_comes_as_a_message(sock):
    body = struct.ifinfomsg(ifi_family=AF_UNSPEC, ifi_index=INT_MAX)
    message = request(N.RTM_GETLINK, body, N.NLM_F_REQUEST)
    assert 32 == send(sock, message, 32, 0)
    buffer = char[512]()
    left = int_(recv(sock, buffer, sizeof(buffer), 0))
    header = ptr(struct.nlmsghdr, buffer)
    assert N.NLMSG_OK(header, left)
    assert N.NLMSG_ERROR == header.nlmsg_type
    failed = ptr(struct.nlmsgerr, N.NLMSG_DATA(header))
    assert (-ENODEV, 7) == (failed.error, failed.msg.nlmsg_seq)


def test_the_kernel_gives_the_socket_its_address(sock):
    own, size = struct.sockaddr_nl(), socklen_t(sizeof(struct.sockaddr_nl))
    assert 0 == getsockname(sock, own, size)
    assert (AF_NETLINK, 0) == (own.nl_family, own.nl_groups)
    assert 0 != own.nl_pid
    oracle = stdlib.socket(fileno=os.dup(sock))
    assert oracle.getsockname() == (own.nl_pid, 0)
    oracle.close()


# ----------------------------------------------------------------------------- C's own arithmetic


def test_lengths_are_cs(compiler, tmp_path):
    macros = ["NLMSG_ALIGN", "NLMSG_LENGTH", "NLMSG_SPACE", "RTA_ALIGN", "RTA_LENGTH", "RTA_SPACE"]
    lines = "".join(
        f'for (int i = 0; i < 70; i++) printf("%d ", (int){macro}(i));\n' for macro in macros
    )
    source = f'#include "compat.h"\nint main(void) {{ {lines} return 0; }}\n'
    printed = C(compiler, tmp_path).output(source)
    ours = [getattr(N, macro)(i) for macro in macros for i in range(70)]
    assert [int(number) for number in printed.split()] == ours


def test_members_lie_where_c_puts_them(compiler, tmp_path):
    fence = build_stems.fence(CSRC / "netlink_linux.c")
    tags = re.findall(r"^struct (\w+) \{", fence, re.MULTILINE)
    assert len(tags) > 8
    lines, ours = "", []
    for tag in tags:
        record = getattr(struct, tag)
        lines += f'printf("%zu\\n", sizeof(struct {tag}));\n'
        ours.append(record.size)
        for member, (_, at) in record.members.items():
            lines += f'printf("%zu\\n", offsetof(struct {tag}, {member}));\n'
            ours.append(at)
    source = f'#include "compat.h"\nint main(void) {{ {lines} return 0; }}\n'
    assert [*map(int, C(compiler, tmp_path).output(source).split())] == ours


# ------------------------------------------------------------------------------ bad messages


def one_message(length, room=32):
    buffer = char[room]()
    header = ptr(struct.nlmsghdr, buffer)
    header.nlmsg_len = length
    return header


def test_a_message_that_lies_about_its_length():
    for told in (0, 15, 33, 2**32 - 1):
        assert not N.NLMSG_OK(one_message(told), 32)
    assert N.NLMSG_OK(one_message(32), 32)
    assert not N.NLMSG_OK(one_message(32), 31)
    assert not N.NLMSG_OK(one_message(16), 15)
    assert not N.NLMSG_OK(one_message(16), -1)
    attribute = ptr(struct.rtattr, char[8]())
    for told in (0, 3, 9, 65535):
        attribute.rta_len = told
        assert not N.RTA_OK(attribute, 8)
    attribute.rta_len = 8
    assert N.RTA_OK(attribute, 8)
    assert 8 == N.NLMSG_PAYLOAD(one_message(32), 8)
    assert not N.RTA_OK(attribute, 3)


def test_no_step_leaves_the_buffer():
    for told in (36, 100, 2**32 - 4):
        left = int_(32)
        with pytest.raises(OutOfBounds, match="in an object that has 32"):
            N.NLMSG_NEXT(one_message(told), left)
        assert 32 == left
    left = int_(32)
    end = N.NLMSG_NEXT(one_message(32), left)
    assert 0 == left
    assert not N.NLMSG_OK(end, left)
    with pytest.raises(OutOfBounds):
        N.NLMSG_OK(end, 32)
    with pytest.raises(OutOfBounds):
        end.nlmsg_len  # noqa: B018


def test_the_last_message_needs_no_padding():
    left = int_(29)
    end = N.NLMSG_NEXT(one_message(29, room=29), left)
    assert -3 == left  # as in C
    assert not N.NLMSG_OK(end, left)
    left = int_(7)
    attribute = ptr(struct.rtattr, char[7]())
    attribute.rta_len = 7
    assert not N.RTA_OK(N.RTA_NEXT(attribute, left), left)


def test_data_has_the_bounds_of_its_buffer():
    data = ptr(char, N.NLMSG_DATA(one_message(2**32 - 1)))
    assert bytes(16) == data[:16]
    with pytest.raises(OutOfBounds):
        data[16]
    with pytest.raises(OutOfBounds):
        N.NLMSG_DATA(ptr(struct.nlmsghdr, char[15]()))
    with pytest.raises(OutOfBounds):
        N.RTA_DATA(ptr(struct.rtattr, char[3]()))


def test_bad_arguments():
    header = one_message(16)
    for call in (N.NLMSG_DATA, N.RTA_DATA, N.IFLA_RTA, N.IFA_RTA, N.RTM_RTA, N.RTA_PAYLOAD):
        with pytest.raises(NullPointer):
            call(None)
        for bad in (b"x" * 64, 5, struct.timeval(), char[64]()):
            with pytest.raises(TypeError):
                call(bad)
    for bad in (5, None, "5", header):
        with pytest.raises(TypeError, match="changes the length"):
            N.NLMSG_NEXT(header, bad)
    with pytest.raises(TypeError, match="a length is an integer"):
        N.NLMSG_OK(header, "16")
    with pytest.raises(TypeError):
        N.RTA_OK(ptr(struct.rtattr, char[8]()), None)
    for bad in ("1", None, 1.0):
        with pytest.raises(TypeError):
            N.NLMSG_ALIGN(bad)
    with pytest.raises(OverflowError):
        N.RTA_ALIGN(-1)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("netlink", tmp_path)
