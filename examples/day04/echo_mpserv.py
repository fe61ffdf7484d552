"""Echoes to many clients at once, with a process for each.

Run: python echo_mpserv.py 9190                   (Ctrl-C ends it)
"""

import sys

from pysock import *

BUF_SIZE = 30
LINE_SIZE = 40


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    act = struct.sigaction()
    buf = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    act.sa_handler = read_childproc
    sigemptyset(act.sa_mask)
    act.sa_flags = 0
    if sigaction(SIGCHLD, act, 0) == -1:
        error_handling("sigaction() error")

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

    while True:
        adr_sz = socklen_t(sizeof(clnt_adr))
        clnt_sock = accept(serv_sock, clnt_adr, adr_sz)
        # a child that ends interrupts accept()
        if clnt_sock == -1 and errno == EINTR:
            continue
        if clnt_sock == -1:
            error_handling("accept() error")
        puts("new client connected...")

        pid = fork()
        if pid == -1:
            close(clnt_sock)
            continue
        if pid == 0:
            close(serv_sock)
            while (str_len := read(clnt_sock, buf, BUF_SIZE)) > 0:
                if write(clnt_sock, buf, str_len) != str_len:
                    break
            close(clnt_sock)
            puts("client disconnected...")
            return 0
        # the child has its own descriptor: the connection stays
        close(clnt_sock)


def read_childproc(sig):
    status = int_()
    saved = int(errno)

    while (id := waitpid(-1, status, WNOHANG)) > 0:
        report("removed proc id: ", id)
    errno.value = saved


# Written past stdio as in C, where a handler may not call printf(); here it could.
def report(text, number):
    line = char[LINE_SIZE]()

    length = snprintf(line, sizeof(line), "%s%d \n", text, number)
    if write(STDOUT_FILENO, line, length) == -1:
        _exit(1)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
