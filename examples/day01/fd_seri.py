"""Files and sockets draw their descriptors from one and the same series.

Run: python fd_seri.py            (leaves an empty test.dat behind)
"""

from pysock import *


def main():
    fd1 = socket(PF_INET, SOCK_STREAM, 0)
    fd2 = open("test.dat", O_CREAT | O_WRONLY | O_TRUNC, 0o644)
    fd3 = socket(PF_INET, SOCK_DGRAM, 0)
    if fd1 == -1 or fd3 == -1:
        error_handling("socket() error")
    if fd2 == -1:
        error_handling("open() error!")

    printf("file descriptor 1: %d\n", fd1)
    printf("file descriptor 2: %d\n", fd2)
    printf("file descriptor 3: %d\n", fd3)

    close(fd1)
    close(fd2)
    close(fd3)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
