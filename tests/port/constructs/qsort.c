#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char **)a, *(char **)b);
}

int main(void)
{
    int v[] = {5, 2, 8, -1, 3}, key = 8, i;
    char *names[] = {"park", "kim", "lee"};
    int *found;

    qsort(v, 5, sizeof(int), by_value);
    for (i = 0; i < 5; i++)
        printf("%d ", v[i]);
    qsort(names, 3, sizeof(names[0]), by_name);
    for (i = 0; i < 3; i++)
        printf("%s ", names[i]);
    found = bsearch(&key, v, 5, sizeof(v[0]), by_value);
    printf("%ld\n", (long)(found - v));
    return 0;
}
