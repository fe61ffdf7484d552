"""Day 2: echo over TCP and UDP, and a protocol of one's own."""

from __future__ import annotations

import signal
import socket
import struct

import pytest
from peers import (
    ALL_LANGUAGES,
    LANGUAGES,
    PAIRINGS,
    Outcome,
    Program,
    Scenario,
    play,
    play_in_c,
    run,
)
from relay import LOOPBACK, Conversation, TcpRelay

PROMPT = b"Input message(Q to quit): "
REPLY = b"Message from server: "
CONNECTED = b"Connected...........\n"
LONG_LINE = b"0123456789" * 200 + b"\n"  # longer than the buffers: travels in two messages

ECHO = Scenario(
    "echo_server",
    "echo_client",
    (b"Hi\nWho are you?\nq\n", b"Q\n", b"second q\nq\n", b"no quit at the end\n", b""),
)
ECHO2 = Scenario(
    "echo_server", "echo_client2", (LONG_LINE + b"q\n", "한글\nQ\n".encode(), b"q\n", b"\n", b"")
)
OP = Scenario(
    "op_server",
    "op_client",
    (
        b"3\n12\n24\n36\n+\n",
        b"2\n24\n-12\n-\n",
        b"3\n-7\n6\n5\n*\n",
        b"2\n2147483647\n1\n+\n",
        b"0\n",
    ),
)
UECHO = Scenario(
    "uecho_server", "uecho_client", (b"Hi\n0123456789012345678901234567890123456789\nq\n",), "udp"
)
SCENARIOS = [ECHO, ECHO2, OP, UECHO]
SERVERS = ["echo_server", "op_server", "uecho_server"]
TCP_CLIENTS = ["echo_client", "echo_client2", "op_client"]
ECHO_CLIENTS = ["echo_client", "echo_client2"]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.client)
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_pairing_behaves_as_c_with_c(scenario, server, client):
    """Whoever speaks with whom: same output, same exit status, same bytes on the wire."""
    assert play_in_c(scenario) == play(scenario, server, client)


def test_echo_transcript():
    """Five clients in turn, then the server ends; q, Q and the input's end all end a client."""
    meeting = play_in_c(ECHO)

    served = b"".join(b"Connected client %d \n" % number for number in range(1, 6))
    assert Outcome(served, b"", 0) == meeting.server
    assert [
        CONNECTED + PROMPT + REPLY + b"Hi\n" + PROMPT + REPLY + b"Who are you?\n" + PROMPT,
        CONNECTED + PROMPT,
        CONNECTED + PROMPT + REPLY + b"second q\n" + PROMPT,
        CONNECTED + PROMPT + REPLY + b"no quit at the end\n" + PROMPT,
        CONNECTED + PROMPT,
    ] == [client.stdout for client in meeting.clients]
    assert [(b"", 0)] * 5 == [(client.stderr, client.status) for client in meeting.clients]
    assert [
        Conversation([said], [said])
        for said in (b"Hi\nWho are you?\n", b"", b"second q\n", b"no quit at the end\n", b"")
    ] == meeting.wire


def test_echo2_transcript():
    """A line longer than the buffer goes out, and comes back whole, in two messages."""
    first, korean, *_ = play_in_c(ECHO2).clients

    parts = [LONG_LINE[:1023], LONG_LINE[1023:]]
    expected = b"".join(PROMPT + REPLY + part for part in parts)
    assert CONNECTED + expected + PROMPT == first.stdout
    assert CONNECTED + PROMPT + REPLY + "한글\n".encode() + PROMPT == korean.stdout


def test_op_transcript():
    """Sum, difference, product and a sum that wraps; the last client asks for nothing valid."""
    meeting = play_in_c(OP)

    *askers, refused = meeting.clients
    assert [b"72", b"36", b"-210", b"-2147483648"] == [
        client.stdout.rpartition(b"Operation result: ")[2].removesuffix(b" \n") for client in askers
    ]
    assert (
        CONNECTED + b"Operand count: Operand 1: Operand 2: Operand 3: Operator: "
        b"Operation result: 72 \n"
    ) == askers[0].stdout
    assert Outcome(CONNECTED + b"Operand count: ", b"operand count error\n", 1) == refused
    assert Outcome(b"", b"", 0) == meeting.server
    assert (
        Conversation([struct.pack("=B3ic", 3, 12, 24, 36, b"+")], [struct.pack("=i", 72)])
        == (meeting.wire[0])
    )


def test_uecho_transcript():
    """Each message is one datagram; a line longer than the buffer becomes two."""
    meeting = play_in_c(UECHO)

    said = [b"Hi\n", b"01234567890123456789012345678", b"90123456789\n"]
    prompt = b"Insert message(q to quit): "
    expected = b"".join(prompt + REPLY + part for part in said) + prompt
    assert [Outcome(expected, b"", 0)] == meeting.clients
    assert [Conversation(said, said)] == meeting.wire
    assert Outcome(b"", b"", -signal.SIGTERM) == meeting.server


@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize(
    ("server_name", "client_name", "said"),
    [
        ("echo_server", "echo_client2", b"a message in many pieces\nq\n"),
        ("op_server", "op_client", b"3\n12\n24\n36\n+\n"),
    ],
)
def test_partial_reads(language, server_name, client_name, said):
    """Programs that loop see no difference when a message arrives byte by byte."""
    outcomes = []
    with Program(language, server_name, 0) as server:
        for largest in (1024, 1):
            with TcpRelay(server.port("tcp"), largest) as relay:
                outcomes.append(run(language, client_name, LOOPBACK, relay.port, stdin=said))

    assert 0 == outcomes[0].status
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_echo_server_outlives_a_client_that_breaks_off(language):
    """A reset ends one client's turn; the four others are served."""
    with Program(language, "echo_server", 0) as server:
        address = (LOOPBACK, server.port("tcp"))
        with socket.create_connection(address) as rude:
            # lingering for 0 seconds turns close() into a reset
            rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for _ in range(4):
            with socket.create_connection(address, timeout=60) as client:
                client.sendall(b"still there?")
                assert b"still there?" == client.recv(100)
        outcome = server.finish()

    assert (b"", 0) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_op_server_answers_only_whole_requests(language):
    """Nothing, no operand, too few bytes: no answer, and the next client is served."""
    requests = [
        b"",
        b"\0",
        b"\2abcd",
        struct.pack("=Bi", 1, 7),
        struct.pack("=Bic", 1, 7, b"?"),
    ]
    answers = []
    with Program(language, "op_server", 0) as server:
        for request in requests:
            with socket.create_connection((LOOPBACK, server.port("tcp")), timeout=60) as client:
                client.sendall(request)
                client.shutdown(socket.SHUT_WR)
                answers.append(client.recv(100))
        outcome = server.finish()

    assert [b"", b"", b"", b"", struct.pack("=i", 7)] == answers
    assert Outcome(b"", b"", 0) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_op_client_sends_as_many_operands_as_a_byte_counts(language):
    """255 operands fit the message, 256 do not fit the count."""
    said = b"255\n" + b"-1\n" * 255 + b"+\n"
    with Program(language, "op_server", 0) as server:
        port = server.port("tcp")
        full = run(language, "op_client", LOOPBACK, port, stdin=said)
        beyond = run(language, "op_client", LOOPBACK, port, stdin=b"256\n")
        starved = run(language, "op_client", LOOPBACK, port, stdin=b"2\n1\n")

    assert full.stdout.endswith(b"Operation result: -255 \n")
    assert (b"operand count error\n", 1) == (beyond.stderr, beyond.status)
    assert (b"no more input\n", 1) == (starved.stderr, starved.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_uecho_server_keeps_datagrams_apart(language):
    """An empty datagram is a message; one longer than the buffer is cut silently."""
    with (
        Program(language, "uecho_server", 0) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client,
    ):
        client.settimeout(10)
        client.connect((LOOPBACK, server.port("udp")))
        for sent, back in ((b"", b""), (b"x" * 40, b"x" * 30), (b"short", b"short")):
            client.send(sent)
            assert back == client.recv(100)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ECHO_CLIENTS)
def test_echo_client_of_a_server_that_closes(language, name):
    """read() returns 0: the client says so and ends instead of turning for ever."""
    with (
        socket.create_server((LOOPBACK, 0)) as listener,
        Program(language, name, LOOPBACK, listener.getsockname()[1]) as client,
    ):
        server, _ = listener.accept()
        with server:
            server.shutdown(socket.SHUT_WR)
            outcome = client.finish(b"anyone?\n")

    assert Outcome(CONNECTED + PROMPT, b"connection closed by server\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("args", [(), ("1", "2")])
def test_server_usage(language, name, args):
    """A wrong number of arguments earns the usage line on stdout and status 1."""
    with Program(language, name, *args) as program:
        expected = Outcome(f"Usage : {program.path} <port>\n".encode(), b"", 1)
        assert expected == program.finish()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*TCP_CLIENTS, "uecho_client"])
@pytest.mark.parametrize("args", [(), (LOOPBACK, "1", "2")])
def test_client_usage(language, name, args):
    """A wrong number of arguments earns the usage line on stdout and status 1."""
    with Program(language, name, *args) as program:
        expected = Outcome(f"Usage : {program.path} <IP> <port>\n".encode(), b"", 1)
        assert expected == program.finish()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SERVERS)
def test_server_on_a_taken_port(language, name):
    """bind() fails, and the program says so on stderr."""
    kind = socket.SOCK_DGRAM if name == "uecho_server" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("", 0))
        outcome = run(language, name, taken.getsockname()[1])

    assert Outcome(b"", b"bind() error\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TCP_CLIENTS)
def test_client_without_a_server(language, name):
    """connect() fails, and the program says so on stderr."""
    with socket.socket() as silent:  # bound, so that nobody else listens there
        silent.bind((LOOPBACK, 0))
        outcome = run(language, name, LOOPBACK, silent.getsockname()[1])

    assert Outcome(b"", b"connect() error!\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_uecho_client_cannot_send(language):
    """No address but 255.255.255.255 comes of bad text, and sending there is not permitted."""
    outcome = run(language, "uecho_client", "not-an-address", 9190, stdin=b"Hi\n")

    assert Outcome(b"Insert message(q to quit): ", b"sendto() error\n", 1) == outcome
