"""Waits for the console, but no longer than a while.

Run: python select.py                             (Ctrl-D ends it)
"""

import sys

from pysock import *

BUF_SIZE = 30
PAUSE = 5000  # milliseconds


def main(argc, argv):
    reads = fd_set()
    buf = char[BUF_SIZE]()
    timeout = struct.timeval()

    if argc > 2:
        printf("Usage : %s [milliseconds]\n", argv[0])
        exit(1)
    pause_ms = atoi(argv[1]) if argc == 2 else PAUSE

    FD_ZERO(reads)
    FD_SET(0, reads)

    while True:
        # select() leaves its marks in both: each turn needs fresh ones
        temps = copy(reads)
        timeout.tv_sec = pause_ms // 1000
        timeout.tv_usec = pause_ms % 1000 * 1000
        result = select(1, temps, 0, 0, timeout)
        if result == -1:
            puts("select() error!")
            break
        if result == 0:
            puts("Time-out!")
        elif FD_ISSET(0, temps):
            str_len = read(0, buf, BUF_SIZE - 1)
            if str_len <= 0:
                break
            buf[str_len] = 0
            printf("message from console: %s", buf)
    return 0


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
