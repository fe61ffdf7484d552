#include "twin.h"

#define BACKLOG 512

struct answer
turn(long count, int argc, char *argv[])
{
    static struct sockaddr_in adr;
    static int waiting = 0;
    struct answer answer = {.rows = 1};
    int clients[BACKLOG];

    (void)argc;
    (void)argv;
    if (waiting == 0)
        waiting = listener(BACKLOG, &adr);
    for (long i = 0; i < count; i++)
        clients[i] = connection(&adr);
    long long start = now();

    for (long i = 0; i < count; i++)
        answer.received += close(accept(waiting, NULL, NULL)) == 0;
    answer.times[0] = now() - start;
    for (long i = 0; i < count; i++)
        close(clients[i]);
    answer.sent = count;
    return answer;
}
