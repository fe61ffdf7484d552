"""Programs of Windows, unchanged on this system: against POSIX' peers, and against themselves.

Their C twins in c_peers/winsock/ are compiled for Windows, and run under wine where it is.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack

import psutil
import pytest
from peers import (
    ALL_LANGUAGES,
    PATIENCE,
    POLL,
    PYTHON,
    PYTHONIC,
    TWINS,
    C,
    Outcome,
    Program,
    Scenario,
    play_in_c,
    run,
)
from relay import LOOPBACK, Conversation, TcpRelay

PROMPT = b"Input message(Q to quit): "
REPLY = b"Message from server: "
CONNECTED = b"Connected...........\n"
TALK = b"Hi\nWho are you?\nq\n"
ECHOED = CONNECTED + PROMPT + REPLY + b"Hi\n" + PROMPT + REPLY + b"Who are you?\n" + PROMPT
NAMES = sorted(path.stem for path in (TWINS / "winsock").glob("*.c"))
PAGE = b"<h1>Hello, Winsock</h1>\n"
HERE = [PYTHON, PYTHONIC]  # the languages whose programs of Windows run on every system

MINGW = shutil.which("x86_64-w64-mingw32-gcc")
needs_mingw = pytest.mark.skipif(
    MINGW is None, reason="the C twins are for Windows: no x86_64-w64-mingw32-gcc here"
)
needs_wine = pytest.mark.skipif(
    MINGW is None or shutil.which("wine") is None or shutil.which("wineserver") is None,
    reason="running the C twins takes x86_64-w64-mingw32-gcc and wine",
)


# ------------------------------------------------------------------------------ in Python, here


@pytest.mark.parametrize("language", HERE)
@pytest.mark.parametrize(
    "client", [(C, "echo_client2"), (PYTHON, "echo_client_win"), (PYTHONIC, "echo_client_win")]
)
def test_echo_server_win(client, language):
    """It does to the byte what echo_server does."""
    expected = play_in_c(Scenario("echo_server", "echo_client2", (TALK,) * 4 + (b"",)))
    with Program(language, "echo_server_win", 0) as server:
        with TcpRelay(server.port("tcp")) as relay:
            clients = [
                run(*client, LOOPBACK, relay.port, stdin=stdin) for stdin in (TALK,) * 4 + (b"",)
            ]
        assert expected.server == server.finish()
    assert expected.clients == clients
    assert expected.wire == relay.conversations


@pytest.mark.parametrize("client", HERE)
@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_echo_client_win(language, client):
    with Program(language, "echo_server", 0) as server:
        with TcpRelay(server.port("tcp")) as relay:
            for _ in range(5):
                outcome = run(client, "echo_client_win", LOOPBACK, relay.port, stdin=TALK)
                assert Outcome(ECHOED, b"", 0) == outcome
        server.finish()
    said = b"Hi\nWho are you?\n"
    assert [Conversation([said], [said])] * 5 == relay.conversations


@pytest.mark.parametrize("name", ["echo_client_win", "echo_server_win", "echo_eventserv_win"])
def test_usage(name):
    outcome = run(PYTHON, name)
    assert re.fullmatch(rb"Usage : .*%b\.py.*\n" % name.encode(), outcome.stdout)
    assert 1 == outcome.status
    assert 1 == run(PYTHONIC, name).status


def test_nobody_listens():
    with socket.socket() as unused:
        unused.bind((LOOPBACK, 0))
        outcome = run(PYTHON, "echo_client_win", LOOPBACK, unused.getsockname()[1])
        pythonic = run(PYTHONIC, "echo_client_win", LOOPBACK, unused.getsockname()[1])
    assert Outcome(b"", b"connect() error!\n", 1) == outcome
    assert (b"", 1) == (pythonic.stdout, pythonic.status)
    assert b"Connection refused" in pythonic.stderr


def talks(address, *, clients=3):
    """Several clients at once: each says its own, and hears it back."""
    with ExitStack() as stack:
        friends = [
            stack.enter_context(socket.create_connection(address, timeout=PATIENCE))
            for _ in range(clients)
        ]
        for turn in range(2):
            for number, friend in enumerate(friends):
                friend.sendall(b"client %d, turn %d\n" % (number, turn))
            for number, friend in reversed(list(enumerate(friends))):
                expected = b"client %d, turn %d\n" % (number, turn)
                assert expected == receive(friend, len(expected))
    return clients


def receive(friend, length):
    data = b""
    while len(data) < length and (got := friend.recv(length - len(data))):
        data += got
    return data


@pytest.mark.parametrize("language", HERE)
@pytest.mark.parametrize(
    ("name", "came", "went"),
    [
        ("echo_selectserv_win", rb"connected client: \d+ \n", rb"closed client: \d+ \n"),
        ("echo_eventserv_win", rb"connected new client\.\.\.\n", rb"closed client\.\.\.\n"),
    ],
)
def test_servers_of_many_clients(name, came, went, language, tmp_path):
    with open(tmp_path / "printed", "wb") as printed:
        with Program(language, name, 0, stdout=printed.fileno()) as server:
            port = server.port("tcp")
            clients = talks((LOOPBACK, port))
            assert Outcome(ECHOED, b"", 0) == run(C, "echo_client2", LOOPBACK, port, stdin=TALK)
            assert Outcome(ECHOED, b"", 0) == run(
                language, "echo_client_win", LOOPBACK, port, stdin=TALK
            )
            until_printed(tmp_path / "printed", went, clients + 2)
            assert b"" == server.terminate().stderr
    text = (tmp_path / "printed").read_bytes()
    assert clients + 2 == len(re.findall(came, text))
    assert b"" == re.sub(rb"%b|%b" % (came, went), b"", text)


def until_printed(file, pattern, times):
    deadline = time.monotonic() + PATIENCE
    while len(re.findall(pattern, file.read_bytes())) < times:
        assert time.monotonic() < deadline, file.read_bytes()
        time.sleep(POLL)


REQUESTS = {
    "GET /page.html HTTP/1.0": (200, "text/html", PAGE),
    "GET /notes.txt HTTP/1.1": (200, "text/plain", b"x" * 10000),
    "GET /none.html HTTP/1.0": (404, None, b""),
    "GET /../page.html HTTP/1.0": (400, None, b""),
    "GET /a/page.html HTTP/1.0": (400, None, b""),
    "GET C:\\page.html HTTP/1.0": (400, None, b""),
    "POST /page.html HTTP/1.0": (400, None, b""),
    "nonsense": (400, None, b""),
}


def site(directory):
    (directory / "page.html").write_bytes(PAGE)
    (directory / "notes.txt").write_bytes(b"x" * 10000)
    return directory


def asks(address, request):
    """What the web server answers: status, kind, content."""
    with socket.create_connection(address, timeout=PATIENCE) as client:
        client.sendall(request.encode() + b"\r\nHost: localhost\r\n\r\n")
        answer = http.client.HTTPResponse(client)
        answer.begin()
        return answer.status, answer.headers.get("Content-type"), answer.read()


@pytest.mark.parametrize("language", HERE)
def test_webserv_win(language, tmp_path):
    with Program(language, "webserv_win", 0, cwd=site(tmp_path)) as server:
        address = LOOPBACK, server.port("tcp")
        silent = socket.create_connection(
            address
        )  # has a thread of its own, and is in nobody's way
        for request, expected in REQUESTS.items():
            assert expected == asks(address, request), request
        silent.close()
        outcome = server.terminate()
    requests = len(REQUESTS) + 1
    assert b"Connection Request : 127.0.0.1\n" * requests == outcome.stdout
    assert b"" == outcome.stderr


def test_events_win():
    """Each event comes once until it has been answered."""
    outcome = run(PYTHON, "events_win")
    assert (b"", 0) == (outcome.stderr, outcome.status)
    lines = outcome.stdout.decode().splitlines()
    came = dict(line.split(": ") for line in lines if ": " in line)
    assert {
        "a connection": "FD_ACCEPT (0)",
        "a new connection": "FD_WRITE (0)",
        "data": "FD_READ (0)",
        "some is read, some left": "FD_READ (0)",
        "the end": "FD_CLOSE (0)",
        "nobody listens": "FD_CONNECT (10061)",
    } == {what: events for what, events in came.items() if events != "nothing"}


# --------------------------------------------------------------------------- in C, for Windows


def compiled(name, directory):
    program = directory / f"{name}.exe"
    source = TWINS / "winsock" / f"{name}.c"
    options = ["-O2", "-Wall", "-Wextra", "-Werror"]
    subprocess.run([MINGW, *options, source, "-o", program, "-lws2_32"], check=True)
    return program


@needs_mingw
@pytest.mark.parametrize("name", NAMES)
def test_the_twin_is_a_program_of_windows(name, tmp_path):
    assert compiled(name, tmp_path).read_bytes().startswith(b"MZ")


@pytest.fixture(scope="module")
def wine(tmp_path_factory):
    """The environment of a wine of our own, with which programs find one another's server."""
    directory = tmp_path_factory.mktemp("wine")
    environment = {
        **os.environ,
        "WINEPREFIX": str(directory / "prefix"),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree=;mshtml=",
    }
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    quiet |= {"stderr": subprocess.DEVNULL, "env": environment, "timeout": 600}
    subprocess.run(["wineboot", "-i"], check=True, **quiet)
    subprocess.run(["wineserver", "-p"], check=False, **quiet)
    try:
        yield environment
    finally:
        subprocess.run(["wineserver", "-k"], check=False, **quiet)


class Windows:
    """A C twin that runs under wine; ended when its `with` block is left."""

    def __init__(self, environment, program, *args, cwd):
        with socket.socket() as unused:
            unused.bind((LOOPBACK, 0))
            self.address = unused.getsockname()
        words = [str(self.address[1]) if word == "port" else str(word) for word in args]
        self.process = subprocess.Popen(
            ["wine", program, *words],
            cwd=cwd,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.__exit__(None, None, None)

    def ready(self):
        """The address, once somebody listens there."""
        deadline = time.monotonic() + 10 * PATIENCE
        while not any(
            each.status == psutil.CONN_LISTEN and each.laddr.port == self.address[1]
            for each in psutil.net_connections("tcp4")
        ):
            assert time.monotonic() < deadline
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(POLL)
        return self.address

    def finish(self, stdin=b""):
        stdout, stderr = self.process.communicate(stdin, timeout=10 * PATIENCE)
        return Outcome(as_posix(stdout), as_posix(stderr), self.process.returncode)


def as_posix(text):
    return text.replace(b"\r\n", b"\n")


@needs_wine
@pytest.mark.slow
def test_echo_on_windows(wine, tmp_path):
    """The twin says what the Python program says here: as server, and as client."""
    server, client = (compiled(name, tmp_path) for name in ("echo_server_win", "echo_client_win"))
    expected = play_in_c(Scenario("echo_server", "echo_client2", (TALK,) * 4 + (b"",)))
    with Windows(wine, server, "port", cwd=tmp_path) as program:
        _, port = program.ready()
        for stdin in (TALK, TALK, b""):
            assert run(PYTHON, "echo_client_win", LOOPBACK, port, stdin=stdin).status == 0
        for _ in range(2):
            with Windows(wine, client, LOOPBACK, port, cwd=tmp_path) as talker:
                assert Outcome(ECHOED, b"", 0) == talker.finish(TALK)
        assert expected.server == program.finish()
    with Program(PYTHON, "echo_server_win", 0) as here:
        port = here.port("tcp")
        for _ in range(2):
            with Windows(wine, client, LOOPBACK, port, cwd=tmp_path) as talker:
                assert Outcome(ECHOED, b"", 0) == talker.finish(TALK)


@needs_wine
@pytest.mark.slow
@pytest.mark.parametrize("name", ["echo_selectserv_win", "echo_eventserv_win"])
def test_servers_of_many_clients_on_windows(name, wine, tmp_path):
    with Windows(wine, compiled(name, tmp_path), "port", cwd=tmp_path) as program:
        address = program.ready()
        talks(address)
        _, port = address
        assert Outcome(ECHOED, b"", 0) == run(PYTHON, "echo_client_win", LOOPBACK, port, stdin=TALK)


@needs_wine
@pytest.mark.slow
def test_events_are_windows(wine, tmp_path):
    """Line for line what the twin sees of Winsock itself."""
    with Windows(wine, compiled("events_win", tmp_path), cwd=tmp_path) as program:
        assert run(PYTHON, "events_win") == program.finish()


@needs_wine
@pytest.mark.slow
def test_webserv_on_windows(wine, tmp_path):
    program = compiled("webserv_win", tmp_path)
    with Windows(wine, program, "port", cwd=site(tmp_path)) as server:
        address = server.ready()
        for request, expected in REQUESTS.items():
            assert expected == asks(address, request), request
