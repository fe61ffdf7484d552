#include <stdio.h>

int main(void)
{
    int i, j, k, found = 0, count = 0;

    for (i = 1; i <= 20 && !found; i++) {
        for (j = i; j <= 20; j++) {
            for (k = j; k <= 30; k++) {
                if (i * i + j * j == k * k && i + j + k == 30) {
                    found = 1;
                    break;
                }
                if (k > i + j)
                    break;
                count++;
            }
            if (found)
                break;
        }
    }
    printf("%d %d %d %d %d\n", i, j, k, found, count);
    i = 0;
    while (i < 3) {
        j = 0;
        do {
            if (i == j) {
                j++;
                continue;
            }
            printf("(%d,%d)", i, j);
            j++;
        } while (j < 3);
        i++;
    }
    printf("\n");
    for (i = 1; i <= 9; i += 4) {
        for (j = 1; j <= 9; j++)
            printf("%3d", i * j);
        printf("\n");
    }
    for (i = 0; i < 4; i++) {
        for (j = 0; j < 4 - i - 1; j++)
            putchar(' ');
        for (j = 0; j < 2 * i + 1; j++)
            putchar('*');
        putchar('\n');
    }
    return 0;
}
