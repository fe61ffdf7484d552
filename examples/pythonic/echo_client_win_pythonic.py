"""Sends lines and prints the echo; reads until all is back: recv_exact().

Run: python echo_client_win_pythonic.py 127.0.0.1 9190     (while an echo server runs; q or Q ends)
"""

import sys

from pysock import create_connection

BUF_SIZE = 1024


def main(ip, port):
    with create_connection((ip, int(port))) as sock:
        print("Connected...........")
        while (line := typed_line()) not in ("", "q\n", "Q\n"):
            data = line.encode()
            sock.sendall(data)
            print("Message from server:", sock.recv_exact(len(data)).decode(), end="")


def typed_line():
    print("Input message(Q to quit): ", end="", flush=True)
    return sys.stdin.readline(BUF_SIZE - 1)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
