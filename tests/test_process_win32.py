"""What Windows has of processes: their end, their environment, the commands they run."""

import os
import subprocess
import sys

import pytest

import pysock
from pysock import *


def run(program):
    command = [sys.executable, "-c", "from pysock import *\n" + program]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_getpid():
    assert os.getpid() == getpid()


@pytest.mark.parametrize("status", [0, 3, 200])
def test_the_status_of_the_end(status):
    for call in ("exit", "_exit", "_Exit"):
        assert status == run(f"{call}({status})").returncode


def test_exit_runs_what_atexit_registered_and_flushes():
    done = run("atexit(lambda: printf('last\\n')); printf('first\\n'); exit(4)")
    assert (4, ["first", "last"]) == (done.returncode, done.stdout.split())


def test_abort_ends_the_process():
    assert 0 != run("abort()").returncode


def test_environment(monkeypatch):
    monkeypatch.setenv("PYSOCK_이름", "값")
    assert "값" == str(getenv("PYSOCK_이름"))
    assert getenv("PYSOCK_NONE") is NULL
    assert 0 == setenv("PYSOCK_OTHER", "1", 1)
    assert "1" == os.environ["PYSOCK_OTHER"]
    assert "PYSOCK_OTHER=1" in [str(entry) for entry in environ]
    assert 0 == unsetenv("PYSOCK_OTHER")
    assert "PYSOCK_OTHER" not in os.environ


def test_system():
    assert 5 == system("exit 5")
    assert 0 != system(NULL)


@pytest.mark.parametrize(
    "name", ["fork", "waitpid", "sigaction", "execv", "kill", "alarm", "pthread_join"]
)
def test_what_windows_lacks_says_why_and_what_to_do(name):
    with pytest.raises(AttributeError, match=rf"pysock\.{name}: Windows .*: use|start .*Popen"):
        getattr(pysock, name)
