/* How large the kernel's buffers of a new socket are. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void error_handling(const char *message);

int
main(void)
{
    int sock;
    int snd_buf, rcv_buf;
    socklen_t len;

    sock = socket(PF_INET, SOCK_STREAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    len = sizeof(snd_buf);
    if (getsockopt(sock, SOL_SOCKET, SO_SNDBUF, &snd_buf, &len) == -1)
        error_handling("getsockopt() error");

    len = sizeof(rcv_buf);
    if (getsockopt(sock, SOL_SOCKET, SO_RCVBUF, &rcv_buf, &len) == -1)
        error_handling("getsockopt() error");

    printf("Input buffer size: %d \n", rcv_buf);
    printf("Output buffer size: %d \n", snd_buf);
    close(sock);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
