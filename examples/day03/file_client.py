"""Stores what the server sends until the end of its half, and then thanks for it.

Run: python file_client.py 127.0.0.1 9190         (while file_server.py runs; writes receive.dat)
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

    fp = fopen("receive.dat", "wb")
    if fp == NULL:
        error_handling("fopen() error")

    sd = socket(PF_INET, SOCK_STREAM, 0)
    if sd == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = inet_addr(argv[1])
    serv_adr.sin_port = htons(atoi(argv[2]))

    if connect(sd, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("connect() error!")

    while (read_cnt := read(sd, buf, BUF_SIZE)) > 0:
        if fwrite(buf, 1, read_cnt, fp) != read_cnt:
            error_handling("fwrite() error")
    if read_cnt == -1:
        error_handling("read() error")

    puts("Received file data")
    # the NUL travels too
    if write(sd, "Thank you", 10) == -1:
        error_handling("write() error")
    if fclose(fp) == EOF:
        error_handling("fclose() error")
    close(sd)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
