"""Dotted text to a number in network order; 256 fits no byte, so the second text fails.

Run: python inet_addr_pythonic.py
"""

import sys

from pysock import Address

for text in ("1.2.3.4", "1.2.3.256"):
    try:
        address = Address(text, 0)
    except ValueError:
        print("Error occured! ")
    else:
        number = int.from_bytes(address.ip.packed, sys.byteorder)
        print(f"Network ordered integer addr: {number:#x} ")
