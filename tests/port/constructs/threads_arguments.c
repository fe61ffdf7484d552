#include <stdio.h>
#include <stdlib.h>
#include <pthread.h>

#define THREADS 4

struct job {
    int from, to;
    long sum;
};

static int shared;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *add(void *arg)
{
    struct job *job = (struct job *)arg;
    int i;
    for (i = job->from; i < job->to; i++)
        job->sum += i;
    pthread_mutex_lock(&lock);
    shared++;
    pthread_mutex_unlock(&lock);
    return &job->sum;
}

static void *square(void *arg)
{
    long n = (long)arg;
    return (void *)(n * n);
}

static void *allocate(void *arg)
{
    int *result = malloc(sizeof(int));
    *result = *(int *)arg + 1;
    pthread_exit(result);
}

int main(void)
{
    pthread_t threads[THREADS], one;
    struct job jobs[THREADS];
    long total = 0;
    void *result;
    int i, start = 41;

    for (i = 0; i < THREADS; i++) {
        jobs[i].from = i * 100;
        jobs[i].to = (i + 1) * 100;
        jobs[i].sum = 0;
        if (pthread_create(&threads[i], NULL, add, &jobs[i]) != 0)
            exit(1);
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &result);
        total += *(long *)result;
    }
    printf("%ld %d\n", total, shared);
    pthread_create(&one, NULL, square, (void *)12L);
    pthread_join(one, &result);
    printf("%ld\n", (long)result);
    pthread_create(&one, NULL, allocate, &start);
    pthread_join(one, &result);
    printf("%d\n", *(int *)result);
    free(result);
    pthread_mutex_destroy(&lock);
    return 0;
}
