#include <stdlib.h>
#include <stdio.h>

int main(void)
{
    puts("negative");
    exit(-1);
}
