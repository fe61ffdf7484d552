"""Programs with system calls that fail by order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from peers import PATIENCE, Outcome, command, environment

FORKS = "clone,clone3,fork,vfork"  # what fork() calls, on one system or another
PIPES = "pipe,pipe2"
ACCEPTS = "accept,accept4"

needs_strace = pytest.mark.skipif(sys.platform != "linux", reason="strace makes Linux calls fail")


def run_failing(
    calls: str, language: str, name: str, *args: object, cwd: Path | None = None
) -> Outcome:
    """Run a program to its end; each of these system calls fails as if resources were short."""
    failing = ",".join(f"?{call}" for call in calls.split(","))  # ? where a system has no such call
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={failing}:error=ENOMEM"]
    done = subprocess.run(
        [*strace, *command(language, name), *map(str, args)],
        capture_output=True,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )
    return Outcome(done.stdout, done.stderr, done.returncode)
