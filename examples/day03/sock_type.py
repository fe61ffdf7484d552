"""A socket remembers its type; the option SO_TYPE can be read and not be set.

Run: python sock_type.py
"""

from pysock import *


def main():
    sock_type = int_()

    tcp_sock = socket(PF_INET, SOCK_STREAM, 0)
    udp_sock = socket(PF_INET, SOCK_DGRAM, 0)
    if tcp_sock == -1 or udp_sock == -1:
        error_handling("socket() error")
    printf("SOCK_STREAM: %d \n", SOCK_STREAM)
    printf("SOCK_DGRAM: %d \n", SOCK_DGRAM)

    optlen = socklen_t(sizeof(sock_type))
    if getsockopt(tcp_sock, SOL_SOCKET, SO_TYPE, sock_type, optlen) == -1:
        error_handling("getsockopt() error!")
    printf("Socket type one: %d \n", sock_type)

    optlen = socklen_t(sizeof(sock_type))
    if getsockopt(udp_sock, SOL_SOCKET, SO_TYPE, sock_type, optlen) == -1:
        error_handling("getsockopt() error!")
    printf("Socket type two: %d \n", sock_type)

    close(tcp_sock)
    close(udp_sock)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
