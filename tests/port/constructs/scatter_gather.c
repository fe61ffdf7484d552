#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/uio.h>
#include <sys/socket.h>

int main(void)
{
    struct iovec vec[2], in[3];
    char buf1[] = "ABCDEFG", buf2[] = "1234567";
    char a[5], b[20], c[4];
    int str_len, pair[2];
    struct msghdr msg;

    vec[0].iov_base = buf1;
    vec[0].iov_len = 3;
    vec[1].iov_base = buf2;
    vec[1].iov_len = 4;
    fflush(stdout);
    str_len = writev(1, vec, 2);
    write(1, "\n", 1);
    printf("Write bytes: %d\n", str_len);

    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    writev(pair[0], vec, 2);
    memset(a, 0, sizeof(a));
    memset(b, 0, sizeof(b));
    in[0].iov_base = a;
    in[0].iov_len = sizeof(a) - 1;
    in[1].iov_base = b;
    in[1].iov_len = sizeof(b) - 1;
    printf("%d %s %s\n", (int)readv(pair[1], in, 2), a, b);

    memset(&msg, 0, sizeof(msg));
    msg.msg_iov = vec;
    msg.msg_iovlen = 2;
    vec[1].iov_base = buf2 + 4;
    vec[1].iov_len = 3;
    printf("%d\n", (int)sendmsg(pair[0], &msg, 0));
    in[2].iov_base = c;
    in[2].iov_len = sizeof(c);
    msg.msg_iov = &in[1];
    str_len = recvmsg(pair[1], &msg, 0);
    printf("%d %.6s\n", str_len, b);
    return 0;
}
