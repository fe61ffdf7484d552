#include <stdio.h>

int main(void)
{
    int i, j, found = 0;

    for (i = 0; i < 10; i++) {
        if (i == 2)
            continue;
        for (j = 0; j < 10; j++) {
            if (j > i)
                break;
            if ((i + j) % 2)
                continue;
            printf("%d%d ", i, j);
            if (i * j == 12) {
                found = 1;
                break;
            }
        }
        if (found)
            break;
    }
    printf("\n%d %d\n", i, j);
    while (1) {
        if (++i > 20)
            break;
        if (i % 3)
            continue;
        printf("%d ", i);
    }
    for (;;) {
        if (i-- == 0)
            break;
    }
    printf("%d\n", i);
    return 0;
}
