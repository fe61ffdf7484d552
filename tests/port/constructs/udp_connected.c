#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <arpa/inet.h>
#include <sys/socket.h>

static int bound(struct sockaddr_in *address)
{
    socklen_t length = sizeof *address;
    int sock = socket(AF_INET, SOCK_DGRAM, 0);

    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = inet_addr("127.0.0.1");
    bind(sock, (struct sockaddr *)address, sizeof *address);
    getsockname(sock, (struct sockaddr *)address, &length);
    return sock;
}

int main(void)
{
    struct sockaddr_in one, two, from;
    socklen_t length;
    char text[8];
    int a = bound(&one), b = bound(&two), i, n;

    for (i = 0; i < 3; i++) {
        n = sprintf(text, "no %d", i * i * i);
        sendto(a, text, n + 1, 0, (struct sockaddr *)&two, sizeof(two));
    }
    sendto(a, "longer than eight", 17, 0, (struct sockaddr *)&two, sizeof(two));
    for (i = 0; i < 4; i++) {
        length = sizeof(from);
        n = recvfrom(b, text, sizeof(text), 0, (struct sockaddr *)&from, &length);
        printf("%d %.7s %d %d\n", n, text, from.sin_port == one.sin_port,
               from.sin_addr.s_addr == one.sin_addr.s_addr);
    }
    connect(b, (struct sockaddr *)&one, sizeof(one));
    connect(a, (struct sockaddr *)&two, sizeof(two));
    write(b, "hi", 2);
    printf("%zd\n", read(a, text, sizeof text));
    n = recv(a, text, sizeof(text), MSG_DONTWAIT);
    if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
        printf("nothing left\n");
    close(a);
    close(b);
    return 0;
}
