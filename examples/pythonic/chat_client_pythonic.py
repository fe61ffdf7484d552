"""Listens to the chat and to the keyboard at the same time.

Run: python chat_client_pythonic.py 127.0.0.1 9190 Name    (while a chat server runs; q or Q ends)
"""

import sys

from pysock import Poller, create_connection

BUF_SIZE = 100
NAME_SIZE = 20


def main(ip, port, name):
    # unbuffered: a poller sees no line that has been read ahead
    with open(0, "rb", buffering=0, closefd=False) as keyboard, Poller("select") as poller:
        with create_connection((ip, int(port))) as sock:
            poller.register(sock)
            poller.register(keyboard)
            while True:
                ready = [key.fileobj for key, _ in poller.select()]
                if keyboard in ready and not send_line(sock, keyboard, name):
                    poller.unregister(keyboard)
                    sock.half_close()  # says goodbye, and still hears what is under way
                if sock in ready:
                    if not (data := sock.recv(BUF_SIZE - 1)):
                        break
                    sys.stdout.buffer.write(data)
                    sys.stdout.flush()


def send_line(sock, keyboard, name):
    """Whether there was a line."""
    line = keyboard.readline(BUF_SIZE - 1)
    if line in (b"", b"q\n", b"Q\n"):
        return False
    sock.sendall(f"[{name}]".encode()[: NAME_SIZE - 1] + b" " + line)
    return True


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port> <name>")
    main(*sys.argv[1:])
