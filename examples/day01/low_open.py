"""Writes a file with the calls below stdio: open, write, close.

Run: python low_open.py           (writes data.txt)
"""

from pysock import *


def main():
    buf = char[...](b"Let's go!\n")

    fd = open("data.txt", O_CREAT | O_WRONLY | O_TRUNC, 0o644)
    if fd == -1:
        error_handling("open() error!")
    printf("file descriptor: %d \n", fd)

    # strlen, not sizeof: a text file holds no NUL
    if write(fd, buf, strlen(buf)) == -1:
        error_handling("write() error!")
    close(fd)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
