"""Ports programs and runs each in a child of its own, with everything imported once.

The argument is a directory; standard input is JSON, a list of ``[source, argument, …]``. A program
``x.c`` runs in the directory ``x`` with ``x.in`` as its input, ``x.out`` and ``x.err`` as outputs.
"""

import json
import os
import signal
import sys
from pathlib import Path

import pysock
from pysock.port.program import port
from pysock.port.running import run

PATIENCE = 120  # seconds of one program


def main(directory: Path) -> int:
    statuses = []
    for source, *arguments in json.load(sys.stdin):
        child = os.fork()
        if child == 0:
            return start(Path(source), directory, arguments)
        _, status = os.waitpid(child, 0)
        statuses.append(os.waitstatus_to_exitcode(status))
    print(json.dumps(statuses))
    return 0


def start(source: Path, directory: Path, arguments: list[str]) -> int:
    """In the child: become the program."""
    signal.alarm(PATIENCE)
    place = directory / source.stem
    plain = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, suffix, flags in ((0, ".in", os.O_RDONLY), (1, ".out", plain), (2, ".err", plain)):
        fd = os.open(f"{place}{suffix}", flags, 0o644)
        os.dup2(fd, number)
        os.close(fd)
    os.chdir(place)
    made = port([source])
    return run(made, [Path(source.name)], arguments)


if __name__ == "__main__":
    assert pysock.stdout is not None  # the streams exist before the first program starts
    sys.exit(main(Path(sys.argv[1])))
