"""Winsock against the standard library, POSIX' calls, and the values of Windows' own headers."""

import os
import re
import shutil
import signal as signals
import socket as oracle
import struct as packing
import subprocess

import build_stems
import pytest
from misuse import complaints_of

import pysock
from pysock import *

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MINGW = shutil.which("x86_64-w64-mingw32-gcc")
needs_mingw = pytest.mark.skipif(
    MINGW is None, reason="the values of Windows' headers: no x86_64-w64-mingw32-gcc here"
)


@pytest.fixture(autouse=True)
def winsock():
    uncount()  # the Pythonic layer has started it for good, if it was used
    assert 0 == WSAStartup(MAKEWORD(2, 2), WSADATA())
    yield
    uncount()


def uncount():
    while WSACleanup() == 0:
        pass


@pytest.fixture
def pair():
    """Two connected TCP sockets of the standard library."""
    with oracle.create_server(("127.0.0.1", 0)) as listener:
        one = oracle.create_connection(listener.getsockname())
        other, _ = listener.accept()
    for each in (one, other):
        each.settimeout(10)
    with one, other:
        yield one, other


@pytest.fixture
def udp():
    """Two UDP sockets of the standard library; the first is connected to the second."""
    with oracle.socket(type=oracle.SOCK_DGRAM) as one, oracle.socket(type=oracle.SOCK_DGRAM) as two:
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
            each.settimeout(10)
        one.connect(two.getsockname())
        yield one, two


def buffers(*parts):
    """An array of WSABUF over the parts."""
    return WSABUF[len(parts)]([(len(bytes(part)), part) for part in parts])


def text(array):
    return b"".join(bytes(each.buf[0 : each.len]) for each in (array[i] for i in range(len(array))))


# ------------------------------------------------------------------------- startup and errors


def uninitialised():
    """Every call that exists only in Winsock, by the value with which it fails."""
    data, number, flags = buffers(b"x"), DWORD(), DWORD()
    address, size = SOCKADDR_IN(), socklen_t(sizeof(SOCKADDR_IN))
    message = WSAMSG(lpBuffers=buffers(char[1]()), dwBufferCount=1)
    poll = WSAPOLLFD(fd=-1)
    nothing = None, None
    yield WSACleanup, ()
    yield WSAAccept, (0, address, size, None, 0)
    yield WSAConnect, (0, address, sizeof(address), None, None, None, None)
    yield WSAIoctl, (0, FIONBIO, number, 4, None, 0, number, *nothing)
    yield WSAPoll, (poll, 1, 0)
    yield WSARecv, (0, buffers(char[1]()), 1, number, flags, *nothing)
    yield WSARecvFrom, (0, buffers(char[1]()), 1, number, flags, None, None, *nothing)
    yield WSARecvMsg, (0, message, number, *nothing)
    yield WSASend, (0, data, 1, number, 0, *nothing)
    yield WSASendMsg, (0, message, 0, number, *nothing)
    yield WSASendTo, (0, data, 1, number, 0, address, sizeof(address), *nothing)
    yield WSASocket, (AF_INET, SOCK_STREAM, 0, None, 0, 0)
    yield WSASocketA, (AF_INET, SOCK_STREAM, 0, None, 0, 0)
    yield WSASocketW, (AF_INET, SOCK_STREAM, 0, None, 0, 0)
    yield closesocket, (0,)
    yield ioctlsocket, (0, FIONBIO, ulong())


@pytest.mark.parametrize(
    ("call", "arguments"), list(uninitialised()), ids=lambda x: getattr(x, "__name__", "")
)
def test_calls_of_winsock_alone_need_startup(call, arguments):
    assert 0 == WSACleanup()
    WSASetLastError(0)
    assert SOCKET_ERROR == call(*arguments)
    assert WSANOTINITIALISED == WSAGetLastError()


def test_startups_are_counted():
    assert 0 == WSAStartup(MAKEWORD(1, 1), WSADATA())
    assert [0, 0, SOCKET_ERROR] == [WSACleanup() for _ in range(3)]
    assert WSANOTINITIALISED == WSAGetLastError()


@pytest.mark.parametrize(
    ("wanted", "agreed"),
    [
        ((1, 0), (1, 0)),
        ((1, 1), (1, 1)),
        ((1, 2), (1, 1)),
        ((2, 0), (2, 0)),
        ((2, 2), (2, 2)),
        ((2, 9), (2, 2)),
        ((3, 0), (2, 2)),
        ((255, 255), (2, 2)),
    ],
)
def test_version(wanted, agreed):
    data = WSADATA(iMaxSockets=7)
    assert 0 == WSAStartup(MAKEWORD(*wanted), data)
    assert agreed == (LOBYTE(data.wVersion), HIBYTE(data.wVersion))
    assert WINSOCK_VERSION == data.wHighVersion
    assert 0 == data.iMaxSockets
    assert data.lpVendorInfo is NULL
    assert b"Running" == data.szSystemStatus.string()
    assert data.szDescription.string()


def test_startup_fails_by_the_code_itself():
    assert WSAVERNOTSUPPORTED == WSAStartup(MAKEWORD(0, 9), WSADATA())
    assert WSAEFAULT == WSAStartup(MAKEWORD(2, 2), NULL)
    assert 0 == WSACleanup()
    assert SOCKET_ERROR == WSACleanup(), "a startup that fails does not count"
    with pytest.raises(TypeError):
        WSAStartup(MAKEWORD(2, 2), struct.sockaddr_in())


def test_errno_in_winsocks_numbers():
    for name in ("EACCES", "EADDRINUSE", "ECONNREFUSED", "EINVAL", "EMFILE", "ENOTCONN", "EISCONN"):
        errno.value = getattr(pysock, name)
        assert getattr(pysock, f"WSA{name}") == WSAGetLastError(), name
    merged = {
        WSAENOTSOCK: [EBADF, ENOTSOCK],
        WSAEWOULDBLOCK: [EAGAIN, EWOULDBLOCK, EINPROGRESS],
        WSAECONNRESET: [ECONNRESET, EPIPE],
        WSAEACCES: [EACCES, EPERM],
    }
    for code, numbers in merged.items():
        for number in numbers:
            errno.value = number
            assert code == WSAGetLastError()


def codes():
    return {n: getattr(pysock, n) for n in dir(pysock) if re.match(r"WSA(E[A-Z]|[A-Z_]+$)", n)}


def test_every_code_is_kept_and_described():
    errors = {n: c for n, c in codes().items() if isinstance(c, int) and 10000 <= c < 12000}
    assert 60 < len(errors)
    for name, code in errors.items():
        WSASetLastError(code)
        assert code == WSAGetLastError(), name
        assert "Unknown" not in str(strerror(code)), name
    assert str(strerror(ECONNREFUSED)) == str(strerror(WSAECONNREFUSED))
    assert str(strerror(12345)) == os.strerror(12345)


def test_setting_an_error_sets_errno():
    WSASetLastError(WSAECONNREFUSED)
    assert errno == ECONNREFUSED
    WSASetLastError(WSAEWOULDBLOCK)
    assert errno == EAGAIN
    WSASetLastError(0)
    assert errno == 0


@needs_mingw
def test_constants_have_windows_values(tmp_path):
    """The compiler for Windows compares, so nothing has to run there."""
    names = sorted(
        name
        for stem in ("winsock", "windef", "handle")
        for path in build_stems.stems("win32")
        if path.stem == stem
        for name in build_stems.constants(build_stems.fence(path))
    )
    assert 100 < len(names)
    checks = "".join(
        f"#ifdef {name}\n"
        f'_Static_assert((unsigned)({name}) == {getattr(pysock, name) & 0xFFFFFFFF}u, "{name}");\n'
        f"#endif\n"
        for name in names
    )
    program = tmp_path / "constants.c"
    headers = "winsock2.h", "ws2tcpip.h", "mswsock.h", "mstcpip.h", "windows.h"
    program.write_text("".join(f"#include <{h}>\n" for h in headers) + checks)
    subprocess.run([MINGW, "-fsyntax-only", program], check=True)


@needs_mingw
def test_structs_have_windows_members(tmp_path):
    """Each member that a program of Windows names exists there under the same name."""
    ours = [WSABUF, WSADATA, WSAMSG, WSANETWORKEVENTS, WSAPOLLFD]
    uses = "".join(
        f"(void)(({ctype.name} *)0)->{member};\n" for ctype in ours for member in ctype.members
    )
    program = tmp_path / "members.c"
    program.write_text(
        "#include <winsock2.h>\n#include <ws2tcpip.h>\n"
        f"void use(void) {{\n{uses.replace('struct pollfd', 'WSAPOLLFD')}}}\n"
    )
    subprocess.run([MINGW, "-fsyntax-only", program], check=True)


# ----------------------------------------------------------------------------------- the types


def test_the_types_are_the_structs():
    pairs = {
        ADDRINFOA: "addrinfo",
        HOSTENT: "hostent",
        IN6_ADDR: "in6_addr",
        IN_ADDR: "in_addr",
        IPV6_MREQ: "ipv6_mreq",
        IP_MREQ: "ip_mreq",
        IP_MREQ_SOURCE: "ip_mreq_source",
        LINGER: "linger",
        SOCKADDR: "sockaddr",
        SOCKADDR_IN: "sockaddr_in",
        SOCKADDR_IN6: "sockaddr_in6",
        SOCKADDR_STORAGE: "sockaddr_storage",
        SOCKADDR_UN: "sockaddr_un",
        TIMEVAL: "timeval",
        WSAPOLLFD: "pollfd",
    }
    for ctype, tag in pairs.items():
        assert getattr(struct, tag) is ctype
    assert [ptr(SOCKADDR)] * 2 == [LPSOCKADDR, PSOCKADDR]
    assert ptr(SOCKADDR_IN) is PSOCKADDR_IN
    assert [ptr(WSABUF), ptr(WSADATA), ptr(WSAMSG), ptr(WSANETWORKEVENTS), ptr(WSAPOLLFD)] == [
        LPWSABUF,
        LPWSADATA,
        LPWSAMSG,
        LPWSANETWORKEVENTS,
        LPWSAPOLLFD,
    ]
    assert SOCKET(-1) == INVALID_SOCKET
    assert 0 < ADDRESS_FAMILY(-1) < GROUP(-1)


def test_the_parts_of_an_address():
    address = SOCKADDR_IN()
    address.sin_addr.S_un.S_addr = inet_addr("1.2.3.4")
    assert inet_addr("1.2.3.4") == address.sin_addr.s_addr
    parts = address.sin_addr.S_un.S_un_b
    assert (1, 2, 3, 4) == (parts.s_b1, parts.s_b2, parts.s_b3, parts.s_b4)
    parts.s_b4 = 5
    assert b"1.2.3.5" == inet_ntoa(address.sin_addr).string()
    words = ptr(SOCKADDR_IN, address).sin_addr.S_un.S_un_w
    assert packing.pack("=HH", words.s_w1, words.s_w2) == b"\1\2\3\5"


# --------------------------------------------------------------------------------------- calls


def test_a_connection_from_first_to_last():
    listener = WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED)
    assert INVALID_SOCKET != listener
    address = SOCKADDR_IN(sin_family=AF_INET)
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    size = int_(sizeof(address))  # as programs of Windows have it
    assert 0 == bind(listener, address, sizeof(address))
    assert 0 == listen(listener, 5)
    assert 0 == getsockname(listener, address, size)
    client = WSASocketA(AF_INET, SOCK_STREAM, 0, NULL, 0, 0)
    assert 0 == WSAConnect(client, address, sizeof(address), NULL, NULL, NULL, NULL)
    peer = SOCKADDR_IN()
    connection = WSAAccept(listener, peer, size, NULL, 0)
    local = SOCKADDR_IN()
    assert 0 == getsockname(client, local, size)
    assert bytes(local) == bytes(peer)
    sent, flags, text = DWORD(), DWORD(), char[8]()
    assert 0 == WSASend(client, buffers(b"abc", b"def"), 2, sent, 0, NULL, NULL)
    assert 6 == sent
    assert 0 == WSARecv(connection, buffers(text), 1, sent, flags, NULL, NULL)
    assert (6, b"abcdef") == (sent, text.string())
    assert 0 == shutdown(client, SD_SEND)
    assert 0 == WSARecv(connection, buffers(text), 1, sent, flags, NULL, NULL)
    assert 0 == sent
    for each in (client, connection, listener):
        assert 0 == closesocket(each)
        assert SOCKET_ERROR == closesocket(each)
        assert WSAENOTSOCK == WSAGetLastError()


def test_connecting_to_nobody():
    with oracle.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        address = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(port))
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
        s = WSASocketW(AF_INET, SOCK_STREAM, 0, NULL, 0, 0)
        assert SOCKET_ERROR == WSAConnect(s, address, sizeof(address), NULL, NULL, NULL, NULL)
        assert WSAECONNREFUSED == WSAGetLastError()
        assert 0 == closesocket(s)


def test_what_has_no_meaning_over_posix_is_null(pair):
    one = pair[0].fileno()
    for call in (
        lambda: WSASocket(AF_INET, SOCK_STREAM, 0, char[8](), 0, 0),
        lambda: WSAAccept(one, NULL, NULL, lambda *_: CF_ACCEPT, 0),
        lambda: WSAConnect(one, NULL, 0, WSABUF(), NULL, NULL, NULL),
        lambda: WSAConnect(one, NULL, 0, NULL, NULL, NULL, 5),
        lambda: WSAIoctl(one, FIONREAD, NULL, 0, DWORD(), 4, DWORD(), 5, NULL),
    ):
        with pytest.raises(TypeError, match=r"WSA\w+: .* NULL"):
            call()


def test_flag_of_inheritance():
    for flags, inheritable in ((0, True), (WSA_FLAG_NO_HANDLE_INHERIT, False)):
        s = WSASocket(AF_INET, SOCK_STREAM, 0, NULL, 0, flags)
        assert inheritable == os.get_inheritable(s)
        assert 0 == closesocket(s)


def test_closesocket_closes_sockets_only():
    fd = os.open("/dev/null", os.O_RDONLY)
    assert SOCKET_ERROR == closesocket(fd)
    assert WSAENOTSOCK == WSAGetLastError()
    os.close(fd)


@pytest.mark.parametrize("number", [DWORD, ulong, ULONG], ids=str)
def test_ioctlsocket(pair, number):
    one, other = pair
    mode = number(1)
    assert 0 == ioctlsocket(one.fileno(), FIONBIO, mode)
    assert not os.get_blocking(one.fileno())
    flags, count = DWORD(), DWORD()
    assert SOCKET_ERROR == WSARecv(one.fileno(), buffers(char[4]()), 1, count, flags, NULL, NULL)
    assert WSAEWOULDBLOCK == WSAGetLastError()
    mode.value = 0
    assert 0 == ioctlsocket(one.fileno(), FIONBIO, mode)
    assert os.get_blocking(one.fileno())
    other.send(b"12345")
    assert 1 == WSAPoll(WSAPOLLFD(fd=one.fileno(), events=POLLIN), 1, 10000)
    assert 0 == ioctlsocket(one.fileno(), FIONREAD, mode)
    assert 5 == mode


def test_ioctlsocket_knows_of_urgent_data(pair):
    one, other = pair
    answer = ulong(7)
    assert 0 == ioctlsocket(one.fileno(), SIOCATMARK, answer)
    assert 1 == answer, "no urgent data waits"
    other.send(b"ab")
    other.send(b"!", oracle.MSG_OOB)
    assert 1 == WSAPoll(WSAPOLLFD(fd=one.fileno(), events=POLLPRI), 1, 10000)
    assert 0 == ioctlsocket(one.fileno(), SIOCATMARK, answer)
    assert 0 == answer
    assert b"ab" == one.recv(10)
    assert 0 == ioctlsocket(one.fileno(), SIOCATMARK, answer)
    assert 1 == answer


def test_ioctlsocket_refuses(pair):
    one = pair[0].fileno()
    assert SOCKET_ERROR == ioctlsocket(one, 0x12345, ulong())
    assert WSAEINVAL == WSAGetLastError()
    assert SOCKET_ERROR == ioctlsocket(0x7FFF, FIONBIO, ulong())
    assert WSAENOTSOCK == WSAGetLastError()
    for bad in (5, "x", short(), bytearray(8), SOCKADDR_IN()):
        with pytest.raises(TypeError):
            ioctlsocket(one, FIONBIO, bad)
    with pytest.raises(pysock.NullPointer):
        ioctlsocket(one, FIONBIO, NULL)


def test_poll_wants_an_element():
    assert SOCKET_ERROR == WSAPoll(NULL, 0, 0)
    assert WSAEINVAL == WSAGetLastError()
    with pytest.raises(pysock.OutOfBounds):
        WSAPoll(WSAPOLLFD(), 2, 0)
    with pytest.raises(TypeError):
        WSAPoll(WSABUF(), 1, 0)


def test_datagrams_keep_their_bounds(udp):
    one, two = udp
    sent, flags, sender, size = DWORD(), DWORD(), SOCKADDR_IN(), int_(sizeof(SOCKADDR_IN))
    to = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(one.getsockname()[1]))
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    data = buffers(b"ab", b"", b"cde")
    assert 0 == WSASendTo(two.fileno(), data, 3, sent, 0, to, sizeof(to), NULL, NULL)
    assert 5 == sent
    first, second = char[3](), char[5]()
    assert 0 == WSARecvFrom(
        one.fileno(), buffers(first, second), 2, sent, flags, sender, size, NULL, NULL
    )
    assert (5, b"abc", b"de") == (sent, bytes(first), second.string())
    assert two.getsockname()[1] == ntohs(sender.sin_port)
    assert sizeof(sender) == size
    two.sendto(b"too long", one.getsockname())
    assert SOCKET_ERROR == WSARecvFrom(
        one.fileno(), buffers(first), 1, sent, flags, NULL, NULL, NULL, NULL
    )
    assert WSAEMSGSIZE == WSAGetLastError()
    assert (3, b"too") == (sent, bytes(first))


def test_flags_of_receiving(pair):
    one, other = pair
    other.send(b"abc")
    count, flags, text = DWORD(), DWORD(MSG_PEEK), char[4]()
    for _ in range(2):
        assert 0 == WSARecv(one.fileno(), buffers(text), 1, count, flags, NULL, NULL)
        assert (3, 0, b"abc") == (count, flags, text.string())
    assert 0 == WSASend(one.fileno(), buffers(b"!"), 1, count, MSG_OOB, NULL, NULL)
    assert 1 == WSAPoll(WSAPOLLFD(fd=other.fileno(), events=POLLPRI), 1, 10000)
    other.settimeout(None)  # the standard library would wait for other than urgent data
    assert b"!" == other.recv(1, oracle.MSG_OOB)


def test_no_place_for_the_number(pair):
    one = pair[0].fileno()
    for call in (
        lambda: WSASend(one, buffers(b"x"), 1, NULL, 0, NULL, NULL),
        lambda: WSARecv(one, buffers(char[1]()), 1, NULL, DWORD(), NULL, NULL),
        lambda: WSARecv(one, buffers(char[1]()), 1, DWORD(), NULL, NULL, NULL),
        lambda: WSASendMsg(one, WSAMSG(lpBuffers=buffers(b"x"), dwBufferCount=1), 0, NULL, 0, 0),
        lambda: WSAIoctl(one, FIONREAD, NULL, 0, DWORD(), 4, NULL, NULL, NULL),
    ):
        assert SOCKET_ERROR == call()
        assert WSAEFAULT == WSAGetLastError()


def test_no_buffer_and_too_many(pair):
    one = pair[0].fileno()
    for count in (0, IOV_MAX + 1):
        data = WSABUF[IOV_MAX + 1]()
        assert SOCKET_ERROR == WSASend(one, data, count, DWORD(), 0, NULL, NULL)
        assert WSAEINVAL == WSAGetLastError()
    assert 0 == WSASend(one, WSABUF[IOV_MAX](), IOV_MAX, DWORD(), 0, NULL, NULL)


def test_sending_to_who_has_gone_needs_no_signal(pair):
    one, other = pair
    old = signals.signal(signals.SIGPIPE, signals.SIG_DFL)
    try:
        other.close()
        results = [
            WSASend(one.fileno(), buffers(b"x"), 1, DWORD(), 0, NULL, NULL) for _ in range(20)
        ]
        assert SOCKET_ERROR == results[-1]
        assert WSAECONNRESET == WSAGetLastError()
    finally:
        signals.signal(signals.SIGPIPE, old)


def test_messages_with_address_and_control(udp):
    one, two = udp
    to = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(two.getsockname()[1]))
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    with oracle.socket(type=oracle.SOCK_DGRAM) as third:
        third.bind(("127.0.0.1", 0))
        message = WSAMSG(to, sizeof(to), buffers(b"ab", b"c"), 2)
        sent = DWORD()
        assert 0 == WSASendMsg(third.fileno(), message, 0, sent, NULL, NULL)
        assert 3 == sent
        two.connect(third.getsockname())
    two.setsockopt(oracle.IPPROTO_IP, pysock.IP_RECVTTL, 1)
    assert 0 == WSASendMsg(one.fileno(), WSAMSG(NULL, 0, buffers(b"xyz"), 1), 0, sent, NULL, NULL)
    sender, text, control = SOCKADDR_IN(), char[8](), char[64]()
    got = WSAMSG(sender, sizeof(sender), buffers(text), 1)
    got.Control.len = sizeof(control)
    got.Control.buf = control
    assert 0 == WSARecvMsg(two.fileno(), got, sent, NULL, NULL)
    assert (3, b"abc") == (sent, text.string())
    assert third_port(sender)
    assert sizeof(sender) == got.namelen
    assert 0 == got.dwFlags


def third_port(address):
    return ntohs(address.sin_port) > 0


def test_a_message_that_is_too_long_says_so(udp):
    one, two = udp
    one.send(b"too long")
    count, text = DWORD(), char[3]()
    message = WSAMSG(NULL, 0, buffers(text), 1)
    assert SOCKET_ERROR == WSARecvMsg(two.fileno(), message, count, NULL, NULL)
    assert WSAEMSGSIZE == WSAGetLastError()
    assert (3, b"too") == (count, bytes(text))
    assert MSG_TRUNC & message.dwFlags


def test_buffers_out_of_bounds(pair):
    one = pair[0].fileno()
    nothing = NULL, NULL
    short_array = WSABUF(5, char[4]())
    with pytest.raises(pysock.OutOfBounds, match=r"WSASend: lpBuffers\[0\]: 5 bytes .* has 4"):
        WSASend(one, short_array, 1, DWORD(), 0, *nothing)
    with pytest.raises(pysock.OutOfBounds):
        WSASend(one, WSABUF[2](), 3, DWORD(), 0, *nothing)
    with pytest.raises(pysock.OutOfBounds):
        WSASend(one, WSABUF[2](), -1, DWORD(), 0, *nothing)
    with pytest.raises(pysock.NullPointer):
        WSARecv(one, WSABUF(1, NULL), 1, DWORD(), DWORD(), *nothing)
    with pytest.raises(pysock.NullPointer):
        WSARecv(one, NULL, 1, DWORD(), DWORD(), *nothing)
    with pytest.raises(pysock.ConstViolation):
        WSARecv(one, buffers(b"text"), 1, DWORD(), DWORD(), *nothing)
    wild = WSABUF(1, char[1]())
    memset(ptr(char, wild) + WSABUF.members["buf"][1], 0x55, 8)
    with pytest.raises(pysock.WildPointer, match=r"lpBuffers\[0\]\.buf"):
        WSASend(one, wild, 1, DWORD(), 0, *nothing)
    for bad in (struct.iovec(), b"x", 5, [WSABUF()]):
        with pytest.raises(TypeError):
            WSASend(one, bad, 1, DWORD(), 0, *nothing)
    for bad in (ulong(), int_(), 5):
        with pytest.raises(TypeError):
            WSASend(one, buffers(b"x"), 1, bad, 0, *nothing)
    message = WSAMSG(SOCKADDR_IN(), 17, buffers(b"x"), 1)
    with pytest.raises(pysock.OutOfBounds, match="WSASendMsg: 17 bytes"):
        WSASendMsg(one, message, 0, DWORD(), *nothing)
    message = WSAMSG(NULL, 0, buffers(b"x"), 1, (9, char[8]()))
    with pytest.raises(pysock.OutOfBounds, match="WSASendMsg: 9 bytes"):
        WSASendMsg(one, message, 0, DWORD(), *nothing)


def test_a_wsabuf_keeps_its_bytes_alive(pair):
    one, other = pair
    data = WSABUF(3, bytearray(b"abc"))
    assert 0 == WSASend(one.fileno(), data, 1, DWORD(), 0, NULL, NULL)
    assert b"abc" == other.recv(3)


# ------------------------------------------------------------------------------------ WSAIoctl


def control(s, code, given=NULL, size=0, taken=NULL, room=0):
    count = DWORD(99)
    return WSAIoctl(s, code, given, size, taken, room, count, NULL, NULL), int(count)


@pytest.mark.parametrize("number", [DWORD, ulong], ids=str)
def test_ioctl_of_numbers(pair, number):
    one, other = pair
    assert (0, 0) == control(one.fileno(), FIONBIO, number(1), sizeof(number))
    assert not os.get_blocking(one.fileno())
    other.send(b"abc")
    assert 1 == WSAPoll(WSAPOLLFD(fd=one.fileno(), events=POLLIN), 1, 10000)
    answer = number()
    assert (0, sizeof(number)) == control(one.fileno(), FIONREAD, taken=answer, room=sizeof(number))
    assert 3 == answer


def test_ioctl_of_keepalive(pair):
    one = pair[0]
    wanted = struct.tcp_keepalive(1, 7500, 2000)
    assert (0, 0) == control(one.fileno(), SIO_KEEPALIVE_VALS, wanted, sizeof(wanted))
    assert 1 == one.getsockopt(oracle.SOL_SOCKET, oracle.SO_KEEPALIVE)
    idle = getattr(oracle, "TCP_KEEPIDLE", getattr(oracle, "TCP_KEEPALIVE", None))
    assert 8 == one.getsockopt(oracle.IPPROTO_TCP, idle)
    assert 2 == one.getsockopt(oracle.IPPROTO_TCP, oracle.TCP_KEEPINTVL)
    wanted.onoff = 0
    assert (0, 0) == control(one.fileno(), SIO_KEEPALIVE_VALS, wanted, sizeof(wanted))
    assert 0 == one.getsockopt(oracle.SOL_SOCKET, oracle.SO_KEEPALIVE)


def test_ioctl_of_routes(pair):
    to, way = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(9)), SOCKADDR_IN()
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    size = sizeof(to)
    assert (0, size) == control(pair[0].fileno(), SIO_ROUTING_INTERFACE_QUERY, to, size, way, size)
    assert b"127.0.0.1" == inet_ntoa(way.sin_addr).string()


def test_ioctl_of_the_socket_itself(pair):
    one = pair[0].fileno()
    base = SOCKET()
    assert (0, sizeof(base)) == control(one, SIO_BASE_HANDLE, taken=base, room=sizeof(base))
    assert one == base
    for code in (SIO_LOOPBACK_FAST_PATH, SIO_UDP_CONNRESET):
        assert (0, 0) == control(one, code, int_(1), 4)


def test_ioctl_refuses(pair):
    one = pair[0].fileno()
    for arguments in (
        (FIONBIO,),
        (FIONREAD,),
        (SIO_KEEPALIVE_VALS, DWORD(), 4),
        (SIO_BASE_HANDLE,),
    ):
        assert (SOCKET_ERROR, 99) == control(one, *arguments)
        assert WSAEFAULT == WSAGetLastError()
    assert (SOCKET_ERROR, 99) == control(one, 0x12345678)
    assert WSAEOPNOTSUPP == WSAGetLastError()
    assert (SOCKET_ERROR, 99) == control(0x7FFF, FIONBIO, DWORD(), 4)
    assert WSAENOTSOCK == WSAGetLastError()
    with pytest.raises(pysock.OutOfBounds):
        control(one, FIONBIO, DWORD(), 5)
    with pytest.raises(pysock.ConstViolation):
        control(one, FIONREAD, taken=b"1234", room=4)


# ----------------------------------------------------------------------------------- addresses


def test_addresses_as_text():
    address, text = IN_ADDR(), char[INET_ADDRSTRLEN]()
    assert 1 == InetPton(AF_INET, "127.0.0.1", address)
    assert htonl(INADDR_LOOPBACK) == address.s_addr
    assert 0 == InetPton(AF_INET, "127.0.0", address)
    assert b"127.0.0.1" == InetNtop(AF_INET, address, text, sizeof(text)).string()
    assert InetNtop(99, address, text, sizeof(text)) is NULL
    assert WSAEAFNOSUPPORT == WSAGetLastError()


def written(address, room=64):
    """WSAAddressToString() into a room of that size: its result, the length, the text."""
    text, length = char[64](), DWORD(room)
    result = WSAAddressToString(address, sizeof(address), NULL, text, length)
    return result, int(length), text.string()


def read_back(text, kind):
    address, length = kind(), int_(sizeof(kind))
    family = AF_INET if kind is SOCKADDR_IN else AF_INET6
    assert 0 == WSAStringToAddress(text, family, NULL, address, length)
    assert sizeof(kind) == length
    return address


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("127.0.0.1:9190", SOCKADDR_IN),
        ("0.0.0.0", SOCKADDR_IN),
        ("[::1]:65535", SOCKADDR_IN6),
        ("fe80::1", SOCKADDR_IN6),
    ],
)
def test_addresses_and_ports_as_text(text, kind):
    address = read_back(text, kind)
    assert (0, len(text) + 1, text.encode()) == written(address)
    assert (0, len(text) + 1, text.encode()) == written(address, len(text) + 1)
    assert (SOCKET_ERROR, len(text) + 1, b"") == written(address, len(text))
    assert WSAEFAULT == WSAGetLastError()


def test_a_scope_is_written():
    address = SOCKADDR_IN6(sin6_family=AF_INET6, sin6_port=htons(80), sin6_scope_id=3)
    assert (0, 9, b"[::%3]:80") == (0, written(address)[1] - 1, written(address)[2])


@pytest.mark.parametrize(
    "text",
    ["", "x", "1.2.3", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:1x", "::1", "1.2.3.4:²"],
)
def test_texts_that_are_no_address(text):
    arguments = text, AF_INET, NULL, SOCKADDR_IN(), int_(sizeof(SOCKADDR_IN))
    assert SOCKET_ERROR == WSAStringToAddressA(*arguments)
    assert WSAEINVAL == WSAGetLastError()


def test_addresses_as_text_refuse():
    address, text = SOCKADDR_IN(sin_family=AF_INET), char[64]()
    assert SOCKET_ERROR == WSAAddressToStringA(address, 8, NULL, text, DWORD(64))
    assert WSAEINVAL == WSAGetLastError()
    assert SOCKET_ERROR == WSAAddressToStringA(SOCKADDR_UN(), 16, NULL, text, DWORD(64))
    assert WSAEINVAL == WSAGetLastError()
    assert SOCKET_ERROR == WSAStringToAddress("1.2.3.4", AF_UNIX, NULL, address, int_(16))
    assert WSAEINVAL == WSAGetLastError()
    length = int_(15)
    assert SOCKET_ERROR == WSAStringToAddress("1.2.3.4", AF_INET, NULL, address, length)
    assert (WSAEFAULT, 16) == (WSAGetLastError(), length)
    for call in (
        lambda: WSAAddressToString(address, 17, NULL, text, DWORD(64)),
        lambda: WSAAddressToString(address, 16, NULL, char[4](), DWORD(64)),
        lambda: WSAStringToAddress("1.2.3.4", AF_INET, NULL, char[4](), int_(16)),
    ):
        with pytest.raises(pysock.OutOfBounds):
            call()
    assert 0 == WSACleanup()
    assert SOCKET_ERROR == WSAAddressToString(address, 16, NULL, text, DWORD(64))
    assert WSANOTINITIALISED == WSAGetLastError()
    assert SOCKET_ERROR == WSAStringToAddress("1.2.3.4", AF_INET, NULL, address, int_(16))
    assert WSANOTINITIALISED == WSAGetLastError()


def test_numbers_in_the_order_of_a_sockets_network(pair):
    one = pair[0].fileno()
    for call, turned in ((WSAHtonl, htonl(0x12345678)), (WSANtohl, ntohl(0x12345678))):
        for kind in (DWORD, ulong):
            place = kind()
            assert 0 == call(one, 0x12345678, place)
            assert turned == place
    for call, turned in ((WSAHtons, htons(0x1234)), (WSANtohs, ntohs(0x1234))):
        place = WORD()
        assert 0 == call(one, 0x1234, place)
        assert turned == place
        assert SOCKET_ERROR == call(0x7FFF, 0x1234, place)
        assert WSAENOTSOCK == WSAGetLastError()
        with pytest.raises(TypeError):
            call(one, 0x1234, DWORD())
    assert 0 == WSACleanup()
    assert SOCKET_ERROR == WSAHtonl(one, 1, DWORD())
    assert WSANOTINITIALISED == WSAGetLastError()


def test_directions_of_a_connection(pair):
    one, other = pair
    assert 0 == WSASendDisconnect(one.fileno(), NULL)
    assert b"" == other.recv(1)
    assert 0 == WSARecvDisconnect(one.fileno(), NULL)
    assert b"" == one.recv(1)
    for call in (WSASendDisconnect, WSARecvDisconnect):
        assert SOCKET_ERROR == call(0x7FFF, NULL)
        assert WSAENOTSOCK == WSAGetLastError()
        with pytest.raises(TypeError):
            call(one.fileno(), WSABUF())


def test_errors_of_names_in_words():
    assert gai_strerror(EAI_NONAME).string() == gai_strerrorA(EAI_NONAME).string()


# -------------------------------------------------------- names that mean something else in POSIX


def test_select_looks_at_the_sets_alone_after_startup(pair):
    one, other = pair
    reads, everything = fd_set(), fd_set()
    FD_ZERO(everything)
    FD_SET(one.fileno(), everything)
    other.send(b"x")
    assert 1 == WSAPoll(WSAPOLLFD(fd=one.fileno(), events=POLLIN), 1, 10000)
    reads = copy(everything)
    assert 1 == select(0, reads, NULL, NULL, struct.timeval(5, 0))
    assert FD_ISSET(one.fileno(), reads)
    assert 0 == WSACleanup()
    assert 0 == select(0, copy(everything), NULL, NULL, struct.timeval())


def test_a_set_can_be_walked_through_as_on_windows(pair):
    one, other = (each.fileno() for each in pair)
    sockets = fd_set()
    assert 0 == sockets.fd_count
    FD_SET(other, sockets)
    FD_SET(one, sockets)
    assert 2 == sockets.fd_count
    assert sorted((one, other)) == [sockets.fd_array[i] for i in range(sockets.fd_count)]
    assert 2 == ptr(fd_set, sockets).fd_count
    with pytest.raises(AttributeError):
        sockets.fd_count = 0


def test_an_int_holds_an_addresses_length_after_startup(pair):
    address, size = SOCKADDR_IN(), int_(sizeof(SOCKADDR_IN))
    assert 0 == getsockname(pair[0].fileno(), address, size)
    size.value = -1
    with pytest.raises(pysock.OutOfBounds):
        getsockname(pair[0].fileno(), address, size)
    assert 0 == WSACleanup()
    with pytest.raises(TypeError, match=r"socklen_t \*"):
        getsockname(pair[0].fileno(), address, size)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("winsock", tmp_path)
