"""Three datagrams may be waiting, and still it takes three reads: UDP keeps message boundaries.

Run: python bound_host1.py 9190                   (then bound_host2.py, within five seconds)
"""

import sys

from pysock import *

BUF_SIZE = 30
PAUSE = 5  # seconds, in which the datagrams arrive


def main(argc, argv):
    my_adr = struct.sockaddr_in()
    your_adr = struct.sockaddr_in()
    message = char[BUF_SIZE]()

    if argc != 2 and argc != 3:
        printf("Usage : %s <port> [seconds]\n", argv[0])
        exit(1)
    seconds = atoi(argv[2]) if argc == 3 else PAUSE

    sock = socket(PF_INET, SOCK_DGRAM, 0)
    if sock == -1:
        error_handling("socket() error")

    memset(my_adr, 0, sizeof(my_adr))
    my_adr.sin_family = AF_INET
    my_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    my_adr.sin_port = htons(atoi(argv[1]))

    if bind(sock, my_adr, sizeof(my_adr)) == -1:
        error_handling("bind() error")

    for i in range(3):
        sleep(seconds)
        adr_sz = socklen_t(sizeof(your_adr))
        str_len = recvfrom(sock, message, BUF_SIZE - 1, 0, your_adr, adr_sz)
        if str_len == -1:
            error_handling("recvfrom() error")
        message[str_len] = 0
        printf("Message %d: %s \n", i + 1, message)
    close(sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
