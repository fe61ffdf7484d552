"""Day 3: datagrams, half-close, names, socket options, TIME_WAIT, and the first processes."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import struct
import subprocess
import sys

import pytest
from faults import ACCEPTS, FORKS, needs_strace, run_failing
from peers import (
    ALL_LANGUAGES,
    LANGUAGES,
    PAIRINGS,
    PATIENCE,
    PYTHONIC,
    Outcome,
    Program,
    Scenario,
    command,
    environment,
    play,
    play_in_c,
    run,
    run_twice,
)
from relay import LOOPBACK, Conversation, TcpRelay, UdpRelay
from terminal import Terminal, children, is_asleep, is_stopped, is_zombie, until

PROMPT = b"Insert message(q to quit): "
REPLY = b"Message from server: "
MESSAGES = [b"Hi!\0", b"I'm another UDP host!\0", b"Nice to meet you\0"]
THANKS = b"Thank you\0"
THANKED = Outcome(b"Message from client: Thank you \n", b"", 0)
RECEIVED = Outcome(b"Received file data\n", b"", 0)
CONTENTS = [b"", b"x" * 30, b"a line\nand \0 and \xff\n" * 5000]

UECHO = Scenario(
    "uecho_server",
    "uecho_con_client",
    (b"Hi\n0123456789012345678901234567890123456789\nq\n",),
    "udp",
)
REUSE = Scenario("reuseadr_eserver", "echo_client", (b"Hi\nWho are you?\nq\n",))
TCP_SERVERS = ["file_server", "reuseadr_eserver"]
TCP_CLIENTS = ["file_client"]


@pytest.mark.parametrize("scenario", [UECHO, REUSE], ids=lambda s: s.server)
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_pairing_behaves_as_c_with_c(scenario, server, client):
    """Whoever speaks with whom: same output, same exit status, same bytes on the wire."""
    assert play_in_c(scenario) == play(scenario, server, client)


# -------------------------------------------------------------------------------- datagrams


def test_uecho_transcript():
    """write() and read() on a connected socket are datagrams as well."""
    meeting = play_in_c(UECHO)

    said = [b"Hi\n", b"01234567890123456789012345678", b"90123456789\n"]
    expected = b"".join(PROMPT + REPLY + part for part in said) + PROMPT
    assert [Outcome(expected, b"", 0)] == meeting.clients
    assert [Conversation(said, said)] == meeting.wire


@pytest.mark.parametrize("language", LANGUAGES)
def test_uecho_con_client_without_a_server(language):
    """Only a connected socket learns that nobody is there: when it reads."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind((LOOPBACK, 0))
        silent.connect((LOOPBACK, 9))  # and so takes nothing from anybody else
        port = silent.getsockname()[1]
        outcome = run(language, "uecho_con_client", LOOPBACK, port, stdin=b"Hi\n")

    assert Outcome(PROMPT, b"read() error\n", 1) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_uecho_con_client_hears_its_server_alone(language):
    """The kernel drops what a stranger sends to a connected socket."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger,
    ):
        server.bind((LOOPBACK, 0))
        server.settimeout(10)
        with Terminal(language, "uecho_con_client", LOOPBACK, server.getsockname()[1]) as client:
            client.type(b"Hi\n")
            data, address = server.recvfrom(100)
            stranger.sendto(b"not from here\n", address)
            server.sendto(b"Ho\n", address)
            outcome = client.finish(b"q\n")

    assert b"Hi\n" == data
    assert Outcome(PROMPT + REPLY + b"Ho\n" + PROMPT, b"", 0) == outcome


@pytest.mark.parametrize(("first", "second"), PAIRINGS)
def test_bound_hosts(first, second):
    """Three datagrams wait, and are read in three reads, one each."""
    with Program(first, "bound_host1", 0, 0) as host1:
        with UdpRelay(host1.port("udp")) as relay:
            os.kill(host1.pid, signal.SIGSTOP)
            until(lambda: is_stopped(host1.pid))
            sent = run(second, "bound_host2", LOOPBACK, relay.port)
        os.kill(host1.pid, signal.SIGCONT)  # all three are there
        received = host1.finish()

    expected = b"Message 1: Hi! \nMessage 2: I'm another UDP host! \nMessage 3: Nice to meet you \n"
    assert Outcome(b"", b"", 0) == sent
    assert Outcome(expected, b"", 0) == received
    assert [Conversation(MESSAGES, [])] == relay.conversations


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_bound_host1_cuts_long_datagrams(language):
    """What does not fit the buffer is lost; the next read brings the next datagram."""
    with (
        Program(language, "bound_host1", 0, 0) as host,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        sender.connect((LOOPBACK, host.port("udp")))
        for data in (b"x" * 100, b"", b"last"):
            sender.send(data)
        outcome = host.finish()

    expected = b"Message 1: " + b"x" * 29 + b" \nMessage 2:  \nMessage 3: last \n"
    assert Outcome(expected, b"", 0) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_bound_host2_cannot_send(language):
    """No address but 255.255.255.255 comes of bad text, and sending there is not permitted."""
    outcome = run(language, "bound_host2", "not-an-address", 9190)

    assert Outcome(b"", b"sendto() error\n", 1) == outcome


# ------------------------------------------------------------------------------- half-close


@pytest.mark.parametrize("content", CONTENTS, ids=len)
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_file_transfer(tmp_path, server, client, content):
    """The whole file goes down, and only after its end the thanks go up."""
    source = tmp_path / "source"
    source.write_bytes(content)
    with Program(server, "file_server", 0, source) as sender:
        with TcpRelay(sender.port("tcp")) as relay:
            receiver = run(client, "file_client", LOOPBACK, relay.port, cwd=tmp_path)
        outcome = sender.finish()

    assert (THANKED, RECEIVED) == (outcome, receiver)
    assert content == (tmp_path / "receive.dat").read_bytes()
    assert [Conversation([THANKS], [content])] == relay.conversations


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_file_server_listens_after_its_half_is_closed(language, tmp_path):
    """The client sees the end of the file, and can still speak, in pieces even."""
    (tmp_path / "file").write_bytes(b"content")
    with Program(language, "file_server", 0, "file", cwd=tmp_path) as server:
        with socket.create_connection((LOOPBACK, server.port("tcp")), timeout=60) as client:
            with client.makefile("rb") as stream:
                content = stream.read()
            client.sendall(b"late ")
            client.sendall(b"answer" + b"!" * 100)
        outcome = server.finish()

    expected = b"Message from client: late answer" + b"!" * 18 + b" \n"
    assert (b"content", Outcome(expected, b"", 0)) == (content, outcome)


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_server_whose_client_breaks_off(language, tmp_path):
    """A reset instead of thanks: read() fails, and the program says so."""
    (tmp_path / "file").write_bytes(b"")
    with Program(language, "file_server", 0, "file", cwd=tmp_path) as server:
        with socket.create_connection((LOOPBACK, server.port("tcp")), timeout=60) as client:
            assert b"" == client.recv(1)
            # lingering for 0 seconds turns close() into a reset
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        outcome = server.finish()

    assert Outcome(b"", b"read() error\n", 1) == outcome


def test_file_server_without_the_file(tmp_path):
    """fopen() fails, and the program says so on stderr."""
    outcome, _ = run_twice("file_server", tmp_path, 0, "missing")

    assert Outcome(b"", b"fopen() error\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_server_of_a_directory(language, tmp_path):
    """A directory can be opened, but not be read."""
    with Program(language, "file_server", 0, tmp_path) as server:
        with socket.create_connection((LOOPBACK, server.port("tcp")), timeout=60) as client:
            assert b"" == client.recv(1)
        assert Outcome(b"", b"fread() error\n", 1) == server.finish()


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_client_cannot_write(language, tmp_path):
    """fopen() of a directory for writing fails, before anyone is asked for anything."""
    (tmp_path / "receive.dat").mkdir()
    outcome = run(language, "file_client", LOOPBACK, 9, cwd=tmp_path)

    assert Outcome(b"", b"fopen() error\n", 1) == outcome


# Ignored, as here, SIGXFSZ does not end a program whose file may not grow: write() fails.
SHORT_FILES = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.parametrize("fault", ["ENOSPC", "EFBIG"])
@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize("length", [100, 100_000])
def test_file_client_on_a_full_disk(tmp_path, language, fault, length):
    """It says so, whether stdio has to write on the way or at the end; nothing counts as stored."""
    if fault == "ENOSPC" and not os.path.exists("/dev/full"):
        pytest.skip("the system has no /dev/full")
    source, stored = tmp_path / "source", tmp_path / "receive.dat"
    source.write_bytes(b"x" * length)
    if fault == "ENOSPC":
        stored.symlink_to("/dev/full")
    fits = fault == "EFBIG" and length < 10_000
    with Program(language, "file_server", 0, source) as server:
        client = subprocess.run(
            [
                *(sys.executable, "-c", SHORT_FILES, *command(language, "file_client")),
                *(LOOPBACK, str(server.port("tcp"))),
            ],
            capture_output=True,
            cwd=tmp_path,
            env=environment(),
            timeout=PATIENCE,
        )
        outcome = server.finish()

    if fits:
        assert (THANKED, 0) == (outcome, client.returncode)
        assert source.read_bytes() == stored.read_bytes()
        return
    assert 1 == client.returncode
    if language == PYTHONIC:
        assert fault in client.stderr.decode() or os.strerror(getattr(errno, fault)) in (
            client.stderr.decode()
        )
    else:
        late = length < 4096
        assert (b"fclose() error\n" if late else b"fwrite() error\n") == client.stderr
    if fault == "EFBIG":
        assert b"x" * stored.stat().st_size == stored.read_bytes()
    # the server hears of it unless all had come, and the thanks were sent
    assert (outcome.status == 0) == (length < 4096)


# ------------------------------------------------------------------------------------ names


def as_hostent(name, aliases, addresses):
    lines = [f"Official name: {name} "]
    lines += [f"Aliases {number}: {alias} " for number, alias in enumerate(aliases, 1)]
    lines += ["Address type: AF_INET "]
    lines += [f"IP addr {number}: {address} " for number, address in enumerate(addresses, 1)]
    return "\n".join([*lines, ""]).encode()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "1.2.3"])
def test_gethostbyname(tmp_path, name):
    """All that the standard library finds, printed the same way."""
    outcome, _ = run_twice("gethostbyname", tmp_path, name)

    assert Outcome(as_hostent(*socket.gethostbyname_ex(name)), b"", 0) == outcome


def test_gethostbyname_of_no_name(tmp_path):
    """A label of 64 characters can be no name's part: gethostbyname() returns NULL."""
    outcome, _ = run_twice("gethostbyname", tmp_path, "x" * 64)

    assert Outcome(b"", b"gethostbyname() error\n", 1) == outcome


def test_gethostbyaddr(tmp_path):
    """All that the standard library finds, printed the same way."""
    outcome, _ = run_twice("gethostbyaddr", tmp_path, LOOPBACK)

    assert Outcome(as_hostent(*socket.gethostbyaddr(LOOPBACK)), b"", 0) == outcome


def test_gethostbyaddr_of_nobody(tmp_path, monkeypatch):
    """An address for documentation has no name: gethostbyaddr() returns NULL."""
    monkeypatch.setenv("RES_OPTIONS", "timeout:1 attempts:1")  # where no name server answers
    outcome, _ = run_twice("gethostbyaddr", tmp_path, "192.0.2.1")

    assert Outcome(b"", b"gethostbyaddr() error\n", 1) == outcome


# ---------------------------------------------------------------------------------- options


def test_sock_type(tmp_path):
    """Each socket says what it was made as."""
    outcome, _ = run_twice("sock_type", tmp_path)

    stream, datagram = int(socket.SOCK_STREAM), int(socket.SOCK_DGRAM)
    expected = (
        f"SOCK_STREAM: {stream} \nSOCK_DGRAM: {datagram} \n"
        f"Socket type one: {stream} \nSocket type two: {datagram} \n"
    )
    assert Outcome(expected.encode(), b"", 0) == outcome


def buffers(sock):
    sizes = [sock.getsockopt(socket.SOL_SOCKET, o) for o in (socket.SO_RCVBUF, socket.SO_SNDBUF)]
    return "Input buffer size: {} \nOutput buffer size: {} \n".format(*sizes).encode()


def test_get_buf(tmp_path):
    """The sizes that the standard library reads, too."""
    outcome, _ = run_twice("get_buf", tmp_path)

    with socket.socket() as sock:
        assert Outcome(buffers(sock), b"", 0) == outcome


def test_set_buf(tmp_path):
    """The sizes that the kernel makes of a wish for 3072."""
    outcome, _ = run_twice("set_buf", tmp_path)

    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 3072)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 3072)
        assert Outcome(buffers(sock), b"", 0) == outcome


# -------------------------------------------------------------------------------- TIME_WAIT


def leave_in_time_wait(language, *options):
    """Run a server that ends before its client; its port, which the kernel keeps for a while."""
    with Program(language, "reuseadr_eserver", 0, *options) as server:
        port = server.port("tcp")
        with socket.create_connection((LOOPBACK, port), timeout=60) as client:
            client.sendall(b"hello")
            assert b"hello" == client.recv(5)
            until(lambda: is_asleep(server.pid))  # and has printed it
            assert Outcome(b"hello", b"", -signal.SIGTERM) == server.terminate()
            assert b"" == client.recv(5)
    return port


@pytest.mark.parametrize(("first", "second"), PAIRINGS)
def test_address_in_time_wait(first, second):
    """Without SO_REUSEADDR the next server cannot have the address."""
    port = leave_in_time_wait(first)

    outcome = run(second, "reuseadr_eserver", port)
    assert (b"", 1) == (outcome.stdout, outcome.status)
    assert b"bind(" in outcome.stderr


@pytest.mark.parametrize(("first", "second"), PAIRINGS)
def test_address_in_time_wait_is_reused(first, second):
    """With SO_REUSEADDR it can, and serves there."""
    port = leave_in_time_wait(first, "reuse")

    with Program(second, "reuseadr_eserver", port, "reuse") as server:
        assert port == server.port("tcp")
        with socket.create_connection((LOOPBACK, port), timeout=60) as client:
            client.sendall(b"again")
            assert b"again" == client.recv(5)
        assert Outcome(b"again", b"", 0) == server.finish()


# -------------------------------------------------------------------------------- processes


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_fork(language):
    """Each process changed variables of its own."""
    outcome = run(language, "fork")

    lines = {b"Child Proc: [13, 27] ", b"Parent Proc: [9, 23] "}
    assert lines == set(outcome.stdout.splitlines())
    assert (b"", 0) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_zombie(language):
    """The child that has ended remains, because its parent does not wait for it."""
    with Terminal(language, "zombie") as parent:
        parent.await_text(b"End child process\n")
        parent.await_text(b"Child Process ID: ")
        (child,) = children(parent.pid)
        until(lambda: is_zombie(child))
        outcome = parent.terminate()

    lines = {b"Hi, I am a child process", b"End child process"}
    lines |= {b"Child Process ID: %d " % child}
    assert lines == set(outcome.stdout.splitlines())
    assert -signal.SIGTERM == outcome.status


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_zombie_in_a_pipe(language):
    """Two processes, each with lines of its own in its order."""
    outcome = run(language, "zombie", 0)

    text = re.sub(rb"\d+", b"N", outcome.stdout)
    in_child = b"Hi, I am a child process\nEnd child process\n"
    in_parent = b"Child Process ID: N \nEnd parent process\n"
    assert text in (in_child + in_parent, in_parent + in_child)
    assert (b"", 0) == (outcome.stderr, outcome.status)


# ---------------------------------------------------------------- wrong arguments, failing calls


USAGES = {
    "uecho_con_client": ("<IP> <port>", [(), (LOOPBACK,), (LOOPBACK, "1", "2")]),
    "bound_host1": ("<port> [seconds]", [(), ("1", "2", "3")]),
    "bound_host2": ("<IP> <port>", [(), (LOOPBACK,), (LOOPBACK, "1", "2")]),
    "file_server": ("<port> [file]", [(), ("1", "2", "3")]),
    "file_client": ("<IP> <port>", [(), (LOOPBACK,), (LOOPBACK, "1", "2")]),
    "gethostbyname": ("<addr>", [(), ("localhost", "1")]),
    "gethostbyaddr": ("<IP>", [(), (LOOPBACK, "1")]),
    "reuseadr_eserver": ("<port> [reuse]", [(), ("1", "again"), ("1", "reuse", "3")]),
    "zombie": ("[seconds]", [("1", "2")]),
}
WRONG = [(name, args) for name, (_, wrong) in USAGES.items() for args in wrong]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "args"), WRONG)
def test_usage(language, name, args):
    """Wrong arguments earn the usage line on stdout and status 1."""
    with Program(language, name, *args) as program:
        expected = Outcome(f"Usage : {program.path} {USAGES[name][0]}\n".encode(), b"", 1)
        assert expected == program.finish()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*TCP_SERVERS, "bound_host1"])
def test_server_on_a_taken_port(language, name):
    """bind() fails, and the program says so on stderr."""
    kind = socket.SOCK_DGRAM if name == "bound_host1" else socket.SOCK_STREAM
    options = [os.devnull] if name == "file_server" else []
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("", 0))
        outcome = run(language, name, taken.getsockname()[1], *options)

    assert Outcome(b"", b"bind() error\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TCP_CLIENTS)
def test_client_without_a_server(language, name, tmp_path):
    """connect() fails, and the program says so on stderr."""
    with socket.socket() as silent:  # bound, so that nobody else listens there
        silent.bind((LOOPBACK, 0))
        outcome = run(language, name, LOOPBACK, silent.getsockname()[1], cwd=tmp_path)

    assert Outcome(b"", b"connect() error!\n", 1) == outcome


FAILING = [
    ("fork", (), FORKS, "fork() error"),
    ("zombie", ("0",), FORKS, "fork() error"),
    ("sock_type", (), "socket", "socket() error"),
    ("sock_type", (), "getsockopt", "getsockopt() error!"),
    ("get_buf", (), "socket", "socket() error"),
    ("get_buf", (), "getsockopt", "getsockopt() error"),
    ("set_buf", (), "setsockopt", "setsockopt() error!"),
    ("set_buf", (), "getsockopt", "getsockopt() error!"),
    ("uecho_con_client", (LOOPBACK, "9"), "socket", "socket() error"),
    ("uecho_con_client", (LOOPBACK, "9"), "connect", "connect() error!"),
    ("bound_host1", ("0", "0"), "socket", "socket() error"),
    ("bound_host1", ("0", "0"), "recvfrom", "recvfrom() error"),
    ("bound_host2", (LOOPBACK, "9"), "socket", "socket() error"),
    ("file_server", ("0", os.devnull), "listen", "listen() error"),
    ("file_server", ("0", os.devnull), ACCEPTS, "accept() error"),
    ("file_client", (LOOPBACK, "9"), "socket", "socket() error"),
    ("reuseadr_eserver", ("0", "reuse"), "setsockopt", "setsockopt() error"),
    ("reuseadr_eserver", ("0",), ACCEPTS, "accept() error"),
]


@needs_strace
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "args", "calls", "message"), FAILING)
def test_failing_call(language, name, args, calls, message, tmp_path):
    """What fails is named on stderr, and the status is 1."""
    outcome = run_failing(calls, language, name, *args, cwd=tmp_path)

    assert (f"{message}\n".encode(), 1) == (outcome.stderr, outcome.status)
