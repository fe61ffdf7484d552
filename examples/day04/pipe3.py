"""A pipe for each direction: nothing depends on who is faster.

Run: python pipe3.py
"""

from pysock import *

BUF_SIZE = 30


def main():
    fds1 = int_[2]()
    fds2 = int_[2]()
    str1 = char[...](b"Who are you?")
    str2 = char[...](b"Thank you for your message")
    buf = char[BUF_SIZE]()

    if pipe(fds1) == -1 or pipe(fds2) == -1:
        error_handling("pipe() error")

    pid = fork()
    if pid == -1:
        error_handling("fork() error")

    if pid == 0:
        if write(fds1[1], str1, sizeof(str1)) == -1:
            error_handling("write() error")
        str_len = read(fds2[0], buf, BUF_SIZE - 1)
        if str_len == -1:
            error_handling("read() error")
        buf[str_len] = 0
        printf("Child proc output: %s \n", buf)
    else:
        str_len = read(fds1[0], buf, BUF_SIZE - 1)
        if str_len == -1:
            error_handling("read() error")
        buf[str_len] = 0
        printf("Parent proc output: %s \n", buf)
        if write(fds2[1], str2, sizeof(str2)) == -1:
            error_handling("write() error")
        wait(NULL)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
