"""Split I/O: one process reads from the socket, another one writes to it.

Run: python echo_mpclient_pythonic.py 127.0.0.1 9190       (while an echo_mpserv runs; q or Q ends)
"""

import sys

from pysock import Child, create_connection

BUF_SIZE = 30
QUIT = b"", b"q\n", b"Q\n", b"q\r\n", b"Q\r\n"  # Windows types the latter


def main(ip, port):
    with create_connection((ip, int(port))) as sock, Child(write_lines, sock):
        while data := sock.recv(BUF_SIZE - 1):
            print("Message from server:", data.decode(), end="", flush=True)


def write_lines(sock):
    while (line := sys.stdin.buffer.readline(BUF_SIZE - 1)) not in QUIT:
        sock.sendall(line)
    sock.half_close()  # close() ends nothing as long as the parent has the socket, too


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
