#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t mutex;
static pthread_cond_t ready;
static char *message = NULL;

static void *writer(void *arg)
{
    char *text = malloc(32);

    strcpy(text, (char *)arg);
    strcat(text, " done");
    pthread_mutex_lock(&mutex);
    message = text;
    pthread_cond_signal(&ready);
    pthread_mutex_unlock(&mutex);
    pthread_exit(NULL);
}

int main(void)
{
    pthread_t t;

    pthread_mutex_init(&mutex, NULL);
    pthread_cond_init(&ready, NULL);
    pthread_create(&t, NULL, writer, (void *)"work");
    pthread_mutex_lock(&mutex);
    while (message == NULL)
        pthread_cond_wait(&ready, &mutex);
    printf("%s\n", message);
    pthread_mutex_unlock(&mutex);
    pthread_join(t, NULL);
    free(message);
    return 0;
}
