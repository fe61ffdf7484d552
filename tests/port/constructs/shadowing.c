#include <stdio.h>

int x = 1;

static int f(int x)
{
    {
        int x = 50;
        x++;
        printf("%d ", x);
    }
    return x * 2;
}

int main(void)
{
    int i = 9;

    for (int i = 0; i < 2; i++) {
        int x = i + 100;
        printf("%d ", x);
    }
    printf("%d ", i);
    if (i) {
        int i = -1;
        printf("%d ", i);
    }
    printf("%d %d %d\n", f(7), x, i);
    return 0;
}
