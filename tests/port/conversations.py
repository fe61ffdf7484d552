"""Programs that talk over sockets: a script of what others send them, and what comes back.

A script ``x.talk`` stands beside ``x.c``. Its first line gives the program's arguments behind
``server`` (others connect to PORT) or ``client`` (it connects to PORT); each other line is a step::

    a > hello\\n         a, which connects at its first step, sends
    a < \\n              a receives up to and with these bytes
    a < 12 bytes        a receives as many
    a < end             a receives until the other side closes
    a shut              a sends no more
    a close
    udp a               a sends datagrams: `a <` is one of them
    input text\\n        the program's standard input
    kill SIGINT         the program gets a signal, once it waits for something
    children 1          so many are left that it has not reaped
    ends                the program ends by itself; else SIGTERM ends it
"""

import contextlib
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

PATIENCE = 60.0  # seconds until a peer counts as hung
HOST = "127.0.0.1"


@dataclass
class Talk:
    """What a program sent, its standard output, and its exit status."""

    status: int | None = None
    output: bytes = b""
    received: list[tuple[str, bytes]] = field(default_factory=list)
    errors: bytes = field(default=b"", compare=False)


def spoken(text: str) -> bytes:
    return text.encode().decode("unicode_escape").encode("latin-1")


def free_port(kind: int) -> int:
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind((HOST, 0))
        return int(s.getsockname()[1])


class Conversation:
    """One run of a script with one program."""

    def __init__(self, command: list[str], script: Path, directory: Path) -> None:
        head, *self._steps = script.read_text(encoding="utf-8").splitlines()
        self._role, *arguments = head.split()
        self._datagrams = {s.split()[1] for s in self._steps if s.startswith("udp ")}
        self._listener: socket.socket | None = None
        if self._role == "client" and not self._datagrams:
            self._listener = socket.create_server((HOST, 0))
            self._listener.settimeout(PATIENCE)
            self._port = self._listener.getsockname()[1]
        else:
            kind = socket.SOCK_DGRAM if self._datagrams else socket.SOCK_STREAM
            self._port = free_port(kind)
        words = [str(self._port) if word == "PORT" else word for word in arguments]
        self._peers: dict[str, socket.socket] = {}
        self._pending: dict[str, bytes] = {}
        self._command = ["stdbuf", "-oL", *command, *words]
        self._directory = directory
        self._talk = Talk()

    def run(self) -> Talk:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
        with subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._directory,
            env=environment,
            start_new_session=True,
        ) as process:
            self._process = psutil.Process(process.pid)
            try:
                for step in self._steps:
                    self._step(step, process)
            except (OSError, psutil.Error) as error:
                self._talk.received.append(("failure", str(error).encode()))
            finally:
                for peer in self._peers.values():
                    peer.close()
                if self._listener is not None:
                    self._listener.close()
                self._end(process)
        return self._talk

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        if "ends" not in self._steps:
            process.send_signal(signal.SIGTERM)
        try:
            self._talk.output, self._talk.errors = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            self._talk.output, self._talk.errors = process.communicate()
        self._talk.status = process.returncode
        with contextlib.suppress(ProcessLookupError):  # children that still run
            os.killpg(process.pid, signal.SIGKILL)

    def _step(self, step: str, process: "subprocess.Popen[bytes]") -> None:
        name, _, rest = step.partition(" ")
        if not step or name in ("udp", "ends"):
            return
        if name == "input":
            assert process.stdin is not None
            process.stdin.write(spoken(rest))
            process.stdin.flush()
        elif name == "kill":
            self._until_it_waits()
            process.send_signal(getattr(signal, rest))
        elif name == "children":
            self._until_left(int(rest))
        elif rest == "close":
            self._peers.pop(name).close()
        elif rest == "shut":
            self._peer(name).shutdown(socket.SHUT_WR)
        else:
            sign, _, text = rest.partition(" ")
            if sign == ">":
                self._peer(name).sendall(spoken(text))
            else:
                self._talk.received.append((name, self._receive(name, text)))

    def _peer(self, name: str) -> socket.socket:
        if name not in self._peers:
            self._peers[name] = self._connected(name)
            self._pending[name] = b""
        return self._peers[name]

    def _connected(self, name: str) -> socket.socket:
        if self._listener is not None:
            peer, _ = self._listener.accept()
            peer.settimeout(PATIENCE)
            return peer
        if name in self._datagrams:
            self._await("udp4", psutil.CONN_NONE)
            peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            peer.settimeout(PATIENCE)
            peer.connect((HOST, self._port))
            return peer
        self._await("tcp4", psutil.CONN_LISTEN)
        return socket.create_connection((HOST, self._port), timeout=PATIENCE)

    def _await(self, kind: str, status: str) -> None:
        """Until the program's port is there: nothing tells when another process binds one."""
        deadline = time.monotonic() + PATIENCE
        while not any(
            c.laddr and c.laddr.port == self._port and c.status == status
            for c in self._process.net_connections(kind)
        ):
            if time.monotonic() > deadline:
                raise TimeoutError(f"nobody has the port {self._port}")
            time.sleep(0.02)

    def _until_it_waits(self) -> None:
        """Until the program sleeps and nothing moves it: whether a call is made, no file tells."""
        deadline = time.monotonic() + PATIENCE
        seen = None
        while (now := (self._process.status(), self._process.num_ctx_switches())) != seen or (
            now[0] != psutil.STATUS_SLEEPING
        ):
            if time.monotonic() > deadline:
                raise TimeoutError("the program does not come to rest")
            seen = now
            time.sleep(0.03)

    def _until_left(self, count: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while len(self._process.children()) > count:
            if time.monotonic() > deadline:
                raise TimeoutError("more children are left")
            time.sleep(0.02)

    def _receive(self, name: str, text: str) -> bytes:
        peer = self._peer(name)
        if name in self._datagrams:
            return peer.recv(65536)
        if text == "end":
            return self._until(name, lambda data: -1)
        if text.endswith(" bytes"):
            count = int(text.split()[0])
            return self._until(name, lambda data: count if len(data) >= count else -1)
        mark = spoken(text)
        return self._until(name, lambda data: data.find(mark) + len(mark) if mark in data else -1)

    def _until(self, name: str, ends_at) -> bytes:
        data = self._pending[name]
        while (at := ends_at(data)) < 0:
            piece = self._peers[name].recv(65536)
            if not piece:
                at = len(data)
                break
            data += piece
        self._pending[name] = data[at:]
        return data[:at]
