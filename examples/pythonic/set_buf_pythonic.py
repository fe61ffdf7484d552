"""Asks for buffers of three kilobytes, and gets what the kernel finds sensible.

Run: python set_buf_pythonic.py
"""

from pysock import Socket

with Socket() as sock:
    sock.options.rcvbuf = sock.options.sndbuf = 1024 * 3
    print(f"Input buffer size: {sock.options.rcvbuf} ")
    print(f"Output buffer size: {sock.options.sndbuf} ")
