/* The C contender of batches.py: `batches SIZE SLOT` reads lines "call batch", does one round over
 * 64 datagrams on loopback, and prints the nanoseconds of sending and of receiving them. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define COUNT 64

static struct mmsghdr out[COUNT], into[COUNT];
static struct iovec out_vectors[COUNT], into_vectors[COUNT];
static struct sockaddr_storage names[COUNT];

static long long
now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void
require(int condition, const char *what)
{
    if (!condition) {
        perror(what);
        exit(1);
    }
}

int
main(int argc, char **argv)
{
    require(argc == 3, "usage: batches SIZE SLOT");
    size_t size = (size_t)atoi(argv[1]), slot = (size_t)atoi(argv[2]);
    int server = socket(AF_INET, SOCK_DGRAM, 0), client = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof(address);
    int room = 4 << 20;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(bind(server, (void *)&address, sizeof(address)) == 0, "bind");
    require(getsockname(server, (void *)&address, &length) == 0, "getsockname");
    setsockopt(server, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
    char *data = calloc(COUNT, size), *slots = calloc(COUNT, slot);
    require(data != NULL && slots != NULL, "calloc");
    for (int i = 0; i < COUNT; i++) {
        out_vectors[i] = (struct iovec){data + (size_t)i * size, size};
        into_vectors[i] = (struct iovec){slots + (size_t)i * slot, slot};
        out[i].msg_hdr = (struct msghdr){.msg_name = &address,
                                         .msg_namelen = length,
                                         .msg_iov = &out_vectors[i],
                                         .msg_iovlen = 1};
    }
    int batch;
    while (scanf("%d", &batch) == 1) {
        long long start = now();
        for (int i = 0; i < COUNT; i += batch) {
            if (batch == 1) {
                require(sendto(client, data, size, 0, (void *)&address, length) >= 0, "sendto");
            } else {
                require(sendmmsg(client, out + i, (unsigned)batch, 0) == batch, "sendmmsg");
            }
        }
        long long sent = now();
        for (int i = 0; i < COUNT; i += batch) {
            if (batch == 1) {
                length = sizeof(names[0]);
                require(recvfrom(server, slots, slot, 0, (void *)names, &length) >= 0, "recvfrom");
                length = sizeof(address);
                continue;
            }
            for (int j = i; j < i + batch; j++) {
                into[j].msg_hdr = (struct msghdr){.msg_name = &names[j],
                                                  .msg_namelen = sizeof(names[j]),
                                                  .msg_iov = &into_vectors[j],
                                                  .msg_iovlen = 1};
            }
            require(recvmmsg(server, into + i, (unsigned)batch, MSG_WAITFORONE, NULL) == batch,
                    "recvmmsg");
        }
        long long received = now();
        printf("%lld %lld\n", sent - start, received - sent);
        fflush(stdout);
    }
    return 0;
}
