"""MSG_PEEK reads and leaves the bytes where they are; MSG_DONTWAIT does not block.

Run: python peek_recv.py 9190
"""

import sys

from pysock import *

BUF_SIZE = 30


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
    recv_sock = accept(serv_sock, clnt_adr, clnt_adr_sz)
    if recv_sock == -1:
        error_handling("accept() error")

    # asks again and again until there is something, or the end
    while True:
        str_len = recv(recv_sock, buf, sizeof(buf) - 1, MSG_PEEK | MSG_DONTWAIT)
        if not (str_len == -1 and errno == EAGAIN):
            break
    if str_len == -1:
        error_handling("recv() error")
    buf[str_len] = 0
    printf("Buffering %zd bytes: %s \n", str_len, buf)

    str_len = recv(recv_sock, buf, sizeof(buf) - 1, 0)
    if str_len == -1:
        error_handling("recv() error")
    buf[str_len] = 0
    printf("Read again: %s \n", buf)

    close(recv_sock)
    close(serv_sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
