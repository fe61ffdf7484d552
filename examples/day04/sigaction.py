"""sigaction() does what signal() does, on every system in the same way.

Run: python sigaction.py
"""

import sys

from pysock import *

PAUSE = 2  # seconds

seconds = PAUSE


def main(argc, argv):
    global seconds
    act = struct.sigaction()

    if argc > 2:
        printf("Usage : %s [seconds]\n", argv[0])
        exit(1)
    if argc == 2:
        seconds = atoi(argv[1])

    act.sa_handler = timeout
    sigemptyset(act.sa_mask)
    act.sa_flags = 0
    if sigaction(SIGALRM, act, 0) == -1:
        error_handling("sigaction() error")

    alarm(seconds)

    for _i in range(3):
        puts("wait...")
        sleep(100)
    return 0


def timeout(sig):
    if sig == SIGALRM:
        say("Time out!\n")
    alarm(seconds)


# Written past stdio as in C, where a handler may not call puts(); here it could.
def say(text):
    if write(STDOUT_FILENO, text, strlen(text)) == -1:
        _exit(1)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
