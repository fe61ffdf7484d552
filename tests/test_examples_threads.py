"""Threads, a chat and a web server with threads, news by multicast and broadcast."""

from __future__ import annotations

import re
import signal
import socket
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
    C,
    Outcome,
    Program,
    run,
    run_twice,
)
from relay import LOOPBACK
from terminal import Terminal, is_zombie, until

GROUP = "239.255.77.77"
BROADCAST = "127.255.255.255"
NEWS = "Nothing new today.\n한글도 됩니다.\nThat is all.\n".encode()

linux = pytest.mark.skipif(sys.platform != "linux", reason="unnamed semaphores: not on macOS")


# ----------------------------------------------------------------------------------- threads

SAME = [
    ("thread1", ("100",), b"", b"running thread\n" * 5 + b"end of main\n"),
    (
        "thread2",
        ("1",),
        b"",
        b"running thread\n" * 5 + b"Thread return message: A thread was here \n",
    ),
    ("thread3", (), b"", b"result: 55 \n"),
    ("mutex", (), b"", b"sizeof long long: 8 \nresult: 0 \n"),
    pytest.param(
        "semaphore", (), b"1 2 3\n4 50\n", b"Input num: " * 5 + b"Result: 60 \n", marks=linux
    ),
]


@pytest.mark.parametrize(("name", "args", "stdin", "printed"), SAME)
def test_same_in_both_languages(tmp_path, name, args, stdin, printed):
    outcome, files = run_twice(name, tmp_path, *args, stdin=stdin)
    assert Outcome(printed, b"", 0) == outcome
    assert {} == files


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_thread4(language):
    """Whatever the result is: nobody guards the variable."""
    outcome = run(language, "thread4", 5000)

    assert re.fullmatch(rb"sizeof long long: 8 \nresult: -?\d+ \n", outcome.stdout)
    assert (b"", 0) == (outcome.stderr, outcome.status)


@linux
@pytest.mark.parametrize("language", LANGUAGES)
def test_semaphore_without_a_number(language):
    """A thread that calls exit() ends them all."""
    outcome = run(language, "semaphore", stdin=b"1 2 x")
    assert (b"scanf() error\n", 1) == (outcome.stderr, outcome.status)


# -------------------------------------------------------------------------------------- chat


def receive(client, length):
    """So many bytes, in however many pieces they come."""
    data = b""
    while len(data) < length and (got := client.recv(length - len(data))):
        data += got
    return data


def other(language):
    return PYTHON if language == C else C


@pytest.mark.parametrize(("server", "client"), PAIRINGS)
@pytest.mark.parametrize("room_name", ["chat_server", "chat_selectserv"])
def test_chat(server, client, room_name):
    """The threaded client in the threaded room, and in the other one, beside a client of select."""
    with Terminal(server, room_name, 0) as room:
        address = LOOPBACK, room.port("tcp")
        with (
            Terminal(client, "chat_thrdclnt", *address, "Ann") as ann,
            Terminal(other(client), "chat_client", *address, "한글") as bob,
        ):
            room.await_text(b"Connected client IP: 127.0.0.1 \n", 2)
            ann.type(b"Hi\n")
            bob.await_text(b"[Ann] Hi\n")
            ann.await_text(b"[Ann] Hi\n")
            bob.type("안녕\n".encode())
            ann.await_text("[한글] 안녕\n".encode())
            outcomes = [ann.finish(b"q\n")]
            room.await_text(b"Disconnected client\n")
            bob.type(b"alone\n")
            bob.await_text("[한글] alone\n".encode())
            outcomes.append(bob.finish())
        room.await_text(b"Disconnected client\n", 2)
        outcome = room.terminate()

    heard = "[Ann] Hi\n[한글] 안녕\n"
    assert Outcome(heard.encode(), b"", 0) == outcomes[0]
    assert Outcome(f"{heard}[한글] alone\n".encode(), b"", 0) == outcomes[1]
    expected = b"Connected client IP: 127.0.0.1 \n" * 2 + b"Disconnected client\n" * 2
    assert Outcome(expected, b"", -signal.SIGTERM) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_chat_client_on_the_wire(language):
    """Name and line go up together, the name cut to its buffer; what comes down is shown."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        address = listener.getsockname()
        with Terminal(language, "chat_thrdclnt", *address, "A" * 30) as client:
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
    """main returns while the other thread waits for the keyboard: the process ends."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        with Terminal(language, "chat_thrdclnt", *listener.getsockname(), "Ann") as client:
            server, _ = listener.accept()
            server.sendall(b"[B] bye\n")
            server.close()
            until(lambda: is_zombie(client.pid))
            outcome = client.finish()

    assert Outcome(b"[B] bye\n", b"", 0) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_crowded_chat(language):
    """Thirty speak at the same time: each hears each of them once, in lines that are whole."""
    lines = [b"[%02d] hello to everybody in this room\n" % number for number in range(30)]
    with Terminal(language, "chat_server", 0) as room, ExitStack() as stack:
        address = LOOPBACK, room.port("tcp")
        clients = [
            stack.enter_context(socket.create_connection(address, timeout=PATIENCE)) for _ in lines
        ]
        room.await_text(b"Connected", len(lines))
        for client, line in zip(clients, lines, strict=True):
            client.sendall(line)
        for client in clients:
            heard = receive(client, len(b"".join(lines)))
            assert sorted(lines) == sorted(heard.splitlines(keepends=True))
        for client in clients:
            client.close()
        room.await_text(b"Disconnected", len(lines))


# -------------------------------------------------------------------------------------- news


def hear(receiver, args, sender, target, tmp_path):
    """Three datagrams, one for each line."""
    (tmp_path / "news.txt").write_bytes(NEWS)
    receiver_language, receiver_name = receiver
    sender_language, sender_name = sender
    with Terminal(receiver_language, receiver_name, *args) as listener:
        port = listener.port("udp")
        arguments = [port if word == "port" else word for word in target]
        with Program(sender_language, sender_name, *arguments, cwd=tmp_path) as program:
            sent = program.finish()
        listener.await_text(b"That is all.\n")
        return sent, listener.terminate()


@pytest.mark.parametrize(("sender", "receiver"), PAIRINGS)
def test_multicast(sender, receiver, tmp_path):
    sent, heard = hear(
        (receiver, "news_receiver"),
        (GROUP, 0, LOOPBACK),
        (sender, "news_sender"),
        (GROUP, "port", 1, LOOPBACK),
        tmp_path,
    )
    assert Outcome(b"", b"", 0) == sent
    assert Outcome(NEWS, b"", -signal.SIGTERM) == heard


@pytest.mark.parametrize(("sender", "receiver"), PAIRINGS)
def test_broadcast(sender, receiver, tmp_path):
    sent, heard = hear(
        (receiver, "news_receiver_brd"),
        (0,),
        (sender, "news_sender_brd"),
        (BROADCAST, "port", 1),
        tmp_path,
    )
    assert Outcome(b"", b"", 0) == sent
    assert Outcome(NEWS, b"", -signal.SIGTERM) == heard


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "target"), [("news_sender", GROUP), ("news_sender_brd", BROADCAST)]
)
def test_no_news(language, name, target, tmp_path):
    with Program(language, name, target, 9, 1, cwd=tmp_path) as program:
        assert Outcome(b"", b"fopen() error\n", 1) == program.finish()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_group_cannot_be_joined(language):
    outcome = run(language, "news_receiver", LOOPBACK, 0)
    assert Outcome(b"", b"setsockopt() error\n", 1) == outcome


# --------------------------------------------------------------------------------- web server

HEAD = b"HTTP/1.0 200 OK\r\nServer: Linux Web Server\r\nContent-type: %s\r\n\r\n"
BAD = b"HTTP/1.0 400 Bad Request\r\n"
PAGE = b"<html>" + b"x" * 3000 + b"</html>\n"
PICTURE = bytes(range(256)) * 50


def ask(address, request):
    """The whole answer."""
    with socket.create_connection(address, timeout=PATIENCE) as client:
        client.sendall(request)
        answer = b""
        while got := client.recv(65536):
            answer += got
        return answer


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_webserv(language, tmp_path):
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "bytes.bin").write_bytes(PICTURE)
    rest = b"Host: here\r\nUser-Agent: a test\r\n\r\n"
    with Terminal(language, "webserv_linux", 0, cwd=tmp_path) as server:
        address = LOOPBACK, server.port("tcp")
        assert HEAD % b"text/html" + PAGE == ask(address, b"GET /index.html HTTP/1.0\r\n" + rest)
        assert HEAD % b"text/plain" + PICTURE == ask(address, b"GET /bytes.bin HTTP/1.1\r\n" + rest)
        for line in (
            b"POST /index.html HTTP/1.0",
            b"GET /nothing HTTP/1.0",
            b"GET /../secret HTTP/1.0",
            b"GET /index.html",
            b"HTTP/",
            b"x" * 300 + b" HTTP/1.0",
        ):
            assert ask(address, line + b"\r\n" + rest).startswith(BAD)
        assert b"" == ask_nothing(address)
        server.await_text(b"Connection request : 127.0.0.1:", 9)


def ask_nothing(address):
    with socket.create_connection(address, timeout=PATIENCE) as client:
        client.shutdown(socket.SHUT_WR)
        return client.recv(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_webserv_answers_many_at_a_time(language, tmp_path):
    """Those who are slow to ask keep nobody waiting; one of them breaks off."""
    (tmp_path / "page").write_bytes(PAGE)
    with Terminal(language, "webserv_linux", 0, cwd=tmp_path) as server, ExitStack() as stack:
        address = LOOPBACK, server.port("tcp")
        slow = [
            stack.enter_context(socket.create_connection(address, timeout=PATIENCE))
            for _ in range(20)
        ]
        for client in slow:
            client.sendall(b"GET /page HTTP/1.0\r\n")
        slow.pop().close()
        for _ in range(20):
            assert HEAD % b"text/plain" + PAGE == ask(address, b"GET /page HTTP/1.0\r\n\r\n")
        for client in slow:
            client.sendall(b"\r\n")
            expected = HEAD % b"text/plain" + PAGE
            assert expected == receive(client, len(expected) + 1)


# ---------------------------------------------------------------- wrong arguments, failing calls

USAGES = {
    "chat_server": ("<port>", [(), ("1", "2")]),
    "chat_thrdclnt": ("<IP> <port> <name>", [(), (LOOPBACK, "1"), (LOOPBACK, "1", "2", "3")]),
    "news_receiver": ("<group IP> <port> [interface IP]", [(), (GROUP,), (GROUP, "1", "2", "3")]),
    "news_receiver_brd": ("<port>", [(), ("1", "2")]),
    "news_sender": (
        "<group IP> <port> [milliseconds] [interface IP]",
        [(GROUP,), (GROUP, "1", "2", "3", "4")],
    ),
    "news_sender_brd": ("<broadcast IP> <port> [milliseconds]", [(), (BROADCAST, "1", "2", "3")]),
    "webserv_linux": ("<port>", [(), ("1", "2")]),
}
SERVERS = ["chat_server", "webserv_linux"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "args"), [(name, args) for name, (_, wrong) in USAGES.items() for args in wrong]
)
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


FAILING = [
    *((name, ("0",), "socket", "socket() error") for name in SERVERS),
    *((name, ("0",), "listen", "listen() error") for name in SERVERS),
    ("chat_thrdclnt", (LOOPBACK, "9", "Ann"), "socket", "socket() error"),
    ("chat_thrdclnt", (LOOPBACK, "9", "Ann"), "connect", "connect() error!"),
    ("news_receiver", (GROUP, "0"), "bind", "bind() error"),
    ("news_receiver", (GROUP, "0"), "socket", "socket() error"),
    ("news_receiver_brd", ("0",), "socket", "socket() error"),
    ("news_sender", (GROUP, "9", "1"), "socket", "socket() error"),
    ("news_sender", (GROUP, "9", "1"), "setsockopt", "setsockopt() error"),
    ("news_sender_brd", (BROADCAST, "9", "1"), "setsockopt", "setsockopt() error"),
    *((name, (), "clone,clone3", "pthread_create() error") for name in ("thread1", "thread3")),
]


@needs_strace
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "args", "calls", "message"), FAILING)
def test_failing_call(language, name, args, calls, message):
    """What fails is named on stderr, and the status is 1."""
    outcome = run_failing(calls, language, name, *args)

    assert (f"{message}\n".encode(), 1) == (outcome.stderr, outcome.status)
