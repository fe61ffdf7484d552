"""After fork() there are two processes, and two of each variable.

Run: python fork.py
"""

from pysock import *

gval = 10


def main():
    global gval
    lval = 20

    gval += 1
    lval += 5

    pid = fork()
    if pid == -1:
        error_handling("fork() error")

    if pid == 0:
        gval += 2
        lval += 2
    else:
        gval -= 2
        lval -= 2

    if pid == 0:
        printf("Child Proc: [%d, %d] \n", gval, lval)
    else:
        printf("Parent Proc: [%d, %d] \n", gval, lval)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
