"""A child that nobody waits for yet: until then it is a zombie. (`with` would wait at its end.)

Run: python zombie_pythonic.py                     (and look with ps; then a pause of 30 seconds)
     python zombie_pythonic.py 5                   with a pause of 5
"""

import sys
import time

from pysock import Child

PAUSE = 30  # seconds, in which ps shows the zombie


def main(seconds=PAUSE):
    child = Child(speak)
    print(f"Child Process ID: {child.pid} ")
    time.sleep(int(seconds))
    print("End parent process")
    child.wait()


def speak():
    print("Hi, I am a child process")
    print("End child process")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(f"Usage : {sys.argv[0]} [seconds]")
    main(*sys.argv[1:])
