"""Both layers when the system says no: no descriptors, no room, signals, peers that vanish.

Nothing may be lost and nothing come twice: each transfer is compared by its length and its hash.
"""

import contextlib
import errno
import hashlib
import itertools
import os
import random
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from terminal import until

import pysock as c
from pysock import Child, Pipe, Poller, Socket, create_connection, create_server

PATIENCE = 60  # seconds until a wait counts as hung
LOOPBACK = "127.0.0.1"
RESET = struct.pack("ii", 1, 0)  # lingering for 0 seconds turns close() into a reset


def linux_only(why):
    return pytest.mark.skipif(sys.platform != "linux", reason=why)


@contextlib.contextmanager
def in_background(work, *args):
    """Work in a thread that has ended when the block has; what it raised is raised here."""
    raised = []

    def run():
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        try:
            work(*args)
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(PATIENCE)
    assert not thread.is_alive()
    if raised:
        raise raised[0]


# ------------------------------------------------------------------------------- no descriptors


@contextlib.contextmanager
def no_descriptors():
    """The process may open nothing more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def failure(call):
    """The name of the error that it raises."""
    try:
        call()
    except OSError as error:
        return errno.errorcode[error.errno]
    return None


def sigset():
    empty = c.sigset_t()
    c.sigemptyset(empty)
    return empty


def windows_socket():
    c.WSAStartup(0x0202, c.WSADATA())
    return c.AF_INET, c.SOCK_STREAM, 0, c.NULL, 0, 0


def openers():
    """Calls that make descriptors, with what makes them do it: absent ones are left out."""
    temporary = c.char[20](b"/tmp/pysock-XXXXXX")
    listed = {
        "dup": lambda: (0,),
        "epoll_create": lambda: (1,),
        "epoll_create1": lambda: (0,),
        "eventfd": lambda: (0, 0),
        "fcntl": lambda: (0, c.F_DUPFD, 0),
        "fopen": lambda: ("/dev/null", "r"),
        "getifaddrs": lambda: (c.ptr(c.struct.ifaddrs)(),),
        "inotify_init": lambda: (),
        "inotify_init1": lambda: (0,),
        "kqueue": lambda: (),
        "memfd_create": lambda: ("memory", 0),
        "mkstemp": lambda: (temporary,),
        "opendir": lambda: ("/",),
        "open": lambda: ("/dev/null", c.O_RDONLY),
        "openat": lambda: (c.AT_FDCWD, "/dev/null", c.O_RDONLY),
        "pidfd_open": lambda: (os.getpid(), 0),
        "pipe": lambda: (c.int_[2](),),
        "pipe2": lambda: (c.int_[2](), 0),
        "popen": lambda: ("true", "r"),
        "posix_openpt": lambda: (c.O_RDWR | c.O_NOCTTY,),
        "sem_open": lambda: (f"/pysock-{os.getpid()}", c.O_CREAT, 0o600, 1),
        "signalfd": lambda: (-1, sigset(), 0),
        "socket": lambda: (c.AF_INET, c.SOCK_STREAM, 0),
        "socketpair": lambda: (c.AF_UNIX, c.SOCK_STREAM, 0, c.int_[2]()),
        "timerfd_create": lambda: (c.CLOCK_MONOTONIC, 0),
        "tmpfile": lambda: (),
        **dict.fromkeys(("WSASocket", "WSASocketA", "WSASocketW"), windows_socket),
    }
    return {name: make for name, make in listed.items() if hasattr(c, name)}


# Which have tests of their own here, or may find their files open already.
NOT_OPENERS = {"accept", "dup2", "dup3", "getgrgid", "getgrnam", "getpwnam", "getpwuid"}


def undo(name, result, arguments):
    """Close what the call has opened."""
    if name == "popen":
        c.pclose(result)
    elif name == "opendir":
        c.closedir(result)
    elif isinstance(result, c.FILE):
        c.fclose(result)
    elif name == "getifaddrs":
        c.freeifaddrs(arguments[0])
    elif name.startswith("WSASocket"):
        c.closesocket(result)
        c.WSACleanup()
    elif name == "sem_open":
        c.sem_close(result)
        c.sem_unlink(arguments[0])
    elif "pipe" in name or name == "socketpair":
        for fd in arguments[-1 if name == "socketpair" else 0]:
            c.close(fd)
    else:
        c.close(result)
    if name == "mkstemp":
        c.unlink(arguments[0])


@pytest.mark.parametrize("name", openers())
def test_no_descriptor_is_left(name):
    """The call fails with EMFILE, leaves nothing, and succeeds when there is room again."""
    arguments = openers()[name]()
    call = getattr(c, name)
    with no_descriptors():
        result, number = call(*arguments), int(c.errno)
    assert (True, errno.EMFILE) == (result in (-1, c.NULL), number)
    if name == "mkstemp":  # which has changed what it was given
        arguments[0][13:19] = b"XXXXXX"
    result = call(*arguments)
    assert result not in (-1, c.NULL), c.strerror(int(c.errno))
    undo(name, result, arguments)


def test_every_call_that_names_emfile_is_tried():
    told = {name for name in c.__all__ if "EMFILE" in (getattr(c, name).__doc__ or "")}
    assert told - NOT_OPENERS <= set(openers())


def test_a_descriptor_beyond_the_limit():
    """dup2() and dup3() say EBADF for a number that may not be."""
    with no_descriptors():
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert (-1, errno.EBADF) == (c.dup2(0, limit), c.errno)
        assert (-1, errno.EINVAL) == (c.fcntl(0, c.F_DUPFD, limit), c.errno)


def descriptor_pollers():
    return [kind for kind in Poller.available() if kind in ("epoll", "kqueue")]


@pytest.mark.parametrize(
    "make",
    [
        Socket,
        Socket.pair,
        lambda: create_server((LOOPBACK, 0)),
        Pipe,
        *[lambda kind=kind: Poller(kind) for kind in descriptor_pollers()],
        lambda: c.Stream("/dev/null"),
        lambda: Child(lambda _: None, channel=True),
    ],
)
def test_no_descriptor_is_left_for_an_object(make):
    with no_descriptors():
        assert "EMFILE" == failure(make)
    made = make()
    for end in made if isinstance(made, tuple) else [made]:
        with end:
            pass


def test_no_descriptor_is_left_for_a_connection():
    """Nor for a duplicate; the server hears of no connection that failed."""
    with create_server((LOOPBACK, 0)) as server:
        address = server.getsockname()
        with no_descriptors():
            assert "EMFILE" == failure(server.dup)
            assert "EMFILE" == failure(lambda: create_connection(address))
        server.settimeout(0)
        assert "EAGAIN" == failure(server.accept)
        server.dup().close()
        with create_connection(address):
            server.settimeout(PATIENCE)
            server.accept()[0].close()


def c_accept(server):
    fd = c.accept(server.fileno(), 0, 0)
    if fd == -1:
        raise OSError(int(c.errno), "accept")
    return Socket(fileno=fd)


def c_accept4(server):
    fd = c.accept4(server.fileno(), 0, 0, c.SOCK_CLOEXEC)
    if fd == -1:
        raise OSError(int(c.errno), "accept4")
    return Socket(fileno=fd)


ACCEPTS = [c_accept, *[c_accept4] * hasattr(c, "accept4"), lambda server: server.accept()[0]]


@pytest.mark.parametrize("accept", ACCEPTS)
def test_accept_without_descriptors_loses_no_connection(accept):
    """Those who wait are still there afterwards, in their order, with what they have sent."""
    words = [b"one", b"two", b"three"]
    with create_server((LOOPBACK, 0)) as server, contextlib.ExitStack() as stack:
        for word in words:
            client = stack.enter_context(socket.create_connection(server.getsockname(), PATIENCE))
            client.sendall(word)
        with no_descriptors():
            for _ in range(10):
                assert "EMFILE" == failure(lambda: accept(server))
        for word in words:
            with accept(server) as peer:
                assert word == peer.recv_exact(len(word))


@linux_only("which descriptors come, and the flag, differ between systems")
def test_descriptors_that_find_no_room_are_gone():
    """The message comes, its descriptors do not: nothing is left of them, MSG_CTRUNC says so."""

    def received(receive):
        left, right = socket.socketpair()
        with left, right:
            socket.send_fds(left, [b"data"], [0, 1, 2])
            with no_descriptors():
                data, ancillary, flags, _ = receive(right.fileno())
        return data, [tuple(item) for item in ancillary], int(flags)

    def standard(fd):
        sock = socket.socket(fileno=fd)
        try:
            return sock.recvmsg(10, 200)
        finally:
            sock.detach()

    def pythonic(fd):
        sock = Socket(fileno=fd)
        try:
            return sock.recvmsg(10, 200)
        finally:
            sock.detach()

    def plain(fd):
        data, control = c.char[10](), c.char[200]()
        header = c.struct.msghdr()
        header.msg_iov, header.msg_iovlen = c.struct.iovec[1]([(data, 10)]), 1
        header.msg_control, header.msg_controllen = control, 200
        got = c.recvmsg(fd, header, 0)
        assert c.CMSG_FIRSTHDR(header) in (None, c.NULL)
        return bytes(data)[:got], [], header.msg_flags, None

    expected = b"data", [], socket.MSG_CTRUNC
    assert [expected] * 3 == [received(face) for face in (standard, pythonic, plain)]


# ------------------------------------------------------------------------------------- transfers

SIZE = 200_000
DATA = random.Random(7).randbytes(SIZE)
CHUNK = 50_000  # as much as one call is asked to send
LITTLE = 4096  # for SO_SNDBUF and SO_RCVBUF


class Count:
    """The calls of a transfer that did a part, would have blocked, were interrupted."""

    def __init__(self):
        self.partial = self.again = self.interrupted = 0

    def seen(self, result, wanted):
        """What a call has done, as a number of bytes."""
        if result >= 0:
            self.partial += result < wanted
            return result
        if c.errno == errno.EINTR:
            self.interrupted += 1
        else:
            assert errno.EAGAIN == c.errno, c.strerror(int(c.errno))
            self.again += 1
        return 0


def wait(fd, events):
    c.poll(c.struct.pollfd(fd=fd, events=events), 1, PATIENCE * 1000)


def c_sender(call):
    """A loop of one call of C, which sends from an offset; it counts what it meets."""

    def send(sock, data, count):
        fd, memory, done = sock.fileno(), c.char[len(data)](data), 0
        while done < len(data):
            wanted = min(CHUNK, len(data) - done)
            before = count.again
            done += count.seen(call(fd, memory + done, wanted), wanted)
            if count.again > before:
                wait(fd, c.POLLOUT)

    return send


def halves(memory, size):
    """Two vectors of a buffer."""
    return c.struct.iovec[2]([(memory, size // 2), (memory + size // 2, size - size // 2)])


def message(memory, size):
    header = c.struct.msghdr()
    header.msg_iov, header.msg_iovlen = halves(memory, size), 2
    return header


def pythonic_sender(call):
    """A loop of one method."""

    def send(sock, data, count):
        done, view = 0, memoryview(data)
        with Poller() as poller:
            poller.register(sock, Poller.WRITE)
            while done < len(data):
                rest = view[done : done + CHUNK]
                try:
                    sent = call(sock, rest)
                except BlockingIOError:
                    count.again += 1
                    poller.select(PATIENCE)
                else:
                    count.partial += sent < len(rest)
                    done += sent

    return send


def of_one(call):
    """A call for many messages, as one that transfers bytes."""

    def transfer(fd, memory, size, *arguments):
        headers = c.struct.mmsghdr[1]()
        headers[0].msg_hdr = message(memory, size)
        done = call(fd, headers, 1, 0, *arguments)
        return headers[0].msg_len if done == 1 else done

    return transfer


def send_by_sendfile(sock, data, count):
    """A loop of sendfile(2), which moves the offset itself."""
    place = c.off_t()
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        while place.value < len(data):
            wanted = min(CHUNK, len(data) - place.value)
            before = count.again
            count.seen(c.sendfile(sock.fileno(), file.fileno(), place, wanted), wanted)
            if count.again > before:
                wait(sock.fileno(), c.POLLOUT)


LINUX_SENDERS = {
    "sendfile": send_by_sendfile,
    "sendmmsg": c_sender(of_one(lambda *arguments: c.sendmmsg(*arguments))),
}
LINUX_RECEIVERS = {
    "recvmmsg": lambda fd, buf, size: of_one(c.recvmmsg)(fd, buf, size, c.NULL),
}
SENDERS = {
    "write": c_sender(c.write),
    "send": c_sender(lambda fd, buf, size: c.send(fd, buf, size, 0)),
    "sendto": c_sender(lambda fd, buf, size: c.sendto(fd, buf, size, 0, c.NULL, 0)),
    "sendmsg": c_sender(lambda fd, buf, size: c.sendmsg(fd, message(buf, size), 0)),
    "writev": c_sender(lambda fd, buf, size: c.writev(fd, halves(buf, size), 2)),
    **{name: send for name, send in LINUX_SENDERS.items() if hasattr(c, name)},
    "Socket.send": pythonic_sender(lambda sock, data: sock.send(data)),
    "Socket.sendmsg": pythonic_sender(lambda sock, data: sock.sendmsg([data[:9], data[9:]])),
    "Socket.writev": pythonic_sender(lambda sock, data: sock.writev([data[:9], data[9:]])),
}


def c_receiver(call):
    def receive(sock, size, count):
        fd, memory, done = sock.fileno(), c.char[size](), 0
        while done < size:
            before = count.again
            wanted = min(CHUNK, size - done)
            got = call(fd, memory + done, wanted)
            assert got != 0, f"the end after {done} of {size}"
            done += count.seen(got, wanted)
            if count.again > before:
                wait(fd, c.POLLIN)
        return bytes(memory)

    return receive


def pythonic_receiver(call):
    def receive(sock, size, count):
        parts, missing = [], size
        with Poller() as poller:
            poller.register(sock)
            while missing:
                wanted = min(CHUNK, missing)
                try:
                    part = call(sock, wanted)
                except BlockingIOError:
                    count.again += 1
                    poller.select(PATIENCE)
                else:
                    count.partial += len(part) < wanted
                    assert part, f"the end, {missing} of {size} missing"
                    parts.append(part)
                    missing -= len(part)
        return b"".join(parts)

    return receive


def received_into(receive):
    """A method that fills buffers, as one that returns bytes."""

    def call(sock, size):
        buffer = bytearray(size)
        return bytes(buffer[: receive(sock, buffer)])

    return call


def into_two(receive):
    def call(sock, buffer):
        with memoryview(buffer) as view:
            return receive(sock, [view[:9], view[9:]])

    return received_into(call)


RECEIVERS = {
    "read": c_receiver(c.read),
    "recv": c_receiver(lambda fd, buf, size: c.recv(fd, buf, size, 0)),
    "recvfrom": c_receiver(lambda fd, buf, size: c.recvfrom(fd, buf, size, 0, c.NULL, c.NULL)),
    "recvmsg": c_receiver(lambda fd, buf, size: c.recvmsg(fd, message(buf, size), 0)),
    "readv": c_receiver(lambda fd, buf, size: c.readv(fd, halves(buf, size), 2)),
    **{name: c_receiver(call) for name, call in LINUX_RECEIVERS.items() if hasattr(c, name)},
    "Socket.recv": pythonic_receiver(lambda sock, size: sock.recv(size)),
    "Socket.recv_into": pythonic_receiver(received_into(lambda sock, buf: sock.recv_into(buf))),
    "Socket.recvmsg": pythonic_receiver(lambda sock, size: sock.recvmsg(size)[0]),
    "Socket.recvmsg_into": pythonic_receiver(into_two(lambda sock, b: sock.recvmsg_into(b)[0])),
    "Socket.readv": pythonic_receiver(into_two(lambda sock, buffers: sock.readv(buffers))),
}


@contextlib.contextmanager
def connection(family):
    """One end is ours, the other one the standard library's; both have little room."""
    if family == "unix":
        ours, theirs = socket.socketpair()
    else:
        with socket.create_server((LOOPBACK, 0)) as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LITTLE)
            ours = socket.create_connection(server.getsockname(), PATIENCE)
            theirs, _ = server.accept()
    for sock in (ours, theirs):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LITTLE)
        sock.settimeout(PATIENCE)
    with Socket(fileno=ours.detach()) as sock, theirs:
        yield sock, theirs


def take(theirs, pace, taken):
    """Receive all there is, in pieces of any length."""
    lengths = random.Random(1)
    for number in itertools.count():
        pace(number)
        part = theirs.recv(lengths.randrange(1, 9000))
        taken.append(part)
        if not part:
            return


def give(theirs, pace):
    """Send DATA in pieces of any length."""
    lengths, done = random.Random(2), 0
    for number in itertools.count():
        pace(number)
        part = DATA[done : done + lengths.randrange(1, 9000)]
        if not part:
            return
        theirs.sendall(part)
        done += len(part)


def slowly(happened, pieces):
    """A peer's pace: before each of its first pieces something has to happen once more."""

    def pace(number):
        if number < pieces:
            until(lambda: happened() > number)

    return pace


def check(expected, got):
    assert (len(expected), hashlib.sha256(expected).hexdigest()) == (
        len(got),
        hashlib.sha256(got).hexdigest(),
    )


def sent(send, family, count, blocking, pace):
    """The other end gets all, once."""
    taken = []
    with connection(family) as (sock, theirs), in_background(take, theirs, pace, taken):
        sock.setblocking(blocking)
        send(sock, DATA, count)
        sock.half_close()
    check(DATA, b"".join(taken))


def received(receive, family, count, blocking, pace):
    """We get all, once."""
    with connection(family) as (sock, theirs), in_background(give, theirs, pace):
        sock.setblocking(blocking)
        got = receive(sock, SIZE, count)
    check(DATA, got)


@pytest.mark.parametrize("family", ["unix", "tcp"])
@pytest.mark.parametrize("send", SENDERS.values(), ids=SENDERS)
def test_little_room_to_send(send, family):
    """Most calls have room for a part, or none: EAGAIN."""
    count = Count()
    sent(send, family, count, False, slowly(lambda: count.again, 1))
    all_at_once = send is send_by_sendfile and family == "unix"  # the pages are only lent
    assert all_at_once or count.partial > 0


@pytest.mark.parametrize("family", ["unix", "tcp"])
@pytest.mark.parametrize("receive", RECEIVERS.values(), ids=RECEIVERS)
def test_little_to_receive(receive, family):
    """Most calls find a part, or nothing: EAGAIN."""
    count = Count()
    received(receive, family, count, False, slowly(lambda: count.again, 20))
    assert count.partial > 0


def send_all(sock, data, _):
    sock.sendall(data)


def send_file(sock, data, _):
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        assert len(data) == sock.sendfile(file, 0)


def print_stream(sock, data, _):
    """C's stdio cuts into blocks what it gets in blocks of its own."""
    stream = c.fdopen(c.dup(sock.fileno()), "w")
    for start in range(0, len(data), 999):
        part = data[start : start + 999]
        assert len(part) == c.fwrite(part, 1, len(part), stream)
    assert 0 == c.fclose(stream)


def receive_exactly(sock, size, _):
    return sock.recv_exact(size)


def receive_from_file(sock, size, _):
    with sock.makefile("rb") as file:
        return file.read(size)


def read_stream(sock, size, _):
    stream, data = c.fdopen(c.dup(sock.fileno()), "r"), c.char[size]()
    assert size == c.fread(data, 1, size, stream)
    assert 0 == c.fclose(stream)
    return bytes(data)


WHOLE_SENDERS = {"fwrite": print_stream, "sendall": send_all, "sendfile": send_file}
WHOLE_RECEIVERS = {"fread": read_stream, "recv_exact": receive_exactly, "read": receive_from_file}


@pytest.mark.parametrize("family", ["unix", "tcp"])
@pytest.mark.parametrize("send", WHOLE_SENDERS.values(), ids=WHOLE_SENDERS)
def test_what_sends_all_has_little_room(send, family):
    sent(send, family, Count(), True, slowly(lambda: 1, 0))


@pytest.mark.parametrize("family", ["unix", "tcp"])
@pytest.mark.parametrize("receive", WHOLE_RECEIVERS.values(), ids=WHOLE_RECEIVERS)
def test_what_receives_all_gets_little(receive, family):
    received(receive, family, Count(), True, slowly(lambda: 1, 0))


# --------------------------------------------------------------------------------- EINTR storms

EVERY = 50  # microseconds between two signals
SIGNALS = 3  # at least, for each piece of a transfer


@contextlib.contextmanager
def storm(restart):
    """Signals all the time; a function tells how many were handled."""
    handled = 0

    def handle(_):
        nonlocal handled
        handled += 1

    before = signal.getsignal(signal.SIGALRM)
    action = c.struct.sigaction()
    action.sa_handler = handle
    action.sa_flags = c.SA_RESTART if restart else 0
    assert 0 == c.sigaction(c.SIGALRM, action, 0)
    every = c.struct.itimerval()
    every.it_interval.tv_usec = every.it_value.tv_usec = EVERY
    try:
        assert 0 == c.setitimer(c.ITIMER_REAL, every, 0)
        yield lambda: handled
    finally:
        c.setitimer(c.ITIMER_REAL, c.struct.itimerval(), 0)
        signal.signal(signal.SIGALRM, before)


STOPPING = {name: send for name, send in SENDERS.items() if not name.startswith("Socket")}
RESUMING = {name: send for name, send in SENDERS.items() if name.startswith("Socket")}
RETURNING = {name: call for name, call in RECEIVERS.items() if not name.startswith("Socket")}
del WHOLE_SENDERS["fwrite"]  # C's stdio gives up at a signal, and what was in its buffer is lost


def met(count):
    """Whether a signal has shown."""
    return count.interrupted + count.partial > 0


@pytest.mark.parametrize("send", STOPPING.values(), ids=STOPPING)
def test_sending_in_a_storm_of_signals(send):
    """Calls of C end by EINTR, or with a part; the program goes on where it was."""
    count = Count()
    with storm(restart=False) as handled:
        sent(send, "unix", count, True, slowly(lambda: met(count) * handled() // SIGNALS, 20))
    assert met(count)


@pytest.mark.parametrize("receive", RETURNING.values(), ids=RETURNING)
def test_receiving_in_a_storm_of_signals(receive):
    count = Count()
    with storm(restart=False) as handled:
        received(receive, "unix", count, True, slowly(lambda: count.interrupted, 20))
    assert handled() >= count.interrupted


@pytest.mark.parametrize("send", [*STOPPING.values(), *RESUMING.values(), *WHOLE_SENDERS.values()])
def test_sending_goes_on_in_a_storm_of_signals(send):
    """With SA_RESTART C's calls do, and methods in any case."""
    count = Count()
    with storm(restart=True) as handled:
        sent(send, "unix", count, True, slowly(lambda: handled() // SIGNALS, 20))
    assert 0 == count.interrupted


@pytest.mark.parametrize("receive", [*RECEIVERS.values(), *WHOLE_RECEIVERS.values()])
def test_receiving_goes_on_in_a_storm_of_signals(receive):
    count = Count()
    with storm(restart=True) as handled:
        received(receive, "unix", count, True, slowly(lambda: handled() // SIGNALS, 20))
    assert 0 == count.interrupted


@pytest.mark.parametrize("kind", Poller.available())
def test_a_poller_waits_its_time_in_a_storm_of_signals(kind):
    """The handlers run meanwhile; what comes is seen."""
    with connection("unix") as (sock, theirs), Poller(kind) as poller:
        poller.register(sock)
        with storm(restart=False) as handled:
            started = c.struct.timespec()
            c.clock_gettime(c.CLOCK_MONOTONIC, started)
            assert [] == poller.select(0.1)
            ended = c.struct.timespec()
            c.clock_gettime(c.CLOCK_MONOTONIC, ended)
            seconds = ended.tv_sec - started.tv_sec + (ended.tv_nsec - started.tv_nsec) / 1e9
            assert 0.1 <= seconds
            assert handled() > 0
            theirs.sendall(b"!")
            assert [sock] == [key.fileobj for key, _ in poller.select(PATIENCE)]


# ------------------------------------------------------------------------- peers that are no more


def standard(fd, call):
    """What a method of the standard library's socket comes to: its result, or the error's name."""
    return _method(socket.socket(fileno=fd), call)


def pythonic(fd, call):
    return _method(Socket(fileno=fd), call)


def _method(sock, call):
    methods = {
        "accept": lambda: sock.accept()[0].detach(),
        "recv": lambda: sock.recv(10),
        "send": lambda: sock.send(b"data"),
        "shutdown": lambda: sock.shutdown(socket.SHUT_WR),
        "getpeername": lambda: bool(sock.getpeername()),
        "SO_ERROR": lambda: sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR),
    }
    try:
        return methods[call]()
    except OSError as error:
        return errno.errorcode[error.errno]
    finally:
        sock.detach()


def plain(fd, call):
    """What the call of C does."""
    memory, value, size = c.char[200](), c.int_(), c.socklen_t(4)
    calls = {
        "accept": lambda: c.accept(fd, 0, 0),
        "recv": lambda: c.recv(fd, memory, 10, 0),
        "send": lambda: c.send(fd, b"data", 4, 0),
        "shutdown": lambda: c.shutdown(fd, c.SHUT_WR),
        "getpeername": lambda: c.getpeername(fd, c.struct.sockaddr_in(), c.socklen_t(16)),
        "SO_ERROR": lambda: c.getsockopt(fd, c.SOL_SOCKET, c.SO_ERROR, value, size),
    }
    result = calls[call]()
    if result == -1:
        return errno.errorcode[int(c.errno)]
    shown = {"recv": lambda: bytes(memory)[:result], "getpeername": lambda: True}
    shown |= {"SO_ERROR": lambda: int(value), "shutdown": lambda: None}
    return shown.get(call, lambda: result)()


FACES = [standard, plain, pythonic]


def reset(peer):
    """The peer is gone at once."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    peer.close()


def hung_up(fd):
    """Wait until the system knows of the reset."""
    place = c.struct.pollfd(fd=fd, events=0)
    assert 1 == c.poll(place, 1, PATIENCE * 1000)
    assert place.revents & (c.POLLERR | c.POLLHUP)


@contextlib.contextmanager
def tcp():
    """Our end, as a descriptor, and a peer."""
    with socket.create_server((LOOPBACK, 0)) as server:
        peer = socket.create_connection(server.getsockname(), PATIENCE)
        ours, _ = server.accept()
    with ours, peer:
        yield ours.fileno(), peer


def calls(face, fd, *names):
    return [face(fd, name) for name in names]


@pytest.mark.parametrize("face", FACES)
def test_a_reset_before_accept(face):
    """The connection is accepted, and says what has become of it."""
    with socket.create_server((LOOPBACK, 0)) as server:
        reset(socket.create_connection(server.getsockname(), PATIENCE))
        fd = face(server.fileno(), "accept")
        hung_up(fd)
        seen = calls(face, fd, "getpeername", "recv", "recv", "send")
        os.close(fd)
    assert ["ENOTCONN", "ECONNRESET", b"", "EPIPE"] == seen


@pytest.mark.parametrize("face", FACES)
def test_a_reset_is_told_once(face):
    """By whichever call comes first."""
    for first in ("recv", "send", "SO_ERROR"):
        with tcp() as (fd, peer):
            reset(peer)
            hung_up(fd)
            seen = calls(face, fd, first, "recv", "send", "SO_ERROR")
        told = errno.ECONNRESET if first == "SO_ERROR" else "ECONNRESET"
        assert [told, b"", "EPIPE", 0] == seen


@pytest.mark.parametrize("face", FACES)
def test_a_reset_loses_what_had_come(face):
    """As TCP has it; the standard library finds no more."""
    with tcp() as (fd, peer):
        peer.sendall(b"some")
        assert b"so" == os.read(fd, 2)
        reset(peer)
        hung_up(fd)
        seen = calls(face, fd, "recv", "recv")
    assert seen in (["ECONNRESET", b""], [b"me", "ECONNRESET"])


@pytest.mark.parametrize("face", FACES)
def test_a_reset_while_we_receive(face):
    with tcp() as (fd, peer):
        seen = []
        with in_background(lambda: seen.extend(calls(face, fd, "recv", "recv", "send"))) as thread:
            until(lambda: sleeps(thread))
            reset(peer)
    assert ["ECONNRESET", b"", "EPIPE"] == seen


@pytest.mark.parametrize("face", FACES)
def test_a_reset_while_we_send(face):
    """The peer reads nothing: the call waits for room."""
    with tcp() as (fd, peer):
        seen = []

        def send_until_it_fails():
            while (done := face(fd, "send")) == 4:
                pass
            seen.extend([done, *calls(face, fd, "send", "recv")])

        fill(fd)
        with in_background(send_until_it_fails) as thread:
            until(lambda: sleeps(thread))
            reset(peer)
    assert ["ECONNRESET", "EPIPE", b""] == seen


def fill(fd):
    os.set_blocking(fd, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(fd, DATA)
    os.set_blocking(fd, True)


def sleeps(thread):
    """Whether a thread waits in the system; elsewhere than on Linux one cannot see that."""
    path = Path(f"/proc/self/task/{thread.native_id}/stat")
    return not path.exists() or path.read_text().rpartition(")")[2].split()[0] == "S"


@pytest.mark.parametrize("face", FACES)
def test_a_reset_after_our_half_is_closed(face):
    with tcp() as (fd, peer):
        assert [None] == calls(face, fd, "shutdown")
        reset(peer)
        hung_up(fd)
        assert ["ECONNRESET", b"", "EPIPE"] == calls(face, fd, "recv", "recv", "send")


@pytest.mark.parametrize("face", FACES)
def test_a_reset_after_the_peers_half_is_closed(face):
    with tcp() as (fd, peer):
        peer.shutdown(socket.SHUT_WR)
        assert [b"", 4] == calls(face, fd, "recv", "send")
        reset(peer)
        hung_up(fd)
        assert ["EPIPE", "EPIPE", b""] == calls(face, fd, "send", "send", "recv")


@pytest.mark.parametrize("face", FACES)
def test_the_peer_leaves_without_reading(face):
    """Over a UNIX socket that is a reset too."""
    ours, peer = socket.socketpair()
    with ours, peer:
        ours.sendall(b"unread")
        peer.close()
        seen = calls(face, ours.fileno(), "recv", "recv", "send")
    assert ["ECONNRESET", b"", "EPIPE"] == seen


# Run in a network of its own, whose only link goes down: the peers hear and say nothing more.
HALF_OPEN = """
import fcntl, socket, struct, sys
from concurrent.futures import ThreadPoolExecutor
sys.path.insert(0, sys.argv[1])
from test_faults import FACES, calls
import pysock

def loopback(flags):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, pysock.SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags))

def user_timeout(sock):
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 300)
    return "send", "recv", "send"

def keepalive(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT):
        sock.setsockopt(socket.IPPROTO_TCP, option, 1)
    return "recv", "send"

def receive_timeout(sock):
    short = bytes(pysock.struct.timeval(tv_sec=0, tv_usec=100_000))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, short)
    return "recv", "SO_ERROR"

loopback(pysock.IFF_UP)
work = []
with socket.create_server(("127.0.0.1", 0)) as server:
    for face in FACES:
        for prepare in (user_timeout, keepalive, receive_timeout):
            sock = socket.create_connection(server.getsockname())
            peer, _ = server.accept()
            sock.sendall(b"heard")
            assert b"heard" == peer.recv(5)
            work.append((prepare, face, sock, prepare(sock), peer))
loopback(0)
with ThreadPoolExecutor(len(work)) as pool:
    results = pool.map(lambda item: calls(item[1], item[2].fileno(), *item[3]), work)
    for (prepare, *_), result in zip(work, results):
        print(prepare.__name__, *result)
"""


@linux_only("a network without a link is made of Linux's namespaces")
def test_half_open_peers():
    """Who vanished without a word is missed by the timeout of TCP, keepalive, or our own."""
    command = ["unshare", "--user", "--map-root-user", "--net", sys.executable, "-c", HALF_OPEN]
    done = subprocess.run(
        [*command, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    expected = ["user_timeout 4 ETIMEDOUT EPIPE", "keepalive ETIMEDOUT EPIPE"]
    expected += ["receive_timeout EAGAIN 0"]
    assert expected * len(FACES) == done.stdout.splitlines()


# ------------------------------------------------------------------------------------ the clock

# The time of day jumps by an hour at each look: on, back, and on again.
JUMPING = r"""
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t
jump(void)
{
    static volatile int looks;
    return __sync_fetch_and_add(&looks, 1) % 2 ? -3600 : 3600;
}

int
clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (clock == CLOCK_REALTIME) {
        now->tv_sec += jump();
    }
    return result;
}

int
gettimeofday(struct timeval *now, void *zone)
{
    (void)zone;
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t
time(time_t *place)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place != NULL) {
        *place = now.tv_sec;
    }
    return now.tv_sec;
}
"""

WAITS = """
import time as stdlib_time
assert abs(stdlib_time.time() - stdlib_time.time()) > 7000, "the clock does not jump"
from pysock import *
from pysock import Address, Child, FdSet, Pipe, Poller, Socket, create_server
import pysock

MILLISECONDS = 100
nobody = int_[2]()
socketpair(AF_UNIX, SOCK_STREAM, 0, nobody)
quiet, other = Socket.pair()
quiet.settimeout(MILLISECONDS / 1000)
server = create_server("127.0.0.1:0")
server.settimeout(MILLISECONDS / 1000)
sleeper = Child(lambda: stdlib_time.sleep(100))
place = struct.pollfd(fd=nobody[0], events=POLLIN)
moment, short = struct.timeval(0, MILLISECONDS * 1000), struct.timespec(0, MILLISECONDS * 1000000)
epfd, events = epoll_create1(0), struct.epoll_event[1]()
brief = struct.timeval(0, MILLISECONDS * 1000)
setsockopt(nobody[0], SOL_SOCKET, SO_RCVTIMEO, brief, sizeof(brief))
usr1 = sigset_t()
sigemptyset(usr1)
sigaddset(usr1, SIGUSR1)

def raising(call, *arguments):
    def wait():
        try:
            call(*arguments)
        except TimeoutError:
            return
        raise AssertionError("no timeout")
    return wait

waits = {
    "select": lambda: select(0, NULL, NULL, NULL, copy(moment)),
    "pselect": lambda: pselect(0, NULL, NULL, NULL, short, NULL),
    "poll": lambda: poll(place, 1, MILLISECONDS),
    "ppoll": lambda: ppoll(place, 1, short, NULL),
    "epoll_wait": lambda: epoll_wait(epfd, events, 1, MILLISECONDS),
    "SO_RCVTIMEO": lambda: recv(nobody[0], char[1](), 1, 0),
    "sigtimedwait": lambda: sigtimedwait(usr1, NULL, short),
    "usleep": lambda: usleep(MILLISECONDS * 1000),
    "nanosleep": lambda: nanosleep(short, NULL),
    "WSAPoll": lambda: WSAPoll(place, 1, MILLISECONDS),
    "WSAWaitForMultipleEvents": lambda: WSAWaitForMultipleEvents(
        1, HANDLE[1]([event]), FALSE, MILLISECONDS, FALSE),
    "WaitForSingleObject": lambda: WaitForSingleObject(event, MILLISECONDS),
    "SleepEx": lambda: SleepEx(MILLISECONDS, FALSE),
    "Socket.recv": raising(quiet.recv, 1),
    "Socket.accept": raising(server.accept),
    "Socket.recv_exact": raising(quiet.recv_exact, 1),
    "Child.wait": raising(sleeper.wait, MILLISECONDS / 1000),
    "FdSet": lambda: FdSet.select([quiet], timeout=MILLISECONDS / 1000),
}
for kind in Poller.available():
    def waited(kind=kind):
        with Poller(kind) as poller:
            poller.register(quiet)
            poller.select(MILLISECONDS / 1000)
    waits["Poller " + kind] = waited
WSAStartup(0x0202, WSADATA())
event = WSACreateEvent()
for name, wait in waits.items():
    started = stdlib_time.monotonic()
    wait()
    took = (stdlib_time.monotonic() - started) * 1000
    print(name, "in time" if MILLISECONDS <= took + 1 else "too short: %d" % took, flush=True)
sleeper.kill()
sleeper.wait()
for sock in (quiet, other, server):
    sock.close()
"""


@linux_only("the clock's calls are replaced as Linux's loader does it")
def test_timeouts_do_not_follow_the_time_of_day(compiler, tmp_path):
    """Who sets the clock does not end a wait, and prolongs none."""
    source, library = tmp_path / "jumping.c", tmp_path / "jumping.so"
    source.write_text(JUMPING)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    done = subprocess.run(
        [sys.executable, "-c", WAITS],
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "" == done.stderr
    late = [line for line in done.stdout.splitlines() if not line.endswith(" in time")]
    assert ([], True) == (late, len(done.stdout.splitlines()) > 15)


# -------------------------------------------------------------------- threads, and their children


@linux_only("macOS may not fork between threads and use what it likes")
@pytest.mark.parametrize("fork", ["fork", "Child"])
def test_children_are_made_while_threads_transfer(fork):
    """Neither do transfers suffer, nor are locks held for ever in a child."""
    stop = threading.Event()
    finished = []

    def transfer():
        while not stop.is_set():
            sent(SENDERS["send"], "unix", Count(), False, slowly(lambda: 1, 0))
            received(RECEIVERS["Socket.recv"], "unix", Count(), False, slowly(lambda: 1, 0))
            finished.append(True)

    def work():
        """Of what has locks: the heap, stdio, names, Python's modules."""
        c.free(c.malloc(100))
        memory = c.char[100]()
        c.snprintf(memory, 100, "%s", "text")
        stream = c.fopen("/dev/null", "w")
        c.fprintf(stream, "%d", 42)
        c.fclose(stream)
        result = c.ptr(c.struct.addrinfo)()
        c.getaddrinfo("127.0.0.1", "80", 0, result)
        with Poller() as poller, Socket() as sock:
            poller.register(sock, Poller.WRITE)
            poller.select(0)
        return 7

    with contextlib.ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(in_background(transfer))
        stack.callback(stop.set)
        statuses = [_status(fork, work) for _ in range(30)]
        until(lambda: len(finished) > 3)
    assert [7] * 30 == statuses


def _status(fork, work):
    if fork == "Child":
        with Child(work) as child:
            return child.wait(PATIENCE).code
    pid = c.fork()
    if pid == 0:
        status = 1
        try:
            signal.alarm(PATIENCE)
            status = work()
        finally:
            c._exit(status)
    status = c.int_()
    assert pid == c.waitpid(pid, status, 0)
    return c.WEXITSTATUS(status) if c.WIFEXITED(status) else -1
