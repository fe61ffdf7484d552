"""Prints what the server says until it ends its half, and answers.

Run: python sep_clnt_pythonic.py 127.0.0.1 9190            (while a sep_serv or sep_serv2 runs)
"""

import sys

from pysock import Stream, create_connection


def main(ip, port):
    with create_connection((ip, int(port))) as sock, Stream(sock, "r+") as stream:
        for line in stream:
            print(line, end="", flush=True)
        stream.write("FROM CLIENT: Thank you! \n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
