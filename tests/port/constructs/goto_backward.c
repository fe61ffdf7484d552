#include <stdio.h>

int main(void)
{
    int i = 0, tries = 0;

again:
    i += 3;
    printf("%d ", i);
    if (i < 10)
        goto again;
    printf("\n");
retry:
    tries++;
    if (tries < 3) {
        printf("retry %d\n", tries);
        goto retry;
    }
    printf("done %d\n", tries);
    return tries;
}
