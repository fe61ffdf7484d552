"""Processes, each test with real ones: what would run exit() is a program of its own."""

import ctypes
import os
import pty
import resource
import signal
import subprocess
import sys
import textwrap
import threading

import pytest
from alarms import ringing

import pysock
from pysock import (
    EXIT_FAILURE,
    EXIT_SUCCESS,
    P_ALL,
    P_PGID,
    P_PID,
    WCONTINUED,
    WEXITED,
    WNOHANG,
    WNOWAIT,
    WSTOPPED,
    WUNTRACED,
    _process,
)

BOUND = 30


@pytest.fixture
def run(tmp_path):
    """Run a program that imports everything, with warnings as errors, for a bounded time."""

    def run(program, *args, expect=0, error=""):
        source = tmp_path / "program.py"
        source.write_text(PREFIX + textwrap.dedent(program), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-W", "error", source, *args],
            timeout=BOUND,
            capture_output=True,
            text=True,
            env=environment(),
        )
        if error is not None:
            assert error == done.stderr
        assert expect == done.returncode, done.stderr
        return done.stdout

    return run


def environment():
    """PYTHONUNBUFFERED would take the buffers of C's stdio away too."""
    buffered = {name: os.environ[name] for name in os.environ if name != "PYTHONUNBUFFERED"}
    return {**buffered, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


# C's own printf, through another door than ours.
PREFIX = """\
import builtins, ctypes, os, sys, threading
import pysock
from pysock import *
import signal as stdlib
libc = ctypes.CDLL(None)

def say(text):
    libc.printf(b"%s", text.encode())

def status_of(pid):
    status = int_()
    assert pid == waitpid(pid, status, 0), errno
    return status

"""


@pytest.fixture(scope="module")
def show(compiler, tmp_path_factory):
    """A C program that prints its arguments and the variables whose names begin with PYSOCK."""
    folder = tmp_path_factory.mktemp("show")
    source = folder / "show.c"
    source.write_text(SHOW)
    binary = folder / "pysock_show"
    subprocess.run([compiler, source, "-o", binary], check=True)
    return str(binary)


SHOW = """
#include <signal.h>
#include <stdio.h>
#include <string.h>
extern char **environ;
int main(int argc, char **argv)
{
    struct sigaction pipe;
    sigaction(SIGPIPE, 0, &pipe);
    for (int i = 0; i < argc; i++)
        printf("[%s]", argv[i]);
    for (char **entry = environ; *entry; entry++)
        if (strncmp(*entry, "PYSOCK", 6) == 0)
            printf("{%s}", *entry);
    puts(pipe.sa_handler == SIG_IGN ? " SIGPIPE ignored" : "");
    return 0;
}
"""


def child(function):
    """A child of the test's own process: it never comes back from here."""
    pid = pysock.fork()
    if pid == 0:
        try:
            function()
        finally:
            os._exit(99)
    return pid


def ended_child(status):
    return child(lambda: pysock._exit(status))


# ------------------------------------------------------------------------------------ forking


@pytest.mark.parametrize("call", ["fork", "vfork"])
def test_fork_returns_twice(run, call):
    program = f"""
        parent = getpid()
        pid = {call}()
        if pid == 0:
            print("child", getppid() == parent, getpid() == os.getpid() != parent, flush=True)
            exit(7)
        status = status_of(pid)
        print("parent", pid > 0, WIFEXITED(status), WEXITSTATUS(status))
    """
    assert "child True True\nparent True 1 7\n" == run(program)


def test_fork_runs_pythons_hooks_and_leaves_errno_alone(run):
    program = """
        log = []
        def hook(name):
            def note():
                log.append(name)
                libc.close(-1)
            return note
        os.register_at_fork(
            before=hook("before"), after_in_parent=hook("parent"), after_in_child=hook("child")
        )
        errno.value = EDOM
        pid = fork()
        print(log, errno == EDOM, flush=True)
        if pid == 0:
            _exit(0)
        status_of(pid)
    """
    lines = run(program).splitlines()
    assert ["['before', 'child'] True", "['before', 'parent'] True"] == sorted(lines)


def test_the_child_has_threads_imports_and_locks(run, tmp_path):
    """Other threads start, import and lock all the while; the child can do all of it."""
    for number in range(120):
        (tmp_path / f"module_{number}.py").write_text("")
    program = """
        import importlib, logging, warnings
        warnings.simplefilter("ignore")
        stop = threading.Event()
        def churn(numbers):
            while not stop.is_set():
                logging.getLogger("x").debug("y")
                threading.Thread(target=int).start()
                if numbers:
                    importlib.import_module(f"module_{numbers.pop()}")
        churners = [
            threading.Thread(target=churn, args=([*range(first, 100, 3)],)) for first in range(3)
        ]
        for thread in churners: thread.start()
        for turn in range(20):
            pid = fork()
            if pid == 0:
                alone = threading.active_count() == 1
                first = threading.current_thread() is threading.main_thread()
                importlib.import_module(f"module_{100 + turn}")
                done = []
                thread = threading.Thread(target=done.append, args=(1,))
                thread.start()
                thread.join()
                logging.getLogger("x").warning
                exit(alone and first and done == [1])
            assert WEXITSTATUS(status_of(pid)) == 1
        stop.set()
        for thread in churners: thread.join()
    """
    run(program)


def test_a_thread_can_fork(run):
    program = """
        def thread():
            pid = fork()
            if pid == 0:
                try:
                    assert threading.current_thread() is threading.main_thread()
                    exit(5)
                finally:
                    os.write(1, b"unwound")
            statuses.append(WEXITSTATUS(status_of(pid)))
        statuses = []
        other = threading.Thread(target=thread)
        import warnings
        warnings.simplefilter("ignore")
        other.start()
        other.join()
        print(statuses)
    """
    assert "[5]\n" == run(program)


def test_the_warning_of_threads_is_os_forks(run):
    program = """
        import warnings
        def text_of(call):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                pid = call()
                if pid == 0:
                    _exit(0)
                status_of(pid)
            return [(w.category, str(w.message), w.filename) for w in caught]
        assert text_of(fork) == [] == text_of(os.fork)
        stop = threading.Event()
        other = threading.Thread(target=stop.wait)
        other.start()
        assert text_of(fork) == text_of(os.fork) == text_of(vfork)
        print(len(text_of(fork)))
        pid = fork()           # with warnings as errors, the child is made all the same
        if pid == 0:
            _exit(0)
        status_of(pid)
        stop.set()
        other.join()
    """
    assert f"{int(sys.version_info >= (3, 12))}\n" == run(program)


def test_threads_are_counted_without_proc(monkeypatch):
    def lacking(path):
        raise FileNotFoundError(path)

    monkeypatch.setattr(os, "stat", lacking)
    assert threading.active_count() == _process._threads()


def test_fork_fails_as_in_c(run):
    program = """
        import resource
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        if geteuid() == 0:
            assert setuid(65534) == 0
        errno.value = 0
        print(fork(), errno == EAGAIN, vfork(), errno == EAGAIN)
    """
    assert "-1 True -1 True\n" == run(program)


SIGNAL_AT_FORK = """
        import functools
        fork = {fork}
        seen = []
        act = struct.sigaction()
        act.sa_handler = lambda number: seen.append(getpid())
        sigaction(SIGUSR1, act, 0)
        # No bytecode runs between this signal and the fork: the handler has not begun there.
        os.register_at_fork(before=functools.partial(libc.kill, getpid(), SIGUSR1))
        parent = getpid()
        pid = fork()
        if pid == 0:
            blocked = sigset_t()
            sigprocmask(SIG_BLOCK, 0, blocked)
            assert (seen, sigismember(blocked, SIGUSR1)) == ([], 0)
            kill(getpid(), SIGUSR1)
            assert seen == [getpid()]
            _exit(5)
        print(seen == [parent], WEXITSTATUS(status_of(pid)))
    """


@pytest.mark.parametrize("fork", ["fork", "os.fork"])
def test_a_signal_before_a_fork_is_the_parents(run, fork):
    assert "True 5\n" == run(SIGNAL_AT_FORK.format(fork=fork))


def test_a_child_of_a_thread_inherits_no_handler_that_runs(run):
    """The handler runs in the parent's main thread, and will never end in the child.

    The child signals itself by os.kill, which calls due handlers: the eval loop of CPython 3.13.0
    never does in a child that a thread forked.
    """
    program = """
        import warnings
        warnings.simplefilter("ignore")
        def thread():
            sigprocmask(SIG_SETMASK, sigset_t(), 0)
            pid = fork()
            if pid == 0:
                for count in range(2, 5):
                    os.kill(getpid(), SIGUSR1)
                    assert count == len(seen)
                exit(5)
            statuses.append(WEXITSTATUS(status_of(pid)))
        def handler(number):
            seen.append(number)
            if len(seen) == 1:
                other = threading.Thread(target=thread)
                other.start()
                other.join()
        seen, statuses = [], []
        act = struct.sigaction()
        act.sa_handler = handler
        sigaction(SIGUSR1, act, 0)
        kill(getpid(), SIGUSR1)
        print(len(seen), statuses)
    """
    assert "1 [5]\n" == run(program)


def test_unwritten_text_is_duplicated_as_by_c(run, compiler, tmp_path):
    c = tmp_path / "twin.c"
    c.write_text(r"""
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/wait.h>
        #include <unistd.h>
        static void last(void) { printf("last of %s\n", getppid() == 0 ? "" : "them"); }
        static void first(void) { printf("first\n"); }
        int main(void)
        {
            int status;
            atexit(last);
            atexit(first);
            printf("unwritten ");
            if (fork() == 0) { printf("child\n"); return 3; }
            wait(&status);
            printf("status %d\n", WEXITSTATUS(status));
            if (fork() == 0) { printf("lost\n"); _exit(4); }
            wait(&status);
            printf("status %d\n", WEXITSTATUS(status));
            return 5;
        }
    """)
    binary = tmp_path / "twin"
    subprocess.run([compiler, c, "-o", binary], check=True)
    twin = subprocess.run([binary], capture_output=True, text=True, timeout=BOUND)
    program = """
        def last():
            say("last of them\\n")
        def first():
            say("first\\n")
        def main(argc, argv):
            status = int_()
            assert atexit(last) == 0
            assert atexit(first) == 0
            say("unwritten ")
            if fork() == 0:
                say("child\\n")
                return 3
            wait(status)
            say(f"status {WEXITSTATUS(status)}\\n")
            if fork() == 0:
                say("lost\\n")
                _exit(4)
            wait(status)
            say(f"status {WEXITSTATUS(status)}\\n")
            return 5
        if __name__ == "__main__":
            exit(main(len(sys.argv), sys.argv))
    """
    assert twin.stdout == run(program, expect=twin.returncode)
    assert 5 == twin.returncode
    assert twin.stdout.startswith("unwritten child\nfirst\nlast of them\nunwritten status 3\n")


def test_daemon_leaves_its_parent_behind(run, tmp_path):
    place = tmp_path / "told"
    program = """
        reader, writer = os.pipe()
        first = getpid()
        pid = fork()
        if pid == 0:
            os.close(reader)
            errno.value = EDOM
            assert daemon(0, 0) == 0
            thread = threading.Thread(target=int)
            thread.start()
            thread.join()
            told = [getsid(0) != first, os.getcwd(), os.readlink("/proc/self/fd/1"), errno == EDOM]
            os.write(writer, repr(told).encode())
            exit(0)
        os.close(writer)
        status = status_of(pid)
        with os.fdopen(reader) as told:
            print(WIFEXITED(status), WEXITSTATUS(status), told.read())
    """
    assert "1 0 [True, '/', '/dev/null', True]\n" == run(program), place


def test_daemon_can_fail(run):
    program = """
        import resource
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        if geteuid() == 0:
            assert setuid(65534) == 0
        errno.value = 0
        print(daemon(1, 1), errno == EAGAIN)
        try:
            daemon(None, 1)
        except TypeError:
            print("TypeError")
    """
    assert "-1 True\nTypeError\n" == run(program)


# ------------------------------------------------------------------------------------- ending


def test_exit_in_the_main_thread_unwinds(run):
    program = """
        atexit(lambda: say("handler 1\\n"))
        import atexit as pythons
        pythons.register(lambda: say("python's\\n"))
        atexit(lambda: say("handler 2\\n"))
        try:
            say("body\\n")
            exit(300)
        except SystemExit as end:
            assert type(end.code) is int
            raise
        finally:
            say("finally\\n")
    """
    assert "body\nfinally\nhandler 2\npython's\nhandler 1\n" == run(program, expect=300 & 0xFF)


def test_exit_takes_c_integers(run):
    program = """
        for status, code in (
            (0, 0), (True, 1), (int_(258), 2), (-1, 255), (EXIT_FAILURE, 1), (1 << 40, 0)
        ):
            pid = fork()
            if pid == 0:
                exit(status)
            assert code == WEXITSTATUS(status_of(pid))
            try:
                exit(status)
            except SystemExit as end:
                assert code == end.code
    """
    run(program)


@pytest.mark.parametrize("wrong", [None, "1", 1.0, b"1", [1]])
def test_exit_takes_nothing_else(wrong):
    for name in ("exit", "_exit", "_Exit"):
        with pytest.raises(TypeError, match=f"{name}: argument 1 is an integer"):
            getattr(pysock, name)(wrong)
    with pytest.raises(OverflowError):
        pysock._exit(1 << 40)
    with pytest.raises(TypeError):
        pysock.exit()


@pytest.mark.parametrize("fork", ["fork", "os.fork"])
def test_exit_in_a_child_never_unwinds_the_parents_frames(run, fork):
    program = f"""
        atexit(lambda: say("handler 1\\n"))
        atexit(lambda: say("handler 2\\n"))
        class Guard:
            def __enter__(self): return self
            def __exit__(self, *failure): say("unwound\\n")
        with Guard():
            pid = {fork}()
            if pid == 0:
                say("child\\n")
                builtins.print("python's text, unwritten", end="")
                exit(9)
            assert 9 == WEXITSTATUS(status_of(pid))
            _exit(0)
    """
    printed = run(program)
    assert "python's text, unwritten" in printed
    assert "child\nhandler 2\nhandler 1\n" == printed.replace("python's text, unwritten", "")


def test_exit_in_a_thread_ends_the_process(run):
    program = """
        atexit(lambda: say("handler\\n"))
        say("stdio\\n")
        builtins.print("python")
        def thread():
            try:
                exit(6)
            finally:
                os.write(2, b"unwound")
        threading.Thread(target=thread).start()
        try:
            os.read(os.pipe()[0], 1)
        finally:
            os.write(2, b"unwound")
    """
    assert "handler python stdio" == " ".join(sorted(run(program, expect=6).split()))


def test_exit_while_other_threads_compute(run):
    """Python threads must not run while C takes the process down."""
    program = """
        def compute():
            while True:
                [str(number) for number in range(100)]
        for _ in range(3):
            threading.Thread(target=compute, daemon=True).start()
        threading.Thread(target=lambda: exit(8)).start()
        compute()
    """
    for _ in range(3):
        run(program, expect=8)


@pytest.mark.parametrize("call", ["_exit", "_Exit"])
def test_underscored_exits_run_and_flush_nothing(run, call):
    program = f"""
        atexit(lambda: os.write(1, b"handler"))
        say("lost")
        builtins.print("lost", end="")
        try:
            {call}(int_(11))
        finally:
            os.write(1, b"finally")
    """
    assert "" == run(program, expect=11)


def test_handlers_run_last_first_and_survive_a_failure(run):
    program = """
        def fail():
            raise ValueError("in a handler")
        pid = fork()
        if pid == 0:
            os.dup2(1, 2)
        atexit(lambda: os.write(1, b"still running\\n"))
        atexit(fail)
        atexit(lambda: os.write(1, b"first\\n"))
        if pid == 0:
            exit(0)
        assert 0 == WEXITSTATUS(status_of(pid))
        _exit(0)
    """
    first, *reported, last = run(program).splitlines()
    assert ("first", "still running") == (first, last)
    assert "ValueError: in a handler" in reported


def test_handlers_may_fork_and_exit(run):
    """C calls exit() in a handler undefined; in glibc, those that are left run, and only those."""
    program = """
        def forks():
            pid = fork()
            if pid == 0:
                say("child\\n")
                exit(3)
            say(f"status {WEXITSTATUS(status_of(pid))}\\n")
        def fails():
            raise ValueError("in a handler")
        def exits():
            exit(12)
        atexit(lambda: say("last\\n"))
        atexit(fails)
        atexit(exits)
        atexit(forks)
        if len(sys.argv) > 1 and fork() == 0:
            exit(0)
        if len(sys.argv) > 1:
            status = int_()
            wait(status)
            _exit(WEXITSTATUS(status))
    """
    for args in ([], ["forked"]):
        printed = run(program, *args, expect=12, error=None)
        assert "child\nlast\nstatus 12\nlast\n" == printed


def test_a_fork_at_exit_that_atexit_does_not_know_ends(run):
    program = """
        import atexit as pythons
        def forks():
            pid = fork()
            if pid == 0:
                exit(3)
            status_of(pid)
        pythons.register(forks)
    """
    run(program)


def test_atexit_takes_functions():
    for wrong in (None, 0, "f", 5):
        with pytest.raises(TypeError, match="atexit"):
            pysock.atexit(wrong)


def test_exit_needs_no_streams(run):
    program = """
        unwritten = "builtins.print('x'); os.close(1)"
        for spoil in ("sys.stdout = None", "sys.stdout.close()", unwritten):
            pid = fork()
            if pid == 0:
                exec(spoil)
                exit(4)
            assert 4 == WEXITSTATUS(status_of(pid)), spoil
    """
    run(program)


def test_an_exception_cannot_escape_exit(run):
    program = """
        class Stream:
            def flush(self):
                raise KeyboardInterrupt
        pid = fork()
        if pid == 0:
            try:
                sys.stdout = Stream()
                exit(4)
            finally:
                os.write(1, b"unwound")
        assert 4 == WEXITSTATUS(status_of(pid))
    """
    assert "" == run(program)


def test_a_process_forked_before_the_import_is_the_first(run, tmp_path):
    source = tmp_path / "late.py"
    source.write_text(
        textwrap.dedent("""
            import os, _thread
            if os.fork() == 0:
                import pysock
                try:
                    pysock.exit(1)
                finally:
                    os.write(1, b"unwound")
            os.wait()
        """)
    )
    done = subprocess.run(
        [sys.executable, source], timeout=BOUND, capture_output=True, env=environment()
    )
    assert (0, b"unwound", b"") == (done.returncode, done.stdout, done.stderr)


def test_an_import_in_a_thread_finds_the_main_thread(tmp_path):
    source = tmp_path / "late.py"
    source.write_text(
        textwrap.dedent("""
            import os, threading
            def late():
                import pysock
            thread = threading.Thread(target=late)
            thread.start()
            thread.join()
            import pysock
            try:
                pysock.exit(1)
            finally:
                os.write(1, b"unwound")
        """)
    )
    done = subprocess.run(
        [sys.executable, source], timeout=BOUND, capture_output=True, env=environment()
    )
    assert (1, b"unwound", b"") == (done.returncode, done.stdout, done.stderr)


def test_abort_ends_by_sigabrt(run):
    program = """
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for spoil in (
            lambda: None,
            lambda: signal(SIGABRT, SIG_IGN),
            lambda: stdlib.pthread_sigmask(SIG_BLOCK, [SIGABRT]),
        ):
            pid = fork()
            if pid == 0:
                spoil()
                say("lost")
                atexit(lambda: os.write(1, b"handler"))
                abort()
            status = status_of(pid)
            print(WIFSIGNALED(status), WTERMSIG(status) == SIGABRT, WIFEXITED(status))
    """
    assert "1 True 0\n" * 3 == run(program)


def test_abort_runs_a_handler_first(run):
    program = """
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for install in (signal, stdlib.signal):
            pid = fork()
            if pid == 0:
                install(SIGABRT, lambda *ignored: os.write(1, b"handler\\n"))
                abort()
            print(WTERMSIG(status_of(pid)) == SIGABRT, flush=True)
    """
    assert "handler\nTrue\n" * 2 == run(program)


# ------------------------------------------------------------------------------------ waiting


def test_wait_family_reports_an_exit():
    status = pysock.int_()
    usage = pysock.struct.rusage()
    for code, call in enumerate(
        [
            lambda pid: pysock.wait(status),
            lambda pid: pysock.waitpid(pid, status, 0),
            lambda pid: pysock.waitpid(-1, status, 0),
            lambda pid: pysock.wait3(status, 0, usage),
            lambda pid: pysock.wait3(status, 0, None),
            lambda pid: pysock.wait4(pid, status, 0, usage),
            lambda pid: pysock.wait4(pid, status, 0, 0),
        ]
    ):
        pid = ended_child(code)
        assert pid == call(pid)
        assert (1, code) == (pysock.WIFEXITED(status), pysock.WEXITSTATUS(status))
        assert code == os.waitstatus_to_exitcode(status.value)
    assert usage.ru_maxrss > 0


def test_wait_family_takes_null():
    for call in (
        lambda pid: pysock.wait(None),
        lambda pid: pysock.wait(0),
        lambda pid: pysock.waitpid(pid, pysock.NULL, 0),
        lambda pid: pysock.wait3(0, 0, 0),
        lambda pid: pysock.wait4(pid, None, 0, None),
    ):
        pid = ended_child(0)
        assert pid == call(pid)


def test_wait_family_without_children():
    for call in (
        lambda: pysock.wait(None),
        lambda: pysock.waitpid(-1, None, 0),
        lambda: pysock.waitpid(os.getpid(), None, WNOHANG),
        lambda: pysock.wait3(None, WNOHANG, None),
        lambda: pysock.wait4(-1, None, 0, None),
    ):
        pysock.errno.value = 0
        assert -1 == call()
        assert pysock.errno == pysock.ECHILD


def test_waitpid_looks_without_waiting():
    reader, writer = os.pipe()
    pid = child(lambda: os.read(reader, 1))
    status = pysock.int_(1234)
    assert 0 == pysock.waitpid(pid, status, WNOHANG)
    assert 1234 == status
    os.write(writer, b"x")
    assert pid == pysock.waitpid(pid, status, 0)
    assert 99 == pysock.WEXITSTATUS(status)
    os.close(reader)
    os.close(writer)


def test_waitpid_sees_stops_continuations_and_signals():
    reader, writer = os.pipe()
    pid = child(lambda: os.read(reader, 1))
    status = pysock.int_()
    os.kill(pid, signal.SIGSTOP)
    assert pid == pysock.waitpid(pid, status, WUNTRACED)
    assert (1, signal.SIGSTOP) == (pysock.WIFSTOPPED(status), pysock.WSTOPSIG(status))
    os.kill(pid, signal.SIGCONT)
    assert pid == pysock.waitpid(pid, status, WCONTINUED)
    assert 1 == pysock.WIFCONTINUED(status)
    os.kill(pid, signal.SIGKILL)
    assert pid == pysock.waitpid(pid, status, 0)
    assert (1, signal.SIGKILL) == (pysock.WIFSIGNALED(status), pysock.WTERMSIG(status))
    assert 0 == pysock.WCOREDUMP(status)
    os.close(reader)
    os.close(writer)


def test_waitpid_by_group():
    reader, writer = os.pipe()

    def leader():
        assert pysock.setpgid(0, 0) == 0
        os.write(writer, b"x")
        pysock._exit(1)

    pid = child(leader)
    os.read(reader, 1)
    status = pysock.int_()
    assert pid == pysock.waitpid(-pid, status, 0)
    assert 1 == pysock.WEXITSTATUS(status)
    assert -1 == pysock.waitpid(0, None, WNOHANG)
    os.close(reader)
    os.close(writer)


def test_waitpid_refuses_options_that_are_none():
    assert -1 == pysock.waitpid(-1, None, 1 << 20)
    assert pysock.errno == pysock.EINVAL


WAITS = {
    "wait": pysock.wait,
    "waitpid": lambda place: pysock.waitpid(-1, place, WNOHANG),
    "wait3": lambda place: pysock.wait3(place, WNOHANG, None),
    "wait4": lambda place: pysock.wait4(-1, place, WNOHANG, None),
}


@pytest.mark.parametrize("name", WAITS)
def test_a_status_is_an_int(name):
    wrong = [pysock.char[4](), pysock.long(), pysock.struct.rusage(), 5, 1.5, "text", bytearray(4)]
    for place in wrong:
        with pytest.raises(TypeError, match=rf"{name}: C wants a `int \*`"):
            WAITS[name](place)
    with pytest.raises(pysock.OutOfBounds, match="4 bytes of an object that has 2"):
        WAITS[name](pysock.ptr(pysock.int_, pysock.char[2]()))
    with pytest.raises(pysock.ConstViolation):
        WAITS[name](pysock.ptr(pysock.int_, b"1234"))
    statuses = pysock.int_[2]()
    with pytest.raises(pysock.OutOfBounds):
        WAITS[name](statuses + 2)
    pid = ended_child(3)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert pid == WAITS[name](statuses + 1)
    assert [0, 3 << 8] == list(statuses)


@pytest.mark.parametrize("wrong", ["1", None, 1.5])
def test_a_pid_is_an_int(wrong):
    for call in (
        lambda: pysock.waitpid(wrong, None, 0),
        lambda: pysock.waitpid(-1, None, wrong),
        lambda: pysock.wait3(None, wrong, None),
        lambda: pysock.wait4(wrong, None, 0, None),
        lambda: pysock.getpgid(wrong),
        lambda: pysock.getsid(wrong),
        lambda: pysock.setpgid(wrong, 0),
        lambda: pysock.setpgid(0, wrong),
        lambda: pysock.WEXITSTATUS(wrong),
    ):
        with pytest.raises(TypeError):
            call()
    with pytest.raises(OverflowError):
        pysock.waitpid(1 << 40, None, 0)


def test_a_rusage_is_a_rusage():
    for call in (
        lambda wrong: pysock.wait3(None, WNOHANG, wrong),
        lambda wrong: pysock.wait4(-1, None, WNOHANG, wrong),
        lambda wrong: pysock.getrusage(0, wrong),
    ):
        for wrong in (pysock.int_(), pysock.char[200](), 7, "text"):
            with pytest.raises(TypeError, match="struct rusage"):
                call(wrong)
    with pytest.raises(pysock.NullPointer):
        pysock.getrusage(pysock.RUSAGE_SELF, None)


@pytest.mark.parametrize("name", ["wait", "waitpid", "wait3", "wait4"])
def test_a_handler_ends_a_wait(name):
    """Python installs its handlers without SA_RESTART."""
    waits = {**WAITS, "waitpid": lambda place: pysock.waitpid(-1, place, 0)}
    waits["wait3"] = lambda place: pysock.wait3(place, 0, None)
    waits["wait4"] = lambda place: pysock.wait4(-1, place, 0, None)
    reader, writer = os.pipe()
    pid = child(lambda: os.read(reader, 1))
    ran = []
    old = signal.signal(signal.SIGALRM, lambda number, frame: ran.append(number))
    with ringing():
        assert -1 == waits[name](None)
        assert pysock.errno == pysock.EINTR
    assert {signal.SIGALRM} == set(ran)
    signal.signal(signal.SIGALRM, old)
    os.write(writer, b"x")
    assert pid == waits[name](None)
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize("flags", [0, pysock.SA_RESTART])
def test_sa_restart_decides_whether_a_wait_goes_on(run, flags):
    """With SA_RESTART each wait goes on to find its child, without none does."""
    program = f"""
        ran = []
        act = struct.sigaction()
        act.sa_handler = ran.append
        act.sa_flags = {flags}
        sigaction(SIGALRM, act, 0)
        waits = [
            lambda status: wait(status),
            lambda status: waitpid(-1, status, 0),
            lambda status: wait3(status, 0, 0),
            lambda status: wait4(-1, status, 0, 0),
            lambda status: waitid(P_ALL, 0, 0, WEXITED) or 1,
        ]
        for call in waits:
            reader, writer = os.pipe()
            pid = fork()
            if pid == 0:
                os.close(writer)
                os.read(reader, 1)
                _exit(3)
            def handler(number):
                ran.append(number)
                if {flags}:
                    os.close(writer)
            act.sa_handler = handler
            sigaction(SIGALRM, act, 0)
            # without SA_RESTART again and again: the first may come before the call
            again = 0 if {flags} else 250_000
            setitimer(ITIMER_REAL, struct.itimerval((0, again), (0, 20_000)), 0)
            errno.value = 0
            found = call(int_())
            failed = errno == EINTR
            setitimer(ITIMER_REAL, struct.itimerval(), 0)
            print(found > 0, failed, {{SIGALRM}} == set(ran))
            ran.clear()
            os.close(reader)
            if not {flags}:
                os.close(writer)
                assert waitpid(pid, 0, 0) == pid
    """
    result = "True False" if flags else "False True"
    assert [f"{result} True"] * 5 == run(program).splitlines()


def test_waitid_tells_what_happened():
    info = pysock.siginfo_t()
    reader, writer = os.pipe()
    pid = child(lambda: os.read(reader, 1))
    assert 0 == pysock.waitid(P_PID, pid, info, WEXITED | WNOHANG)
    assert 0 == info.si_pid
    os.kill(pid, signal.SIGSTOP)
    assert 0 == pysock.waitid(P_PID, pid, info, WSTOPPED)
    assert (pid, pysock.CLD_STOPPED) == (info.si_pid, info.si_code)
    assert (signal.SIGSTOP, signal.SIGCHLD) == (info.si_status, info.si_signo)
    os.kill(pid, signal.SIGCONT)
    assert 0 == pysock.waitid(P_ALL, 0, info, WCONTINUED)
    assert (pid, pysock.CLD_CONTINUED) == (info.si_pid, info.si_code)
    os.write(writer, b"x")
    assert 0 == pysock.waitid(P_PGID, os.getpgrp(), info, WEXITED | WNOWAIT)
    assert (pid, pysock.CLD_EXITED, 99) == (info.si_pid, info.si_code, info.si_status)
    assert os.getuid() == info.si_uid
    assert 0 == pysock.waitid(pysock.int_(P_PID), pid, None, WEXITED)
    os.close(reader)
    os.close(writer)


def test_waitid_that_cannot_wait():
    for expected, call in (
        (pysock.ECHILD, lambda: pysock.waitid(P_ALL, 0, None, WEXITED)),
        (pysock.EINVAL, lambda: pysock.waitid(P_ALL, 0, None, 0)),
        (pysock.EINVAL, lambda: pysock.waitid(77, 0, None, WEXITED)),
    ):
        pysock.errno.value = 0
        assert -1 == call()
        assert expected == pysock.errno
    for wrong in (pysock.int_(), pysock.char[200](), 5, "text"):
        with pytest.raises(TypeError, match="waitid: C wants a `siginfo_t \\*`"):
            pysock.waitid(P_ALL, 0, wrong, WEXITED)
    for wrong in ("1", None, 1.5):
        for call in (
            lambda bad: pysock.waitid(bad, 0, None, WEXITED),
            lambda bad: pysock.waitid(P_PID, bad, None, WEXITED),
            lambda bad: pysock.waitid(P_PID, 1, None, bad),
        ):
            with pytest.raises(TypeError):
                call(wrong)


def test_wait_macros_are_cs():
    """All statuses of two bytes, and the one of a process that goes on."""
    pairs = [
        (pysock.WIFEXITED, os.WIFEXITED),
        (pysock.WEXITSTATUS, os.WEXITSTATUS),
        (pysock.WIFSIGNALED, os.WIFSIGNALED),
        (pysock.WTERMSIG, os.WTERMSIG),
        (pysock.WCOREDUMP, os.WCOREDUMP),
        (pysock.WIFSTOPPED, os.WIFSTOPPED),
        (pysock.WSTOPSIG, os.WSTOPSIG),
        (pysock.WIFCONTINUED, os.WIFCONTINUED),
    ]
    statuses = [*range(0, 0x10000, 13), *range(0x100), 0xFFFF, 0x7F, 0x137F, 0x8B]
    for ours, oracle in pairs:
        expected = [int(oracle(status)) for status in statuses]
        # os.W* gives some macros' numbers as bool.
        as_bool = oracle.__name__ in ("WIFEXITED", "WIFSIGNALED", "WIFSTOPPED", "WIFCONTINUED")
        found = [ours(status) for status in statuses]
        if as_bool or ours is pysock.WCOREDUMP:
            found = [int(bool(number)) for number in found]
        assert expected == found, ours.__name__
    assert 7 == pysock.WEXITSTATUS(pysock.int_(7 << 8))
    for ours, _ in pairs:
        with pytest.raises(TypeError):
            ours("0")
        with pytest.raises(OverflowError):
            ours(1 << 33)


def test_constants():
    assert (0, 1) == (EXIT_SUCCESS, EXIT_FAILURE)
    assert (os.P_PID, os.P_PGID, os.P_ALL) == (P_PID, P_PGID, P_ALL)
    for name in ("WNOHANG", "WUNTRACED", "WCONTINUED", "WEXITED", "WSTOPPED", "WNOWAIT"):
        assert getattr(os, name) == getattr(pysock, name)
    assert "uint32_t" != str(pysock.id_t)
    assert 4 == pysock.sizeof(pysock.id_t) == pysock.sizeof(pysock.idtype_t)


def test_getrusage_is_the_standard_librarys():
    usage = pysock.struct.rusage()
    for name in ("RUSAGE_SELF", "RUSAGE_CHILDREN"):
        number = getattr(pysock, name)
        assert getattr(resource, name) == number
        assert 0 == pysock.getrusage(number, usage)
        oracle = resource.getrusage(number)
        assert 0 < usage.ru_maxrss <= oracle.ru_maxrss
        used = usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6
        assert used - 0.001 < oracle.ru_utime < used + 1
        assert 0 <= oracle.ru_minflt - usage.ru_minflt < 1000
    assert -1 == pysock.getrusage(77, usage)
    assert pysock.errno == pysock.EINVAL


# --------------------------------------------------------------------- running other programs

EXECS = {
    "execv": "execv(path, ['zero', 'eins', b'zwei'])",
    "execv_null": "execv(path, ('zero', 'eins', 'zwei', NULL, 'never'))",
    "execv_array": "execv(path, array)",
    "execv_pointer": "execv(path, longer + 1)",
    "execv_variable": "execv(path, ptr(ptr(char))(array))",
    "execve": "execve(path, array, ['PYSOCK_Y=two', 'Z=z'])",
    "execve_array": "execve(path, array, variables)",
    "execve_null": "execve(path, array, NULL)",
    "execve_environ": "execve(path, array, environ)",
    "execvp": "execvp('pysock_show', array)",
    "execvpe": "execvpe('pysock_show', array, variables)",
    "execl": "execl(path, 'zero', 'eins', char[...](b'zwei'), NULL, 5)",
    "execl_0": "execl(path, 'zero', 'eins', 'zwei', 0)",
    "execlp": "execlp('pysock_show', 'zero', 'eins', 'zwei', NULL)",
    "execle": "execle(path, 'zero', 'eins', 'zwei', NULL, variables)",
    "fexecve": "fexecve(open(path, O_RDONLY), array, variables)",
}


@pytest.fixture(scope="module")
def executed(show, tmp_path_factory):
    """What each of the execs printed: one program runs them, in a child each."""
    program = (
        PREFIX
        + """
path = sys.argv[1]
setenv("PATH", os.path.dirname(path), 1)
setenv("PYSOCK_X", "one", 1)
array = ptr(char)[4](["zero", "eins", "zwei"])
longer = ptr(char)[5](["", "zero", "eins", "zwei"])
variables = ptr(char)[3](["PYSOCK_Y=two", "Z=z"])
stdlib.signal(stdlib.SIGPIPE, stdlib.SIG_DFL)
atexit(lambda: say("handler"))
for call in sys.argv[2:]:
    pid = fork()
    if pid == 0:
        say("lost")
        eval(call)
        perror("exec")
        _exit(1)
    assert status_of(pid) == 0, call
_exit(0)
"""
    )
    source = tmp_path_factory.mktemp("exec") / "execs.py"
    source.write_text(program)
    done = subprocess.run(
        [sys.executable, "-W", "error", source, show, *EXECS.values()],
        timeout=BOUND,
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert (0, "") == (done.returncode, done.stderr)
    return dict(zip(EXECS, done.stdout.splitlines(), strict=True))


@pytest.mark.parametrize("name", EXECS)
def test_exec_runs_another_program(executed, name):
    expected = "{PYSOCK_X=one}"
    if "variables" in EXECS[name] or "PYSOCK_Y" in EXECS[name]:
        expected = "{PYSOCK_Y=two}"
    elif name == "execve_null":
        expected = ""
    assert f"[zero][eins][zwei]{expected}" == executed[name]


def test_an_ignored_sigpipe_is_inherited(run, show):
    """CPython ignores it; whoever minds sets it back before exec."""
    assert "[x] SIGPIPE ignored\n" == run("execl(sys.argv[1], 'x', NULL)", show)


def test_execvp_lets_the_shell_run_what_has_no_header(run, tmp_path):
    script = tmp_path / "script"
    script.write_text("echo shell $1\n")
    script.chmod(0o755)
    assert "shell yes\n" == run("execvp(sys.argv[1], ['script', 'yes'])", str(script))
    program = "print(execv(sys.argv[1], ['script', 'yes']), errno == ENOEXEC)"
    assert "-1 True\n" == run(program, str(script))


FAILING_EXECS = {
    "execv": lambda path: pysock.execv(path, ["x"]),
    "execve": lambda path: pysock.execve(path, ["x"], None),
    "execvp": lambda path: pysock.execvp(path, ["x"]),
    "execvpe": lambda path: pysock.execvpe(path, ["x"], []),
    "execl": lambda path: pysock.execl(path, "x", None),
    "execlp": lambda path: pysock.execlp(path, "x", None),
    "execle": lambda path: pysock.execle(path, "x", None, []),
}


@pytest.mark.parametrize("name", FAILING_EXECS)
def test_exec_that_fails_returns(name, tmp_path):
    call = FAILING_EXECS[name]
    assert -1 == call("/no/such/program")
    assert pysock.errno == pysock.ENOENT
    assert -1 == call(str(tmp_path).encode())
    assert pysock.errno == pysock.EACCES
    with pytest.raises(ValueError, match="NUL at byte 2"):
        call("/b\0in")
    with pytest.raises(pysock.NullPointer):
        call(None)
    with pytest.raises(pysock.Unterminated, match="no NUL in the 2 bytes"):
        call(pysock.char[2](b"ab"))
    with pytest.raises(TypeError):
        call(7)


def test_fexecve_that_fails_returns():
    assert -1 == pysock.fexecve(-1, ["x"], [])
    assert pysock.errno in (pysock.EBADF, pysock.EINVAL)
    with pytest.raises(TypeError):
        pysock.fexecve("x", ["x"], [])


def test_exec_refuses_more_than_the_system_takes():
    assert -1 == pysock.execv("/bin/true", ["x", "y" * (1 << 22)])
    assert pysock.errno == pysock.E2BIG


VECTORS = {
    "execv": lambda argv: pysock.execv("/no/such", argv),
    "execvp": lambda argv: pysock.execvp("/no/such", argv),
    "execve": lambda argv: pysock.execve("/no/such", argv, []),
    "execvpe": lambda argv: pysock.execvpe("/no/such", argv, []),
    "fexecve": lambda argv: pysock.fexecve(-1, argv, []),
    "envp of execve": lambda envp: pysock.execve("/no/such", ["x"], envp),
    "envp of execvpe": lambda envp: pysock.execvpe("/no/such", ["x"], envp),
    "envp of fexecve": lambda envp: pysock.fexecve(-1, ["x"], envp),
    "envp of execle": lambda envp: pysock.execle("/no/such", "x", None, envp),
}


@pytest.mark.parametrize("name", VECTORS)
def test_vectors_are_arrays_of_strings_that_null_ends(name):
    call = VECTORS[name]
    strings = pysock.ptr(pysock.char)
    for good in ([], [None], ["x"], ("x", b"y", 0), strings[1](), strings[2](["x"])):
        assert -1 == call(good)
    with pytest.raises(pysock.Unterminated, match="no NULL ends the array of `char \\*`"):
        call(strings[2](["x", "y"]))
    for wrong in ("ls", b"ls", {"a": "b"}, 5, 5.5, pysock.int_[2](), pysock.char[2][3]()):
        with pytest.raises(TypeError):
            call(wrong)
    for wrong in ([5], ["x", 1.5], [["x"]], [object()]):
        with pytest.raises(TypeError):
            call(wrong)
    with pytest.raises(ValueError, match="NUL at byte 1"):
        call(["x", "y\0z"])
    with pytest.raises(pysock.Unterminated):
        call([pysock.char[1](b"x")])
    wild = pysock.ptr(pysock.char)[2]()
    pysock.ptr(pysock.long, wild)[0] = 4096
    with pytest.raises(pysock.WildPointer):
        call(wild)


def test_argv_is_never_null():
    for call in (VECTORS["execv"], VECTORS["execve"], VECTORS["execvp"], VECTORS["execvpe"]):
        with pytest.raises(pysock.NullPointer):
            call(None)


@pytest.mark.parametrize("call", [pysock.execl, pysock.execlp, pysock.execle])
def test_listed_arguments_end_in_null(call):
    name = call.__name__
    with pytest.raises(pysock.Unterminated, match=f"{name}: no NULL ends the 2 arguments"):
        call("/no/such", "x", "y")
    with pytest.raises(pysock.Unterminated, match=f"{name}: no NULL ends the 0 arguments"):
        call("/no/such")


def test_execle_needs_its_environment():
    with pytest.raises(pysock.Unterminated, match="no envp follows the NULL"):
        pysock.execle("/no/such", "x", None)


def test_system_is_cs(run):
    for command in ("exit 0", "exit 7", "kill -9 $$", "no_such_program 2>/dev/null", b"true"):
        assert os.system(command) == pysock.system(command)
    assert 127 == pysock.WEXITSTATUS(pysock.system("no_such_program 2>/dev/null"))
    assert 0 != pysock.system(None)
    assert 0 != pysock.system(0)
    assert "x\n" == run("exit(WEXITSTATUS(system(char[...](b'echo x; exit 3'))))", expect=3)


def test_system_waits_through_signals(run):
    program = """
        stdlib.signal(stdlib.SIGINT, stdlib.default_int_handler)
        ran = []
        stdlib.signal(stdlib.SIGALRM, lambda *ignored: ran.append(1))
        stdlib.setitimer(stdlib.ITIMER_REAL, 0.02)
        print(system(f"sleep 0.1; kill -INT {getpid()}; exit 2") >> 8, ran)
    """
    assert "2 [1]\n" == run(program)


def test_system_takes_a_string():
    with pytest.raises(TypeError):
        pysock.system(["true"])
    with pytest.raises(ValueError, match="NUL"):
        pysock.system("true\0false")
    with pytest.raises(pysock.Unterminated):
        pysock.system(pysock.char[4](b"true"))


# -------------------------------------------------------------------------------- environment


@pytest.fixture
def variable():
    """A name that no environment has, and that this one loses after the test."""
    name = "PYSOCK_TEST_VARIABLE"
    assert name not in os.environ
    yield name
    os.environ.pop(name, None)
    os.unsetenv(name)


libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p


def test_getenv_reads_cs_environment(variable):
    assert pysock.getenv(variable) is None
    os.environ[variable] = "wert €"
    assert "wert €" == str(pysock.getenv(variable.encode()))
    libc.setenv(variable.encode(), b"from C", 1)
    found = pysock.getenv(variable)
    assert b"from C" == found.string()
    os.environ[variable] = "x" * 100_000
    assert "x" * 100_000 == str(pysock.getenv(variable))
    assert b"from C" == found.string()
    os.environ[variable] = ""
    assert "" == str(pysock.getenv(variable))
    assert pysock.getenv("") is None
    with pytest.raises(pysock.ConstViolation):
        found[0] = 1


def test_setenv_changes_both_environments(variable):
    assert 0 == pysock.setenv(variable, "one", 0)
    assert b"one" == libc.getenv(variable.encode())
    assert "one" == os.environ[variable]
    assert 0 == pysock.setenv(variable, "two", 0)
    assert "one" == os.environ[variable]
    assert 0 == pysock.setenv(variable.encode(), pysock.char[...](b"two"), pysock.int_(1))
    assert b"two" == libc.getenv(variable.encode())
    assert b"two" == os.environb[variable.encode()]
    assert f"{variable}=two" in subprocess.run(["env"], capture_output=True, text=True).stdout
    assert 0 == pysock.unsetenv(variable)
    assert libc.getenv(variable.encode()) is None
    assert variable not in os.environ
    assert 0 == pysock.unsetenv(variable)


def test_unsetenv_takes_what_only_c_knows(variable):
    libc.setenv(variable.encode(), b"from C", 1)
    assert variable not in os.environ
    assert 0 == pysock.unsetenv(variable)
    assert pysock.getenv(variable) is None


def test_putenv(variable):
    assert 0 == pysock.putenv(f"{variable}=a=b")
    assert "a=b" == os.environ[variable] == str(pysock.getenv(variable))
    assert 0 == pysock.putenv(variable)
    assert pysock.getenv(variable) is None
    assert -1 == pysock.putenv("=x")
    assert pysock.errno == pysock.EINVAL


def test_names_that_are_none():
    for call in (lambda name: pysock.setenv(name, "x", 1), pysock.unsetenv):
        for name in ("", "a=b", b"="):
            pysock.errno.value = 0
            assert -1 == call(name)
            assert pysock.errno == pysock.EINVAL
    for call in (
        pysock.getenv,
        pysock.unsetenv,
        pysock.putenv,
        lambda bad: pysock.setenv(bad, "x", 1),
        lambda bad: pysock.setenv("x", bad, 1),
    ):
        with pytest.raises(pysock.NullPointer):
            call(None)
        with pytest.raises(ValueError, match="NUL"):
            call("a\0b")
        with pytest.raises(pysock.Unterminated):
            call(pysock.char[1](b"x"))
        with pytest.raises(TypeError):
            call(5)
    with pytest.raises(TypeError, match="setenv: argument 3 is an integer, not the str 'z'"):
        pysock.setenv("x", "y", "z")


def test_environ_is_the_array_of_c(variable):
    os.environ[variable] = "last"
    entries = [bytes(entry.string()) for entry in pysock.environ]
    assert f"{variable}=last".encode() in entries
    ours = dict(entry.split(b"=", 1) for entry in entries)
    assert ours == {**os.environb, **ours}
    assert entries[0] == pysock.environ[0].string()
    assert entries[-1] == pysock.environ[pysock.int_(len(entries) - 1)].string()
    assert pysock.environ[len(entries)] is None
    with pytest.raises(IndexError):
        pysock.environ[-1]
    with pytest.raises(TypeError):
        pysock.environ["HOME"]


def test_a_race_about_the_environment_harms_nobody(run):
    program = """
        stop = threading.Event()
        def read():
            while not stop.is_set():
                getenv("PYSOCK_1999")
                list(environ)
                execv("/no/such", ["x"])
                execvp("no_such", ["x"])
                execvpe("no_such", ["x"], environ)
        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads: thread.start()
        for turn in range(1000):
            setenv(f"PYSOCK_{turn}", "x" * turn, 1)
            if turn % 3 == 0:
                unsetenv(f"PYSOCK_{turn // 2}")
        stop.set()
        for thread in threads: thread.join()
    """
    run(program)


# ---------------------------------------------------------------------------------- who we are


@pytest.mark.parametrize(
    "name", ["getpid", "getppid", "getpgrp", "getuid", "geteuid", "getgid", "getegid"]
)
def test_ids_are_the_standard_librarys(name):
    assert getattr(os, name)() == getattr(pysock, name)()
    assert {"pysock"} == {getattr(pysock, name).__module__.partition(".")[0]}


def test_groups_and_sessions(run):
    assert os.getpgid(0) == pysock.getpgid(0) == pysock.getpgid(os.getpid())
    assert os.getsid(0) == pysock.getsid(0)
    for call in (pysock.getpgid, pysock.getsid):
        assert -1 == call(2**31 - 1)
        assert pysock.errno == pysock.ESRCH
    assert -1 == pysock.setpgid(1 << 30, 0)
    assert pysock.errno == pysock.ESRCH
    assert -1 == pysock.setpgid(0, -5)
    assert pysock.errno == pysock.EINVAL
    program = """
        pid = fork()
        if pid == 0:
            assert setpgid(0, 0) == 0
            assert getpgrp() == getpgid(0) == getpid()
            assert (setsid(), errno == EPERM) == (-1, True)
            grandchild = fork()
            if grandchild == 0:
                assert setsid() == getpid() == getsid(0) == getpgrp()
                exit(5)
            exit(WEXITSTATUS(status_of(grandchild)))
        print(WEXITSTATUS(status_of(pid)))
    """
    assert "5\n" == run(program)


def test_foreground_group_of_a_terminal(run):
    program = """
        import pty
        manager, terminal = pty.openpty()
        name = os.ttyname(terminal)
        pid = fork()
        if pid == 0:
            assert setsid() == getpid()
            fd = open(name, O_RDWR)
            assert tcgetpgrp(fd) == getpid() == os.tcgetpgrp(fd)
            assert tcsetpgrp(fd, getpgrp()) == 0
            assert (tcsetpgrp(fd, 1 << 30), errno == ESRCH) == (-1, True)
            exit(5)
        print(WEXITSTATUS(status_of(pid)))
    """
    assert "5\n" == run(program)
    reader, writer = os.pipe()
    assert -1 == pysock.tcgetpgrp(reader)
    assert pysock.errno == pysock.ENOTTY
    assert -1 == pysock.tcsetpgrp(writer, os.getpgrp())
    assert pysock.errno == pysock.ENOTTY
    os.close(reader)
    os.close(writer)
    assert -1 == pysock.tcgetpgrp(reader)
    assert pysock.errno == pysock.EBADF
    with pytest.raises(TypeError):
        pysock.tcgetpgrp(None)
    with pytest.raises(TypeError):
        pysock.tcsetpgrp(0, "group")
    assert hasattr(pty, "openpty")


def test_nice(run):
    program = """
        before = os.nice(0)
        assert nice(0) == before
        assert nice(2) == before + 2 == os.nice(0)
        assert nice(int_(100)) == 19
    """
    run(program)
    with pytest.raises(TypeError):
        pysock.nice("2")
    with pytest.raises(OverflowError):
        pysock.nice(1 << 40)


def test_users_and_groups_of_root_and_others(run):
    program = """
        everyone = -1
        if geteuid() == 0:
            assert setegid(1) == 0 and os.getresgid() == (0, 1, 0)
            assert setregid(2, everyone) == 0 and os.getresgid()[:2] == (2, 1)
            assert setgid(3) == 0
            assert setegid(0) == 0
            assert setgid(3) == 0 and os.getresgid() == (3, 3, 3)
            assert seteuid(1) == 0 and os.getresuid() == (0, 1, 0)
            assert setreuid(everyone, 0) == 0 and geteuid() == 0
            assert setreuid(2, 1) == 0 and os.getresuid()[:2] == (2, 1)
            assert seteuid(0) == -1 and errno == EPERM
            assert setuid(1) == 0
        for call in (setuid, seteuid, setgid, setegid):
            errno.value = 0
            assert call(0) == -1 and errno == EPERM
            assert call(-1) == -1 and errno == EINVAL
        for call in (setreuid, setregid):
            assert call(0, 0) == -1 and errno == EPERM
            assert call(everyone, everyone) == 0
        assert setuid(getuid()) == 0 and setgid(getgid()) == 0
    """
    run(program)


@pytest.mark.parametrize("name", ["setuid", "seteuid", "setgid", "setegid"])
def test_an_id_does_not_wrap(name):
    call = getattr(pysock, name)
    for wrong in (1 << 32, -2):
        with pytest.raises(OverflowError):
            call(wrong)
    for wrong in ("root", None, 0.0):
        with pytest.raises(TypeError):
            call(wrong)
    for pair in (pysock.setreuid, pysock.setregid):
        with pytest.raises(OverflowError):
            pair(-1, 1 << 32)
        with pytest.raises(TypeError):
            pair(None, -1)


def test_children_leave_nothing():
    """Fifty children, one after the other: no descriptor, no zombie, no status is lost."""
    for number in range(50):
        status = pysock.int_()
        pid = ended_child(number)
        assert pid == pysock.waitpid(pid, status, 0)
        assert number == pysock.WEXITSTATUS(status)
