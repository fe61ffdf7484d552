"""Urgent data come with a signal, SIGURG, and beside the stream: MSG_OOB.

Run: python oob_recv.py 9190
"""

import sys

from pysock import *

BUF_SIZE = 30

recv_sock = 0


def main(argc, argv):
    global recv_sock
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    act = struct.sigaction()
    buf = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    act.sa_handler = urg_handler
    sigemptyset(act.sa_mask)
    act.sa_flags = 0

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

    clnt_adr_sz = socklen_t(sizeof(clnt_adr))
    recv_sock = accept(serv_sock, clnt_adr, clnt_adr_sz)
    if recv_sock == -1:
        error_handling("accept() error")

    if sigaction(SIGURG, act, 0) == -1:
        error_handling("sigaction() error")
    # the kernel signals no process that nobody named
    if fcntl(recv_sock, F_SETOWN, getpid()) == -1:
        error_handling("fcntl() error")

    while (str_len := recv(recv_sock, buf, sizeof(buf) - 1, 0)) != 0:
        if str_len == -1 and errno == EINTR:
            continue
        if str_len == -1:
            error_handling("recv() error")
        buf[str_len] = 0
        puts(buf)
    close(recv_sock)
    close(serv_sock)
    return 0


# Written past stdio as in C, where a handler may not call printf(); here it could.
def urg_handler(sig):
    urgent = "Urgent message: "
    line = char[BUF_SIZE]()
    length = strlen(urgent)
    saved = int(errno)

    memcpy(line, urgent, length)
    str_len = recv(recv_sock, line + length, 1, MSG_OOB)
    if str_len == 1:
        length += 1
        line[length] = b" "
        line[length + 1] = b"\n"
        if write(STDOUT_FILENO, line, length + 2) == -1:
            _exit(1)
    errno.value = saved


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
