#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int n = 5, i;
    int *a = (int *)malloc(sizeof(int) * n);
    int *z = calloc(n, sizeof *z);
    double *d = malloc(3 * sizeof(double));

    for (i = 0; i < n; i++)
        a[i] = i * i;
    a = realloc(a, 2 * n * sizeof(int));
    for (i = n; i < 2 * n; i++)
        a[i] = -i;
    for (i = 0; i < 2 * n; i++)
        printf("%d ", a[i]);
    printf("%d\n", z[4]);
    d[0] = 1.5;
    d[2] = d[0] * 2;
    printf("%.1f\n", d[2]);
    free(a);
    free(z);
    free(d);
    return 0;
}
