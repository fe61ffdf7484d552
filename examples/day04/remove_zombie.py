"""SIGCHLD tells that a child has ended: its handler buries it, and the parent need not wait.

Run: python remove_zombie.py
"""

from pysock import *

LINE_SIZE = 40


def main():
    act = struct.sigaction()

    act.sa_handler = read_childproc
    sigemptyset(act.sa_mask)
    act.sa_flags = 0
    if sigaction(SIGCHLD, act, 0) == -1:
        error_handling("sigaction() error")

    pid = fork()
    if pid == -1:
        error_handling("fork() error")
    if pid == 0:
        puts("Hi! I'm child process")
        sleep(10)
        return 12

    printf("Child proc id: %d \n", pid)
    pid = fork()
    if pid == -1:
        error_handling("fork() error")
    if pid == 0:
        puts("Hi! I'm child process")
        sleep(10)
        exit(24)

    printf("Child proc id: %d \n", pid)
    for _i in range(5):
        puts("wait...")
        sleep(5)
    return 0


# Two children that end together may send one signal.
def read_childproc(sig):
    status = int_()
    saved = int(errno)

    while (id := waitpid(-1, status, WNOHANG)) > 0:
        if WIFEXITED(status):
            report("Removed proc id: ", id)
            report("Child send: ", WEXITSTATUS(status))
    errno.value = saved


# Written past stdio as in C, where a handler may not call printf(); here it could.
def report(text, number):
    line = char[LINE_SIZE]()

    length = snprintf(line, sizeof(line), "%s%d \n", text, number)
    if write(STDOUT_FILENO, line, length) == -1:
        _exit(1)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
