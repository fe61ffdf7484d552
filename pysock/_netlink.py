"""Talking with the kernel in messages: netlink(7), netlink(3), rtnetlink(7), rtnetlink(3).

The macros that walk through messages and attributes are C's arithmetic on pointers. A pointer keeps
the bounds of the buffer it was taken from, so that a length inside a message is believed no further
than these go.
"""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from ._memory import CType, Integer, ptr, struct, uchar, void
from ._native import lib
from ._undefined import OutOfBounds
from ._values import Pointer, Scalar, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []
if hasattr(lib, "pysock_NLMSG_ALIGN"):
    __all__ += [
        "IFA_PAYLOAD",
        "IFA_RTA",
        "IFLA_PAYLOAD",
        "IFLA_RTA",
        "NLMSG_ALIGN",
        "NLMSG_DATA",
        "NLMSG_LENGTH",
        "NLMSG_NEXT",
        "NLMSG_OK",
        "NLMSG_PAYLOAD",
        "NLMSG_SPACE",
        "RTA_ALIGN",
        "RTA_DATA",
        "RTA_LENGTH",
        "RTA_NEXT",
        "RTA_OK",
        "RTA_PAYLOAD",
        "RTA_SPACE",
        "RTM_PAYLOAD",
        "RTM_RTA",
    ]


def _whole(header: CType, told: int, left: SupportsIndex, call: str) -> bool:
    """Whether a header, and all that it says it heads, lie in the length that is left."""
    return header.size <= told <= arguments.integer(left, call, "a length")


def _after(header: CType, place: Any, step: int, left: Any, call: str) -> Pointer:
    """The header that follows; what is left shrinks by the way to it."""
    if not isinstance(left, Scalar) or not isinstance(left._type, Integer):
        raise TypeError(f"{call}: it changes the length, an `int_`, not {kind_of(left)}")
    start = ptr(uchar, place)
    room = start._room
    if step >= room + constants.NLMSG_ALIGNTO:
        raise OutOfBounds(f"{call}: {step} bytes further, in an object that has {room}")
    left.value = left.value - step
    # Padding that the last one lacks would lead past the end.
    found: Pointer = ptr(header, start + min(step, room))
    return found


def _behind(target: CType, place: Any, header: CType, call: str) -> Pointer:
    """What follows a header in memory, padding left out."""
    arguments.given(place, header, call)
    found: Pointer = ptr(target, ptr(uchar, place) + NLMSG_ALIGN(header.size))
    return found


# ----------------------------------------------------------------------------------- messages


def NLMSG_ALIGN(len: SupportsIndex) -> int:
    """Round a length up to what messages are aligned to, netlink(3).

    ``int NLMSG_ALIGN(size_t len);``

    Returns the length in bytes.
    """
    return lib.pysock_NLMSG_ALIGN(len)


def NLMSG_LENGTH(len: SupportsIndex) -> int:
    """Tell what nlmsg_len is for len bytes of payload, netlink(3).

    ``int NLMSG_LENGTH(size_t len);``

    Returns the length, header included, padding at the end not.
    """
    return arguments.integer(len, "NLMSG_LENGTH", "a length") + constants.NLMSG_HDRLEN


def NLMSG_SPACE(len: SupportsIndex) -> int:
    """Count the bytes that a message with len bytes of payload takes, netlink(3).

    ``int NLMSG_SPACE(size_t len);``

    Returns the size, header and padding included.
    """
    return NLMSG_ALIGN(NLMSG_LENGTH(len))


def NLMSG_DATA(nlh: Any) -> Pointer:
    """Find the payload of a message, netlink(3).

    ``void *NLMSG_DATA(struct nlmsghdr *nlh);``

    Cast it to what the type of the message says: ``ptr(struct.ifinfomsg, NLMSG_DATA(nlh))``.

    Returns the address of its first byte.
    """
    return _behind(void, nlh, struct.nlmsghdr, "NLMSG_DATA")


def NLMSG_NEXT(nlh: Any, len: Any) -> Pointer:
    """Find the message after nlh, netlink(3).

    ``struct nlmsghdr *NLMSG_NEXT(struct nlmsghdr *nlh, int len);``

    The macro takes the length of nlh off len, which is an `int_` therefore. Ask NLMSG_OK() first,
    and afterwards whether there was a message.

    Returns its header.
    """
    step = NLMSG_ALIGN(arguments.record(nlh, struct.nlmsghdr, "NLMSG_NEXT").nlmsg_len)
    return _after(struct.nlmsghdr, nlh, step, len, "NLMSG_NEXT")


def NLMSG_OK(nlh: Any, len: SupportsIndex) -> bool:
    """Tell whether len bytes hold a whole message, netlink(3).

    ``int NLMSG_OK(struct nlmsghdr *nlh, int len);``

    Returns the truth.
    """
    if arguments.integer(len, "NLMSG_OK", "a length") < struct.nlmsghdr.size:
        return False
    told = arguments.record(nlh, struct.nlmsghdr, "NLMSG_OK").nlmsg_len
    return _whole(struct.nlmsghdr, told, len, "NLMSG_OK")


def NLMSG_PAYLOAD(nlh: Any, len: SupportsIndex) -> int:
    """Count the bytes of a message behind len bytes of its payload, netlink(3).

    ``int NLMSG_PAYLOAD(struct nlmsghdr *nlh, int len);``

    Returns the number.
    """
    told: int = arguments.record(nlh, struct.nlmsghdr, "NLMSG_PAYLOAD").nlmsg_len
    return told - NLMSG_SPACE(len)


# ---------------------------------------------------------------------------------- attributes


def RTA_ALIGN(len: SupportsIndex) -> int:
    """Round a length up to what attributes are aligned to, rtnetlink(3).

    ``int RTA_ALIGN(size_t len);``

    Returns the length in bytes.
    """
    return lib.pysock_RTA_ALIGN(len)


def RTA_LENGTH(len: SupportsIndex) -> int:
    """Tell what rta_len is for len bytes of data, rtnetlink(3).

    ``int RTA_LENGTH(size_t len);``

    Returns the length, header included, padding at the end not.
    """
    size = RTA_ALIGN(struct.rtattr.size)
    return size + arguments.integer(len, "RTA_LENGTH", "a length")


def RTA_SPACE(len: SupportsIndex) -> int:
    """Count the bytes that an attribute with len bytes of data takes, rtnetlink(3).

    ``int RTA_SPACE(size_t len);``

    Returns the size, header and padding included.
    """
    return RTA_ALIGN(RTA_LENGTH(len))


def RTA_DATA(rta: Any) -> Pointer:
    """Find the data of an attribute, rtnetlink(3).

    ``void *RTA_DATA(struct rtattr *rta);``

    Returns the address of its first byte.
    """
    return _behind(void, rta, struct.rtattr, "RTA_DATA")


def RTA_NEXT(rta: Any, attrlen: Any) -> Pointer:
    """Find the attribute after rta, rtnetlink(3).

    ``struct rtattr *RTA_NEXT(struct rtattr *rta, int attrlen);``

    The macro takes the length of rta off attrlen, which is an `int_` therefore.

    Returns it.
    """
    step = RTA_ALIGN(arguments.record(rta, struct.rtattr, "RTA_NEXT").rta_len)
    return _after(struct.rtattr, rta, step, attrlen, "RTA_NEXT")


def RTA_OK(rta: Any, len: SupportsIndex) -> bool:
    """Tell whether len bytes hold a whole attribute, rtnetlink(3).

    ``int RTA_OK(struct rtattr *rta, int len);``

    Returns the truth.
    """
    if arguments.integer(len, "RTA_OK", "a length") < struct.rtattr.size:
        return False
    told = arguments.record(rta, struct.rtattr, "RTA_OK").rta_len
    return _whole(struct.rtattr, told, len, "RTA_OK")


def RTA_PAYLOAD(rta: Any) -> int:
    """Count the bytes of an attribute's data, rtnetlink(3).

    ``int RTA_PAYLOAD(struct rtattr *rta);``

    Returns the number.
    """
    told: int = arguments.record(rta, struct.rtattr, "RTA_PAYLOAD").rta_len
    return told - RTA_LENGTH(0)


def IFA_RTA(r: Any) -> Pointer:
    """Find the first attribute behind a struct ifaddrmsg, rtnetlink(3).

    ``struct rtattr *IFA_RTA(struct ifaddrmsg *r);``

    Returns it.
    """
    return _behind(struct.rtattr, r, struct.ifaddrmsg, "IFA_RTA")


def IFA_PAYLOAD(n: Any) -> int:
    """Count the bytes of attributes in a message about addresses, rtnetlink(3).

    ``int IFA_PAYLOAD(struct nlmsghdr *n);``

    Returns the number.
    """
    return NLMSG_PAYLOAD(n, struct.ifaddrmsg.size)


def IFLA_RTA(r: Any) -> Pointer:
    """Find the first attribute behind a struct ifinfomsg, rtnetlink(3).

    ``struct rtattr *IFLA_RTA(struct ifinfomsg *r);``

    Returns it.
    """
    return _behind(struct.rtattr, r, struct.ifinfomsg, "IFLA_RTA")


def IFLA_PAYLOAD(n: Any) -> int:
    """Count the bytes of attributes in a message about links, rtnetlink(3).

    ``int IFLA_PAYLOAD(struct nlmsghdr *n);``

    Returns the number.
    """
    return NLMSG_PAYLOAD(n, struct.ifinfomsg.size)


def RTM_RTA(r: Any) -> Pointer:
    """Find the first attribute behind a struct rtmsg, rtnetlink(3).

    ``struct rtattr *RTM_RTA(struct rtmsg *r);``

    Returns it.
    """
    return _behind(struct.rtattr, r, struct.rtmsg, "RTM_RTA")


def RTM_PAYLOAD(n: Any) -> int:
    """Count the bytes of attributes in a message about routes, rtnetlink(3).

    ``int RTM_PAYLOAD(struct nlmsghdr *n);``

    Returns the number.
    """
    return NLMSG_PAYLOAD(n, struct.rtmsg.size)
