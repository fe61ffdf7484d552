"""Echo over datagrams: no connection, so every message names its receiver.

Run: python uecho_client_pythonic.py 127.0.0.1 9190        (while a uecho_server runs; q or Q ends)
"""

import sys

from pysock import SOCK_DGRAM, Socket

BUF_SIZE = 30
QUIT = b"", b"q\n", b"Q\n", b"q\r\n", b"Q\r\n"  # Windows types the latter


def main(ip, port):
    with Socket(type=SOCK_DGRAM) as sock:
        for line in typed_lines():
            sock.sendto(line, (ip, int(port)))
            reply, _ = sock.recvfrom(BUF_SIZE - 1)
            print("Message from server:", reply.decode(), end="")


def typed_lines():
    while True:
        print("Insert message(q to quit): ", end="", flush=True)
        line = sys.stdin.buffer.readline(BUF_SIZE - 1)
        if line in QUIT:
            return
        yield line


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
