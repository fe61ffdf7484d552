#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <sys/socket.h>
#include <netinet/in.h>

/* stop-and-wait over UDP: the receiver drops every third packet it gets */

#define CHUNK 5
struct packet { unsigned short seq, len; char data[CHUNK]; };

static int udp(struct sockaddr_in *a)
{
    socklen_t n = sizeof(*a);
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    memset(a, 0, n);
    a->sin_family = AF_INET;
    a->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(s, (struct sockaddr *)a, n);
    getsockname(s, (struct sockaddr *)a, &n);
    return s;
}

static void receiver(int s)
{
    struct packet p;
    struct sockaddr_in from;
    socklen_t len;
    unsigned short expected = 0, ack;
    int got = 0, size;

    for (;;) {
        len = sizeof from;
        size = recvfrom(s, &p, sizeof p, 0, (struct sockaddr *)&from, &len);
        if (size < 4 || ++got % 3 == 0)
            continue;
        if (ntohs(p.seq) == expected) {
            if (p.len == 0)
                break;
            printf("%.*s", ntohs(p.len), p.data);
            fflush(stdout);
            expected++;
        }
        ack = htons(expected);
        sendto(s, &ack, sizeof ack, 0, (struct sockaddr *)&from, len);
    }
    printf("\n%d packets got\n", got);
    exit(expected);
}

int main(void)
{
    struct sockaddr_in here, there;
    const char *text = "reliable delivery over an unreliable network";
    int a = udp(&here), b = udp(&there), off = 0, total = strlen(text), again = 0, status, k;
    struct timeval tv = { 0, 600000 };
    struct packet p;
    unsigned short seq = 0, ack;
    pid_t pid;

    if ((pid = fork()) == 0)
        receiver(b);
    setsockopt(a, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
    while (off < total) {
        int n = total - off < CHUNK ? total - off : CHUNK;
        p.seq = htons(seq);
        p.len = htons(n);
        memcpy(p.data, text + off, n);
        sendto(a, &p, 4 + n, 0, (struct sockaddr *)&there, sizeof there);
        if (recv(a, &ack, sizeof ack, 0) == sizeof ack && ntohs(ack) == seq + 1) {
            seq++;
            off += n;
        } else {
            again++;
        }
    }
    for (k = 0; k < 2; k++) {
        p.seq = htons(seq);
        p.len = 0;
        sendto(a, &p, 4, 0, (struct sockaddr *)&there, sizeof there);
    }
    waitpid(pid, &status, 0);
    printf("%d chunks, sent again %s, receiver %d\n", seq, again >= 4 ? "some" : "few", WEXITSTATUS(status));
    return 0;
}
