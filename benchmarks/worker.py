"""A contender in Python: worker.py GROUP COLUMN DIRECTORY; the other side is in contenders.py."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from importlib import import_module


def main(group: str, column: str, directory: str) -> None:
    """Answer requests until there are no more; what a case has made stays until the next one."""
    sys.path.append(directory)  # of the raw cffi module
    rows = import_module(f"rows.{group}")
    current: list[str] = []
    with ExitStack() as stack:
        for line in sys.stdin:
            count, *arguments = line.split()
            if arguments != current:
                stack.close()
                turn = rows.contender(column, stack, *arguments)
                current = arguments
            print(*turn(int(count)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
