"""The long run: python -m tests.fuzz --calls 10_000_000

It goes on where it was left (``--state``), shows how far it is, and ends with status 1 when a
program found a fault: then the program is printed, shortened, with the seed that made it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from .client import Client, Step
from .server import names

STEPS = 200  # of one program
WIDTH = 40  # of the progress bar


def main() -> int:
    """Run programs until so many calls were made."""
    options = _options()
    state = _State(Path(options.state), options.seed)
    started, before = time.monotonic(), state.calls
    with Client() as client:
        while state.calls < options.calls:
            steps = program(state.seed, state.programs)
            fault = client.run(steps)
            if fault:
                state.faults += 1
                print(f"\nprogram {state.programs} of seed {state.seed} {fault}")
                for name, seed in shortened(steps, lambda short: client.run(short) is not None):
                    print(f"    ({name!r}, {seed})")
            state.count(len(steps))
            speed = (state.calls - before) / (time.monotonic() - started)
            _show(state.calls, options.calls, speed)
    print(f"\n{state.calls} calls in {state.programs} programs, {state.faults} faults")
    return 1 if state.faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--calls", type=lambda text: int(text.replace("_", "")), default=100_000)
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

    def count(self, calls: int) -> None:
        """One more program is done."""
        self.programs += 1
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
