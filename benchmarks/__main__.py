"""What pysock costs, beside C, the standard library and everything else that makes the same calls.

    python benchmarks [--quick] [--only ROW] [--rounds N] [--json FILE] [--plot FILE] [--markdown]

Each contender is a process of its own, which measures a short turn when it is told to. They take
turns in rounds (A B C, B C A, …) on one processor, so that whatever else the machine does hits all
of them alike. A figure is the median over the rounds, with its interquartile range; a speed is the
median of the rounds' own ratios.

The work is the same for all: every turn tells what it moved, and strace counts, in a pass of its
own, the system calls of each contender. `--quick` measures next to nothing, but checks all of it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from contenders import Contender, absent, calls_of_turns, compiled
from harness import COLUMNS, Case, Cell, Group, Row
from progress import Progress
from report import as_json, as_markdown, as_text
from rows import (
    accepts,
    bulk,
    calls,
    datagrams,
    echo,
    forks,
    imports,
    ping,
    readiness,
    vectors,
)

MODULES = (calls, ping, echo, bulk, vectors, datagrams, accepts, forks, readiness, imports)
GROUPS = [module.GROUP for module in MODULES]
DESCRIPTORS = 11_000  # that the rows with many of them need
QUICK_SHARE = 16  # a turn that is not for its time has so many times fewer operations


def main() -> int:
    """Measure, check, and tell."""
    options = parse()
    if sys.platform != "linux":
        sys.exit("The benchmarks compare with epoll, recvmmsg() and strace: they need Linux.")
    settle()
    groups = [
        replace(group, cases=cases)
        for group in GROUPS
        if (cases := chosen(group, options.only, options.quick))
    ]
    if not groups:
        sys.exit(f"no row has {options.only!r} in its name")
    rounds = 2 if options.quick else options.rounds
    started = time.strftime("%Y-%m-%d %H:%M")
    with tempfile.TemporaryDirectory(prefix="pysock-bench-") as place:
        directory = Path(place)
        compiled(groups, directory)
        suite = Suite(directory, rounds, options.quick)
        with Progress(sum(suite.turns(group) for group in groups)) as progress:
            rows = [row for group in groups for row in suite.rows(group, progress)]
    told = {"date": started, "rounds": rounds, "quick": options.quick}
    if options.json:
        options.json.write_text(json.dumps(as_json(told, rows), indent=1) + "\n", encoding="utf-8")
    if options.plot:
        from plot import draw

        draw(groups, rows, options.plot)
    print(as_markdown(groups, rows) if options.markdown else as_text(groups, rows))
    return 0


def parse() -> argparse.Namespace:
    """The command line."""
    summary, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        prog="python benchmarks",
        description=summary,
        epilog=rest.partition("\n\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="check the work, in a minute")
    parser.add_argument("--only", default="", metavar="ROW", help="rows or groups with this name")
    parser.add_argument("--rounds", type=int, default=100, help="rounds of each (default: 100)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the speeds: .svg or .png")
    parser.add_argument("--markdown", action="store_true", help="print the page's tables")
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("a spread needs at least 2 rounds")
    return options


def settle() -> None:
    """One processor and enough descriptors, for this process and all that it starts."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < DESCRIPTORS:
        sys.exit(f"{DESCRIPTORS} descriptors are needed; the hard limit is {hard} (ulimit -Hn)")
    if soft != resource.RLIM_INFINITY and soft < DESCRIPTORS:
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, hard))


def chosen(group: Group, wanted: str, quick: bool) -> tuple[Case, ...]:
    """The cases of a group that have the wanted name, in a row or as a group."""
    return tuple(
        case
        for case in group.cases
        if (case.quick or not quick) and any(wanted in name for name in (group.name, *case.labels))
    )


def few(case: Case) -> int:
    """The operations of a turn that is not for its time."""
    return max(1, case.count // QUICK_SHARE // case.least) * case.least


class Suite:
    """The measurement of groups."""

    def __init__(self, directory: Path, rounds: int, quick: bool) -> None:
        self._directory, self._rounds, self._quick = directory, rounds, quick
        self._absent = absent()

    def turns(self, group: Group) -> int:
        """How many rounds a group takes, for the progress bar."""
        return sum(self._rounds_of(case) for case in group.cases) + len(group.cases)

    def rows(self, group: Group, progress: Progress) -> list[Row]:
        """Measure a group, then count its system calls."""
        rows = []
        counted = self._counted(group, progress)
        with ExitStack() as stack:
            contenders = [
                stack.enter_context(Contender(group, column, self._directory))
                for column in self._columns(group)
            ]
            for case in group.cases:
                measured = self._measured(group, case, contenders, progress)
                empty = {c: why for c in COLUMNS if (why := self._why_empty(group, case, c))}
                for i, label in enumerate(case.labels):
                    cells = {column: cells[i] for column, cells in measured.items()}
                    rows.append(Row(group.name, label, cells, empty, counted[case.arguments]))
        return rows

    def _why_empty(self, group: Group, case: Case, column: str) -> str | None:
        return group.why_empty(column, case) or self._absent.get(column)

    def _columns(self, group: Group) -> list[str]:
        return [
            column
            for column in COLUMNS
            if not all(self._why_empty(group, case, column) for case in group.cases)
        ]

    def _rounds_of(self, case: Case) -> int:
        return max(2, self._rounds // case.weight)

    def _count(self, case: Case) -> int:
        return few(case) if self._quick else case.count

    def _measured(
        self, group: Group, case: Case, contenders: list[Contender], progress: Progress
    ) -> dict[str, list[Cell]]:
        """The samples of every contender, in interleaved rounds; a first round only warms up."""
        takers = [c for c in contenders if self._why_empty(group, case, c.column) is None]
        cells = {taker.column: [Cell() for _ in case.labels] for taker in takers}
        count = self._count(case)
        for number in range(self._rounds_of(case) + 1):
            # Whoever comes late in a round may be cut short by the scheduler more often.
            first = number % len(takers)
            for taker in takers[first:] + takers[:first]:
                if group.warm:  # what ran before has emptied the processor's caches
                    group.turn(taker, case, max(1, count // 4 // case.least) * case.least)
                answer = group.turn(taker, case, count)
                case.check(taker.column, answer, count)
                if number > 0:
                    for cell, each in zip(
                        cells[taker.column], case.each(answer, count), strict=True
                    ):
                        cell.samples.append(each)
            if number > 0:
                progress.step(group.title)
        return cells

    def _counted(self, group: Group, progress: Progress) -> dict[str, dict[str, dict[str, float]]]:
        """The system calls per operation, by case, column and family."""
        counted: dict[str, dict[str, dict[str, float]]] = {
            case.arguments: {} for case in group.cases
        }
        for column in self._columns(group):
            cases = [c for c in group.cases if self._why_empty(group, c, column) is None]
            trace = self._directory / "trace"
            with Contender(group, column, self._directory, trace) as contender:
                for case in cases:
                    group.turn(contender, case, case.least)  # which also prepares it
                    group.turn(contender, case, few(case))
            turns = calls_of_turns(trace)[1::2]
            for case, turn in zip(cases, turns, strict=True):
                counted[case.arguments][column] = {
                    family: calls / few(case) for family, calls in sorted(turn.items())
                }
        for case in group.cases:
            case.check_calls(counted[case.arguments])
            progress.step(group.title)
        return counted


if __name__ == "__main__":
    sys.exit(main())
