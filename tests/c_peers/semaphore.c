/* Two threads take turns: one reads a number, the other adds it. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

#define TIMES 5

static void *reading(void *arg);
static void *accumulating(void *arg);
static void error_handling(const char *message);

static sem_t sem_one;
static sem_t sem_two;
static int num;

int
main(void)
{
    pthread_t id_t1, id_t2;

    if (sem_init(&sem_one, 0, 0) == -1 || sem_init(&sem_two, 0, 1) == -1)
        error_handling("sem_init() error");
    if (pthread_create(&id_t1, NULL, reading, NULL) != 0)
        error_handling("pthread_create() error");
    if (pthread_create(&id_t2, NULL, accumulating, NULL) != 0)
        error_handling("pthread_create() error");
    pthread_join(id_t1, NULL);
    pthread_join(id_t2, NULL);
    sem_destroy(&sem_one);
    sem_destroy(&sem_two);
    return 0;
}

static void *
reading(void *arg)
{
    int i;

    (void)arg;
    for (i = 0; i < TIMES; i++) {
        fputs("Input num: ", stdout);
        sem_wait(&sem_two);
        if (scanf("%d", &num) != 1)
            error_handling("scanf() error");
        sem_post(&sem_one);
    }
    return NULL;
}

static void *
accumulating(void *arg)
{
    int sum = 0;
    int i;

    (void)arg;
    for (i = 0; i < TIMES; i++) {
        sem_wait(&sem_one);
        sum += num;
        sem_post(&sem_two);
    }
    printf("Result: %d \n", sum);
    return NULL;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
