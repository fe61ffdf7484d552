"""One call, over and over: what it leaves of memory, descriptors, children and handlers."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable
from random import Random
from typing import Any

import pysock

from . import arguments, prototypes
from .documented import DOCUMENTED
from .world import World


class _MallInfo(ctypes.Structure):
    """``struct mallinfo2``: how the C library's heap is used; one member is of interest."""

    _fields_ = [
        ("others", ctypes.c_size_t * 7),
        ("uordblks", ctypes.c_size_t),  # bytes in use
        ("free", ctypes.c_size_t * 2),
    ]


_LIBC = ctypes.CDLL(None)
_LIBC.mallinfo2.restype = _MallInfo

SEEDS = 24  # different argument lists, one after the other
BATCH = 50  # calls between two looks at descriptors
# What comes back belongs to the program, which gives it back.
RELEASES: dict[str, Callable[..., Any]] = {
    "FILE": pysock.fclose,
}
# What each call adds to by C's contract, so that it has to grow.
GROWS = {
    "CreateEventA": "a handle lives until CloseHandle()",
    "CreateEventW": "a handle lives until CloseHandle()",
    "CreateMutexA": "a handle lives until CloseHandle()",
    "CreateMutexW": "a handle lives until CloseHandle()",
    "CreateSemaphoreA": "a handle lives until CloseHandle()",
    "CreateSemaphoreW": "a handle lives until CloseHandle()",
    "CreateThread": "a handle lives until CloseHandle()",
    "WSACreateEvent": "an event lives until WSACloseEvent()",
    "_beginthread": "a thread lives until it ends",
    "_beginthreadex": "a handle lives until CloseHandle()",
    "atexit": "a function more runs at the end",
    "pthread_cleanup_push": "a function waits for pthread_cleanup_pop()",
    "pthread_create": "a thread waits for pthread_join()",
    "pthread_key_create": "a key lives until pthread_key_delete()",
    "setvbuf": "a stream keeps its buffers: C libraries differ in when they let one go",
    "sem_open": "a semaphore lives until sem_close()",
}


def leaks(name: str, times: int) -> list[str]:
    """What `times` calls have left that as many calls before had not."""
    world = World(Random(0))
    drawn = _argument_lists(name, world)
    handlers = [signal.getsignal(number) for number in signal.valid_signals()]
    _call(name, drawn, times)
    before = _counts()
    _call(name, drawn, times)
    after = _counts()
    found = [
        f"{after[what] - before[what]} {what} more after {times} calls"
        for what, allowed in _allowances(times).items()
        if after[what] - before[what] > allowed and name not in GROWS
    ]
    now = [signal.getsignal(number) for number in signal.valid_signals()]
    if handlers != now and not name.startswith(("sig", "signal")):
        found.append("signal handlers changed")
    return found


def _allowances(times: int) -> dict[str, int]:
    """Caches fill now and then; what is lost by each call, or each tenth, is a leak."""
    heap = 4096 + 4 * times
    return {"allocated blocks": 100 + times // 10, "bytes of C's heap": heap, "children": 0}


def _argument_lists(name: str, world: World) -> list[list[Any]]:
    call = prototypes.prototype(name)
    lists = []
    for seed in range(SEEDS):
        world.rng = Random(seed)
        lists.append(arguments.arguments(call, world))
    return lists


def _call(name: str, drawn: list[list[Any]], times: int) -> None:
    function = getattr(pysock, name)
    own = set(os.listdir("/proc/self/fd"))
    for number in range(times):
        try:
            result = function(*drawn[number % SEEDS])
        except DOCUMENTED:
            continue
        if name in ("fork", "vfork"):
            _end(result)
        release = RELEASES.get(type(result).__name__)
        if release is not None and result not in (pysock.stdin, pysock.stdout, pysock.stderr):
            release(result)
        if number % BATCH == BATCH - 1:
            _close_all_but(own)
    _close_all_but(own)


def _end(pid: int) -> None:
    """The child of a fork ends at once."""
    if pid == 0:
        os._exit(0)
    if pid > 0:
        os.waitpid(pid, 0)


def _close_all_but(own: set[str]) -> None:
    for descriptor in set(os.listdir("/proc/self/fd")) - own:
        with contextlib.suppress(OSError):  # the one that listdir() itself had
            os.close(int(descriptor))


def _counts() -> dict[str, int]:
    gc.collect()
    return {
        "allocated blocks": sys.getallocatedblocks(),
        "bytes of C's heap": _LIBC.mallinfo2().uordblks,
        "children": int(_has_children()),
    }


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
