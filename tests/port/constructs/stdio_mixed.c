#include <stdio.h>
#include <unistd.h>

int main(void)
{
    char c;
    int n;

    setvbuf(stdout, NULL, _IONBF, 0);
    fputs("unbuffered ", stdout);
    write(1, "write ", 6);
    fprintf(stdout, "%s", "fprintf ");
    fputc('c', stdout);
    putc('\n', stdout);
    n = fgetc(stdin);
    ungetc(n, stdin);
    c = getchar();
    printf("%c %d\n", c, n == c);
    fwrite("binary\0data", 1, 11, stdout);
    return ferror(stdout);
}
