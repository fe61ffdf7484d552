"""As uecho_server, but takes all datagrams that are there by one call, and answers by another.

Run: python uecho_mmsgserv.py 9190                (Ctrl-C ends it; uecho_client talks to it)
"""

import sys

from pysock import *

BUF_SIZE = 30
BATCH = 16


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    clnt_adrs = struct.sockaddr_in[BATCH]()
    messages = char[BATCH][BUF_SIZE]()
    vecs = struct.iovec[BATCH]()
    msgs = struct.mmsghdr[BATCH]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    serv_sock = socket(PF_INET, SOCK_DGRAM, 0)
    if serv_sock == -1:
        error_handling("UDP socket creation error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("bind() error")

    memset(msgs, 0, sizeof(msgs))
    for i in range(BATCH):
        vecs[i].iov_base = messages[i]
        msgs[i].msg_hdr.msg_name = clnt_adrs[i]
        msgs[i].msg_hdr.msg_iov = vecs[i]
        msgs[i].msg_hdr.msg_iovlen = 1

    while True:
        for i in range(BATCH):
            vecs[i].iov_len = BUF_SIZE
            msgs[i].msg_hdr.msg_namelen = sizeof(clnt_adrs[i])
        count = recvmmsg(serv_sock, msgs, BATCH, MSG_WAITFORONE, NULL)
        if count == -1:
            error_handling("recvmmsg() error")
        for i in range(count):
            vecs[i].iov_len = msgs[i].msg_len
        if sendmmsg(serv_sock, msgs, count, 0) == -1:
            error_handling("sendmmsg() error")


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
