"""Reads back what low_open wrote.

Run: python low_read.py           (after low_open.py, in the same directory)
"""

from pysock import *

BUF_SIZE = 100


def main():
    buf = char[BUF_SIZE]()

    fd = open("data.txt", O_RDONLY)
    if fd == -1:
        error_handling("open() error!")
    printf("file descriptor: %d \n", fd)

    # one byte stays free: read() ends nothing with a NUL
    read_len = read(fd, buf, sizeof(buf) - 1)
    if read_len == -1:
        error_handling("read() error!")
    buf[read_len] = 0
    printf("file data: %s", buf)
    close(fd)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
