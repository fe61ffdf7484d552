"""Addresses to text. Python's strings are no static buffer: each stays what it is.

Run: python inet_ntoa_pythonic.py
"""

from pysock import AF_INET, Address, htonl, struct

first = struct.sockaddr_in(sin_family=AF_INET, sin_addr=struct.in_addr(htonl(0x1020304)))
second = struct.sockaddr_in(sin_family=AF_INET, sin_addr=struct.in_addr(htonl(0x1010101)))

text = Address.from_c(first).host
print(f"Dotted-Decimal notation1: {text} ")
other = Address.from_c(second).host
print(f"Dotted-Decimal notation2: {other} ")
print(f"Dotted-Decimal notation3: {text} ")
