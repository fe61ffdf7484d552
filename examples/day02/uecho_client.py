"""Echo over datagrams: no connection, so every message names its receiver.

Run: python uecho_client.py 127.0.0.1 9190        (while uecho_server.py runs; q or Q ends)
"""

import sys

from pysock import *

BUF_SIZE = 30


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    from_adr = struct.sockaddr_in()
    message = char[BUF_SIZE]()

    if argc != 3:
        printf("Usage : %s <IP> <port>\n", argv[0])
        exit(1)

    sock = socket(PF_INET, SOCK_DGRAM, 0)
    if sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = inet_addr(argv[1])
    serv_adr.sin_port = htons(atoi(argv[2]))

    while True:
        fputs("Insert message(q to quit): ", stdout)
        if fgets(message, sizeof(message), stdin) == NULL:
            break
        if not strcmp(message, "q\n") or not strcmp(message, "Q\n"):
            break

        if sendto(sock, message, strlen(message), 0, serv_adr, sizeof(serv_adr)) == -1:
            error_handling("sendto() error")
        adr_sz = socklen_t(sizeof(from_adr))
        str_len = recvfrom(sock, message, BUF_SIZE - 1, 0, from_adr, adr_sz)
        if str_len == -1:
            error_handling("recvfrom() error")
        message[str_len] = 0
        printf("Message from server: %s", message)
    close(sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
