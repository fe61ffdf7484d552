/* A child opens a file and hands the open descriptor to its parent, which reads the file. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUF_SIZE 1024

static void send_fd(int sock, int fd);
static int recv_fd(int sock);
static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int sv[2], status, fd;
    char buf[BUF_SIZE];
    ssize_t str_len;
    pid_t pid;

    if (argc != 2) {
        printf("Usage : %s <file>\n", argv[0]);
        exit(1);
    }

    if (socketpair(PF_UNIX, SOCK_STREAM, 0, sv) == -1)
        error_handling("socketpair() error");

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");
    if (pid == 0) {
        fd = open(argv[1], O_RDONLY);
        if (fd == -1)
            error_handling("open() error");
        send_fd(sv[1], fd);
        _exit(0);
    }

    close(sv[1]);
    fd = recv_fd(sv[0]);
    if (fd != -1) {
        while ((str_len = read(fd, buf, BUF_SIZE)) > 0)
            write(1, buf, (size_t)str_len);
        close(fd);
    }
    wait(&status);
    exit(WEXITSTATUS(status));
}

static void
send_fd(int sock, int fd)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec vec = {"", 1};
    struct msghdr msg = {0};
    struct cmsghdr *cmsg;

    memset(&control, 0, sizeof(control));
    msg.msg_iov = &vec;
    msg.msg_iovlen = 1;
    msg.msg_control = control.bytes;
    msg.msg_controllen = sizeof(control.bytes);
    cmsg = CMSG_FIRSTHDR(&msg);
    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_RIGHTS;
    cmsg->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(cmsg), &fd, sizeof(int));
    if (sendmsg(sock, &msg, 0) == -1)
        error_handling("sendmsg() error");
}

static int
recv_fd(int sock)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    char byte[1];
    struct iovec vec = {byte, 1};
    struct msghdr msg = {0};
    struct cmsghdr *cmsg;
    int fd;

    msg.msg_iov = &vec;
    msg.msg_iovlen = 1;
    msg.msg_control = control.bytes;
    msg.msg_controllen = sizeof(control.bytes);
    if (recvmsg(sock, &msg, 0) == -1)
        error_handling("recvmsg() error");
    cmsg = CMSG_FIRSTHDR(&msg);
    if (cmsg == NULL)
        return -1;
    memcpy(&fd, CMSG_DATA(cmsg), sizeof(int));
    return fd;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
