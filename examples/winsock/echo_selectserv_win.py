"""Echoes to many clients with select(), walking through the fd_set as Winsock lays it out.

Run: python echo_selectserv_win.py 9190
"""

import sys

from pysock import *

BUF_SIZE = 1024


def main(argc, argv):
    wsa_data = WSADATA()
    serv_adr = SOCKADDR_IN()
    clnt_adr = SOCKADDR_IN()
    timeout = TIMEVAL()
    reads = fd_set()
    buf = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    if WSAStartup(MAKEWORD(2, 2), wsa_data) != 0:
        error_handling("WSAStartup() error!")

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == SOCKET_ERROR:
        error_handling("bind() error")
    if listen(serv_sock, 5) == SOCKET_ERROR:
        error_handling("listen() error")

    FD_ZERO(reads)
    FD_SET(serv_sock, reads)

    while True:
        all = copy(reads)
        ready = copy(reads)
        timeout.tv_sec = 5
        timeout.tv_usec = 5000

        fd_num = select(0, ready, NULL, NULL, timeout)
        if fd_num == SOCKET_ERROR:
            break
        if fd_num == 0:
            continue

        for i in range(all.fd_count):
            sock = all.fd_array[i]
            if not FD_ISSET(sock, ready):
                continue
            if sock == serv_sock:  # connection request
                adr_sz = int_(sizeof(clnt_adr))
                clnt_sock = accept(serv_sock, clnt_adr, adr_sz)
                FD_SET(clnt_sock, reads)
                printf("connected client: %d \n", clnt_sock)
            else:  # data, or its end
                str_len = recv(sock, buf, BUF_SIZE, 0)
                if str_len > 0:
                    send(sock, buf, str_len, 0)
                else:
                    FD_CLR(sock, reads)
                    closesocket(sock)
                    printf("closed client: %d \n", sock)
            fflush(stdout)
    closesocket(serv_sock)
    WSACleanup()
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
