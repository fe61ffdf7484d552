"""Prints what is sent to all hosts of a network.

Run: python news_receiver_brd.py 9190   (Ctrl-C ends it)
"""

import sys

from pysock import *

BUF_SIZE = 100


def main(argc, argv):
    adr = struct.sockaddr_in()
    buf = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    recv_sock = socket(PF_INET, SOCK_DGRAM, 0)
    if recv_sock == -1:
        error_handling("socket() error")
    memset(adr, 0, sizeof(adr))
    adr.sin_family = AF_INET
    adr.sin_addr.s_addr = htonl(INADDR_ANY)
    adr.sin_port = htons(atoi(argv[1]))
    if bind(recv_sock, adr, sizeof(adr)) == -1:
        error_handling("bind() error")

    while True:
        str_len = recvfrom(recv_sock, buf, BUF_SIZE - 1, 0, NULL, 0)
        if str_len < 0:
            break
        buf[str_len] = 0
        fputs(buf, stdout)
    close(recv_sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
