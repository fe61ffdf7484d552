"""Split I/O: one process reads from the socket, another one writes to it.

Run: python echo_mpclient.py 127.0.0.1 9190       (while echo_mpserv.py runs; q or Q ends)
"""

import sys

from pysock import *

BUF_SIZE = 30


def main(argc, argv):
    buf = char[BUF_SIZE]()
    serv_adr = struct.sockaddr_in()

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

    pid = fork()
    if pid == -1:
        error_handling("fork() error")
    if pid == 0:
        write_routine(sock, buf)
    else:
        read_routine(sock, buf)
        wait(NULL)
    close(sock)
    return 0


def read_routine(sock, buf):
    while (str_len := read(sock, buf, BUF_SIZE - 1)) > 0:
        buf[str_len] = 0
        printf("Message from server: %s", buf)
    if str_len == -1:
        error_handling("read() error")


def write_routine(sock, buf):
    while fgets(buf, BUF_SIZE, stdin) != NULL:
        if not strcmp(buf, "q\n") or not strcmp(buf, "Q\n"):
            break
        if write(sock, buf, strlen(buf)) == -1:
            error_handling("write() error")
    # close() ends nothing as long as the parent has the socket, too
    if shutdown(sock, SHUT_WR) == -1:
        error_handling("shutdown() error")


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
