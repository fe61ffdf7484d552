"""Sends every datagram back to where it came from, for ever.

Run: python uecho_server_pythonic.py 9190                  (Ctrl-C ends it)
"""

import sys

from pysock import SOCK_DGRAM, Socket

BUF_SIZE = 30


def main(port):
    with Socket(type=SOCK_DGRAM) as sock:
        sock.bind(("", int(port)))
        while True:
            data, address = sock.recvfrom(BUF_SIZE)
            sock.sendto(data, address)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
