"""C programs beside their ports: both run in a directory of their own, and what they do is told."""

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

RUNNER = Path(__file__).parent / "runner.py"
COMPILE = ["gcc", "-w", "-std=gnu11", "-fno-strict-aliasing"]
PATIENCE = 60


@dataclass(frozen=True)
class Outcome:
    """What a program did that others can see."""

    status: int
    output: bytes
    files: dict[str, bytes]


@dataclass(frozen=True)
class Source:
    """A C program of the corpus, with its standard input and its arguments."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def input(self) -> bytes:
        path = self.path.with_suffix(".in")
        return path.read_bytes() if path.is_file() else b""

    @property
    def charset(self) -> str:
        """What the compiler has to be told of a source of Korean Windows."""
        try:
            self.path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            return "CP949"
        return "UTF-8"

    @property
    def arguments(self) -> list[str]:
        """The words of a first line ``// arguments: …``."""
        first = self.path.read_bytes().split(b"\n", 1)[0].decode("utf-8", "replace")
        return shlex.split(first.partition("arguments:")[2]) if "arguments:" in first else []


def sources(directory: Path) -> list[Source]:
    return [Source(path) for path in sorted(directory.glob("*.c"))]


def compiled(programs: list[Source], directory: Path) -> None:
    """Compile each program into `directory`, two compilers at a time."""
    waiting = [
        [
            *COMPILE,
            f"-finput-charset={program.charset}",
            "-o",
            str(directory / program.name),
            str(program.path),
            "-lpthread",
            "-lm",
        ]
        for program in programs
    ]
    running: list[subprocess.Popen[bytes]] = []
    while waiting or running:
        while waiting and len(running) < 2:
            running.append(subprocess.Popen(waiting.pop(0)))
        assert 0 == running.pop(0).wait()


def outcome(program: Source, binary: Path, directory: Path) -> Outcome:
    """Run the compiled program in an empty `directory`."""
    directory.mkdir()
    result = subprocess.run(
        [program.name, *program.arguments],
        executable=binary,
        input=program.input,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=directory,
        timeout=PATIENCE,
    )
    return Outcome(result.returncode, result.stdout, _files(directory))


def ported(programs: list[Source], directory: Path) -> dict[str, tuple[Outcome, str]]:
    """Port and run all programs from one process; what each did, and its standard error."""
    orders = []
    for program in programs:
        place = directory / program.name
        place.mkdir()
        (directory / f"{program.name}.in").write_bytes(program.input)
        orders.append([str(program.path), *program.arguments])
    command = [sys.executable, str(RUNNER), str(directory)]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        command, input=json.dumps(orders), stdout=subprocess.PIPE, text=True, env=environment
    )
    statuses = json.loads(done.stdout)
    outcomes = {}
    for program, status in zip(programs, statuses, strict=True):
        output = (directory / f"{program.name}.out").read_bytes()
        errors = (directory / f"{program.name}.err").read_text(errors="replace")
        files = _files(directory / program.name)
        outcomes[program.name] = (Outcome(status, output, files), errors)
    return outcomes


def _files(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not os.path.islink(path)
    }
