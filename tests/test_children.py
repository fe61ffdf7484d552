"""Child and ExitStatus, against what the standard library and the kernel say."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import warnings

import pytest

import pysock
from pysock import Child, ExitStatus, Pipe


def python(program, *options, status=0):
    """Run a program of its own: (stdout, stderr)."""
    done = subprocess.run(
        [sys.executable, *options, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert status == done.returncode, done.stderr
    return done.stdout, done.stderr


def is_zombie(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] == "Z"


# ---------------------------------------------------------------------------------- the status


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (lambda: None, 0),
        (lambda: 3, 3),
        (lambda: 256 + 7, 7),
        (lambda: -1, 255),
        (lambda: sys.exit(4), 4),
        (lambda: sys.exit(), 0),
        (lambda: os._exit(9), 9),
        (lambda: pysock.exit(11), 11),
    ],
)
def test_the_result_is_the_exit_status(function, code):
    with Child(function) as child:
        status = child.wait()
    assert ExitStatus(code, None) == status == child.status
    assert (code == 0, code) == (status.success, status.returncode)
    assert f"exit status {code}" == str(status)


@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_ended_by_a_signal(end):
    signum = {"terminate": signal.SIGTERM, "kill": signal.SIGKILL}[end]
    with Child(time.sleep, 60) as child:
        assert child.alive
        getattr(child, end)()
        status = child.wait()
    assert ExitStatus(None, signum) == status
    assert (False, -signum) == (status.success, status.returncode)
    assert f"ended by {signum.name}" == str(status)


def test_from_c_is_for_processes_that_ended():
    assert ExitStatus(5, None) == ExitStatus.from_c(5 << 8)
    assert ExitStatus(None, signal.SIGSEGV, True) == ExitStatus.from_c(0x80 | signal.SIGSEGV)
    assert "ended by SIGSEGV (core dumped)" == str(ExitStatus(None, signal.SIGSEGV, True))
    with pytest.raises(ValueError, match="of no process that ended"):
        ExitStatus.from_c(0x137F)  # stopped


def test_an_exception_is_printed_and_gives_1():
    out, err = python(
        """
        import pysock
        def fail(what): raise ZeroDivisionError(what)
        with pysock.Child(fail, "by zero") as child:
            pass
        print(child.status)
        """
    )
    assert "exit status 1\n" == out
    assert err.endswith("ZeroDivisionError: by zero\n")
    assert 1 == err.count("Traceback")


def test_text_as_a_result_is_an_error_as_for_sys_exit():
    out, err = python(
        """
        import pysock, sys
        for function in (lambda: "no", lambda: sys.exit("no")):
            with pysock.Child(function) as child:
                print(child.wait().code, flush=True)
        """
    )
    assert ("1\n1\n", "no\nno\n") == (out, err)


# ---------------------------------------------------------------------------- in the child


def test_arguments_and_a_copy_of_everything():
    changed = []
    with Pipe() as pipe:

        def work(first, *, second):
            changed.append(1)
            pipe.writer.write(f"{first} {second} {changed} {os.getppid()}".encode())

        with Child(work, 1, second=2) as child:
            assert f"1 2 [1] {os.getpid()}".encode() == pipe.reader.read()
            assert os.getpid() != child.pid
    assert [] == changed


def test_output_comes_once_and_whole():
    """What Python and C hold back is flushed before the fork, and at the child's end."""
    out, _ = python(
        """
        import pysock, sys
        print("parent")
        pysock.printf("parent in C\\n")
        def work():
            print("child")
            pysock.printf("child in C\\n")
        with pysock.Child(work):
            pass
        print("parent again")
        """
    )
    assert ["parent", "parent in C", "child", "child in C", "parent again"] == out.splitlines()


def test_nothing_of_the_parents_runs_there():
    """No finally, no with, no atexit function, no ResourceWarning."""
    out, err = python(
        """
        import atexit, pysock
        atexit.register(print, "at the end")
        other = pysock.Child(lambda: None)
        try:
            with pysock.Child(lambda: None):
                pass
        finally:
            print("finally")
        other.wait()
        """,
        "-W",
        "always",
    )
    assert ("finally\nat the end\n", "") == (out, err)


def test_a_handler_of_the_parents_cannot_drive_the_child_out():
    """A signal that comes in with the fork: what its handler raises ends the child, status 1."""
    with Child(os.kill, os.getpid(), 0) as child:  # the mask is given back
        pass
    assert child.status.success
    assert set() == signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with Pipe() as pipe:

        def mask():
            pipe.writer.write(repr(signal.pthread_sigmask(signal.SIG_BLOCK, ())).encode())

        with Child(mask):
            assert b"set()" == pipe.reader.read()


# ----------------------------------------------------------------------------------- waiting


def test_poll_and_wait():
    with Pipe() as pipe, Child(pipe.reader.read) as child:
        assert child.poll() is None
        assert child.alive
        with pytest.raises(TimeoutError, match=r"^waitpid\(\d+\): timed out after 0\.02 s"):
            child.wait(0.02)
        pipe.writer.write(b"x")
        assert 1 == child.wait(60).code  # bytes are no status
        assert child.poll() == child.status
        assert not child.alive
        assert 1 == child.wait().code


def test_leaving_the_block_waits():
    with Child(time.sleep, 0.05) as child:
        pass
    assert child.status.success
    with pytest.raises(ChildProcessError):
        os.waitpid(child.pid, 0)


def test_an_exception_in_the_block_ends_the_child():
    with pytest.raises(ZeroDivisionError), Child(time.sleep, 60) as child:
        raise ZeroDivisionError
    assert signal.SIGTERM == child.status.signal


def test_a_signal_does_not_end_the_waiting():
    ran = []
    with Pipe() as pipe:

        def let_go(signum):
            ran.append(signum)
            pipe.writer.write(b"x")

        with (
            pysock.SignalHandler(signal.SIGALRM, let_go, flags=0),
            Child(pipe.reader.read) as child,
        ):
            signal.setitimer(signal.ITIMER_REAL, 0.02)
            assert 1 == child.wait().code  # bytes are no status
    assert [signal.SIGALRM] == ran


def test_many_threads_wait_and_signal():
    """All get the one status, and no signal goes to a process that is gone."""
    with Child(time.sleep, 0.1) as child:
        found = []
        threads = [threading.Thread(target=lambda: found.append(child.wait())) for _ in range(8)]
        threads += [threading.Thread(target=lambda: found.append(child.wait(5))) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [ExitStatus(0, None)] * 10 == found
        child.kill()  # nobody is there
        child.send_signal(signal.SIGTERM)


def test_somebody_else_waited():
    child = Child(lambda: 5)
    os.waitpid(child.pid, 0)
    with pytest.raises(ChildProcessError, match=r"^waitpid\(\d+\): .*ECHILD"):
        child.wait()
    with pytest.warns(ResourceWarning):
        del child


def test_a_child_that_is_forgotten_warns_and_is_buried():
    with Pipe() as pipe:
        child = Child(pipe.reader.read, 1)
        pid = child.pid
        with pytest.warns(ResourceWarning, match=f"nobody waited for <pysock.Child {pid}"):
            del child
        pipe.writer.write(b"x")
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        with Child(lambda: None):  # makes room for itself
            pass
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for zombies in /proc")
def test_no_zombie_stays_after_its_wait():
    pids = []
    for _ in range(5):
        with Child(lambda: None) as child:
            pids.append(child.pid)
    assert [] == [pid for pid in pids if os.path.exists(f"/proc/{pid}") and is_zombie(pid)]


# ----------------------------------------------------------------------------------- channels


def test_the_channel():
    def echo(sock):
        while data := sock.recv(100):
            sock.sendall(data.upper())
        return 3

    with Child(echo, channel=True) as child:
        child.channel.sendall(b"hello")
        assert b"HELLO" == child.channel.recv(100)
    assert 3 == child.status.code
    assert -1 == child.channel.fileno()


def test_without_a_channel():
    with Child(lambda: None) as child, pytest.raises(AttributeError, match="channel=True"):
        child.channel  # noqa: B018


def test_fork_fails(monkeypatch):
    def fail():
        pysock.errno.value = pysock.EAGAIN
        return -1

    monkeypatch.setattr(pysock, "fork", fail)
    with pytest.raises(BlockingIOError, match=r"^fork\(\): .*EAGAIN"):
        Child(lambda: None, channel=True)
    assert set() == signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_repr():
    with warnings.catch_warnings(), Child(lambda: 2) as child, contextlib.suppress(ValueError):
        assert f"<pysock.Child {child.pid} not waited for>" == repr(child)
        child.wait()
        assert f"<pysock.Child {child.pid} exit status 2>" == repr(child)
