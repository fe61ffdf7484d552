"""Signals: sigaction(2), sigprocmask(2), kill(2), alarm(2), …

A handler is a Python function that the main thread calls as soon as the C call it interrupted has
come back. The kernel calls a trampoline in C (see csrc/signal_posix.c), which tells CPython that
there is work; CPython calls `_dispatch`; `_dispatch` calls the program's handler with the mask that
C would have given it. csrc/restart.h says which interrupted calls go on.
"""

from __future__ import annotations

# Not `signal`: a program of that name (the course has one) would stand in its place on sys.path.
import _signal as stdlib  # type: ignore[import-not-found]
import operator
import os

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Memory
from ._memory import Integer, RecordType, char, copy, from_cffi, int_, struct, union
from ._native import ffi, lib
from ._values import Pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex

    from ._allocation import CData
    from ._values import Record

__all__: list[str] = []
if hasattr(lib, "pysock_sigsuspend"):
    __all__ += [
        "SIG_DFL",
        "SIG_ERR",
        "SIG_HOLD",
        "SIG_IGN",
        "StandardHandler",
        "alarm",
        "getitimer",
        "kill",
        "killpg",
        "pause",
        "psignal",
        "pthread_sigmask",
        "raise_",
        "setitimer",
        "sig_atomic_t",
        "sigaction",
        "sigaddset",
        "sigdelset",
        "sigemptyset",
        "sigfillset",
        "sighold",
        "sigignore",
        "siginfo_t",
        "siginterrupt",
        "sigismember",
        "signal",
        "sigpending",
        "sigprocmask",
        "sigrelse",
        "sigset",
        "sigset_t",
        "sigsuspend",
        "sigwait",
        "strsignal",
    ]

    SIG_DFL: int = lib.PYSOCK_SIG_DFL
    SIG_ERR: int = lib.PYSOCK_SIG_ERR
    SIG_HOLD: int = lib.PYSOCK_SIG_HOLD
    SIG_IGN: int = lib.PYSOCK_SIG_IGN

    sig_atomic_t = Integer("int")
    sigset_t: RecordType = from_cffi(ffi.typeof("sigset_t"))  # type: ignore[assignment]
    siginfo_t: RecordType = from_cffi(ffi.typeof("siginfo_t"))  # type: ignore[assignment]

_RESTART = lib.PYSOCK_RESTART


# ----------------------------------------------------------------------------------- handlers


class StandardHandler:
    """A handler of the standard library's ``signal.signal``, as an old action shows it.

    Put back with sigaction() or signal(), it is the standard library's again.
    """

    __slots__ = ("handler",)

    def __init__(self, handler: Any) -> None:
        self.handler = handler

    def __call__(self, *arguments: object) -> None:
        raise TypeError("a handler of the standard library is put back, not called")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StandardHandler) and self.handler is other.handler

    def __hash__(self) -> int:
        return hash(self.handler)

    def __repr__(self) -> str:
        return f"<handler of the standard library {self.handler!r}>"


# What each signal's handler is: the function, and whether it takes a siginfo_t.
_handlers: dict[int, tuple[Callable[..., object], bool]] = {}
_standard: dict[Any, StandardHandler] = {}


# Signals whose time came while a handler's mask was being given back: they run after it, not inside
# it, or a storm of signals would nest without end. None while no mask is being given back.
_late: list[int] | None = None


def _dispatch(signum: int, frame: object) -> None:
    """Run the program's handler; CPython calls this in the main thread."""
    if _late is not None:
        _late.append(signum)
        return
    waiting = [signum]
    saved = ffi.errno
    try:
        while waiting:
            _run(waiting.pop(0), waiting)
    finally:
        for left in waiting:  # a handler raised: the others are still due
            lib.pysock_trip(left)
        ffi.errno = saved


def _run(signum: int, late: list[int]) -> None:
    """Run one handler as C would; the signals that its end lets in are added to `late`."""
    global _late
    info = siginfo_t()
    frame = ffi.new("struct pysock_frame *")
    if not lib.pysock_begin_handler(signum, ffi.cast("siginfo_t *", info._address), frame):
        # The standard library's own C handler was called in the moment before ours stood.
        info.si_signo = signum
    handler, takes_info = _handlers[signum]
    try:
        if takes_info:
            handler(signum, info, None)
        else:
            handler(signum)
    finally:
        _late = late
        lib.pysock_end_handler(frame)
        _late = None


if hasattr(lib, "pysock_trip_pending"):
    os.register_at_fork(after_in_child=lib.pysock_trip_pending)


def sigaction(signum: SupportsIndex, act: Any, oldact: Any) -> int:
    """Install what happens on a signal, and tell what happened so far, sigaction(2).

    ``int sigaction(int signum, const struct sigaction *act, struct sigaction *oldact);``

    sa_handler is SIG_DFL, SIG_IGN or a function of one argument; with SA_SIGINFO in sa_flags,
    sa_sigaction is a function of three (the signal, a ``siginfo_t``, NULL). It runs in the main
    thread, before the call it interrupted returns to the program, with sa_mask and the signal
    itself blocked; an exception that it raises surfaces there. A thread other than the main one
    can install a function only for a signal that had one before.
    A handler of the standard library shows as a `StandardHandler` in oldact, and can be put back.
    Windows: absent there; signal() is what there is.

    Returns 0, or -1: EINVAL (no such signal, or SIGKILL and SIGSTOP).
    """
    number = operator.index(signum)
    place = arguments.out(oldact, struct.sigaction, "sigaction", null=True)
    arguments.out(act, struct.sigaction, "sigaction", null=True)
    old = ffi.new("struct sigaction *")
    kind = lib.pysock_disposition(number, old)
    if kind == -1:
        return -1
    before = None if place == arguments.NULL else _installed(number, kind, old)
    result = 0 if arguments.is_null(act) else _install_action(number, copy(act[0]))
    if before is not None and result == 0:
        oldact[0] = before
    return result


def _installed(number: int, kind: int, old: CData) -> Record:
    """The struct sigaction of what is installed now."""
    action: Any = struct.sigaction()
    action.sa_flags = old.sa_flags
    ffi.memmove(action.sa_mask._address, ffi.addressof(old, "sa_mask"), sigset_t.size)
    if kind == lib.PYSOCK_OURS:
        action.sa_handler = _handlers[number][0]
    elif kind == lib.PYSOCK_FOREIGN:
        handler = stdlib.getsignal(number)
        action.sa_handler = _standard.setdefault(handler, StandardHandler(handler))
    else:
        action.sa_handler = int(ffi.cast("intptr_t", old.sa_handler))
    record: Record = action
    return record


def _install_action(number: int, act: Any) -> int:
    flags = act.sa_flags
    handler = act.sa_sigaction if flags & constants.SA_SIGINFO else act.sa_handler
    return _install(number, handler, flags, act.sa_mask)


def _install(number: int, handler: Any, flags: int, mask: Any) -> int:
    """Make CPython's table and the kernel's agree on a new handler."""
    if number in (constants.SIGKILL, constants.SIGSTOP):
        ffi.errno = constants.EINVAL
        return -1
    if isinstance(handler, StandardHandler):
        return _put_back(number, handler, flags)
    kernel_mask = ffi.cast("sigset_t *", mask._address)
    if not callable(handler):
        _register(number, stdlib.SIG_IGN if handler == SIG_IGN else stdlib.SIG_DFL)
        return lib.pysock_reset(number, handler, flags, kernel_mask)
    _handlers[number] = handler, bool(flags & constants.SA_SIGINFO)
    _register(number, _dispatch)
    return lib.pysock_install(number, flags, kernel_mask)


def _register(number: int, handler: Any) -> None:
    """Have CPython's own table say the same; it can be changed in the main thread alone."""
    if stdlib.getsignal(number) is handler:
        return
    try:
        stdlib.signal(number, handler)
    except ValueError:
        if handler is _dispatch:
            raise ValueError(
                f"signal {number} never had a handler: the main thread installs the first one"
            ) from None


def _put_back(number: int, old: StandardHandler, flags: int) -> int:
    stdlib.signal(number, old.handler)
    stdlib.siginterrupt(number, not flags & constants.SA_RESTART)
    return 0


def _handler(handler: Any, call: str) -> Any:
    """What a call may install; NULL is C's SIG_DFL."""
    if not callable(handler) and handler not in (SIG_DFL, SIG_IGN, None):
        raise TypeError(f"{call}: a handler is SIG_DFL, SIG_IGN or a function, not {handler!r}")
    return handler or SIG_DFL


def signal(signum: SupportsIndex, handler: Any) -> Any:
    """Install what happens on a signal: SIG_DFL, SIG_IGN or a function of one argument, signal(2).

    ``sighandler_t signal(int signum, sighandler_t handler);``

    As in the C library, the handler stays installed and interrupted calls go on (SA_RESTART).
    (The standard library's module of this name is `signal` of `import signal`.)

    Returns what happened so far, or SIG_ERR: EINVAL.
    """
    number = operator.index(signum)
    new = _handler(handler, "signal")
    old = ffi.new("struct sigaction *")
    kind = lib.pysock_disposition(number, old)
    if kind == -1:
        return SIG_ERR
    before: Any = _installed(number, kind, old)
    mask = sigset_t()
    lib.pysock_signal_mask(number, ffi.cast("sigset_t *", mask._address))
    if _install(number, new, constants.SA_RESTART, mask) == -1:
        return SIG_ERR
    return before.sa_handler


def siginterrupt(sig: SupportsIndex, flag: SupportsIndex) -> int:
    """Let a signal's handler end the calls it interrupts (flag 1), or not (0), siginterrupt(3).

    ``int siginterrupt(int sig, int flag);``

    Returns 0, or -1: EINVAL.
    """
    number, interrupt = operator.index(sig), operator.index(flag)
    kind = lib.pysock_disposition(number, ffi.new("struct sigaction *"))
    if kind == lib.PYSOCK_OURS:
        lib.pysock_set_restart(number, not interrupt)
    elif kind == lib.PYSOCK_FOREIGN:
        stdlib.siginterrupt(number, bool(interrupt))
    return min(kind, 0)


# ------------------------------------------------------------------------------- sets, masks


def _set(set: Any, call: str, null: bool = False) -> CData:
    return arguments.out(set, sigset_t, call, null=null)


def sigemptyset(set: Any) -> int:
    """Empty a set of signals, sigsetops(3).

    ``int sigemptyset(sigset_t *set);``

    Returns 0.
    """
    return lib.sigemptyset(_set(set, "sigemptyset"))


def sigfillset(set: Any) -> int:
    """Put all signals into a set, sigsetops(3).

    ``int sigfillset(sigset_t *set);``

    Returns 0.
    """
    return lib.sigfillset(_set(set, "sigfillset"))


def sigaddset(set: Any, signum: SupportsIndex) -> int:
    """Put a signal into a set, sigsetops(3).

    ``int sigaddset(sigset_t *set, int signum);``

    Returns 0, or -1: EINVAL.
    """
    return lib.sigaddset(_set(set, "sigaddset"), signum)


def sigdelset(set: Any, signum: SupportsIndex) -> int:
    """Take a signal out of a set, sigsetops(3).

    ``int sigdelset(sigset_t *set, int signum);``

    Returns 0, or -1: EINVAL.
    """
    return lib.sigdelset(_set(set, "sigdelset"), signum)


def sigismember(set: Any, signum: SupportsIndex) -> int:
    """Tell whether a signal is in a set, sigsetops(3).

    ``int sigismember(const sigset_t *set, int signum);``

    Returns 1 or 0, or -1: EINVAL.
    """
    return lib.sigismember(_set(set, "sigismember"), signum)


def sigprocmask(how: SupportsIndex, set: Any, oldset: Any) -> int:
    """Block and unblock signals in the calling thread, sigprocmask(2).

    ``int sigprocmask(int how, const sigset_t *set, sigset_t *oldset);``

    Returns 0, or -1: EINVAL.
    """
    new = _set(set, "sigprocmask", null=True)
    return lib.sigprocmask(how, new, _set(oldset, "sigprocmask", null=True))


def pthread_sigmask(how: SupportsIndex, set: Any, oldset: Any) -> int:
    """Block and unblock signals in the calling thread, pthread_sigmask(3).

    ``int pthread_sigmask(int how, const sigset_t *set, sigset_t *oldset);``

    Returns 0, or an error number (errno is not set): EINVAL.
    """
    new = _set(set, "pthread_sigmask", null=True)
    return lib.pthread_sigmask(how, new, _set(oldset, "pthread_sigmask", null=True))


def sigpending(set: Any) -> int:
    """Ask which blocked signals are waiting, sigpending(2).

    ``int sigpending(sigset_t *set);``

    Returns 0.
    """
    return lib.sigpending(_set(set, "sigpending"))


# ------------------------------------------------------------------------- System V's signals


def _change_mask(how: int, sig: SupportsIndex, old: CData) -> int:
    """Block or unblock one signal."""
    set = ffi.new("sigset_t *")
    lib.sigemptyset(set)
    return lib.sigaddset(set, sig) or lib.sigprocmask(how, set, old)


def sighold(sig: SupportsIndex) -> int:
    """Block a signal in the calling thread, sigset(3).

    ``int sighold(int sig);``

    Returns 0, or -1: EINVAL.
    """
    return _change_mask(constants.SIG_BLOCK, sig, arguments.NULL)


def sigrelse(sig: SupportsIndex) -> int:
    """Unblock a signal in the calling thread, sigset(3).

    ``int sigrelse(int sig);``

    Returns 0, or -1: EINVAL.
    """
    return _change_mask(constants.SIG_UNBLOCK, sig, arguments.NULL)


def sigignore(sig: SupportsIndex) -> int:
    """Have a signal ignored, sigset(3).

    ``int sigignore(int sig);``

    Returns 0, or -1: EINVAL.
    """
    number = operator.index(sig)
    if lib.pysock_disposition(number, ffi.new("struct sigaction *")) == -1:
        return -1
    return _install(number, SIG_IGN, 0, sigset_t())


def sigset(sig: SupportsIndex, disp: Any) -> Any:
    """Install what happens on a signal and unblock it; or block it, with SIG_HOLD, sigset(3).

    ``sighandler_t sigset(int sig, sighandler_t disp);``

    The handler, a function of one argument, stays installed and ends the calls it interrupts
    (EINTR), unlike that of signal().

    Returns SIG_HOLD if the signal was blocked, else what happened so far, or SIG_ERR: EINVAL.
    """
    number = operator.index(sig)
    old = ffi.new("struct sigaction *")
    kind = lib.pysock_disposition(number, old)
    if kind == -1:
        return SIG_ERR
    before: Any = _installed(number, kind, old)
    how = constants.SIG_BLOCK if disp == SIG_HOLD else constants.SIG_UNBLOCK
    if disp != SIG_HOLD and _install(number, _handler(disp, "sigset"), 0, sigset_t()) == -1:
        return SIG_ERR
    mask = ffi.new("sigset_t *")
    if _change_mask(how, number, mask) == -1:
        return SIG_ERR
    return SIG_HOLD if lib.sigismember(mask, number) else before.sa_handler


# ---------------------------------------------------------------------------------- waiting


def pause() -> int:
    """Wait for a signal whose handler runs, pause(2).

    ``int pause(void);``

    Returns -1: EINTR.
    """
    while (result := lib.pysock_pause()) == _RESTART:
        pass
    return result


def sigsuspend(mask: Any) -> int:
    """Wait for a signal under another mask, sigsuspend(2).

    ``int sigsuspend(const sigset_t *mask);``

    Returns -1: EINTR.
    """
    set = _set(mask, "sigsuspend")
    while (result := lib.pysock_sigsuspend(set)) == _RESTART:
        pass
    return result


def sigwait(set: Any, sig: Any) -> int:
    """Wait for one of the blocked signals of a set, and take it, sigwait(3).

    ``int sigwait(const sigset_t *set, int *sig);``

    Returns 0, or an error number (errno is not set): EINVAL.
    """
    place = ffi.cast("int *", arguments.out(sig, int_, "sigwait"))
    return lib.pysock_sigwait(_set(set, "sigwait"), place)


if hasattr(lib, "pysock_sigwaitinfo"):
    __all__ += ["psiginfo", "sigqueue", "sigtimedwait", "sigwaitinfo"]

    def sigwaitinfo(set: Any, info: Any) -> int:
        """Wait for one of the blocked signals of a set, and take its siginfo, sigwaitinfo(2).

        ``int sigwaitinfo(const sigset_t *set, siginfo_t *info);``

        Absent on macOS.

        Returns the signal, or -1: EINTR.
        """
        signals = _set(set, "sigwaitinfo")
        place = arguments.out(info, siginfo_t, "sigwaitinfo", null=True)
        while (result := lib.pysock_sigwaitinfo(signals, place)) == _RESTART:
            pass
        return result

    def sigtimedwait(set: Any, info: Any, timeout: Any) -> int:
        """Wait at most a time for one of the blocked signals of a set, sigtimedwait(2).

        ``int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);``

        Absent on macOS.

        Returns the signal, or -1: EAGAIN (none came), EINTR, EINVAL.
        """
        signals = _set(set, "sigtimedwait")
        place = arguments.out(info, siginfo_t, "sigtimedwait", null=True)
        limit = arguments.out(timeout, struct.timespec, "sigtimedwait", null=True)
        while (result := lib.pysock_sigtimedwait(signals, place, limit)) == _RESTART:
            pass
        return result

    def sigqueue(pid: SupportsIndex, sig: SupportsIndex, value: Any) -> int:
        """Send a signal with a value, sigqueue(3).

        ``int sigqueue(pid_t pid, int sig, const union sigval value);``

        value is a ``union sigval``, or an int for its sival_int. Absent on macOS.

        Returns 0, or -1: EAGAIN, EINVAL, EPERM, ESRCH.
        """
        if not hasattr(value, "sival_int"):
            value = union.sigval(sival_int=value)
        copied = ffi.new("union sigval *")
        ffi.memmove(
            copied, arguments.out(value, union.sigval, "sigqueue"), ffi.sizeof("union sigval")
        )
        return lib.sigqueue(pid, sig, copied[0])

    def psiginfo(pinfo: Any, s: Any) -> None:
        """Print ``s: <what the signal is, and why it was sent>`` on C's stderr, psiginfo(3).

        ``void psiginfo(const siginfo_t *pinfo, const char *s);``

        NULL or an empty string prints the description alone. Absent on macOS.
        """
        place = arguments.out(pinfo, siginfo_t, "psiginfo")
        text = arguments.NULL if arguments.is_null(s) else arguments.string(s, "psiginfo")
        lib.psiginfo(place, text)


# ------------------------------------------------------------------------- sending and timers


def kill(pid: SupportsIndex, sig: SupportsIndex) -> int:
    """Send a signal to a process or a process group, kill(2).

    ``int kill(pid_t pid, int sig);``

    pid 0 is the caller's group, -1 every process it may signal, -n the group n; sig 0 only checks.

    Returns 0, or -1: EINVAL, EPERM, ESRCH.
    """
    return lib.kill(pid, sig)


def killpg(pgrp: SupportsIndex, sig: SupportsIndex) -> int:
    """Send a signal to a process group, killpg(3).

    ``int killpg(int pgrp, int sig);``

    Returns 0, or -1: EINVAL, EPERM, ESRCH.
    """
    return lib.killpg(pgrp, sig)


def raise_(sig: SupportsIndex) -> int:
    """Send a signal to the calling thread, raise(3).

    ``int raise_(int sig);``

    C's name is `raise`, which Python owns.

    Returns 0, or a number that is not 0 on failure.
    """
    return lib.pysock_raise(sig)


def alarm(seconds: SupportsIndex) -> int:
    """Have SIGALRM sent in some seconds; 0 cancels, alarm(2).

    ``unsigned int alarm(unsigned int seconds);``

    Returns the seconds that an earlier alarm had left, or 0.
    """
    return lib.alarm(seconds)


def setitimer(which: SupportsIndex, new_value: Any, old_value: Any) -> int:
    """Start or stop an interval timer, setitimer(2).

    ``int setitimer(int which, const struct itimerval *new_value, struct itimerval *old_value);``

    ITIMER_REAL sends SIGALRM, ITIMER_VIRTUAL SIGVTALRM, ITIMER_PROF SIGPROF.

    Returns 0, or -1: EINVAL.
    """
    new = arguments.out(new_value, struct.itimerval, "setitimer")
    old = arguments.out(old_value, struct.itimerval, "setitimer", null=True)
    return lib.setitimer(which, new, old)


def getitimer(which: SupportsIndex, curr_value: Any) -> int:
    """Ask for an interval timer, getitimer(2).

    ``int getitimer(int which, struct itimerval *curr_value);``

    Returns 0, or -1: EINVAL.
    """
    return lib.getitimer(which, arguments.out(curr_value, struct.itimerval, "getitimer"))


# --------------------------------------------------------------------------------- describing

_TEXT_SIZE = 256


def strsignal(sig: SupportsIndex) -> Pointer:
    """Describe a signal, strsignal(3).

    ``char *strsignal(int sig);``

    Returns a constant string.
    """
    text = ffi.new("char[]", _TEXT_SIZE)
    lib.pysock_strsignal(sig, text, _TEXT_SIZE)
    memory = Memory.literal(ffi.string(text))
    return char.pointer(memory, 0, 0, memory.size)


def psignal(sig: SupportsIndex, s: Any) -> None:
    """Print ``s: <what the signal is>`` on C's stderr, psignal(3).

    ``void psignal(int sig, const char *s);``

    NULL or an empty string prints the description alone.
    """
    lib.psignal(sig, arguments.NULL if arguments.is_null(s) else arguments.string(s, "psignal"))


def _members(set: Any) -> str:
    """The names of the signals in a set, for repr."""
    known = (name for name in sorted(constants.values, reverse=True) if name.startswith("SIG"))
    names = {constants.values[name]: name for name in known if "_" not in name}
    inside = (n for n in range(1, constants.NSIG) if lib.sigismember(set._address, n) == 1)
    return "{" + ", ".join(names.get(n, str(n)) for n in inside) + "}"


def _handler_name(handler: object) -> str:
    names = {SIG_DFL: "SIG_DFL", SIG_IGN: "SIG_IGN"}
    return getattr(handler, "__name__", None) or names.get(handler, repr(handler))  # type: ignore[call-overload]


def _flag_names(flags: int) -> str:
    known = {name: bit for name, bit in constants.values.items() if name.startswith("SA_")}
    return " | ".join(name for name, bit in known.items() if flags & bit) or "0"


if hasattr(lib, "pysock_sigsuspend"):
    sigset_t.text = _members
    struct.sigaction.formats.update(
        sa_handler=_handler_name,
        sa_sigaction=None,  # the same place as sa_handler
        sa_flags=_flag_names,
    )
