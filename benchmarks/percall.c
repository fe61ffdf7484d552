/* The C side of percall.py: what the calls cost without Python.
 *
 * percall socketpair|tcp write|send SIZE BATCH PAIRS
 *
 * Each line on standard input asks for one round: after a warm-up, BATCH calls out, BATCH calls in,
 * then PAIRS of one out and one in. The answer is one line: nanoseconds out, in and in pairs, and
 * bytes sent and received. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_SIZE 65536

struct calls {
    ssize_t (*out)(int fd, const void *buf, size_t size);
    ssize_t (*in)(int fd, void *buf, size_t size);
};

struct tally {
    long long nanoseconds;
    long long sent;
    long long received;
};

static char out_buf[MAX_SIZE];
static char in_buf[MAX_SIZE];

static void
die(const char *call)
{
    perror(call);
    exit(1);
}

static ssize_t
send_plain(int fd, const void *buf, size_t size)
{
    return send(fd, buf, size, 0);
}

static ssize_t
recv_plain(int fd, void *buf, size_t size)
{
    return recv(fd, buf, size, 0);
}

static struct calls
calls_of(const char *name)
{
    struct calls of_files = {write, read}, of_sockets = {send_plain, recv_plain};

    return strcmp(name, "write") == 0 ? of_files : of_sockets;
}

static void
connect_tcp(int ends[2])
{
    struct sockaddr_in adr = {.sin_family = AF_INET};
    socklen_t adr_size = sizeof(adr);
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;

    adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1 || ends[0] == -1)
        die("socket");
    if (bind(listener, (struct sockaddr *)&adr, sizeof(adr)) == -1 || listen(listener, 1) == -1 ||
        getsockname(listener, (struct sockaddr *)&adr, &adr_size) == -1)
        die("bind");
    if (connect(ends[0], (struct sockaddr *)&adr, sizeof(adr)) == -1)
        die("connect");
    ends[1] = accept(listener, NULL, NULL);
    if (ends[1] == -1)
        die("accept");
    if (setsockopt(ends[0], IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == -1)
        die("setsockopt");
    close(listener);
}

static void
connect_ends(const char *transport, int ends[2])
{
    if (strcmp(transport, "tcp") == 0)
        connect_tcp(ends);
    else if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == -1)
        die("socketpair");
}

static long long
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* `times` times a call out, a call in, or both in turn. */
static struct tally
repeat(struct calls calls, const int ends[2], size_t size, long times, int is_out, int is_in)
{
    struct tally tally = {-now(), 0, 0};
    ssize_t count;

    for (long i = 0; i < times; i++) {
        if (is_out) {
            if ((count = calls.out(ends[0], out_buf, size)) == -1)
                die("out");
            tally.sent += count;
        }
        if (is_in) {
            if ((count = calls.in(ends[1], in_buf, size)) == -1)
                die("in");
            tally.received += count;
        }
    }
    tally.nanoseconds += now();
    return tally;
}

int
main(int argc, char *argv[])
{
    int ends[2];
    char line[16];

    if (argc != 6 || strtoul(argv[3], NULL, 10) > MAX_SIZE) {
        fprintf(stderr, "usage: percall socketpair|tcp write|send SIZE BATCH PAIRS\n");
        return 2;
    }
    struct calls calls = calls_of(argv[2]);
    size_t size = strtoul(argv[3], NULL, 10);
    long batch = strtol(argv[4], NULL, 10), pairs = strtol(argv[5], NULL, 10);

    connect_ends(argv[1], ends);
    while (fgets(line, sizeof(line), stdin) != NULL) {
        repeat(calls, ends, size, batch, 1, 1); /* to warm up */
        struct tally out = repeat(calls, ends, size, batch, 1, 0);
        struct tally in = repeat(calls, ends, size, batch, 0, 1);
        struct tally pair = repeat(calls, ends, size, pairs, 1, 1);

        printf("%lld %lld %lld %lld %lld\n", out.nanoseconds, in.nanoseconds, pair.nanoseconds,
               out.sent + pair.sent, in.received + pair.received);
        fflush(stdout);
    }
    return 0;
}
