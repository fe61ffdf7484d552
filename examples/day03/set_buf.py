"""The kernel takes a wish for buffer sizes, not an order: it answers with its own numbers.

Run: python set_buf.py
"""

from pysock import *


def main():
    snd_buf = int_(1024 * 3)
    rcv_buf = int_(1024 * 3)

    sock = socket(PF_INET, SOCK_STREAM, 0)
    if sock == -1:
        error_handling("socket() error")

    if setsockopt(sock, SOL_SOCKET, SO_RCVBUF, rcv_buf, sizeof(rcv_buf)) == -1:
        error_handling("setsockopt() error!")
    if setsockopt(sock, SOL_SOCKET, SO_SNDBUF, snd_buf, sizeof(snd_buf)) == -1:
        error_handling("setsockopt() error!")

    len = socklen_t(sizeof(snd_buf))
    if getsockopt(sock, SOL_SOCKET, SO_SNDBUF, snd_buf, len) == -1:
        error_handling("getsockopt() error!")

    len = socklen_t(sizeof(rcv_buf))
    if getsockopt(sock, SOL_SOCKET, SO_RCVBUF, rcv_buf, len) == -1:
        error_handling("getsockopt() error!")

    printf("Input buffer size: %d \n", rcv_buf)
    printf("Output buffer size: %d \n", snd_buf)
    close(sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
