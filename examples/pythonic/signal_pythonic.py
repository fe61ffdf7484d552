"""Signals: two handlers, each for as long as its block runs.

Run: python signal_pythonic.py                     (and press Ctrl-C)
     python signal_pythonic.py 1                   with an alarm each second
"""

import os
import sys

from pysock import SIGALRM, SIGINT, SignalHandler, alarm, sleep

PAUSE = 2  # seconds


def main(seconds=PAUSE):
    def timeout(number):
        os.write(1, b"Time out!\n")  # print() cannot be entered twice
        alarm(int(seconds))

    def keycontrol(number):
        os.write(1, b"CTRL+C pressed\n")

    with SignalHandler(SIGALRM, timeout), SignalHandler(SIGINT, keycontrol):
        alarm(int(seconds))
        for _ in range(3):
            print("wait...", flush=True)
            sleep(100)  # C's: a signal ends it, while time.sleep() goes on


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(f"Usage : {sys.argv[0]} [seconds]")
    main(*sys.argv[1:])
