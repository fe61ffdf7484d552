#include <stdio.h>
typedef struct { int fd; char name[10]; } client_t;
client_t clients[3];
int main(void)
{
    client_t local[2];
    client_t *me = &clients[0], *p = local, *q;
    me->fd = 4;
    sprintf(me->name, "kim");
    q = &local[0];
    q->fd = 7;
    p[1].fd = 8;
    q++;
    printf("%d %s %d %d\n", clients[0].fd, clients[0].name, local[0].fd, q->fd);
    me = clients;
    me->fd++;
    (*me).fd++;
    printf("%d\n", clients->fd);
    return 0;
}
