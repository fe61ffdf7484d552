#include <stdio.h>
#include <string.h>

#define BUF 16

int main(void)
{
    char line[BUF];
    int n = 0;

    while (fgets(line, BUF, stdin) != NULL) {
        n++;
        if (line[strlen(line) - 1] == '\n')
            line[strlen(line) - 1] = '\0';
        if (!strcmp(line, "q") || !strcmp(line, "Q"))
            break;
        printf("%d:%s:%zu\n", n, line, strlen(line));
    }
    fputs("end\n", stdout);
    return n;
}
