"""Two threads add to one variable, each a range of its own.

Run: python thread3.py
"""

import sys

from pysock import *

sum = int_(0)


def main(argc, argv):
    id_t1 = pthread_t()
    id_t2 = pthread_t()
    range1 = int_[...]([1, 5])
    range2 = int_[...]([6, 10])

    if pthread_create(id_t1, NULL, thread_summation, range1) != 0:
        error_handling("pthread_create() error")
    if pthread_create(id_t2, NULL, thread_summation, range2) != 0:
        error_handling("pthread_create() error")
    pthread_join(id_t1, NULL)
    pthread_join(id_t2, NULL)
    printf("result: %d \n", sum)
    return 0


def thread_summation(arg):
    start = ptr(int_, arg)[0]
    end = ptr(int_, arg)[1]

    while start <= end:
        sum.value += start
        start += 1
    return NULL


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
