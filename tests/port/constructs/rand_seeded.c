#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(void)
{
    int i;

    srand(2024);
    for (i = 0; i < 5; i++)
        printf("%d ", rand() % 45 + 1);
    printf("%d\n", rand() <= RAND_MAX);
    srand((unsigned)time(NULL));
    return 0;
}
