"""Joins a group, and prints what is sent to it.

Run: python news_receiver.py 239.255.0.1 9190   (Ctrl-C ends it)
"""

import sys

from pysock import *

BUF_SIZE = 100


def main(argc, argv):
    adr = struct.sockaddr_in()
    join_adr = struct.ip_mreq()
    buf = char[BUF_SIZE]()

    if argc != 3 and argc != 4:
        printf("Usage : %s <group IP> <port> [interface IP]\n", argv[0])
        exit(1)

    recv_sock = socket(PF_INET, SOCK_DGRAM, 0)
    if recv_sock == -1:
        error_handling("socket() error")
    join_adr.imr_multiaddr.s_addr = inet_addr(argv[1])
    join_adr.imr_interface.s_addr = inet_addr(argv[3]) if argc == 4 else htonl(INADDR_ANY)
    if setsockopt(recv_sock, IPPROTO_IP, IP_ADD_MEMBERSHIP, join_adr, sizeof(join_adr)) == -1:
        error_handling("setsockopt() error")
    memset(adr, 0, sizeof(adr))
    adr.sin_family = AF_INET
    adr.sin_addr.s_addr = htonl(INADDR_ANY)
    adr.sin_port = htons(atoi(argv[2]))
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
