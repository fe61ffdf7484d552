"""One call writes out of two buffers: three bytes from here, four from there.

Run: python writev_pythonic.py
"""

import os

count = os.writev(1, [b"ABCDEFG"[:3], b"1234567"[:4]])
print(f"\nWrite bytes: {count} ")
