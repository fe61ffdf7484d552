"""Many connections at once, and very many one after the other: python -m tests.scale

Each echo server holds idle connections, which must be served whenever they speak again, while
busy ones talk without a pause. Every byte that comes back is compared with what was sent. The table
shows what was answered, and what a connection costs the server.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import resource
import selectors
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

import pysock as c
from pysock import Poller, create_connection, create_server

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = Path(os.environ.get("PYSOCK_EXAMPLES", ROOT / "examples"))
PATIENCE = 60  # seconds until an answer counts as lost
SPARE = 100  # descriptors besides those of connections
ADDRESSES = 8  # of the loopback network: each gives the ephemeral ports once more
MESSAGE = 16


# --------------------------------------------------------------------------------- the servers


def serve_poll() -> None:
    """An echo server of one array for poll(2): the C layer."""
    listener = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    address = c.struct.sockaddr_in()
    address.sin_family = c.AF_INET
    c.bind(listener, address, c.sizeof(address))
    c.listen(listener, c.SOMAXCONN)
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    places, buf, count = c.struct.pollfd[most](), c.char[4096](), 1
    places[0] = c.struct.pollfd(fd=listener, events=c.POLLIN)
    while True:
        ready = c.poll(places, count, -1)
        if places[0].revents:
            ready -= 1
            places[count] = c.struct.pollfd(fd=c.accept(listener, 0, 0), events=c.POLLIN)
            count += 1
        for i in range(count - 1, 0, -1):
            if ready == 0:
                break
            place = places[i]
            if not place.revents:
                continue
            ready -= 1
            if (got := c.read(place.fd, buf, 4096)) <= 0 or c.write(place.fd, buf, got) != got:
                c.close(place.fd)
                count -= 1
                places[i] = places[count]


def serve_poller(kind: str) -> None:
    """An echo server of a `Poller`: the Pythonic layer."""
    with create_server("0.0.0.0:0", backlog=128) as server, Poller(kind) as poller:
        poller.register(server)
        while True:
            for key, _ in poller.select():
                if key.fileobj is server:
                    poller.register(server.accept()[0])
                elif data := key.fileobj.recv(4096):
                    key.fileobj.sendall(data)
                else:
                    poller.unregister(key.fileobj)
                    key.fileobj.close()


OWN = {"poll": serve_poll, "Poller poll": lambda: serve_poller("poll")}
PROGRAMS = {
    "echo_epollserv": "beyond/echo_epollserv.py",
    "echo_epollserv edge": "beyond/echo_epollserv.py",
    "echo_epollserv_pythonic": "pythonic/echo_epollserv_pythonic.py",
    "echo_selectserv": "day04/echo_selectserv.py",
}
TWIN = "C twin"
SERVERS = [TWIN, *PROGRAMS, *OWN]


def command(name: str, directory: str) -> list[str]:
    """The words that start a server."""
    if name == TWIN:
        twin = f"{directory}/echo_epollserv"
        source = ROOT / "tests" / "c_peers" / "echo_epollserv.c"
        compiler = shlex.split(os.environ.get("CC", "cc"))
        subprocess.run([*compiler, "-O2", "-o", twin, source], check=True)
        return [twin, "0"]
    if name in OWN:
        return [sys.executable, str(Path(__file__).resolve()), "--serve", name]
    return [sys.executable, str(EXAMPLES / PROGRAMS[name]), "0", *name.split()[1:]]


@contextlib.contextmanager
def running(name: str) -> Iterator[tuple[psutil.Process, int]]:
    """A server that listens, and its port; it ends with the block."""
    with (
        tempfile.TemporaryDirectory() as directory,
        subprocess.Popen(command(name, directory), stdout=subprocess.DEVNULL) as process,
    ):
        try:
            server = psutil.Process(process.pid)
            deadline = time.monotonic() + PATIENCE
            while not (ports := _ports(server)):
                assert time.monotonic() < deadline
                assert process.poll() is None, f"{name} ended: {process.returncode}"
                time.sleep(0.01)
            yield server, ports[0]
        finally:
            process.kill()


def _ports(server: psutil.Process) -> list[int]:
    found = server.net_connections("tcp4")
    return [each.laddr.port for each in found if each.status == psutil.CONN_LISTEN]


# -------------------------------------------------------------------------------- connections


class Result(NamedTuple):
    """What was seen of a server."""

    idle: int
    busy: int
    refused: int  # connections that the server closed at once
    echoes: int
    seconds: float
    bytes_each: float  # of the server's resident memory, for one connection


def room_for(connections: int) -> None:
    """Descriptors enough, here and in the servers, which inherit the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE
    if hard not in (resource.RLIM_INFINITY,) and hard < wanted:
        raise SystemExit(f"{connections} connections need RLIMIT_NOFILE {wanted}: it is {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def hold(name: str, idle: int, busy: int, seconds: float, show: Callable[[str], None]) -> Result:
    """Let a server hold so many connections for so long; raises where an echo is wrong."""
    with running(name) as (server, port), contextlib.ExitStack() as stack:
        before = server.memory_info().rss
        held, refused = [], 0
        for number in range(idle + busy):
            sock = socket.create_connection((f"127.0.0.{number % ADDRESSES + 1}", port), PATIENCE)
            stack.callback(sock.close)
            if answered(sock, number):
                held.append(sock)
            else:
                refused += 1
            if number % 100 == 0:
                show(f"{name}: {number} connections")
        each = (server.memory_info().rss - before) / max(len(held), 1)
        talking, silent = held[:busy], held[busy:]
        started = time.monotonic()
        echoes = talk(talking, started + seconds, lambda done: show(f"{name}: {done} echoes"))
        took = time.monotonic() - started
        assert all(answered(sock, number) for number, sock in enumerate(silent)), "an echo is lost"
        return Result(len(silent), len(talking), refused, echoes, took, each)


def answered(sock: socket.socket, number: int) -> bool:
    """Whether a server echoes; False where it has closed the connection."""
    message = number.to_bytes(MESSAGE, "big")
    try:
        sock.sendall(message)
        received = b""
        while len(received) < MESSAGE:
            part = sock.recv(MESSAGE - len(received))
            if not part:
                return False
            received += part
    except ConnectionError:
        return False
    assert message == received
    return True


def talk(socks: list[socket.socket], ends: float, show: Callable[[int], None]) -> int:
    """Messages on all connections at once, each when the one before has come back; their number."""
    with selectors.DefaultSelector() as selector:
        awaited = {}
        for sock in socks:
            sock.setblocking(False)
            selector.register(sock, selectors.EVENT_READ)
            awaited[sock] = _message(sock, 0)
            sock.sendall(awaited[sock])
        sent, echoes = len(socks), 0
        while echoes < sent:
            ready = selector.select(PATIENCE)
            assert ready, f"{sent - echoes} echoes are lost"
            goes_on = time.monotonic() < ends
            for key, _ in ready:
                sock = key.fileobj
                part = sock.recv(MESSAGE)
                assert part, "a connection has ended"
                assert awaited[sock].startswith(part)
                awaited[sock] = awaited[sock][len(part) :]
                if awaited[sock]:
                    continue
                echoes += 1
                if goes_on:
                    awaited[sock] = _message(sock, sent)
                    sock.sendall(awaited[sock])
                    sent += 1
            show(echoes)
        for sock in socks:
            sock.setblocking(True)
            sock.settimeout(PATIENCE)
        return echoes


def _message(sock: socket.socket, number: int) -> bytes:
    return sock.fileno().to_bytes(4, "big") + number.to_bytes(MESSAGE - 4, "big")


# ------------------------------------------------------------------------------------- cycles


def c_cycle(address: tuple[str, int], listener: int) -> None:
    """Connect, accept, close: the C layer."""
    place = c.struct.sockaddr_in()
    place.sin_family, place.sin_port = c.AF_INET, c.htons(address[1])
    c.inet_pton(c.AF_INET, address[0], place.sin_addr)
    client = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    assert c.connect(client, place, c.sizeof(place)) == 0, c.strerror(int(c.errno))
    peer = c.accept(listener, place, c.socklen_t(c.sizeof(place)))
    assert peer != -1, c.strerror(int(c.errno))
    assert [0, 0] == [c.close(client), c.close(peer)]


CYCLES = {"C layer": c_cycle, "Pythonic layer": None}


def cycles(layer: str, count: int, show: Callable[[str], None]) -> tuple[float, dict[str, int]]:
    """So many connections one after the other: the seconds, and what has grown by how much."""
    with create_server("0.0.0.0:0") as server:
        port = server.getsockname().port

        def pythonic_cycle(address: tuple[str, int], _: int) -> None:
            with create_connection(address), server.accept()[0]:
                pass

        cycle = CYCLES[layer] or pythonic_cycle

        def run(times: int) -> None:
            for number in range(times):
                cycle((f"127.0.0.{number % ADDRESSES + 1}", port), server.fileno())
                if number % 500 == 0:
                    show(f"{layer}: {number} cycles")

        run(2000)  # what fills caches
        before = _counts()
        started = time.monotonic()
        run(count)
        took = time.monotonic() - started
        after = _counts()
    return took, {what: after[what] - number for what, number in before.items()}


def _counts() -> dict[str, int]:
    gc.collect()
    return {
        "blocks": sys.getallocatedblocks(),
        "descriptors": psutil.Process().num_fds(),
        "KiB": psutil.Process().memory_info().rss // 1024,
    }


# ---------------------------------------------------------------------------------- the command


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale", description=__doc__)
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--busy", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--cycles", type=int, default=100_000)
    parser.add_argument("--serve", choices=OWN, help=argparse.SUPPRESS)
    parser.add_argument("--server", action="append", choices=SERVERS, help="default: all")
    options = parser.parse_args()
    if options.serve:
        OWN[options.serve]()
    room_for(options.idle + options.busy)
    print("| Server | idle | busy | closed at once | echoes/s | KiB of server a connection |")
    print("|---|---|---|---|---|---|")
    for name in options.server or SERVERS:
        r = hold(name, options.idle, options.busy, options.seconds, _show)
        rate = r.echoes / r.seconds
        _show("")
        print(
            f"| {name} | {r.idle:,} | {r.busy:,} | {r.refused:,} | {rate:,.0f} "
            f"| {r.bytes_each / 1024:.2f} |",
            flush=True,
        )
    print("\n| connect, accept, close | cycles | cycles/s | grown by |")
    print("|---|---|---|---|")
    for layer in CYCLES:
        took, grown = cycles(layer, options.cycles, _show)
        _show("")
        told = ", ".join(f"{number} {what}" for what, number in grown.items())
        print(f"| {layer} | {options.cycles:,} | {options.cycles / took:,.0f} | {told} |")


def _show(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{what:<60}\r", end="", file=sys.stderr)


if __name__ == "__main__":
    main()
