"""Sends every datagram back to where it came from, for ever.

Run: python uecho_server.py 9190                  (Ctrl-C ends it)
"""

import sys

from pysock import *

BUF_SIZE = 30


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    message = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    serv_sock = socket(PF_INET, SOCK_DGRAM, 0)
    if serv_sock == -1:
        error_handling("UDP socket creation error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("bind() error")

    while True:
        clnt_adr_sz = socklen_t(sizeof(clnt_adr))
        str_len = recvfrom(serv_sock, message, BUF_SIZE, 0, clnt_adr, clnt_adr_sz)
        if str_len == -1:
            error_handling("recvfrom() error")
        if sendto(serv_sock, message, str_len, 0, clnt_adr, clnt_adr_sz) == -1:
            error_handling("sendto() error")


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
