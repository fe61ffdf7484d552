"""An `Address` holds what inet_aton() puts into the address structure; to_c() gives the structure.

Run: python inet_aton_pythonic.py
"""

from pysock import Address

address = Address("127.232.124.79", 0)
print(f"Network ordered integer addr: {address.to_c().sin_addr.s_addr:#x} ")
