"""Dotted text to a number in network order; 256 fits no byte, so the second text fails.

Run: python inet_addr.py
"""

from pysock import *


def main():
    addr1 = "1.2.3.4"
    addr2 = "1.2.3.256"

    show(addr1)
    show(addr2)
    return 0


def show(addr):
    conv_addr = inet_addr(addr)

    if conv_addr == INADDR_NONE:
        printf("Error occured! \n")
    else:
        printf("Network ordered integer addr: %#lx \n", conv_addr)


if __name__ == "__main__":
    exit(main())
