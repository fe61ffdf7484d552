"""Day 4: children and their ends, signals, pipes, servers of many processes, select()."""

from __future__ import annotations

import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from contextlib import ExitStack, suppress

import pytest
from faults import ACCEPTS, FORKS, PIPES, needs_strace, run_failing
from peers import (
    ALL_LANGUAGES,
    LANGUAGES,
    PAIRINGS,
    PATIENCE,
    Outcome,
    Program,
    command,
    environment,
    run,
)
from relay import LOOPBACK, Conversation, TcpRelay
from terminal import Terminal, children, interrupt, is_asleep, is_stopped, is_zombie, until

PROMPT = b"Input message(Q to quit): "
REPLY = b"Message from server: "
CONNECTED = b"Connected...........\n"
TALK = b"Hi\nWho are you?\nq\n"
NEW_CLIENT = b"new client connected...\n"
CLIENT_GONE = b"client disconnected...\n"
REMOVED = b"removed proc id: N \n"
DEAF = """
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])
"""
MP_SERVERS = ["echo_mpserv", "echo_storeserv"]
SERVERS = [*MP_SERVERS, "echo_selectserv"]
CLIENTS = ["echo_client2", "echo_mpclient"]


def numberless(text):
    """The text with N for each number: no two processes have the same id."""
    return re.sub(rb"\d+", b"N", text)


def connected(stack, address):
    """A client of our own, until the stack is left."""
    return stack.enter_context(socket.create_connection(address, timeout=PATIENCE))


def receive(client, length):
    """So many bytes, in however many pieces they come."""
    data = b""
    while len(data) < length and (got := client.recv(length - len(data))):
        data += got
    return data


def settled(pid):
    """Whether it has buried all its children, said so, and waits for something else."""
    return is_asleep(pid) and not children(pid) and is_asleep(pid)


# ----------------------------------------------------------------------------------- waiting


@pytest.mark.parametrize("language", LANGUAGES)
def test_wait(language):
    """Both statuses arrive, and what stdio held at the second fork() is printed twice."""
    outcome = run(language, "wait", 0)

    once = rb"Child PID: (\d+) \n"
    expected = once + rb"Child PID: \1 \n" + once
    expected += rb"Child send one: (\d) \nChild send two: (\d) \n"
    match = re.fullmatch(expected, outcome.stdout)
    assert match, outcome
    assert {b"3", b"7"} == {match[3], match[4]}
    assert (b"", 0) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_wait_buries(language):
    """After two wait() no zombie is left; on a terminal nothing was held, and nothing is double."""
    with Terminal(language, "wait") as parent:
        parent.await_text(b"Child send two: ")
        assert [] == children(parent.pid)
        outcome = parent.terminate()

    lines = numberless(outcome.stdout).splitlines()
    assert [b"Child PID: N "] * 2 + [b"Child send one: N ", b"Child send two: N "] == lines
    assert -signal.SIGTERM == outcome.status


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_waitpid(language):
    """While the child sleeps the parent turns, and it gets its status all the same."""
    outcome = run(language, "waitpid", 300, 20)

    assert re.fullmatch(rb"(sleep 0\.02sec\. \n)+Child send 24 \n", outcome.stdout)
    assert (b"", 0) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "args"), [("wait", ["0"]), ("waitpid", ["0", "0"])])
def test_nobody_to_wait_for(language, name, args):
    """Who ignores SIGCHLD has no zombies, and nothing to wait for: ECHILD."""
    done = subprocess.run(
        [sys.executable, "-c", DEAF, *command(language, name), *args],
        capture_output=True,
        env=environment(),
        timeout=PATIENCE,
    )

    assert (f"{name}() error\n".encode(), 1) == (done.stderr, done.returncode)


# ----------------------------------------------------------------------------------- signals


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_signal(language):
    """Each handler that runs ends a sleep() of 100 seconds; the last one is the alarm's own."""
    with Terminal(language, "signal", 1) as program:
        program.await_text(b"wait...\n")
        interrupt(program.pid, signal.SIGINT)
        program.await_text(b"wait...\n", 2)
        interrupt(program.pid, signal.SIGALRM)
        outcome = program.finish()

    expected = b"wait...\nCTRL+C pressed\nwait...\nTime out!\nwait...\nTime out!\n"
    assert Outcome(expected, b"", 0) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_sigaction(language):
    """Three signals end three sleeps."""
    with Terminal(language, "sigaction", 100) as program:
        for number in range(1, 4):
            program.await_text(b"wait...\n", number)
            interrupt(program.pid, signal.SIGALRM)
        outcome = program.finish()

    assert Outcome(b"wait...\nTime out!\n" * 3, b"", 0) == outcome


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_sigaction_leaves_other_signals_alone(language):
    """Ctrl-C still ends the program: nothing was said about SIGINT."""
    with Terminal(language, "sigaction", 100) as program:
        program.await_text(b"wait...\n")
        interrupt(program.pid, signal.SIGINT)
        outcome = program.finish()

    assert (b"wait...\n", -signal.SIGINT) == (outcome.stdout, outcome.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_remove_zombie(language):
    """The handler buries each child when it ends; each signal ends a sleep() of the parent."""
    with Terminal(language, "remove_zombie") as parent:
        parent.await_text(b"Hi! I'm child process\n", 2)
        parent.await_text(b"wait...\n")
        first, second = sorted(children(parent.pid))
        for turn, child in enumerate((first, second), 2):
            interrupt(child, signal.SIGCHLD)  # its handler ends its sleep, too
            parent.await_text(b"Removed proc id: %d \n" % child)
            parent.await_text(b"wait...\n", turn)
        assert [] == children(parent.pid)
        for turn in range(4, 7):
            interrupt(parent.pid, signal.SIGCHLD)  # nobody ended
            if turn < 6:
                parent.await_text(b"wait...\n", turn)
        outcome = parent.finish()

    before, removed, after = outcome.stdout.partition(b"Removed")
    lines = [b"Hi! I'm child process", b"Hi! I'm child process", b"wait..."]
    lines += [b"Child proc id: %d " % child for child in (first, second)]
    assert sorted(lines) == sorted(before.splitlines())
    expected = b"Removed proc id: %d \nChild send: 12 \nwait...\n" % first
    expected += b"Removed proc id: %d \nChild send: 24 \nwait...\n" % second
    assert expected + b"wait...\n" * 2 == removed + after
    assert (b"", 0) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_remove_two_zombies_at_once(language):
    """Two children that end while the parent cannot listen send one signal between them."""
    with Terminal(language, "remove_zombie") as parent:
        parent.await_text(b"Hi! I'm child process\n", 2)
        parent.await_text(b"wait...\n")
        pair = children(parent.pid)
        os.kill(parent.pid, signal.SIGSTOP)
        until(lambda: is_stopped(parent.pid))
        for child in pair:
            interrupt(child, signal.SIGCHLD)
        until(lambda: all(is_zombie(child) for child in pair))
        os.kill(parent.pid, signal.SIGCONT)
        parent.await_text(b"wait...\n", 2)
        until(lambda: settled(parent.pid))
        outcome = parent.terminate()

    assert 2 == outcome.stdout.count(b"wait...\n")
    assert {b"Removed proc id: %d " % child for child in pair} <= set(outcome.stdout.splitlines())


# ------------------------------------------------------------------------------------- pipes


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("pipe1", (), b"Who are you?\n"),
        (
            "pipe2",
            (1000,),
            b"Child proc output: Thank you for your message \nParent proc output: Who are you? \n",
        ),
        (
            "pipe3",
            (),
            b"Child proc output: Thank you for your message \nParent proc output: Who are you? \n",
        ),
    ],
)
@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_pipe(language, name, args, expected):
    """Messages between parent and child; the parent, which waits for the child, prints last."""
    assert Outcome(expected, b"", 0) == run(language, name, *args)


# -------------------------------------------------------------------- servers with processes


def serve(server_language, server_name, client_language, client_name, inputs, farewell, cwd=None):
    """Let clients come and go; what each program left, and the bytes between them."""
    with Terminal(server_language, server_name, 0, cwd=cwd) as server:
        with TcpRelay(server.port("tcp")) as relay:
            clients = []
            for number, stdin in enumerate(inputs, 1):
                clients.append(run(client_language, client_name, LOOPBACK, relay.port, stdin=stdin))
                server.await_text(farewell, number)
        until(lambda: is_asleep(server.pid))
        return server.terminate(), clients, relay.conversations


def check_clients(name, clients, wire):
    """Two clients: one said what TALK has, the other nothing."""
    said = [b"Hi\nWho are you?\n", b""]
    assert [Conversation([text], [text]) for text in said] == wire
    assert [(b"", 0)] * 2 == [(client.stderr, client.status) for client in clients]
    shown = [client.stdout for client in clients]
    if name == "echo_mpclient":  # it reads what there is, be it more than a line or less
        assert said == [text.replace(REPLY, b"") for text in shown]
    else:
        talk = PROMPT + REPLY + b"Hi\n" + PROMPT + REPLY + b"Who are you?\n" + PROMPT
        assert [CONNECTED + talk, CONNECTED + PROMPT] == shown


@pytest.mark.parametrize("client_name", CLIENTS)
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_echo_mpserv(server, client, client_name):
    """A process for each client, and each is buried; between two of them accept() goes on."""
    outcome, clients, wire = serve(
        server, "echo_mpserv", client, client_name, [TALK, b""], b"removed proc id: "
    )

    check_clients(client_name, clients, wire)
    assert (NEW_CLIENT + CLIENT_GONE + REMOVED) * 2 == numberless(outcome.stdout)
    assert (b"", -signal.SIGTERM) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_echo_storeserv(server, client, tmp_path):
    """As echo_mpserv; and all that was said is in the file when the last writer has ended."""
    name = "echo_mpclient"
    outcome, clients, wire = serve(
        server, "echo_storeserv", client, name, [TALK, b""], b"removed proc id: ", tmp_path
    )

    check_clients(name, clients, wire)
    assert (NEW_CLIENT + CLIENT_GONE + REMOVED) * 2 == numberless(outcome.stdout)
    assert b"Hi\nWho are you?\n" == (tmp_path / "echomsg.txt").read_bytes()


@pytest.mark.parametrize("name", MP_SERVERS)
@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_clients_at_the_same_time(language, name, tmp_path):
    """Three clients talk in turn, to a child each; none of the children stays."""
    with Terminal(language, name, 0, cwd=tmp_path) as server, ExitStack() as stack:
        address = LOOPBACK, server.port("tcp")
        others = 1 if name == "echo_storeserv" else 0
        clients = [connected(stack, address) for _ in range(3)]
        for message in (b"one", b"two"):
            for number, client in enumerate(clients):
                client.sendall(message * (number + 1))
            for number, client in enumerate(clients):
                expected = message * (number + 1)
                assert expected == receive(client, len(expected))
        assert 3 + others == len(children(server.pid))
        for client in clients:
            client.close()
        server.await_text(b"removed proc id: ", 3)
        assert others == len(children(server.pid))
        outcome = server.terminate()

    lines = NEW_CLIENT * 3 + CLIENT_GONE * 3 + REMOVED * 3
    assert sorted(lines.splitlines()) == sorted(numberless(outcome.stdout).splitlines())


def echoed(client):
    client.sendall(b"once")
    assert b"once" == receive(client, 4)


def flooded(client):
    """The client reads nothing of what comes back, so that there is no room for more."""
    for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        client.setsockopt(socket.SOL_SOCKET, option, 4096)
    client.setblocking(False)
    until(lambda: _is_full(client))


def _is_full(client):
    try:
        client.send(b"x" * 4096)
    except BlockingIOError:
        return True
    return False


KILLED = {  # what happens before a child of echo_mpserv is killed, and how long it may go on
    "at its fork": (None, 0),
    "soon after": (None, 0.002),
    "while it reads": (None, None),
    "after an echo": (echoed, None),
    "while it writes": (flooded, None),
    "when its client has gone": (lambda client: client.close(), 0),
}


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_echo_mpserv_outlives_its_children(language):
    """Whatever they do when they are killed: none stays as a zombie, and new clients are served."""
    with Terminal(language, "echo_mpserv", 0) as server:
        address = LOOPBACK, server.port("tcp")
        for number, (prepare, seconds) in enumerate(KILLED.values()):
            with socket.create_connection(address, timeout=PATIENCE) as client:
                (child,) = until(lambda: children(server.pid))
                if prepare:
                    prepare(client)
                if seconds is None:
                    until(lambda child=child: is_asleep(child))
                else:
                    time.sleep(seconds)
                with suppress(ProcessLookupError):  # it may have heard of its client's end
                    os.kill(child, signal.SIGKILL)
                server.await_text(b"removed proc id: %d " % child)
                assert [] == children(server.pid)
            with socket.create_connection(address, timeout=PATIENCE) as client:
                echoed(client)
            server.await_text(b"removed proc id: ", 2 * number + 2)
        assert [] == children(server.pid)
        outcome = server.terminate()

    assert (2 * len(KILLED), -signal.SIGTERM) == (
        outcome.stdout.count(b"new client connected"),
        outcome.status,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_echo_mpserv_in_a_pipe(language):
    """Each child prints what the server's stdio held at its fork(); the server, killed, nothing."""
    with Program(language, "echo_mpserv", 0) as server:
        port = server.port("tcp")
        for _ in range(2):
            socket.create_connection((LOOPBACK, port), timeout=PATIENCE).close()
            until(lambda: settled(server.pid))
        outcome = server.terminate()

    first = NEW_CLIENT + CLIENT_GONE + REMOVED
    second = NEW_CLIENT * 2 + CLIENT_GONE + REMOVED
    assert first + second == numberless(outcome.stdout)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_echo_storeserv_stores_ten_messages(language, tmp_path):
    """Then the child that stores ends and is buried; the echo goes on."""
    messages = [b"message %d\n" % number for number in range(11)]
    with Terminal(language, "echo_storeserv", 0, cwd=tmp_path) as server:
        address = LOOPBACK, server.port("tcp")
        (store,) = until(lambda: children(server.pid))
        with socket.create_connection(address, timeout=PATIENCE) as client:
            for message in messages[:10]:
                until(lambda: is_asleep(store))  # a read() of its own for each message
                client.sendall(message)
                assert message == client.recv(100)
            server.await_text(b"removed proc id: %d \n" % store)
            client.sendall(messages[10])
            assert messages[10] == client.recv(100)
            assert 1 == len(children(server.pid))
        server.await_text(b"removed proc id: ", 2)
        server.terminate()

    assert b"".join(messages[:10]) == (tmp_path / "echomsg.txt").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_echo_storeserv_cannot_store(language, tmp_path):
    """The child that stores says why and ends; clients do not notice."""
    (tmp_path / "echomsg.txt").mkdir()
    with Terminal(language, "echo_storeserv", 0, cwd=tmp_path) as server:
        address = LOOPBACK, server.port("tcp")
        server.await_text(b"removed proc id: ")
        with socket.create_connection(address, timeout=PATIENCE) as client:
            client.sendall(b"hello")
            assert b"hello" == client.recv(100)
        server.await_text(b"removed proc id: ", 2)
        outcome = server.terminate()

    assert (b"fopen() error\n", -signal.SIGTERM) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_echo_mpclient_reads_while_it_has_nothing_to_say(language):
    """What the server says unasked is read by the one process while the other waits for input."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        with Terminal(language, "echo_mpclient", LOOPBACK, listener.getsockname()[1]) as client:
            server, _ = listener.accept()
            server.settimeout(PATIENCE)
            with server:
                server.sendall(b"unasked\n")
                client.await_text(REPLY + b"unasked\n")
                assert 1 == len(children(client.pid))
                client.type(b"Hi\nQ\n")
                with server.makefile("rb") as stream:
                    assert b"Hi\n" == stream.read()  # and then the end, though both live
                server.sendall(b"late\n")
            outcome = client.finish()

    assert Outcome(REPLY + b"unasked\n" + REPLY + b"late\n", b"", 0) == outcome


# ------------------------------------------------------------------------------------ select


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_select(language):
    """Lines come at once, and time-outs while there are none; the input's end ends it."""
    with Terminal(language, "select", 50) as program:
        program.type(b"Hi~ \n")
        program.await_text(b"message from console: Hi~ \n")
        program.await_text(b"Time-out!\n", program.shown.count(b"Time-out!\n") + 1)
        outcome = program.finish(b"x" * 40 + b"\n")

    said = b"".join(b"message from console: " + part for part in (b"Hi~ \n", b"x" * 29))
    said += b"message from console: " + b"x" * 11 + b"\n"
    assert Outcome(said, b"", 0) == Outcome(
        outcome.stdout.replace(b"Time-out!\n", b""), outcome.stderr, outcome.status
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_select_fails(language):
    """A negative time-out is an error, and the program says so."""
    assert Outcome(b"select() error!\n", b"", 0) == run(language, "select", -1)


@pytest.mark.parametrize("client_name", CLIENTS)
@pytest.mark.parametrize(("server", "client"), PAIRINGS)
def test_echo_selectserv(server, client, client_name):
    """One process; the descriptor of a client that has gone serves the next."""
    outcome, clients, wire = serve(
        server, "echo_selectserv", client, client_name, [TALK, b""], b"closed client: "
    )

    check_clients(client_name, clients, wire)
    assert b"connected client: 4 \nclosed client: 4 \n" * 2 == outcome.stdout
    assert (b"", -signal.SIGTERM) == (outcome.stderr, outcome.status)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_echo_selectserv_has_many_clients_and_no_children(language):
    """They talk in turn; one goes with a reset, another one comes in its place."""
    with Terminal(language, "echo_selectserv", 0) as server, ExitStack() as stack:
        address = LOOPBACK, server.port("tcp")
        clients = []
        for number in range(3):
            clients.append(connected(stack, address))
            server.await_text(b"connected client: ", number + 1)
        for message in (b"one", b"two" * 100):
            for client in clients:
                client.sendall(message)
            for client in clients:
                assert message == receive(client, len(message))
        # lingering for 0 seconds turns close() into a reset
        clients[1].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        clients[1].close()
        server.await_text(b"closed client: 5 \n")
        with socket.create_connection(address, timeout=PATIENCE) as client:
            client.sendall(b"new")
            assert b"new" == client.recv(100)
            assert [] == children(server.pid)
            for number in (0, 2):
                clients[number].close()
                server.await_text(b"closed client: %d \n" % (4 + number))
        server.await_text(b"closed client: 5 \n", 2)
        outcome = server.terminate()

    expected = b"".join(b"connected client: %d \n" % number for number in (4, 5, 6))
    expected += b"closed client: 5 \nconnected client: 5 \n"
    expected += b"".join(b"closed client: %d \n" % number for number in (4, 6, 5))
    assert expected == outcome.stdout


# ---------------------------------------------------------------- wrong arguments, failing calls

USAGES = {
    "wait": ("[seconds]", [("1", "2")]),
    "waitpid": ("[milliseconds of the child] [of the parent]", [("1",), ("1", "2", "3")]),
    "signal": ("[seconds]", [("1", "2")]),
    "sigaction": ("[seconds]", [("1", "2")]),
    "pipe2": ("[milliseconds]", [("1", "2")]),
    "select": ("[milliseconds]", [("1", "2")]),
    **dict.fromkeys(SERVERS, ("<port>", [(), ("1", "2")])),
    "echo_mpclient": ("<IP> <port>", [(), (LOOPBACK,), (LOOPBACK, "1", "2")]),
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
def test_client_without_a_server(language):
    """connect() fails, and the program says so on stderr."""
    with socket.socket() as silent:  # bound, so that nobody else listens there
        silent.bind((LOOPBACK, 0))
        outcome = run(language, "echo_mpclient", LOOPBACK, silent.getsockname()[1])

    assert Outcome(b"", b"connect() error!\n", 1) == outcome


FAILING = [
    ("wait", ("0",), FORKS, "fork() error"),
    ("waitpid", ("0", "0"), FORKS, "fork() error"),
    ("remove_zombie", (), FORKS, "fork() error"),
    ("pipe1", (), FORKS, "fork() error"),
    ("pipe2", (), FORKS, "fork() error"),
    ("pipe3", (), FORKS, "fork() error"),
    ("pipe1", (), PIPES, "pipe() error"),
    ("pipe2", (), PIPES, "pipe() error"),
    ("pipe3", (), PIPES, "pipe() error"),
    ("echo_storeserv", ("0",), FORKS, "fork() error"),
    ("echo_storeserv", ("0",), PIPES, "pipe() error"),
    *((name, ("0",), "socket", "socket() error") for name in SERVERS),
    *((name, ("0",), "listen", "listen() error") for name in SERVERS),
    *((name, ("0",), ACCEPTS, "accept() error") for name in MP_SERVERS),
    ("echo_selectserv", ("0",), "select,pselect6", "select() error"),
    ("echo_mpclient", (LOOPBACK, "9"), "socket", "socket() error"),
]


@needs_strace
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "args", "calls", "message"), FAILING)
def test_failing_call(language, name, args, calls, message, tmp_path):
    """What fails is named on stderr, and the status is 1."""
    outcome = run_failing(calls, language, name, *args, cwd=tmp_path)

    assert (f"{message}\n".encode(), 1) == (outcome.stderr, outcome.status)
