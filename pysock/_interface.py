"""Network interfaces: if_nametoindex(3), getifaddrs(3), the requests of netdevice(7), arp(7)."""

from __future__ import annotations

import operator

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Heap
from ._block import Block, Part
from ._io import IOCTL_ARGUMENTS, IOCTL_CALLS
from ._memory import heap_of, pointer_to, struct, void
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__ = ["if_indextoname", "if_nametoindex"]
if hasattr(lib, "getifaddrs"):
    __all__ += ["freeifaddrs", "getifaddrs", "if_freenameindex", "if_nameindex"]


# ------------------------------------------------------------------------- names and numbers


def if_nametoindex(ifname: Any) -> int:
    """Look up the number of an interface, if_nametoindex(3).

    ``unsigned int if_nametoindex(const char *ifname);``

    Returns the number, or 0: ENODEV. Unlike most calls: 0 is the failure.
    """
    return lib.if_nametoindex(arguments.name(ifname, "if_nametoindex"))


def if_indextoname(ifindex: SupportsIndex, ifname: Any) -> Any:
    """Look up the name of an interface, if_nametoindex(3).

    ``char *if_indextoname(unsigned int ifindex, char *ifname);``

    ifname has room for IF_NAMESIZE bytes.

    Returns ifname, or NULL: ENXIO.
    """
    place = arguments.writable(ifname, constants.IF_NAMESIZE, "if_indextoname")
    found = lib.if_indextoname(operator.index(ifindex), ffi.cast("char *", place))
    return ifname if found else None


class _NameIndex(Heap):
    """What if_nameindex() returns: all interfaces, and an entry of zeroes at the end."""

    __slots__ = ()

    source = "if_nameindex"


def if_nameindex() -> Any:
    """List the numbers and names of all interfaces, if_nameindex(3).

    ``struct if_nameindex *if_nameindex(void);``

    The last entry has an if_index of 0 and an if_name of NULL. if_freenameindex() frees the list.
    Windows: absent there.

    Returns the list, or NULL: ENOBUFS, …
    """
    first = lib.if_nameindex()
    if not first:
        return None
    try:
        return _copied_names(first)
    finally:
        lib.if_freenameindex(first)


def _copied_names(first: CData) -> Any:
    block = Block()
    names: list[dict[str, Part | None]] = []
    while first[len(names)].if_name:
        names.append({"if_name": block.string(first[len(names)].if_name)})
    array = block.records(struct.if_nameindex, first, *names, {})
    block.store(_NameIndex.zeroed(block.size))
    return array.pointer


def if_freenameindex(ptr: Any) -> None:
    """Free the list of if_nameindex(), if_nameindex(3).

    ``void if_freenameindex(struct if_nameindex *ptr);``

    Its use afterwards raises UseAfterFree.
    Windows: absent there.
    """
    heap_of(ptr, _NameIndex, "if_freenameindex").free("if_freenameindex")


# --------------------------------------------------------------------------------- addresses


class _Addresses(Heap):
    """What getifaddrs() finds: one block, which is freed as a whole."""

    __slots__ = ()

    source = "getifaddrs"


def getifaddrs(ifap: Any) -> int:
    """List the addresses of all interfaces, getifaddrs(3).

    ``int getifaddrs(struct ifaddrs **ifap);``

    ifap, ``ptr(struct.ifaddrs)()``, is set to a list for freeifaddrs(). An interface comes once
    for each of its addresses; ifa_addr, ifa_netmask, … may be NULL. ifa_data is opaque: it tells
    whether the system has data there, which cannot be read.
    Windows: absent there.

    Returns 0, or -1: EMFILE, ENOBUFS, …
    """
    arguments.out(ifap, pointer_to(struct.ifaddrs), "getifaddrs")
    found = ffi.new("struct ifaddrs **")
    result = lib.getifaddrs(found)
    if result == 0:
        try:
            ifap[0] = _copied_addresses(found[0])
        finally:
            lib.freeifaddrs(found[0])
    return result


def _copied_addresses(first: CData) -> Any:
    raw = []
    while first:
        raw.append(first)
        first = first.ifa_next
    block = Block()
    node: Part | None = None
    for interface in reversed(raw):
        node = block.records(
            struct.ifaddrs,
            interface,
            {
                "ifa_next": node,
                "ifa_name": block.string(interface.ifa_name),
                "ifa_addr": _address(block, interface.ifa_addr),
                "ifa_netmask": _address(block, interface.ifa_netmask),
                "ifa_broadaddr": _address(block, interface.ifa_broadaddr),
                "ifa_data": block.add(void, b"") if interface.ifa_data else None,
            },
        )
    if node is None:
        return None
    block.store(_Addresses.zeroed(block.size))
    return node.pointer


def _address(block: Block, raw: CData) -> Part | None:
    """A copy of an address, as long as its family; some systems cut the zeroes of a netmask."""
    if not raw:
        return None
    address = bytes(ffi.buffer(raw, lib.pysock_address_size(raw)))
    return block.add(struct.sockaddr, address.ljust(struct.sockaddr.size, b"\0"))


def freeifaddrs(ifa: Any) -> None:
    """Free the list of getifaddrs(), getifaddrs(3).

    ``void freeifaddrs(struct ifaddrs *ifa);``

    Its use afterwards raises UseAfterFree.
    Windows: absent there.
    """
    heap_of(ifa, _Addresses, "freeifaddrs").free("freeifaddrs")


# ------------------------------------------------------------------------- requests of ioctl(2)


def _list_addresses(fd: SupportsIndex, argp: Any) -> int:
    """SIOCGIFCONF: the kernel writes at most ifc_len bytes to ifc_buf, and to ifc_len how many."""
    arguments.out(argp, struct.ifconf, "ioctl")
    config = argp[0]
    size, buffer = config.ifc_len, config.ifc_buf
    private = ffi.new("struct ifconf *", {"ifc_len": size})
    if buffer is not None:
        private.ifc_buf = ffi.cast("char *", arguments.writable(buffer, size, "ioctl"))
    result = lib.pysock_ioctl(fd, constants.SIOCGIFCONF, private)
    config.ifc_len = private.ifc_len
    return result


_ABOUT_ONE = (
    "SIOCADDMULTI",
    "SIOCDELMULTI",
    "SIOCDIFADDR",
    "SIOCGIFADDR",
    "SIOCGIFBRDADDR",
    "SIOCGIFDSTADDR",
    "SIOCGIFFLAGS",
    "SIOCGIFHWADDR",
    "SIOCGIFINDEX",
    "SIOCGIFMAP",
    "SIOCGIFMETRIC",
    "SIOCGIFMTU",
    "SIOCGIFNAME",
    "SIOCGIFNETMASK",
    "SIOCGIFPFLAGS",
    "SIOCGIFSLAVE",
    "SIOCGIFTXQLEN",
    "SIOCSIFADDR",
    "SIOCSIFBRDADDR",
    "SIOCSIFDSTADDR",
    "SIOCSIFFLAGS",
    "SIOCSIFHWADDR",
    "SIOCSIFHWBROADCAST",
    "SIOCSIFMAP",
    "SIOCSIFMETRIC",
    "SIOCSIFMTU",
    "SIOCSIFNAME",
    "SIOCSIFNETMASK",
    "SIOCSIFPFLAGS",
    "SIOCSIFSLAVE",
    "SIOCSIFTXQLEN",
    "TUNSETIFF",
)

if hasattr(struct, "ifreq"):
    IOCTL_ARGUMENTS.update((constants.values.get(name), struct.ifreq) for name in _ABOUT_ONE)
    IOCTL_CALLS[constants.SIOCGIFCONF] = _list_addresses
    # Which member of the union is meant is the request's affair.
    struct.ifreq.formats.update(dict.fromkeys([*struct.ifreq.members][1:]))
    struct.ifconf.formats["ifc_req"] = None
if hasattr(struct, "arpreq"):
    for request in ("SIOCDARP", "SIOCGARP", "SIOCSARP"):
        IOCTL_ARGUMENTS[constants.values.get(request)] = struct.arpreq
