"""As echo_client, but reads until as many bytes have come back as were sent: recv_exact().

Run: python echo_client2_pythonic.py 127.0.0.1 9190        (while an echo_server runs; q or Q ends)
"""

import sys

from pysock import create_connection

BUF_SIZE = 1024
QUIT = b"", b"q\n", b"Q\n", b"q\r\n", b"Q\r\n"  # Windows types the latter


def main(ip, port):
    with create_connection((ip, int(port))) as sock:
        print("Connected...........")
        for line in typed_lines():
            sock.sendall(line)
            reply = sock.recv_exact(len(line))
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
