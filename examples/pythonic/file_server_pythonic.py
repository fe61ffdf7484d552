"""Half-close: the end of the file is no end of the connection.

Run: python file_server_pythonic.py 9190           (sends itself; then a file_client)
     python file_server_pythonic.py 9190 any.file
"""

import sys

from pysock import create_server

BUF_SIZE = 30


def main(port, name=__file__):
    with open(name, "rb") as file, create_server(f"*:{port}") as server:
        client, _ = server.accept()
        with client, client.makefile("rb") as answer:
            client.sendfile(file)
            client.half_close()
            thanks = answer.read(BUF_SIZE - 1)
    print("Message from client:", thanks.rstrip(b"\0").decode(), "")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(f"Usage : {sys.argv[0]} <port> [file]")
    main(*sys.argv[1:])
