/* Two threads add to one variable, each a range of its own. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void *thread_summation(void *arg);
static void error_handling(const char *message);

static int sum = 0;

int
main(void)
{
    pthread_t id_t1, id_t2;
    int range1[] = {1, 5};
    int range2[] = {6, 10};

    if (pthread_create(&id_t1, NULL, thread_summation, (void *)range1) != 0)
        error_handling("pthread_create() error");
    if (pthread_create(&id_t2, NULL, thread_summation, (void *)range2) != 0)
        error_handling("pthread_create() error");
    pthread_join(id_t1, NULL);
    pthread_join(id_t2, NULL);
    printf("result: %d \n", sum);
    return 0;
}

static void *
thread_summation(void *arg)
{
    int start = ((int *)arg)[0];
    int end = ((int *)arg)[1];

    while (start <= end) {
        sum += start;
        start++;
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
