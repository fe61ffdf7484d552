"""Headers of the protocols, for raw and packet sockets: ip(7), icmp(7), raw(7), packet(7)."""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import RecordType, struct
from ._native import ffi, lib
from ._undefined import OutOfBounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []
if hasattr(lib, "pysock_icmp6_filter_set"):
    __all__ += [
        "ICMP6_FILTER_SETBLOCK",
        "ICMP6_FILTER_SETBLOCKALL",
        "ICMP6_FILTER_SETPASS",
        "ICMP6_FILTER_SETPASSALL",
        "ICMP6_FILTER_WILLBLOCK",
        "ICMP6_FILTER_WILLPASS",
    ]

    # Each member of these unions stands for the same bytes; one name of each is printed.
    def _print_only(record: RecordType, *names: str) -> None:
        record.formats.update((name, None) for name in record.members if name not in names)

    _print_only(struct.icmp, "icmp_type", "icmp_code", "icmp_cksum", "icmp_id", "icmp_seq")
    _print_only(
        struct.icmp6_hdr, "icmp6_type", "icmp6_code", "icmp6_cksum", "icmp6_id", "icmp6_seq"
    )

_EVERY = -1  # type, of a filter


def _filter(filterp: Any, call: str) -> CData:
    return ffi.cast("struct icmp6_filter *", arguments.out(filterp, struct.icmp6_filter, call))


def _type(type: SupportsIndex, call: str) -> int:
    number = arguments.integer(type, call, "a type")
    if not 0 <= number <= 255:
        raise OutOfBounds(f"{call}: type {number} has no bit in the filter: 0..255 have")
    return number


def ICMP6_FILTER_SETPASS(type: SupportsIndex, filterp: Any) -> None:
    """Let messages of a type pass, RFC 3542; see icmp6(7).

    ``void ICMP6_FILTER_SETPASS(int type, struct icmp6_filter *filterp);``
    """
    number = _type(type, "ICMP6_FILTER_SETPASS")
    lib.pysock_icmp6_filter_set(number, 1, _filter(filterp, "ICMP6_FILTER_SETPASS"))


def ICMP6_FILTER_SETBLOCK(type: SupportsIndex, filterp: Any) -> None:
    """Hold back messages of a type, RFC 3542; see icmp6(7).

    ``void ICMP6_FILTER_SETBLOCK(int type, struct icmp6_filter *filterp);``
    """
    number = _type(type, "ICMP6_FILTER_SETBLOCK")
    lib.pysock_icmp6_filter_set(number, 0, _filter(filterp, "ICMP6_FILTER_SETBLOCK"))


def ICMP6_FILTER_SETPASSALL(filterp: Any) -> None:
    """Let messages of all types pass, RFC 3542; see icmp6(7).

    ``void ICMP6_FILTER_SETPASSALL(struct icmp6_filter *filterp);``
    """
    lib.pysock_icmp6_filter_set(_EVERY, 1, _filter(filterp, "ICMP6_FILTER_SETPASSALL"))


def ICMP6_FILTER_SETBLOCKALL(filterp: Any) -> None:
    """Hold back messages of all types, RFC 3542; see icmp6(7).

    ``void ICMP6_FILTER_SETBLOCKALL(struct icmp6_filter *filterp);``
    """
    lib.pysock_icmp6_filter_set(_EVERY, 0, _filter(filterp, "ICMP6_FILTER_SETBLOCKALL"))


def ICMP6_FILTER_WILLPASS(type: SupportsIndex, filterp: Any) -> int:
    """Ask whether messages of a type pass, RFC 3542; see icmp6(7).

    ``int ICMP6_FILTER_WILLPASS(int type, const struct icmp6_filter *filterp);``

    Returns 1 or 0.
    """
    number = _type(type, "ICMP6_FILTER_WILLPASS")
    place = arguments.given(filterp, struct.icmp6_filter, "ICMP6_FILTER_WILLPASS")
    return lib.pysock_icmp6_filter_passes(number, ffi.cast("struct icmp6_filter *", place))


def ICMP6_FILTER_WILLBLOCK(type: SupportsIndex, filterp: Any) -> int:
    """Ask whether messages of a type are held back, RFC 3542; see icmp6(7).

    ``int ICMP6_FILTER_WILLBLOCK(int type, const struct icmp6_filter *filterp);``

    Returns 1 or 0.
    """
    number = _type(type, "ICMP6_FILTER_WILLBLOCK")
    place = arguments.given(filterp, struct.icmp6_filter, "ICMP6_FILTER_WILLBLOCK")
    return 1 - lib.pysock_icmp6_filter_passes(number, ffi.cast("struct icmp6_filter *", place))
