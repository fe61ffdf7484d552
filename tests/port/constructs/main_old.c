// arguments: x y
#include <stdio.h>

int main(argc, argv)
int argc;
char *argv[];
{
    printf("%d %s%s\n", argc, argv[1], argv[2]);
    return argc;
}
