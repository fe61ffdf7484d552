"""Taking turns: a queue with room for one number does what two semaphores do.

Run: python semaphore_pythonic.py
"""

import queue
import sys
import threading

TIMES = 5

numbers = queue.Queue(maxsize=1)


def main():
    threads = [threading.Thread(target=reading), threading.Thread(target=accumulating)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def reading():
    words = iter(word for line in sys.stdin for word in line.split())
    for _ in range(TIMES):
        print(end="Input num: ", flush=True)
        numbers.put(int(next(words)))


def accumulating():
    total = sum(numbers.get() for _ in range(TIMES))
    print(f"Result: {total} ")


if __name__ == "__main__":
    main()
