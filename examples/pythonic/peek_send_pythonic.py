"""Sends three bytes for peek_recv to look at.

Run: python peek_send_pythonic.py 127.0.0.1 9190           (while a peek_recv runs)
"""

import sys

from pysock import create_connection


def main(ip, port):
    with create_connection((ip, int(port))) as sock:
        sock.sendall(b"123")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
