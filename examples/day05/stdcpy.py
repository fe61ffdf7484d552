"""As syscpy, but through stdio, whose buffers save nearly all of the system calls.

Run: python stdcpy.py                             (copies news.txt to cpy.txt)
"""

from pysock import *

BUF_SIZE = 3


def main():
    buf = char[BUF_SIZE]()
    start = struct.timespec()
    end = struct.timespec()

    fp1 = fopen("news.txt", "r")
    fp2 = fopen("cpy.txt", "w")
    if fp1 == NULL or fp2 == NULL:
        error_handling("fopen() error!")

    clock_gettime(CLOCK_MONOTONIC, start)
    while fgets(buf, BUF_SIZE, fp1) != NULL:
        if fputs(buf, fp2) == EOF:
            error_handling("fputs() error!")
    if ferror(fp1):
        error_handling("fgets() error!")
    if fclose(fp2) == EOF:
        error_handling("fclose() error!")
    clock_gettime(CLOCK_MONOTONIC, end)

    fclose(fp1)
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
