"""The same number in host and in network byte order.

Run: python endian_conv_pythonic.py
"""

from pysock import htonl, htons

host_port = 0x1234
host_addr = 0x12345678

print(f"Host ordered port: {host_port:#x} ")
print(f"Network ordered port: {htons(host_port):#x} ")
print(f"Host ordered address: {host_addr:#x} ")
print(f"Network ordered address: {htonl(host_addr):#x} ")
