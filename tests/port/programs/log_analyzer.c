#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_HOSTS 20

struct host {
    char address[16];
    int requests;
    long bytes;
    int status[6];
} hosts[MAX_HOSTS];
int host_count;

struct host *host(const char *address)
{
    int i;
    for (i = 0; i < host_count; i++)
        if (strcmp(hosts[i].address, address) == 0)
            break;
    if (i == host_count) {
        if (host_count >= MAX_HOSTS)
            return NULL;
        strcpy(hosts[host_count++].address, address);
    }
    return &hosts[i];
}

int compare(const void *a, const void *b)
{
    const struct host *x = *(const struct host **)a, *y = *(const struct host **)b;
    if (x->bytes < y->bytes) return 1;
    if (x->bytes > y->bytes) return -1;
    return strcmp(x->address, y->address);
}

int main(void)
{
    char line[256], address[16], method[8], path[64];
    struct host *order[MAX_HOSTS];
    int status, i, bad = 0, lines = 0, k;
    long bytes;

    while (fgets(line, sizeof(line), stdin)) {
        struct host *h;
        lines++;
        if (sscanf(line, "%15s - - [%*[^]]] \"%7s %63s %*[^\"]\" %d %ld", address, method, path,
                   &status, &bytes) != 5 || status < 100 || status > 599) {
            bad++;
            continue;
        }
        if (!(h = host(address)))
            continue;
        h->requests++;
        h->bytes += bytes;
        h->status[status / 100]++;
        if (!strcmp(method, "POST") && strstr(path, "login"))
            printf("login attempt from %s: %d\n", address, status);
    }
    for (i = 0; i < host_count; i++)
        order[i] = hosts + i;
    qsort(order, host_count, sizeof(order[0]), compare);
    for (i = 0; i < host_count; i++) {
        printf("%-15s %3d %8ld ", order[i]->address, order[i]->requests, order[i]->bytes);
        for (k = 1; k < 6; k++)
            if (order[i]->status[k])
                printf(" %dxx:%d", k, order[i]->status[k]);
        printf("\n");
    }
    printf("%d lines, %d bad\n", lines, bad);
    return bad;
}
