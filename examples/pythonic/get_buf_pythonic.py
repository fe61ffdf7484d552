"""How large the buffers of a new socket are.

Run: python get_buf_pythonic.py
"""

from pysock import Socket

with Socket() as sock:
    print(f"Input buffer size: {sock.options.rcvbuf} ")
    print(f"Output buffer size: {sock.options.sndbuf} ")
