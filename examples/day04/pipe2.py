"""One pipe for both directions: whoever reads first gets the message, be it his own.

Run: python pipe2.py
"""

import sys

from pysock import *

BUF_SIZE = 30
PAUSE = 2000  # milliseconds


def main(argc, argv):
    fds = int_[2]()
    str1 = char[...](b"Who are you?")
    str2 = char[...](b"Thank you for your message")
    buf = char[BUF_SIZE]()

    if argc > 2:
        printf("Usage : %s [milliseconds]\n", argv[0])
        exit(1)

    if pipe(fds) == -1:
        error_handling("pipe() error")

    pid = fork()
    if pid == -1:
        error_handling("fork() error")

    if pid == 0:
        if write(fds[1], str1, sizeof(str1)) == -1:
            error_handling("write() error")
        # without it the child would read back what it has just written
        usleep((atoi(argv[1]) if argc == 2 else PAUSE) * 1000)
        str_len = read(fds[0], buf, BUF_SIZE - 1)
        if str_len == -1:
            error_handling("read() error")
        buf[str_len] = 0
        printf("Child proc output: %s \n", buf)
    else:
        str_len = read(fds[0], buf, BUF_SIZE - 1)
        if str_len == -1:
            error_handling("read() error")
        buf[str_len] = 0
        printf("Parent proc output: %s \n", buf)
        if write(fds[1], str2, sizeof(str2)) == -1:
            error_handling("write() error")
        wait(NULL)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
