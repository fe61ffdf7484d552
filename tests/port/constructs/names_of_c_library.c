#include <stdio.h>


int read(int n) { return n * 2; }

static int time = 5;
static int index = 3;

int main(void)
{
    int send = 1, recv = 2, accept = 3, errno_ = 4, signal = 5;
    char *string = "s", *char_ = "c";

    printf("%d %d %d %d\n", read(21), time, index, send + recv + accept + errno_ + signal);
    printf("%s%s\n", string, char_);
    return 0;
}
