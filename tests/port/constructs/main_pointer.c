// arguments: one two
#include <stdio.h>

int main(int argc, char **argv)
{
    argv++;
    while (--argc > 0)
        printf("%s\n", *argv++);
}
