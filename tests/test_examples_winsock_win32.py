"""The programs of Windows on Windows: those that test_examples_winsock.py runs elsewhere."""

import contextlib
import socket
import subprocess
import sys
import time

import pytest
from peers import EXAMPLES, PATIENCE
from relay import LOOPBACK
from test_examples_winsock import ECHOED, REQUESTS, TALK, asks, site, talks

WINSOCK = EXAMPLES / "winsock"


@contextlib.contextmanager
def running(name, **options):
    """A server that listens, and its port; it is ended afterwards."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(WINSOCK / f"{name}.py"), str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet, **options) as server:
        try:
            until_it_listens(port)
            yield port
        finally:
            server.kill()


def until_it_listens(port):
    deadline = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        assert time.monotonic() < deadline, "the server does not listen"
        time.sleep(0.02)


def client(port):
    """What the course's client prints."""
    command = [sys.executable, str(WINSOCK / "echo_client_win.py"), LOOPBACK, str(port)]
    done = subprocess.run(command, input=TALK, capture_output=True, timeout=PATIENCE)
    assert (0, b"") == (done.returncode, done.stderr)
    return done.stdout.replace(b"\r\n", b"\n")


def test_echo_server_and_client():
    with running("echo_server_win") as port:  # it serves five; the look at it was the first
        for _ in range(4):
            assert ECHOED == client(port)


@pytest.mark.parametrize("name", ["echo_selectserv_win", "echo_eventserv_win"])
def test_servers_of_many_clients(name):
    with running(name) as port:
        assert 3 == talks((LOOPBACK, port))
        assert ECHOED == client(port)


def test_webserv(tmp_path):
    with running("webserv_win", cwd=site(tmp_path)) as port:
        for request, expected in REQUESTS.items():
            assert expected == asks((LOOPBACK, port), request), request


def test_usage():
    command = [sys.executable, str(WINSOCK / "echo_server_win.py")]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE)
    assert (1, b"Usage : ") == (done.returncode, done.stdout[:8])
