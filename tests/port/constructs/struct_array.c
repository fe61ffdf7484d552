#include <stdio.h>
#include <string.h>

#define MAX 10

struct client {
    int fd;
    char id[16];
    int active;
};

struct client clients[MAX];
int count = 0;

static void add(int fd, const char *id)
{
    struct client *c = &clients[count++];

    c->fd = fd;
    strncpy(c->id, id, sizeof(c->id) - 1);
    c->active = 1;
}

static void remove_client(int fd)
{
    int i;

    for (i = 0; i < count; i++)
        if (clients[i].fd == fd) {
            for (; i < count - 1; i++)
                clients[i] = clients[i + 1];
            break;
        }
    count--;
}

int main(void)
{
    int i;

    add(4, "kim");
    add(5, "lee");
    add(6, "park");
    remove_client(5);
    clients[1].active = !clients[1].active;
    for (i = 0; i < count; i++)
        printf("%d %s %d\n", clients[i].fd, clients[i].id, (clients + i)->active);
    return 0;
}
