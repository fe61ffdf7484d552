#include <stdio.h>
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
    int saved, fd;
    char text[64];
    FILE *f;
    int n = 0;

    printf("before\n");
    fflush(stdout);
    saved = dup(1);
    fd = open("captured.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(fd, STDOUT_FILENO);
    close(fd);
    printf("into the file\n");
    puts("and again");
    fflush(stdout);
    write(1, "raw\n", 4);
    dup2(saved, 1);
    close(saved);
    f = fopen("captured.txt", "r");
    while (fgets(text, sizeof(text), f))
        printf("%d: %s", ++n, text);
    fclose(f);
    printf("after\n");
    return 0;
}
