#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    printf("flushed\n");
    fflush(stdout);
    abort();
}
