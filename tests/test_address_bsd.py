"""Addresses of macOS and the BSDs begin with their length; the kernel fills it in."""

import pytest

from pysock import *

if not hasattr(struct.sockaddr_in(), "sin_len"):
    pytest.skip("lengths in addresses: macOS and the BSDs only", allow_module_level=True)


@pytest.mark.parametrize(
    ("tag", "prefix"),
    [
        ("sockaddr", "sa"),
        ("sockaddr_in", "sin"),
        ("sockaddr_in6", "sin6"),
        ("sockaddr_storage", "ss"),
        ("sockaddr_un", "sun"),
    ],
)
def test_the_length_stands_before_the_family(tag, prefix):
    ctype = getattr(struct, tag)
    assert 0 == offsetof(ctype, f"{prefix}_len")
    assert 1 == offsetof(ctype, f"{prefix}_family")
    assert 1 == sizeof(sa_family_t)


def test_bind_takes_any_length_and_the_kernel_tells_its_own():
    s = socket(AF_INET, SOCK_STREAM, 0)
    try:
        for said in (0, sizeof(struct.sockaddr_in), 255):
            adr = struct.sockaddr_in(sin_len=said, sin_family=AF_INET)
            adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
            other = socket(AF_INET, SOCK_STREAM, 0)
            assert 0 == bind(other, adr, sizeof(adr)) == close(other)
        adr, size = struct.sockaddr_in(), socklen_t(sizeof(struct.sockaddr_in))
        assert 0 == getsockname(s, adr, size)
        assert (16, 16, AF_INET) == (size.value, adr.sin_len, adr.sin_family)
    finally:
        assert 0 == close(s)


def test_ipv6():
    s = socket(AF_INET6, SOCK_STREAM, 0)
    adr, size = struct.sockaddr_in6(), socklen_t(sizeof(struct.sockaddr_in6))
    assert 0 == getsockname(s, adr, size) == close(s)
    assert (28, 28, AF_INET6) == (size.value, adr.sin6_len, adr.sin6_family)


def test_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # pytest's own paths are too long for an address
    s = socket(AF_UNIX, SOCK_STREAM, 0)
    adr = struct.sockaddr_un(sun_family=AF_UNIX, sun_path=b"name")
    assert 0 == bind(s, adr, SUN_LEN(adr))
    got, size = struct.sockaddr_un(), socklen_t(sizeof(struct.sockaddr_un))
    assert 0 == getsockname(s, got, size) == close(s)
    assert size.value == got.sun_len
    assert "name" == str(got.sun_path)
