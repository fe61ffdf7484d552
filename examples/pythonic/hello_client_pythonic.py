"""Prints all that a server says before it closes.

Run: python hello_client_pythonic.py 127.0.0.1 9190        (while a hello_server runs)
"""

import sys

from pysock import create_connection

BUF_SIZE = 30


def main(ip, port):
    with create_connection((ip, int(port))) as sock, sock.makefile("rb") as stream:
        message = stream.read(BUF_SIZE - 1)
    print("Message from server:", message.rstrip(b"\0").decode(), "")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
