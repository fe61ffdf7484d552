/* As thread4, with a mutex around the change: the result is 0. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define NUM_THREAD 100
#define TIMES 2000

static void *thread_inc(void *arg);
static void *thread_des(void *arg);
static void error_handling(const char *message);

static pthread_mutex_t mutex;
static long long num = 0;
static int times = TIMES;

int
main(int argc, char *argv[])
{
    pthread_t thread_id[NUM_THREAD];
    int i;

    if (argc > 1)
        times = atoi(argv[1]);
    if (pthread_mutex_init(&mutex, NULL) != 0)
        error_handling("pthread_mutex_init() error");
    printf("sizeof long long: %zu \n", sizeof(long long));
    for (i = 0; i < NUM_THREAD; i++)
        if (pthread_create(&thread_id[i], NULL, i % 2 ? thread_inc : thread_des, NULL) != 0)
            error_handling("pthread_create() error");
    for (i = 0; i < NUM_THREAD; i++)
        pthread_join(thread_id[i], NULL);
    printf("result: %lld \n", num);
    pthread_mutex_destroy(&mutex);
    return 0;
}

static void *
thread_inc(void *arg)
{
    int i;

    (void)arg;
    for (i = 0; i < times; i++) {
        pthread_mutex_lock(&mutex);
        num += 1;
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void *
thread_des(void *arg)
{
    int i;

    (void)arg;
    for (i = 0; i < times; i++) {
        pthread_mutex_lock(&mutex);
        num -= 1;
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
