"""Sends two urgent bytes among others: of "890" only the last one is urgent.

Run: python oob_send.py 127.0.0.1 9190            (while oob_recv.py runs)
"""

import sys

from pysock import *

pause_ms = 0  # between two messages, or a second urgent byte may displace the first


def main(argc, argv):
    global pause_ms
    serv_adr = struct.sockaddr_in()

    if argc != 3 and argc != 4:
        printf("Usage : %s <IP> <port> [milliseconds]\n", argv[0])
        exit(1)
    if argc == 4:
        pause_ms = atoi(argv[3])

    sock = socket(PF_INET, SOCK_STREAM, 0)
    if sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = inet_addr(argv[1])
    serv_adr.sin_port = htons(atoi(argv[2]))

    if connect(sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("connect() error!")

    send_some(sock, "123", 0)
    send_some(sock, "4", MSG_OOB)
    send_some(sock, "567", 0)
    send_some(sock, "890", MSG_OOB)
    close(sock)
    return 0


def send_some(sock, text, flags):
    if send(sock, text, strlen(text), flags) == -1:
        error_handling("send() error")
    usleep(pause_ms * 1000)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
