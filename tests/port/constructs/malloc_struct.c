#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct _stack {
    int *items;
    int top, size;
} Stack;

Stack *create(int size)
{
    Stack *s = (Stack *)malloc(sizeof(Stack));
    s->items = (int *)malloc(sizeof(int) * size);
    s->top = -1;
    s->size = size;
    return s;
}

int push(Stack *s, int v)
{
    if (s->top + 1 >= s->size) {
        s->size *= 2;
        s->items = (int *)realloc(s->items, sizeof(int) * s->size);
    }
    s->items[++s->top] = v;
    return s->top;
}

int pop(Stack *s)
{
    if (s->top < 0)
        return -1;
    return s->items[s->top--];
}

int main(void)
{
    Stack *s = create(2);
    int i;

    for (i = 0; i < 7; i++)
        push(s, i * 3);
    while (s->top >= 0)
        printf("%d ", pop(s));
    printf("%d %d\n", pop(s), s->size);
    free(s->items);
    free(s);
    return 0;
}
