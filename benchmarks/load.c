/* The load generator of the echo servers.
 *
 * load PORT CONNECTIONS SIZE MESSAGES
 *
 * Every connection has one message under way: the next goes when the last one is back, whole and
 * as it was sent. A first message each is off the clock: until it is back, the server has accepted
 * them all. Prints the nanoseconds of the rest, and the bytes sent and received by then. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ROOM 65536
#define MAX_EVENTS 64

struct client {
    int fd;
    size_t sent, received; /* of the message under way */
    long left;             /* messages, with this one */
};

static char *message, room[ROOM];
static size_t size;
static int epfd;
static long long sent, received;

static void
die(const char *call)
{
    perror(call);
    exit(1);
}

static long long
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void
watch(struct client *client, int op, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = client};

    if (epoll_ctl(epfd, op, client->fd, &event) == -1)
        die("epoll_ctl");
}

static void
join(struct client *client, in_port_t port)
{
    struct sockaddr_in adr = {.sin_family = AF_INET, .sin_port = htons(port)};
    int on = 1;

    adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (client->fd == -1 || connect(client->fd, (struct sockaddr *)&adr, sizeof(adr)) == -1)
        die("connect");
    if (setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == -1)
        die("setsockopt");
    watch(client, EPOLL_CTL_ADD, EPOLLIN);
}

/* Send what the socket takes; the rest waits for room. */
static void
say(struct client *client)
{
    int was_waiting = client->sent > 0;

    while (client->sent < size) {
        ssize_t done = send(client->fd, message + client->sent, size - client->sent, MSG_DONTWAIT);

        if (done == -1 && errno == EAGAIN) {
            if (!was_waiting)
                watch(client, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            if (client->sent == 0)
                die("no room for a first byte");
            return;
        }
        if (done == -1)
            die("send");
        client->sent += (size_t)done;
        sent += done;
    }
    if (was_waiting)
        watch(client, EPOLL_CTL_MOD, EPOLLIN);
}

/* Receive what has come; returns whether the client has all its answers. */
static int
hear(struct client *client)
{
    size_t wanted = size - client->received;
    ssize_t got =
        recv(client->fd, room, wanted < sizeof(room) ? wanted : sizeof(room), MSG_DONTWAIT);

    if (got == -1 && errno == EAGAIN)
        return 0;
    if (got <= 0)
        die("recv");
    if (memcmp(room, message + client->received, (size_t)got) != 0) {
        fprintf(stderr, "what came back is not what was sent\n");
        exit(1);
    }
    received += got;
    client->received += (size_t)got;
    if (client->received < size)
        return 0;
    client->sent = client->received = 0;
    if (--client->left == 0)
        return 1;
    say(client);
    return 0;
}

/* Let every client exchange so many messages. */
static void
exchange(struct client *clients, long count, long messages)
{
    struct epoll_event events[MAX_EVENTS];
    long busy = count;

    for (long i = 0; i < count; i++) {
        clients[i].left = messages;
        say(&clients[i]);
    }
    while (busy > 0) {
        int ready = epoll_wait(epfd, events, MAX_EVENTS, -1);

        if (ready == -1)
            die("epoll_wait");
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;

            if (events[i].events & EPOLLOUT)
                say(client);
            if (events[i].events & ~(uint32_t)EPOLLOUT)
                busy -= hear(client);
        }
    }
}

int
main(int argc, char *argv[])
{
    if (argc != 5) {
        fprintf(stderr, "usage: load PORT CONNECTIONS SIZE MESSAGES\n");
        return 2;
    }
    long count = strtol(argv[2], NULL, 10), messages = strtol(argv[4], NULL, 10);
    struct client *clients = calloc((size_t)count, sizeof(*clients));

    size = strtoul(argv[3], NULL, 10);
    message = malloc(size);
    epfd = epoll_create1(0);
    if (clients == NULL || message == NULL || epfd == -1)
        die("no memory");
    for (size_t i = 0; i < size; i++)
        message[i] = (char)(i * 31 + i / 251);
    for (long i = 0; i < count; i++)
        join(&clients[i], (in_port_t)strtoul(argv[1], NULL, 10));
    exchange(clients, count, 1);
    sent = received = 0;
    long long start = now();

    exchange(clients, count, messages);
    printf("%lld %lld %lld\n", now() - start, sent, received);
    return 0; /* which closes the connections */
}
