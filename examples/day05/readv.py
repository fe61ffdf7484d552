"""One call fills two buffers: the first five bytes go here, what follows goes there.

Run: python readv.py
"""

from pysock import *

BUF_SIZE = 100


def main():
    vec = struct.iovec[2]()
    buf1 = char[BUF_SIZE]()
    buf2 = char[BUF_SIZE]()

    vec[0].iov_base = buf1
    vec[0].iov_len = 5
    vec[1].iov_base = buf2
    vec[1].iov_len = BUF_SIZE - 1

    str_len = readv(0, vec, 2)
    if str_len == -1:
        error_handling("readv() error")
    printf("Read bytes: %zd \n", str_len)
    printf("First message: %s \n", buf1)
    printf("Second message: %s \n", buf2)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
