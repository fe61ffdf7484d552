"""Sends and receives lines through a stream; flush() is what sends.

Run: python echo_stdclnt_pythonic.py 127.0.0.1 9190        (while an echo_stdserv runs; q or Q ends)
"""

import sys

from pysock import Stream, create_connection

BUF_SIZE = 1024
QUIT = b"", b"q\n", b"Q\n", b"q\r\n", b"Q\r\n"  # Windows types the latter


def main(ip, port):
    with create_connection((ip, int(port))) as sock, Stream(sock, "r+b") as stream:
        print("Connected...........")
        for line in typed_lines():
            stream.write(line)
            stream.flush()
            reply = stream.readline(BUF_SIZE - 1)
            if not reply:
                sys.exit("connection closed by server")
            print("Message from server:", reply.decode(), end="")


def typed_lines():
    while True:
        print("Input message(Q to quit): ", end="", flush=True)
        line = sys.stdin.buffer.readline(BUF_SIZE - 1)
        if line in QUIT:
            return
        yield line


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
