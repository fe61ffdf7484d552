"""Addresses: parsing, printing, order, and agreement with C and with the standard library."""

import copy
import ipaddress
import os
import pickle
import socket

import pytest

import pysock as c
from pysock import Address, GaiError, SocketError

INTERNET = [
    ("127.0.0.1:80", ("127.0.0.1", 80)),
    ("*:9190", ("0.0.0.0", 9190)),
    (":9190", ("0.0.0.0", 9190)),
    ("255.255.255.255:65535", ("255.255.255.255", 65535)),
    ("[::1]:9190", ("::1", 9190, 0, 0)),
    ("[0:0::1]:0", ("::1", 0, 0, 0)),
    ("[::ffff:1.2.3.4]:5", ("::ffff:1.2.3.4", 5, 0, 0)),
    ("[fe80::1%1]:80", ("fe80::1", 80, 0, 1)),
    ("[fe80::1%77777]:80", ("fe80::1", 80, 0, 77777)),
]
UNIX = [
    ("/run/echo", "/run/echo"),
    ("./echo", "./echo"),
    ("/tmp/에코", "/tmp/에코"),
    ("@echo", b"\0echo"),
    ("\0echo", b"\0echo"),
]
TEXTS = [*INTERNET, *UNIX]


@pytest.mark.parametrize(("text", "native"), TEXTS)
def test_a_text_becomes_what_the_standard_library_shows(text, native):
    address = Address(text)
    assert native == address.native
    assert address == native
    assert hash(native) == hash(address)
    assert Address(str(address)) == address
    assert eval(repr(address)) == address


@pytest.mark.parametrize(("text", "native"), TEXTS)
def test_an_address_survives_c_and_copying(text, native):
    address = Address(text)
    assert address == Address.from_c(address.to_c(), address.size)
    assert address == pickle.loads(pickle.dumps(address)) == copy.deepcopy(address)
    assert address is Address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost",
        "localhost:80",
        "127.0.0.1",
        "127.0.0.1:http",
        "127.0.0.1:٣",
        "127.1:80",
        "0:80",
        "::1:80",
        "[127.0.0.1]:80",
        "[::1:80",
        "[::1]",
        "1.2.3.4\0:80",
        "/tmp/a\0b",
    ],
)
def test_a_text_that_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match=r"no address|no numeric host|no NUL"):
        Address(text)


@pytest.mark.parametrize("port", [-1, 65536, 10**30])
def test_a_port_has_16_bits(port):
    with pytest.raises(OverflowError, match=r"port .*: a port is 0 to 65535"):
        Address("127.0.0.1", port)


def test_the_parts_of_an_internet_address():
    address = Address("fe80::1", 80, flowinfo=5, scope_id=1)
    assert ("fe80::1", 80, 5, 1) == address.native
    assert (80, 5, 1) == (address.port, address.flowinfo, address.scope_id)
    assert f"fe80::1%{socket.if_indextoname(1)}" == address.host
    assert ipaddress.ip_address("fe80::1") == address.ip
    assert socket.AF_INET6 == address.family
    assert (0, 0) == (Address("1.2.3.4:5").flowinfo, Address("1.2.3.4:5").scope_id)


def test_every_internet_address_unpacks_to_two():
    assert ["127.0.0.1", 80] == list(Address("127.0.0.1:80"))
    host, port = Address("[::1]:80")
    assert ("::1", 80) == (host, port)
    host, port = Address("fe80::1%1", 80)
    assert Address(host, port) == Address("fe80::1", 80, scope_id=1)
    with pytest.raises(TypeError, match="no host and port"):
        list(Address("/tmp/x"))


def test_indexing_is_the_standard_librarys():
    address = Address("::1", 80, scope_id=3)
    assert ["::1", 80, 0, 3] == [address[index] for index in range(4)]
    assert ("::1", 80) == address[:2]


def test_attributes_of_another_family_say_so():
    with pytest.raises(AttributeError, match="no path"):
        Address("1.2.3.4:5").path  # noqa: B018
    with pytest.raises(AttributeError, match="no host and port"):
        Address("/tmp/x").host  # noqa: B018
    with pytest.raises(TypeError, match="not in the file system"):
        os.fspath(Address("1.2.3.4:5"))
    with pytest.raises(TypeError, match="not in the file system"):
        os.fspath(Address("@echo"))


def test_an_address_does_not_change():
    address = Address("127.0.0.1:80")
    for name in ("host", "port", "native", "family", "path"):
        with pytest.raises(AttributeError):
            setattr(address, name, 1)
    address.to_c().sin_port = 0
    assert 80 == address.port == Address.from_c(address.to_c()).port


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("0.0.0.0", "A"),
        ("127.255.255.255", "A"),
        ("128.0.0.0", "B"),
        ("191.255.255.255", "B"),
        ("192.0.0.0", "C"),
        ("223.255.255.255", "C"),
        ("224.0.0.0", "D"),
        ("239.255.255.255", "D"),
        ("240.0.0.0", "E"),
        ("::1", None),
    ],
)
def test_the_network_class(host, expected):
    assert expected == Address(host, 0).network_class


def test_hosts_are_ordered_by_number():
    texts = ["2.0.0.0:1", "10.0.0.0:1", "10.0.0.0:2", "[::2]:1", "[::10]:1"]
    addresses = [Address(text) for text in texts]
    assert addresses == sorted([addresses[i] for i in (4, 2, 0, 3, 1)])
    assert addresses[0] <= addresses[0] < addresses[1]
    assert addresses[1] > addresses[0]
    assert sorted([Address("/b"), Address("@a"), Address("/a")]) == [
        Address("@a"),
        Address("/a"),
        Address("/b"),
    ]
    with pytest.raises(TypeError):
        Address("1.2.3.4:5") < 5  # noqa: B015
    with pytest.raises(TypeError):
        Address("1.2.3.4:5") <= 5  # noqa: B015


def test_addresses_are_keys():
    peers = {Address("127.0.0.1:80"): "a", Address("/tmp/x"): "b"}
    assert ("a", "b") == (peers["127.0.0.1", 80], peers["/tmp/x"])
    assert Address("127.0.0.1:80") != Address("127.0.0.1:81")
    assert Address("127.0.0.1:80") != 5


def test_tuples_of_the_standard_library_are_taken():
    assert Address("127.0.0.1:80") == Address(("127.0.0.1", 80))
    assert Address("[::1]:80") == Address(("::1", 80)) == Address(("::1", 80, 0, 0))
    with pytest.raises(TypeError, match="a tuple of 1"):
        Address(("127.0.0.1",))
    with pytest.raises(TypeError, match="a host is a str"):
        Address((b"127.0.0.1", 80))


def test_paths(tmp_path):
    assert str(tmp_path) == Address(tmp_path).path == Address(os.fsencode(tmp_path)).native
    assert "@x" == Address.unix("@x").path
    assert "Address.unix('@x')" == repr(Address.unix("@x"))
    assert "Address.unix('')" == repr(Address.unix(""))
    odd = Address.unix(b"/tmp/\xff")
    assert b"/tmp/\xff" == os.fsencode(odd)
    assert odd == Address.from_c(odd.to_c(), odd.size)
    room = len(bytes(c.struct.sockaddr_un().sun_path))
    assert room - 1 == len(Address.unix("/" * (room - 1)).path)
    with pytest.raises(SocketError, match=f"a UNIX path of {room} bytes; sun_path has {room}"):
        Address.unix("/" * room)


def test_the_kernel_agrees_about_unix_addresses(tmp_path):
    for address in (Address(tmp_path / "echo"), Address.unix(f"\0pysock-{os.getpid()}")):
        with socket.socket(socket.AF_UNIX) as theirs:
            theirs.bind(address.native)
            storage, size = c.struct.sockaddr_storage(), c.socklen_t(128)
            assert 0 == c.getsockname(theirs.fileno(), storage, size)
            assert address == Address.from_c(storage, int(size))
            assert address.size == int(size)


def test_c_agrees_about_internet_addresses():
    sin = Address("127.0.0.1:9190").to_c()
    assert c.inet_addr("127.0.0.1") == sin.sin_addr.s_addr
    assert c.htons(9190) == sin.sin_port
    assert "Address('127.0.0.1:9190')" == repr(Address.from_c(c.ptr(c.struct.sockaddr, sin)))


def test_another_family_is_kept_as_it_is():
    storage = c.struct.sockaddr_storage(ss_family=c.AF_APPLETALK)
    address = Address.from_c(storage, 8)
    assert (c.AF_APPLETALK, bytes(6)) == address.native
    assert address == Address.from_c(address.to_c(), 8)
    assert address == pickle.loads(pickle.dumps(address))
    with pytest.raises(AttributeError):
        address.host  # noqa: B018


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_resolve_agrees_with_the_standard_library(family):
    host = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}[family]
    flags = socket.AI_NUMERICHOST
    theirs = socket.getaddrinfo(host, 80, family, socket.SOCK_STREAM, flags=flags)
    ours = Address.resolve(host, 80, family=family, flags=flags)
    assert [found[4] for found in theirs] == ours


def test_resolve_looks_names_up():
    assert Address("127.0.0.1:0") in Address.resolve("localhost", family=socket.AF_INET)
    assert [Address("*:80")] == Address.resolve(
        None, 80, family=socket.AF_INET, flags=socket.AI_PASSIVE
    )
    with pytest.raises(GaiError, match=r"getaddrinfo\(::1, 80\): .* \[EAI_\w+\]"):
        Address.resolve("::1", 80, family=socket.AF_INET)


def test_an_unknown_scope_is_an_error():
    with pytest.raises(SocketError, match=r"if_nametoindex\(nothere\): .* \[ENODEV\]"):
        Address("[fe80::1%nothere]:80")
