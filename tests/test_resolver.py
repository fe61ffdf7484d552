"""The reentrant lookups against the static ones, and against C's own entries."""

import errno as numbers
import socket as stdlib

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import (
    AF_INET,
    HOST_NOT_FOUND,
    INADDR_LOOPBACK,
    ConstViolation,
    NullPointer,
    OutOfBounds,
    char,
    gethostbyname,
    getservbyname,
    h_errno,
    htonl,
    htons,
    int_,
    ptr,
    sizeof,
    struct,
)

pytestmark = LINUX

N = pysock  # the calls exist on Linux alone
LOOPBACK = struct.in_addr(s_addr=htonl(INADDR_LOOPBACK))


class Host:
    """The places that a lookup of a host fills."""

    type = struct.hostent

    def __init__(self, room=1024):
        self.entry, self.buffer = self.type(), char[room]()
        self.result = ptr(self.type)()
        self.reason = int_(99)
        self.places = [self.entry, self.buffer, room, self.result]

    def by_name(self, name):
        return N.gethostbyname_r(name, *self.places, self.reason)

    def by_address(self, address, length=4, family=AF_INET):
        return N.gethostbyaddr_r(address, length, family, *self.places, self.reason)


class Service(Host):
    type = struct.servent

    def by_name(self, name, proto="tcp"):
        return N.getservbyname_r(name, proto, *self.places)

    def by_port(self, port, proto="tcp"):
        return N.getservbyport_r(port, proto, *self.places)


def strings(array):
    found = []
    while array is not None and array[len(found)] is not None:
        found.append(str(array[len(found)]))
    return found


def test_a_host_by_name():
    host = Host()
    assert 0 == host.by_name("localhost")
    static = gethostbyname("localhost")
    assert str(static.h_name) == str(host.entry.h_name)
    assert strings(static.h_aliases) == strings(host.entry.h_aliases)
    assert (AF_INET, 4) == (host.entry.h_addrtype, host.entry.h_length)
    address = ptr(struct.in_addr, host.entry.h_addr_list[0])
    assert htonl(INADDR_LOOPBACK) == address.s_addr
    assert str(host.entry.h_name) == str(host.result.h_name)
    second = Host()
    assert 0 == second.by_name("127.0.0.9")
    assert str(static.h_name) == str(host.entry.h_name)


def test_a_host_by_address():
    host = Host()
    assert 0 == host.by_address(LOOPBACK)
    assert stdlib.gethostbyaddr("127.0.0.1")[0] == str(host.entry.h_name)


def test_a_service():
    service = Service()
    assert 0 == service.by_name("http")
    assert htons(80) == service.entry.s_port == getservbyname("http", "tcp").s_port
    assert 0 == service.by_port(htons(443), None)
    assert "https" == str(service.entry.s_name)
    assert strings(service.entry.s_aliases) == strings(service.result.s_aliases)


def test_what_is_not_there():
    h_errno.value = 0
    host = Host()
    assert host.by_name("no-such-host.invalid") in (0, 11)  # EAGAIN where nobody can be asked
    assert host.result.value is None
    assert HOST_NOT_FOUND == host.reason or 0 != host.reason
    assert 0 == h_errno  # the reason stands in its place alone
    service = Service()
    assert 0 == service.by_name("no-such-service")
    assert service.result.value is None
    assert 0 == service.by_port(htons(1), "no-such-protocol")
    assert service.result.value is None


def test_too_little_room():
    for places in (Host(8), Host(0)):
        assert numbers.ERANGE == places.by_name("localhost")
        assert numbers.ERANGE == places.by_address(LOOPBACK)
        assert places.result.value is None
    service = Service(8)
    assert numbers.ERANGE == service.by_name("http")
    assert numbers.ERANGE == service.by_port(htons(80))


def test_an_entry_outlives_what_happens_to_the_buffer():
    host = Host()
    assert 0 == host.by_name("localhost")
    pysock.memset(host.buffer, 0xFF, sizeof(host.buffer))
    assert "localhost" == str(host.entry.h_name)


@pytest.mark.parametrize("position", range(4))
def test_places_of_every_bad_kind(position):
    bad = {
        0: [(None, NullPointer), (5, TypeError), (bytearray(32), TypeError)],
        1: [(None, NullPointer), (5, TypeError), ("literal", ConstViolation)],
        2: [(-1, OutOfBounds), (1025, OutOfBounds), ("1", TypeError), (None, TypeError)],
        3: [(None, NullPointer), (5, TypeError), (ptr(char)(), TypeError)],
    }
    for thing, error in bad[position]:
        host, service = Host(), Service()
        for places in (host, service):
            places.places[position] = thing
        for call in (
            lambda host=host: host.by_name("localhost"),
            lambda host=host: host.by_address(LOOPBACK),
            lambda service=service: service.by_name("http"),
            lambda service=service: service.by_port(htons(80)),
        ):
            with pytest.raises(error):
                call()


def test_other_arguments_of_every_bad_kind():
    host, service = Host(), Service()
    for call in (host.by_name, service.by_name):
        with pytest.raises(NullPointer):
            call(None)
        with pytest.raises(TypeError):
            call(5)
        with pytest.raises(ValueError, match="NUL"):
            call("a\0b")
    with pytest.raises(OutOfBounds):
        host.by_address(LOOPBACK, 16)
    with pytest.raises(NullPointer):
        host.by_address(None)
    with pytest.raises(TypeError):
        service.by_port("80")
    host.reason = None
    with pytest.raises(NullPointer):
        host.by_name("localhost")


def test_the_configuration_is_read():
    assert 0 == N.res_init()
    assert 1 == N.RES_INIT


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("resolver", tmp_path)
