"""A socket knows of which type it is.

Run: python sock_type_pythonic.py
"""

from pysock import SOCK_DGRAM, SOCK_STREAM, Socket

with Socket(type=SOCK_STREAM) as tcp, Socket(type=SOCK_DGRAM) as udp:
    print(f"SOCK_STREAM: {SOCK_STREAM} ")
    print(f"SOCK_DGRAM: {SOCK_DGRAM} ")
    print(f"Socket type one: {tcp.options.type} ")
    print(f"Socket type two: {udp.options.type} ")
