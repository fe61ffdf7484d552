#include <pthread.h>
#include <stdio.h>

#define WORKERS 4
#define ROUNDS 50

static int counter = 0;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *arg)
{
    int id = *(int *)arg;
    int i;

    for (i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&lock);
        counter += id;
        pthread_mutex_unlock(&lock);
    }
    return (void *)(long)(id * 10);
}

int main(void)
{
    pthread_t threads[WORKERS];
    int ids[WORKERS];
    void *result;
    int i;

    for (i = 0; i < WORKERS; i++) {
        ids[i] = i + 1;
        if (pthread_create(&threads[i], NULL, work, &ids[i]) != 0)
            return 1;
    }
    for (i = 0; i < WORKERS; i++) {
        pthread_join(threads[i], &result);
        printf("%ld ", (long)result);
    }
    printf("%d\n", counter);
    pthread_mutex_destroy(&lock);
    return 0;
}
