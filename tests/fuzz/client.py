"""Starts the server of random programs inside namespaces, and judges how programs ended."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from .server import UNDOCUMENTED

HERE = Path(__file__).resolve().parent
CRASHES = {
    signal.SIGABRT,
    signal.SIGBUS,
    signal.SIGFPE,
    signal.SIGILL,
    signal.SIGSEGV,
    signal.SIGSYS,
    signal.SIGTRAP,
}
EXITS = [["err"], ["errx"]]  # what ends a program with any status
# The first process of new namespaces for users, mounts, processes, network, host name and IPC; it
# sees all files read-only but for a directory in memory.
NAMESPACES = ["--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "--net"]
CONFINE = (
    'mount -t tmpfs tmpfs "$0" && mount -o remount,bind,ro / && mount -o remount,bind,ro /dev '
    '&& cd "$0" && exec "$@"'
)
# glibc counts what a thread has cached as in use.
EXACT_HEAP = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"}
# What the server keeps of our environment, besides a sanitizer's settings.
KEPT = {"LD_PRELOAD", "PATH", "PYSOCK_FUZZ_PATIENCE", "PYTHONMALLOC", "VIRTUAL_ENV"}

Step = tuple[str, int]


class FaultError(AssertionError):
    """A program found a bug."""


class Client:
    """A running server; at the end of the `with` block nothing of it is left."""

    def __init__(self) -> None:
        if shutil.which("unshare") is None:
            raise RuntimeError("random programs need Linux's namespaces: unshare(1) of util-linux")
        self._directory = tempfile.mkdtemp(prefix="pysock-fuzz-")
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [
                    *("unshare", *NAMESPACES, "--uts", "--ipc"),
                    *("sh", "-c", CONFINE, self._directory),
                    *(sys.executable, "-m", f"{__package__}.serve", str(theirs.fileno())),
                ],
                pass_fds=[theirs.fileno()],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
            )
        self._lines = ours.makefile("rw")
        ours.close()

    def _environment(self) -> dict[str, str]:
        """Nothing of ours but where Python finds what it needs, and a sanitizer's settings."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in KEPT or name.endswith("SAN_OPTIONS")
        }
        root = HERE.parents[len(__package__.split(".")) - 1]
        path = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
        own = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "HOME": "none"}
        return {**kept, **own, **EXACT_HEAP}

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lines.close()
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._directory)

    def run(self, steps: list[Step]) -> str | None:
        """Run a program: nothing, or the report of the fault it found."""
        self._lines.write(json.dumps(steps) + "\n")
        self._lines.flush()
        answer = self._lines.readline()
        if not answer:
            raise RuntimeError(f"the server of random programs ended: {self._process.wait()}")
        return verdict(steps, **json.loads(answer))


def verdict(steps: list[Step], status: int, end: str, step: int, said: str) -> str | None:
    """Why the end of a program is a fault, if it is one."""
    names = [name for name, _ in steps]
    where = f"in step {step}, {[*names, 'after the last one', 'before the first one'][step]}"
    if end == "hangs":
        return f"hangs {where}:\n{said}"
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in CRASHES:
        return f"{signal.Signals(os.WTERMSIG(status)).name} {where}:\n{said}"
    own = said == "" and names[step : step + 1] in EXITS  # a status that the program chose
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == UNDOCUMENTED and not own:
        return f"an undocumented exception {where}:\n{said}"
    if "Sanitizer" in said or "runtime error:" in said:
        return f"a sanitizer's report {where}:\n{said}"
    return None
