"""Sends three datagrams of different lengths to bound_host1.

Run: python bound_host2.py 127.0.0.1 9190         (while bound_host1.py runs)
"""

import sys

from pysock import *


def main(argc, argv):
    your_adr = struct.sockaddr_in()
    msg1 = char[...](b"Hi!")
    msg2 = char[...](b"I'm another UDP host!")
    msg3 = char[...](b"Nice to meet you")

    if argc != 3:
        printf("Usage : %s <IP> <port>\n", argv[0])
        exit(1)

    sock = socket(PF_INET, SOCK_DGRAM, 0)
    if sock == -1:
        error_handling("socket() error")

    memset(your_adr, 0, sizeof(your_adr))
    your_adr.sin_family = AF_INET
    your_adr.sin_addr.s_addr = inet_addr(argv[1])
    your_adr.sin_port = htons(atoi(argv[2]))

    if (
        sendto(sock, msg1, sizeof(msg1), 0, your_adr, sizeof(your_adr)) == -1
        or sendto(sock, msg2, sizeof(msg2), 0, your_adr, sizeof(your_adr)) == -1
        or sendto(sock, msg3, sizeof(msg3), 0, your_adr, sizeof(your_adr)) == -1
    ):
        error_handling("sendto() error")
    close(sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
