#include <stdio.h>
#include <string.h>
#include <stdlib.h>

static void swap(void *a, void *b, size_t size)
{
    unsigned char *p = a, *q = b, t;
    while (size--) {
        t = *p;
        *p++ = *q;
        *q++ = t;
    }
}

static void *largest(void *base, size_t n, size_t size, int (*compare)(const void *, const void *))
{
    char *best = base;
    size_t i;
    for (i = 1; i < n; i++) {
        char *item = (char *)base + i * size;
        if (compare(item, best) > 0)
            best = item;
    }
    return best;
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int by_double(const void *a, const void *b)
{
    double x = *(double *)a, y = *(double *)b;
    return (x > y) - (x < y);
}

int main(void)
{
    int values[] = {3, 9, -4}, a = 1, b = 2;
    double reals[] = {0.5, -2.25};
    short s = 7, t = 8;
    void *any;

    swap(&a, &b, sizeof(a));
    swap(&s, &t, sizeof s);
    swap(&reals[0], &reals[1], sizeof(double));
    printf("%d %d %d %d %.2f %.2f\n", a, b, s, t, reals[0], reals[1]);
    any = largest(values, 3, sizeof(int), by_value);
    printf("%d\n", *(int *)any);
    printf("%.1f\n", *(double *)largest(reals, 2, sizeof(double), by_double));
    any = malloc(4);
    memcpy(any, "abc", 4);
    printf("%s\n", (char *)any);
    free(any);
    return 0;
}
