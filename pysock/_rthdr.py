"""Routing headers of IPv6: inet6_rth_space(3), RFC 3542.

The C library believes the counts inside a header, and reads and writes as far as they say. Here a
header is read once, and must lie inside its object.
"""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import pointee_of, struct
from ._native import ffi, lib
from ._undefined import OutOfBounds
from ._values import Elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._values import Pointer

__all__: list[str] = []
if hasattr(lib, "pysock_inet6_rth_space"):
    __all__ += [
        "inet6_rth_add",
        "inet6_rth_getaddr",
        "inet6_rth_init",
        "inet6_rth_reverse",
        "inet6_rth_segments",
        "inet6_rth_space",
    ]

_HEAD, _ADDRESS = 8, 16  # bytes
_TYPE_0 = 0


def inet6_rth_space(type: SupportsIndex, segments: SupportsIndex) -> int:
    """Tell how many bytes a routing header takes, RFC 3542; see ipv6(7).

    ``socklen_t inet6_rth_space(int type, int segments);``

    The only type is IPV6_RTHDR_TYPE_0, which RFC 5095 has put out of use; it has 0 to 127 segments.
    Windows: absent there.

    Returns the number, or 0 for another type or count.
    """
    return lib.pysock_inet6_rth_space(type, segments)


def inet6_rth_init(
    bp: Any, bp_len: SupportsIndex, type: SupportsIndex, segments: SupportsIndex
) -> Pointer | None:
    """Begin a routing header, without addresses yet, RFC 3542; see ipv6(7).

    ``void *inet6_rth_init(void *bp, socklen_t bp_len, int type, int segments);``

    Windows: absent there.

    Returns bp, or NULL where bp_len is too short, or type or segments is none.
    """
    room = arguments.length(bp_len, "inet6_rth_init")
    place = arguments.writable(bp, room, "inet6_rth_init")
    size = inet6_rth_space(type, segments)
    if not 0 < size <= room:
        return None
    head = bytes((0, (size - _HEAD) // 8, _TYPE_0, 0))
    ffi.memmove(place, head.ljust(size, b"\0"), size)
    return pointee_of(bp)  # type: ignore[return-value]


def inet6_rth_add(bp: Any, addr: Any) -> int:
    """Put an address behind those of a routing header, RFC 3542; see ipv6(7).

    ``int inet6_rth_add(void *bp, const struct in6_addr *addr);``

    Windows: absent there.

    Returns 0, or -1 where the header is full or of another type.
    """
    header = _header(bp, "inet6_rth_add")
    address = bytes(ffi.buffer(arguments.given(addr, struct.in6_addr, "inet6_rth_add"), _ADDRESS))
    left, at = header[3], _HEAD + header[3] * _ADDRESS
    if header[2] != _TYPE_0 or at + _ADDRESS > len(header):
        return -1
    place = ffi.cast("char *", arguments.writable(bp, len(header), "inet6_rth_add"))
    ffi.memmove(place + at, address, _ADDRESS)
    ffi.memmove(place + 3, bytes((left + 1,)), 1)
    return 0


def inet6_rth_reverse(in_: Any, out: Any) -> int:
    """Turn a routing header round, for the way back, RFC 3542; see ipv6(7).

    ``int inet6_rth_reverse(const void *in, void *out);``

    Both may be one object.
    Windows: absent there.

    Returns 0, or -1 for a header of another type.
    """
    header = _header(in_, "inet6_rth_reverse")
    if header[2] != _TYPE_0:
        return -1
    count = _count(header)
    turned = [header[at : at + _ADDRESS] for at in range(_HEAD, len(header), _ADDRESS)][:count]
    whole = header[:3] + bytes((count,)) + header[4:_HEAD] + b"".join(reversed(turned))
    ffi.memmove(arguments.writable(out, len(whole), "inet6_rth_reverse"), whole, len(whole))
    return 0


def inet6_rth_segments(bp: Any) -> int:
    """Count the addresses that a routing header has room for, RFC 3542; see ipv6(7).

    ``int inet6_rth_segments(const void *bp);``

    Windows: absent there.

    Returns the number, or -1 for a header of another type.
    """
    header = _header(bp, "inet6_rth_segments")
    return _count(header) if header[2] == _TYPE_0 else -1


def inet6_rth_getaddr(bp: Any, index: SupportsIndex) -> Pointer | None:
    """Point to an address of a routing header, RFC 3542; see ipv6(7).

    ``struct in6_addr *inet6_rth_getaddr(const void *bp, int index);``

    Windows: absent there.

    Returns the address, or NULL where the header has none of that index, or is of another type.
    """
    header = _header(bp, "inet6_rth_getaddr")
    number = arguments.integer(index, "inet6_rth_getaddr")
    if header[2] != _TYPE_0 or not 0 <= number < _count(header):
        return None
    value = pointee_of(bp)
    assert value is not None
    low = value._low if isinstance(value, Elements) else value._offset
    at = _HEAD + number * _ADDRESS
    return struct.in6_addr.pointer(value._memory, value._offset + at, low, value._room - at)


def _header(bp: Any, call: str) -> bytes:
    """A header as long as it says it is."""
    address, room = arguments.extent(bp, call)
    if room < _HEAD:
        raise OutOfBounds(f"{call}: a routing header has {_HEAD} bytes, the object {room}")
    header = bytes(ffi.buffer(ffi.cast("char *", address), room))
    size = _HEAD + header[1] * 8
    if size > room:
        raise OutOfBounds(f"{call}: the header says it has {size} bytes, the object has {room}")
    return header[:size]


def _count(header: bytes) -> int:
    return (len(header) - _HEAD) // _ADDRESS
