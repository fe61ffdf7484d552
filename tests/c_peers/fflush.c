/* What fputs() wrote lies in the stream's buffer; fflush() gives it to the system. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void error_handling(const char *message);

int
main(void)
{
    FILE *fp;
    int fd;

    fp = fopen("data.dat", "w");
    if (fp == NULL)
        error_handling("fopen() error!");
    /* a look of our own at the file, beside the stream */
    fd = open("data.dat", O_RDONLY);
    if (fd == -1)
        error_handling("open() error!");

    fputs("Network C programming \n", fp);
    printf("Before fflush: %ld bytes \n", (long)lseek(fd, 0, SEEK_END));
    if (fflush(fp) == EOF)
        error_handling("fflush() error!");
    printf("After fflush: %ld bytes \n", (long)lseek(fd, 0, SEEK_END));

    close(fd);
    fclose(fp);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
