"""Interfaces on Windows, by number and by name; the standard library is the oracle."""

import socket as oracle

import pytest

import pysock
from pysock import *


def test_both_ways():
    name = char[256]()
    known = oracle.if_nameindex()
    for index, _ in known:
        assert if_indextoname(index, name) is not NULL
        assert index == if_nametoindex(name)
    assert known or 0 == if_nametoindex("lo")


def test_what_is_none():
    assert (0, ENODEV) == (if_nametoindex("nothere"), errno)
    assert if_indextoname(0x7FFFFFF0, char[256]()) is NULL
    assert errno == ENXIO
    with pytest.raises(AttributeError, match="getifaddrs"):
        pysock.getifaddrs  # noqa: B018
