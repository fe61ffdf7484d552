"""What C itself says: programs compiled for one test, and calls made in both languages."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import pysock

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="names what only Linux has")

BEFORE = 77  # errno before each call: a call that does not fail leaves it alone

TABLE = """
#include "compat.h"
#include <sys/file.h>
#include <sys/un.h>

#define CALL(call) \\
    do { \\
        errno = BEFORE; \\
        long long result = (long long)(call); \\
        printf("%lld %d\\n", result, errno); \\
    } while (0)

int main(int argc, char **argv)
{
    (void)argc, (void)argv;
    signal(SIGPIPE, SIG_IGN); /* as CPython does */
"""


@dataclass(frozen=True)
class C:
    """A compiler, and a directory for what it makes."""

    compiler: str
    directory: Path
    flags: tuple[str, ...] = field(default=("-w", "-I", str(Path(__file__).parents[1] / "csrc")))

    def output(self, source, *arguments, fds=(), text=True):
        """What the program prints."""
        program = self.directory / "oracle.c"
        program.write_text(source)
        binary = self.directory / "oracle"
        subprocess.run([self.compiler, *self.flags, program, "-o", binary], check=True)
        run = subprocess.run(
            [binary, *map(str, arguments)],
            check=True,
            stdout=subprocess.PIPE,
            text=text,
            pass_fds=fds,
            timeout=60,
        )
        return run.stdout

    def table(self, calls, variables, declarations=""):
        """(result, errno) of each call; the variables are descriptors and strings of both sides."""
        lines = [TABLE.replace("BEFORE", str(BEFORE))]
        for position, (name, value) in enumerate(variables.items(), 1):
            if isinstance(value, int):
                lines.append(f"int {name} = atoi(argv[{position}]);")
            else:
                lines.append(f"const char *{name} = argv[{position}];")
        lines += [declarations, *(f"CALL({call});" for call in calls), "return 0; }\n"]
        fds = [value for value in variables.values() if isinstance(value, int) and is_open(value)]
        printed = self.output("\n".join(lines), *variables.values(), fds=fds)
        return [tuple(map(int, line.split())) for line in printed.splitlines()]


def is_open(fd):
    return -1 != pysock.fcntl(fd, pysock.F_GETFD)


def table(calls, variables):
    """The same in Python: the texts of the calls are valid in both languages."""
    results = []
    for call in calls:
        pysock.errno.value = BEFORE
        result = eval(call, {**vars(pysock), **variables})
        results.append((int(result), int(pysock.errno)))
    return results


def differences(calls, theirs, ours):
    """The calls that did not do what C did, readable in a failing assertion."""
    assert len(calls) == len(theirs) == len(ours)
    return [
        f"{call}: C {c}, Python {python}"
        for call, c, python in zip(calls, theirs, ours, strict=True)
        if c != python
    ]
