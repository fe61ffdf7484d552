"""Sends three bytes for peek_recv to look at.

Run: python peek_send.py 127.0.0.1 9190           (while peek_recv.py runs)
"""

import sys

from pysock import *


def main(argc, argv):
    serv_adr = struct.sockaddr_in()

    if argc != 3:
        printf("Usage : %s <IP> <port>\n", argv[0])
        exit(1)

    sock = socket(PF_INET, SOCK_STREAM, 0)
    if sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = inet_addr(argv[1])
    serv_adr.sin_port = htons(atoi(argv[2]))

    if connect(sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("connect() error!")

    if write(sock, "123", strlen("123")) == -1:
        error_handling("write() error")
    close(sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
