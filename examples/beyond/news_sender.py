"""Sends a file's lines to all that have joined a group.

Run: python news_sender.py 239.255.0.1 9190   (news.txt lies in the current directory)
"""

import sys

from pysock import *

TTL = 64  # routers on the way
BUF_SIZE = 100


def main(argc, argv):
    mul_adr = struct.sockaddr_in()
    local_adr = struct.in_addr()
    time_live = int_(TTL)
    pause_us = 2000000
    buf = char[BUF_SIZE]()

    if argc < 3 or argc > 5:
        printf("Usage : %s <group IP> <port> [milliseconds] [interface IP]\n", argv[0])
        exit(1)
    if argc > 3:
        pause_us = atoi(argv[3]) * 1000

    send_sock = socket(PF_INET, SOCK_DGRAM, 0)
    if send_sock == -1:
        error_handling("socket() error")
    memset(mul_adr, 0, sizeof(mul_adr))
    mul_adr.sin_family = AF_INET
    mul_adr.sin_addr.s_addr = inet_addr(argv[1])
    mul_adr.sin_port = htons(atoi(argv[2]))

    if setsockopt(send_sock, IPPROTO_IP, IP_MULTICAST_TTL, time_live, sizeof(time_live)) == -1:
        error_handling("setsockopt() error")
    if argc > 4:
        local_adr.s_addr = inet_addr(argv[4])
        if setsockopt(send_sock, IPPROTO_IP, IP_MULTICAST_IF, local_adr, sizeof(local_adr)) == -1:
            error_handling("setsockopt() error")

    fp = fopen("news.txt", "r")
    if fp == NULL:
        error_handling("fopen() error")

    while fgets(buf, BUF_SIZE, fp) != NULL:
        if sendto(send_sock, buf, strlen(buf), 0, mul_adr, sizeof(mul_adr)) == -1:
            error_handling("sendto() error")
        usleep(pause_us)
    fclose(fp)
    close(send_sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
