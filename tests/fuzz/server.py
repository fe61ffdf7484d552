"""Runs random programs in children, and tells how each ended.

It is started by `client` inside namespaces of its own, as their first process: it sees a loopback
and an empty directory, and nothing else that it could harm.
"""

from __future__ import annotations

import faulthandler
import fcntl
import gc
import json
import mmap
import os
import resource
import shutil
import signal
import socket
import struct
import sys
import time
import warnings
from random import Random
from typing import Any

import pysock

from . import arguments, crowd, loops, prototypes, values
from .documented import DOCUMENTED
from .exclusions import NEVER_CALLED, WAITS_WITHOUT_END
from .world import World

STEP = struct.Struct("=i")
TICK = 0.001  # seconds after which a signal wakes whatever waits
PATIENCE = float(
    os.environ.get("PYSOCK_FUZZ_PATIENCE", "15")
)  # seconds at one step after which a program counts as hung
WAITING = 0.1  # seconds at a call that may wait without end, after which the program is over
OPERATION = "(an operation on a value)"
UNDOCUMENTED = 70  # the exit status of a program that saw another exception


def names() -> list[str]:
    """Every public call that random programs make, and the operations on values."""
    calls = [name for name in pysock.__all__ if prototypes.is_call(name)]
    return [*(name for name in calls if name not in NEVER_CALLED), OPERATION]


LOOP = "(a loop of one call) "  # and the call's name: its seed says how often
CROWD = "(threads)"


def serve(connection: socket.socket) -> None:
    """Answer each line, a program, by another: how it ended."""
    _raise_loopback()
    journal = mmap.mmap(-1, STEP.size)
    with connection.makefile("rw") as lines:
        for line in lines:
            steps = json.loads(line)
            lines.write(json.dumps(_run(steps, journal)) + "\n")
            lines.flush()


def _raise_loopback() -> None:
    """A new network namespace has a loopback that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sh14x", b"lo", pysock.IFF_UP)
        fcntl.ioctl(sock, pysock.SIOCSIFFLAGS, request)


def _run(steps: list[tuple[str, int]], journal: mmap.mmap) -> dict[str, Any]:
    """One program in a child: its wait status, the step it reached, what it wrote on stderr."""
    shutil.rmtree("program", ignore_errors=True)
    os.mkdir("program")
    journal[:] = STEP.pack(-1)
    pid = os.fork()
    if pid == 0:
        _child(steps, journal)
    status, end = _wait(pid, steps, journal)
    (reached,) = STEP.unpack(journal[:])
    with open("report", errors="replace") as report:
        said = report.read(100_000)
    return {"status": status, "end": end, "step": reached, "said": said}


def _wait(pid: int, steps: list[tuple[str, int]], journal: mmap.mmap) -> tuple[int, str]:
    """Wait for the program, and reap whatever it left; end it when it gets no further."""
    seen, since, end = journal[:], time.monotonic(), "by itself"
    while True:
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended == pid:
            break
        if ended == 0:
            time.sleep(0.0005)
        if seen != journal[:]:
            seen, since = journal[:], time.monotonic()
        patience, verdict = _patience(steps, journal)
        if time.monotonic() - since > patience:
            # faulthandler says where a program hangs; a second time nothing is asked any more.
            asked = verdict == "hangs" and end == "by itself"
            os.kill(pid, signal.SIGABRT if asked else signal.SIGKILL)
            end, since = verdict, time.monotonic()
    _end_the_rest()
    return status, end


def _patience(steps: list[tuple[str, int]], journal: mmap.mmap) -> tuple[float, str]:
    """How long a program may stand at its step, and what is said of it then."""
    (reached,) = STEP.unpack(journal[:])
    name, seed = steps[reached] if 0 <= reached < len(steps) else ("", 0)
    if name.removeprefix(LOOP) in WAITS_WITHOUT_END:
        return WAITING, "waits"
    if name == CROWD:
        return 8 * PATIENCE, "hangs"  # one that hangs is named from inside
    return PATIENCE + (seed * 4 * TICK if name.startswith(LOOP) else 0), "hangs"


def _end_the_rest() -> None:
    """Children of the program that outlived it."""
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if ended == 0:
            os.kill(-1, signal.SIGKILL)  # everything in this namespace but ourselves
            time.sleep(0.0005)


def _child(steps: list[tuple[str, int]], journal: mmap.mmap) -> None:
    """Run the program, and end."""
    status = UNDOCUMENTED
    try:
        _settle()
        perform(steps, journal)
        journal[:] = STEP.pack(len(steps))
        gc.collect()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _settle() -> None:
    """A place, limits and a clock for the program."""
    os.setsid()
    report = os.open("report", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    high = fcntl.fcntl(report, fcntl.F_DUPFD_CLOEXEC, 200)
    os.chdir("program")
    given = os.open("input", os.O_RDWR | os.O_CREAT, 0o600)
    os.write(given, b"12 words of input\nand a line\n")
    os.lseek(given, 0, os.SEEK_SET)
    for standard in range(3):
        os.dup2(given, standard)
    os.closerange(3, 200)
    sys.stderr = os.fdopen(high, "w", buffering=1)
    faulthandler.enable(sys.stderr)
    limits = {"CORE": 0, "FSIZE": 1 << 22, "NOFILE": 256, "CPU": 15}
    for limit, most in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{limit}"), (most, most))
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", ResourceWarning)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGINT, _wake)


def perform(steps: list[tuple[str, int]], journal: Any) -> None:
    """Make the calls of a program, one by one."""
    world = World(Random(0))
    for number, (name, seed) in enumerate(steps):
        journal[:] = STEP.pack(number)
        try:
            world.rng = Random(seed)
            _wake_up_later()
            world.keep(_step(name, seed, world))
        except DOCUMENTED:
            continue
        except RecursionError as error:
            if "callback" not in repr(error.__traceback__):
                raise


def _step(name: str, seed: int, world: World) -> Any:
    if name in OWN_STEPS:
        return OWN_STEPS[name](world)
    if name == CROWD:
        return crowd.Crowd(seed, 4 * PATIENCE).run()
    if name.startswith(LOOP):
        return _loop(name.removeprefix(LOOP), seed)
    drawn = arguments.arguments(prototypes.prototype(name), world)
    result = getattr(pysock, name)(*drawn)
    if name in ("fork", "vfork") and result == 0:
        os._exit(0)
    return result


def _operation(world: World) -> Any:
    """Operators of Python have errors of their own; only a crash counts there."""
    try:
        return values.operate(world.rng, world.rng.choice(world.pool), world.pool)
    except (AttributeError, IndexError, StopIteration, BufferError):
        return None


def _loop(name: str, times: int) -> None:
    found = loops.leaks(name, times)
    if found:
        raise LookupError("; ".join(found))


def _crash(_: World) -> None:
    """What a broken call would do, to see that it is seen."""
    os.kill(os.getpid(), signal.SIGSEGV)


def _fail(_: World) -> None:
    raise LookupError("no document promises this one")


def _hang(_: World) -> None:
    while True:
        time.sleep(1)


OWN_STEPS = {
    OPERATION: _operation,
    "(a crash)": _crash,
    "(an exception)": _fail,
    "(a hang)": _hang,
}


def _wake_up_later() -> None:
    """No call may wait for ever: undo what the program did to its alarm clock, and set it."""
    signal.signal(signal.SIGALRM, _wake)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.setitimer(signal.ITIMER_REAL, TICK, TICK)


def _wake(*_: object) -> None:
    """Interrupt a call: that is all."""
