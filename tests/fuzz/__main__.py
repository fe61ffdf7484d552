"""The long run: python -m tests.fuzz --calls 10_000_000

It goes on where it was left (``--state``), shows how far it is, and ends with status 1 when a
program found a fault: then the program is printed, shortened, with the seed that made it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from random import Random

from .client import Client, Step
from .server import names

STEPS = 200  # of one program
ROUND = 8  # programs of each job between two notes of how far the run is
WIDTH = 40  # of the progress bar


def main() -> int:
    """Run programs until so many calls were made."""
    options = _options()
    state = _State(Path(options.state), options.seed)
    started, before = time.monotonic(), state.calls
    with ExitStack() as stack:
        # A program spends most of its time waiting for its alarm: several take little longer.
        idle = SimpleQueue[Client]()
        for _ in range(options.jobs):
            idle.put(stack.enter_context(Client()))
        pool = stack.enter_context(ThreadPoolExecutor(options.jobs))
        while state.calls < options.calls:
            numbers = range(state.programs, state.programs + ROUND * options.jobs)
            programs = [program(state.seed, number) for number in numbers]
            faults = pool.map(lambda steps: _run(idle, steps), programs)
            for number, steps, fault in zip(numbers, programs, faults, strict=True):
                if fault:
                    state.faults += 1
                    print(f"\nprogram {number} of seed {state.seed} {fault}")
                    for name, own in shortened(steps, lambda short: bool(_run(idle, short))):
                        print(f"    ({name!r}, {own})")
            state.count(len(programs), len(programs) * STEPS)
            speed = (state.calls - before) / (time.monotonic() - started)
            _show(state.calls, options.calls, speed)
    print(f"\n{state.calls} calls in {state.programs} programs, {state.faults} faults")
    return 1 if state.faults else 0


def _run(idle: SimpleQueue[Client], steps: list[Step]) -> str | None:
    """Run a program by a client that has nothing else to do."""
    client = idle.get()
    try:
        return client.run(steps)
    finally:
        idle.put(client)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--calls", type=lambda text: int(text.replace("_", "")), default=100_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="programs at a time")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--state", default=".fuzz-state.json", help="where the run goes on")
    return parser.parse_args()


class _State:
    """How far a run is, kept in a file."""

    def __init__(self, path: Path, seed: int) -> None:
        self._path = path
        self.seed, self.programs, self.calls, self.faults = seed, 0, 0, 0
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["seed"] == seed:
                self.programs, self.calls, self.faults = (
                    kept[name] for name in ("programs", "calls", "faults")
                )

    def count(self, programs: int, calls: int) -> None:
        """So many more programs are done."""
        self.programs += programs
        self.calls += calls
        told = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        self._path.write_text(json.dumps(told), encoding="utf-8")


def program(seed: int, number: int) -> list[Step]:
    """The steps of the numbered program of a seed."""
    rng = Random(f"{seed}:{number}")
    known = names()
    return [(rng.choice(known), rng.getrandbits(32)) for _ in range(STEPS)]


def shortened(steps: list[Step], fails: Callable[[list[Step]], bool]) -> list[Step]:
    """Fewer steps that fail as well: without halves, quarters, … of the program."""
    size = len(steps) // 2
    while size:
        start = 0
        while start < len(steps):
            without = steps[:start] + steps[start + size :]
            if without and fails(without):
                steps = without
            else:
                start += size
        size //= 2
    return steps


def _show(calls: int, wanted: int, speed: float) -> None:
    done = min(1.0, calls / wanted)
    bar = "#" * int(done * WIDTH)
    left = (wanted - calls) / speed if speed else 0
    print(
        f"\r[{bar:<{WIDTH}}] {done:6.1%} {calls:,} calls, {speed:,.0f}/s, {left:,.0f} s left ",
        end="",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main())
