"""Sends a file, says so by closing its half of the connection, and still hears the answer.

Run: python file_server.py 9190                   (sends itself, if it lies in this directory)
     python file_server.py 9190 any.file
"""

import sys

from pysock import *

BUF_SIZE = 30
FILE_NAME = "file_server.py"


def main(argc, argv):
    buf = char[BUF_SIZE]()
    total = 0
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()

    if argc != 2 and argc != 3:
        printf("Usage : %s <port> [file]\n", argv[0])
        exit(1)

    fp = fopen(argv[2] if argc == 3 else FILE_NAME, "rb")
    if fp == NULL:
        error_handling("fopen() error")

    serv_sd = socket(PF_INET, SOCK_STREAM, 0)
    if serv_sd == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sd, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("bind() error")
    if listen(serv_sd, 5) == -1:
        error_handling("listen() error")

    clnt_adr_sz = socklen_t(sizeof(clnt_adr))
    clnt_sd = accept(serv_sd, clnt_adr, clnt_adr_sz)
    if clnt_sd == -1:
        error_handling("accept() error")

    while (read_cnt := fread(buf, 1, BUF_SIZE, fp)) > 0:
        if write(clnt_sd, buf, read_cnt) != read_cnt:
            error_handling("write() error")
    if ferror(fp):
        error_handling("fread() error")

    # to the client this is the end of the file; close() would shut the other half as well
    if shutdown(clnt_sd, SHUT_WR) == -1:
        error_handling("shutdown() error")

    while (str_len := read(clnt_sd, buf + total, BUF_SIZE - 1 - total)) > 0:
        total += str_len
    if str_len == -1:
        error_handling("read() error")
    buf[total] = 0
    printf("Message from client: %s \n", buf)

    fclose(fp)
    close(clnt_sd)
    close(serv_sd)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
