/* Main sleeps while a thread works; the pause may be given in milliseconds, as a second is long. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *thread_main(void *arg);
static void error_handling(const char *message);

static int pause_us = 1000000;

int
main(int argc, char *argv[])
{
    pthread_t t_id;
    int thread_param = 5;
    int i;

    if (argc > 1)
        pause_us = atoi(argv[1]) * 1000;
    if (pthread_create(&t_id, NULL, thread_main, (void *)&thread_param) != 0)
        error_handling("pthread_create() error");
    for (i = 0; i < 10; i++)
        usleep(pause_us);
    puts("end of main");
    return 0;
}

static void *
thread_main(void *arg)
{
    int cnt = *((int *)arg);
    int i;

    for (i = 0; i < cnt; i++) {
        usleep(pause_us);
        puts("running thread");
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
