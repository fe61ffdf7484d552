"""The iterative echo server once more, with streams.

Run: python echo_stdserv_pythonic.py 9190
"""

import sys
from contextlib import suppress

from pysock import Stream, create_server

BUF_SIZE = 1024
CLNT_CNT = 5


def main(port):
    with create_server(f"*:{port}", backlog=5) as server:
        for number in range(1, CLNT_CNT + 1):
            client, _ = server.accept()
            print(f"Connected client {number} ")
            with client, Stream(client, "rb") as reads, Stream(client, "wb") as writes:
                with suppress(ConnectionError):
                    while line := reads.readline(BUF_SIZE - 1):
                        writes.write(line)
                        writes.flush()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
