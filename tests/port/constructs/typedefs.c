#include <stdio.h>
#include <stdlib.h>

typedef unsigned char byte;
typedef byte key[4];
typedef int matrix[2][2];
typedef struct node Node;
typedef Node *List;
typedef int (*compare)(const void *, const void *);
typedef void handler(int);

struct node {
    int value;
    List next;
};

static List cons(int value, List rest)
{
    List list = (List)malloc(sizeof(Node));
    list->value = value;
    list->next = rest;
    return list;
}

static int down(const void *a, const void *b) { return *(byte *)b - *(byte *)a; }
static void report(int n) { printf("reported %d\n", n); }
static void call(handler *h, int n) { h(n); }

int main(void)
{
    key k = {3, 1, 255, 7};
    matrix m = {{1, 2}, {3, 4}};
    compare c = down;
    List list = cons(1, cons(2, cons(3, NULL))), p;
    int product = 1;

    qsort(k, sizeof(k), sizeof(byte), c);
    printf("%d %d %d %d\n", k[0], k[1], k[2], k[3]);
    printf("%d\n", m[0][0] * m[1][1] - m[0][1] * m[1][0]);
    for (p = list; p; p = p->next)
        product *= p->value + 1;
    while (list) {
        p = list->next;
        free(list);
        list = p;
    }
    call(report, product);
    return 0;
}
