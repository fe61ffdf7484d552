"""One call fills two buffers: the first five bytes go here, what follows goes there.

Run: python readv_pythonic.py
"""

import os

BUF_SIZE = 100

first, second = bytearray(5), bytearray(BUF_SIZE - 1)
count = os.readv(0, [first, second])
print(f"Read bytes: {count} ")
print("First message:", first[:count].decode(), "")
print("Second message:", second[: max(count - 5, 0)].decode(), "")
