#include <stdio.h>
#include <string.h>

#define SIZE 4

typedef struct {
    int items[SIZE];
    int top;
    char label[8];
} Stack;

static int push(Stack *s, int item)
{
    if (s->top == SIZE)
        return 0;
    s->items[s->top++] = item;
    return 1;
}

static int pop(Stack *s, int *item)
{
    if (s->top == 0)
        return 0;
    *item = s->items[--s->top];
    return 1;
}

int main(void)
{
    Stack one = {{0}, 0, "one"}, two;
    int i, item;

    for (i = 1; push(&one, i * i); i++)
        ;
    two = one;
    strcpy(two.label, "two");
    two.items[0] = 100;
    while (pop(&two, &item))
        printf("%s %d\n", two.label, item);
    printf("%s %d %d %d\n", one.label, one.top, one.items[0], i);
    memset(&one, 0, sizeof one);
    printf("%d %d\n", pop(&one, &item), item);
    return 0;
}
