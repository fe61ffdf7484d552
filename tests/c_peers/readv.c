/* One call fills two buffers: the first five bytes go here, what follows goes there. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#define BUF_SIZE 100

static void error_handling(const char *message);

int
main(void)
{
    struct iovec vec[2];
    char buf1[BUF_SIZE] = {0};
    char buf2[BUF_SIZE] = {0};
    ssize_t str_len;

    vec[0].iov_base = buf1;
    vec[0].iov_len = 5;
    vec[1].iov_base = buf2;
    vec[1].iov_len = BUF_SIZE - 1;

    str_len = readv(0, vec, 2);
    if (str_len == -1)
        error_handling("readv() error");
    printf("Read bytes: %zd \n", str_len);
    printf("First message: %s \n", buf1);
    printf("Second message: %s \n", buf2);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
