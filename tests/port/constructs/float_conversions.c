#include <stdio.h>
#include <math.h>

static double average(const int *values, int n)
{
    int i, sum = 0;
    for (i = 0; i < n; i++)
        sum += values[i];
    return (double)sum / n;
}

static float celsius(float f) { return (f - 32) * 5 / 9; }

int main(void)
{
    int values[] = {1, 2, 2, 4}, i = 7, j = 2;
    double d = 3.99, e = -3.99;
    float f = 0.1f, g = 16777216.0f;
    long big = 9007199254740993L;
    char c;
    unsigned u = 3000000000u;

    printf("%.2f %.1f %d\n", average(values, 4), i / j * 1.0, (int)(i / (double)j));
    printf("%d %d %d %ld\n", (int)d, (int)e, (int)(d + 0.5), (long)-0.5);
    printf("%.10f %.10f %d\n", f, f * 3, f + 0.2f == 0.3f);
    g += 1;
    printf("%.1f %.1f\n", g, (double)(float)big);
    printf("%.1f %.2f\n", (double)u, celsius(98.6f));
    c = 65.7;
    i = 2.9 * 2;
    i += 1.5;
    i *= 0.5;
    printf("%c %d\n", c, i);
    for (d = 1, i = 0; d > 0.01; d /= 3, i++)
        ;
    printf("%d %.6f\n", i, d);
    printf("%.3f %.3f %.3f\n", sqrt(2), pow(2, 0.5), fabs(-1.25));
    printf("%.1f %.1f %.1f %.1f\n", floor(-1.5), ceil(1.2), fmod(7.5, 2), round(2.5));
    printf("%d %d\n", 0.1 + 0.2 == 0.3, (float)0.5 == 0.5);
    printf("%.4f %.4f\n", 1 / 3.0f, 2.0 / 3);
    printf("%d\n", d ? 1 : 0);
    return 0;
}
