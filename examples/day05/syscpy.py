"""Copies a file three bytes at a time with system calls: one for every read and every write.

Run: python syscpy.py                             (copies news.txt to cpy.txt)
"""

from pysock import *

BUF_SIZE = 3


def main():
    buf = char[BUF_SIZE]()
    start = struct.timespec()
    end = struct.timespec()

    fd1 = open("news.txt", O_RDONLY)
    fd2 = open("cpy.txt", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if fd1 == -1 or fd2 == -1:
        error_handling("open() error!")

    clock_gettime(CLOCK_MONOTONIC, start)
    while (len := read(fd1, buf, sizeof(buf))) > 0:
        if write(fd2, buf, len) != len:
            error_handling("write() error!")
    if len == -1:
        error_handling("read() error!")
    clock_gettime(CLOCK_MONOTONIC, end)

    close(fd1)
    close(fd2)
    printf(
        "Copied in %.6f sec \n",
        (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1000000000.0,
    )
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
