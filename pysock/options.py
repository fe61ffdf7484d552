"""The options of sockets by name, with typed values: ``sock.options.keepalive = True``."""

from __future__ import annotations

import os
from typing import Any, Generic, NamedTuple, TypeVar

import pysock as c

from .addresses import Address
from .errors import SocketError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn, overload

    from typing_extensions import Self

    from .sockets import Socket

__all__ = ["Options"]

_Value = TypeVar("_Value")


class Linger(NamedTuple):
    """SO_LINGER: whether close(2) waits until all is sent, and for how many seconds at most."""

    on: bool
    seconds: int


class Credentials(NamedTuple):
    """SO_PEERCRED: which process connected, or made the pair."""

    pid: int
    uid: int
    gid: int


class TcpInfo(NamedTuple):
    """TCP_INFO in Python's units: times are seconds, sizes bytes; `c` is the whole C struct."""

    state: str
    rtt: float
    rtt_variance: float
    retransmission_timeout: float
    retransmissions: int
    lost: int
    unacknowledged: int
    congestion_window: int
    send_mss: int
    receive_mss: int
    path_mtu: int
    c: Any


# ------------------------------------------------------------------------------- kinds of options


class Option(Generic[_Value]):
    """One option: its level and name in C, and what its value is in Python.

    A platform that lacks it raises AttributeError, which says so.
    """

    def __init__(self, level: str, name: str, doc: str, *, constant: bool = False) -> None:
        self._level = level
        self._name = name
        self._constant = constant
        self.__doc__ = f"{name}: {doc}"

    if TYPE_CHECKING:

        @overload
        def __get__(self, options: None, owner: type) -> Self: ...
        @overload
        def __get__(self, options: Options, owner: type) -> _Value: ...

    def __get__(self, options: Options | None, owner: type) -> Self | _Value:
        return self if options is None else self._read(options._socket, *self._number())

    def __set__(self, options: Options, value: _Value) -> None:
        if self._constant:
            raise AttributeError(f"{self._name} can only be asked for")
        self._write(options._socket, *self._number(), value)

    def __delete__(self, options: Options) -> NoReturn:
        raise AttributeError(f"{self._name} cannot be deleted")

    @property
    def exists(self) -> bool:
        """Whether the platform has the option."""
        return hasattr(c, self._name) and hasattr(c, self._level)

    def _number(self) -> tuple[int, int]:
        return getattr(c, self._level), getattr(c, self._name)

    def _read(self, sock: Socket, level: int, name: int) -> _Value:
        raise NotImplementedError

    def _write(self, sock: Socket, level: int, name: int, value: _Value) -> None:
        raise NotImplementedError


class Number(Option[int]):
    """An int."""

    def _read(self, sock: Socket, level: int, name: int) -> int:
        return sock.getsockopt(level, name)

    def _write(self, sock: Socket, level: int, name: int, value: int) -> None:
        sock.setsockopt(level, name, value)


class Switch(Option[bool]):
    """On or off."""

    def _read(self, sock: Socket, level: int, name: int) -> bool:
        return sock.getsockopt(level, name) != 0

    def _write(self, sock: Socket, level: int, name: int, value: bool) -> None:
        sock.setsockopt(level, name, bool(value))


class Text(Option[str]):
    """A name."""

    def _read(self, sock: Socket, level: int, name: int) -> str:
        return os.fsdecode(sock.getsockopt(level, name, _NAME_ROOM).partition(b"\0")[0])

    def _write(self, sock: Socket, level: int, name: int, value: str) -> None:
        sock.setsockopt(level, name, os.fsencode(value) + b"\0")


_NAME_ROOM = 64


class Struct(Option[_Value]):
    """A C struct, which is one value in Python."""

    tag = ""

    def _read(self, sock: Socket, level: int, name: int) -> _Value:
        record = getattr(c.struct, self.tag)()
        raw = sock.getsockopt(level, name, c.sizeof(record))
        c.memcpy(record, raw, len(raw))
        return self._value(record)

    def _write(self, sock: Socket, level: int, name: int, value: _Value) -> None:
        sock.setsockopt(level, name, self._record(value))

    def _value(self, record: Any) -> _Value:
        raise NotImplementedError

    def _record(self, value: _Value) -> Any:
        raise NotImplementedError


class _Linger(Struct["Linger | tuple[bool, int]"]):
    tag = "linger"

    def _value(self, record: Any) -> Linger:
        return Linger(record.l_onoff != 0, record.l_linger)

    def _record(self, value: Linger | tuple[bool, int]) -> Any:
        on, seconds = value
        return c.struct.linger(bool(on), seconds)


class _Seconds(Struct["float | None"]):
    """A time in seconds; None is for ever, and 0 in C."""

    tag = "timeval"

    def _value(self, record: Any) -> float | None:
        return record.tv_sec + record.tv_usec / 1e6 or None

    def _record(self, value: float | None) -> Any:
        if value is not None and value <= 0:
            raise ValueError(f"a time of {value} s: it is None, or more than 0")
        microseconds = 0 if value is None else max(round(value * 1e6), 1)
        return c.struct.timeval(*divmod(microseconds, 1_000_000))


class _Credentials(Struct[Credentials]):
    tag = "ucred"

    def _value(self, record: Any) -> Credentials:
        return Credentials(record.pid, record.uid, record.gid)


class _TcpInfo(Struct[TcpInfo]):
    tag = "tcp_info"

    def _value(self, record: Any) -> TcpInfo:
        return TcpInfo(
            state=_TCP_STATES[record.tcpi_state],
            rtt=record.tcpi_rtt / 1e6,
            rtt_variance=record.tcpi_rttvar / 1e6,
            retransmission_timeout=record.tcpi_rto / 1e6,
            retransmissions=record.tcpi_total_retrans,
            lost=record.tcpi_lost,
            unacknowledged=record.tcpi_unacked,
            congestion_window=record.tcpi_snd_cwnd,
            send_mss=record.tcpi_snd_mss,
            receive_mss=record.tcpi_rcv_mss,
            path_mtu=record.tcpi_pmtu,
            c=record,
        )


_TCP_STATES = {
    getattr(c, f"TCP_{state}"): state
    for state in (
        "CLOSE",
        "CLOSE_WAIT",
        "CLOSING",
        "ESTABLISHED",
        "FIN_WAIT1",
        "FIN_WAIT2",
        "LAST_ACK",
        "LISTEN",
        "SYN_RECV",
        "SYN_SENT",
        "TIME_WAIT",
    )
    if hasattr(c, f"TCP_{state}")
}


class _Pending(Option["SocketError | None"]):
    def _read(self, sock: Socket, level: int, name: int) -> SocketError | None:
        number = sock.getsockopt(level, name)
        return SocketError.from_number(number, "getsockopt", "SO_ERROR") if number else None


class _Interface(Option[str]):
    """An interface of this machine by its IPv4 address."""

    def _read(self, sock: Socket, level: int, name: int) -> str:
        return ".".join(map(str, sock.getsockopt(level, name, 4)))

    def _write(self, sock: Socket, level: int, name: int, value: str) -> None:
        sock.setsockopt(level, name, Address(value, 0).ip.packed)


# ------------------------------------------------------------------------------------ all of them

_SOCKET, _IP, _IPV6, _TCP, _UDP = (
    "SOL_SOCKET",
    "IPPROTO_IP",
    "IPPROTO_IPV6",
    "IPPROTO_TCP",
    "IPPROTO_UDP",
)


class Options:
    """The options of one socket: C's names in lower case, without ``SO_``.

    >>> sock.options.rcvbuf = 65536
    >>> sock.options.linger = (True, 10)
    >>> sock.options.tcp_info.state
    'ESTABLISHED'

    `dir()` lists those that the platform has; the manual pages socket(7), ip(7), ipv6(7), tcp(7)
    and udp(7) tell what they do. What has no name here is reached by `Socket.setsockopt()`.
    """

    __slots__ = ("_socket",)

    def __init__(self, socket: Socket) -> None:
        self._socket = socket

    acceptconn = Switch(_SOCKET, "SO_ACCEPTCONN", "the socket listens", constant=True)
    bindtodevice = Text(_SOCKET, "SO_BINDTODEVICE", 'only this interface is used; "" is any')
    bindtoifindex = Number(
        _SOCKET, "SO_BINDTOIFINDEX", "bindtodevice by the interface's number; 0 is any"
    )
    broadcast = Switch(_SOCKET, "SO_BROADCAST", "datagrams may go to broadcast addresses")
    buf_lock = Number(
        _SOCKET, "SO_BUF_LOCK", "which buffer sizes the kernel leaves alone: SOCK_*_LOCK"
    )
    busy_poll = Number(_SOCKET, "SO_BUSY_POLL", "microseconds to poll the device in a receive")
    busy_poll_budget = Number(_SOCKET, "SO_BUSY_POLL_BUDGET", "packets of one busy poll")
    debug = Switch(_SOCKET, "SO_DEBUG", "the kernel keeps records; for root only")
    domain = Number(_SOCKET, "SO_DOMAIN", "the address family", constant=True)
    dontroute = Switch(_SOCKET, "SO_DONTROUTE", "only directly connected hosts are reached")
    error = _Pending(_SOCKET, "SO_ERROR", "the error that waits; asking takes it", constant=True)
    exclusiveaddruse = Switch(
        _SOCKET,
        "SO_EXCLUSIVEADDRUSE",
        "Windows: no other program may bind the same port, whatever options it sets",
    )
    incoming_cpu = Number(_SOCKET, "SO_INCOMING_CPU", "the processor that handles the packets")
    incoming_napi_id = Number(
        _SOCKET, "SO_INCOMING_NAPI_ID", "the device's queue that packets come from", constant=True
    )
    keepalive = Switch(_SOCKET, "SO_KEEPALIVE", "an idle connection is probed; see tcp_keepidle")
    linger = _Linger(_SOCKET, "SO_LINGER", "close() waits so long for data to be sent; (on, s)")
    lock_filter = Switch(_SOCKET, "SO_LOCK_FILTER", "the socket's filter stays, for ever")
    mark = Number(_SOCKET, "SO_MARK", "the mark of all packets, for filters and routing")
    max_pacing_rate = Number(
        _SOCKET, "SO_MAX_PACING_RATE", "bytes a second at most; -1 is no limit"
    )
    no_check = Switch(_SOCKET, "SO_NO_CHECK", "UDP over IPv4 goes without checksums")
    nosigpipe = Switch(_SOCKET, "SO_NOSIGPIPE", "macOS: EPIPE without SIGPIPE; always on")
    oobinline = Switch(_SOCKET, "SO_OOBINLINE", "urgent data stay in the stream")
    passcred = Switch(_SOCKET, "SO_PASSCRED", "SCM_CREDENTIALS come with messages")
    passsec = Switch(_SOCKET, "SO_PASSSEC", "SCM_SECURITY comes with messages")
    peek_off = Number(_SOCKET, "SO_PEEK_OFF", "where MSG_PEEK begins; -1 at the front")
    peercred = _Credentials(_SOCKET, "SO_PEERCRED", "the peer's pid, uid and gid", constant=True)
    prefer_busy_poll = Switch(
        _SOCKET, "SO_PREFER_BUSY_POLL", "polling the device goes before its interrupts"
    )
    priority = Number(_SOCKET, "SO_PRIORITY", "the queue for all packets, 0 to 6")
    protocol = Number(_SOCKET, "SO_PROTOCOL", "the protocol", constant=True)
    rcvbuf = Number(_SOCKET, "SO_RCVBUF", "bytes of the receive buffer; Linux doubles it")
    rcvbufforce = Number(
        _SOCKET, "SO_RCVBUFFORCE", "rcvbuf beyond its limit; for root, and only to be set"
    )
    rcvlowat = Number(_SOCKET, "SO_RCVLOWAT", "bytes that make the socket readable")
    rcvmark = Switch(_SOCKET, "SO_RCVMARK", "datagrams come with their mark")
    rcvtimeo = _Seconds(
        _SOCKET, "SO_RCVTIMEO", "the kernel's own timeout, then EAGAIN; see Socket.settimeout()"
    )
    reserve_mem = Number(
        _SOCKET, "SO_RESERVE_MEM", "bytes that are the socket's own, whatever others need"
    )
    reuseaddr = Switch(
        _SOCKET,
        "SO_REUSEADDR",
        "POSIX: a port with connections in TIME_WAIT can be bound again, which every server wants. "
        "Windows: a port can be bound that another program is using, which none wants; there use "
        "exclusiveaddruse. create_server() sets the right one.",
    )
    reuseport = Switch(
        _SOCKET, "SO_REUSEPORT", "several sockets of one user share a port, and its load"
    )
    rxq_ovfl = Switch(_SOCKET, "SO_RXQ_OVFL", "datagrams come with the count of those dropped")
    select_err_queue = Switch(
        _SOCKET, "SO_SELECT_ERR_QUEUE", "the error queue is exceptional for select(), too"
    )
    sndbuf = Number(_SOCKET, "SO_SNDBUF", "bytes of the send buffer; Linux doubles it")
    sndbufforce = Number(
        _SOCKET, "SO_SNDBUFFORCE", "sndbuf beyond its limit; for root, and only to be set"
    )
    sndlowat = Number(_SOCKET, "SO_SNDLOWAT", "bytes of room that make the socket writable")
    sndtimeo = _Seconds(
        _SOCKET, "SO_SNDTIMEO", "the kernel's own timeout, then EAGAIN; see Socket.settimeout()"
    )
    timestamp = Switch(_SOCKET, "SO_TIMESTAMP", "datagrams come with SCM_TIMESTAMP, in µs")
    timestamping = Number(_SOCKET, "SO_TIMESTAMPING", "which moments are told: SOF_TIMESTAMPING_*")
    timestampns = Switch(_SOCKET, "SO_TIMESTAMPNS", "datagrams come with SCM_TIMESTAMPNS, in ns")
    txrehash = Number(
        _SOCKET, "SO_TXREHASH", "whether another path is tried after timeouts; -1 as configured"
    )
    type = Number(_SOCKET, "SO_TYPE", "the socket type", constant=True)
    zerocopy = Switch(_SOCKET, "SO_ZEROCOPY", "MSG_ZEROCOPY is allowed")

    ip_bind_address_no_port = Switch(
        _IP, "IP_BIND_ADDRESS_NO_PORT", "bind() to port 0 leaves the port to connect()"
    )
    ip_checksum = Switch(_IP, "IP_CHECKSUM", "datagrams come with their checksum")
    ip_freebind = Switch(_IP, "IP_FREEBIND", "an address may be bound before it exists")
    ip_hdrincl = Switch(_IP, "IP_HDRINCL", "raw sockets: the program writes the IP header")
    ip_minttl = Number(_IP, "IP_MINTTL", "packets with a lower TTL are dropped")
    ip_mtu = Number(_IP, "IP_MTU", "the path's MTU of a connected socket", constant=True)
    ip_mtu_discover = Number(_IP, "IP_MTU_DISCOVER", "IP_PMTUDISC_DO, _DONT, _WANT, _PROBE")
    ip_multicast_all = Switch(
        _IP, "IP_MULTICAST_ALL", "groups that other sockets joined are heard, too"
    )
    ip_multicast_if = _Interface(_IP, "IP_MULTICAST_IF", "the interface, by its address")
    ip_multicast_loop = Switch(_IP, "IP_MULTICAST_LOOP", "this machine hears its own multicasts")
    ip_multicast_ttl = Number(_IP, "IP_MULTICAST_TTL", "the TTL of multicasts")
    ip_nodefrag = Switch(_IP, "IP_NODEFRAG", "raw sockets: fragments are not put together")
    ip_passsec = Switch(_IP, "IP_PASSSEC", "SCM_SECURITY comes with datagrams")
    ip_pktinfo = Switch(_IP, "IP_PKTINFO", "datagrams come with their destination")
    ip_recverr = Switch(_IP, "IP_RECVERR", "errors are queued for MSG_ERRQUEUE")
    ip_recverr_rfc4884 = Switch(
        _IP, "IP_RECVERR_RFC4884", "errors tell where ICMP's extensions begin"
    )
    ip_recvfragsize = Switch(
        _IP, "IP_RECVFRAGSIZE", "datagrams come with their largest fragment's size"
    )
    ip_recvopts = Switch(_IP, "IP_RECVOPTS", "datagrams come with their IP options")
    ip_recvorigdstaddr = Switch(
        _IP, "IP_RECVORIGDSTADDR", "datagrams come with the destination that they had first"
    )
    ip_recvtos = Switch(_IP, "IP_RECVTOS", "datagrams come with their TOS")
    ip_recvttl = Switch(_IP, "IP_RECVTTL", "datagrams come with their TTL")
    ip_retopts = Switch(_IP, "IP_RETOPTS", "as ip_recvopts, with the kernel's own entries left out")
    ip_tos = Number(_IP, "IP_TOS", "the type of service of all packets")
    ip_transparent = Switch(_IP, "IP_TRANSPARENT", "foreign addresses may be bound; for root")
    ip_ttl = Number(_IP, "IP_TTL", "the TTL of all packets")

    ipv6_addr_preferences = Number(
        _IPV6, "IPV6_ADDR_PREFERENCES", "which source is chosen: IPV6_PREFER_SRC_*"
    )
    ipv6_autoflowlabel = Switch(_IPV6, "IPV6_AUTOFLOWLABEL", "the kernel makes flow labels")
    ipv6_checksum = Number(
        _IPV6, "IPV6_CHECKSUM", "raw sockets: the byte where the kernel puts the checksum; -1"
    )
    ipv6_dontfrag = Switch(_IPV6, "IPV6_DONTFRAG", "what is too long fails with EMSGSIZE")
    ipv6_freebind = Switch(_IPV6, "IPV6_FREEBIND", "an address may be bound before it exists")
    ipv6_hdrincl = Switch(_IPV6, "IPV6_HDRINCL", "raw sockets: the program writes the IP header")
    ipv6_minhopcount = Number(
        _IPV6, "IPV6_MINHOPCOUNT", "packets with a lower hop limit are dropped"
    )
    ipv6_mtu = Number(_IPV6, "IPV6_MTU", "the path's MTU")
    ipv6_mtu_discover = Number(_IPV6, "IPV6_MTU_DISCOVER", "IPV6_PMTUDISC_DO, _DONT, _WANT, _PROBE")
    ipv6_multicast_all = Switch(
        _IPV6, "IPV6_MULTICAST_ALL", "groups that other sockets joined are heard, too"
    )
    ipv6_multicast_hops = Number(_IPV6, "IPV6_MULTICAST_HOPS", "the hop limit of multicasts")
    ipv6_multicast_if = Number(_IPV6, "IPV6_MULTICAST_IF", "the interface, by its number")
    ipv6_multicast_loop = Switch(_IPV6, "IPV6_MULTICAST_LOOP", "this machine hears its own")
    ipv6_recvdstopts = Switch(
        _IPV6, "IPV6_RECVDSTOPTS", "datagrams come with their destination options"
    )
    ipv6_recverr = Switch(_IPV6, "IPV6_RECVERR", "errors are queued for MSG_ERRQUEUE")
    ipv6_recverr_rfc4884 = Switch(
        _IPV6, "IPV6_RECVERR_RFC4884", "errors tell where ICMP's extensions begin"
    )
    ipv6_recvfragsize = Switch(
        _IPV6, "IPV6_RECVFRAGSIZE", "datagrams come with their largest fragment's size"
    )
    ipv6_recvhoplimit = Switch(_IPV6, "IPV6_RECVHOPLIMIT", "datagrams come with their hop limit")
    ipv6_recvhopopts = Switch(
        _IPV6, "IPV6_RECVHOPOPTS", "datagrams come with their hop-by-hop options"
    )
    ipv6_recvorigdstaddr = Switch(
        _IPV6, "IPV6_RECVORIGDSTADDR", "datagrams come with the destination that they had first"
    )
    ipv6_recvpathmtu = Switch(_IPV6, "IPV6_RECVPATHMTU", "a change of the path's MTU is told")
    ipv6_recvpktinfo = Switch(_IPV6, "IPV6_RECVPKTINFO", "datagrams come with their destination")
    ipv6_recvrthdr = Switch(_IPV6, "IPV6_RECVRTHDR", "datagrams come with their routing header")
    ipv6_recvtclass = Switch(_IPV6, "IPV6_RECVTCLASS", "datagrams come with their traffic class")
    ipv6_tclass = Number(_IPV6, "IPV6_TCLASS", "the traffic class of all packets")
    ipv6_transparent = Switch(_IPV6, "IPV6_TRANSPARENT", "foreign addresses may be bound; for root")
    ipv6_unicast_hops = Number(_IPV6, "IPV6_UNICAST_HOPS", "the hop limit of all packets")
    ipv6_v6only = Switch(_IPV6, "IPV6_V6ONLY", "IPv4 stays out; before bind()")

    tcp_congestion = Text(_TCP, "TCP_CONGESTION", "the congestion control's name")
    tcp_cork = Switch(_TCP, "TCP_CORK", "only full segments leave until it is off again")
    tcp_defer_accept = Number(_TCP, "TCP_DEFER_ACCEPT", "accept() waits s seconds for data")
    tcp_fastopen = Number(_TCP, "TCP_FASTOPEN", "the queue of a listener's fast opens")
    tcp_fastopen_connect = Switch(
        _TCP, "TCP_FASTOPEN_CONNECT", "connect() leaves the SYN to the first send"
    )
    tcp_fastopen_no_cookie = Switch(_TCP, "TCP_FASTOPEN_NO_COOKIE", "fast opens need no cookie")
    tcp_info = _TcpInfo(_TCP, "TCP_INFO", "what TCP knows of the connection", constant=True)
    tcp_inq = Switch(_TCP, "TCP_INQ", "recvmsg() tells how much is left to read: TCP_CM_INQ")
    tcp_keepcnt = Number(_TCP, "TCP_KEEPCNT", "keepalive probes without answer until the end")
    tcp_keepidle = Number(_TCP, "TCP_KEEPIDLE", "idle seconds until the first keepalive probe")
    tcp_keepintvl = Number(_TCP, "TCP_KEEPINTVL", "seconds between keepalive probes")
    tcp_linger2 = Number(_TCP, "TCP_LINGER2", "seconds in FIN_WAIT2 after close()")
    tcp_maxseg = Number(_TCP, "TCP_MAXSEG", "bytes of a segment; before connect()")
    tcp_nodelay = Switch(_TCP, "TCP_NODELAY", "small segments leave at once: no Nagle")
    tcp_notsent_lowat = Number(_TCP, "TCP_NOTSENT_LOWAT", "unsent bytes until not writable")
    tcp_quickack = Switch(_TCP, "TCP_QUICKACK", "acknowledge at once; TCP may turn it off")
    tcp_save_syn = Number(_TCP, "TCP_SAVE_SYN", "a listener keeps the SYNs of its connections")
    tcp_syncnt = Number(_TCP, "TCP_SYNCNT", "SYNs until connect() fails")
    tcp_thin_linear_timeouts = Switch(
        _TCP, "TCP_THIN_LINEAR_TIMEOUTS", "few packets in flight: no exponential backoff"
    )
    tcp_tx_delay = Number(_TCP, "TCP_TX_DELAY", "microseconds by which all packets are held back")
    tcp_ulp = Text(
        _TCP, "TCP_ULP", "the protocol on top of TCP that the kernel speaks, such as tls"
    )
    tcp_user_timeout = Number(_TCP, "TCP_USER_TIMEOUT", "ms without acknowledgement until the end")
    tcp_window_clamp = Number(_TCP, "TCP_WINDOW_CLAMP", "the largest window to offer")

    udp_cork = Switch(_UDP, "UDP_CORK", "what is sent is one datagram until it is off again")
    udp_encap = Number(_UDP, "UDP_ENCAP", "what datagrams carry: UDP_ENCAP_*")
    udp_gro = Switch(_UDP, "UDP_GRO", "several datagrams come as one, with their size")
    udp_no_check6_rx = Switch(
        _UDP, "UDP_NO_CHECK6_RX", "IPv6 datagrams without a checksum are taken"
    )
    udp_no_check6_tx = Switch(_UDP, "UDP_NO_CHECK6_TX", "IPv6 datagrams go without checksums")
    udp_segment = Number(_UDP, "UDP_SEGMENT", "the kernel cuts what is sent into so many bytes")

    def join_group(self, group: str | Address, interface: str | int = 0) -> None:
        """Receive what is sent to a multicast group, MCAST_JOIN_GROUP.

        The interface is a name or a number; 0 leaves it to the kernel.
        """
        self._membership("MCAST_JOIN_GROUP", group, interface)

    def leave_group(self, group: str | Address, interface: str | int = 0) -> None:
        """Receive the group no longer, MCAST_LEAVE_GROUP."""
        self._membership("MCAST_LEAVE_GROUP", group, interface)

    def _membership(self, name: str, group: str | Address, interface: str | int) -> None:
        address = group if isinstance(group, Address) else Address(group, 0)
        if isinstance(interface, str):
            number = c.if_nametoindex(interface)
            if number == 0:
                raise SocketError.from_errno("if_nametoindex", interface)
            interface = number
        request = c.struct.group_req(gr_interface=interface or address.scope_id)
        c.memcpy(request.gr_group, address.to_c(), address.size)
        level = c.IPPROTO_IP if address.family == c.AF_INET else c.IPPROTO_IPV6
        self._socket.setsockopt(level, getattr(c, name), request)

    def __dir__(self) -> list[str]:
        own = vars(Options)
        return sorted(
            name
            for name in object.__dir__(self)
            if not isinstance(own.get(name), Option) or own[name].exists
        )

    def __repr__(self) -> str:
        return f"<options of {self._socket!r}>"
