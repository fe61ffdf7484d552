"""Processes: fork(2), wait(2), execve(2), exit(3), setpgid(2), getenv(3), …

A process that CPython runs differs from one that C runs in what it inherited: CPython ignores
SIGPIPE and SIGXFSZ, and an ignored signal stays ignored in every program that fork and exec start.
``signal(SIGPIPE, SIG_DFL)`` before exec gives the new program what C would.
"""

from __future__ import annotations

import atexit as _atexit
import operator
import os
import sys
from _thread import get_ident

from . import _arguments as arguments
from . import _constants as constants
from . import _signal as signals
from ._allocation import Memory
from ._memory import Integer, char, int_, pointee_of, ptr, sizeof, struct, uid_t
from ._native import ffi, lib
from ._stdio import flush_python
from ._undefined import Unterminated
from ._values import Elements, Pointer, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, NoReturn, SupportsIndex

    from ._allocation import CData

__all__ = [
    "_Exit",
    "_exit",
    "abort",
    "atexit",
    "environ",
    "exit",
    "getenv",
    "getpid",
    "putenv",
    "setenv",
    "system",
    "unsetenv",
]
if hasattr(lib, "pysock_fork"):
    __all__ += [
        "WCOREDUMP",
        "WEXITSTATUS",
        "WIFCONTINUED",
        "WIFEXITED",
        "WIFSIGNALED",
        "WIFSTOPPED",
        "WSTOPSIG",
        "WTERMSIG",
        "daemon",
        "execl",
        "execle",
        "execlp",
        "execv",
        "execve",
        "execvp",
        "fork",
        "getegid",
        "geteuid",
        "getgid",
        "getpgid",
        "getpgrp",
        "getppid",
        "getrusage",
        "getsid",
        "getuid",
        "id_t",
        "idtype_t",
        "nice",
        "setegid",
        "seteuid",
        "setgid",
        "setpgid",
        "setregid",
        "setreuid",
        "setsid",
        "setuid",
        "tcgetpgrp",
        "tcsetpgrp",
        "vfork",
        "wait",
        "wait3",
        "wait4",
        "waitid",
        "waitpid",
    ]

    id_t = Integer("id_t")
    idtype_t = Integer("idtype_t")

_RESTART = lib.PYSOCK_RESTART


def _integer(thing: Any, call: str, position: int) -> int:
    try:
        return operator.index(thing)
    except TypeError:
        raise TypeError(
            f"{call}: argument {position} is an integer, not {kind_of(thing)}"
        ) from None


# ------------------------------------------------------------------------------------ forking

_forked = False


def _remember_the_fork() -> None:
    global _forked
    _forked = True


if hasattr(lib, "pysock_fork"):
    os.register_at_fork(after_in_child=_remember_the_fork)


def fork() -> int:
    """Make a child that goes on as a copy of this process, fork(2).

    ``pid_t fork(void);``

    The functions of `os.register_at_fork` run, as for `os.fork`. In the child only the thread that
    forked lives. Text that C's stdio has not written yet is in both processes. With a second
    thread alive, Python >= 3.12 gives the DeprecationWarning of `os.fork`, which stays a warning
    where warnings are errors: the child exists already.
    Windows: there is no fork.

    Returns 0 in the child and the child's id in the parent, or -1: EAGAIN, ENOMEM.
    """
    return _fork()


def vfork() -> int:
    """Make a child that will exec or _exit() at once, vfork(2).

    ``pid_t vfork(void);``

    It is fork(): a child that borrowed the parent's memory would run the parent's interpreter.

    Returns 0 in the child and the child's id in the parent, or -1: EAGAIN, ENOMEM.
    """
    return _fork()


def daemon(nochdir: SupportsIndex, noclose: SupportsIndex) -> int:
    """Leave the terminal: go on as a child in a session of its own, daemon(3).

    ``int daemon(int nochdir, int noclose);``

    The parent ends as by _exit(0). Unless told not to, the child changes to / and turns the first
    three descriptors to /dev/null. exit() then ends it as it ends every forked child.

    Returns 0, or -1 with the errno of fork(2) and setsid(2).
    """
    return lib.pysock_daemon(nochdir, noclose)


def _fork() -> int:
    pid: int = lib.pysock_fork()
    if pid > 0 and sys.version_info >= (3, 12):
        _warn_of_threads()
    return pid


def _threads() -> int:
    """How many threads the process has: all of them where the kernel tells, else Python's."""
    if lib.pysock_is_single_threaded():
        return 1
    try:
        return os.stat("/proc/self/task").st_nlink - 2
    except OSError:
        return len(sys._current_frames())


def _warn_of_threads() -> None:
    if _threads() < 2:
        return
    import warnings

    text = (
        f"This process (pid={os.getpid()}) is multi-threaded, use of fork() may lead to deadlocks "
        "in the child."
    )
    try:
        warnings.warn(text, DeprecationWarning, stacklevel=4)
    except DeprecationWarning:
        return  # what the call did cannot be undone


# ------------------------------------------------------------------------------------- ending


def _main_thread_ident() -> int:
    threading = sys.modules.get("threading")
    # Without `threading` there is hardly a thread but the first.
    return get_ident() if threading is None else threading.main_thread().ident


_main_thread = _main_thread_ident()


def exit(status: SupportsIndex) -> NoReturn:
    """End the process: run what atexit() registered, flush C's stdio, exit(3).

    ``void exit(int status);``

    In the first process's main thread it raises `SystemExit`, so that `with` and `finally` blocks
    run on the way out, and Python ends as always, waiting for threads that are no daemons. In a
    forked child and in other threads the process ends here and now: the frames below belong to
    the parent, and no `finally` runs. `sys.stdout` and `sys.stderr` are flushed; what other Python
    files have not written is lost.
    A function that atexit() registered may call it: those that are left run, as in glibc.
    Python's own function of this name is `builtins.exit`.
    """
    code = _integer(status, "exit", 1) & 0xFF
    if not (_forked or _running) and get_ident() == _main_thread:
        raise SystemExit(code)
    try:
        _run_handlers()
        flush_python(sys.stdout)
        flush_python(sys.stderr)
    finally:
        while True:
            lib.pysock_exit(code)


def _exit(status: SupportsIndex) -> NoReturn:
    """End the process at once: no handler runs, and no stdio is flushed, _exit(2).

    ``void _exit(int status);``
    """
    while True:
        lib._exit(status)


def _Exit(status: SupportsIndex) -> NoReturn:
    """End the process at once: no handler runs, and no stdio is flushed, _Exit(3).

    ``void _Exit(int status);``
    """
    while True:
        lib._Exit(status)


def abort() -> NoReturn:
    """End the process by SIGABRT, even where that is blocked or ignored, abort(3).

    ``void abort(void);``

    A handler for SIGABRT runs first, if the main thread aborts. stdio is not flushed.
    """
    if "raise_" in signals.__all__:
        signals.raise_(constants.SIGABRT)
    while True:
        lib.pysock_abort()


# What atexit() registered and has not run yet. Each runs once: a child forked by one of them, whose
# exit() would otherwise find it again at Python's, must not fork the next.
_handlers: list[Callable[[], object]] = []
_running = False  # whether one of them runs


def _run_last() -> None:
    global _running
    outer = _running
    _running = True
    try:
        _handlers.pop()()
    finally:
        _running = outer


def _run_handlers() -> None:
    """Run Python's `atexit` functions, ours among them; from inside one, only what is left."""
    global _running
    if not _running:
        _running = True
        _atexit._run_exitfuncs()
    while _handlers:
        _run_last_and_report()


def _run_last_and_report() -> None:
    try:
        _run_last()
    except Exception:
        sys.excepthook(*sys.exc_info())


def atexit(function: Callable[[], object]) -> int:
    """Register a function that runs when the process exits, the last one first, atexit(3).

    ``int atexit(void (*function)(void));``

    It is registered with Python's `atexit`, in one order with what Python registers there; a
    forked child inherits it. An exception is reported, and the next function runs.

    Returns 0.
    """
    if not callable(function):
        raise TypeError(f"atexit: C wants a function, not the {type(function).__name__}")
    _handlers.append(function)
    _atexit.register(_run_last)
    return 0


# ------------------------------------------------------------------------------------ waiting


def wait(wstatus: Any) -> int:
    """Wait until any child has ended, and bury it, wait(2).

    ``pid_t wait(int *wstatus);``

    Returns the child's id, or -1: ECHILD, EINTR.
    """
    place = arguments.out(wstatus, int_, "wait", null=True)
    while (pid := lib.pysock_wait(place)) == _RESTART:
        pass
    return pid


def waitpid(pid: SupportsIndex, wstatus: Any, options: SupportsIndex) -> int:
    """Wait for a child (pid > 0), any child (-1), any of a group (0 or -group), waitpid(2).

    ``pid_t waitpid(pid_t pid, int *wstatus, int options);``

    options holds WNOHANG, WUNTRACED, WCONTINUED.

    Returns the child's id, 0 with WNOHANG while no child has ended, or -1: ECHILD, EINTR, EINVAL.
    """
    place = arguments.out(wstatus, int_, "waitpid", null=True)
    while (found := lib.pysock_waitpid(pid, place, options)) == _RESTART:
        pass
    return found


def wait3(wstatus: Any, options: SupportsIndex, rusage: Any) -> int:
    """Wait for any child, and learn what it used, wait3(2).

    ``pid_t wait3(int *wstatus, int options, struct rusage *rusage);``

    Returns what waitpid() returns.
    """
    place = arguments.out(wstatus, int_, "wait3", null=True)
    usage = arguments.out(rusage, struct.rusage, "wait3", null=True)
    while (pid := lib.pysock_wait3(place, options, usage)) == _RESTART:
        pass
    return pid


def wait4(pid: SupportsIndex, wstatus: Any, options: SupportsIndex, rusage: Any) -> int:
    """Wait for a child as waitpid() does, and learn what it used, wait4(2).

    ``pid_t wait4(pid_t pid, int *wstatus, int options, struct rusage *rusage);``

    Returns what waitpid() returns.
    """
    place = arguments.out(wstatus, int_, "wait4", null=True)
    usage = arguments.out(rusage, struct.rusage, "wait4", null=True)
    while (found := lib.pysock_wait4(pid, place, options, usage)) == _RESTART:
        pass
    return found


def waitid(idtype: SupportsIndex, id: SupportsIndex, infop: Any, options: SupportsIndex) -> int:
    """Wait for a change of one child (P_PID), of a group's (P_PGID) or of any (P_ALL), waitid(2).

    ``int waitid(idtype_t idtype, id_t id, siginfo_t *infop, int options);``

    options says which changes: WEXITED, WSTOPPED, WCONTINUED; WNOHANG, and WNOWAIT to leave the
    child as it is.

    Returns 0, with 0 for infop's si_pid if WNOHANG found none, or -1: ECHILD, EINTR, EINVAL.
    """
    place = arguments.out(infop, signals.siginfo_t, "waitid", null=True)
    while (result := lib.pysock_waitid(idtype, id, place, options)) == _RESTART:
        pass
    return result


def WIFEXITED(wstatus: SupportsIndex) -> int:
    """Tell whether a child ended by exit(), _exit() or a return from main, wait(2).

    ``int WIFEXITED(int wstatus);``

    Returns 1 or 0.
    """
    return lib.pysock_WIFEXITED(wstatus)


def WEXITSTATUS(wstatus: SupportsIndex) -> int:
    """Take the exit status, the low 8 bits of what exit() got, out of a wait status, wait(2).

    ``int WEXITSTATUS(int wstatus);``

    Returns 0 to 255, which means something only if WIFEXITED().
    """
    return lib.pysock_WEXITSTATUS(wstatus)


def WIFSIGNALED(wstatus: SupportsIndex) -> int:
    """Tell whether a signal ended a child, wait(2).

    ``int WIFSIGNALED(int wstatus);``

    Returns 1 or 0.
    """
    return lib.pysock_WIFSIGNALED(wstatus)


def WTERMSIG(wstatus: SupportsIndex) -> int:
    """Take the signal that ended a child out of a wait status, wait(2).

    ``int WTERMSIG(int wstatus);``

    Returns the signal, which means something only if WIFSIGNALED().
    """
    return lib.pysock_WTERMSIG(wstatus)


def WCOREDUMP(wstatus: SupportsIndex) -> int:
    """Tell whether a child that a signal ended left a core dump, wait(2).

    ``int WCOREDUMP(int wstatus);``

    Returns 0 or another number, which means something only if WIFSIGNALED().
    """
    return lib.pysock_WCOREDUMP(wstatus)


def WIFSTOPPED(wstatus: SupportsIndex) -> int:
    """Tell whether a signal stopped a child, which WUNTRACED asks for, wait(2).

    ``int WIFSTOPPED(int wstatus);``

    Returns 1 or 0.
    """
    return lib.pysock_WIFSTOPPED(wstatus)


def WSTOPSIG(wstatus: SupportsIndex) -> int:
    """Take the signal that stopped a child out of a wait status, wait(2).

    ``int WSTOPSIG(int wstatus);``

    Returns the signal, which means something only if WIFSTOPPED().
    """
    return lib.pysock_WSTOPSIG(wstatus)


def WIFCONTINUED(wstatus: SupportsIndex) -> int:
    """Tell whether SIGCONT let a child go on, which WCONTINUED asks for, wait(2).

    ``int WIFCONTINUED(int wstatus);``

    Returns 1 or 0.
    """
    return lib.pysock_WIFCONTINUED(wstatus)


def getrusage(who: SupportsIndex, usage: Any) -> int:
    """Ask what this process (RUSAGE_SELF) or its dead children used, getrusage(2).

    ``int getrusage(int who, struct rusage *usage);``

    Returns 0, or -1: EINVAL.
    """
    return lib.getrusage(who, arguments.out(usage, struct.rusage, "getrusage"))


# --------------------------------------------------------------------- running other programs


def execv(path: Any, argv: Any) -> int:
    """Run another program in this process, execv(3).

    ``int execv(const char *path, char *const argv[]);``

    argv is an array of ``char *`` that NULL ends, or a Python sequence of strings. As in C,
    nothing is flushed: text that stdio, or Python, has not written yet is lost. The program
    inherits what CPython ignores: SIGPIPE and SIGXFSZ.

    Returns -1: E2BIG, EACCES, ENOENT, ENOEXEC, … It does not return from success.
    """
    name = arguments.name(path, "execv")
    vector = _Strings(argv, "execv")
    while (result := lib.pysock_execv(name, vector.array)) == _RESTART:
        pass
    return result


def execve(path: Any, argv: Any, envp: Any) -> int:
    """Run another program in this process, with an environment of its own, execve(2).

    ``int execve(const char *path, char *const argv[], char *const envp[]);``

    argv and envp (``"NAME=value"``) as in execv(); a NULL envp is an empty environment.

    Returns -1: E2BIG, EACCES, ENOENT, ENOEXEC, … It does not return from success.
    """
    name = arguments.name(path, "execve")
    vector = _Strings(argv, "execve")
    variables = _environment(envp, "execve")
    while (result := lib.pysock_execve(name, vector.array, variables.array)) == _RESTART:
        pass
    return result


def execvp(file: Any, argv: Any) -> int:
    """Run another program, looked for along PATH, in this process, execvp(3).

    ``int execvp(const char *file, char *const argv[]);``

    argv as in execv(). A file without a program's header is run by the shell.

    Returns -1: E2BIG, EACCES, ENOENT, … It does not return from success.
    """
    name = arguments.name(file, "execvp")
    vector = _Strings(argv, "execvp")
    while (result := lib.pysock_execvp(name, vector.array)) == _RESTART:
        pass
    return result


if hasattr(lib, "pysock_execvpe"):
    __all__ += ["execvpe", "fexecve"]

    def execvpe(file: Any, argv: Any, envp: Any) -> int:
        """Run another program, looked for along PATH, with its own environment, execvpe(3).

        ``int execvpe(const char *file, char *const argv[], char *const envp[]);``

        argv and envp as in execve(); PATH is this process's. Linux only.

        Returns -1: E2BIG, EACCES, ENOENT, … It does not return from success.
        """
        name = arguments.name(file, "execvpe")
        vector = _Strings(argv, "execvpe")
        variables = _environment(envp, "execvpe")
        while (result := lib.pysock_execvpe(name, vector.array, variables.array)) == _RESTART:
            pass
        return result

    def fexecve(fd: SupportsIndex, argv: Any, envp: Any) -> int:
        """Run the program that a descriptor has open in this process, fexecve(3).

        ``int fexecve(int fd, char *const argv[], char *const envp[]);``

        argv and envp as in execve(). macOS lacks the call.

        Returns -1: EACCES, EBADF, EINVAL, ENOENT, … It does not return from success.
        """
        vector = _Strings(argv, "fexecve")
        variables = _environment(envp, "fexecve")
        while (result := lib.pysock_fexecve(fd, vector.array, variables.array)) == _RESTART:
            pass
        return result


def execl(path: Any, *arg: Any) -> int:
    """Run another program in this process, its arguments listed and ended by NULL, execl(3).

    ``int execl(const char *path, const char *arg, ... /* NULL */);``

    Returns what execv() returns.
    """
    listed, _ = _listed(arg, "execl")
    return execv(path, listed)


def execlp(file: Any, *arg: Any) -> int:
    """Run another program, looked for along PATH, its arguments ended by NULL, execlp(3).

    ``int execlp(const char *file, const char *arg, ... /* NULL */);``

    Returns what execvp() returns.
    """
    listed, _ = _listed(arg, "execlp")
    return execvp(file, listed)


def execle(path: Any, *arg: Any) -> int:
    """Run another program: its arguments, NULL, and its environment, execle(3).

    ``int execle(const char *path, const char *arg, ... /* NULL, char *const envp[] */);``

    Returns what execve() returns.
    """
    listed, rest = _listed(arg, "execle")
    if not rest:
        raise Unterminated("execle: no envp follows the NULL that ends the arguments")
    return execve(path, listed, rest[0])


def system(command: Any) -> int:
    """Let the shell run a command, and wait for it, system(3).

    ``int system(const char *command);``

    Meanwhile SIGINT and SIGQUIT are ignored and SIGCHLD is blocked, as in C.

    Returns the shell's wait status, 127 for WEXITSTATUS() if there is no shell, or -1: EAGAIN, …;
    for NULL, whether there is a shell.
    """
    wanted = arguments.NULL
    if not arguments.is_null(command):
        wanted = arguments.name(command, "system")
    while (status := lib.pysock_system(wanted)) == _RESTART:
        pass
    return status


class _Strings:
    """A private ``char *[]`` that NULL ends; C reads nothing that another thread may change."""

    __slots__ = ("_texts", "array")

    def __init__(self, strings: Any, call: str) -> None:
        self._texts = [ffi.new("char[]", text) for text in _each_name(strings, call)]
        self.array = ffi.new("char *[]", [*self._texts, arguments.NULL])


def _environment(envp: Any, call: str) -> _Strings:
    return _Strings(() if arguments.is_null(envp) else envp, call)


def _each_name(strings: Any, call: str) -> Iterator[bytes]:
    """The strings of an array up to its NULL."""
    for text in _elements(strings, call):
        if arguments.is_null(text):
            return
        yield arguments.name(text, call)


def _elements(strings: Any, call: str) -> Iterable[Any]:
    if isinstance(strings, (list, tuple, Environ)):
        return strings
    arguments.extent(strings, call)  # NULL, and what is no pointer at all, have rules of their own
    array = pointee_of(strings)
    if not isinstance(array, Elements) or array._element is not ptr(char):
        raise TypeError(
            f"{call}: C wants an array of `char *`, not {arguments._pointer_kind(strings)}"
        )
    return _until_null(array, call)


def _until_null(array: Elements, call: str) -> Iterator[Any]:
    for index in range(array._room // sizeof(array._element)):
        if (text := array[index]) is None:
            return
        yield text
    raise Unterminated(f"{call}: no NULL ends the array of `char *`")


def _listed(args: tuple[Any, ...], call: str) -> tuple[list[Any], tuple[Any, ...]]:
    """The variable arguments before the NULL, and those behind it."""
    for index, arg in enumerate(args):
        if arguments.is_null(arg):
            return list(args[:index]), args[index + 1 :]
    raise Unterminated(f"{call}: no NULL ends the {len(args)} arguments")


# -------------------------------------------------------------------------------- environment

# C's environment is what counts, for programs that exec starts and for C's own calls. `os.environ`
# is a copy that Python took when it started. What changes one through this module changes both.


class Environ:
    """C's ``char **environ``: ``environ[i]`` is the ith ``"NAME=value"``, and NULL the last."""

    __slots__ = ()

    def __getitem__(self, index: SupportsIndex) -> Pointer | None:
        number = operator.index(index)
        if number < 0:
            raise IndexError(f"environ[{number}] is before the first variable")
        return _text(lambda text, room: lib.pysock_environ(number, text, room))

    def __iter__(self) -> Iterator[Pointer]:
        number = 0
        while (entry := self[number]) is not None:
            yield entry
            number += 1


environ = Environ()


def getenv(name: Any) -> Pointer | None:
    """Look a variable of the environment up, getenv(3).

    ``char *getenv(const char *name);``

    Changes through `os.environ` are seen; those that a C library made are too.

    Returns its value as a constant string, which later changes leave alone, or NULL.
    """
    wanted = arguments.name(name, "getenv")
    return _text(lambda text, room: lib.pysock_getenv(wanted, text, room))


def setenv(name: Any, value: Any, overwrite: SupportsIndex) -> int:
    """Set a variable of the environment, unless it is set and overwrite is 0, setenv(3).

    ``int setenv(const char *name, const char *value, int overwrite);``

    `os.environ` is changed with it.

    Returns 0, or -1: EINVAL for a name that is empty or has a ``=``.
    """
    wanted = arguments.name(name, "setenv")
    text = arguments.name(value, "setenv")
    if not _names_a_variable(wanted):
        return -1
    if _integer(overwrite, "setenv", 3) or getenv(wanted) is None:
        os.environ[os.fsdecode(wanted)] = os.fsdecode(text)
    return 0


def unsetenv(name: Any) -> int:
    """Take a variable out of the environment, setenv(3).

    ``int unsetenv(const char *name);``

    `os.environ` is changed with it.

    Returns 0, or -1: EINVAL for a name that is empty or has a ``=``.
    """
    wanted = arguments.name(name, "unsetenv")
    if not _names_a_variable(wanted):
        return -1
    os.environ.pop(os.fsdecode(wanted), None)
    os.unsetenv(os.fsdecode(wanted))  # `os.environ` may not know what a C library set
    return 0


def putenv(string: Any) -> int:
    """Set a variable by one string ``NAME=value``, putenv(3).

    ``int putenv(char *string);``

    The string is copied: in C it becomes part of the environment, and changing it later changes
    that. Without a ``=`` the variable is taken out, as glibc does. `os.environ` is changed with it.

    Returns 0, or -1: EINVAL for an empty name.
    """
    wanted, equals, value = arguments.name(string, "putenv").partition(b"=")
    return setenv(wanted, value, 1) if equals else unsetenv(wanted)


def _names_a_variable(name: bytes) -> bool:
    if name and b"=" not in name:
        return True
    ffi.errno = constants.EINVAL
    return False


def _text(copy: Callable[[CData, int], int]) -> Pointer | None:
    """A constant string, from a shim that copies it where there is room and tells its size."""
    room = 0
    text = arguments.NULL
    while (size := copy(text, room)) > room:
        room = size
        text = ffi.new("char[]", room)
    if size == 0:
        return None
    memory = Memory.literal(ffi.string(text))
    return char.pointer(memory, 0, 0, memory.size)


# ---------------------------------------------------------------------------------- who we are


def getpid() -> int:
    """Ask for this process's id, getpid(2).

    ``pid_t getpid(void);``

    Returns the id.
    """
    return lib.getpid()


def getppid() -> int:
    """Ask for the parent's id, getppid(2).

    ``pid_t getppid(void);``

    Returns the id: that of init, or of a subreaper, once the parent has ended.
    """
    return lib.getppid()


def getpgrp() -> int:
    """Ask for the id of this process's group, getpgrp(2).

    ``pid_t getpgrp(void);``

    Returns the id.
    """
    return lib.getpgrp()


def getpgid(pid: SupportsIndex) -> int:
    """Ask for the id of a process's group; 0 is this process, getpgid(2).

    ``pid_t getpgid(pid_t pid);``

    Returns the id, or -1: ESRCH.
    """
    return lib.getpgid(pid)


def setpgid(pid: SupportsIndex, pgid: SupportsIndex) -> int:
    """Put a process into a group; 0 is this process, or a group with its id, setpgid(2).

    ``int setpgid(pid_t pid, pid_t pgid);``

    Returns 0, or -1: EACCES, EINVAL, EPERM, ESRCH.
    """
    return lib.setpgid(pid, pgid)


def setsid() -> int:
    """Begin a session without a terminal, as its leader, setsid(2).

    ``pid_t setsid(void);``

    Returns the session's id, or -1: EPERM for the leader of a group.
    """
    return lib.setsid()


def getsid(pid: SupportsIndex) -> int:
    """Ask for the id of a process's session; 0 is this process, getsid(2).

    ``pid_t getsid(pid_t pid);``

    Returns the id, or -1: EPERM, ESRCH.
    """
    return lib.getsid(pid)


def tcgetpgrp(fd: SupportsIndex) -> int:
    """Ask which process group is in the foreground of a terminal, tcgetpgrp(3).

    ``pid_t tcgetpgrp(int fd);``

    Returns its id, or -1: EBADF, ENOTTY.
    """
    return lib.tcgetpgrp(fd)


def tcsetpgrp(fd: SupportsIndex, pgrp: SupportsIndex) -> int:
    """Put a process group into the foreground of a terminal, tcsetpgrp(3).

    ``int tcsetpgrp(int fd, pid_t pgrp);``

    Returns 0, or -1: EBADF, EINVAL, ENOTTY, EPERM.
    """
    return lib.tcsetpgrp(fd, pgrp)


def nice(inc: SupportsIndex) -> int:
    """Be nicer to other processes by inc, nice(2).

    ``int nice(int inc);``

    Returns the new niceness, -20 to 19, or -1: EPERM. Set errno to 0 before to tell the two -1.
    """
    return lib.nice(inc)


def getuid() -> int:
    """Ask for the real user, getuid(2).

    ``uid_t getuid(void);``

    Returns the user's id.
    """
    return lib.getuid()


def geteuid() -> int:
    """Ask for the effective user, whose rights the process has, geteuid(2).

    ``uid_t geteuid(void);``

    Returns the user's id.
    """
    return lib.geteuid()


def getgid() -> int:
    """Ask for the real group, getgid(2).

    ``gid_t getgid(void);``

    Returns the group's id.
    """
    return lib.getgid()


def getegid() -> int:
    """Ask for the effective group, getegid(2).

    ``gid_t getegid(void);``

    Returns the group's id.
    """
    return lib.getegid()


def setuid(uid: SupportsIndex) -> int:
    """Become a user: really and for good, if this process is root's, setuid(2).

    ``int setuid(uid_t uid);``

    Returns 0, or -1: EAGAIN, EINVAL, EPERM. Test it: who goes on after a failure is still root.
    """
    return lib.setuid(_id(uid))


def seteuid(euid: SupportsIndex) -> int:
    """Change the effective user, seteuid(2).

    ``int seteuid(uid_t euid);``

    Returns 0, or -1: EINVAL, EPERM.
    """
    return lib.seteuid(_id(euid))


def setgid(gid: SupportsIndex) -> int:
    """Become a group: before setuid(), which takes the right to it away, setgid(2).

    ``int setgid(gid_t gid);``

    Returns 0, or -1: EINVAL, EPERM.
    """
    return lib.setgid(_id(gid))


def setegid(egid: SupportsIndex) -> int:
    """Change the effective group, setegid(2).

    ``int setegid(gid_t egid);``

    Returns 0, or -1: EINVAL, EPERM.
    """
    return lib.setegid(_id(egid))


def setreuid(ruid: SupportsIndex, euid: SupportsIndex) -> int:
    """Change the real and the effective user; -1 leaves one as it is, setreuid(2).

    ``int setreuid(uid_t ruid, uid_t euid);``

    Returns 0, or -1: EAGAIN, EINVAL, EPERM.
    """
    return lib.setreuid(_id(ruid), _id(euid))


def setregid(rgid: SupportsIndex, egid: SupportsIndex) -> int:
    """Change the real and the effective group; -1 leaves one as it is, setregid(2).

    ``int setregid(gid_t rgid, gid_t egid);``

    Returns 0, or -1: EINVAL, EPERM.
    """
    return lib.setregid(_id(rgid), _id(egid))


def _id(number: SupportsIndex) -> SupportsIndex:
    """A user or group; only -1 is worth C's conversion: any other that wraps may be root."""
    return uid_t.convert(-1) if number == -1 else number
