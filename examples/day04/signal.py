"""A handler that runs ends sleep() early: this does not take 300 seconds.

Run: python signal.py                             (and press Ctrl-C now and then)
"""

import sys

from pysock import *

PAUSE = 2  # seconds

seconds = PAUSE


def main(argc, argv):
    global seconds

    if argc > 2:
        printf("Usage : %s [seconds]\n", argv[0])
        exit(1)
    if argc == 2:
        seconds = atoi(argv[1])

    if signal(SIGALRM, timeout) == SIG_ERR or signal(SIGINT, keycontrol) == SIG_ERR:
        error_handling("signal() error")
    alarm(seconds)

    for _i in range(3):
        puts("wait...")
        sleep(100)
    return 0


def timeout(sig):
    if sig == SIGALRM:
        say("Time out!\n")
    alarm(seconds)


def keycontrol(sig):
    if sig == SIGINT:
        say("CTRL+C pressed\n")


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
