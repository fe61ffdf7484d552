"""A hundred threads, one variable, and a lock around each change.

Run: python mutex_pythonic.py
     python mutex_pythonic.py 500                  with 500 changes by each thread
"""

import sys
import threading

from pysock import longlong, sizeof

NUM_THREAD = 100
TIMES = 2000

num = 0
mutex = threading.Lock()


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
        with mutex:
            num += step


if __name__ == "__main__":
    main(*sys.argv[1:])
