"""Sends a file's lines to all that have joined a group.

Run: python news_sender_pythonic.py 239.255.0.1 9190   (news.txt lies in the current directory)
"""

import sys
import time

from pysock import IP_MULTICAST_IF, IPPROTO_IP, SOCK_DGRAM, Address, Socket

TTL = 64
BUF_SIZE = 30


def main(group, port, milliseconds=2000, interface=None):
    with Socket(type=SOCK_DGRAM) as sock, open("news.txt", "rb") as news:
        sock.options.ip_multicast_ttl = TTL
        if interface:
            sock.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, Address(interface, 0).ip.packed)
        while line := news.readline(BUF_SIZE - 1):
            sock.sendto(line, (group, int(port)))
            time.sleep(int(milliseconds) / 1000)


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 5:
        sys.exit(f"Usage : {sys.argv[0]} <group IP> <port> [milliseconds] [interface IP]")
    main(*sys.argv[1:])
