"""Listens to the chat and to the keyboard at the same time.

Run: python chat_client.py 127.0.0.1 9190 Name    (while chat_selectserv.py runs; q or Q ends)
"""

import sys

from pysock import *

BUF_SIZE = 100
NAME_SIZE = 20


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    name = char[NAME_SIZE]()
    reads = fd_set()
    talking = True

    if argc != 4:
        printf("Usage : %s <IP> <port> <name>\n", argv[0])
        exit(1)
    snprintf(name, NAME_SIZE, "[%s]", argv[3])
    # select() sees no line that stdio has read ahead
    if setvbuf(stdin, NULL, _IONBF, 0) != 0:
        error_handling("setvbuf() error")

    sock = socket(PF_INET, SOCK_STREAM, 0)
    if sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = inet_addr(argv[1])
    serv_adr.sin_port = htons(atoi(argv[2]))

    if connect(sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("connect() error!")

    while True:
        FD_ZERO(reads)
        FD_SET(sock, reads)
        if talking:
            FD_SET(STDIN_FILENO, reads)
        if select(sock + 1, reads, 0, 0, 0) == -1:
            error_handling("select() error")

        if talking and FD_ISSET(STDIN_FILENO, reads) and not send_msg(sock, name):
            # says goodbye, and still hears what is under way
            talking = False
            if shutdown(sock, SHUT_WR) == -1:
                error_handling("shutdown() error")
        if FD_ISSET(sock, reads) and not recv_msg(sock):
            break
    close(sock)
    return 0


# A line from the keyboard; 0 when there is none.
def send_msg(sock, name):
    msg = char[BUF_SIZE]()
    name_msg = char[NAME_SIZE + BUF_SIZE]()

    if fgets(msg, BUF_SIZE, stdin) == NULL:
        return 0
    if not strcmp(msg, "q\n") or not strcmp(msg, "Q\n"):
        return 0
    snprintf(name_msg, sizeof(name_msg), "%s %s", name, msg)
    if write(sock, name_msg, strlen(name_msg)) == -1:
        error_handling("write() error")
    return 1


# Something from the server; 0 at its end.
def recv_msg(sock):
    msg = char[BUF_SIZE]()
    str_len = read(sock, msg, BUF_SIZE - 1)

    if str_len == -1:
        error_handling("read() error")
    msg[str_len] = 0
    fputs(msg, stdout)
    return str_len > 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
