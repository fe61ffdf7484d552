#include <stdio.h>

static counter = 3;
const limit = 10;

twice(n)
{
    return n * 2;
}

int main()
{
    register i;
    unsigned u = 3;

    for (i = 0; i < counter; i++)
        printf("%d ", twice(i));
    printf("%d %u\n", limit, u - 4);
    return 0;
}
