"""And back from the stream to its descriptor: fileno().

Run: python todes.py                              (writes data.dat)
"""

from pysock import *


def main():
    fd = open("data.dat", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if fd == -1:
        error_handling("open() error!")
    printf("First file descriptor: %d \n", fd)

    fp = fdopen(fd, "w")
    if fp == NULL:
        error_handling("fdopen() error!")
    fputs("TCP/IP SOCKET PROGRAMMING \n", fp)
    printf("Second file descriptor: %d \n", fileno(fp))
    if fclose(fp) == EOF:
        error_handling("fclose() error!")
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
