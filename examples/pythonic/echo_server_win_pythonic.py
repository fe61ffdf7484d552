"""Echoes to five clients, one after another: no WSAStartup(), the first socket sees to it.

Run: python echo_server_win_pythonic.py 9190
"""

import sys
from contextlib import suppress

from pysock import create_server

BUF_SIZE = 1024
CLNT_CNT = 5


def main(port):
    with create_server(f"*:{port}", backlog=5) as server:
        for number in range(1, CLNT_CNT + 1):
            client, _ = server.accept()
            print(f"Connected client {number} ")
            # a client that breaks off ends its own turn only
            with client, suppress(ConnectionError):
                while data := client.recv(BUF_SIZE):
                    client.sendall(data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
