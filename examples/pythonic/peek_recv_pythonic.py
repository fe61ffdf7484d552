"""MSG_PEEK reads and leaves the bytes where they are.

Run: python peek_recv_pythonic.py 9190
"""

import sys

from pysock import MSG_PEEK, create_server

BUF_SIZE = 30


def main(port):
    with create_server(f"*:{port}", backlog=5) as server:
        client, _ = server.accept()
        with client:
            data = client.recv(BUF_SIZE - 1, MSG_PEEK)
            print(f"Buffering {len(data)} bytes: {data.decode()} ")
            print(f"Read again: {client.recv(BUF_SIZE - 1).decode()} ")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
