"""The names of hosts, services, protocols and networks: gethostbyname(3), getaddrinfo(3), …"""

from __future__ import annotations

import operator
from _thread import RLock

from . import _arguments as arguments
from ._address import _family, ntohs
from ._allocation import Heap, Memory
from ._block import Block, Part
from ._errno import LiveNumber
from ._memory import char, heap_of, pointer_to, ptr, struct
from ._native import ffi, lib
from ._undefined import InvalidFree, NullPointer
from ._values import Pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, SupportsIndex, TypeAlias, TypeVar

    from ._allocation import CData
    from ._memory import RecordType
    from ._values import Record

    Members: TypeAlias = dict[str, Part | None]
    _Kept = TypeVar("_Kept")

__all__ = [
    "freeaddrinfo",
    "gai_strerror",
    "getaddrinfo",
    "gethostbyaddr",
    "gethostbyname",
    "gethostname",
    "getnameinfo",
    "getprotobyname",
    "getprotobynumber",
    "getservbyname",
    "getservbyport",
    "h_errno",
]
if hasattr(lib, "hstrerror"):
    __all__ += [
        "endhostent",
        "endnetent",
        "endprotoent",
        "endservent",
        "gethostbyname2",
        "gethostent",
        "getnetbyaddr",
        "getnetbyname",
        "getnetent",
        "getprotoent",
        "getservent",
        "herror",
        "hstrerror",
        "sethostent",
        "setnetent",
        "setprotoent",
        "setservent",
    ]


# -------------------------------------------------------------------------- entries of C's own


# An answer overwrites an entry and its buffer as one; a signal handler may ask in between.
_lock = RLock()
_BUFFER_SIZE = 1024


def look_up(
    ctype: RecordType, keep: Callable[[CData], _Kept], lookup: Callable[..., int], *key: Any
) -> _Kept | None:
    """What `keep` makes of the entry that is found, which lives no longer than that."""
    entry = ffi.new(f"{ctype} *")
    found = ffi.new(f"{ctype} **")
    size = _BUFFER_SIZE
    buffer = ffi.new("char[]", size)
    while lookup(*key, entry, buffer, size, found):
        size *= 2
        buffer = ffi.new("char[]", size)
    return keep(found[0]) if found[0] else None


class Static:
    """The entry that C keeps for the answers of one call, and the buffer its pointers lead to.

    Each answer overwrites the last. POSIX lets related calls share an entry; in glibc every call
    has its own, and so it is here.
    """

    __slots__ = ("_buffer", "_entry", "_members", "_type")

    def __init__(self, ctype: RecordType, members: Callable[[Block, CData], Members]) -> None:
        self._type = ctype
        self._members = members
        self._entry: Memory | None = None

    def answer(self, lookup: Callable[..., int], *key: Any) -> Pointer | None:
        """Look something up; what is found overwrites the entry."""
        return look_up(self._type, self._keep, lookup, *key)

    def _keep(self, raw: CData) -> Pointer:
        contents, entry = Block(), Block()
        entry.records(self._type, raw, self._members(contents, raw))
        with _lock:
            if self._entry is None:
                self._entry = Memory.zeroed(self._type.size)
                self._buffer = Memory.zeroed(_BUFFER_SIZE)
            if self._buffer.size < contents.size:
                # The old one lives on for those who still point into it.
                self._buffer = Memory.zeroed(2 * contents.size)
            contents.store(self._buffer)
            entry.store(self._entry)
        return self._type.pointer(self._entry, 0, 0, self._type.size)


def _walk(array: CData) -> Iterator[CData]:
    """The pointers of a list up to its NULL."""
    index = 0
    while array and array[index]:
        yield array[index]
        index += 1


def names(block: Block, array: CData) -> Part:
    return block.pointers([block.string(name) for name in _walk(array)])


def host_members(block: Block, raw: CData) -> Members:
    addresses = [
        block.add(char, bytes(ffi.buffer(address, raw.h_length)))
        for address in _walk(raw.h_addr_list)
    ]
    return {
        "h_name": block.string(raw.h_name),
        "h_aliases": names(block, raw.h_aliases),
        "h_addr_list": block.pointers(addresses),
    }


def _net(block: Block, raw: CData) -> Members:
    return {"n_name": block.string(raw.n_name), "n_aliases": names(block, raw.n_aliases)}


def _proto(block: Block, raw: CData) -> Members:
    return {"p_name": block.string(raw.p_name), "p_aliases": names(block, raw.p_aliases)}


def serv_members(block: Block, raw: CData) -> Members:
    return {
        "s_name": block.string(raw.s_name),
        "s_aliases": names(block, raw.s_aliases),
        "s_proto": block.string(raw.s_proto),
    }


def _first_address(host: Record) -> Any:
    addresses = getattr(host, "h_addr_list")  # noqa: B009  (members are known at run time only)
    if addresses is None:
        raise NullPointer("h_addr is h_addr_list[0], and h_addr_list is NULL")
    return addresses


def _get_h_addr(host: Record) -> Any:
    return _first_address(host)[0]


def _set_h_addr(host: Record, address: Any) -> None:
    _first_address(host)[0] = address


struct.hostent.macros["h_addr"] = property(_get_h_addr, _set_h_addr, doc="`h_addr_list[0]`")
struct.hostent.formats["h_addrtype"] = _family
if hasattr(lib, "hstrerror"):
    struct.netent.formats["n_addrtype"] = _family
struct.servent.formats["s_port"] = lambda port: f"htons({ntohs(port)})"
struct.addrinfo.formats["ai_family"] = _family


# -------------------------------------------------------------------------------------- hosts


class HErrno(LiveNumber):
    """The calling thread's ``h_errno``: why the last lookup of a host or network failed.

    macOS has one for the whole process.
    """

    __slots__ = ()

    @property
    def value(self) -> int:
        """The number of the last failure: HOST_NOT_FOUND, NO_DATA, NO_RECOVERY, TRY_AGAIN."""
        number: int = lib.pysock_h_errno()
        return number

    @value.setter
    def value(self, number: SupportsIndex) -> None:
        lib.pysock_set_h_errno(operator.index(number))

    def __repr__(self) -> str:
        return f"h_errno {self.value} ({hstrerror(self.value)})"


h_errno = HErrno()


def hstrerror(err: SupportsIndex) -> Any:
    """Describe a number of h_errno, gethostbyname(3).

    ``const char *hstrerror(int err);``

    Windows: absent there.

    Returns a constant string; an unknown number is described too.
    """
    return ptr(char, ffi.string(lib.hstrerror(operator.index(err))))


def herror(s: Any) -> None:
    """Print ``s: <what h_errno says>`` on C's stderr, gethostbyname(3).

    ``void herror(const char *s);``

    NULL or an empty string prints the message alone.
    Windows: absent there.
    """
    lib.herror(arguments.NULL if arguments.is_null(s) else arguments.string(s, "herror"))


_gethostbyname = Static(struct.hostent, host_members)
_gethostbyname2 = Static(struct.hostent, host_members)
_gethostbyaddr = Static(struct.hostent, host_members)
_gethostent = Static(struct.hostent, host_members)


def gethostbyname(name: Any) -> Any:
    """Look up the IPv4 addresses of a host, gethostbyname(3).

    ``struct hostent *gethostbyname(const char *name);``

    The entry is static: the next call overwrites it, with the names and addresses it points to.
    The lists end with NULL.

    Returns the entry, or NULL with h_errno: HOST_NOT_FOUND, NO_DATA, NO_RECOVERY, TRY_AGAIN.
    """
    host = arguments.name(name, "gethostbyname")
    return _gethostbyname.answer(lib.pysock_gethostbyname, host)


def gethostbyname2(name: Any, af: SupportsIndex) -> Any:
    """Look up the addresses of a host in one family, gethostbyname(3).

    ``struct hostent *gethostbyname2(const char *name, int af);``

    The entry is static: the next call overwrites it.
    Windows: absent there.

    Returns the entry, or NULL with the h_errno of gethostbyname(); another family than AF_INET and
    AF_INET6 sets errno too: EAFNOSUPPORT.
    """
    host = arguments.name(name, "gethostbyname2")
    return _gethostbyname2.answer(lib.pysock_gethostbyname2, host, operator.index(af))


def gethostbyaddr(addr: Any, len: SupportsIndex, type: SupportsIndex) -> Any:
    """Look up the names of an address, gethostbyname(3).

    ``struct hostent *gethostbyaddr(const void *addr, socklen_t len, int type);``

    addr is a ``struct in_addr`` for AF_INET, a ``struct in6_addr`` for AF_INET6: no sockaddr. The
    entry is static: the next call overwrites it.

    Returns the entry, or NULL with the h_errno of gethostbyname(); a len or type of no family sets
    errno too: EAFNOSUPPORT.
    """
    length = operator.index(len)
    address = snapshot(addr, length, "gethostbyaddr")
    return _gethostbyaddr.answer(lib.pysock_gethostbyaddr, address, length, operator.index(type))


def gethostent() -> Any:
    """Read the next entry of the table of hosts, gethostbyname(3).

    ``struct hostent *gethostent(void);``

    The entry is static: the next call overwrites it.
    Windows: absent there.

    Returns the entry, or NULL at the end of the table.
    """
    return _gethostent.answer(lib.pysock_gethostent)


def sethostent(stayopen: SupportsIndex) -> None:
    """Start the table of hosts from its beginning, gethostbyname(3).

    ``void sethostent(int stayopen);``

    Windows: absent there.
    """
    lib.sethostent(operator.index(stayopen))


def endhostent() -> None:
    """Close the table of hosts, gethostbyname(3).

    ``void endhostent(void);``

    Windows: absent there.
    """
    lib.endhostent()


def gethostname(name: Any, len: SupportsIndex) -> int:
    """Ask for this machine's name, gethostname(2).

    ``int gethostname(char *name, size_t len);``

    A name that does not fit is cut, and may then lack its NUL: MAXHOSTNAMELEN + 1 is room enough.

    Returns 0, or -1: ENAMETOOLONG.
    """
    room = operator.index(len)
    place = arguments.writable(name, room, "gethostname")
    return lib.gethostname(ffi.cast("char *", place), room)


# ------------------------------------------------------------------------------------- services


_getservbyname = Static(struct.servent, serv_members)
_getservbyport = Static(struct.servent, serv_members)
_getservent = Static(struct.servent, serv_members)


def getservbyname(name: Any, proto: Any) -> Any:
    """Look up the port of a service, getservent(3).

    ``struct servent *getservbyname(const char *name, const char *proto);``

    proto is "tcp", "udp", …, or NULL for any. s_port is in network byte order. The entry is
    static: the next call overwrites it.

    Returns the entry, or NULL where there is no such service.
    """
    service = arguments.name(name, "getservbyname")
    protocol = optional(proto, "getservbyname")
    return _getservbyname.answer(lib.pysock_getservbyname, service, protocol)


def getservbyport(port: SupportsIndex, proto: Any) -> Any:
    """Look up the service of a port, getservent(3).

    ``struct servent *getservbyport(int port, const char *proto);``

    port is in network byte order: ``htons(80)``. The entry is static: the next call overwrites it.

    Returns the entry, or NULL where there is no such service.
    """
    protocol = optional(proto, "getservbyport")
    return _getservbyport.answer(lib.pysock_getservbyport, operator.index(port), protocol)


def getservent() -> Any:
    """Read the next entry of the table of services, getservent(3).

    ``struct servent *getservent(void);``

    The entry is static: the next call overwrites it.
    Windows: absent there.

    Returns the entry, or NULL at the end of the table.
    """
    return _getservent.answer(lib.pysock_getservent)


def setservent(stayopen: SupportsIndex) -> None:
    """Start the table of services from its beginning, getservent(3).

    ``void setservent(int stayopen);``

    Windows: absent there.
    """
    lib.setservent(operator.index(stayopen))


def endservent() -> None:
    """Close the table of services, getservent(3).

    ``void endservent(void);``

    Windows: absent there.
    """
    lib.endservent()


# ------------------------------------------------------------------------------------ protocols


_getprotobyname = Static(struct.protoent, _proto)
_getprotobynumber = Static(struct.protoent, _proto)
_getprotoent = Static(struct.protoent, _proto)


def getprotobyname(name: Any) -> Any:
    """Look up the number of a protocol, getprotoent(3).

    ``struct protoent *getprotobyname(const char *name);``

    The entry is static: the next call overwrites it.

    Returns the entry, or NULL where there is no such protocol.
    """
    protocol = arguments.name(name, "getprotobyname")
    return _getprotobyname.answer(lib.pysock_getprotobyname, protocol)


def getprotobynumber(proto: SupportsIndex) -> Any:
    """Look up the name of a protocol, getprotoent(3).

    ``struct protoent *getprotobynumber(int proto);``

    The entry is static: the next call overwrites it.

    Returns the entry, or NULL where there is no such protocol.
    """
    return _getprotobynumber.answer(lib.pysock_getprotobynumber, operator.index(proto))


def getprotoent() -> Any:
    """Read the next entry of the table of protocols, getprotoent(3).

    ``struct protoent *getprotoent(void);``

    The entry is static: the next call overwrites it.
    Windows: absent there.

    Returns the entry, or NULL at the end of the table.
    """
    return _getprotoent.answer(lib.pysock_getprotoent)


def setprotoent(stayopen: SupportsIndex) -> None:
    """Start the table of protocols from its beginning, getprotoent(3).

    ``void setprotoent(int stayopen);``

    Windows: absent there.
    """
    lib.setprotoent(operator.index(stayopen))


def endprotoent() -> None:
    """Close the table of protocols, getprotoent(3).

    ``void endprotoent(void);``

    Windows: absent there.
    """
    lib.endprotoent()


# ------------------------------------------------------------------------------------- networks


if hasattr(lib, "hstrerror"):
    _getnetbyaddr = Static(struct.netent, _net)
    _getnetbyname = Static(struct.netent, _net)
    _getnetent = Static(struct.netent, _net)


def getnetbyname(name: Any) -> Any:
    """Look up the number of a network, getnetent(3).

    ``struct netent *getnetbyname(const char *name);``

    n_net is in host byte order. The entry is static: the next call overwrites it.
    Windows: absent there.

    Returns the entry, or NULL with the h_errno of gethostbyname().
    """
    return _getnetbyname.answer(lib.pysock_getnetbyname, arguments.name(name, "getnetbyname"))


def getnetbyaddr(net: SupportsIndex, type: SupportsIndex) -> Any:
    """Look up the name of a network, getnetent(3).

    ``struct netent *getnetbyaddr(uint32_t net, int type);``

    net is in host byte order. The entry is static: the next call overwrites it.
    Windows: absent there.

    Returns the entry, or NULL with the h_errno of gethostbyname().
    """
    return _getnetbyaddr.answer(lib.pysock_getnetbyaddr, operator.index(net), operator.index(type))


def getnetent() -> Any:
    """Read the next entry of the table of networks, getnetent(3).

    ``struct netent *getnetent(void);``

    The entry is static: the next call overwrites it.
    Windows: absent there.

    Returns the entry, or NULL at the end of the table.
    """
    return _getnetent.answer(lib.pysock_getnetent)


def setnetent(stayopen: SupportsIndex) -> None:
    """Start the table of networks from its beginning, getnetent(3).

    ``void setnetent(int stayopen);``

    Windows: absent there.
    """
    lib.setnetent(operator.index(stayopen))


def endnetent() -> None:
    """Close the table of networks, getnetent(3).

    ``void endnetent(void);``

    Windows: absent there.
    """
    lib.endnetent()


# --------------------------------------------------------------------- addresses of every family


class _AddressInfo(Heap):
    """One node of a list, with its address and its name: POSIX lets a program free any sublist."""

    __slots__ = ()

    source = "getaddrinfo"


def getaddrinfo(node: Any, service: Any, hints: Any, res: Any) -> int:
    """Look up the addresses of a service on a host, getaddrinfo(3).

    ``int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **res);``

    One of node and service may be NULL. Of the hints only ai_flags, ai_family, ai_socktype and
    ai_protocol count. res, ``ptr(struct.addrinfo)()``, is set to a list for freeaddrinfo().

    Returns 0, or an error for gai_strerror(): EAI_AGAIN, EAI_BADFLAGS, EAI_FAMILY, EAI_NONAME,
    EAI_SERVICE, EAI_SOCKTYPE, EAI_SYSTEM (with errno), …
    """
    arguments.out(res, pointer_to(struct.addrinfo), "getaddrinfo")
    host = optional(node, "getaddrinfo")
    port = optional(service, "getaddrinfo")
    found = ffi.new("struct addrinfo **")
    error = lib.getaddrinfo(host, port, _hints(hints), found)
    if error == 0:
        try:
            res[0] = _copied(found[0])
        finally:
            lib.freeaddrinfo(found[0])
    return error


def _hints(hints: Any) -> CData:
    """A copy for C alone, without the pointers, which mean nothing there."""
    place = arguments.out(hints, struct.addrinfo, "getaddrinfo", null=True)
    if not place:
        return place
    given = ffi.cast("struct addrinfo *", place)
    wanted = ffi.new("struct addrinfo *")
    wanted.ai_flags = given.ai_flags
    wanted.ai_family = given.ai_family
    wanted.ai_socktype = given.ai_socktype
    wanted.ai_protocol = given.ai_protocol
    return wanted


def _copied(first: CData) -> Pointer | None:
    """A list of libc's, each node of it on a heap of its own."""
    raw = []
    while first:
        raw.append(first)
        first = first.ai_next
    node: Part | None = None
    for info in reversed(raw):
        block = Block()
        address = bytes(ffi.buffer(info.ai_addr, info.ai_addrlen)) if info.ai_addr else b""
        node = block.records(
            struct.addrinfo,
            info,
            {
                "ai_addr": block.add(struct.sockaddr, address) if address else None,
                "ai_canonname": block.string(info.ai_canonname),
                "ai_next": node,
            },
        )
        block.store(_AddressInfo.zeroed(block.size))
    return node.pointer if node else None


def freeaddrinfo(res: Any) -> None:
    """Free a list, or the rest of one from a node on, getaddrinfo(3).

    ``void freeaddrinfo(struct addrinfo *res);``

    The nodes are those that the ai_next of each leads to when the call is made. Their use
    afterwards raises UseAfterFree.
    """
    nodes = [heap_of(res, _AddressInfo, "freeaddrinfo")]
    while (rest := _next(nodes[-1])) is not None:
        node = heap_of(rest, _AddressInfo, "freeaddrinfo")
        if node in nodes:
            raise InvalidFree(f"freeaddrinfo: node {len(nodes)} of the list leads back into it")
        nodes.append(node)
    for node in nodes:
        node.free("freeaddrinfo")


def _next(node: Heap) -> Any:
    """What the ai_next of a node holds now."""
    return getattr(struct.addrinfo.view(node, 0), "ai_next")  # noqa: B009  (known at run time only)


def gai_strerror(errcode: SupportsIndex) -> Any:
    """Describe an error of getaddrinfo() or getnameinfo(), getaddrinfo(3).

    ``const char *gai_strerror(int errcode);``

    Returns a constant string; an unknown number is described too.
    """
    return ptr(char, ffi.string(lib.gai_strerror(operator.index(errcode))))


def getnameinfo(
    sa: Any,
    salen: SupportsIndex,
    host: Any,
    hostlen: SupportsIndex,
    serv: Any,
    servlen: SupportsIndex,
    flags: SupportsIndex,
) -> int:
    """Look up the names of an address and its port, getnameinfo(3).

    ``int getnameinfo(const struct sockaddr *sa, socklen_t salen, char *host, socklen_t hostlen,
    char *serv, socklen_t servlen, int flags);``

    host or serv that is NULL, or has no room, is not asked for. NI_MAXHOST and NI_MAXSERV are
    room enough.

    Returns 0, or an error for gai_strerror(): EAI_AGAIN, EAI_FAMILY, EAI_NONAME, EAI_OVERFLOW, …
    """
    size = operator.index(salen)
    copy = snapshot(sa, size, "getnameinfo")
    address = ffi.cast("struct sockaddr *", copy)
    return lib.getnameinfo(
        address, size, *_room(host, hostlen), *_room(serv, servlen), operator.index(flags)
    )


def _room(place: Any, size: SupportsIndex) -> tuple[CData, int]:
    """Where getnameinfo is to print one of its answers."""
    if arguments.is_null(place):
        return arguments.NULL, 0
    room = operator.index(size)
    return ffi.cast("char *", arguments.writable(place, room, "getnameinfo")), room


# ------------------------------------------------------------------------------------ arguments


def optional(text: Any, call: str) -> Any:
    """A string that may be NULL."""
    return arguments.NULL if arguments.is_null(text) else arguments.name(text, call)


# libc looks at as many bytes as the family has, or for the NUL of a path, whatever the length.
_PADDING = struct.sockaddr_storage.size


def snapshot(address: Any, size: int, call: str) -> CData:
    """A copy of an address for C alone, with zeroes behind it; NULL stays NULL."""
    place = arguments.readable(address, size, call)
    if not place:
        return place
    copy = ffi.new("char[]", size + _PADDING)
    ffi.memmove(copy, place, size)
    return copy
