"""Echoes to many clients at once in a single process: select() says who has something to say.

Run: python echo_selectserv.py 9190               (Ctrl-C ends it)
"""

import sys

from pysock import *

BUF_SIZE = 100


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    timeout = struct.timeval()
    reads = fd_set()
    buf = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    if serv_sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("bind() error")
    if listen(serv_sock, 5) == -1:
        error_handling("listen() error")

    FD_ZERO(reads)
    FD_SET(serv_sock, reads)
    fd_max = serv_sock

    while True:
        cpy_reads = copy(reads)
        timeout.tv_sec = 5
        timeout.tv_usec = 5000

        fd_num = select(fd_max + 1, cpy_reads, 0, 0, timeout)
        if fd_num == -1:
            error_handling("select() error")
        if fd_num == 0:
            continue

        for i in range(fd_max + 1):
            if not FD_ISSET(i, cpy_reads):
                continue
            if i == serv_sock:
                adr_sz = socklen_t(sizeof(clnt_adr))
                clnt_sock = accept(serv_sock, clnt_adr, adr_sz)
                if clnt_sock == -1:
                    error_handling("accept() error")
                # an fd_set has no room for it
                if clnt_sock >= FD_SETSIZE:
                    close(clnt_sock)
                    continue
                FD_SET(clnt_sock, reads)
                if fd_max < clnt_sock:
                    fd_max = clnt_sock
                printf("connected client: %d \n", clnt_sock)
            else:
                str_len = read(i, buf, BUF_SIZE)
                if str_len <= 0 or write(i, buf, str_len) != str_len:
                    FD_CLR(i, reads)
                    close(i)
                    printf("closed client: %d \n", i)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
