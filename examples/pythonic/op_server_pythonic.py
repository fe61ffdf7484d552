"""A protocol of one's own: a count byte, that many 4-byte operands, an operator; a 4-byte answer.

Integers travel in host order: both ends are the same machine.

Run: python op_server_pythonic.py 9190
"""

import functools
import operator
import struct
import sys
from contextlib import suppress

from pysock import IncompleteRead, create_server

CLNT_CNT = 5
OPERATORS = {b"+": operator.add, b"-": operator.sub, b"*": operator.mul}


def main(port):
    with create_server(f"*:{port}", backlog=5) as server:
        for _ in range(CLNT_CNT):
            client, _ = server.accept()
            # a request that stays incomplete or holds no operand gets no answer
            with client, suppress(IncompleteRead):
                (count,) = client.recv_exact(1)
                if count > 0:
                    operands = struct.unpack(f"={count}i", client.recv_exact(4 * count))
                    result = calculate(operands, client.recv_exact(1))
                    client.sendall(struct.pack("=i", result))


def calculate(operands, sign):
    if sign not in OPERATORS:
        return operands[0]
    result = functools.reduce(OPERATORS[sign], operands)
    return (result + 2**31) % 2**32 - 2**31  # an int of C has 32 bits: the answer wraps


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
