"""SIGCHLD: burying children when they end.

Run: python remove_zombie_pythonic.py
"""

import os
import sys

from pysock import SIGCHLD, Child, SignalHandler, blocked_signals, sleep

children = []


@SignalHandler.on(SIGCHLD)
def read_childproc(number):
    """Two children that end together may send one signal."""
    for child in tuple(children):
        if status := child.poll():
            children.remove(child)
            # not by print(), which the signal may have interrupted: it cannot be entered twice
            os.write(1, f"Removed proc id: {child.pid} \nChild send: {status.code} \n".encode())


def start(function, *args):
    children.append(Child(function, *args))
    with blocked_signals(SIGCHLD):
        read_childproc.handler(SIGCHLD)  # it may have ended before it was in the list


def main():
    # sleep() is C's: a signal ends it, while time.sleep() goes on
    with read_childproc:
        for function in (lambda: live(12), lambda: sys.exit(live(24))):
            start(function)
            print(f"Child proc id: {children[-1].pid} ", flush=True)
        for _ in range(5):
            print("wait...", flush=True)
            sleep(5)


def live(status):
    children.clear()  # they are its parent's
    print("Hi! I'm child process", flush=True)
    sleep(10)
    return status


if __name__ == "__main__":
    main()
