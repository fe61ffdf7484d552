/* What every C twin has: requests and answers (contenders.py), the clock, and connections. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_ROWS 3
#define MAX_ARGUMENTS 4

struct answer {
    int rows;
    long long times[MAX_ROWS]; /* nanoseconds */
    long long sent, received;
};

/* A twin's part: one turn of `count` operations. */
struct answer turn(long count, int argc, char *argv[]);

void die(const char *call);
long long now(void);
int listener(int backlog, struct sockaddr_in *adr);
int connection(const struct sockaddr_in *adr);
void connect_ends(const char *transport, int ends[2]);
void write_all(int fd, const char *buf, size_t size);
size_t read_all(int fd, char *buf, size_t size);
