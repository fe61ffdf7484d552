#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int *items;
    size_t count, capacity;
} vector;

static int vector_add(vector *v, int item)
{
    if (v->count == v->capacity) {
        size_t capacity = v->capacity ? v->capacity * 2 : 2;
        int *grown = realloc(v->items, capacity * sizeof(*grown));
        if (grown == NULL)
            return -1;
        v->items = grown;
        v->capacity = capacity;
    }
    v->items[v->count++] = item;
    return 0;
}

static char *read_all(const char *parts[])
{
    char *text = NULL;
    size_t length = 0;

    while (*parts) {
        size_t n = strlen(*parts);
        text = (char *)realloc(text, length + n + 1);
        memcpy(text + length, *parts, n + 1);
        length += n;
        parts++;
    }
    return text;
}

int main(void)
{
    vector v = {0};
    const char *parts[] = {"one ", "two ", "three", NULL};
    char *text, **lines;
    int i, sum = 0, *zeros;

    for (i = 0; i < 10; i++)
        vector_add(&v, i * i);
    for (i = 0; i < (int)v.count; i++)
        sum += v.items[i];
    printf("%d %zu %zu\n", sum, v.count, v.capacity);
    free(v.items);
    text = read_all(parts);
    printf("%s\n", text);
    lines = malloc(3 * sizeof(char *));
    for (i = 0; i < 3; i++) {
        lines[i] = malloc(8);
        sprintf(lines[i], "line %d", i);
    }
    for (i = 2; i >= 0; i--) {
        puts(lines[i]);
        free(lines[i]);
    }
    free(lines);
    zeros = (int *)calloc(4, sizeof(int));
    printf("%d\n", zeros[0] | zeros[3]);
    free(zeros);
    free(text);
    free(NULL);
    return 0;
}
