#include <stdio.h>

static void sort(int *items[], int n)
{
    int i, j;
    for (i = 0; i < n - 1; i++)
        for (j = 0; j < n - 1 - i; j++)
            if (*items[j] > *items[j + 1]) {
                int *t = items[j];
                items[j] = items[j + 1];
                items[j + 1] = t;
            }
}

int main(void)
{
    int a = 30, b = 10, c = 20, d = 5;
    int *items[4] = {&a, &b, &c, &d};
    int **pp = items;
    int i;

    sort(items, 4);
    for (i = 0; i < 4; i++)
        printf("%d ", *items[i]);
    **pp = 99;
    *pp[1] += 1;
    printf("\n%d %d %d %d\n", a, b, c, d);
    printf("%d\n", items[0] == &d && *(pp + 3) == &a);
    return 0;
}
