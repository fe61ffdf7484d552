"""As thread4, with a mutex around the change: the result is 0.

Run: python mutex.py          (python mutex.py 50000 for more changes of each thread)
"""

import sys

from pysock import *

NUM_THREAD = 100
TIMES = 2000

num = longlong(0)
times = TIMES
mutex = pthread_mutex_t()


def main(argc, argv):
    global times
    thread_id = pthread_t[NUM_THREAD]()

    if argc > 1:
        times = atoi(argv[1])
    if pthread_mutex_init(mutex, NULL) != 0:
        error_handling("pthread_mutex_init() error")
    printf("sizeof long long: %zu \n", sizeof(longlong))
    for i in range(NUM_THREAD):
        if pthread_create(thread_id + i, NULL, thread_inc if i % 2 else thread_des, NULL) != 0:
            error_handling("pthread_create() error")
    for i in range(NUM_THREAD):
        pthread_join(thread_id[i], NULL)
    printf("result: %lld \n", num)
    pthread_mutex_destroy(mutex)
    return 0


def thread_inc(arg):
    for _ in range(times):
        pthread_mutex_lock(mutex)
        num.value += 1
        pthread_mutex_unlock(mutex)
    return NULL


def thread_des(arg):
    for _ in range(times):
        pthread_mutex_lock(mutex)
        num.value -= 1
        pthread_mutex_unlock(mutex)
    return NULL


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
