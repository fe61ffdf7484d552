"""A hundred threads change one variable, and nobody guards it: what is the result?

0, where threads take turns between two rounds of a loop only, as they do in CPython by chance;
anything where it runs without its lock. mutex_pythonic.py is right everywhere.

Run: python thread4_pythonic.py          (python thread4_pythonic.py 50000 for more changes of each)
"""

import sys
import threading

from pysock import longlong, sizeof

NUM_THREAD = 100
TIMES = 2000

num = 0


def main(times=TIMES):
    print(f"sizeof long long: {sizeof(longlong)} ")
    threads = [
        threading.Thread(target=change, args=(1 if number % 2 else -1, int(times)))
        for number in range(NUM_THREAD)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"result: {num} ")


def change(step, times):
    global num
    for _ in range(times):
        num += step


if __name__ == "__main__":
    main(*sys.argv[1:])
