#include <stdio.h>
#include <string.h>

#define CAPACITY 8
#define NEXT(i) (((i) + 1) % CAPACITY)
#define IS_EMPTY(q) ((q)->front == (q)->rear)
#define IS_FULL(q) (NEXT((q)->rear) == (q)->front)

typedef struct {
    char data[CAPACITY];
    int front, rear;
} Queue;

static int put(Queue *q, char c)
{
    if (IS_FULL(q))
        return -1;
    q->data[q->rear] = c;
    q->rear = NEXT(q->rear);
    return 0;
}

static int get(Queue *q)
{
    int c;
    if (IS_EMPTY(q))
        return -1;
    c = q->data[q->front];
    q->front = NEXT(q->front);
    return c;
}

int main(void)
{
    Queue q = {"", 0, 0};
    const char *text = "a stream of characters";
    int c, dropped = 0, i;

    for (i = 0; text[i]; i++) {
        if (put(&q, text[i]) < 0)
            dropped++;
        if (i % 3 == 2 && (c = get(&q)) >= 0)
            putchar(c);
    }
    putchar('|');
    while ((c = get(&q)) != -1)
        putchar(c);
    printf("| %d dropped\n", dropped);
    return q.front == q.rear ? 0 : 1;
}
