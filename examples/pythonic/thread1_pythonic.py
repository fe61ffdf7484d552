"""A thread, and a main that waits long enough.

Run: python thread1_pythonic.py
     python thread1_pythonic.py 100                with pauses of 100 milliseconds
"""

import sys
import threading
import time


def main(milliseconds=1000):
    seconds = int(milliseconds) / 1000
    threading.Thread(target=thread_main, args=(5, seconds), daemon=True).start()
    time.sleep(10 * seconds)
    print("end of main")


def thread_main(count, seconds):
    for _ in range(count):
        time.sleep(seconds)
        print("running thread", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
