#include <stdio.h>
#include <stdlib.h>
#include <pthread.h>
#include <semaphore.h>

#define ACCOUNTS 4
#define TRANSFERS 200

typedef struct account {
    int id;
    long balance;
    pthread_mutex_t lock;
} account;

static account accounts[ACCOUNTS];
static sem_t slots;
static int done[3];

static void transfer(account *from, account *to, long amount)
{
    account *first = from->id < to->id ? from : to;
    account *second = first == from ? to : from;

    pthread_mutex_lock(&first->lock);
    pthread_mutex_lock(&second->lock);
    if (from->balance >= amount) {
        from->balance -= amount;
        to->balance += amount;
    }
    pthread_mutex_unlock(&second->lock);
    pthread_mutex_unlock(&first->lock);
}

static void *teller(void *arg)
{
    int id = *(int *)arg, i;
    unsigned int seed = id * 7919 + 1;

    for (i = 0; i < TRANSFERS; i++) {
        int a, b;
        seed = seed * 1664525u + 1013904223u;
        a = (seed >> 16) % ACCOUNTS;
        b = (a + 1 + (seed >> 24) % (ACCOUNTS - 1)) % ACCOUNTS;
        sem_wait(&slots);
        transfer(accounts + a, accounts + b, seed % 50);
        sem_post(&slots);
        done[id]++;
    }
    return (void *)(long)done[id];
}

int main(void)
{
    pthread_t tellers[3];
    int ids[3], i;
    long total = 0, transfers = 0;
    void *result;

    sem_init(&slots, 0, 2);
    for (i = 0; i < ACCOUNTS; i++) {
        accounts[i].id = i;
        accounts[i].balance = 1000;
        pthread_mutex_init(&accounts[i].lock, NULL);
    }
    for (i = 0; i < 3; i++) {
        ids[i] = i;
        pthread_create(&tellers[i], NULL, teller, &ids[i]);
    }
    for (i = 0; i < 3; i++) {
        pthread_join(tellers[i], &result);
        transfers += (long)result;
    }
    for (i = 0; i < ACCOUNTS; i++) {
        total += accounts[i].balance;
        if (accounts[i].balance < 0)
            printf("overdrawn\n");
    }
    printf("%ld transfers, %ld in all\n", transfers, total);
    sem_destroy(&slots);
    return 0;
}
