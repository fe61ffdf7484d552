"""Receives a file, and says thank you after its end.

Run: python file_client_pythonic.py 127.0.0.1 9190         (writes receive.dat)
"""

import sys

from pysock import create_connection

BUF_SIZE = 4096


def main(ip, port):
    with open("receive.dat", "wb") as file, create_connection((ip, int(port))) as sock:
        while data := sock.recv(BUF_SIZE):
            file.write(data)
        print("Received file data")
        sock.sendall(b"Thank you\0")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
