#include "twin.h"

#include <sys/uio.h>

#define COUNT 16
#define MAX_SIZE 4096

static char pieces[COUNT][MAX_SIZE], whole[COUNT * MAX_SIZE], room[COUNT * MAX_SIZE];

static ssize_t
gather(int fd, size_t size)
{
    struct iovec vector[COUNT];

    for (int i = 0; i < COUNT; i++)
        vector[i] = (struct iovec){pieces[i], size};
    return writev(fd, vector, COUNT);
}

static ssize_t
join(int fd, size_t size)
{
    for (size_t i = 0; i < COUNT; i++)
        memcpy(whole + i * size, pieces[i], size);
    return write(fd, whole, COUNT * size);
}

struct answer
turn(long count, int argc, char *argv[])
{
    static int ends[2];
    static ssize_t (*const ways[])(int, size_t) = {gather, join};
    struct answer answer = {.rows = 2};
    size_t size = strtoul(argv[0], NULL, 10);

    (void)argc;
    if (ends[0] == 0)
        connect_ends("socketpair", ends);
    for (long i = 0; i < count; i++)
        for (int way = 0; way < 2; way++) {
            long long start = now();
            ssize_t sent = ways[way](ends[0], size);

            answer.times[way] += now() - start;
            answer.sent += sent;
            answer.received += recv(ends[1], room, sizeof(room), 0);
        }
    return answer;
}
