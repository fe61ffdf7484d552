"""Sends lines and prints the echo: Winsock's echo_client2, which reads until all is back.

Run: python echo_client_win.py 127.0.0.1 9190
"""

import sys

from pysock import *

BUF_SIZE = 1024


def main(argc, argv):
    wsa_data = WSADATA()
    serv_adr = SOCKADDR_IN()
    message = char[BUF_SIZE]()

    if argc != 3:
        printf("Usage : %s <IP> <port>\n", argv[0])
        exit(1)

    if WSAStartup(MAKEWORD(2, 2), wsa_data) != 0:
        error_handling("WSAStartup() error!")

    sock = socket(PF_INET, SOCK_STREAM, 0)
    if sock == INVALID_SOCKET:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = inet_addr(argv[1])
    serv_adr.sin_port = htons(atoi(argv[2]))

    if connect(sock, serv_adr, sizeof(serv_adr)) == SOCKET_ERROR:
        error_handling("connect() error!")
    else:
        puts("Connected...........")

    while True:
        fputs("Input message(Q to quit): ", stdout)
        if fgets(message, BUF_SIZE, stdin) == NULL:
            break
        if not strcmp(message, "q\n") or not strcmp(message, "Q\n"):
            break

        str_len = send(sock, message, strlen(message), 0)
        if str_len == SOCKET_ERROR:
            error_handling("send() error")
        recv_len = 0
        while recv_len < str_len:
            recv_cnt = recv(sock, message + recv_len, BUF_SIZE - 1 - recv_len, 0)
            if recv_cnt == SOCKET_ERROR:
                error_handling("recv() error!")
            if recv_cnt == 0:
                error_handling("connection closed by server")
            recv_len += recv_cnt
        message[recv_len] = 0
        printf("Message from server: %s", message)
    closesocket(sock)
    WSACleanup()
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
