// arguments: a
#include <stdio.h>

int main(int ac, const char **av, char **env)
{
    printf("%d %s %d\n", ac, av[1], env != 0 && env[0] != 0);
    return 0;
}
