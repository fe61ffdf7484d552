"""Sends two urgent bytes among others: of "890" only the last one is urgent.

Run: python oob_send_pythonic.py 127.0.0.1 9190            (while an oob_recv runs)
"""

import sys
import time

from pysock import create_connection


def main(ip, port, milliseconds=0):
    with create_connection((ip, int(port))) as sock:
        for send, text in (
            (sock.send, b"123"),
            (sock.send_urgent, b"4"),
            (sock.send, b"567"),
            (sock.send_urgent, b"890"),
        ):
            send(text)
            time.sleep(int(milliseconds) / 1000)  # or a second urgent byte displaces the first


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port> [milliseconds]")
    main(*sys.argv[1:])
