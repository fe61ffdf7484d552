"""A stream on top of a descriptor: fdopen().

Run: python desto.py                              (writes data.dat)
"""

from pysock import *


def main():
    fd = open("data.dat", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if fd == -1:
        error_handling("open() error!")

    fp = fdopen(fd, "w")
    if fp == NULL:
        error_handling("fdopen() error!")
    fputs("Network C programming \n", fp)
    # writes what is left, and closes the descriptor as well
    if fclose(fp) == EOF:
        error_handling("fclose() error!")
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
