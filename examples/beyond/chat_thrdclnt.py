"""One thread for the keyboard, one for what the others say.

Run: python chat_thrdclnt.py 127.0.0.1 9190 Name   (while chat_server.py runs; q or Q ends)
"""

import sys

from pysock import *

BUF_SIZE = 100
NAME_SIZE = 20

name = char[NAME_SIZE]()


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    snd_thread = pthread_t()
    rcv_thread = pthread_t()
    thread_return = ptr(void)()

    if argc != 4:
        printf("Usage : %s <IP> <port> <name>\n", argv[0])
        exit(1)
    snprintf(name, NAME_SIZE, "[%s]", argv[3])

    sock = int_(socket(PF_INET, SOCK_STREAM, 0))
    if sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = inet_addr(argv[1])
    serv_adr.sin_port = htons(atoi(argv[2]))

    if connect(sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("connect() error!")

    if pthread_create(snd_thread, NULL, send_msg, sock) != 0:
        error_handling("pthread_create() error")
    if pthread_create(rcv_thread, NULL, recv_msg, sock) != 0:
        error_handling("pthread_create() error")
    # the server ends the conversation, after our goodbye or without it
    pthread_join(rcv_thread, thread_return)
    if thread_return == -1:
        error_handling("read() error")
    close(sock)
    return 0


# What is typed, until there is no more.
def send_msg(arg):
    sock = ptr(int_, arg)[0]
    msg = char[BUF_SIZE]()
    name_msg = char[NAME_SIZE + BUF_SIZE]()

    while fgets(msg, BUF_SIZE, stdin) != NULL:
        if not strcmp(msg, "q\n") or not strcmp(msg, "Q\n"):
            break
        snprintf(name_msg, sizeof(name_msg), "%s %s", name, msg)
        if write(sock, name_msg, strlen(name_msg)) == -1:
            error_handling("write() error")
    if shutdown(sock, SHUT_WR) == -1:
        error_handling("shutdown() error")
    return NULL


# What the server sends, until its end.
def recv_msg(arg):
    sock = ptr(int_, arg)[0]
    msg = char[BUF_SIZE]()

    while (str_len := read(sock, msg, BUF_SIZE - 1)) > 0:
        msg[str_len] = 0
        fputs(msg, stdout)
    return -1 if str_len == -1 else NULL


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
