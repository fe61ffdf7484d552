"""A child that has ended and that nobody waits for is a zombie, until its parent ends as well.

Run: python zombie.py                             (and meanwhile, elsewhere: ps au)
"""

import sys

from pysock import *

PAUSE = 30  # seconds, in which ps shows the zombie


def main(argc, argv):
    if argc > 2:
        printf("Usage : %s [seconds]\n", argv[0])
        exit(1)

    pid = fork()
    if pid == -1:
        error_handling("fork() error")

    if pid == 0:
        puts("Hi, I am a child process")
    else:
        printf("Child Process ID: %d \n", pid)
        sleep(atoi(argv[1]) if argc == 2 else PAUSE)

    if pid == 0:
        puts("End child process")
    else:
        puts("End parent process")
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
