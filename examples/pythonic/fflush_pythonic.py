"""What was written lies in the stream's buffer; flush() gives it to the system.

Run: python fflush_pythonic.py                             (writes data.dat)
"""

import os

from pysock import Stream

with Stream("data.dat", "w") as stream:
    stream.write("Network C programming \n")
    print(f"Before fflush: {os.stat('data.dat').st_size} bytes ")
    stream.flush()
    print(f"After fflush: {os.stat('data.dat').st_size} bytes ")
