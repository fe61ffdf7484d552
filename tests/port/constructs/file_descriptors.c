#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>

static void die(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(2);
}

int main(void)
{
    char buffer[10];
    int fd, other, n, total = 0;
    struct stat st;

    fd = open("data.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd == -1)
        die("open");
    n = write(fd, "0123456789abcdef", 16);
    printf("%d\n", n);
    close(fd);
    fd = open("data.txt", O_RDWR | O_APPEND);
    write(fd, "XYZ", 3);
    lseek(fd, 4, SEEK_SET);
    other = dup(fd);
    while ((n = read(other, buffer, sizeof(buffer) - 1)) > 0) {
        buffer[n] = 0;
        printf("[%s]", buffer);
        total += n;
    }
    printf(" %d\n", total);
    fstat(fd, &st);
    printf("%ld %d %o\n", (long)st.st_size, S_ISREG(st.st_mode), (unsigned)st.st_mode & 0777);
    close(other);
    close(fd);
    total = close(fd);
    printf("%d %d\n", total, errno == EBADF);
    printf("%d\n", access("data.txt", F_OK));
    mkdir("sub", 0755);
    rename("data.txt", "sub/moved.txt");
    printf("%d %d\n", access("data.txt", F_OK), access("sub/moved.txt", R_OK));
    if (open("data.txt", O_RDONLY) < 0 && errno == ENOENT)
        printf("%s\n", strerror(errno));
    fd = open("sub/moved.txt", O_CREAT | O_EXCL, 0600);
    printf("%d %d\n", fd, errno == EEXIST);
    unlink("sub/moved.txt");
    return 0;
}
