// arguments: first "two words" -x 한글
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[], char *envp[])
{
    int i, letters = 0;
    char **p;

    if (argc < 2) {
        printf("Usage : %s <arguments>\n", argv[0]);
        exit(1);
    }
    for (i = 1; i < argc; i++)
        printf("%d [%s] %zu\n", i, argv[i], strlen(argv[i]));
    printf("%s\n", argv[argc] == NULL ? "ends with NULL" : "?");
    for (p = argv + 1; *p != NULL; p++) {
        if ((*p)[0] == '-')
            printf("option %c\n", (*p)[1]);
        for (char *c = *p; *c; ++c)
            letters += *c > 0;
    }
    printf("%d %d\n", letters, envp[0] != NULL);
    fflush(stdout);
    if (!strcmp(argv[1], "first")) {
        char *words[] = {"sh", "-c", "echo \"$0 and $1\"", argv[2], "more", NULL};
        execv("/bin/sh", words);
        perror("execv");
    }
    return 1;
}
