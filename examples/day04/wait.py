"""wait() buries the children, and brings what they returned.

Run: python wait.py                               (and at its end, elsewhere: ps au)
"""

import sys

from pysock import *

PAUSE = 30  # seconds, in which ps shows no zombie


def main(argc, argv):
    status = int_()

    if argc > 2:
        printf("Usage : %s [seconds]\n", argv[0])
        exit(1)

    pid = fork()
    if pid == -1:
        error_handling("fork() error")
    if pid == 0:
        return 3

    printf("Child PID: %d \n", pid)
    # what stdio still holds is copied: into a file or pipe the second child prints it as well
    pid = fork()
    if pid == -1:
        error_handling("fork() error")
    if pid == 0:
        exit(7)

    printf("Child PID: %d \n", pid)
    if wait(status) == -1:
        error_handling("wait() error")
    if WIFEXITED(status):
        printf("Child send one: %d \n", WEXITSTATUS(status))

    if wait(status) == -1:
        error_handling("wait() error")
    if WIFEXITED(status):
        printf("Child send two: %d \n", WEXITSTATUS(status))
    sleep(atoi(argv[1]) if argc == 2 else PAUSE)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
