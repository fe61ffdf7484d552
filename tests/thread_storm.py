"""Many threads and every kind of lock; its C twin is tests/c_peers/thread_storm.c.

    thread_storm.py THREADS ROUNDS

What is counted adds up, and both print the same.
"""

import sys

from pysock import *

PLACES = 3

threads = rounds = 0
counted, written, produced, consumed, serial, most = (long() for _ in range(6))
inside, queued = long(), long()
mutex = pthread_mutex_t(PTHREAD_MUTEX_INITIALIZER)
queue_mutex = pthread_mutex_t(PTHREAD_MUTEX_INITIALIZER)
filled = pthread_cond_t(PTHREAD_COND_INITIALIZER)
emptied = pthread_cond_t(PTHREAD_COND_INITIALIZER)
rwlock = pthread_rwlock_t(PTHREAD_RWLOCK_INITIALIZER)
barrier = pthread_barrier_t()
places = sem_t()


def lock_and_count():
    for _ in range(rounds):
        pthread_mutex_lock(mutex)
        counted.value += 1
        pthread_mutex_unlock(mutex)


def visit_few_at_a_time():
    for _ in range(rounds):
        while sem_wait(places) == -1:
            continue
        pthread_mutex_lock(mutex)
        inside.value += 1
        if most < inside:
            most.value = inside
        pthread_mutex_unlock(mutex)
        usleep(0)
        pthread_mutex_lock(mutex)
        inside.value -= 1
        pthread_mutex_unlock(mutex)
        sem_post(places)


def read_and_write(number):
    for i in range(rounds):
        if (number + i) % 4 == 0:
            pthread_rwlock_wrlock(rwlock)
            written.value += 1
        else:
            pthread_rwlock_rdlock(rwlock)
        pthread_rwlock_unlock(rwlock)


def produce():
    for _ in range(rounds):
        pthread_mutex_lock(queue_mutex)
        while queued == PLACES:
            pthread_cond_wait(emptied, queue_mutex)
        queued.value += 1
        produced.value += 1
        pthread_cond_signal(filled)
        pthread_mutex_unlock(queue_mutex)


def consume():
    for _ in range(rounds):
        pthread_mutex_lock(queue_mutex)
        while queued == 0:
            pthread_cond_wait(filled, queue_mutex)
        queued.value -= 1
        consumed.value += 1
        pthread_cond_signal(emptied)
        pthread_mutex_unlock(queue_mutex)


def meet():
    for _ in range(rounds):
        if pthread_barrier_wait(barrier) == PTHREAD_BARRIER_SERIAL_THREAD:
            serial.value += 1


def work(arg):
    number = ptr(int_, arg)[0]

    lock_and_count()
    visit_few_at_a_time()
    read_and_write(number)
    if number % 2:
        produce()
    else:
        consume()
    meet()
    return number + 1


def main(argc, argv):
    global threads, rounds
    sum = 0
    result = ptr(void)()

    if argc != 3:
        return 1
    threads = atoi(argv[1])
    rounds = atoi(argv[2])
    ids = ptr(pthread_t, malloc(threads * sizeof(pthread_t)))
    numbers = ptr(int_, malloc(threads * sizeof(int_)))
    if ids == NULL or numbers == NULL:
        return 1
    sem_init(places, 0, PLACES)
    pthread_barrier_init(barrier, NULL, threads)
    for i in range(threads):
        numbers[i] = i
        if pthread_create(ids + i, NULL, work, numbers + i) != 0:
            return 1
    for i in range(threads):
        pthread_join(ids[i], result)
        sum += int(result)
    printf("counted %ld written %ld produced %ld ", counted, written, produced)
    printf("consumed %ld queued %ld serial %ld ", consumed, queued, serial)
    printf("inside %ld crowded %d sum %ld\n", inside, most > PLACES, sum)
    printf("%d ", pthread_barrier_destroy(barrier))
    printf("%d ", sem_destroy(places))
    printf("%d ", pthread_mutex_destroy(mutex))
    printf("%d\n", pthread_rwlock_destroy(rwlock))
    free(ids)
    free(numbers)
    return 0


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
