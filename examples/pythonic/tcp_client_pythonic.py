"""One write of the server, many reads of the client: TCP keeps no message boundaries.

Run: python tcp_client_pythonic.py 127.0.0.1 9190          (while a hello_server runs)
"""

import sys

from pysock import create_connection

BUF_SIZE = 30


def main(ip, port):
    message = b""
    with create_connection((ip, int(port))) as sock:
        while len(message) < BUF_SIZE - 1 and (byte := sock.recv(1)):
            message += byte
    print("Message from server:", message.rstrip(b"\0").decode(), "")
    print(f"Function read call count: {len(message)} ")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
