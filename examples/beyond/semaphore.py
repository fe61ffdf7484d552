"""Two threads take turns: one reads a number, the other adds it.

Run: python semaphore.py        (and type five numbers)
"""

import sys

from pysock import *

TIMES = 5

sem_one = sem_t()
sem_two = sem_t()
num = int_()


def main(argc, argv):
    id_t1 = pthread_t()
    id_t2 = pthread_t()

    if sem_init(sem_one, 0, 0) == -1 or sem_init(sem_two, 0, 1) == -1:
        error_handling("sem_init() error")
    if pthread_create(id_t1, NULL, reading, NULL) != 0:
        error_handling("pthread_create() error")
    if pthread_create(id_t2, NULL, accumulating, NULL) != 0:
        error_handling("pthread_create() error")
    pthread_join(id_t1, NULL)
    pthread_join(id_t2, NULL)
    sem_destroy(sem_one)
    sem_destroy(sem_two)
    return 0


def reading(arg):
    for _ in range(TIMES):
        fputs("Input num: ", stdout)
        sem_wait(sem_two)
        if scanf("%d", num) != 1:
            error_handling("scanf() error")
        sem_post(sem_one)
    return NULL


def accumulating(arg):
    sum = 0

    for _ in range(TIMES):
        sem_wait(sem_one)
        sum += num
        sem_post(sem_two)
    printf("Result: %d \n", sum)
    return NULL


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
