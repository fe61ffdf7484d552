"""Beyond the course's five days: epoll, level- and edge-triggered, and a chat over select()."""

from __future__ import annotations

import signal
import socket
import struct
import subprocess
import sys
from contextlib import ExitStack

import pytest
from faults import needs_strace, run_failing
from peers import (
    ALL_LANGUAGES,
    LANGUAGES,
    PAIRINGS,
    PATIENCE,
    PYTHON,
    PYTHONIC,
    C,
    Outcome,
    Program,
    run,
)
from relay import LOOPBACK, Conversation, TcpRelay
from terminal import Terminal, children, is_asleep, is_zombie, until

PROMPT = b"Input message(Q to quit): "
REPLY = b"Message from server: "
CONNECTED = b"Connected...........\n"
TALK = b"Hi\nWho are you?\nq\n"
RETURN = b"return epoll_wait\n"
MODES = [[], ["edge"]]
SERVERS = ["echo_epollserv", "chat_selectserv"]

needs_epoll = pytest.mark.skipif(sys.platform != "linux", reason="epoll is Linux's")


def receive(client, length):
    """So many bytes, in however many pieces they come."""
    data = b""
    while len(data) < length and (got := client.recv(length - len(data))):
        data += got
    return data


def reset(client):
    """Break off instead of ending: lingering for 0 seconds turns close() into a reset."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


# ------------------------------------------------------------------------------------- epoll


@needs_epoll
@pytest.mark.parametrize("mode", MODES, ids=["level", "edge"])
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_echo_epollserv(server, client, mode):
    """Clients come and go; how often epoll_wait() returned depends on how the bytes arrived."""
    with Terminal(server, "echo_epollserv", 0, *mode) as program:
        with TcpRelay(program.port("tcp")) as relay:
            clients = []
            for number, stdin in enumerate([TALK, b""], 1):
                clients.append(run(client, "echo_client2", LOOPBACK, relay.port, stdin=stdin))
                program.await_text(b"closed client: ", number)
        outcome = program.terminate()

    talk = PROMPT + REPLY + b"Hi\n" + PROMPT + REPLY + b"Who are you?\n" + PROMPT
    assert [Outcome(CONNECTED + text, b"", 0) for text in (talk, PROMPT)] == clients
    said = [b"Hi\nWho are you?\n", b""]
    assert [Conversation([text], [text]) for text in said] == relay.conversations
    assert outcome.stdout.startswith(RETURN)
    served = b"connected client: 5 \nclosed client: 5 \n" * 2
    assert Outcome(served, b"", -signal.SIGTERM) == Outcome(
        outcome.stdout.replace(RETURN, b""), outcome.stderr, outcome.status
    )


@needs_epoll
@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize(("mode", "returns"), [([], 3), (["edge"], 1)])
def test_level_and_edge(language, mode, returns):
    """Ten bytes in a buffer of four: the level is reported three times, the edge once."""
    with Terminal(language, "echo_epollserv", 0, *mode) as server:
        address = LOOPBACK, server.port("tcp")
        with socket.create_connection(address, timeout=PATIENCE) as client:
            server.await_text(b"connected client: 5 \n")
            client.sendall(b"0123456789")
            assert b"0123456789" == receive(client, 10)
            until(lambda: is_asleep(server.pid))
        server.await_text(b"closed client: 5 \n")
        outcome = server.terminate()

    expected = RETURN + b"connected client: 5 \n" + RETURN * returns
    assert expected + RETURN + b"closed client: 5 \n" == outcome.stdout


@needs_epoll
@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize("mode", MODES, ids=["level", "edge"])
def test_echo_epollserv_has_many_clients_and_no_children(language, mode):
    """They talk in turn; one goes with a reset, another one comes in its place."""
    with Terminal(language, "echo_epollserv", 0, *mode) as server, ExitStack() as stack:
        address = LOOPBACK, server.port("tcp")
        clients = []
        for number in range(3):
            client = socket.create_connection(address, timeout=PATIENCE)
            clients.append(stack.enter_context(client))
            server.await_text(b"connected client: %d \n" % (5 + number))
        for message in (b"one", b"two" * 100):
            for client in clients:
                client.sendall(message)
            for client in clients:
                assert message == receive(client, len(message))
        assert [] == children(server.pid)
        reset(clients[1])
        server.await_text(b"closed client: 6 \n")
        with socket.create_connection(address, timeout=PATIENCE) as client:
            server.await_text(b"connected client: 6 \n", 2)
            client.sendall(b"new")
            assert b"new" == receive(client, 3)


@needs_epoll
@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize("mode", MODES, ids=["level", "edge"])
def test_client_that_does_not_read(language, mode):
    """The server waits until there is room again, and nothing is lost."""
    data = bytes(range(256)) * 400
    with (
        Program(language, "echo_epollserv", 0, *mode, stdout=subprocess.DEVNULL) as server,
        socket.socket() as client,
    ):
        client.settimeout(PATIENCE)
        # little segments into a little buffer: the server's buffer stays little as well
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect((LOOPBACK, server.port("tcp")))
        client.sendall(data)
        until(lambda: is_asleep(server.pid))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        assert data == receive(client, len(data))
        client.shutdown(socket.SHUT_WR)
        assert b"" == client.recv(1)


# -------------------------------------------------------------------------------------- chat


def other(language):
    return PYTHON if language == C else C


@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_chat(server, client):
    """All hear what each says, the speaker too; then they leave one after the other."""
    with Terminal(server, "chat_selectserv", 0) as room:
        address = LOOPBACK, room.port("tcp")
        with (
            Terminal(client, "chat_client", *address, "Ann") as ann,
            Terminal(other(client), "chat_client", *address, "한글") as bob,
        ):
            room.await_text(b"Connected client IP: 127.0.0.1 \n", 2)
            ann.type(b"Hi\n")
            bob.await_text(b"[Ann] Hi\n")
            bob.type("안녕\n".encode())
            ann.await_text("[한글] 안녕\n".encode())
            ann.type(b"one\ntwo\n")
            bob.await_text(b"[Ann] two\n")
            outcomes = [ann.finish(b"q\n")]
            room.await_text(b"Disconnected client\n")
            bob.type(b"alone\n")
            bob.await_text("[한글] alone\n".encode())
            outcomes.append(bob.finish())
        room.await_text(b"Disconnected client\n", 2)
        outcome = room.terminate()

    heard = "[Ann] Hi\n[한글] 안녕\n[Ann] one\n[Ann] two\n"
    assert Outcome(heard.encode(), b"", 0) == outcomes[0]
    assert Outcome(f"{heard}[한글] alone\n".encode(), b"", 0) == outcomes[1]
    expected = b"Connected client IP: 127.0.0.1 \n" * 2 + b"Disconnected client\n" * 2
    assert Outcome(expected, b"", -signal.SIGTERM) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_chat_client_on_the_wire(language):
    """Name and line go up together, the name cut to its buffer; what comes down is shown."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        address = listener.getsockname()
        with Terminal(language, "chat_client", *address, "A" * 30) as client:
            server, _ = listener.accept()
            server.settimeout(PATIENCE)
            with server, server.makefile("rb") as stream:
                server.sendall(b"[B] before\n")
                client.type(b"Hi\n" + b"x" * 120 + b"\nQ\nnever sent\n")
                said = stream.read()
                server.sendall(b"[B] late\n")
            outcome = client.finish()

    name = b"[" + b"A" * 18 + b" "
    assert name + b"Hi\n" + name + b"x" * 99 + name + b"x" * 21 + b"\n" == said
    assert Outcome(b"[B] before\n[B] late\n", b"", 0) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_chat_room_that_closes(language):
    """The client ends with the server, though its keyboard has more to say."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        with Terminal(language, "chat_client", *listener.getsockname(), "Ann") as client:
            server, _ = listener.accept()
            server.sendall(b"[B] bye\n")
            server.close()
            until(lambda: is_zombie(client.pid))
            outcome = client.finish()

    assert Outcome(b"[B] bye\n", b"", 0) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_chat_outlives_a_client_that_breaks_off(language):
    """A reset ends one client's turn; the others go on."""
    with Terminal(language, "chat_selectserv", 0) as room, ExitStack() as stack:
        address = LOOPBACK, room.port("tcp")
        clients = []
        for number in range(3):
            client = socket.create_connection(address, timeout=PATIENCE)
            clients.append(stack.enter_context(client))
            room.await_text(b"Connected", number + 1)
        reset(clients[1])
        room.await_text(b"Disconnected client\n")
        clients[0].sendall(b"still there?\n")
        for client in (clients[0], clients[2]):
            assert b"still there?\n" == receive(client, 13)


# ---------------------------------------------------------------- wrong arguments, failing calls

USAGES = {
    "echo_epollserv": ("<port> [edge]", [(), ("1", "level"), ("1", "edge", "3")]),
    "chat_selectserv": ("<port>", [(), ("1", "2")]),
    "chat_client": ("<IP> <port> <name>", [(), (LOOPBACK, "1"), (LOOPBACK, "1", "2", "3")]),
}
WRONG = [
    pytest.param(name, args, marks=needs_epoll if name == "echo_epollserv" else ())
    for name, (_, wrong) in USAGES.items()
    for args in wrong
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "args"), WRONG)
def test_usage(language, name, args):
    """Wrong arguments earn the usage line on stdout and status 1."""
    with Program(language, name, *args) as program:
        expected = Outcome(f"Usage : {program.path} {USAGES[name][0]}\n".encode(), b"", 1)
        assert expected == program.finish()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", [pytest.param("echo_epollserv", marks=needs_epoll), "chat_selectserv"]
)
def test_server_on_a_taken_port(language, name):
    """bind() fails, and the program says so on stderr."""
    with socket.create_server(("", 0)) as taken:
        outcome = run(language, name, taken.getsockname()[1])

    assert Outcome(b"", b"bind() error\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_client_without_a_server(language):
    """connect() fails, and the program says so on stderr."""
    with socket.socket() as silent:  # bound, so that nobody else listens there
        silent.bind((LOOPBACK, 0))
        outcome = run(language, "chat_client", LOOPBACK, silent.getsockname()[1], "Ann")

    assert Outcome(b"", b"connect() error!\n", 1) == outcome


FAILING = [
    *((name, ("0",), "socket", "socket() error") for name in SERVERS),
    *((name, ("0",), "listen", "listen() error") for name in SERVERS),
    ("echo_epollserv", ("0",), "epoll_create,epoll_create1", "epoll_create() error"),
    ("echo_epollserv", ("0",), "epoll_ctl", "epoll_ctl() error"),
    ("echo_epollserv", ("0",), "epoll_wait,epoll_pwait", "epoll_wait() error"),
    ("chat_selectserv", ("0",), "select,pselect6", "select() error"),
    ("chat_client", (LOOPBACK, "9", "Ann"), "socket", "socket() error"),
]


@needs_strace
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "args", "calls", "message"), FAILING)
def test_failing_call(language, name, args, calls, message):
    """What fails is named on stderr, and the status is 1."""
    outcome = run_failing(calls, language, name, *args)

    assert (f"{message}\n".encode(), 1) == (outcome.stderr, outcome.status)


# ------------------------------------------------------------------ batches and descriptors

ASKED = b"Insert message(q to quit): "


@pytest.mark.skipif(sys.platform != "linux", reason="recvmmsg() is Linux's")
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_uecho_mmsgserv(server, client):
    """What uecho_client cannot see: that its datagrams came and went in batches."""
    with Program(server, "uecho_mmsgserv", 0) as program:
        port = program.port("udp")
        outcome = run(client, "uecho_client", LOOPBACK, port, stdin=b"Hi\nagain\nq\n")
        program.terminate()
    talk = b"".join(ASKED + REPLY + text for text in (b"Hi\n", b"again\n")) + ASKED
    assert Outcome(talk, b"", 0) == outcome


@pytest.mark.skipif(sys.platform != "linux", reason="recvmmsg() is Linux's")
@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_uecho_mmsgserv_answers_many_at_once(language):
    """More than a batch holds, of all lengths, and each to whom it came from."""
    kind = socket.SOCK_DGRAM
    with (
        Program(language, "uecho_mmsgserv", 0) as program,
        socket.socket(type=kind) as one,
        socket.socket(type=kind) as other,
    ):
        for each in (one, other):
            each.settimeout(PATIENCE)
            each.connect((LOOPBACK, program.port("udp")))
        texts = [bytes([65 + n]) * n for n in range(20)] + [b"x" * 40]
        for text in texts:
            one.send(text)
            other.send(text[::-1])
        assert [text[:30] for text in texts] == [one.recv(99) for _ in texts]
        assert [text[:30] for text in texts] == [other.recv(99) for _ in texts]


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_fd_pass(language, tmp_path):
    """The parent never opens the file by name; a file that is missing ends both with 1."""
    news = tmp_path / "news.txt"
    news.write_bytes(bytes(range(256)) * 20)
    assert Outcome(news.read_bytes(), b"", 0) == run(language, "fd_pass", news)
    outcome = run(language, "fd_pass", tmp_path / "missing")
    assert (b"", 1) == (outcome.stdout, outcome.status)
    assert language == PYTHONIC or outcome.stderr == b"open() error\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "usage"), [("fd_pass", "<file>"), ("uecho_mmsgserv", "<port>")])
def test_usage_of_batches_and_descriptors(language, name, usage):
    if name == "uecho_mmsgserv" and sys.platform != "linux":
        pytest.skip("recvmmsg() is Linux's")
    with Program(language, name) as program:
        expected = Outcome(f"Usage : {program.path} {usage}\n".encode(), b"", 1)
        assert expected == program.finish()
