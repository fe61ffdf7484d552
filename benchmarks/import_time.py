"""What ``import pysock`` costs beyond a bare interpreter.

    python benchmarks/import_time.py [--rounds N]

Interpreters with and without the import are started by turns; the figures are the medians of their
run times, and of the differences between neighbours.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

AIM = 60  # milliseconds


def main() -> None:
    """Start both kinds of interpreter by turns, then print the medians."""
    parser = argparse.ArgumentParser(description="What import pysock costs.")
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    started("import pysock")  # the first one also reads the files from the disk
    pairs = [(started("pass"), started("import pysock")) for _ in range(rounds)]
    bare, with_import = (statistics.median(times) for times in zip(*pairs, strict=True))
    cost = statistics.median(after - before for before, after in pairs)
    print(f"python -c 'pass'           {bare:6.1f} ms")
    print(f"python -c 'import pysock'  {with_import:6.1f} ms")
    print(f"import pysock costs {cost:.1f} ms (aim: under {AIM} ms)")


def started(statement: str) -> float:
    """The milliseconds that an interpreter takes from its start to its end."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", statement], check=True)
    return (time.perf_counter() - begin) * 1e3


if __name__ == "__main__":
    main()
