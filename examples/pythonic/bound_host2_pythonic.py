"""Sends three datagrams for bound_host1.

Run: python bound_host2_pythonic.py 127.0.0.1 9190
"""

import sys

from pysock import SOCK_DGRAM, Socket

MESSAGES = (b"Hi!\0", b"I'm another UDP host!\0", b"Nice to meet you\0")


def main(ip, port):
    with Socket(type=SOCK_DGRAM) as sock:
        for message in MESSAGES:
            sock.sendto(message, (ip, int(port)))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
