"""A protocol of one's own: a count byte, that many 4-byte operands, an operator; a 4-byte answer.

Integers travel in host order: both ends are the same machine.

Run: python op_server.py 9190
"""

import sys

from pysock import *

OPSZ = 4
MAX_OPND = 255
CLNT_CNT = 5


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    opnd_cnt = uchar()
    opnds = int_[MAX_OPND]()
    op = char()
    result = int_()

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

    for _i in range(CLNT_CNT):
        clnt_adr_sz = socklen_t(sizeof(clnt_adr))
        clnt_sock = accept(serv_sock, clnt_adr, clnt_adr_sz)
        if clnt_sock == -1:
            error_handling("accept() error")

        # a request that stays incomplete or holds no operand gets no answer
        if (
            read_full(clnt_sock, opnd_cnt, 1)
            and opnd_cnt > 0
            and read_full(clnt_sock, opnds, opnd_cnt * OPSZ)
            and read_full(clnt_sock, op, 1)
        ):
            result.value = calculate(opnd_cnt, opnds, op)
            if write(clnt_sock, result, sizeof(result)) == -1:
                error_handling("write() error")
        close(clnt_sock)
    close(serv_sock)
    return 0


def read_full(sock, buf, size):
    pos = ptr(char, buf)
    recv_len = 0

    while recv_len < size:
        recv_cnt = read(sock, pos + recv_len, size - recv_len)
        if recv_cnt <= 0:
            return 0
        recv_len += recv_cnt
    return 1


def calculate(opnum, opnds, op):
    # unsigned, because there overflow is defined: the answer wraps
    result = uint32_t(opnds[0])

    if op == ord("+"):
        for i in range(1, opnum):
            result += opnds[i]
    elif op == ord("-"):
        for i in range(1, opnum):
            result -= opnds[i]
    elif op == ord("*"):
        for i in range(1, opnum):
            result *= opnds[i]
    return int_(result)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
