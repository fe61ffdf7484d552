#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

int main(void)
{
    int sv[2], n;
    char buf[32] = {0}, a[4] = {0}, b[10] = {0};
    struct iovec vec[2];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == -1)
        return 1;
    vec[0].iov_base = "ABC";
    vec[0].iov_len = 3;
    vec[1].iov_base = "12345";
    vec[1].iov_len = 5;
    n = writev(sv[0], vec, 2);
    printf("%d\n", n);
    vec[0].iov_base = a;
    vec[1].iov_base = b;
    n = readv(sv[1], vec, 2);
    printf("%d %s %s\n", n, a, b);
    send(sv[1], "oob?", 4, 0);
    n = recv(sv[0], buf, sizeof(buf) - 1, MSG_PEEK);
    buf[n] = 0;
    printf("%d %s\n", n, buf);
    shutdown(sv[1], SHUT_WR);
    while ((n = recv(sv[0], buf, 3, 0)) > 0)
        printf("%d.", n);
    printf("%d\n", n);
    close(sv[0]);
    close(sv[1]);
    return 0;
}
