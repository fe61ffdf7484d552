#include <stdio.h>
#include <stdlib.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_key_t key;
static int initialised, value, results[3];

static void initialise(void) { initialised++; }

static void *run(void *arg)
{
    int id = (int)(long)arg;

    pthread_once(&once, initialise);
    pthread_setspecific(key, &results[id]);
    pthread_rwlock_wrlock(&rwlock);
    value += id;
    pthread_rwlock_unlock(&rwlock);
    pthread_barrier_wait(&barrier);
    pthread_rwlock_rdlock(&rwlock);
    *(int *)pthread_getspecific(key) = value * 10 + id;
    pthread_rwlock_unlock(&rwlock);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    pthread_attr_t attr;
    long i;

    pthread_key_create(&key, NULL);
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_JOINABLE);
    pthread_barrier_init(&barrier, NULL, 3);
    for (i = 0; i < 3; i++)
        pthread_create(&t[i], &attr, run, (void *)i);
    for (i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    pthread_attr_destroy(&attr);
    printf("%d %d %d %d\n", initialised, results[0], results[1], results[2]);
    printf("%d\n", pthread_equal(pthread_self(), pthread_self()) != 0);
    return 0;
}
