"""Half-close with streams: a descriptor for each, and shutdown() for the connection's one half.

Run: python sep_serv2.py 9190                     (then sep_clnt.py)
"""

import sys

from pysock import *

BUF_SIZE = 1024


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
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

    clnt_adr_sz = socklen_t(sizeof(clnt_adr))
    clnt_sock = accept(serv_sock, clnt_adr, clnt_adr_sz)
    if clnt_sock == -1:
        error_handling("accept() error")

    readfp = fdopen(clnt_sock, "r")
    writefp = fdopen(dup(clnt_sock), "w")
    if readfp == NULL or writefp == NULL:
        error_handling("fdopen() error")

    fputs("FROM SERVER: Hi~ client? \n", writefp)
    fputs("I love all of the world \n", writefp)
    fputs("You are awesome! \n", writefp)
    if fflush(writefp) == EOF:
        error_handling("fflush() error")

    # ends the half for all descriptors of the socket
    if shutdown(fileno(writefp), SHUT_WR) == -1:
        error_handling("shutdown() error")
    fclose(writefp)

    if fgets(buf, sizeof(buf), readfp) == NULL:
        puts("No answer")
    else:
        fputs(buf, stdout)
    fclose(readfp)
    close(serv_sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
