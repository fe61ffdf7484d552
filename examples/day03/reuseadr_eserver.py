"""An echo server that ends first leaves its address in TIME_WAIT.

With SO_REUSEADDR the next server gets the address nevertheless.

Run: python reuseadr_eserver.py 9190              (end it with Ctrl-C while a client is connected,
     python reuseadr_eserver.py 9190 reuse         and start it again: with and without reuse)
"""

import sys

from pysock import *

BUF_SIZE = 30


def main(argc, argv):
    option = int_(1)
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    message = char[BUF_SIZE]()

    if argc != 2 and (argc != 3 or strcmp(argv[2], "reuse")):
        printf("Usage : %s <port> [reuse]\n", argv[0])
        exit(1)

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    if serv_sock == -1:
        error_handling("socket() error")

    if argc == 3 and setsockopt(serv_sock, SOL_SOCKET, SO_REUSEADDR, option, sizeof(option)) == -1:
        error_handling("setsockopt() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("bind() error")
    if listen(serv_sock, 5) == -1:
        error_handling("listen() error")

    clnt_adr_sz = socklen_t(sizeof(clnt_adr))
    clnt_sock = accept(serv_sock, clnt_adr, clnt_adr_sz)
    if clnt_sock == -1:
        error_handling("accept() error")

    while (str_len := read(clnt_sock, message, sizeof(message))) > 0:
        if (
            write(clnt_sock, message, str_len) != str_len
            or write(STDOUT_FILENO, message, str_len) != str_len
        ):
            error_handling("write() error")
    if str_len == -1:
        error_handling("read() error")
    close(clnt_sock)
    close(serv_sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
