"""Waiting for input, but not for ever.

Run: python select_pythonic.py                     (end of input ends it)
     python select_pythonic.py 1000                with a pause of 1000 milliseconds
"""

import os
import sys

from pysock import FdSet

BUF_SIZE = 30
PAUSE = 5000  # milliseconds


def main(milliseconds=PAUSE):
    while True:
        reads, _, _ = FdSet.select([sys.stdin], timeout=int(milliseconds) / 1000)
        if not reads:
            print("Time-out!", flush=True)
        elif data := os.read(
            0, BUF_SIZE - 1
        ):  # past Python's buffer, of which select knows nothing
            print("message from console:", data.decode(), end="", flush=True)
        else:
            break


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(f"Usage : {sys.argv[0]} [milliseconds]")
    main(*sys.argv[1:])
