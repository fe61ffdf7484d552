"""As uecho_client, but connected: the receiver is named once, and nobody else is listened to.

Run: python uecho_con_client.py 127.0.0.1 9190    (while uecho_server.py runs; q or Q ends)
"""

import sys

from pysock import *

BUF_SIZE = 30


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
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

    # sends nothing: it only tells the kernel whom the socket speaks with
    if connect(sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("connect() error!")

    while True:
        fputs("Insert message(q to quit): ", stdout)
        if fgets(message, sizeof(message), stdin) == NULL:
            break
        if not strcmp(message, "q\n") or not strcmp(message, "Q\n"):
            break

        if write(sock, message, strlen(message)) == -1:
            error_handling("write() error")
        str_len = read(sock, message, sizeof(message) - 1)
        if str_len == -1:
            error_handling("read() error")
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
