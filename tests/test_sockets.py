"""Socket beyond what CPython's own tests say of it: signals, timeouts, leaks, and what is ours."""

import array
import asyncio
import contextlib
import copy
import errno
import http.client
import io
import os
import pickle
import re
import select
import selectors
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import weakref

import pytest
from alarms import ringing
from faults import needs_strace

import pysock as c
from pysock import (
    Address,
    GaiError,
    IncompleteRead,
    Socket,
    SocketError,
    _endpoint,
    create_connection,
    create_server,
    fromfd,
    sockets,
)

PATIENCE = 60  # seconds until a wait counts as hung


@pytest.fixture
def pair():
    """Two ends of a UNIX connection."""
    left, right = Socket.pair()
    with left, right:
        left.settimeout(PATIENCE)
        right.settimeout(PATIENCE)
        yield left, right


@pytest.fixture
def tcp():
    """Two ends of a TCP connection: the client's and the server's."""
    with create_server("127.0.0.1:0") as server:
        client = create_connection(server.getsockname(), PATIENCE)
        peer, _ = server.accept()
    with client, peer:
        peer.settimeout(PATIENCE)
        yield client, peer


@pytest.fixture
def handler():
    """Install a handler, Python's or C's, for SIGALRM; the old one comes back."""
    before = signal.getsignal(signal.SIGALRM)
    yield signal.signal
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


# ------------------------------------------------------------------- agreement with the oracle


def test_it_has_what_the_standard_librarys_socket_has():
    of_windows = {"ioctl", "share"}
    of_one_family = {"sendmsg_afalg"}
    theirs = {name for name in dir(socket.socket) if not name.startswith("_")}
    assert set() == theirs - set(dir(Socket)) - of_windows - of_one_family


@pytest.mark.parametrize(
    ("family", "kind"),
    [
        (socket.AF_INET, socket.SOCK_STREAM),
        (socket.AF_INET, socket.SOCK_DGRAM),
        (socket.AF_INET6, socket.SOCK_STREAM),
        (c.AF_UNIX, socket.SOCK_SEQPACKET),
    ],
)
def test_a_new_socket_is_what_the_standard_library_makes(family, kind):
    with socket.socket(family, kind) as theirs, Socket(family, kind) as ours:
        for attribute in ("family", "type", "proto", "timeout"):
            assert getattr(theirs, attribute) == getattr(ours, attribute)
        with contextlib.suppress(OSError):  # no peer
            assert theirs.getsockname() == ours.getsockname()
        assert not ours.get_inheritable()


@pytest.mark.parametrize("known", [True, False])
def test_a_descriptor_is_taken_over(known):
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as theirs:
        theirs.bind(("::1", 0))
        given = (theirs.family, theirs.type, theirs.proto) if known else ()
        fd = theirs.dup().detach()
        with Socket(*given, fileno=fd) as ours:
            assert fd == ours.fileno()
            assert (theirs.family, theirs.type) == (ours.family, ours.type)
            assert ours.proto in (theirs.proto, socket.IPPROTO_UDP)
        with pytest.raises(SocketError, match=r"EBADF|ENOTSOCK"):
            Socket(fileno=fd)


@pytest.mark.parametrize(
    ("fileno", "error"), [(-1, ValueError), (1.5, TypeError), ("3", TypeError), (10**6, OSError)]
)
def test_a_bad_descriptor_is_refused(fileno, error):
    with pytest.raises(error):
        Socket(fileno=fileno)


def test_what_is_no_socket_is_refused():
    reader, writer = os.pipe()
    try:
        with pytest.raises(SocketError, match=r"ENOTSOCK|EOPNOTSUPP"):
            Socket(fileno=reader)
    finally:
        os.close(reader)
        os.close(writer)


def test_it_talks_to_the_standard_library():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with create_connection(server.getsockname()) as client:
            peer, address = server.accept()
            with peer:
                assert address == client.getsockname()
                assert peer.getpeername() == client.getsockname()
                client.sendall(b"hello")
                peer.shutdown(socket.SHUT_WR)
                assert b"hello" == peer.recv(100)
                assert b"" == client.recv(100)


# ------------------------------------------------------------------------------- what errors say


def test_an_error_names_the_call_and_the_address():
    with create_server("127.0.0.1:0") as server, Socket() as other:
        address = server.getsockname()
        with pytest.raises(SocketError) as raised:
            other.bind(address)
        assert f"bind({address}): Address already in use [EADDRINUSE]" == str(raised.value)
    with pytest.raises(ConnectionRefusedError, match=rf"^connect\({address}\): .*ECONNREFUSED\]$"):
        create_connection(address)


def test_an_address_of_no_kind_is_a_type_error():
    with Socket() as sock:
        for address in (
            5,
            None,
            ("127.0.0.1",),
            ("127.0.0.1", 80, 0),
            (5, 80),
            ("127.0.0.1", "80"),
        ):
            with pytest.raises(TypeError):
                sock.connect(address)
        with pytest.raises(OverflowError, match="65536"):
            sock.connect(("127.0.0.1", 65536))
        with pytest.raises(ValueError, match="NUL in the host"):
            sock.connect(("127.0.0.1\0", 80))
        with pytest.raises(GaiError):
            sock.connect(("::1", 80))


@pytest.mark.parametrize(
    "form", ["tuple", "Address", "text", "struct", "pointer", "native", "name"]
)
def test_an_address_has_many_forms(form):
    with Socket(type=socket.SOCK_DGRAM) as receiver, Socket(type=socket.SOCK_DGRAM) as sender:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(PATIENCE)
        address = receiver.getsockname()
        forms = {
            "tuple": (address.host, address.port),
            "Address": address,
            "text": str(address),
            "struct": address.to_c(),
            "pointer": c.ptr(c.struct.sockaddr, address.to_c()),
            "native": address.native,
            "name": ("localhost", address.port),
        }
        assert 2 == sender.sendto(b"hi", forms[form])
        data, peer = receiver.recvfrom(10)
        assert (b"hi", sender.getsockname().port) == (data, peer.port)


def test_what_getaddrinfo_found_is_an_address():
    with create_server("127.0.0.1:0") as server, Socket() as client:
        hints = c.struct.addrinfo(ai_family=c.AF_INET, ai_socktype=c.SOCK_STREAM)
        found = c.ptr(c.struct.addrinfo)()
        port = str(server.getsockname().port)
        assert 0 == c.getaddrinfo("127.0.0.1", port, hints, found)
        client.connect(found.value.ai_addr)
        c.freeaddrinfo(found)
        assert client.getpeername() == server.getsockname()


def test_unix_addresses(tmp_path):
    with create_server(Address(tmp_path / "echo")) as server:
        assert str(tmp_path / "echo") == server.getsockname()
        for form in (tmp_path / "echo", str(tmp_path / "echo"), bytes(tmp_path / "echo")):
            with Socket(socket.AF_UNIX) as client:
                client.connect(form)
                peer, address = server.accept()
                peer.close()
                assert "" == address
                assert client.getpeername() == server.getsockname()
        with create_connection(Address(tmp_path / "echo")):
            pass


# -------------------------------------------------------------------------------- buffers


BUFFERS = [
    b"hello",
    bytearray(b"hello"),
    memoryview(b"hello"),
    memoryview(b"_hello_")[1:6],
    array.array("B", b"hello"),
    c.char[5](b"hello"),
]


@pytest.mark.parametrize("buffer", BUFFERS, ids=lambda buffer: type(buffer).__name__)
def test_every_buffer_is_sent(pair, buffer):
    left, right = pair
    assert 5 == left.send(buffer)
    left.sendall(buffer)
    assert 10 == left.writev([buffer, buffer])
    assert b"hello" * 4 == right.recv_exact(20)
    if hasattr(c, "sendmsg"):
        assert 5 == left.sendmsg([buffer])
        assert b"hello" == right.recv_exact(5)


@pytest.mark.parametrize("wrong", ["text", 5, None, [b"x"], memoryview(b"abcd")[::2]])
def test_what_is_no_buffer_is_a_type_error(pair, wrong):
    left, _ = pair
    for call in (left.send, left.sendall, left.recv_into, lambda x: left.writev([x])):
        with pytest.raises((TypeError, BufferError)):
            call(wrong)


def writable_buffers():
    return [
        bytearray(5),
        memoryview(bytearray(5)),
        array.array("B", bytes(5)),
        c.char[5](),
        c.ptr(c.char, c.malloc(5)),
    ]


@pytest.mark.parametrize("number", range(5))
def test_every_writable_buffer_receives(pair, number):
    left, right = pair
    calls = ["recv_into", "recvfrom_into", "readv"] + ["recvmsg_into"] * hasattr(c, "recvmsg")
    for call in calls:
        buffer = writable_buffers()[number]
        left.sendall(b"hello")
        given = [buffer] if call in ("readv", "recvmsg_into") else buffer
        got = getattr(right, call)(given)
        assert 5 == (got if isinstance(got, int) else got[0])
        assert b"hello" == bytes(buffer)


def test_constant_buffers_do_not_receive(pair):
    left, right = pair
    left.sendall(b"hello")
    for call in (right.recv_into, right.recvfrom_into, lambda x: right.readv([x])):
        with pytest.raises(TypeError, match="read-"):
            call(b"12345")
    assert b"hello" == right.recv(10)


@pytest.mark.parametrize("size", [-1, 6])
def test_a_size_beyond_the_buffer_is_refused(pair, size):
    left, right = pair
    left.sendall(b"hello")
    for call in (right.recv_into, right.recvfrom_into):
        with pytest.raises(ValueError, match=f"{size} bytes into a buffer that has 5"):
            call(bytearray(5), size)
    assert b"hello" == right.recv(10)


class Fickle:
    """A length that is another one each time."""

    def __init__(self):
        self.numbers = iter([2, 10**9, 10**9, 10**9])

    def __index__(self):
        return next(self.numbers)


def test_a_length_is_read_once(pair):
    left, right = pair
    left.sendall(b"hello, world")
    assert b"he" == right.recv(Fickle())
    assert b"ll" == right.recvfrom(Fickle())[0]
    for call in ("recv_into", "recvfrom_into"):
        buffer = bytearray(4)
        getattr(right, call)(buffer, Fickle())
        assert 2 == len(buffer.rstrip(b"\0"))
    assert b"or" == right.recv_exact(Fickle())
    for wrong in (b"abc", "abc", 1.5, None):
        with pytest.raises(TypeError):
            right.recv(wrong)


def expect_unlocked(call, buffer):
    try:
        call()
    except BlockingIOError:
        buffer.extend(b"x")
    else:
        pytest.fail("it did not block")


def test_a_failed_call_leaves_the_buffer_unlocked(pair):
    """The traceback is alive inside `except`; a bytearray can grow there nevertheless."""
    left, right = pair
    right.setblocking(False)
    left.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            left.send(bytes(65536))
    buffer = bytearray(65536)
    calls = [
        lambda: left.send(buffer),
        lambda: left.sendall(buffer),
        lambda: left.sendmsg([buffer]),
        lambda: left.writev([buffer]),
    ]
    while right.recv_into(bytearray(1 << 20)) == 1 << 20:
        pass
    receiving = [
        lambda: right.recv_into(buffer),
        lambda: right.recvfrom_into(buffer),
        lambda: right.readv([buffer]),
        lambda: right.recvmsg_into([buffer]),
    ]
    for call in receiving:
        with contextlib.suppress(BlockingIOError):
            while right.recv(1 << 20):
                pass
        expect_unlocked(call, buffer)
    with contextlib.suppress(BlockingIOError):
        while True:
            left.send(bytes(65536))
    for call in calls:
        expect_unlocked(call, buffer)


# -------------------------------------------------------------------------- timeouts and signals


def test_a_timeout_ends_every_call(pair, tcp):
    _, right = pair
    client, _ = tcp
    right.settimeout(0.02)
    client.settimeout(0.02)
    with create_server("127.0.0.1:0") as server:
        server.settimeout(0.02)
        calls = {
            "recv": lambda: right.recv(5),
            "recv_into": lambda: right.recv_into(bytearray(5)),
            "recvfrom": lambda: right.recvfrom(5),
            "readv": lambda: right.readv([bytearray(5)]),
            "accept": server.accept,
            "sendall": lambda: client.sendall(bytes(1 << 24)),
        }
        for name, call in calls.items():
            begun = time.monotonic()
            with pytest.raises(TimeoutError, match=rf"^{name}\(.*\): timed out after 0.02 s"):
                call()
            assert 0.02 <= time.monotonic() - begun


@pytest.mark.parametrize("value", [-1, -0.001, float("nan")])
def test_a_timeout_is_no_negative_number(value):
    with Socket() as sock, pytest.raises(ValueError, match="a timeout of"):
        sock.settimeout(value)


@pytest.mark.parametrize("value", [float("inf"), 1e30])
def test_a_timeout_has_an_end(value):
    with Socket() as sock, pytest.raises(OverflowError, match="a timeout of"):
        sock.settimeout(value)


def test_a_long_timeout_is_waited_for_in_parts(pair):
    """A poll takes milliseconds in an int: longer waits are made of several."""
    left, right = pair
    right.settimeout(10**9)
    sender = threading.Timer(0.05, left.send, [b"x"])
    sender.start()
    assert b"x" == right.recv(5)
    sender.join()


def test_the_default_timeout_is_the_standard_librarys():
    socket.setdefaulttimeout(5)
    try:
        with Socket() as sock:
            assert 5 == sock.gettimeout()
    finally:
        socket.setdefaulttimeout(None)


@pytest.mark.parametrize("timeout", [None, PATIENCE])
def test_a_signal_does_not_end_a_call(pair, handler, timeout):
    left, right = pair
    left.settimeout(timeout)
    right.settimeout(timeout)
    alarms = []

    def ring(number, frame):
        alarms.append(number)
        if len(alarms) == 3:
            left.send(b"now")

    handler(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    assert b"now" == right.recv(10)
    assert 3 <= len(alarms)


@pytest.mark.parametrize("flags", ["0", "SA_RESTART"])
def test_a_handler_of_the_c_layer_runs_and_the_call_goes_on(pair, flags):
    left, right = pair
    alarms = []

    def ring(number):
        alarms.append(number)
        left.send(b"now")

    action, before = c.struct.sigaction(), c.struct.sigaction()
    action.sa_handler = ring
    action.sa_flags = getattr(c, flags, 0)
    assert 0 == c.sigaction(c.SIGALRM, action, before)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        assert b"now" == right.recv(10)
        assert [c.SIGALRM] == alarms
    finally:
        c.sigaction(c.SIGALRM, before, None)


def test_signals_do_not_prolong_a_timeout(pair, handler):
    _, right = pair
    right.settimeout(0.2)
    handler(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.03, 0.03)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        right.recv(10)
    assert 0.2 <= time.monotonic() - begun < PATIENCE


def test_an_exception_of_a_handler_ends_a_call(pair, handler):
    class Enough(Exception):  # noqa: N818
        pass

    def ring(number, frame):
        raise Enough

    _, right = pair
    handler(signal.SIGALRM, ring)
    for call in (lambda: right.recv(5), lambda: right.readv([bytearray(5)])):
        with pytest.raises(Enough), ringing(0):
            call()


BROKEN = """
import signal, tempfile
from pysock import Socket
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
left, right = Socket.pair()
right.close()
with left, tempfile.TemporaryFile() as file:
    file.write(b"x" * 5000)
    file.seek(0)
    calls = [
        lambda: left.send(b"x"),
        lambda: left.sendall(b"x"),
        lambda: left.sendmsg([b"x"]),
        lambda: left.writev([b"x"]),
        lambda: left.sendfile(file),
        lambda: left._sendfile_use_send(file),
    ]
    for call in calls:
        try:
            call()
        except BrokenPipeError:
            print("alive")
    assert not signal.sigpending()
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, [])
"""


def test_sigpipe_never_kills():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BROKEN], capture_output=True, text=True, check=True
    )
    assert ["alive"] * 6 == done.stdout.split()


# ----------------------------------------------------------------------------------- life and death


def test_a_forgotten_socket_warns_and_closes():
    forgotten = [Socket()]
    fd = forgotten[0].fileno()
    with pytest.warns(ResourceWarning, match=rf"unclosed <pysock.Socket fd={fd} .*>"):
        forgotten.clear()
    with pytest.raises(SocketError, match=r"EBADF|ENOTSOCK"):
        Socket(fileno=fd)


def test_a_forgotten_socket_closes_even_if_the_warning_is_an_error():
    program = "import pysock; s = pysock.Socket(); fd = s.fileno(); del s; pysock.Socket(fileno=fd)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert "ResourceWarning: unclosed" in done.stderr
    assert "pysock.SocketError: getsockname(" in done.stderr.splitlines()[-1]


def test_a_closed_socket_says_so():
    sock = Socket()
    sock.close()
    sock.close()
    assert -1 == sock.fileno()
    assert "<pysock.Socket [closed] family=AF_INET type=SOCK_STREAM proto=0>" == repr(sock)
    for call in (lambda: sock.recv(5), lambda: sock.send(b"x"), sock.accept, sock.getsockname):
        with pytest.raises(SocketError, match=r"EBADF|ENOTSOCK"):
            call()


def test_a_socket_that_was_never_made_dies_quietly():
    with pytest.raises(TypeError):
        Socket("x")
    with pytest.raises(SocketError, match=r"socket\(12345, .*EAFNOSUPPORT"):
        Socket(12345)
    object.__new__(Socket).__del__()


def test_it_is_neither_copied_nor_pickled(pair):
    left, _ = pair
    for duplicate in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="it has no pickle"):
            duplicate(left)


def test_dup_detach_and_fromfd(pair):
    left, right = pair
    with left.dup() as twin:
        assert PATIENCE == twin.gettimeout()
        assert not twin.get_inheritable()
        twin.set_inheritable(True)
        assert os.get_inheritable(twin.fileno())
    with fromfd(left.fileno(), left.family, left.type) as twin:
        twin.sendall(b"x")
        assert b"x" == right.recv(5)
        fd = twin.detach()
        assert (-1, True) == (twin.fileno(), fd > 2)
    os.close(fd)
    for bad in (-1, 10**6):
        with pytest.raises(SocketError, match="EBADF"):
            fromfd(bad, socket.AF_INET, socket.SOCK_STREAM)


def test_weak_references_and_subclasses():
    class Mine(Socket):
        pass

    with Mine() as sock:
        sock.bind(("127.0.0.1", 0))
        assert weakref.ref(sock)() is sock
        with sock.dup() as twin:
            assert type(twin) is Mine
        assert "<pysock.Mine fd=" in repr(sock)
    left, right = Mine.pair()
    with left, right:
        assert type(left) is type(right) is Mine


def test_programs_do_not_inherit_descriptors(pair):
    left, right = pair
    with create_server("127.0.0.1:0") as server, create_connection(server.getsockname()) as client:
        peer, _ = server.accept()
        with peer, left.dup() as twin:
            made = [left, right, server, client, peer, twin]
            assert [False] * 6 == [sock.get_inheritable() for sock in made]


def test_calls_do_the_work_of_flags_that_a_platform_lacks(monkeypatch):
    """As on macOS, which has neither SOCK_CLOEXEC nor accept4()."""
    monkeypatch.setattr(sockets, "_CLOEXEC", 0)
    monkeypatch.setattr(sockets, "_HAS_ACCEPT4", False)
    monkeypatch.setattr(_endpoint, "_accept4", None)
    with create_server("127.0.0.1:0") as server, create_connection(server.getsockname()) as client:
        server.settimeout(PATIENCE)
        peer, address = server.accept()
        left, right = Socket.pair()
        with peer, left, right:
            assert address == client.getsockname()
            assert peer.gettimeout() is None
            assert 0 == c.fcntl(peer.fileno(), c.F_GETFL) & c.O_NONBLOCK
            made = [server, client, peer, left, right]
            assert [False] * 5 == [sock.get_inheritable() for sock in made]


def test_descriptors_that_arrive_are_not_inherited(pair):
    left, right = pair
    with Socket() as sent:
        rights = struct.pack("i", sent.fileno())
        left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
    data, messages, flags, _ = right.recvmsg(5, socket.CMSG_SPACE(4))
    ((level, kind, content),) = messages
    assert (b"x", socket.SOL_SOCKET, socket.SCM_RIGHTS, 0) == (data, level, kind, flags)
    (fd,) = struct.unpack("i", content)
    assert not os.get_inheritable(fd)
    os.close(fd)


# ----------------------------------------------------------------------- what the kernel is asked

TRACED = """
from pysock import Socket
left, right = Socket.pair()
left.send(b"one")
left.sendall(b"two")
left.sendmsg([b"thr", b"ee"])
assert b"onetwo" == right.recv(6)
right.settimeout(5)
assert 5 == right.recv_into(bytearray(9))
right.settimeout(0.001)
try:
    right.recv(1)
except TimeoutError:
    pass
left.close()
right.close()
"""
EXPECTED = [
    "socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [L, R]) = 0",
    'sendto(L, "one", 3, MSG_NOSIGNAL, NULL, 0) = 3',
    'sendto(L, "two", 3, MSG_NOSIGNAL, NULL, 0) = 3',
    'sendmsg(L, "thr""ee", MSG_NOSIGNAL) = 5',
    'recvfrom(R, "onetwo", 6, 0, NULL, NULL) = 6',
    "ioctl(R, FIONBIO, [1]) = 0",
    'recvfrom(R, "three", 9, 0, NULL, NULL) = 5',  # no poll before it
    "ioctl(R, FIONBIO, [1]) = 0",
    "recvfrom(R, X, 1, 0, NULL, NULL) = -1 EAGAIN",
    "poll([{fd=R, events=POLLIN}], 1, 1) = 0 (Timeout)",
    "close(L) = 0",
    "close(R) = 0",
]


@needs_strace
def test_the_system_calls_are_those_that_a_c_program_makes(tmp_path):
    log = tmp_path / "trace"
    calls = "socketpair,sendto,sendmsg,recvfrom,ioctl,poll,close"
    command = ["strace", "-q", "-a1", f"-etrace={calls}", "-o", log, sys.executable, "-c", TRACED]
    subprocess.run(command, check=True)
    _, began, traced = log.read_text(encoding="utf-8").partition("socketpair(")
    lines = (began + traced).splitlines()[: len(EXPECTED)]
    left, right = re.search(r"\[(\d+), (\d+)\]\) = 0", lines[0]).groups()
    names = {left: "L", right: "R"}
    seen = [
        re.sub(r"(?<=[(\[=])(\d+)(?=[,)\]])", lambda m: names.get(m[1], m[1]), s) for s in lines
    ]
    seen[0] = lines[0].replace(f"[{left}, {right}]", "[L, R]")
    seen[3] = re.sub(r"\{.*?(\".*?\").*?(\".*?\").*\}", r"\1\2", seen[3])
    seen[8] = re.sub(r"0x\w+", "X", seen[8]).partition(" (")[0]
    assert EXPECTED == seen


# ------------------------------------------------------------------------------ waiting for many


def test_select_poll_and_selectors_take_it(pair):
    left, right = pair
    left.send(b"x")
    assert [right] == select.select([right], [], [], PATIENCE)[0]
    poll = select.poll()
    poll.register(right, select.POLLIN)
    assert [(right.fileno(), select.POLLIN)] == poll.poll(PATIENCE * 1000)
    with selectors.DefaultSelector() as selector:
        selector.register(right, selectors.EVENT_READ)
        ((key, _),) = selector.select(PATIENCE)
        assert right is key.fileobj


def test_asyncio_takes_it():
    async def talk():
        loop = asyncio.get_running_loop()
        left, right = Socket.pair()
        with left, right:
            left.setblocking(False)
            right.setblocking(False)
            arrived = loop.create_future()
            loop.add_reader(right, lambda: arrived.done() or arrived.set_result(right.recv(5)))
            await loop.sock_sendall(left, b"one")
            assert b"one" == await asyncio.wait_for(arrived, PATIENCE)
            loop.remove_reader(right)
            waiting = loop.create_task(loop.sock_recv(left, 5))
            await asyncio.sleep(0)
            right.send(b"two")
            assert b"two" == await asyncio.wait_for(waiting, PATIENCE)
        with create_server("127.0.0.1:0") as server, Socket() as client:
            server.setblocking(False)
            client.setblocking(False)
            accepted = loop.create_task(loop.sock_accept(server))
            await loop.sock_connect(client, server.getsockname())
            peer, _ = await asyncio.wait_for(accepted, PATIENCE)
            peer.close()

    asyncio.run(talk())


def test_asyncio_makes_streams_of_it():
    async def echo(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def talk():
        listener = create_server("127.0.0.1:0")
        server = await asyncio.start_server(echo, sock=listener)
        connection = create_connection(listener.getsockname())
        reader, writer = await asyncio.open_connection(sock=connection)
        writer.writelines([b"hel", b"lo\n"])
        await writer.drain()
        assert b"hello\n" == await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()

    asyncio.run(talk(), debug=True)


def test_ssl_wraps_it(pair):
    """Without certificates: what matters is who moves the bytes."""
    contexts = [ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)]
    for context in contexts:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("aNULL:@SECLEVEL=0")
    serving, calling = contexts
    left, right = pair

    def serve():
        with serving.wrap_socket(left, server_side=True) as server:
            server.sendall(server.recv(100).upper())

    thread = threading.Thread(target=serve)
    thread.start()
    with calling.wrap_socket(right) as client:
        client.sendall(b"secret")
        assert b"SECRET" == client.recv(100)
    thread.join()
    assert (-1, -1) == (left.fileno(), right.fileno())  # ssl has taken them over


def test_http_client_speaks_through_it(tcp):
    client, peer = tcp
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1")) as http_client:
        http_client.sock = client
        http_client.request("GET", "/")
        assert peer.recv_until(b"\r\n\r\n").startswith(b"GET / HTTP/1.1\r\n")
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        assert b"ok" == http_client.getresponse().read()


def test_threads_share_it(tcp):
    client, peer = tcp
    total = 50 * 1000

    def send():
        for _ in range(50):
            client.sendall(bytes(1000))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert bytes(4 * total) == peer.recv_exact(4 * total)
    for thread in threads:
        thread.join()


# ---------------------------------------------------------------------------------- beyond one call


@contextlib.contextmanager
def sending(sock, *parts):
    """Another thread sends the parts, which most often come one by one."""

    def send():
        for part in parts:
            sock.send(part)
            time.sleep(0.02)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def test_recv_exact_waits_for_all(pair):
    left, right = pair
    with sending(left, b"he", b"ll", b"o, world"):
        assert b"hello" == right.recv_exact(5)
    assert b", world" == right.recv_exact(7)
    assert b"" == right.recv_exact(0)
    with pytest.raises(ValueError, match="a size of -1 bytes"):
        right.recv_exact(-1)


def test_what_recv_exact_had_is_not_lost(pair):
    left, right = pair
    left.send(b"hel")
    right.settimeout(0.02)
    with pytest.raises(TimeoutError) as timeout:
        right.recv_exact(5)
    assert b"hel" == timeout.value.partial
    left.send(b"lo")
    left.half_close()
    with pytest.raises(IncompleteRead, match="the stream ended after 2 of 5") as end:
        right.recv_exact(5)
    assert b"lo" == end.value.partial


def test_recv_until_stops_behind_the_delimiter(pair):
    left, right = pair
    left.send(b"one\r\ntwo\r\n\r\nrest")
    assert b"one\r\n" == right.recv_until(b"\r\n")
    assert b"two\r\n\r\n" == right.recv_until(b"\r\n\r\n")
    assert b"rest" == right.recv(10)


def test_recv_until_finds_a_delimiter_that_comes_in_parts(pair):
    left, right = pair
    with sending(left, b"ab--", b"-c-", b"--E", b"ND-", b"--"):
        assert b"ab---c--" + b"-END-" == right.recv_until(b"-END-")
        assert b"--" == right.recv_exact(2)


def test_what_recv_until_had_is_not_lost(pair):
    left, right = pair
    left.send(b"0123456789\n")
    with pytest.raises(SocketError, match=r"recv_until\(.*EMSGSIZE") as limit:
        right.recv_until(b"\n", 4)
    assert b"0123" == limit.value.partial
    assert b"456789\n" == right.recv_until(b"\n", 7)
    left.send(b"no end")
    left.half_close()
    with pytest.raises(IncompleteRead) as end:
        right.recv_until(b"\n")
    assert b"no end" == end.value.partial
    with pytest.raises(ValueError, match="an empty delimiter"):
        right.recv_until(b"")


def test_half_close(tcp):
    client, peer = tcp
    client.sendall(b"request")
    client.half_close()
    assert b"request" == peer.recv_exact(7)
    assert b"" == peer.recv(1)
    peer.sendall(b"answer")
    assert b"answer" == client.recv_exact(6)


def test_urgent_data(tcp):
    client, peer = tcp
    client.sendall(b"abc")
    assert 1 == client.send_urgent(b"!")
    poll = select.poll()
    poll.register(peer, select.POLLPRI)
    assert poll.poll(PATIENCE * 1000)
    assert not peer.at_mark()
    assert b"abc" == peer.recv(10)
    assert peer.at_mark()
    assert b"!" == peer.recv(1, socket.MSG_OOB)


@pytest.mark.parametrize("kind", [bytes, bytearray])
def test_vectors_are_one_message(kind):
    left, right = Socket.pair(c.AF_UNIX, c.SOCK_SEQPACKET)
    with left, right:
        assert 7 == left.writev(iter([kind(b"one"), kind(), kind(b", t"), kind(b"w")]))
        assert b"one, tw" == right.recv(100)
        assert 1024 == left.writev([kind(b"x")] * 1024)
        assert 1024 == len(right.recv(2000))
        with pytest.raises(OSError, match="EMSGSIZE"):  # from the kernel: IOV_MAX
            left.writev([kind(b"x")] * 1025)


@pytest.mark.parametrize("kind", [bytes, bytearray])
def test_vectors_wait_for_room(kind):
    left, right = Socket.pair()
    with left, right:
        left.settimeout(0.05)
        buffers = [kind(b"x") * 4096] * 16
        sent = 0
        with contextlib.suppress(TimeoutError):
            while sent < 64 << 20:
                sent += left.writev(buffers)
        with pytest.raises(TimeoutError, match=r"writev\(16 buffers\): timed out"):
            left.writev(buffers)
        assert sent == len(right.recv_exact(sent))
        assert 16 * 4096 == left.writev(buffers)
    with pytest.raises(OSError, match="EBADF"):
        left.writev(buffers)


def test_vectors(tcp):
    client, peer = tcp
    assert 11 == client.writev([b"hello", bytearray(b", "), memoryview(b"city")])
    first, second = bytearray(5), bytearray(100)
    assert 11 == peer.readv([first, second])
    assert (b"hello", b", city") == (first, bytes(second[:6]))
    client.half_close()
    assert 0 == peer.readv([first])


def test_files(tcp):
    client, peer = tcp
    with client.makefile("rw", encoding="utf-8") as near, peer.makefile("rwb") as far:
        near.write("안녕\n")
        near.flush()
        assert "안녕\n".encode() == far.readline()
        far.write(b"line\n")
        far.flush()
        assert "line\n" == near.readline()
        client.close()
        assert client.fileno() != -1
    assert -1 == client.fileno()


def test_sendfile_reads_what_has_no_size(pair):
    left, right = pair
    with open("/proc/self/stat", "rb") as file:
        sent = left.sendfile(file)
    assert sent > 0
    assert sent == len(right.recv(65536))
    assert 3 == left.sendfile(io.BytesIO(b"abcdef"), 2, 3)
    assert b"cde" == right.recv(10)


# ------------------------------------------------------------------------------ options as integers


def test_options_take_numbers_bytes_and_c_values():
    with Socket() as sock:
        sock.setsockopt(c.SOL_SOCKET, c.SO_KEEPALIVE, True)
        assert 1 == sock.getsockopt(c.SOL_SOCKET, c.SO_KEEPALIVE)
        sock.setsockopt(c.SOL_SOCKET, c.SO_LINGER, struct.pack("ii", 1, 5))
        assert struct.pack("ii", 1, 5) == sock.getsockopt(c.SOL_SOCKET, c.SO_LINGER, 8)
        sock.setsockopt(c.SOL_SOCKET, c.SO_LINGER, c.struct.linger(1, 7))
        assert struct.pack("ii", 1, 7) == sock.getsockopt(c.SOL_SOCKET, c.SO_LINGER, 100)
        with pytest.raises(OverflowError):
            sock.setsockopt(c.SOL_SOCKET, c.SO_RCVBUF, 1 << 31)
        with pytest.raises(TypeError, match="optlen"):
            sock.setsockopt(c.SOL_SOCKET, c.SO_RCVBUF, None)
        with pytest.raises(SocketError, match=r"getsockopt\(1, 9999\): .* \[ENOPROTOOPT\]"):
            sock.getsockopt(c.SOL_SOCKET, 9999)
        for buflen in (-1, 1 << 20):
            with pytest.raises(OSError, match="a buflen of"):
                sock.getsockopt(c.SOL_SOCKET, c.SO_LINGER, buflen)


# ------------------------------------------------------------------- servers and connections


def test_a_server_can_start_again_at_once():
    with create_server("127.0.0.1:0") as server:
        address = server.getsockname()
        with create_connection(address) as client:
            peer, _ = server.accept()
            peer.close()  # which leaves its end in TIME_WAIT
            assert b"" == client.recv(1)
    with create_server(address) as again:
        assert address == again.getsockname()
        with pytest.raises(SocketError, match="EADDRINUSE"):
            create_server(address)


def test_a_server_over_ipv6_takes_ipv4_if_told_so():
    for dual in (True, False):
        with create_server("[::]:0", dualstack_ipv6=dual) as server:
            port = server.getsockname().port
            with create_connection(("::1", port)):
                pass
            if dual:
                with create_connection(("127.0.0.1", port)):
                    pass
            else:
                with pytest.raises(ConnectionRefusedError):
                    create_connection(("127.0.0.1", port))
    with pytest.raises(ValueError, match="AF_INET6"):
        create_server("127.0.0.1:0", dualstack_ipv6=True)


def silent_address():
    """An address that answers nothing: a listener whose queue is full."""
    server = create_server("127.0.0.1:0", backlog=0)
    fillers = []
    for _ in range(16):
        filler = Socket()
        filler.setblocking(False)
        filler.connect_ex(server.getsockname())
        fillers.append(filler)
    return server, fillers


def test_a_connection_times_out():
    server, fillers = silent_address()
    with contextlib.ExitStack() as stack:
        for sock in (server, *fillers):
            stack.enter_context(sock)
        with pytest.raises(TimeoutError, match=r"timed out after 0\.05 s"):
            create_connection(server.getsockname(), 0.05)
        with pytest.raises(TimeoutError, match=r"timed out after 0\.05 s"):
            create_connection(server.getsockname(), 0.05, happy_eyeballs_delay=0.01)
        with Socket() as sock:
            sock.settimeout(0.05)
            assert errno.EAGAIN == sock.connect_ex(server.getsockname())


def test_a_source_address():
    with create_server("127.0.0.1:0") as server:
        for delay in (None, 0.1):
            with create_connection(
                server.getsockname(), 5, ("127.0.0.2", 0), happy_eyeballs_delay=delay
            ) as client:
                assert "127.0.0.2" == client.getsockname().host
                assert 5 == client.gettimeout()


@pytest.mark.parametrize("delay", [None, 0.05])
def test_all_addresses_are_tried(delay, monkeypatch):
    with create_server("127.0.0.1:0") as server:
        port = server.getsockname().port
        dead = [Address("::1", port), Address("127.0.0.3", port)]
        alive = server.getsockname()
        monkeypatch.setattr(Address, "resolve", lambda *_, **__: [*dead, alive])
        with create_connection(("anything", port), PATIENCE, happy_eyeballs_delay=delay) as client:
            assert alive == client.getpeername()
        monkeypatch.setattr(Address, "resolve", lambda *_, **__: dead)
        with pytest.raises(ConnectionRefusedError, match=r"connect\(\[::1\]"):
            create_connection(("anything", port), PATIENCE, happy_eyeballs_delay=delay)
        if sys.version_info >= (3, 11):
            with pytest.raises(ExceptionGroup) as group:  # noqa: F821
                create_connection(
                    ("anything", port), PATIENCE, all_errors=True, happy_eyeballs_delay=delay
                )
            assert 2 == len(group.value.exceptions)


def test_a_race_does_not_wait_for_the_slow(monkeypatch):
    silent, fillers = silent_address()
    with contextlib.ExitStack() as stack:
        for sock in (silent, *fillers):
            stack.enter_context(sock)
        server = stack.enter_context(create_server("[::1]:0"))
        addresses = [silent.getsockname(), server.getsockname()]
        monkeypatch.setattr(Address, "resolve", lambda *_, **__: addresses)
        begun = time.monotonic()
        with create_connection(("anything", 0), PATIENCE, happy_eyeballs_delay=0.05) as client:
            assert server.getsockname() == client.getpeername()
        assert 0.05 <= time.monotonic() - begun < PATIENCE


def test_a_name_that_is_not_found_is_a_gaierror():
    with pytest.raises(GaiError):
        create_connection(("::1%nothere", 80))


@pytest.mark.skipif(not hasattr(c, "MSG_ZEROCOPY"), reason="no zero-copy on this platform")
def test_zero_copy_is_the_c_layers():
    """It keeps the buffer until the kernel has read it; here nobody would."""
    one, other = Socket.pair()
    with one, other:
        for call in (one.send, one.sendall):
            with pytest.raises(ValueError, match=f"{call.__name__}: MSG_ZEROCOPY lends the buffer"):
                call(b"x", c.MSG_ZEROCOPY)


@pytest.mark.skipif(sys.platform != "linux", reason="others tell it to the next call, or not")
def test_an_error_that_waits_is_told_once():
    """recvfrom() and sendto() report what the kernel held back for them, and do not call again."""
    with Socket(type=socket.SOCK_DGRAM) as gone, Socket(type=socket.SOCK_DGRAM) as sock:
        gone.bind(("127.0.0.1", 0))
        nobody = gone.getsockname()
        gone.close()
        sock.connect(nobody)
        sock.settimeout(20)
        sock.send(b"x")
        with pytest.raises(ConnectionRefusedError, match=r"^recvfrom\(64\): "):
            sock.recvfrom(64)
        sock.send(b"x")
        with pytest.raises(ConnectionRefusedError, match=r"^sendto\(1, 127"):
            sock.sendto(memoryview(b"y"), nobody)


def test_every_kind_of_datagram_goes_to_every_kind_of_address():
    with Socket(type=socket.SOCK_DGRAM) as server, Socket(type=socket.SOCK_DGRAM) as client:
        server.bind(("127.0.0.1", 0))
        server.settimeout(20)
        client.bind(("127.0.0.1", 0))
        name = server.getsockname()
        for data in (b"data", bytearray(b"data"), memoryview(b"data"), c.char[4](b"data")):
            for address in (name, name.native, str(name), name.to_c()):
                assert 4 == client.sendto(data, address) == client.sendto(data, 0, address)
                assert (b"data", client.getsockname()) == server.recvfrom(9)
                assert (b"da", client.getsockname()) == server.recvfrom(2)
        client.sendto(bytes(20000), name)
        assert bytes(20000) == server.recvfrom(65536)[0]
