#include <stdio.h>
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

static struct node *push(struct node *head, int value)
{
    struct node *n = (struct node *)malloc(sizeof(struct node));

    n->value = value;
    n->next = head;
    return n;
}

int main(void)
{
    struct node *head = NULL, *n, *next;
    int i, sum = 0;

    for (i = 1; i <= 5; i++)
        head = push(head, i * i);
    for (n = head; n != NULL; n = n->next) {
        printf("%d ", n->value);
        sum += n->value;
    }
    printf("= %d\n", sum);
    head->next->value = 1000;
    printf("%d %d\n", head->next->value, (*head).value);
    for (n = head; n; n = next) {
        next = n->next;
        free(n);
    }
    return 0;
}
