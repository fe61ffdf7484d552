"""Prints what the server says until it ends its half, and answers.

Run: python sep_clnt.py 127.0.0.1 9190            (while sep_serv.py or sep_serv2.py runs)
"""

import sys

from pysock import *

BUF_SIZE = 1024


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

    readfp = fdopen(sock, "r")
    writefp = fdopen(sock, "w")
    if readfp == NULL or writefp == NULL:
        error_handling("fdopen() error")

    while fgets(buf, sizeof(buf), readfp) != NULL:
        fputs(buf, stdout)
        fflush(stdout)

    fputs("FROM CLIENT: Thank you! \n", writefp)
    if fflush(writefp) == EOF:
        error_handling("fflush() error")
    # both stand on one descriptor: the second finds it closed already
    fclose(writefp)
    fclose(readfp)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
