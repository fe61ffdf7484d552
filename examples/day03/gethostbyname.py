"""All that the resolver knows of a name.

Run: python gethostbyname.py localhost
"""

import sys

from pysock import *


def main(argc, argv):
    if argc != 2:
        printf("Usage : %s <addr>\n", argv[0])
        exit(1)

    host = gethostbyname(argv[1])
    if not host:
        error_handling("gethostbyname() error")

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
