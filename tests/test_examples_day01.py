"""Day 1: descriptors, low-level files, byte order, addresses, and the first server and client."""

from __future__ import annotations

import socket

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
    run_twice,
)
from relay import LOOPBACK, Conversation

GREETING = b"Hello World!"
SAID = b"Message from server: Hello World! \n"
HELLO = Scenario("hello_server", "hello_client", (b"",))
HELLO_BYTEWISE = Scenario("hello_server", "tcp_client", (b"",))
CLIENTS = ["hello_client", "tcp_client"]


@pytest.mark.parametrize("scenario", [HELLO, HELLO_BYTEWISE], ids=lambda s: s.client)
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_pairing_behaves_as_c_with_c(scenario, server, client):
    """Whoever speaks with whom: same output, same exit status, same bytes on the wire."""
    assert play_in_c(scenario) == play(scenario, server, client)


def test_hello_transcript():
    """The greeting crosses the wire with its NUL, and the server ends after one client."""
    meeting = play_in_c(HELLO)

    assert Outcome(b"", b"", 0) == meeting.server
    assert [Outcome(SAID, b"", 0)] == meeting.clients
    assert [Conversation(up=[b""], down=[GREETING + b"\0"])] == meeting.wire


def test_tcp_client_transcript():
    """Thirteen bytes make thirteen reads of one."""
    (client,) = play_in_c(HELLO_BYTEWISE).clients

    assert Outcome(SAID + b"Function read call count: 13 \n", b"", 0) == client


@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize("name", CLIENTS)
def test_client_stops_at_its_buffers_end(language, name):
    """A server that says more than the client has room for does no harm."""
    with (
        socket.create_server((LOOPBACK, 0)) as listener,
        Program(language, name, LOOPBACK, listener.getsockname()[1]) as client,
    ):
        server, _ = listener.accept()
        with server:
            server.sendall(b"x" * 100)
            outcome = client.finish()

    assert 0 == outcome.status
    assert outcome.stdout.startswith(b"Message from server: " + b"x" * 29 + b" \n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("args", [(), ("1", "2")])
def test_server_usage(language, args):
    """A wrong number of arguments earns the usage line on stdout and status 1."""
    with Program(language, "hello_server", *args) as program:
        expected = Outcome(f"Usage : {program.path} <port>\n".encode(), b"", 1)
        assert expected == program.finish()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("args", [(), (LOOPBACK,), (LOOPBACK, "1", "2")])
def test_client_usage(language, name, args):
    """A wrong number of arguments earns the usage line on stdout and status 1."""
    with Program(language, name, *args) as program:
        expected = Outcome(f"Usage : {program.path} <IP> <port>\n".encode(), b"", 1)
        assert expected == program.finish()


@pytest.mark.parametrize("language", LANGUAGES)
def test_server_on_a_taken_port(language):
    """bind() fails, and the program says so on stderr."""
    with socket.create_server(("", 0)) as taken:
        outcome = run(language, "hello_server", taken.getsockname()[1])

    assert Outcome(b"", b"bind() error\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CLIENTS)
def test_client_without_a_server(language, name):
    """connect() fails, and the program says so on stderr."""
    with socket.socket() as silent:  # bound, so that nobody else listens there
        silent.bind((LOOPBACK, 0))
        outcome = run(language, name, LOOPBACK, silent.getsockname()[1])

    assert Outcome(b"", b"connect() error!\n", 1) == outcome


def test_fd_seri(tmp_path):
    """Sockets and files are numbered in one series, after stdin, stdout and stderr."""
    outcome, files = run_twice("fd_seri", tmp_path)

    assert b"file descriptor 1: 3\nfile descriptor 2: 4\nfile descriptor 3: 5\n" == outcome.stdout
    assert {"test.dat": b""} == files


def test_low_open(tmp_path):
    """The text reaches the file without a NUL."""
    outcome, files = run_twice("low_open", tmp_path)

    assert Outcome(b"file descriptor: 3 \n", b"", 0) == outcome
    assert {"data.txt": b"Let's go!\n"} == files


@pytest.mark.parametrize(
    ("content", "read"), [(b"", b""), (b"Let's go!\n", b"Let's go!\n"), (b"x" * 200, b"x" * 99)]
)
def test_low_read(tmp_path, content, read):
    """As much is read as the buffer holds beside its NUL."""
    outcome, _ = run_twice("low_read", tmp_path, given={"data.txt": content})

    assert Outcome(b"file descriptor: 3 \nfile data: " + read, b"", 0) == outcome


def test_low_read_without_the_file(tmp_path):
    """open() fails, and the program says so on stderr."""
    outcome, _ = run_twice("low_read", tmp_path)

    assert Outcome(b"", b"open() error!\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "file"), [("fd_seri", "test.dat"), ("low_open", "data.txt")])
def test_file_that_cannot_be_opened(tmp_path, language, name, file):
    """open() of a directory for writing fails, and the program says so on stderr."""
    (tmp_path / file).mkdir()

    assert Outcome(b"", b"open() error!\n", 1) == run(language, name, cwd=tmp_path)


def test_endian_conv(tmp_path):
    """Network order is the standard library's, whatever this machine's order is."""
    outcome, _ = run_twice("endian_conv", tmp_path)

    expected = (
        "Host ordered port: 0x1234 \n"
        f"Network ordered port: {socket.htons(0x1234):#x} \n"
        "Host ordered address: 0x12345678 \n"
        f"Network ordered address: {socket.htonl(0x12345678):#x} \n"
    )
    assert Outcome(expected.encode(), b"", 0) == outcome


def test_inet_addr(tmp_path):
    """A good address becomes a number, a byte of 256 an error."""
    outcome, _ = run_twice("inet_addr", tmp_path)

    expected = (
        f"Network ordered integer addr: {socket.htonl(0x01020304):#x} \nError occured! \n".encode()
    )
    assert Outcome(expected, b"", 0) == outcome


def test_inet_aton(tmp_path):
    """The address lands in the structure."""
    outcome, _ = run_twice("inet_aton", tmp_path)

    expected = f"Network ordered integer addr: {socket.htonl(0x7FE87C4F):#x} \n".encode()
    assert Outcome(expected, b"", 0) == outcome


def test_inet_ntoa(tmp_path):
    """The second call overwrites the first one's result; the copy stays."""
    outcome, _ = run_twice("inet_ntoa", tmp_path)

    expected = (
        b"Dotted-Decimal notation1: 1.2.3.4 \n"
        b"Dotted-Decimal notation2: 1.1.1.1 \n"
        b"Dotted-Decimal notation3: 1.2.3.4 \n"
    )
    assert Outcome(expected, b"", 0) == outcome
