"""What a thread returns: an executor's future waits for it, and gives it.

Run: python thread2_pythonic.py
     python thread2_pythonic.py 100                with pauses of 100 milliseconds
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor


def main(milliseconds=1000):
    with ThreadPoolExecutor() as threads:
        future = threads.submit(thread_main, 5, int(milliseconds) / 1000)
        print("Thread return message:", future.result(), "")


def thread_main(count, seconds):
    for _ in range(count):
        time.sleep(seconds)
        print("running thread")
    return "A thread was here"


if __name__ == "__main__":
    main(*sys.argv[1:])
