"""Burying children: wait() gives how each ended.

Run: python wait_pythonic.py                       (ps shows no zombie in the last 30 seconds)
     python wait_pythonic.py 5                     with a pause of 5
"""

import sys
import time

from pysock import Child

PAUSE = 30  # seconds, in which ps shows no zombie


def main(seconds=PAUSE):
    children = []
    for function in (lambda: 3, lambda: sys.exit(7)):
        children.append(Child(function))
        print(f"Child PID: {children[-1].pid} ")
    for number, child in zip(("one", "two"), children, strict=True):
        print(f"Child send {number}: {child.wait().code} ", flush=True)
    time.sleep(int(seconds))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(f"Usage : {sys.argv[0]} [seconds]")
    main(*sys.argv[1:])
