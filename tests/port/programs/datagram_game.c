#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
/* A game over datagrams, whose calls ask for more than their buffers hold. */
#define MAX 3
#define PKT_SIZE sizeof(packet)
typedef enum { ROCK = 1, PAPER, SCISSORS } hand;
typedef struct {
    unsigned seq;
    unsigned char cmd;
    char text[16];
} packet;
char gbuf[64];
int gcount;
const char *hn[] = {"", "rock", "paper", "scissors"};
static int judge(hand a, hand b) { return (a - b + 3) % 3; }
void recv_into(int s, packet *p)
{
    memset(p, 0, sizeof *p);
    recvfrom(s, p, PKT_SIZE, 0, NULL, 0);
}
int recv_line(int s, char *out)
{
    int n = recv(s, out, 64, 0);
    out[n < 64 ? n : 63] = '\0';
    return n;
}
int main(void)
{
    int a[2], i, j;
    packet p, *q = &p;
    char small[24];
    struct timeval tv = {.tv_usec = 50000};
    pid_t k;
    socketpair(AF_UNIX, SOCK_DGRAM, 0, a);
    setsockopt(a[0], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
    for (i = ROCK, j = SCISSORS; i <= SCISSORS && j >= ROCK; i++, j--)
        printf("%s vs %s: %d\n", hn[i], hn[j], judge(i, j));
    p.seq = htonl(1);
    p.cmd = PAPER;
    snprintf(p.text, 64, "hello %d", 7);
    send(a[1], &p, PKT_SIZE, 0);
    recv_into(a[0], q);
    printf("%u %d %s\n", ntohl(q->seq), q->cmd, q->text);
    send(a[1], "short text", 10, 0);
    printf("%d ", recv_line(a[0], small));
    puts(small);
    for (gcount = 0; gcount < MAX; gcount++)
        if (recv(a[0], gbuf, sizeof gbuf, 0) == -1)
            printf("timeout %d\n", gcount + 1);
    send(a[1], "0123456789", 10, 0);
    printf("%d\n", (int)recv(a[0], gbuf + gcount, sizeof(gbuf), 0));
    printf("%.5s\n", &gbuf[gcount]);
    return judge(ROCK, SCISSORS);
}
