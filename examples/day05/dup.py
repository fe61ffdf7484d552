"""Copies of a descriptor: what they stand for stays open until the last one is closed.

Run: python dup.py
"""

from pysock import *


def main():
    str1 = char[...](b"Hi~ \n")
    str2 = char[...](b"It's nice day~ \n")

    cfd1 = dup(1)
    cfd2 = dup2(cfd1, 7)
    if cfd1 == -1 or cfd2 == -1:
        error_handling("dup() error!")

    printf("fd1=%d, fd2=%d \n", cfd1, cfd2)
    # or it would be written at the end, when its descriptor is closed
    fflush(stdout)
    say(cfd1, str1)
    say(cfd2, str2)

    close(cfd1)
    close(cfd2)
    say(1, str1)
    close(1)
    # that was the last one
    if write(1, str2, strlen(str2)) == -1:
        perror("write() error")
    return 0


def say(fd, text):
    if write(fd, text, strlen(text)) == -1:
        error_handling("write() error!")


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
