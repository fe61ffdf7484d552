#include "twin.h"

#define SIZE 64
#define PAIRS 2

enum calls { OF_FILES, OF_SOCKETS };

static char out_buf[SIZE], in_buf[SIZE];

static ssize_t
call_out(enum calls calls, int fd)
{
    return calls == OF_FILES ? write(fd, out_buf, SIZE) : send(fd, out_buf, SIZE, 0);
}

static ssize_t
call_in(enum calls calls, int fd)
{
    return calls == OF_FILES ? read(fd, in_buf, SIZE) : recv(fd, in_buf, SIZE, 0);
}

/* `count` times a call out, a call in, or both; returns the nanoseconds. */
static long long
repeat(enum calls calls, const int ends[2], long count, long long *sent, long long *received)
{
    long long start = now();

    for (long i = 0; i < count; i++) {
        ssize_t done;

        if (sent != NULL) {
            if ((done = call_out(calls, ends[0])) == -1)
                die("out");
            *sent += done;
        }
        if (received != NULL) {
            if ((done = call_in(calls, ends[1])) == -1)
                die("in");
            *received += done;
        }
    }
    return now() - start;
}

static struct answer
without_data(int fd, long count)
{
    struct answer answer = {.rows = 2};
    long long start = now();
    int on = 1;

    for (long i = 0; i < count; i++)
        if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1)
            die("setsockopt");
    answer.times[0] = now() - start;
    start = now();
    for (long i = 0; i < count; i++)
        close(socket(AF_INET, SOCK_STREAM, 0));
    answer.times[1] = now() - start;
    return answer;
}

struct answer
turn(long count, int argc, char *argv[])
{
    static int ends[2][2];
    int *of_transport = ends[strcmp(argv[0], "tcp") == 0];
    enum calls calls = strcmp(argv[1], "write") == 0 ? OF_FILES : OF_SOCKETS;
    struct answer answer = {.rows = 3};
    long long sent = 0, received = 0;

    (void)argc;
    if (of_transport[0] == 0)
        connect_ends(argv[0], of_transport);
    if (strcmp(argv[1], "plain") == 0)
        return without_data(of_transport[0], count);
    answer.times[0] = repeat(calls, of_transport, count, &answer.sent, NULL);
    answer.times[1] = repeat(calls, of_transport, count, NULL, &answer.received);
    answer.times[2] = repeat(calls, of_transport, PAIRS * count, &sent, &received);
    if (sent != received)
        die("pairs");
    return answer;
}
