#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BUF_SIZE 7

int main(void)
{
    char buf[BUF_SIZE];
    const char text[] = "Let's copy this text, seven bytes at a time.\n";
    int in, out, n, total = 0;

    in = open("source.txt", O_RDWR | O_CREAT | O_TRUNC, 0644);
    if (in == -1)
        return 1;
    write(in, text, strlen(text));
    lseek(in, 0, SEEK_SET);
    out = open("copy.txt", O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR);
    while ((n = read(in, buf, sizeof(buf))) > 0) {
        write(out, buf, n);
        total += n;
    }
    close(in);
    close(out);
    printf("%d\n", total);
    unlink("source.txt");
    return 0;
}
