"""Starts the course's programs, as C twin or as Python example, and sees to it that they end."""

from __future__ import annotations

import atexit
import functools
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil
from relay import LOOPBACK, Conversation, TcpRelay, UdpRelay

ROOT = Path(__file__).resolve().parent.parent
TWINS = ROOT / "tests" / "c_peers"
EXAMPLES = Path(os.environ.get("PYSOCK_EXAMPLES", ROOT / "examples"))
COMPILER_FLAGS = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread"]

C = "C"
PYTHON = "Python"
LANGUAGES = [C, PYTHON]
# The Pythonic twins: what fails they say in Python's way, and all else as the others.
PYTHONIC = "Pythonic"
ALL_LANGUAGES = [*LANGUAGES, PYTHONIC]
FAITHFUL_PAIRINGS = [(server, client) for server in LANGUAGES for client in LANGUAGES]
PAIRINGS = [*FAITHFUL_PAIRINGS, (PYTHONIC, C), (C, PYTHONIC)]

PATIENCE = 60.0  # seconds until a program counts as hung
POLL = 0.002  # seconds between two looks at a program that is starting


@functools.cache
def twin(name: str) -> Path:
    """The C twin's executable, compiled at its first use; no compiler is an error, not a skip."""
    program = _twin_directory() / name
    compiler = shlex.split(os.environ.get("CC", "cc"))
    source = TWINS / f"{name}.c"
    subprocess.run([*compiler, *COMPILER_FLAGS, "-o", program, source], check=True)
    return program


@functools.cache
def _twin_directory() -> Path:
    directory = Path(tempfile.mkdtemp(prefix="pysock-twins-"))
    atexit.register(remove, directory, os.getpid())
    return directory


def remove(directory: Path, owner: int) -> None:
    """Remove a directory at the end of the process that made it, not of a child it forked."""
    if os.getpid() == owner:
        shutil.rmtree(directory)


@functools.cache
def example(name: str) -> Path:
    """The Python example of that name, of whichever day."""
    (script,) = EXAMPLES.glob(f"*/{name}.py")
    return script


def command(language: str, name: str) -> list[Any]:
    """The words that start a program; the last one is its own path."""
    if language == C:
        return [twin(name)]
    script = example(f"{name}_pythonic" if language == PYTHONIC else name)
    return [sys.executable, "-W", "error", script]


def environment() -> dict[str, str]:
    """Ours, without what makes CPython take the buffers of C's stdio away."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@dataclass(frozen=True)
class Outcome:
    """What an ended program leaves: everything of it that two languages can be compared by."""

    stdout: bytes
    stderr: bytes
    status: int


class Program:
    """A running course program; when its `with` block is left, it has ended and is reaped."""

    def __init__(
        self,
        language: str,
        name: str,
        *args: object,
        cwd: Path | None = None,
        stdout: int = subprocess.PIPE,
    ) -> None:
        *_, self.path = start = self._command(language, name)
        self._process = subprocess.Popen(
            [*start, *map(str, args)],
            cwd=cwd,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.pid = self._process.pid

    def _command(self, language: str, name: str) -> list[Any]:
        return command(language, name)

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)  # and its children
        if error is not None and self._process.stderr and not self._process.stderr.closed:
            # a failed test is best explained by the program that hung or fell
            print(f"{self.path.name}: {self._process.stderr.read().decode()}")
        self._process.__exit__(kind, error, trace)

    def finish(self, stdin: bytes = b"") -> Outcome:
        """Give it its whole input and wait for its own end."""
        stdout, stderr = self._process.communicate(stdin, timeout=PATIENCE)
        return Outcome(stdout, stderr, self._process.returncode)

    def terminate(self) -> Outcome:
        """End a server that never ends by itself."""
        self._process.terminate()
        return self.finish()

    def port(self, transport: str) -> int:
        """The port it has, once it is ready: a TCP server listens, a UDP server is bound."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            for connection in self._connections(transport):
                listens = connection.status == psutil.CONN_LISTEN
                if connection.laddr and (listens or transport == "udp"):
                    return int(connection.laddr.port)
            time.sleep(POLL)
        self._process.kill()
        raise AssertionError(f"{self.path.name} is not ready: {self.finish()}")

    def _connections(self, transport: str) -> list[Any]:
        try:
            return psutil.Process(self._process.pid).net_connections(f"{transport}4")
        except psutil.NoSuchProcess:  # it ended between two looks
            return []


def run(
    language: str, name: str, *args: object, stdin: bytes = b"", cwd: Path | None = None
) -> Outcome:
    """Run a program to its end."""
    with Program(language, name, *args, cwd=cwd) as program:
        return program.finish(stdin)


def run_twice(
    name: str,
    directory: Path,
    *args: object,
    given: dict[str, bytes] | None = None,
    stdin: bytes = b"",
) -> tuple[Outcome, dict[str, bytes]]:
    """Run a program in a directory for each language: what they agree on, outcome and files.

    A Pythonic twin whose program fails says so in its own way, and agrees in status and files.
    """
    results = []
    for language in ALL_LANGUAGES:
        home = directory / language
        home.mkdir()
        for file, content in (given or {}).items():
            (home / file).write_bytes(content)
        outcome = run(language, name, *args, stdin=stdin, cwd=home)
        files = {file.name: file.read_bytes() for file in home.iterdir()}
        modes = {file.name: file.stat().st_mode for file in home.iterdir()}
        results.append((outcome, files, modes))
    in_c, in_python, pythonic = results
    assert in_c == in_python
    if in_c[0].status == 0:
        assert in_c == pythonic
    else:
        assert (in_c[0].status, in_c[1]) == (pythonic[0].status, pythonic[1])
    return in_c[:2]


@dataclass(frozen=True)
class Scenario:
    """A server and the clients that visit it in turn, one for each input."""

    server: str
    client: str
    inputs: tuple[bytes, ...]
    transport: str = "tcp"


@dataclass(frozen=True)
class Meeting:
    """All that can be seen of a scenario: what each program left, and the bytes on the wire."""

    server: Outcome
    clients: list[Outcome]
    wire: list[Conversation]


def play(scenario: Scenario, server_language: str, client_language: str) -> Meeting:
    """Run the scenario through a recording relay, the server and the clients in these languages."""
    relays = {"tcp": TcpRelay, "udp": UdpRelay}
    with Program(server_language, scenario.server, 0) as server:
        with relays[scenario.transport](server.port(scenario.transport)) as relay:
            clients = [
                run(client_language, scenario.client, LOOPBACK, relay.port, stdin=stdin)
                for stdin in scenario.inputs
            ]
        # a datagram server never learns that its clients are gone
        end = server.finish if scenario.transport == "tcp" else server.terminate
        return Meeting(end(), clients, relay.conversations)


@functools.cache
def play_in_c(scenario: Scenario) -> Meeting:
    """What the scenario looks like when C talks to C: the measure of all other pairings."""
    return play(scenario, C, C)
