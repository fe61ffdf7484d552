#include <pthread.h>
#include <stdio.h>

typedef struct {
    pthread_mutex_t lock;
    int balance;
} account_t;

static account_t account = { PTHREAD_MUTEX_INITIALIZER, 100 };

static void *deposit(void *p)
{
    account_t *a = p;
    int i;

    for (i = 0; i < 20; ++i) {
        pthread_mutex_lock(&a->lock);
        a->balance += 5;
        pthread_mutex_unlock(&a->lock);
    }
    return 0;
}

int main(void)
{
    pthread_t t[3];
    int i;

    for (i = 0; i < 3; i++)
        pthread_create(t + i, 0, deposit, &account);
    for (i = 0; i < 3; i++)
        pthread_join(t[i], 0);
    printf("%d\n", account.balance);
    return 0;
}
