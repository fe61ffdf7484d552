#include <stdio.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <errno.h>

int main(void)
{
    int sock = socket(PF_INET, SOCK_STREAM, 0), udp = socket(PF_INET, SOCK_DGRAM, 0);
    int type, on = 1, size = 0;
    socklen_t len = sizeof(type);
    struct linger linger = {1, 3}, back;
    struct timeval tv = {0, 50000};
    char byte;

    getsockopt(sock, SOL_SOCKET, SO_TYPE, (void *)&type, &len);
    printf("%d %u\n", type == SOCK_STREAM, len);
    getsockopt(udp, SOL_SOCKET, SO_TYPE, &type, &len);
    printf("%d\n", type == SOCK_DGRAM);
    setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    on = 0;
    getsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, &len);
    printf("%d\n", on != 0);
    setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, (char *)&on, sizeof(on));
    setsockopt(sock, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    len = sizeof(back);
    getsockopt(sock, SOL_SOCKET, SO_LINGER, &back, &len);
    printf("%d %d\n", back.l_onoff != 0, back.l_linger);
    size = 8192;
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    len = sizeof(size);
    getsockopt(udp, SOL_SOCKET, SO_RCVBUF, &size, &len);
    printf("%d\n", size >= 8192);
    setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
    type = recv(udp, &byte, 1, 0);
    printf("%d %d\n", type, errno == EAGAIN);
    printf("%d\n", setsockopt(9999, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)));
    printf("%d\n", errno == EBADF);
    close(sock);
    close(udp);
    return 0;
}
