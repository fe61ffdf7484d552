"""Internet addresses on Windows; the standard library is the oracle."""

import socket as oracle

import pytest

import pysock
from pysock import *

ADDRESSES = ["0.0.0.0", "127.0.0.1", "192.0.2.33", "255.255.255.255"]


@pytest.mark.parametrize("text", ADDRESSES)
def test_both_ways(text):
    packed = oracle.inet_aton(text)
    place, printed = struct.in_addr(), char[INET_ADDRSTRLEN]()
    assert 1 == inet_aton(text, place)
    assert packed == bytes(place)
    assert 1 == inet_pton(AF_INET, text, place)
    assert packed == bytes(place)
    assert text == str(inet_ntoa(place))
    assert printed is inet_ntop(AF_INET, place, printed, sizeof(printed))
    assert text == str(printed)
    assert int.from_bytes(packed, "little") == inet_addr(text)


def test_ipv6():
    place, printed = struct.in6_addr(), char[INET6_ADDRSTRLEN]()
    assert 1 == inet_pton(AF_INET6, "2001:db8::1", place)
    assert oracle.inet_pton(oracle.AF_INET6, "2001:db8::1") == bytes(place)
    assert inet_ntop(AF_INET6, place, printed, sizeof(printed)) is printed
    assert "2001:db8::1" == str(printed)
    assert 28 == sizeof(struct.sockaddr_in6)
    assert 128 == sizeof(struct.sockaddr_storage)


def test_what_is_no_address():
    place = struct.in_addr()
    for text in ("", "1.2.3.256", "host", "1.2.3.4.5"):
        assert 0 == inet_aton(text, place)
        assert 0 == inet_pton(AF_INET, text, place)
        assert INADDR_NONE == inet_addr(text)
    assert (-1, EAFNOSUPPORT) == (inet_pton(77, "1.2.3.4", char[16]()), errno)
    assert inet_ntop(AF_INET, place, char[4](), 4) is NULL
    assert errno == ENOSPC
    with pytest.raises(OutOfBounds):
        inet_pton(AF_INET6, "::1", char[15]())


def test_byte_order():
    assert (oracle.htons(9190), oracle.htonl(0x01020304)) == (htons(9190), htonl(0x01020304))
    assert (9190, 0x01020304) == (ntohs(htons(9190)), ntohl(htonl(0x01020304)))
    assert htons(4464) == htons(70000)


def test_the_calls_of_network_classes_are_absent():
    for name in ("inet_lnaof", "inet_makeaddr", "inet_netof", "inet_network"):
        with pytest.raises(AttributeError):
            getattr(pysock, name)
