"""Two processes, two of each variable.

Run: python fork_pythonic.py
"""

from pysock import Child

gval = 10


def main():
    global gval
    lval = 20
    gval += 1
    lval += 5

    with Child(change, "Child", lval, 2):
        change("Parent", lval, -2)


def change(who, lval, step):
    global gval
    gval += step
    print(f"{who} Proc: [{gval}, {lval + step}] ")


if __name__ == "__main__":
    main()
