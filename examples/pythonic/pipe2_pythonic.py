"""One pipe for both directions, and why not: without the pause the child reads its own message.

Run: python pipe2_pythonic.py
     python pipe2_pythonic.py 300                  with a pause of 300 milliseconds
"""

import sys
import time

from pysock import Child, Pipe

PAUSE = 2000  # milliseconds


def main(milliseconds=PAUSE):
    with Pipe() as pipe, Child(talk, pipe, int(milliseconds) / 1000) as child:
        print("Parent proc output:", pipe.reader.read().rstrip(b"\0").decode(), "")
        pipe.writer.write(b"Thank you for your message\0")
        child.wait()


def talk(pipe, seconds):
    pipe.writer.write(b"Who are you?\0")
    time.sleep(seconds)
    print("Child proc output:", pipe.reader.read().rstrip(b"\0").decode(), "")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(f"Usage : {sys.argv[0]} [milliseconds]")
    main(*sys.argv[1:])
