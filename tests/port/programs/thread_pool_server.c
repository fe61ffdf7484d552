#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <pthread.h>
#include <arpa/inet.h>
#include <sys/socket.h>

#define WORKERS 3
#define QUEUE 8

typedef struct { int fds[QUEUE]; int head, tail, count, closing; pthread_mutex_t m; pthread_cond_t c; } queue_t;
static queue_t q = { .m = PTHREAD_MUTEX_INITIALIZER, .c = PTHREAD_COND_INITIALIZER };
static int handled;

static void push(int fd)
{
    pthread_mutex_lock(&q.m);
    q.fds[q.tail] = fd;
    q.tail = (q.tail + 1) % QUEUE;
    q.count++;
    pthread_cond_signal(&q.c);
    pthread_mutex_unlock(&q.m);
}
static int pop(void)
{
    int fd = -1;
    pthread_mutex_lock(&q.m);
    while (q.count == 0 && !q.closing)
        pthread_cond_wait(&q.c, &q.m);
    if (q.count > 0) {
        fd = q.fds[q.head];
        q.head = (q.head + 1) % QUEUE;
        q.count--;
    }
    pthread_mutex_unlock(&q.m);
    return fd;
}
static unsigned long fib(unsigned n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static void *worker(void *unused)
{
    int fd;
    char line[64];
    while ((fd = pop()) >= 0) {
        FILE *f = fdopen(fd, "r+");
        while (fgets(line, sizeof line, f) != NULL) {
            unsigned n;
            if (sscanf(line, "fib %u", &n) == 1 && n < 20)
                fprintf(f, "%lu\n", fib(n));
            else if (!strncmp(line, "len ", 4))
                fprintf(f, "%zu\n", strlen(line) - 5);
            else
                fprintf(f, "?\n");
            fflush(f);
        }
        fclose(f);
        pthread_mutex_lock(&q.m);
        handled++;
        pthread_mutex_unlock(&q.m);
    }
    return NULL;
}
int main(int argc, char **argv)
{
    pthread_t t[WORKERS];
    struct sockaddr_in a = { .sin_family = AF_INET };
    int s, i;

    a.sin_port = htons(atoi(argv[1]));
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, 4)) exit(1);
    for (i = 0; i < WORKERS; i++)
        pthread_create(&t[i], NULL, worker, NULL);
    for (i = 0; i < 4; i++)
        push(accept(s, NULL, NULL));
    pthread_mutex_lock(&q.m);
    q.closing = 1;
    pthread_cond_broadcast(&q.c);
    pthread_mutex_unlock(&q.m);
    for (i = 0; i < WORKERS; i++)
        pthread_join(t[i], NULL);
    printf("%d handled\n", handled);
    return 0;
}
