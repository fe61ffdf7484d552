#include <stdio.h>
#include <stdlib.h>

static int work(int fail)
{
    int result = -1;
    char *one = NULL, *two = NULL;

    one = malloc(10);
    if (one == NULL || fail == 1)
        goto out;
    two = malloc(20);
    if (!two || fail == 2)
        goto free_one;
    result = 0;
    free(two);
free_one:
    printf("free one\n");
out:
    printf("out\n");
    free(one);
    if (fail == 2)
        free(two);
    return result;
}

int main(void)
{
    printf("%d\n", work(0));
    printf("%d\n", work(1));
    printf("%d\n", work(2));
    return 0;
}
