"""Sends and receives lines through streams; fflush() is what sends.

Run: python echo_stdclnt.py 127.0.0.1 9190        (while echo_stdserv.py runs; q or Q ends)
"""

import sys

from pysock import *

BUF_SIZE = 1024


def main(argc, argv):
    message = char[BUF_SIZE]()
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
    else:
        puts("Connected...........")

    # a descriptor for each stream, as each fclose() closes one
    readfp = fdopen(sock, "r")
    writefp = fdopen(dup(sock), "w")
    if readfp == NULL or writefp == NULL:
        error_handling("fdopen() error")

    while True:
        fputs("Input message(Q to quit): ", stdout)
        if fgets(message, BUF_SIZE, stdin) == NULL:
            break
        if not strcmp(message, "q\n") or not strcmp(message, "Q\n"):
            break

        if fputs(message, writefp) == EOF or fflush(writefp) == EOF:
            error_handling("fputs() error")
        if fgets(message, BUF_SIZE, readfp) == NULL:
            error_handling("connection closed by server")
        printf("Message from server: %s", message)
    fclose(writefp)
    fclose(readfp)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
