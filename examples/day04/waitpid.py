"""With WNOHANG waitpid() does not block: a parent can do something else meanwhile.

Run: python waitpid.py
"""

import sys

from pysock import *

CHILD_PAUSE = 15000  # milliseconds
PAUSE = 3000


def main(argc, argv):
    status = int_()

    if argc != 1 and argc != 3:
        printf("Usage : %s [milliseconds of the child] [of the parent]\n", argv[0])
        exit(1)

    pid = fork()
    if pid == -1:
        error_handling("fork() error")

    if pid == 0:
        usleep((atoi(argv[1]) if argc == 3 else CHILD_PAUSE) * 1000)
        return 24

    pause_ms = atoi(argv[2]) if argc == 3 else PAUSE
    while (ended := waitpid(-1, status, WNOHANG)) == 0:
        usleep(pause_ms * 1000)
        printf("sleep %gsec. \n", pause_ms / 1000.0)
    if ended == -1:
        error_handling("waitpid() error")
    if WIFEXITED(status):
        printf("Child send %d \n", WEXITSTATUS(status))
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
