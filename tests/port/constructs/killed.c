#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    printf("gone with the signal");
    fflush(stdout);
    kill(getpid(), SIGTERM);
    return 0;
}
