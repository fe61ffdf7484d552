#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t one, two;
static int shared;

void *producer(void *arg)
{
    int i;
    for (i = 0; i < 5; i++) {
        sem_wait(&two);
        shared = i * i;
        sem_post(&one);
    }
    return NULL;
}

void *consumer(void *arg)
{
    int i, sum = 0;
    for (i = 0; i < 5; i++) {
        sem_wait(&one);
        sum += shared;
        sem_post(&two);
    }
    printf("sum %d\n", sum);
    return NULL;
}

int main(int argc, char *argv[])
{
    pthread_t a, b;

    sem_init(&one, 0, 0);
    sem_init(&two, 0, 1);
    pthread_create(&a, NULL, producer, NULL);
    pthread_create(&b, NULL, consumer, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    sem_destroy(&one);
    sem_destroy(&two);
    return 0;
}
