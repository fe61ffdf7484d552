"""Main sleeps while a thread works.

Run: python thread1.py          (a second is long: python thread1.py 100 counts milliseconds)
"""

import sys

from pysock import *

pause_us = 1000000


def main(argc, argv):
    global pause_us
    t_id = pthread_t()
    thread_param = int_(5)

    if argc > 1:
        pause_us = atoi(argv[1]) * 1000
    if pthread_create(t_id, NULL, thread_main, thread_param) != 0:
        error_handling("pthread_create() error")
    for _ in range(10):
        usleep(pause_us)
    puts("end of main")
    return 0


def thread_main(arg):
    cnt = ptr(int_, arg)[0]

    for _ in range(cnt):
        usleep(pause_us)
        puts("running thread")
    return NULL


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
