#include <stdio.h>

#define N 8

static void sort(int a[], int n)
{
    int i, j, t;

    for (i = 0; i < n - 1; i++)
        for (j = 0; j < n - 1 - i; j++)
            if (a[j] > a[j + 1]) {
                t = a[j];
                a[j] = a[j + 1];
                a[j + 1] = t;
            }
}

int main(void)
{
    int a[N] = {5, 3, 9, 1, -4, 7, 0, 2};
    int b[N];
    int i;

    for (i = 0; i < N; i++)
        b[N - 1 - i] = a[i];
    sort(a, N);
    for (i = 0; i < N; i++)
        printf("%d %d\n", a[i], b[i]);
    printf("%d\n", (int)(sizeof(a) / sizeof(a[0])));
    return 0;
}
