"""One thread for the keyboard, one for what the others say.

Run: python chat_thrdclnt_pythonic.py 127.0.0.1 9190 Name   (while a chat server runs; q or Q ends)
"""

import sys
import threading

from pysock import create_connection

BUF_SIZE = 100
NAME_SIZE = 20


def main(ip, port, name):
    with create_connection((ip, int(port))) as sock:
        threading.Thread(target=send_lines, args=(sock, name), daemon=True).start()
        # the server ends the conversation, after our goodbye or without it
        while data := sock.recv(BUF_SIZE - 1):
            sys.stdout.buffer.write(data)
            sys.stdout.flush()


def send_lines(sock, name):
    prefix = f"[{name}]".encode()[: NAME_SIZE - 1] + b" "
    with open(0, "rb", closefd=False) as keyboard:
        while (line := keyboard.readline(BUF_SIZE - 1)) not in (b"", b"q\n", b"Q\n"):
            sock.sendall(prefix + line)
    sock.half_close()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port> <name>")
    main(*sys.argv[1:])
