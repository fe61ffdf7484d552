#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 7

typedef struct entry {
    char *key;
    int value;
    struct entry *next;
} entry_t;

typedef struct {
    entry_t *buckets[BUCKETS];
    size_t size;
} table_t;

static unsigned long hash(const char *s)
{
    unsigned long h = 5381;
    int c;
    while ((c = *s++) != 0)
        h = ((h << 5) + h) ^ c;
    return h;
}

static int *lookup(table_t *t, const char *key, int create)
{
    entry_t **p = &t->buckets[hash(key) % BUCKETS];

    for (; *p; p = &(*p)->next)
        if (strcmp((*p)->key, key) == 0)
            return &(*p)->value;
    if (!create)
        return NULL;
    *p = calloc(1, sizeof(**p));
    (*p)->key = strdup(key);
    t->size++;
    return &(*p)->value;
}

static void clear(table_t *t)
{
    int i;
    for (i = 0; i < BUCKETS; i++) {
        entry_t *e = t->buckets[i], *next;
        for (; e; e = next) {
            next = e->next;
            free(e->key);
            free(e);
        }
        t->buckets[i] = NULL;
    }
    t->size = 0;
}

int main(void)
{
    static table_t table;
    const char *words[] = {"tcp", "udp", "icmp", "tcp", "arp", "udp", "tcp", "igmp", "sctp"};
    unsigned i;
    int *n;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        ++*lookup(&table, words[i], 1);
    printf("%zu\n", table.size);
    for (i = 0; i < 9; i += 2) {
        n = lookup(&table, words[i], 0);
        printf("%s %d %lu\n", words[i], n ? *n : -1, hash(words[i]) % 1000);
    }
    *lookup(&table, "arp", 0) = 100;
    *lookup(&table, "arp", 0) += 5;
    printf("%d %s\n", *lookup(&table, "arp", 0), lookup(&table, "none", 0) ? "yes" : "no");
    clear(&table);
    printf("%zu\n", table.size);
    return 0;
}
