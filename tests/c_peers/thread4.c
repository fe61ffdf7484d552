/* A hundred threads change one variable, and nobody guards it: what is the result? */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define NUM_THREAD 100
#define TIMES 2000

static void *thread_inc(void *arg);
static void *thread_des(void *arg);
static void error_handling(const char *message);

static volatile long long num = 0;
static int times = TIMES;

int
main(int argc, char *argv[])
{
    pthread_t thread_id[NUM_THREAD];
    int i;

    if (argc > 1)
        times = atoi(argv[1]);
    printf("sizeof long long: %zu \n", sizeof(long long));
    for (i = 0; i < NUM_THREAD; i++)
        if (pthread_create(&thread_id[i], NULL, i % 2 ? thread_inc : thread_des, NULL) != 0)
            error_handling("pthread_create() error");
    for (i = 0; i < NUM_THREAD; i++)
        pthread_join(thread_id[i], NULL);
    printf("result: %lld \n", num);
    return 0;
}

static void *
thread_inc(void *arg)
{
    int i;

    (void)arg;
    for (i = 0; i < times; i++)
        num += 1;
    return NULL;
}

static void *
thread_des(void *arg)
{
    int i;

    (void)arg;
    for (i = 0; i < times; i++)
        num -= 1;
    return NULL;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
