#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    FILE *fp;
    int fd = open("data.dat", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int copy;

    fp = fdopen(fd, "w");
    fputs("Network C programming\n", fp);
    printf("%d\n", fileno(fp) == fd);
    fflush(fp);
    copy = dup(fd);
    write(copy, "second\n", 7);
    fclose(fp);
    printf("%zd\n", write(copy, "third\n", 6));
    close(copy);
    copy = open("data.dat", O_APPEND | O_WRONLY);
    dup2(copy, 1);
    printf("into the file\n");
    return 0;
}
