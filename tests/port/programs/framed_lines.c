#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/socket.h>
/* Lines and frames with a length in front, by readers that keep state across calls. */
#define MAXLINE 32
static int my_read(int fd, char *ptr)
{
    static int read_cnt = 0;
    static char *read_ptr;
    static char read_buf[MAXLINE];
    if (read_cnt <= 0) {
    again:
        if ((read_cnt = read(fd, read_buf, sizeof(read_buf))) < 0)
            goto again;
        else if (read_cnt == 0)
            return 0;
        read_ptr = read_buf;
    }
    read_cnt--;
    *ptr = *read_ptr++;
    return 1;
}
ssize_t readline(int fd, void *vptr, size_t maxlen)
{
    int n, rc;
    char c, *ptr;
    ptr = vptr;
    for (n = 1; n < maxlen; n++) {
        if ((rc = my_read(fd, &c)) == 1) {
            *ptr++ = c;
            if (c == '\n')
                break;
        } else if (rc == 0) {
            *ptr = 0;
            return n - 1;
        } else
            return -1;
    }
    *ptr = 0;
    return n;
}
ssize_t readn(int fd, void *vptr, size_t n)
{
    size_t nleft = n;
    ssize_t nread;
    char *ptr = vptr;
    while (nleft > 0) {
        if ((nread = read(fd, ptr, nleft)) < 0)
            return -1;
        else if (nread == 0)
            break;
        nleft -= nread;
        ptr += nread;
    }
    return n - nleft;
}
ssize_t writen(int fd, const void *vptr, size_t n)
{
    size_t nleft = n;
    ssize_t nw;
    const char *ptr = vptr;
    while (nleft > 0) {
        if ((nw = write(fd, ptr, nleft)) <= 0)
            return -1;
        nleft -= nw;
        ptr += nw;
    }
    return n;
}
void pack32(unsigned char *b, unsigned v)
{
    b[0] = v >> 24;
    b[1] = (v >> 16) & 0xff;
    b[2] = v >> 8;
    b[3] = v;
}
unsigned unpack32(unsigned char b[4]) { return b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3]; }
int main(void)
{
    int sv[2], i, n;
    char line[MAXLINE], big[100], *body;
    unsigned char h[4];
    unsigned len;
    socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    writen(sv[0], "first line\nsecond\nand a last line without an end", 48);
    shutdown(sv[0], SHUT_WR);
    while ((n = readline(sv[1], line, MAXLINE)) > 0)
        printf("%d:%s", n, line);
    puts("");
    close(sv[0]);
    close(sv[1]);
    socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    for (i = 0; i < 3; i++) {
        sprintf(big, "frame number %d", i * 1000);
        pack32(h, strlen(big));
        writen(sv[0], h, 4);
        writen(sv[0], big, strlen(big));
    }
    pack32(h, 0xFFFFFFFF);
    writen(sv[0], h, sizeof(h));
    while (readn(sv[1], h, 4) == 4 && (len = unpack32(h)) != -1) {
        body = malloc(len + 1);
        n = readn(sv[1], body, len);
        body[n] = '\0';
        printf("%u %s\n", len, body);
        free(body);
    }
    memset(line, 'z', sizeof line);
    strncpy(line, "short", 5);
    printf("%.8s\n", line);
    return 0;
}
