"""Internet addresses and byte order: inet(3), byteorder(3), ip(7), ipv6(7), unix(7)."""

from __future__ import annotations

from _thread import _local
from collections.abc import Callable

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Memory
from ._front import front
from ._memory import char, struct
from ._native import ffi, lib
from ._values import Array, Pointer, Record, kind_of, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__ = [
    "IN6ADDR_ANY_INIT",
    "IN6ADDR_LOOPBACK_INIT",
    "IN6_IS_ADDR_LINKLOCAL",
    "IN6_IS_ADDR_LOOPBACK",
    "IN6_IS_ADDR_MC_GLOBAL",
    "IN6_IS_ADDR_MC_LINKLOCAL",
    "IN6_IS_ADDR_MC_NODELOCAL",
    "IN6_IS_ADDR_MC_ORGLOCAL",
    "IN6_IS_ADDR_MC_SITELOCAL",
    "IN6_IS_ADDR_MULTICAST",
    "IN6_IS_ADDR_SITELOCAL",
    "IN6_IS_ADDR_UNSPECIFIED",
    "IN6_IS_ADDR_V4COMPAT",
    "IN6_IS_ADDR_V4MAPPED",
    "IN_BADCLASS",
    "IN_CLASSA",
    "IN_CLASSB",
    "IN_CLASSC",
    "IN_CLASSD",
    "IN_EXPERIMENTAL",
    "IN_MULTICAST",
    "SUN_LEN",
    "htonl",
    "htons",
    "in6addr_any",
    "in6addr_loopback",
    "inet_addr",
    "inet_aton",
    "inet_ntoa",
    "inet_ntop",
    "inet_pton",
    "ntohl",
    "ntohs",
]
if hasattr(lib, "inet_network"):
    __all__ += ["inet_lnaof", "inet_makeaddr", "inet_netof", "inet_network"]

lib.pysock_add_addresses()


# --------------------------------------------------------------------------------- byte order


@front
def htons(hostshort: SupportsIndex) -> int:
    """Turn 16 bits from host into network byte order, byteorder(3).

    ``uint16_t htons(uint16_t hostshort);``

    A larger number loses its high bits, as in C: ``htons(70000)`` is ``htons(4464)``.

    Returns the number whose bytes in memory are in network order.
    """
    return lib.htons(arguments.integer(hostshort, "htons") & 0xFFFF)


@front
def htonl(hostlong: SupportsIndex) -> int:
    """Turn 32 bits from host into network byte order, byteorder(3).

    ``uint32_t htonl(uint32_t hostlong);``

    Returns the number whose bytes in memory are in network order.
    """
    return lib.htonl(arguments.integer(hostlong, "htonl") & 0xFFFFFFFF)


@front
def ntohs(netshort: SupportsIndex) -> int:
    """Turn 16 bits from network into host byte order, byteorder(3).

    ``uint16_t ntohs(uint16_t netshort);``

    Returns the number.
    """
    return lib.ntohs(arguments.integer(netshort, "ntohs") & 0xFFFF)


@front
def ntohl(netlong: SupportsIndex) -> int:
    """Turn 32 bits from network into host byte order, byteorder(3).

    ``uint32_t ntohl(uint32_t netlong);``

    Returns the number.
    """
    return lib.ntohl(arguments.integer(netlong, "ntohl") & 0xFFFFFFFF)


# ----------------------------------------------------------------------- addresses and strings


def inet_addr(cp: Any) -> int:
    """Turn a dotted address into 32 bits in network byte order, inet(3).

    ``in_addr_t inet_addr(const char *cp);``

    Returns the address, or INADDR_NONE, which is also what 255.255.255.255 gives.
    """
    return lib.inet_addr(arguments.string(cp, "inet_addr"))


def inet_aton(cp: Any, inp: Any) -> int:
    """Turn a dotted address into a struct in_addr, inet(3).

    ``int inet_aton(const char *cp, struct in_addr *inp);``

    Windows: has it from here, over inet_addr().

    Returns 1, or 0 where cp is no address. Unlike most calls: 0 is the failure.
    """
    place = arguments.out(inp, struct.in_addr, "inet_aton")
    return lib.inet_aton(arguments.string(cp, "inet_aton"), place)


_static = _local()


def inet_ntoa(in_: Any) -> Pointer:
    """Print an address as a dotted string, inet(3).

    ``char *inet_ntoa(struct in_addr in);``

    The string stands in a static buffer, one for each thread: the next call overwrites it.

    Returns the string.
    """
    address = ffi.new("in_addr_t *", _ipv4(in_, "inet_ntoa"))
    try:
        buffer = _static.inet_ntoa
    except AttributeError:
        buffer = _static.inet_ntoa = char[constants.INET_ADDRSTRLEN]()
    lib.inet_ntop(constants.AF_INET, address, buffer._address, constants.INET_ADDRSTRLEN)
    return buffer + 0


def _ipv4(address: Any, call: str) -> int:
    """The bits of a ``struct in_addr`` that C takes by value."""
    if isinstance(address, Pointer):
        address = address[0]
    if not isinstance(address, Record) or address._type is not struct.in_addr:
        raise TypeError(f"{call}: C wants a `struct in_addr`, not {kind_of(address)}")
    bits: int = getattr(address, "s_addr")  # noqa: B009  (members are known at run time only)
    return bits


_ADDRESS_SIZES = {constants.AF_INET: 4, constants.AF_INET6: 16}


def inet_pton(af: SupportsIndex, src: Any, dst: Any) -> int:
    """Turn a printed address of a family into its bytes, inet_pton(3).

    ``int inet_pton(int af, const char *src, void *dst);``

    dst takes 4 bytes for AF_INET, 16 for AF_INET6, in network byte order.

    Returns 1; 0 where src is no address of the family; -1 for another family: EAFNOSUPPORT.
    """
    family = arguments.integer(af, "inet_pton")
    place = arguments.writable(dst, _ADDRESS_SIZES.get(family, 0), "inet_pton")
    return lib.inet_pton(family, arguments.string(src, "inet_pton"), place)


def inet_ntop(af: SupportsIndex, src: Any, dst: Any, size: SupportsIndex) -> Any:
    """Print an address of a family, inet_ntop(3).

    ``const char *inet_ntop(int af, const void *src, char *dst, socklen_t size);``

    INET_ADDRSTRLEN and INET6_ADDRSTRLEN are room enough.

    Returns dst, or NULL: EAFNOSUPPORT, ENOSPC.
    """
    family, room = arguments.integer(af, "inet_ntop"), arguments.length(size, "inet_ntop")
    address = arguments.readable(src, _ADDRESS_SIZES.get(family, 0), "inet_ntop")
    place = arguments.writable(dst, room, "inet_ntop")
    printed = lib.inet_ntop(family, address, ffi.cast("char *", place), room)
    return dst if printed != ffi.NULL else None


def inet_network(cp: Any) -> int:
    """Turn a dotted network number into host byte order, inet(3).

    ``in_addr_t inet_network(const char *cp);``

    Windows: absent there.

    Returns the number, or INADDR_NONE.
    """
    return lib.inet_network(arguments.string(cp, "inet_network"))


def inet_makeaddr(net: SupportsIndex, host: SupportsIndex) -> Record:
    """Join a network number and a host number, both in host byte order, inet(3).

    ``struct in_addr inet_makeaddr(in_addr_t net, in_addr_t host);``

    Windows: absent there.

    Returns the address, in network byte order.
    """
    joined = lib.inet_makeaddr(*(_host_order(part, "inet_makeaddr") for part in (net, host)))
    made: Record = struct.in_addr(joined.s_addr)
    return made


def inet_lnaof(in_: Any) -> int:
    """Take the host number out of an address, by the network classes, inet(3).

    ``in_addr_t inet_lnaof(struct in_addr in);``

    Windows: absent there.

    Returns the host number in host byte order.
    """
    return lib.inet_lnaof({"s_addr": _ipv4(in_, "inet_lnaof")})


def inet_netof(in_: Any) -> int:
    """Take the network number out of an address, by the network classes, inet(3).

    ``in_addr_t inet_netof(struct in_addr in);``

    Windows: absent there.

    Returns the network number in host byte order.
    """
    return lib.inet_netof({"s_addr": _ipv4(in_, "inet_netof")})


# ---------------------------------------------------------------------------- network classes


def _host_order(address: Any, call: str) -> int:
    """An ``in_addr_t`` as C converts it: higher bits are lost."""
    return arguments.integer(address, call) & 0xFFFFFFFF


def IN_CLASSA(a: SupportsIndex) -> bool:
    """Tell whether an address in host byte order is of class A: first byte 0 to 127, ip(7).

    ``int IN_CLASSA(in_addr_t a);``

    Returns the truth.
    """
    return _host_order(a, "IN_CLASSA") >> 31 == 0


def IN_CLASSB(a: SupportsIndex) -> bool:
    """Tell whether an address in host byte order is of class B: first byte 128 to 191, ip(7).

    ``int IN_CLASSB(in_addr_t a);``

    Returns the truth.
    """
    return _host_order(a, "IN_CLASSB") >> 30 == 0b10


def IN_CLASSC(a: SupportsIndex) -> bool:
    """Tell whether an address in host byte order is of class C: first byte 192 to 223, ip(7).

    ``int IN_CLASSC(in_addr_t a);``

    Returns the truth.
    """
    return _host_order(a, "IN_CLASSC") >> 29 == 0b110


def IN_CLASSD(a: SupportsIndex) -> bool:
    """Tell whether an address in host byte order is of class D: first byte 224 to 239, ip(7).

    ``int IN_CLASSD(in_addr_t a);``

    Returns the truth.
    """
    return _host_order(a, "IN_CLASSD") >> 28 == 0b1110


def IN_MULTICAST(a: SupportsIndex) -> bool:
    """Tell whether an address in host byte order is a multicast group, ip(7).

    ``int IN_MULTICAST(in_addr_t a);``

    Returns the truth.
    """
    return _host_order(a, "IN_MULTICAST") >> 28 == 0b1110


def IN_EXPERIMENTAL(a: SupportsIndex) -> bool:
    """Tell whether an address in host byte order is above all multicast groups, ip(7).

    ``int IN_EXPERIMENTAL(in_addr_t a);``

    Returns the truth.
    """
    return _host_order(a, "IN_EXPERIMENTAL") >> 29 == 0b111


def IN_BADCLASS(a: SupportsIndex) -> bool:
    """Tell whether an address in host byte order is of no class in use, ip(7).

    ``int IN_BADCLASS(in_addr_t a);``

    Returns the truth.
    """
    return _host_order(a, "IN_BADCLASS") >> 28 == 0b1111


# ------------------------------------------------------------------------------ IPv6 and UNIX


def _ipv6(address: Any, call: str) -> bytes:
    place = arguments.given(address, struct.in6_addr, call)
    return bytes(ffi.buffer(ffi.cast("char *", place), 16))


def IN6_IS_ADDR_UNSPECIFIED(a: Any) -> bool:
    """Tell whether an IPv6 address is ``::``, ipv6(7).

    ``int IN6_IS_ADDR_UNSPECIFIED(const struct in6_addr *a);``

    Returns the truth.
    """
    return _ipv6(a, "IN6_IS_ADDR_UNSPECIFIED") == bytes(16)


def IN6_IS_ADDR_LOOPBACK(a: Any) -> bool:
    """Tell whether an IPv6 address is ``::1``, ipv6(7).

    ``int IN6_IS_ADDR_LOOPBACK(const struct in6_addr *a);``

    Returns the truth.
    """
    return _ipv6(a, "IN6_IS_ADDR_LOOPBACK") == bytes(15) + b"\x01"


def IN6_IS_ADDR_MULTICAST(a: Any) -> bool:
    """Tell whether an IPv6 address is a multicast group (``ff00::/8``), ipv6(7).

    ``int IN6_IS_ADDR_MULTICAST(const struct in6_addr *a);``

    Returns the truth.
    """
    return _ipv6(a, "IN6_IS_ADDR_MULTICAST")[0] == 0xFF


def IN6_IS_ADDR_LINKLOCAL(a: Any) -> bool:
    """Tell whether an IPv6 address is of one link (``fe80::/10``), ipv6(7).

    ``int IN6_IS_ADDR_LINKLOCAL(const struct in6_addr *a);``

    Returns the truth.
    """
    bits = _ipv6(a, "IN6_IS_ADDR_LINKLOCAL")
    return bits[0] == 0xFE and bits[1] & 0xC0 == 0x80


def IN6_IS_ADDR_SITELOCAL(a: Any) -> bool:
    """Tell whether an IPv6 address is of one site (``fec0::/10``), ipv6(7).

    ``int IN6_IS_ADDR_SITELOCAL(const struct in6_addr *a);``

    Returns the truth.
    """
    bits = _ipv6(a, "IN6_IS_ADDR_SITELOCAL")
    return bits[0] == 0xFE and bits[1] & 0xC0 == 0xC0


def IN6_IS_ADDR_V4MAPPED(a: Any) -> bool:
    """Tell whether an IPv6 address stands for an IPv4 one (``::ffff:a.b.c.d``), ipv6(7).

    ``int IN6_IS_ADDR_V4MAPPED(const struct in6_addr *a);``

    Returns the truth.
    """
    return _ipv6(a, "IN6_IS_ADDR_V4MAPPED").startswith(bytes(10) + b"\xff\xff")


def IN6_IS_ADDR_V4COMPAT(a: Any) -> bool:
    """Tell whether an IPv6 address is ``::a.b.c.d``, but neither ``::`` nor ``::1``, ipv6(7).

    ``int IN6_IS_ADDR_V4COMPAT(const struct in6_addr *a);``

    Returns the truth.
    """
    bits = _ipv6(a, "IN6_IS_ADDR_V4COMPAT")
    return bits[:12] == bytes(12) and int.from_bytes(bits[12:], "big") > 1


def _multicast_scope(a: Any, call: str) -> int:
    """The scope of a multicast group, -1 for any other address."""
    bits = _ipv6(a, call)
    return bits[1] & 0x0F if bits[0] == 0xFF else -1


def IN6_IS_ADDR_MC_NODELOCAL(a: Any) -> bool:
    """Tell whether an IPv6 address is a multicast group of one host, ipv6(7).

    ``int IN6_IS_ADDR_MC_NODELOCAL(const struct in6_addr *a);``

    Returns the truth.
    """
    return _multicast_scope(a, "IN6_IS_ADDR_MC_NODELOCAL") == 0x1


def IN6_IS_ADDR_MC_LINKLOCAL(a: Any) -> bool:
    """Tell whether an IPv6 address is a multicast group of one link, ipv6(7).

    ``int IN6_IS_ADDR_MC_LINKLOCAL(const struct in6_addr *a);``

    Returns the truth.
    """
    return _multicast_scope(a, "IN6_IS_ADDR_MC_LINKLOCAL") == 0x2


def IN6_IS_ADDR_MC_SITELOCAL(a: Any) -> bool:
    """Tell whether an IPv6 address is a multicast group of one site, ipv6(7).

    ``int IN6_IS_ADDR_MC_SITELOCAL(const struct in6_addr *a);``

    Returns the truth.
    """
    return _multicast_scope(a, "IN6_IS_ADDR_MC_SITELOCAL") == 0x5


def IN6_IS_ADDR_MC_ORGLOCAL(a: Any) -> bool:
    """Tell whether an IPv6 address is a multicast group of one organisation, ipv6(7).

    ``int IN6_IS_ADDR_MC_ORGLOCAL(const struct in6_addr *a);``

    Returns the truth.
    """
    return _multicast_scope(a, "IN6_IS_ADDR_MC_ORGLOCAL") == 0x8


def IN6_IS_ADDR_MC_GLOBAL(a: Any) -> bool:
    """Tell whether an IPv6 address is a multicast group of the whole Internet, ipv6(7).

    ``int IN6_IS_ADDR_MC_GLOBAL(const struct in6_addr *a);``

    Returns the truth.
    """
    return _multicast_scope(a, "IN6_IS_ADDR_MC_GLOBAL") == 0xE


def _constant_in6(bits: bytes) -> Record:
    made: Record = struct.in6_addr.view(Memory(ffi.new("char[]", bits), 16, const=True), 0)
    return made


# Initialisers: struct.in6_addr(IN6ADDR_ANY_INIT).
IN6ADDR_ANY_INIT = (bytes(16),)
IN6ADDR_LOOPBACK_INIT = (bytes([*bytes(15), 1]),)

in6addr_any = _constant_in6(bytes(16))
in6addr_loopback = _constant_in6(bytes(15) + b"\x01")


def SUN_LEN(ptr: Any) -> int:
    """Count the bytes of a UNIX address that are in use: up to the NUL of its path, unix(7).

    ``size_t SUN_LEN(struct sockaddr_un *ptr);``

    Returns the length for bind() and connect().
    """
    address: Record = arguments.record(ptr, struct.sockaddr_un, "SUN_LEN")
    path: Array = getattr(address, "sun_path")  # noqa: B009  (see _ipv4)
    return path._offset - address._offset + len(path.string())


# ------------------------------------------------------------------------ how addresses print


def _family(number: int) -> str:
    # The last of several names of a number is the one of POSIX: AF_FILE, AF_LOCAL, AF_UNIX.
    known = constants.values.items()
    names = [name for name, value in known if name.startswith("AF_") and value == number]
    return max(names, default=str(number))


def _text(family: int) -> Callable[[Record], str]:
    # Not by inet_ntoa: to look at an address must not change what a program got from there.
    def text(record: Record) -> str:
        room = constants.INET6_ADDRSTRLEN
        return quoted(inet_ntop(family, record, char[room](), room).string() + b"\0")

    return text


struct.in_addr.text = _text(constants.AF_INET)
struct.in6_addr.text = _text(constants.AF_INET6)
for _prefix, _tag in (
    ("sa", "sockaddr"),
    ("sin", "sockaddr_in"),
    ("sin6", "sockaddr_in6"),
    ("ss", "sockaddr_storage"),
    ("sun", "sockaddr_un"),
):
    _formats = getattr(struct, _tag).formats
    _formats[f"{_prefix}_family"] = _family
    _formats[f"{_prefix}_port"] = lambda port: f"htons({ntohs(port)})"
    _formats[f"{_prefix}_zero"] = None  # padding
