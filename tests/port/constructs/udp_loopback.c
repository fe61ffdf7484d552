#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void error_handling(char *message);

int main(void)
{
    int a = socket(PF_INET, SOCK_DGRAM, 0), b = socket(PF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in addr, from;
    socklen_t len = sizeof(addr);
    char buf[10];
    int n;

    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(a, (struct sockaddr *)&addr, sizeof(addr)) == -1)
        error_handling("bind() error");
    getsockname(a, (struct sockaddr *)&addr, &len);
    sendto(b, "a long datagram", 15, 0, (struct sockaddr *)&addr, sizeof(addr));
    len = sizeof(from);
    n = recvfrom(a, buf, sizeof(buf), 0, (struct sockaddr *)&from, &len);
    printf("%d %.*s %s\n", n, n, buf, inet_ntoa(from.sin_addr));
    printf("%d\n", bind(a, (struct sockaddr *)&addr, sizeof(addr)));
    error_handling("last words");
    return 0;
}

void error_handling(char *message)
{
    fputs(message, stdout);
    fputc('\n', stdout);
    exit(1);
}
