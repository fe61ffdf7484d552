#include <math.h>
#include <stdio.h>

static double average(int *v, int n)
{
    int i;
    double sum = 0;

    for (i = 0; i < n; i++)
        sum += v[i];
    return sum / n;
}

int main(void)
{
    int v[] = {1, 2, 4};
    float f = 0.1f;
    double d = 0.1;
    int i = 7;

    printf("%f %.2f\n", average(v, 3), (float)i / 2);
    printf("%d %d %d\n", (int)3.99, (int)-3.99, i / 2 * 2);
    printf("%.10f %.10f %d\n", f, d, f == d);
    f = f * 3;
    printf("%.8f %d\n", f, (int)(f * 10));
    printf("%.3f %.3f %.3f\n", sqrt(2.0), pow(2, 10), fabs(-1.5));
    i = 10 * 0.35;
    printf("%d %.1f %g\n", i, 1e3, 5 / 2 + 0.5);
    printf("%.2f\n", i > 2 ? 1 : 0.5);
    return 0;
}
