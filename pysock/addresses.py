"""Addresses of sockets: one immutable type for IPv4, IPv6 and UNIX."""

from __future__ import annotations

import functools
import operator
import os
from socket import AddressFamily

import pysock as c

from .errors import GaiError, SocketError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address, IPv6Address
    from typing import Any, TypeAlias

    Native: TypeAlias = tuple[Any, ...] | str | bytes
    Path: TypeAlias = str | bytes | os.PathLike[str] | os.PathLike[bytes]

__all__ = ["Address"]

_PATH_ROOM: int = c.sizeof(c.struct.sockaddr_un().sun_path)
_PATH_AT: int = c.sizeof(c.struct.sockaddr_un) - _PATH_ROOM
_INET_SIZE: int = c.sizeof(c.struct.sockaddr_in)
# The byte of the family that is not 0, or, on BSD and macOS, no length.
_FAMILY_AT = bytes(c.struct.sockaddr_in(sin_family=c.AF_INET)).index(c.AF_INET)
_FAMILIES = {int(family): family for family in AddressFamily}
_REMEMBERED = 1024  # conversions that are kept: servers meet the same peers again


class Address:
    """The address of a socket: IPv4, IPv6 or UNIX; it never changes and never looks a name up.

    >>> Address("127.0.0.1:9190")               # the same as Address("127.0.0.1", 9190)
    Address('127.0.0.1:9190')
    >>> host, port = Address("[::1]:9190")
    >>> Address("/run/echo"), Address("@echo")   # a path, and a name of Linux's abstract space
    (Address('/run/echo'), Address('@echo'))

    `*` for the host is every interface: ``Address("*:9190")``. `Address.resolve()` looks names up.

    It equals, hashes and is indexed as what the standard library gives for the same address
    (`native`), but unpacks to two values for IPv6 too. A port outside 0 … 65535 is an
    OverflowError, a text that is no address a ValueError.
    """

    __slots__ = ("__weakref__", "_argument", "_family", "_packed", "_plain")

    _argument: tuple[Any, int]
    _packed: bytes
    _family: AddressFamily | int
    _plain: Native

    def __new__(
        cls,
        address: Address | Path | tuple[Any, ...],
        port: int | None = None,
        *,
        flowinfo: int = 0,
        scope_id: int = 0,
    ) -> Address:
        """Make one of a text, of host and port, of a path, or of the standard library's tuple."""
        if isinstance(address, tuple):
            if not 2 <= len(address) <= 4:
                raise TypeError(f"a tuple of {len(address)}: (host, port, flowinfo, scope_id)")
            return _internet(*address)
        if port is not None:
            return _internet(address, port, flowinfo, scope_id)
        if isinstance(address, Address):
            return address
        return _parsed(address) if isinstance(address, str) else Address.unix(address)

    @classmethod
    def unix(cls, path: Path) -> Address:
        """The address of a UNIX socket, whatever the path looks like.

        What begins with a NUL is a name of Linux's abstract space.
        """
        given = os.fspath(path)
        encoded = os.fsencode(given)
        abstract = encoded[:1] == b"\0"
        if not abstract and b"\0" in encoded:
            raise ValueError(f"a UNIX path holds no NUL: {given!r:.60}")
        # The kernel wants a path with its NUL, an abstract name without.
        if len(encoded) + (not abstract) > _PATH_ROOM:
            reason = f"a UNIX path of {len(encoded)} bytes; sun_path has {_PATH_ROOM}"
            raise SocketError(c.ENAMETOOLONG, reason)
        return _made(c.AF_UNIX, encoded if abstract else os.fsdecode(encoded))

    @classmethod
    def resolve(
        cls,
        host: str | bytes | None,
        port: int | str | None = None,
        *,
        family: int = 0,
        type: int = c.SOCK_STREAM,
        flags: int = 0,
    ) -> list[Address]:
        """Look a host up, getaddrinfo(3): its addresses, in the order in which to try them.

        `host` None is this machine: every interface with AI_PASSIVE, else loopback; `port` may be
        the name of a service. Raises GaiError.
        """
        node = _host_name(host) if host else None
        service = None if port is None else str(port)
        hints = c.struct.addrinfo(ai_flags=flags, ai_family=family, ai_socktype=type)
        found = c.ptr(c.struct.addrinfo)()
        code = c.getaddrinfo(node, service, hints, found)
        if code != 0:
            raise GaiError.from_code(code, "getaddrinfo", host, port)
        try:
            addresses = [
                from_bytes(bytes(node.ai_addr)[: node.ai_addrlen]) for node in _walk(found.value)
            ]
        finally:
            c.freeaddrinfo(found)
        return list(dict.fromkeys(addresses))

    @classmethod
    def from_c(cls, address: Any, size: int | None = None) -> Address:
        """What a C address struct holds, `size` bytes of it.

        The size is what accept(2) and its like wrote into addrlen; only for UNIX addresses it
        says more than the family.
        """
        return from_bytes(bytes(address)[:size])

    def to_c(self) -> Any:
        """A new ``struct sockaddr_in``, ``sockaddr_in6`` or ``sockaddr_un``; see `size`."""
        return c.copy(self._for_c[0])

    @property
    def size(self) -> int:
        """The addrlen for C calls."""
        return self._for_c[1]

    @property
    def _for_c(self) -> tuple[Any, int]:
        """The struct and its length, for calls that only read it."""
        try:
            return self._argument
        except AttributeError:
            self._argument = _struct(self), _size(self)
            return self._argument

    @property
    def _bytes(self) -> bytes:
        """The bytes of the struct."""
        try:
            return self._packed
        except AttributeError:
            place, size = self._for_c
            self._packed = bytes(place)[:size]
            return self._packed

    @property
    def family(self) -> AddressFamily | int:
        """AF_INET, AF_INET6, AF_UNIX, …"""
        return self._family

    @property
    def native(self) -> Native:
        """The address as the standard library's sockets show it.

        IPv4 is ``(host, port)``, IPv6 ``(host, port, flowinfo, scope_id)``, UNIX the path, a str,
        or the abstract name, bytes.
        """
        return self._plain

    @property
    def host(self) -> str:
        """The numeric host; that of an IPv6 link with its scope: ``fe80::1%eth0``."""
        host: str = self._internet[0]
        return f"{host}%{_scope_name(self.scope_id)}" if self.scope_id else host

    @property
    def port(self) -> int:
        """The port in host byte order."""
        port: int = self._internet[1]
        return port

    @property
    def flowinfo(self) -> int:
        """The flow information of an IPv6 address, else 0."""
        return self._internet[2] if self._family == c.AF_INET6 else 0

    @property
    def scope_id(self) -> int:
        """The interface number of an IPv6 address of one link, else 0."""
        return self._internet[3] if self._family == c.AF_INET6 else 0

    @property
    def path(self) -> str | bytes:
        """The path of a UNIX address; bytes that begin with NUL are an abstract name."""
        if self._family != c.AF_UNIX:
            raise AttributeError(f"{self!r} has no path")
        return self._text

    @property
    def ip(self) -> IPv4Address | IPv6Address:
        """The host as the standard library's `ipaddress` knows it: `is_private`, `packed`, …"""
        import ipaddress

        return ipaddress.ip_address(self._internet[0])

    @property
    def network_class(self) -> str | None:
        """The class of an IPv4 address, "A" to "E"; None for other families."""
        if self._family != c.AF_INET:
            return None
        number = int(self.ip)
        tests = c.IN_CLASSA, c.IN_CLASSB, c.IN_CLASSC, c.IN_CLASSD
        return next((n for n, test in zip("ABCD", tests, strict=True) if test(number)), "E")

    @property
    def _internet(self) -> tuple[Any, ...]:
        if not isinstance(self._plain, tuple) or self._family not in (c.AF_INET, c.AF_INET6):
            raise AttributeError(f"{self!r} has no host and port")
        return self._plain

    @property
    def _text(self) -> str | bytes:
        assert not isinstance(self._plain, tuple)
        return self._plain

    def __iter__(self) -> Iterator[Any]:
        if self._family not in (c.AF_INET, c.AF_INET6):
            raise TypeError(f"{self!r} does not unpack: it has no host and port")
        return iter((self.host, self.port))

    def __getitem__(self, index: Any) -> Any:
        return self._plain[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Address):
            return self._family == other._family and self._plain == other._plain
        return self._plain == other

    def __hash__(self) -> int:
        return hash(self._plain)

    def __lt__(self, other: Address) -> bool:
        if not isinstance(other, Address):
            return NotImplemented
        return self._order < other._order

    def __le__(self, other: Address) -> bool:
        if not isinstance(other, Address):
            return NotImplemented
        return self._order <= other._order

    @property
    def _order(self) -> tuple[Any, ...]:
        """Families apart; hosts by number, not by their text."""
        if self._family in (c.AF_INET, c.AF_INET6):
            return self._family, self.ip.packed, *self._internet[1:]
        if isinstance(self._plain, tuple):
            return self._family, self._plain[1]
        return self._family, os.fsencode(self._plain)

    def __str__(self) -> str:
        if self._family == c.AF_INET:
            return f"{self.host}:{self.port}"
        if self._family == c.AF_INET6:
            return f"[{self.host}]:{self.port}"
        if isinstance(self._plain, tuple):
            family = getattr(self._family, "name", self._family)
            return f"{family}:{self._plain[1].hex()}"
        if isinstance(self._plain, bytes):
            return "@" + self._plain[1:].decode("utf-8", "backslashreplace")
        return self._plain

    def __repr__(self) -> str:
        if self._family != c.AF_UNIX:
            return f"Address({str(self)!r})"
        text = str(self)
        try:
            readable = Address(text) == self
        except ValueError:
            readable = False
        return f"Address({text!r})" if readable else f"Address.unix({self._plain!r})"

    def __fspath__(self) -> str | bytes:
        """The path, for `os.unlink` and its like."""
        if self._family != c.AF_UNIX or not self._plain or isinstance(self._plain, bytes):
            raise TypeError(f"{self!r} is not in the file system")
        return self._text

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (int(self._family), self._plain)


Address.__module__ = "pysock"


def _made(family: int, native: Native) -> Address:
    address = object.__new__(Address)
    address._family = _FAMILIES.get(family, family)
    address._plain = native
    return address


# --------------------------------------------------------------------------------------- parsing


def _parsed(text: str) -> Address:
    """An address as people write it; which family it has is decided by how it looks."""
    if text.startswith("@"):
        return Address.unix("\0" + text[1:])
    if "/" in text or text.startswith("\0"):
        return Address.unix(text)
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdecimal():
        raise ValueError(f"no address: {text!r:.100}; it reads host:port, [host]:port or /path")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
        if ":" not in host:
            raise ValueError(f"no address: {text!r:.100}; brackets hold an IPv6 host")
    elif ":" in host:
        raise ValueError(f"no address: {text!r:.100}; an IPv6 host stands in brackets")
    return _internet(host, int(port))


def _internet(host: Any, port: Any, flowinfo: int = 0, scope_id: int = 0) -> Address:
    """The address of a numeric host, of the family that the host has."""
    if not isinstance(host, str):
        raise TypeError(f"a host is a str, not {type(host).__name__}")
    family = c.AF_INET6 if ":" in host else c.AF_INET
    found = numeric(family, host, port, flowinfo, scope_id)
    if found is None:
        raise ValueError(f"no numeric host: {host!r:.100}; Address.resolve() looks names up")
    return found


def numeric(family: int, host: str, *numbers: Any) -> Address | None:
    """The address of a host that is numeric in a family, None where it is not.

    The numbers are the port, and for IPv6 perhaps flowinfo and scope.
    """
    if "%" not in host:
        return _remembered(family, host, *numbers)
    if family != c.AF_INET6:
        return None
    host, _, scope = host.partition("%")
    port, flowinfo, _ = (*numbers, 0, 0)[:3]
    number = int(scope) if scope.isascii() and scope.isdecimal() else _scope_number(scope)
    return _remembered(family, host, port, flowinfo, number)


@functools.lru_cache(_REMEMBERED, typed=True)
def _remembered(
    family: int, host: str, port: Any, flowinfo: Any = 0, scope_id: Any = 0
) -> Address | None:
    port, flowinfo, scope_id = map(operator.index, (port, flowinfo, scope_id))
    if not 0 <= port <= 0xFFFF:
        raise OverflowError(f"port {port}: a port is 0 to 65535")
    if not 0 <= flowinfo <= 0xFFFFF:
        raise OverflowError(f"flowinfo {flowinfo}: it has 20 bits")
    every = "0.0.0.0" if family == c.AF_INET else "::"
    known = _canonical(family, every if host in ("", "*") else host)
    if known is None:
        return None
    return _made(
        family, (known, port) if family == c.AF_INET else (known, port, flowinfo, scope_id)
    )


def _canonical(family: int, host: str) -> str | None:
    """A host as inet_ntop(3) prints it."""
    if "\0" in host:
        return None
    place = c.struct.in6_addr()
    if c.inet_pton(family, host, place) != 1:
        return None
    return _printed(family, place)


def _printed(family: int, place: Any) -> str:
    room = c.INET6_ADDRSTRLEN
    return str(c.inet_ntop(family, place, c.char[room](), room))


def _scope_number(name: str) -> int:
    number = c.if_nametoindex(name)
    if number == 0:
        raise SocketError.from_errno("if_nametoindex", name)
    return number


def _scope_name(number: int) -> str:
    name = c.if_indextoname(number, c.char[c.IF_NAMESIZE]())
    return str(number if name is None else name)


def _host_name(host: str | bytes) -> str | bytes:
    """A name as the resolver takes it: an international one in its ASCII form."""
    return host if isinstance(host, bytes) or host.isascii() else host.encode("idna")


def _walk(node: Any) -> Iterator[Any]:
    while node is not None:
        yield node
        node = node.ai_next


# ------------------------------------------------------------------------------- to and from C


@functools.lru_cache(_REMEMBERED)
def from_bytes(raw: bytes) -> Address:
    """What the bytes of an address struct hold."""
    if len(raw) >= _INET_SIZE and raw[_FAMILY_AT] == c.AF_INET:  # most are: no C value is made
        return _made(c.AF_INET, (".".join(map(str, raw[4:8])), raw[2] << 8 | raw[3]))
    storage = c.struct.sockaddr_storage()
    c.memcpy(storage, raw, min(len(raw), c.sizeof(storage)))
    family = storage.ss_family
    if family == c.AF_INET:
        sin = c.ptr(c.struct.sockaddr_in, storage)
        return _made(family, (_printed(family, sin.sin_addr), c.ntohs(sin.sin_port)))
    if family == c.AF_INET6:
        sin6 = c.ptr(c.struct.sockaddr_in6, storage)
        host, port = _printed(family, sin6.sin6_addr), c.ntohs(sin6.sin6_port)
        return _made(family, (host, port, c.ntohl(sin6.sin6_flowinfo), sin6.sin6_scope_id))
    rest = raw[_PATH_AT:]
    if family != c.AF_UNIX:
        return _made(family, (family, rest))
    # The kernel counts an abstract name's bytes; a path ends with its NUL, if it has one.
    return _made(family, rest if rest[:1] == b"\0" else os.fsdecode(rest.partition(b"\0")[0]))


def _size(address: Address) -> int:
    """How much of the struct counts: all of it, but for UNIX."""
    if address.family == c.AF_INET:
        return c.sizeof(c.struct.sockaddr_in)
    if address.family == c.AF_INET6:
        return c.sizeof(c.struct.sockaddr_in6)
    if address.family != c.AF_UNIX:
        return _PATH_AT + len(address[1])
    path = address._text
    if isinstance(path, bytes):
        return _PATH_AT + len(path)
    encoded = os.fsencode(path)
    return _PATH_AT + len(encoded) + bool(encoded)  # an unnamed address has no NUL


def _struct(address: Address) -> Any:
    if address.family == c.AF_INET:
        host, port = address._internet
        sin = c.struct.sockaddr_in(sin_family=c.AF_INET, sin_port=c.htons(port))
        c.inet_pton(c.AF_INET, host, sin.sin_addr)
        return sin
    if address.family == c.AF_INET6:
        host, port, flowinfo, scope_id = address._internet
        sin6 = c.struct.sockaddr_in6(
            sin6_family=c.AF_INET6,
            sin6_port=c.htons(port),
            sin6_flowinfo=c.htonl(flowinfo),
            sin6_scope_id=scope_id,
        )
        c.inet_pton(c.AF_INET6, host, sin6.sin6_addr)
        return sin6
    if address.family == c.AF_UNIX:
        sun = c.struct.sockaddr_un(sun_family=c.AF_UNIX)
        path = os.fsencode(address._text)
        sun.sun_path[0 : len(path)] = path
        return sun
    rest = address[1]
    storage = c.struct.sockaddr_storage(ss_family=address.family)
    c.memcpy(c.ptr(c.char, storage) + _PATH_AT, rest, len(rest))
    return storage
