"""Two threads, one sum: each returns its part, and nothing is shared.

Run: python thread3_pythonic.py
"""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor() as threads:
    result = sum(threads.map(sum, (range(1, 6), range(6, 11))))
print(f"result: {result} ")
