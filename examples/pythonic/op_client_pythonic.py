"""Asks op_server for a sum, a difference or a product; see there for the protocol.

Run: python op_client_pythonic.py 127.0.0.1 9190           (while an op_server runs)
"""

import struct
import sys

from pysock import create_connection

MAX_OPND = 255


def main(ip, port):
    with create_connection((ip, int(port))) as sock:
        print("Connected...........")
        count = int(ask("Operand count: "))
        if not 1 <= count <= MAX_OPND:
            sys.exit("operand count error")
        operands = [int(ask(f"Operand {number}: ")) for number in range(1, count + 1)]
        operator = ask("Operator: ")[0].encode()
        sock.sendall(struct.pack(f"=B{count}ic", count, *operands, operator))
        (result,) = struct.unpack("=i", sock.recv_exact(4))
    print(f"Operation result: {result} ")


def ask(prompt):
    try:
        return input(prompt)
    except EOFError:
        sys.exit("no more input")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Usage : {sys.argv[0]} <IP> <port>")
    main(*sys.argv[1:])
