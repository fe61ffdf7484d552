"""All that the resolver knows of an address.

Run: python gethostbyaddr.py 127.0.0.1
"""

import sys

from pysock import *


def main(argc, argv):
    addr = struct.sockaddr_in()

    if argc != 2:
        printf("Usage : %s <IP>\n", argv[0])
        exit(1)

    memset(addr, 0, sizeof(addr))
    addr.sin_addr.s_addr = inet_addr(argv[1])
    host = gethostbyaddr(addr.sin_addr, sizeof(addr.sin_addr), AF_INET)
    if not host:
        error_handling("gethostbyaddr() error")

    printf("Official name: %s \n", host.h_name)
    i = 0
    while host.h_aliases[i]:
        printf("Aliases %d: %s \n", i + 1, host.h_aliases[i])
        i += 1
    printf("Address type: %s \n", "AF_INET" if host.h_addrtype == AF_INET else "AF_INET6")
    i = 0
    while host.h_addr_list[i]:
        printf("IP addr %d: %s \n", i + 1, inet_ntoa(ptr(struct.in_addr, host.h_addr_list[i])[0]))
        i += 1
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
