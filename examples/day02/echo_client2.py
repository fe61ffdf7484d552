"""As echo_client, but reads until as many bytes have come back as were sent.

Run: python echo_client2.py 127.0.0.1 9190        (while echo_server.py runs; q or Q ends)
"""

import sys

from pysock import *

BUF_SIZE = 1024


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    message = char[BUF_SIZE]()

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
    else:
        puts("Connected...........")

    while True:
        fputs("Input message(Q to quit): ", stdout)
        if fgets(message, BUF_SIZE, stdin) == NULL:
            break
        if not strcmp(message, "q\n") or not strcmp(message, "Q\n"):
            break

        str_len = write(sock, message, strlen(message))
        if str_len == -1:
            error_handling("write() error")

        recv_len = 0
        while recv_len < str_len:
            recv_cnt = read(sock, message + recv_len, BUF_SIZE - 1 - recv_len)
            if recv_cnt == -1:
                error_handling("read() error")
            if recv_cnt == 0:
                error_handling("connection closed by server")
            recv_len += recv_cnt
        message[recv_len] = 0
        printf("Message from server: %s", message)
    close(sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
