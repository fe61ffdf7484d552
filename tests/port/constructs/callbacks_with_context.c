#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void (*visit_t)(int value, void *context);

struct summary {
    int count;
    long sum;
    int largest;
};

static void for_each(const int *values, size_t n, visit_t visit, void *context)
{
    size_t i;
    for (i = 0; i < n; i++)
        visit(values[i], context);
}

static void count(int value, void *context)
{
    struct summary *s = context;
    s->count++;
    s->sum += value;
    if (value > s->largest)
        s->largest = value;
}

static void print(int value, void *context)
{
    printf("%s%d", (const char *)context, value);
}

static void collect(int value, void *context)
{
    int **next = (int **)context;
    *(*next)++ = value * 2;
}

int main(void)
{
    int values[] = {4, -2, 9, 31, 0};
    int doubled[5], *at = doubled;
    size_t n = sizeof(values) / sizeof(values[0]);
    struct summary s;

    memset(&s, 0, sizeof(s));
    for_each(values, n, count, &s);
    printf("%d values, sum %ld, largest %d\n", s.count, s.sum, s.largest);
    for_each(values, n, print, ", ");
    printf("\n");
    for_each(values, n, collect, &at);
    for_each(doubled, at - doubled, print, " ");
    putchar('\n');
    return 0;
}
