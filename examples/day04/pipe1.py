"""A pipe made before fork() joins the two processes after it.

Run: python pipe1.py
"""

from pysock import *

BUF_SIZE = 30


def main():
    fds = int_[2]()
    str = char[...](b"Who are you?")
    buf = char[BUF_SIZE]()

    if pipe(fds) == -1:
        error_handling("pipe() error")

    pid = fork()
    if pid == -1:
        error_handling("fork() error")

    if pid == 0:
        if write(fds[1], str, sizeof(str)) == -1:
            error_handling("write() error")
    else:
        str_len = read(fds[0], buf, BUF_SIZE - 1)
        if str_len == -1:
            error_handling("read() error")
        buf[str_len] = 0
        puts(buf)
        wait(NULL)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
