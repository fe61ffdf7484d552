"""Echoes to five clients, one after another: Winsock's echo_server.

Run: python echo_server_win.py 9190
"""

import sys

from pysock import *

BUF_SIZE = 1024
CLNT_CNT = 5


def main(argc, argv):
    wsa_data = WSADATA()
    serv_adr = SOCKADDR_IN()
    clnt_adr = SOCKADDR_IN()
    message = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    if WSAStartup(MAKEWORD(2, 2), wsa_data) != 0:
        error_handling("WSAStartup() error!")

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    if serv_sock == INVALID_SOCKET:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == SOCKET_ERROR:
        error_handling("bind() error")
    if listen(serv_sock, 5) == SOCKET_ERROR:
        error_handling("listen() error")

    for i in range(CLNT_CNT):
        clnt_adr_sz = int_(sizeof(clnt_adr))
        clnt_sock = accept(serv_sock, clnt_adr, clnt_adr_sz)
        if clnt_sock == INVALID_SOCKET:
            error_handling("accept() error")
        printf("Connected client %d \n", i + 1)

        # a client that breaks off (SOCKET_ERROR) ends its own turn only
        while (str_len := recv(clnt_sock, message, BUF_SIZE, 0)) > 0:
            if send(clnt_sock, message, str_len, 0) != str_len:
                break
        closesocket(clnt_sock)
    closesocket(serv_sock)
    WSACleanup()
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
