#include <stdio.h>

int main(void)
{
    printf("status 300 is %d\n", 300 & 0xff);
    return 300;
}
