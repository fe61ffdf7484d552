"""Greets the first client that connects, and ends.

Run: python hello_server_pythonic.py 9190
"""

import sys

from pysock import create_server


def main(port):
    with create_server(f"*:{port}") as server:
        client, _ = server.accept()
        with client:
            client.sendall(b"Hello World!\0")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
