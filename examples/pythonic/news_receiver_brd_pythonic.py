"""Prints what is sent to all hosts of a network.

Run: python news_receiver_brd_pythonic.py 9190   (Ctrl-C ends it)
"""

import sys

from pysock import SOCK_DGRAM, Socket

BUF_SIZE = 30


def main(port):
    with Socket(type=SOCK_DGRAM) as sock:
        sock.bind(("", int(port)))
        while True:
            sys.stdout.buffer.write(sock.recv(BUF_SIZE - 1))
            sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
