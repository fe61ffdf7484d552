"""As uecho_server, but takes all datagrams that are there by one call, and answers by another.

Run: python uecho_mmsgserv_pythonic.py 9190           (Ctrl-C ends it; uecho_client talks to it)
"""

import sys

from pysock import SOCK_DGRAM, Batch, Socket

BUF_SIZE = 30
BATCH = 8


def main(port):
    batch = Batch(BATCH, BUF_SIZE)
    with Socket(type=SOCK_DGRAM) as sock:
        sock.bind(("", int(port)))
        while True:
            batch.receive(sock)
            batch.send(sock)  # to whom each came from


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
