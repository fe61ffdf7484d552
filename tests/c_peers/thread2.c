/* Main waits for the thread's end, and takes what it returns. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *thread_main(void *arg);
static void error_handling(const char *message);

static int pause_us = 1000000;

int
main(int argc, char *argv[])
{
    pthread_t t_id;
    int thread_param = 5;
    void *thr_ret;

    if (argc > 1)
        pause_us = atoi(argv[1]) * 1000;
    if (pthread_create(&t_id, NULL, thread_main, (void *)&thread_param) != 0)
        error_handling("pthread_create() error");
    if (pthread_join(t_id, &thr_ret) != 0)
        error_handling("pthread_join() error");
    printf("Thread return message: %s \n", (char *)thr_ret);
    free(thr_ret);
    return 0;
}

static void *
thread_main(void *arg)
{
    int cnt = *((int *)arg);
    char *msg = malloc(sizeof(char) * 50);
    int i;

    if (msg == NULL)
        error_handling("malloc() error");
    strcpy(msg, "A thread was here");
    for (i = 0; i < cnt; i++) {
        usleep(pause_us);
        puts("running thread");
    }
    return (void *)msg;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
