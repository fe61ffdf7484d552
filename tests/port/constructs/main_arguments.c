// arguments: 3 4 "two words" -x
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char *argv[])
{
    int i;

    printf("%d\n", argc);
    for (i = 1; i < argc; i++)
        printf("%d: %s\n", i, argv[i]);
    if (argv[4][0] == '-' && argv[argc] == NULL)
        printf("option %c\n", argv[4][1]);
    return atoi(argv[1]) * atoi(argv[2]);
}
