#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <errno.h>
typedef int (*handler)(int fd, char *arg);
typedef struct {
    char *verb;
    handler h;
    int argc;
} route;
struct client {
    int fd;
    char nick[10];
    struct client *next;
} *clients = NULL;
static int nclients;
static int do_nick(int fd, char *a), do_say(int fd, char *a);
static int do_quit(int, char *);
static const route routes[] = {
    {"NICK", do_nick, 1},
    {"SAY", do_say, 1},
    {"QUIT", do_quit, 0},
};
struct client *lookup(int fd)
{
    struct client *c;
    for (c = clients; c && c->fd != fd; c = c->next)
        ;
    return c;
}
void add(int fd)
{
    struct client *c = (struct client *)calloc(1, sizeof(*c));
    c->fd = fd;
    sprintf(c->nick, "user%d", ++nclients);
    c->next = clients;
    clients = c;
}
void drop(int fd)
{
    struct client **pp, *t;
    for (pp = &clients; *pp; pp = &(*pp)->next)
        if ((*pp)->fd == fd) {
            t = *pp;
            *pp = t->next;
            free(t);
            nclients--;
            return;
        }
}
int do_nick(int fd, char *a)
{
    struct client *c = lookup(fd);
    snprintf(c->nick, sizeof c->nick, "%s", a);
    return 0;
}
int do_say(int fd, char *a)
{
    struct client *c;
    char m[64];
    int n = sprintf(m, "%s: %s\n", lookup(fd)->nick, a);
    for (c = clients; c; c = c->next)
        if (c->fd != fd)
            if (write(c->fd, m, n) < 0)
                return -errno;
    return n;
}
int do_quit(int fd, char *a)
{
    drop(fd);
    close(fd);
    return 99;
}
int dispatch(int fd, char *line)
{
    char *arg = strchr(line, ' ');
    size_t i;
    if (arg)
        *arg++ = 0;
    for (i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
        if (strcmp(routes[i].verb, line) == 0)
            return routes[i].argc && !arg ? -1 : (*routes[i].h)(fd, arg);
    return -2;
}
int main(void)
{
    int a[2], b[2], i, r;
    char buf[100],
        cmd[6][30] = {"NICK verylongname", "SAY hello all", "NICK", "FOO x", "QUIT", "SAY alone"};
    socketpair(AF_UNIX, SOCK_DGRAM, 0, a);
    socketpair(AF_UNIX, SOCK_DGRAM, 0, b);
    add(a[0]);
    add(b[0]);
    for (i = 0; i < 6; i++) {
        r = dispatch(i == 5 ? a[0] : b[0], cmd[i]);
        printf("%d %d\n", i, r);
    }
    if ((r = recv(a[1], buf, sizeof(buf), MSG_DONTWAIT)) > 0) {
        buf[r] = 0;
        printf("%s", buf);
    }
    printf("%d %s %d\n", nclients, clients->nick, clients->next == NULL);
    while (clients) {
        struct client *n = clients->next;
        free(clients);
        clients = n;
    }
    return 0;
}
