"""Sends a file's lines to all hosts of a network.

Run: python news_sender_brd_pythonic.py 192.168.0.255 9190   (news.txt: in the current directory)
"""

import sys
import time

from pysock import SOCK_DGRAM, Socket

BUF_SIZE = 30


def main(address, port, milliseconds=2000):
    with Socket(type=SOCK_DGRAM) as sock, open("news.txt", "rb") as news:
        sock.options.broadcast = True
        while line := news.readline(BUF_SIZE - 1):
            sock.sendto(line, (address, int(port)))
            time.sleep(int(milliseconds) / 1000)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(f"Usage : {sys.argv[0]} <broadcast IP> <port> [milliseconds]")
    main(*sys.argv[1:])
