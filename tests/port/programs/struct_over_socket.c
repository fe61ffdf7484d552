#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <stdint.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define MAGIC 0x50534b31

enum type { HELLO = 1, DATA, SUM, BYE };

typedef struct {
    uint32_t magic;
    uint16_t type;
    uint16_t length;
} header_t;

typedef union {
    struct { uint32_t version; char name[12]; } hello;
    int32_t numbers[8];
    int64_t sum;
} body_t;

static int read_full(int fd, void *buf, size_t n)
{
    char *p = buf;
    while (n > 0) {
        ssize_t r = read(fd, p, n);
        if (r <= 0)
            return -1;
        p += r;
        n -= r;
    }
    return 0;
}

static int send_message(int fd, enum type type, const void *body, size_t n)
{
    header_t h = {htonl(MAGIC), htons(type), htons(n)};
    char packet[sizeof(header_t) + sizeof(body_t)];

    memcpy(packet, &h, sizeof(h));
    if (n)
        memcpy(packet + sizeof(h), body, n);
    return write(fd, packet, sizeof(h) + n) == (ssize_t)(sizeof(h) + n) ? 0 : -1;
}

static int receive(int fd, header_t *h, body_t *body)
{
    if (read_full(fd, h, sizeof(*h)) < 0)
        return -1;
    h->magic = ntohl(h->magic);
    h->type = ntohs(h->type);
    h->length = ntohs(h->length);
    if (h->magic != MAGIC || h->length > sizeof(*body))
        return -2;
    return h->length ? read_full(fd, body, h->length) : 0;
}

static int serve(int fd)
{
    header_t h;
    body_t b;
    int64_t total = 0;
    unsigned i;

    while (receive(fd, &h, &b) == 0) {
        switch (h.type) {
        case HELLO:
            b.hello.version = htonl(ntohl(b.hello.version) + 1);
            strcat(b.hello.name, "!");
            send_message(fd, HELLO, &b.hello, sizeof(b.hello));
            break;
        case DATA:
            for (i = 0; i < h.length / sizeof(int32_t); i++)
                total += (int32_t)ntohl(b.numbers[i]);
            break;
        case SUM:
            send_message(fd, SUM, &total, sizeof(total));
            break;
        case BYE:
            return 0;
        }
    }
    return 1;
}

int main(void)
{
    int sv[2], status, i;
    header_t h;
    body_t b;
    int32_t numbers[4] = {1, -2, 2147483647, 2147483647};

    socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    if (fork() == 0) {
        close(sv[0]);
        _exit(serve(sv[1]));
    }
    close(sv[1]);
    memset(&b, 0, sizeof(b));
    b.hello.version = htonl(3);
    strcpy(b.hello.name, "client");
    send_message(sv[0], HELLO, &b.hello, sizeof b.hello);
    receive(sv[0], &h, &b);
    printf("%d %d %u %s\n", h.type, h.length, ntohl(b.hello.version), b.hello.name);
    for (i = 0; i < 4; i++)
        numbers[i] = htonl(numbers[i]);
    send_message(sv[0], DATA, numbers, sizeof(numbers));
    send_message(sv[0], DATA, numbers + 2, 2 * sizeof(numbers[0]));
    send_message(sv[0], SUM, NULL, 0);
    if (receive(sv[0], &h, &b) == 0 && h.type == SUM)
        printf("%lld\n", (long long)b.sum);
    send_message(sv[0], BYE, NULL, 0);
    close(sv[0]);
    wait(&status);
    return WEXITSTATUS(status);
}
