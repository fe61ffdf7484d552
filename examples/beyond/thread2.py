"""Main waits for the thread's end, and takes what it returns.

Run: python thread2.py          (or python thread2.py 100, for milliseconds)
"""

import sys

from pysock import *

pause_us = 1000000


def main(argc, argv):
    global pause_us
    t_id = pthread_t()
    thread_param = int_(5)
    thr_ret = ptr(void)()

    if argc > 1:
        pause_us = atoi(argv[1]) * 1000
    if pthread_create(t_id, NULL, thread_main, thread_param) != 0:
        error_handling("pthread_create() error")
    if pthread_join(t_id, thr_ret) != 0:
        error_handling("pthread_join() error")
    printf("Thread return message: %s \n", ptr(char, thr_ret))
    free(thr_ret)
    return 0


def thread_main(arg):
    cnt = ptr(int_, arg)[0]
    msg = ptr(char, malloc(sizeof(char) * 50))

    if msg == NULL:
        error_handling("malloc() error")
    strcpy(msg, "A thread was here")
    for _ in range(cnt):
        usleep(pause_us)
        puts("running thread")
    return msg


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
