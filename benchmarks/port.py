"""How fast `pysock port` ports, and how fast its port of an echo server serves.

    python benchmarks/port.py [--rounds N] [--trips N]

The first figure is the whole command on a C program of 1,000 lines. Then the C twin of
examples/day02/echo_server.py, its port by machine and the hand-written port serve the same
client in turns; it sends 64 bytes and waits for them. A speed is the median of the rounds' own
ratios to the hand-written port.
"""

from __future__ import annotations

import argparse
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TWIN = ROOT / "tests" / "c_peers" / "echo_server.c"
BY_HAND = ROOT / "examples" / "day02" / "echo_server.py"
LINES = 1000
SIZE = 64
CLIENTS = 5  # that one run of the server serves
PATIENCE = 30
HEAD = """#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <unistd.h>

struct client { int fd; char name[20]; struct client *next; };
static struct client *all;
"""
PART = """
/* serves what client %(n)d asks for */
static int serve_%(n)d(int fd, const char *name)
{
    char buf[1024], reply[2048];
    int i, sum = 0;
    ssize_t n;
    struct client *c = malloc(sizeof(*c));

    if (c == NULL)
        goto out;
    c->fd = fd;
    strncpy(c->name, name, sizeof(c->name) - 1);
    c->next = all;
    all = c;
    while ((n = read(fd, buf, sizeof(buf) - 1)) > 0) {
        buf[n] = '\\0';
        for (i = 0; i < n; i++)
            sum = sum * 31 + buf[i];
        switch (buf[0]) {
        case 'q':
            goto out;
        case 'w':
            snprintf(reply, sizeof(reply), "%%s: %%d\\n", c->name, sum);
            break;
        default:
            snprintf(reply, sizeof(reply), "%%s says %%s\\n", c->name, buf);
        }
        if (write(fd, reply, strlen(reply)) == -1)
            perror("write");
    }
out:
    close(fd);
    return sum %% 100;
}
"""


def main() -> None:
    """Measure both, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--trips", type=int, default=4000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        wall, processor = porting(directory, options.rounds)
        print(f"porting {LINES} lines: {wall:.2f} s, {processor:.2f} s of them on the processor")
        speeds = serving(directory, options.rounds, options.trips)
    for label, (rate, ratio) in speeds.items():
        print(f"{label:<16} {rate:>8.0f} round trips/s   {ratio:.2f} of the hand-written port")


def porting(directory: Path, rounds: int) -> tuple[float, float]:
    """The seconds that the command takes, interpreter and all: by the clock, and of processor."""
    text, number = HEAD, 0
    while text.count("\n") < LINES:
        text += PART % {"n": number}
        number += 1
    source = directory / "long.c"
    source.write_text(
        f"{text}int main(void) {{ return serve_0(0, argv0); }}\n".replace("argv0", '"me"')
    )
    target = directory / "long.py"
    command: list[str | Path] = [sys.executable, "-m", "pysock", "port", source, "-o", target]
    times = []
    for _ in range(rounds):
        start, used = time.perf_counter(), spent()
        subprocess.run(command, cwd=directory, check=True)
        times.append((time.perf_counter() - start, spent() - used))
    walls, processors = zip(*times, strict=True)
    return statistics.median(walls), statistics.median(processors)


def spent() -> float:
    """The processor time of the commands that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def serving(directory: Path, rounds: int, trips: int) -> dict[str, tuple[float, float]]:
    """The round trips a second of each server, and its ratio to the hand-written port."""
    ported, binary = directory / "echo_server.py", directory / "echo_server"
    port: list[str | Path] = [sys.executable, "-m", "pysock", "port", TWIN, "-o", ported]
    subprocess.run(port, cwd=directory, check=True)
    subprocess.run(["cc", "-O2", "-w", TWIN, "-o", binary], check=True)
    commands: dict[str, list[str | Path]] = {
        "C": [binary],
        "ported": [sys.executable, ported],
        "hand-written": [sys.executable, BY_HAND],
    }
    rates: dict[str, list[float]] = {label: [] for label in commands}
    for first in range(0, rounds, CLIENTS):
        with ExitStack() as stack:
            ports = {label: started(stack, command) for label, command in commands.items()}
            for turn in range(first, first + CLIENTS):
                labels = list(ports)
                for label in labels[turn % 3 :] + labels[: turn % 3]:
                    rates[label].append(measured(ports[label], trips))
    by_hand = rates["hand-written"]
    return {
        label: (
            statistics.median(every),
            statistics.median(one / other for one, other in zip(every, by_hand, strict=True)),
        )
        for label, every in rates.items()
    }


def started(stack: ExitStack, command: list[str | Path]) -> int:
    """Start a server on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = stack.enter_context(subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL))
    stack.callback(server.kill)
    return port


def measured(port: int, trips: int) -> float:
    """Round trips a second of one client."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            client = socket.create_connection(("127.0.0.1", port))
            break
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    message = b"x" * SIZE
    with client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = time.perf_counter()
        for _ in range(trips):
            client.sendall(message)
            got = b""
            while len(got) < SIZE:
                part = client.recv(SIZE)
                if not part:
                    raise ConnectionError("the server left")
                got += part
            if got != message:
                raise ValueError("not the bytes that were sent")
        return trips / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
