"""Joins a group, and prints what is sent to it.

Run: python news_receiver_pythonic.py 239.255.0.1 9190   (Ctrl-C ends it)
"""

import sys

from pysock import IP_ADD_MEMBERSHIP, IPPROTO_IP, SOCK_DGRAM, Address, Socket

BUF_SIZE = 30


def main(group, port, interface="0.0.0.0"):
    with Socket(type=SOCK_DGRAM) as sock:
        joined = Address(group, 0).ip.packed + Address(interface, 0).ip.packed
        sock.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, joined)
        sock.bind(("", int(port)))
        while True:
            sys.stdout.buffer.write(sock.recv(BUF_SIZE - 1))
            sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(f"Usage : {sys.argv[0]} <group IP> <port> [interface IP]")
    main(*sys.argv[1:])
