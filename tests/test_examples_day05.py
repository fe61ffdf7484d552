"""Day 5: urgent data, flags, vectored I/O, streams on descriptors, half-close with streams."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from faults import ACCEPTS, needs_strace, run_failing
from peers import (
    ALL_LANGUAGES,
    FAITHFUL_PAIRINGS,
    LANGUAGES,
    PAIRINGS,
    PATIENCE,
    PYTHONIC,
    C,
    Outcome,
    Program,
    Scenario,
    play,
    play_in_c,
    run,
    run_twice,
)
from relay import LOOPBACK, Conversation
from terminal import Terminal, is_asleep, until

PROMPT = b"Input message(Q to quit): "
REPLY = b"Message from server: "
CONNECTED = b"Connected...........\n"
LONG_LINE = b"0123456789" * 200 + b"\n"  # longer than the buffers: travels in two messages
FROM_SERVER = b"FROM SERVER: Hi~ client? \nI love all of the world \nYou are awesome! \n"
FROM_CLIENT = b"FROM CLIENT: Thank you! \n"
NETWORK = b"Network C programming \n"
FULL = Path("/dev/full")

PEEK = Scenario("peek_recv", "peek_send", (b"",))
SEP = Scenario("sep_serv2", "sep_clnt", (b"",))
STD = Scenario(
    "echo_stdserv",
    "echo_stdclnt",
    (b"Hi\nWho are you?\nq\n", LONG_LINE + b"Q\n", "한글\nq\n".encode(), b"\n", b""),
)
STD_AND_READ = Scenario("echo_stdserv", "echo_client2", STD.inputs)
SCENARIOS = [PEEK, SEP, STD, STD_AND_READ]
SERVERS = ["oob_recv", "peek_recv", "echo_stdserv", "sep_serv", "sep_serv2"]
CLIENTS = ["oob_send", "peek_send", "echo_stdclnt", "sep_clnt"]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.server}-{s.client}")
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_pairing_behaves_as_c_with_c(scenario, server, client):
    """Whoever speaks with whom: same output, same exit status, same bytes on the wire."""
    assert play_in_c(scenario) == play(scenario, server, client)


# ------------------------------------------------------------------------------- urgent data


@pytest.mark.parametrize(("server", "client"), [*FAITHFUL_PAIRINGS, (C, PYTHONIC)])
def test_urgent_data(server, client):
    """Each urgent byte comes with a SIGURG and beside the stream, where it leaves a gap."""
    with Program(server, "oob_recv", 0) as receiver:
        sent = run(client, "oob_send", LOOPBACK, receiver.port("tcp"), 400)
        received = receiver.finish()

    assert Outcome(b"", b"", 0) == sent
    # the handler writes at once, the program's stdio at the end
    *urgent, first, second, third = received.stdout.splitlines()
    assert [b"Urgent message: 4 ", b"Urgent message: 0 "] == urgent
    assert [b"123", b"567", b"89"] == [first, second, third]
    assert (b"", 0) == (received.stderr, received.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_oob_recv_step_by_step(language):
    """recv() is interrupted by the handler, and goes on; a reset makes it fail."""
    with Terminal(language, "oob_recv", 0) as receiver:
        address = LOOPBACK, receiver.port("tcp")
        with socket.create_connection(address, timeout=PATIENCE) as sender:
            for number in range(3):
                sender.send(b"in the stream")
                receiver.await_text(b"in the stream\n", number + 1)
                sender.send(b"%d" % number, socket.MSG_OOB)
                receiver.await_text(b"Urgent message: %d \n" % number)
        outcome = receiver.finish()

    turns = [b"in the stream\nUrgent message: %d \n" % number for number in range(3)]
    assert Outcome(b"".join(turns), b"", 0) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_oob_send(language):
    """Who takes urgent bytes inline gets all ten, in order."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)  # accept() hands it on
        with Program(language, "oob_send", LOOPBACK, listener.getsockname()[1]) as program:
            receiver, _ = listener.accept()
            with receiver, receiver.makefile("rb") as stream:
                assert b"1234567890" == stream.read()
            assert Outcome(b"", b"", 0) == program.finish()


def test_peek_transcript():
    """What was peeked at is read again."""
    meeting = play_in_c(PEEK)

    expected = b"Buffering 3 bytes: 123 \nRead again: 123 \n"
    assert Outcome(expected, b"", 0) == meeting.server
    assert [Outcome(b"", b"", 0)] == meeting.clients
    assert [Conversation([b"123"], [b""])] == meeting.wire


@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize(("sent", "read"), [(b"", b""), (b"x" * 50, b"x" * 29)])
def test_peek_recv(language, sent, read):
    """Nothing but the end, or more than the buffer takes: no harm, and no endless loop."""
    with Program(language, "peek_recv", 0) as receiver:
        with socket.create_connection((LOOPBACK, receiver.port("tcp"))) as sender:
            sender.sendall(sent)
        outcome = receiver.finish()

    expected = b"Buffering %d bytes: %s \nRead again: %s \n" % (len(read), read, read)
    assert Outcome(expected, b"", 0) == outcome


# -------------------------------------------------------------------------------- vectored I/O


@pytest.mark.parametrize(
    ("stdin", "first", "second"),
    [
        (b"I like TCP/IP socket programming~\n", b"I lik", b"e TCP/IP socket programming~\n"),
        (b"one", b"one", b""),
        (b"", b"", b""),
        (b"x" * 200, b"x" * 5, b"x" * 99),
    ],
)
def test_readv(tmp_path, stdin, first, second):
    """The first buffer takes five bytes, the second what follows, as far as it has room."""
    outcome, _ = run_twice("readv", tmp_path, stdin=stdin)

    count = len(first + second)
    expected = b"Read bytes: %d \nFirst message: %s \nSecond message: %s \n" % (
        count,
        first,
        second,
    )
    assert Outcome(expected, b"", 0) == outcome


def test_writev(tmp_path):
    """Both parts arrive in one, before what stdio holds until the end."""
    outcome, _ = run_twice("writev", tmp_path)

    assert Outcome(b"ABC1234\nWrite bytes: 7 \n", b"", 0) == outcome


# ------------------------------------------------------------------------------------- stdio

TEXTS = [b"", b"a", b"one\ntwo\n", b"no newline at the end", b"\n" * 7, "한글\n".encode() * 3000]


def copy_twice(name, directory, text):
    """What C and Python agree on, but for the time that they took."""
    outcomes = []
    for language in ALL_LANGUAGES:
        home = directory / language
        home.mkdir()
        (home / "news.txt").write_bytes(text)
        outcomes.append(run(language, name, cwd=home))
        assert text == (home / "cpy.txt").read_bytes()
        assert 0o644 == (home / "cpy.txt").stat().st_mode & 0o777
    return outcomes


@pytest.mark.parametrize("text", TEXTS, ids=len)
@pytest.mark.parametrize("name", ["syscpy", "stdcpy"])
def test_copies(tmp_path, name, text):
    """The same file again, three bytes or two at a time, and the time that it took."""
    for outcome in copy_twice(name, tmp_path, text):
        assert re.fullmatch(rb"Copied in \d\.\d{6} sec \n", outcome.stdout)
        assert (b"", 0) == (outcome.stderr, outcome.status)


def test_syscpy_copies_any_bytes(tmp_path):
    """read() and write() know neither lines nor NULs."""
    copy_twice("syscpy", tmp_path, bytes(range(256)))


@pytest.mark.parametrize("name", ["syscpy", "stdcpy"])
def test_copies_without_the_file(tmp_path, name):
    """The file cannot be opened, and the program says so on stderr."""
    outcome, files = run_twice(name, tmp_path)

    call = "open()" if name == "syscpy" else "fopen()"
    assert Outcome(b"", f"{call} error!\n".encode(), 1) == outcome
    assert {"cpy.txt": b""} == files


@pytest.mark.parametrize(
    ("name", "stdout", "content"),
    [
        ("desto", b"", NETWORK),
        (
            "todes",
            b"First file descriptor: 3 \nSecond file descriptor: 3 \n",
            b"TCP/IP SOCKET PROGRAMMING \n",
        ),
        ("fflush", b"Before fflush: 0 bytes \nAfter fflush: 23 bytes \n", NETWORK),
    ],
)
def test_streams_on_descriptors(tmp_path, name, stdout, content):
    """What went into the stream is in the file."""
    outcome, files = run_twice(name, tmp_path)

    assert Outcome(stdout, b"", 0) == outcome
    assert {"data.dat": content} == files


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "file", "message"),
    [
        ("desto", "data.dat", "open() error!"),
        ("todes", "data.dat", "open() error!"),
        ("fflush", "data.dat", "fopen() error!"),
    ],
)
def test_file_that_cannot_be_opened(tmp_path, language, name, file, message):
    """A directory cannot be opened for writing, and the program says so on stderr."""
    (tmp_path / file).mkdir()

    assert Outcome(b"", f"{message}\n".encode(), 1) == run(language, name, cwd=tmp_path)


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "file", "text", "message"),
    [
        ("desto", "data.dat", b"", "fclose() error!"),
        ("todes", "data.dat", b"", "fclose() error!"),
        ("fflush", "data.dat", b"", "fflush() error!"),
        ("syscpy", "cpy.txt", b"text", "write() error!"),
        ("stdcpy", "cpy.txt", b"text", "fclose() error!"),
        ("stdcpy", "cpy.txt", b"text" * 10000, "fputs() error!"),
    ],
)
def test_full_disk(tmp_path, language, name, file, text, message):
    """Streams notice late: when their buffer goes out."""
    (tmp_path / "news.txt").write_bytes(text)
    (tmp_path / file).symlink_to(FULL)
    outcome = run(language, name, cwd=tmp_path)

    assert (f"{message}\n".encode(), 1) == (outcome.stderr, outcome.status)


def test_dup(tmp_path):
    """All copies stand for the same terminal or pipe, until the last one is closed."""
    outcome, _ = run_twice("dup", tmp_path)

    expected = b"fd1=3, fd2=7 \nHi~ \nIt's nice day~ \nHi~ \n"
    assert Outcome(expected, b"write() error: Bad file descriptor\n", 0) == outcome


# ----------------------------------------------------------------------- servers with streams


def test_echo_stdserv_transcript():
    """Five clients, one after the other; a line longer than the buffers goes in two pieces."""
    meeting = play_in_c(STD)

    said = [b"Hi\nWho are you?\n", LONG_LINE, "한글\n".encode(), b"\n", b""]
    served = b"".join(b"Connected client %d \n" % number for number in range(1, 6))
    assert Outcome(served, b"", 0) == meeting.server
    assert [Conversation([text], [text]) for text in said] == meeting.wire
    talk, long, *_ = meeting.clients
    expected = PROMPT + REPLY + b"Hi\n" + PROMPT + REPLY + b"Who are you?\n" + PROMPT
    assert Outcome(CONNECTED + expected, b"", 0) == talk
    parts = [LONG_LINE[:1023], LONG_LINE[1023:]]
    expected = b"".join(PROMPT + REPLY + part for part in parts) + PROMPT
    assert Outcome(CONNECTED + expected, b"", 0) == long


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_echo_stdserv_answers_lines(language):
    """fgets() waits for the line's end, however the line arrives, or for the end of all."""
    answers = []
    with Program(language, "echo_stdserv", 0) as server:
        address = LOOPBACK, server.port("tcp")
        for pieces in ([b"in ", b"pieces\n"], [b"two\nlines\n"], [b"no end"], [], [b"\n"]):
            with socket.create_connection(address, timeout=PATIENCE) as client:
                for piece in pieces:
                    client.sendall(piece)
                client.shutdown(socket.SHUT_WR)
                with client.makefile("rb") as stream:
                    answers.append(stream.read())
        outcome = server.finish()

    assert [b"in pieces\n", b"two\nlines\n", b"no end", b"", b"\n"] == answers
    assert (b"", 0) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_echo_stdclnt_of_a_server_that_closes(language):
    """fgets() brings NULL: the client says so and ends instead of turning for ever."""
    with (
        socket.create_server((LOOPBACK, 0)) as listener,
        Program(language, "echo_stdclnt", LOOPBACK, listener.getsockname()[1]) as client,
    ):
        server, _ = listener.accept()
        with server:
            server.shutdown(socket.SHUT_WR)
            outcome = client.finish(b"anyone?\n")

    assert Outcome(CONNECTED + PROMPT, b"connection closed by server\n", 1) == outcome


# -------------------------------------------------------------------- half-close with streams


def test_sep_serv2_transcript():
    """The server's half ends, and the answer still comes."""
    meeting = play_in_c(SEP)

    assert Outcome(FROM_CLIENT, b"", 0) == meeting.server
    assert [Outcome(FROM_SERVER, b"", 0)] == meeting.clients
    assert [Conversation([FROM_CLIENT], [FROM_SERVER])] == meeting.wire


@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_sep_serv_loses_the_answer(server, client):
    """fclose() of one stream closes the descriptor that both stand on."""
    with Program(server, "sep_serv", 0) as program:
        heard = run(client, "sep_clnt", LOOPBACK, program.port("tcp"))
        outcome = program.finish()

    assert Outcome(FROM_SERVER, b"", 0) == heard
    assert Outcome(b"No answer\n", b"", 0) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize(
    ("name", "options", "ended"), [("sep_serv", ["dup"], False), ("sep_serv2", [], True)]
)
def test_end_of_file_while_a_duplicate_lives(language, name, options, ended):
    """fclose() sends none, shutdown() does; either way the server still listens."""
    with Program(language, name, 0, *options) as server:
        address = LOOPBACK, server.port("tcp")
        with socket.create_connection(address, timeout=PATIENCE) as client:
            with client.makefile("rb") as stream:
                assert FROM_SERVER == stream.read(len(FROM_SERVER))
            until(lambda: is_asleep(server.pid))  # after fclose() it waits for the answer
            client.setblocking(False)
            if ended:
                assert b"" == client.recv(1)
            else:
                with pytest.raises(BlockingIOError):
                    client.recv(1)
            client.sendall(b"heard you\nand more\n")
            outcome = server.finish()
            assert b"" == client.recv(1)

    assert Outcome(b"heard you\n", b"", 0) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
@pytest.mark.parametrize(("name", "options"), [("sep_serv", ["dup"]), ("sep_serv2", [])])
def test_client_that_does_not_answer(language, name, options):
    """fgets() brings NULL, and nothing is printed that was never read."""
    with Program(language, name, 0, *options) as server:
        with socket.create_connection((LOOPBACK, server.port("tcp"))) as client:
            client.shutdown(socket.SHUT_WR)
            outcome = server.finish()

    assert Outcome(b"No answer\n", b"", 0) == outcome


# ---------------------------------------------------------------- wrong arguments, failing calls

USAGES = {
    "oob_recv": ("<port>", [(), ("1", "2")]),
    "oob_send": ("<IP> <port> [milliseconds]", [(LOOPBACK,), (LOOPBACK, "1", "2", "3")]),
    "peek_recv": ("<port>", [(), ("1", "2")]),
    "peek_send": ("<IP> <port>", [(), (LOOPBACK, "1", "2")]),
    "echo_stdserv": ("<port>", [(), ("1", "2")]),
    "echo_stdclnt": ("<IP> <port>", [(), (LOOPBACK, "1", "2")]),
    "sep_serv": ("<port> [dup]", [(), ("1", "dupe"), ("1", "dup", "3")]),
    "sep_serv2": ("<port>", [(), ("1", "2")]),
    "sep_clnt": ("<IP> <port>", [(), (LOOPBACK, "1", "2")]),
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
@pytest.mark.parametrize("name", SERVERS)
def test_server_on_a_taken_port(language, name):
    """bind() fails, and the program says so on stderr."""
    with socket.create_server(("", 0)) as taken:
        outcome = run(language, name, taken.getsockname()[1])

    assert Outcome(b"", b"bind() error\n", 1) == outcome


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CLIENTS)
def test_client_without_a_server(language, name):
    """connect() fails, and the program says so on stderr."""
    with socket.socket() as silent:  # bound, so that nobody else listens there
        silent.bind((LOOPBACK, 0))
        outcome = run(language, name, LOOPBACK, silent.getsockname()[1])

    assert Outcome(b"", b"connect() error!\n", 1) == outcome


FAILING = [
    *((name, ("0",), "socket", "socket() error") for name in SERVERS),
    *((name, ("0",), "listen", "listen() error") for name in SERVERS),
    *((name, ("0",), ACCEPTS, "accept() error") for name in SERVERS),
    *((name, (LOOPBACK, "9"), "socket", "socket() error") for name in CLIENTS),
    ("readv", (), "readv", "readv() error"),
    ("writev", (), "writev", "writev() error"),
    ("dup", (), "dup", "dup() error!"),
    ("dup", (), "dup2,dup3", "dup() error!"),
]


@needs_strace
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "args", "calls", "message"), FAILING)
def test_failing_call(language, name, args, calls, message):
    """What fails is named on stderr, and the status is 1."""
    outcome = run_failing(calls, language, name, *args)

    assert (f"{message}\n".encode(), 1) == (outcome.stderr, outcome.status)
