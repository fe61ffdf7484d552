"""Control messages, cmsg(3): what travels beside the data of sendmsg(2) and recvmsg(2), typed."""

from __future__ import annotations

import struct as packing

import pysock as c

from .addresses import from_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, ClassVar

    from .addresses import Address

__all__ = [
    "ControlMessage",
    "Credentials",
    "HopLimit",
    "PacketInfo",
    "ReceivedError",
    "Rights",
    "SegmentSize",
    "TimeToLive",
    "Timestamp",
    "Timestamping",
    "TrafficClass",
    "TypeOfService",
    "control_space",
    "unpack_control",
]

_LENGTH, _ = c.struct.cmsghdr.members["cmsg_len"]
_HEADER = packing.Struct("@Nii" if _LENGTH.size == c.size_t.size else "@Iii")
_DATA_AT = c.CMSG_LEN(0)
_SECOND = 1_000_000_000  # in nanoseconds


class ControlMessage(tuple[int, int, bytes]):
    """One control message: the tuple (level, type, data), as the standard library passes it.

    So a list of them is what `socket.sendmsg` takes, and ``ControlMessage.of(*item)`` is a typed
    view of what `recvmsg` gave. Subclasses are made of what they mean; a kind that none of them
    knows is a plain ControlMessage.
    """

    __slots__ = ()

    KINDS: ClassVar[tuple[tuple[str, str], ...]] = ()  # C's names of (level, type)
    SIZE: ClassVar[int] = 0  # the least that such a message has

    def __new__(cls, level: int, type: int, data: bytes) -> ControlMessage:
        """Make one of its parts."""
        return tuple.__new__(cls, (level, type, bytes(data)))

    @classmethod
    def of(cls, level: int, type: int, data: bytes) -> ControlMessage:
        """The typed view of a message that was received."""
        kind, size = _known.get((level, type), (ControlMessage, 0))
        if len(data) < size:
            kind = ControlMessage  # cut off: MSG_CTRUNC
        return tuple.__new__(kind, (level, type, data))

    @classmethod
    def _kind(cls, index: int = 0) -> tuple[int, int]:
        """The numbers of level and type; AttributeError where the platform has none."""
        level, type = cls.KINDS[index]
        return getattr(c, level), getattr(c, type)

    @property
    def level(self) -> int:
        """SOL_SOCKET, IPPROTO_IP, …"""
        return self[0]

    @property
    def type(self) -> int:
        """SCM_RIGHTS, IP_PKTINFO, …; it depends on the level."""
        return self[1]

    @property
    def data(self) -> bytes:
        """The bytes, as the kernel wants or gave them."""
        return self[2]

    def pack(self) -> bytes:
        """Header, data and padding: CMSG_SPACE(len(data)) bytes."""
        length = c.CMSG_LEN(len(self.data))
        message = _HEADER.pack(length, self.level, self.type).ljust(_DATA_AT, b"\0") + self.data
        return message.ljust(c.CMSG_SPACE(len(self.data)), b"\0")

    def __repr__(self) -> str:
        meant = self._meaning()
        name = type(self).__name__
        return f"{name}({meant})" if meant is not None else f"{name}{tuple(self)}"

    def _meaning(self) -> str | None:
        return None


class Rights(ControlMessage):
    """Open descriptors that travel to another process: SCM_RIGHTS, unix(7).

    The receiver gets numbers of its own for the same open files. What `Batch` received it closes
    again unless `Datagram.take_descriptors()` has taken it.
    """

    __slots__ = ()

    KINDS = (("SOL_SOCKET", "SCM_RIGHTS"),)

    def __new__(cls, descriptors: Iterable[Any]) -> Rights:
        """Make one of descriptors, or of objects with fileno()."""
        numbers = [_descriptor(each) for each in descriptors]
        data = packing.pack(f"@{len(numbers)}i", *numbers)
        return tuple.__new__(cls, (*cls._kind(), data))

    @property
    def descriptors(self) -> tuple[int, ...]:
        """Their numbers."""
        whole = len(self.data) // 4
        return packing.unpack_from(f"@{whole}i", self.data)

    def _meaning(self) -> str:
        return repr(list(self.descriptors))


def _descriptor(thing: Any) -> int:
    number: int = thing if isinstance(thing, int) else thing.fileno()
    return number


class Credentials(ControlMessage):
    """Which process sent a message: SCM_CREDENTIALS, unix(7); the receiver sets SO_PASSCRED."""

    __slots__ = ()

    KINDS = (("SOL_SOCKET", "SCM_CREDENTIALS"),)
    SIZE = 12

    def __new__(
        cls, pid: int | None = None, uid: int | None = None, gid: int | None = None
    ) -> Credentials:
        """Make one; what is not given is this process's own. Only root may give another's."""
        own = c.getpid(), c.getuid(), c.getgid()
        pid, uid, gid = (o if g is None else g for o, g in zip(own, (pid, uid, gid), strict=True))
        data = packing.pack("@iII", pid, uid, gid)
        return tuple.__new__(cls, (*cls._kind(), data))

    @property
    def pid(self) -> int:
        """The process; 0 where it lives in another PID namespace."""
        return self._fields()[0]

    @property
    def uid(self) -> int:
        """Its user."""
        return self._fields()[1]

    @property
    def gid(self) -> int:
        """Its group."""
        return self._fields()[2]

    def _fields(self) -> tuple[int, ...]:
        return packing.unpack_from("@iII", self.data)

    def _meaning(self) -> str:
        return f"pid={self.pid}, uid={self.uid}, gid={self.gid}"


class PacketInfo(ControlMessage):
    """By which interface and address a datagram came, or is to go: IP_PKTINFO, IPV6_PKTINFO.

    The receiver sets IP_PKTINFO or IPV6_RECVPKTINFO.
    """

    __slots__ = ()

    KINDS = (("IPPROTO_IP", "IP_PKTINFO"), ("IPPROTO_IPV6", "IPV6_PKTINFO"))
    SIZE = 12

    def __new__(
        cls, source: str = "", interface: int = 0, *, ipv6: bool | None = None
    ) -> PacketInfo:
        """Send from an address of this machine, or by an interface (its index, if_nametoindex(3)).

        IPv4 or IPv6 is what `source` is; without one, what `ipv6` says.
        """
        wide = ":" in source if ipv6 is None else ipv6
        if wide:
            data = _ip(c.AF_INET6, source or "::") + packing.pack("@I", interface)
        else:
            data = packing.pack("@I", interface) + _ip(c.AF_INET, source or "0.0.0.0") + bytes(4)
        return tuple.__new__(cls, (*cls._kind(int(wide)), data))

    @property
    def interface(self) -> int:
        """The interface's index."""
        at = 16 if self._wide else 0
        index: int = packing.unpack_from("@I", self.data, at)[0]
        return index

    @property
    def destination(self) -> str:
        """The address in the datagram's header: the one it was sent to."""
        return (
            _text(c.AF_INET6, self.data[:16]) if self._wide else _text(c.AF_INET, self.data[8:12])
        )

    @property
    def source(self) -> str:
        """The address to answer from: this machine's own, also where the datagram was broadcast."""
        return self.destination if self._wide else _text(c.AF_INET, self.data[4:8])

    @property
    def _wide(self) -> bool:
        return self.level == c.IPPROTO_IPV6

    def _meaning(self) -> str:
        return f"source={self.source!r}, interface={self.interface}"


def _ip(family: int, text: str) -> bytes:
    place = c.struct.in6_addr() if family == c.AF_INET6 else c.struct.in_addr()
    if c.inet_pton(family, text, place) != 1:
        raise ValueError(f"{text!r:.60} is no address")
    return bytes(place)


def _text(family: int, data: bytes) -> str:
    room = c.char[c.INET6_ADDRSTRLEN]()
    return str(c.inet_ntop(family, data, room, c.sizeof(room)))


class _Number(ControlMessage):
    """A control message that is one int."""

    __slots__ = ()

    SIZE = 1

    def __new__(cls, value: int) -> _Number:
        """Make one of its number."""
        return tuple.__new__(cls, (*cls._kind(), packing.pack("@i", value)))

    @property
    def value(self) -> int:
        """The number. (Linux gives one byte for IP_TOS, four for all others.)"""
        data = self.data
        number: int = packing.unpack_from("@i", data)[0] if len(data) >= 4 else data[0]
        return number

    def _meaning(self) -> str:
        return str(self.value)


class TimeToLive(_Number):
    """How many routers an IPv4 datagram may pass, or had left: IP_TTL; for it, set IP_RECVTTL."""

    __slots__ = ()

    KINDS = (("IPPROTO_IP", "IP_TTL"), ("IPPROTO_IP", "IP_RECVTTL"))  # macOS receives the second


class TypeOfService(_Number):
    """DSCP and ECN of an IPv4 datagram: IP_TOS; for it, set IP_RECVTOS."""

    __slots__ = ()

    KINDS = (("IPPROTO_IP", "IP_TOS"), ("IPPROTO_IP", "IP_RECVTOS"))


class HopLimit(_Number):
    """How many routers an IPv6 datagram may pass: IPV6_HOPLIMIT; for it, set IPV6_RECVHOPLIMIT."""

    __slots__ = ()

    KINDS = (("IPPROTO_IPV6", "IPV6_HOPLIMIT"),)


class TrafficClass(_Number):
    """DSCP and ECN of an IPv6 datagram: IPV6_TCLASS; for it, set IPV6_RECVTCLASS."""

    __slots__ = ()

    KINDS = (("IPPROTO_IPV6", "IPV6_TCLASS"),)


class SegmentSize(_Number):
    """How many bytes each datagram has of those that travel as one: UDP_SEGMENT, UDP_GRO.

    Sent, the kernel cuts the data into datagrams of so many bytes. Received on a socket with
    UDP_GRO, several datagrams of one sender came as one: `Datagram.segments` cuts them again.
    """

    __slots__ = ()

    KINDS = (("SOL_UDP", "UDP_SEGMENT"), ("SOL_UDP", "UDP_GRO"))
    SIZE = 2

    def __new__(cls, value: int) -> SegmentSize:
        """Make one of a number of bytes."""
        return tuple.__new__(cls, (*cls._kind(), packing.pack("@H", value)))

    @property
    def value(self) -> int:
        """The number of bytes."""
        number: int = packing.unpack_from("@i" if len(self.data) >= 4 else "@H", self.data)[0]
        return number


class Timestamp(ControlMessage):
    """When a message came: SCM_TIMESTAMP or SCM_TIMESTAMPNS; for it, set SO_TIMESTAMP(NS)."""

    __slots__ = ()

    KINDS = (("SOL_SOCKET", "SCM_TIMESTAMPNS"), ("SOL_SOCKET", "SCM_TIMESTAMP"))
    SIZE = 16

    def __new__(cls, level: int, type: int, data: bytes) -> Timestamp:
        """Only the kernel makes them."""
        return tuple.__new__(cls, (level, type, data))

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since 1970, as `time.time_ns()` counts them."""
        seconds, fraction = packing.unpack_from("@ll", self.data)
        micro = (self.level, self.type) == self._kind(1)
        return int(seconds * _SECOND + fraction * (1000 if micro else 1))

    @property
    def seconds(self) -> float:
        """Seconds since 1970, as `time.time()` counts them."""
        return self.nanoseconds / _SECOND

    def _meaning(self) -> str:
        return f"nanoseconds={self.nanoseconds}"


class Timestamping(ControlMessage):
    """When a message came or left, by the kernel's clock or a device's: SO_TIMESTAMPING."""

    __slots__ = ()

    KINDS = (("SOL_SOCKET", "SCM_TIMESTAMPING"),)
    SIZE = 48

    def __new__(cls, level: int, type: int, data: bytes) -> Timestamping:
        """Only the kernel makes them."""
        return tuple.__new__(cls, (level, type, data))

    @property
    def software(self) -> int | None:
        """Nanoseconds since 1970 by the kernel's clock; None where it took no time."""
        return self._time(0)

    @property
    def hardware(self) -> int | None:
        """Nanoseconds by the device's own clock; None where it took no time."""
        return self._time(2)

    def _time(self, index: int) -> int | None:
        seconds, fraction = packing.unpack_from("@ll", self.data, index * 16)
        return int(seconds * _SECOND + fraction) or None

    def _meaning(self) -> str:
        return f"software={self.software}, hardware={self.hardware}"


class ReceivedError(ControlMessage):
    """What the error queue tells: IP_RECVERR, IPV6_RECVERR; receive with MSG_ERRQUEUE.

    `origin` is SO_EE_ORIGIN_ICMP for an error that came back from the network,
    SO_EE_ORIGIN_TIMESTAMPING for a `Timestamping` of what was sent, SO_EE_ORIGIN_ZEROCOPY for
    buffers that the kernel has read.
    """

    __slots__ = ()

    KINDS = (("IPPROTO_IP", "IP_RECVERR"), ("IPPROTO_IPV6", "IPV6_RECVERR"))
    SIZE = 16

    def __new__(cls, level: int, type: int, data: bytes) -> ReceivedError:
        """Only the kernel makes them."""
        return tuple.__new__(cls, (level, type, data))

    @property
    def errno(self) -> int:
        """What the call would have failed with: ECONNREFUSED, EMSGSIZE, …"""
        return self._fields()[0]

    @property
    def origin(self) -> int:
        """Who reports it: one of SO_EE_ORIGIN_*."""
        return self._fields()[1]

    @property
    def icmp_type(self) -> int:
        """ICMP's type."""
        return self._fields()[2]

    @property
    def code(self) -> int:
        """ICMP's code; SO_EE_CODE_ZEROCOPY_COPIED where zero-copy did copy."""
        return self._fields()[3]

    @property
    def info(self) -> int:
        """The path MTU of EMSGSIZE, the kind of a timestamp, the first send of zero-copy."""
        return self._fields()[5]

    @property
    def number(self) -> int:
        """ee_data: which send a timestamp is of, the last send of zero-copy."""
        return self._fields()[6]

    @property
    def offender(self) -> Address | None:
        """The machine that sent the error; None where no machine did."""
        behind = self.data[16:]
        family = packing.unpack_from("@H", behind)[0] if len(behind) >= 2 else c.AF_UNSPEC
        return None if family == c.AF_UNSPEC else from_bytes(behind)

    def _fields(self) -> tuple[int, ...]:
        return packing.unpack_from("@IBBBBII", self.data)

    def _meaning(self) -> str:
        return f"errno={self.errno}, origin={self.origin}, info={self.info}, number={self.number}"


def _kinds() -> Iterator[tuple[tuple[int, int], tuple[type[ControlMessage], int]]]:
    """Each pair of level and type that this platform has: the class, and its least size."""
    for kind in (*ControlMessage.__subclasses__(), *_Number.__subclasses__()):
        for level, type in kind.KINDS:
            if hasattr(c, level) and hasattr(c, type):
                yield (getattr(c, level), getattr(c, type)), (kind, kind.SIZE)


_known = dict(_kinds())


def unpack_control(data: bytes) -> Iterator[ControlMessage]:
    """The messages in the bytes of a msg_control, one after the other, as CMSG_NXTHDR finds them.

    What a length leads out of the bytes is cut there.
    """
    at = 0
    while at + _HEADER.size <= len(data):
        length, level, type = _HEADER.unpack_from(data, at)
        if length < _DATA_AT:
            return
        yield ControlMessage.of(level, type, data[at + _DATA_AT : at + length])
        if length > len(data):
            return
        at += c.CMSG_ALIGN(length)


def control_space(*sizes: int) -> int:
    """The bytes of control data for messages of these sizes: the sum of CMSG_SPACE."""
    return sum(map(c.CMSG_SPACE, sizes))
