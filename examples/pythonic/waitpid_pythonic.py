"""Asking for a child's end without waiting for it: poll().

Run: python waitpid_pythonic.py
     python waitpid_pythonic.py 1000 100           with other pauses
"""

import sys
import time

from pysock import Child

CHILD_PAUSE = 15000  # milliseconds
PAUSE = 3000


def main(child_pause=CHILD_PAUSE, pause=PAUSE):
    seconds = int(pause) / 1000
    with Child(sleep_and_end, int(child_pause) / 1000) as child:
        while (status := child.poll()) is None:
            time.sleep(seconds)
            print(f"sleep {seconds:g}sec. ")
    print(f"Child send {status.code} ")


def sleep_and_end(seconds):
    time.sleep(seconds)
    return 24


if __name__ == "__main__":
    if len(sys.argv) not in (1, 3):
        sys.exit(f"Usage : {sys.argv[0]} [milliseconds of the child] [of the parent]")
    main(*sys.argv[1:])
