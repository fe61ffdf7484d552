#include "twin.h"

void
die(const char *call)
{
    perror(call);
    exit(1);
}

long long
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* A socket that listens on loopback, and its address. */
int
listener(int backlog, struct sockaddr_in *adr)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t adr_size = sizeof(*adr);

    *adr = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd == -1 || bind(fd, (struct sockaddr *)adr, sizeof(*adr)) == -1 ||
        listen(fd, backlog) == -1 || getsockname(fd, (struct sockaddr *)adr, &adr_size) == -1)
        die("listener");
    return fd;
}

int
connection(const struct sockaddr_in *adr)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

    if (fd == -1 || connect(fd, (const struct sockaddr *)adr, sizeof(*adr)) == -1 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == -1)
        die("connection");
    return fd;
}

/* The two ends of a "tcp" connection or a "socketpair". */
void
connect_ends(const char *transport, int ends[2])
{
    struct sockaddr_in adr;
    int on = 1;

    if (strcmp(transport, "tcp") != 0) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == -1)
            die("socketpair");
        return;
    }
    int waiting = listener(1, &adr);

    ends[0] = connection(&adr);
    ends[1] = accept(waiting, NULL, NULL);
    if (ends[1] == -1 || setsockopt(ends[1], IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == -1)
        die("accept");
    close(waiting);
}

void
write_all(int fd, const char *buf, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t written = write(fd, buf + at, size - at);

        if (written == -1)
            die("write");
        at += (size_t)written;
    }
}

/* Read until `size` bytes have come, into the same room. */
size_t
read_all(int fd, char *buf, size_t size)
{
    size_t at = 0;

    while (at < size) {
        ssize_t got = read(fd, buf, size - at);

        if (got <= 0)
            die("read");
        at += (size_t)got;
    }
    return at;
}

int
main(void)
{
    char line[256];

    while (fgets(line, sizeof(line), stdin) != NULL) {
        char *argv[MAX_ARGUMENTS];
        int argc = 0;
        long count = strtol(strtok(line, " \n"), NULL, 10);

        while (argc < MAX_ARGUMENTS && (argv[argc] = strtok(NULL, " \n")) != NULL)
            argc++;
        struct answer answer = turn(count, argc, argv);

        for (int i = 0; i < answer.rows; i++)
            printf("%lld ", answer.times[i]);
        printf("%lld %lld\n", answer.sent, answer.received);
        fflush(stdout);
    }
    return 0;
}
