"""One call writes out of two buffers: three bytes from here, four from there.

Run: python writev.py
"""

from pysock import *


def main():
    vec = struct.iovec[2]()
    buf1 = char[...](b"ABCDEFG")
    buf2 = char[...](b"1234567")

    vec[0].iov_base = buf1
    vec[0].iov_len = 3
    vec[1].iov_base = buf2
    vec[1].iov_len = 4

    str_len = writev(1, vec, 2)
    if str_len == -1:
        error_handling("writev() error")
    puts("")
    printf("Write bytes: %zd \n", str_len)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
