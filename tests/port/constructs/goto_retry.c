#include <stdio.h>

static int calls;

static int unsure(void)
{
    return ++calls % 3 == 0 ? calls : -1;
}

int main(void)
{
    int n, tries = 0, i;

retry:
    tries++;
    n = unsure();
    if (n == -1) {
        if (tries < 10)
            goto retry;
        goto failed;
    }
    printf("%d after %d tries\n", n, tries);
    if (calls < 6)
        goto retry;

    for (i = 0; i < 5; i++) {
        if (i == 1)
            goto next;
        if (i == 3)
            goto done;
        printf("i %d\n", i);
    next:
        printf("next %d\n", i);
    }
done:
    printf("done at %d\n", i);
    return 0;
failed:
    printf("failed\n");
    return 1;
}
