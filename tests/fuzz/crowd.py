"""Threads that call everything at once, with the same values, descriptors and streams.

A signal wakes each of them all the time, so that what waits comes back. The process ends when all
calls are made, while what the threads have begun may go on.
"""

from __future__ import annotations

import faulthandler
import functools
import os
import signal
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from random import Random
from typing import Any

import pysock

from . import arguments, prototypes
from .documented import DOCUMENTED
from .exclusions import ALONE, NEVER_CALLED, WAITS_WITHOUT_END
from .world import MOST_VALUES, World

THREADS = 8
CALLS = 80  # of each thread
TICK = 0.001  # seconds between two signals
WAKES = signal.SIGURG  # which does nothing where nobody handles it


@functools.cache
def names() -> list[str]:
    """What the threads call."""
    calls = [name for name in pysock.__all__ if prototypes.is_call(name)]
    return sorted(set(calls) - NEVER_CALLED.keys() - WAITS_WITHOUT_END.keys() - ALONE.keys())


class Crowd:
    """The threads, and what they share."""

    def __init__(self, seed: int, patience: float) -> None:
        """A thread that stands at one call for so many seconds hangs."""
        rng = Random(seed)
        self._patience = patience
        self._world = World(rng)
        self._world.unsent = {WAKES, signal.SIGKILL}
        self._shared = deque[Any](self._world.pool, MOST_VALUES)
        self._raised: list[BaseException] = []
        self._threads = [_Thread(self, rng.getrandbits(32)) for _ in range(THREADS)]

    def run(self) -> None:
        """Let them call until all are done; raises what no document promises."""
        for number in signal.valid_signals() - arguments.NEVER_SENT - {signal.SIGKILL}:
            signal.signal(number, lambda *_: None)
        names()  # before the clocks start
        for thread in self._threads:
            thread.start()
        while any(thread.is_alive() for thread in self._threads):
            for thread in self._threads:
                thread.wake(self._patience)
            with suppress(InterruptedError):
                time.sleep(TICK)
        if self._raised:
            raise self._raised[0]

    def exchange(self, world: World) -> None:
        """Give a value to the others, and take one of theirs."""
        self._shared.append(world.rng.choice(world.pool))
        world.pool[world.rng.randrange(len(world.pool))] = self._shared[0]
        self._shared.rotate()

    def view(self, seed: int) -> World:
        """The shared world, as one thread sees it: with choices of its own."""
        return self._world.view(Random(seed))

    def report(self, error: BaseException) -> None:
        """A thread saw an exception."""
        self._raised.append(error)


class _Thread(threading.Thread):
    def __init__(self, crowd: Crowd, seed: int) -> None:
        super().__init__(daemon=True)
        self._crowd, self._world = crowd, crowd.view(seed)
        self._name, self._since = "", time.monotonic()

    def run(self) -> None:
        try:
            for name in self._world.rng.sample(names(), CALLS):
                self._name, self._since = name, time.monotonic()
                signal.pthread_sigmask(signal.SIG_SETMASK, [])
                with suppress(*DOCUMENTED):
                    self._call(name)
        except BaseException as error:
            self._crowd.report(error)

    def _call(self, name: str) -> None:
        self._crowd.exchange(self._world)
        drawn = arguments.arguments(prototypes.prototype(name), self._world)
        result = getattr(pysock, name)(*drawn)
        if name in ("fork", "vfork") and result == 0:
            os._exit(0)
        self._world.keep(result)

    def wake(self, patience: float) -> None:
        """Interrupt the call that the thread may wait in; one that goes on all the same hangs."""
        if self.is_alive():
            signal.pthread_kill(self.ident, WAKES)
            if time.monotonic() - self._since > patience:
                faulthandler.dump_traceback(sys.stderr)
                raise TimeoutError(f"a thread hangs in {self._name}")
