/* Many threads and every kind of lock; its twin is tests/thread_storm.py. What is counted adds up.
 *
 *     thread_storm THREADS ROUNDS */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PLACES 3

static int threads, rounds;
static long counted, written, produced, consumed, serial, most;
static long inside, queued;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t queue_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER, emptied = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static sem_t places;

static void
lock_and_count(void)
{
    for (int i = 0; i < rounds; i++) {
        pthread_mutex_lock(&mutex);
        counted++;
        pthread_mutex_unlock(&mutex);
    }
}

static void
visit_few_at_a_time(void)
{
    for (int i = 0; i < rounds; i++) {
        while (sem_wait(&places) == -1)
            continue;
        pthread_mutex_lock(&mutex);
        inside++;
        if (most < inside)
            most = inside;
        pthread_mutex_unlock(&mutex);
        usleep(0);
        pthread_mutex_lock(&mutex);
        inside--;
        pthread_mutex_unlock(&mutex);
        sem_post(&places);
    }
}

static void
read_and_write(int number)
{
    for (int i = 0; i < rounds; i++) {
        if ((number + i) % 4 == 0) {
            pthread_rwlock_wrlock(&rwlock);
            written++;
        } else {
            pthread_rwlock_rdlock(&rwlock);
        }
        pthread_rwlock_unlock(&rwlock);
    }
}

static void
produce(void)
{
    for (int i = 0; i < rounds; i++) {
        pthread_mutex_lock(&queue_mutex);
        while (queued == PLACES)
            pthread_cond_wait(&emptied, &queue_mutex);
        queued++;
        produced++;
        pthread_cond_signal(&filled);
        pthread_mutex_unlock(&queue_mutex);
    }
}

static void
consume(void)
{
    for (int i = 0; i < rounds; i++) {
        pthread_mutex_lock(&queue_mutex);
        while (queued == 0)
            pthread_cond_wait(&filled, &queue_mutex);
        queued--;
        consumed++;
        pthread_cond_signal(&emptied);
        pthread_mutex_unlock(&queue_mutex);
    }
}

static void
meet(void)
{
    for (int i = 0; i < rounds; i++)
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
            serial++;
}

static void *
work(void *arg)
{
    int number = *((int *)arg);

    lock_and_count();
    visit_few_at_a_time();
    read_and_write(number);
    if (number % 2)
        produce();
    else
        consume();
    meet();
    return (void *)(long)(number + 1);
}

int
main(int argc, char *argv[])
{
    long sum = 0;
    void *result;

    if (argc != 3)
        return 1;
    threads = atoi(argv[1]);
    rounds = atoi(argv[2]);
    pthread_t *ids = malloc(threads * sizeof(pthread_t));
    int *numbers = malloc(threads * sizeof(int));
    if (ids == NULL || numbers == NULL)
        return 1;
    sem_init(&places, 0, PLACES);
    pthread_barrier_init(&barrier, NULL, threads);
    for (int i = 0; i < threads; i++) {
        numbers[i] = i;
        if (pthread_create(&ids[i], NULL, work, &numbers[i]) != 0)
            return 1;
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(ids[i], &result);
        sum += (long)result;
    }
    printf("counted %ld written %ld produced %ld consumed %ld ", counted, written, produced,
           consumed);
    printf("queued %ld serial %ld inside %ld crowded %d sum %ld\n", queued, serial, inside,
           most > PLACES, sum);
    printf("%d %d %d %d\n", pthread_barrier_destroy(&barrier), sem_destroy(&places),
           pthread_mutex_destroy(&mutex), pthread_rwlock_destroy(&rwlock));
    free(ids);
    free(numbers);
    return 0;
}
