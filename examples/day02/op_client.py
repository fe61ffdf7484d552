"""Asks op_server for a sum, a difference or a product; see there for the protocol.

Run: python op_client.py 127.0.0.1 9190           (while op_server.py runs)
"""

import sys

from pysock import *

BUF_SIZE = 1024
LINE_SIZE = 64
OPSZ = 4
MAX_OPND = 255


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    opmsg = uchar[BUF_SIZE]()
    line = char[LINE_SIZE]()
    operand = int_()
    result = int_()

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

    fputs("Operand count: ", stdout)
    read_line(line)
    opnd_cnt = atoi(line)
    # the count has to fit its byte
    if opnd_cnt < 1 or opnd_cnt > MAX_OPND:
        error_handling("operand count error")
    opmsg[0] = opnd_cnt

    for i in range(opnd_cnt):
        printf("Operand %d: ", i + 1)
        read_line(line)
        operand.value = atoi(line)
        # copied, as an int may not stand at an odd address on every machine
        memcpy(opmsg + 1 + i * OPSZ, operand, OPSZ)

    fputs("Operator: ", stdout)
    read_line(line)
    opmsg[1 + opnd_cnt * OPSZ] = line[0]
    if write(sock, opmsg, opnd_cnt * OPSZ + 2) == -1:
        error_handling("write() error")

    if recv(sock, result, OPSZ, MSG_WAITALL) != OPSZ:
        error_handling("recv() error")
    printf("Operation result: %d \n", result)
    close(sock)
    return 0


def read_line(line):
    if fgets(line, LINE_SIZE, stdin) == NULL:
        error_handling("no more input")


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
