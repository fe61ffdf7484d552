"""The same number in host and in network byte order.

Run: python endian_conv.py
"""

from pysock import *


def main():
    host_port = 0x1234
    host_addr = 0x12345678

    net_port = htons(host_port)
    net_addr = htonl(host_addr)

    printf("Host ordered port: %#x \n", host_port)
    printf("Network ordered port: %#x \n", net_port)
    printf("Host ordered address: %#lx \n", host_addr)
    printf("Network ordered address: %#lx \n", net_addr)
    return 0


if __name__ == "__main__":
    exit(main())
