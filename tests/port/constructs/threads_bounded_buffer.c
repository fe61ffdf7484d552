#include <stdio.h>
#include <pthread.h>

#define SIZE 4
#define ITEMS 50

static struct {
    int items[SIZE];
    int in, out, count;
    pthread_mutex_t mutex;
    pthread_cond_t not_full, not_empty;
} buffer;

static long consumed[2];

static void *producer(void *arg)
{
    int i, base = *(int *)arg;
    for (i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&buffer.mutex);
        while (buffer.count == SIZE)
            pthread_cond_wait(&buffer.not_full, &buffer.mutex);
        buffer.items[buffer.in] = base + i;
        buffer.in = (buffer.in + 1) % SIZE;
        buffer.count++;
        pthread_cond_signal(&buffer.not_empty);
        pthread_mutex_unlock(&buffer.mutex);
    }
    return NULL;
}

static void *consumer(void *arg)
{
    int i, id = *(int *)arg;
    for (i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&buffer.mutex);
        while (buffer.count == 0)
            pthread_cond_wait(&buffer.not_empty, &buffer.mutex);
        consumed[id] += buffer.items[buffer.out];
        buffer.out = (buffer.out + 1) % SIZE;
        buffer.count--;
        pthread_cond_signal(&buffer.not_full);
        pthread_mutex_unlock(&buffer.mutex);
    }
    return NULL;
}

int main(void)
{
    pthread_t p[2], c[2];
    int bases[2] = {0, 1000}, ids[2] = {0, 1}, i;

    pthread_mutex_init(&buffer.mutex, NULL);
    pthread_cond_init(&buffer.not_full, NULL);
    pthread_cond_init(&buffer.not_empty, NULL);
    for (i = 0; i < 2; i++) {
        pthread_create(&p[i], NULL, producer, &bases[i]);
        pthread_create(&c[i], NULL, consumer, &ids[i]);
    }
    for (i = 0; i < 2; i++) {
        pthread_join(p[i], NULL);
        pthread_join(c[i], NULL);
    }
    printf("%ld %d\n", consumed[0] + consumed[1], buffer.count);
    return 0;
}
