#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdbool.h>
#include <stdint.h>

struct point { int x, y; };

static inline int squared(int n) { return n * n; }
static int sum(const int *values) { int total = 0; while (*values) total += *values++; return total; }
static int dot(struct point a, struct point b) { return a.x * b.x + a.y * b.y; }
static bool even(int n) { return n % 2 == 0; }

static int table(int n)
{
    int squares[n];
    for (int i = 0; i < n; i++)
        squares[i] = squared(i);
    return squares[n - 1] + (int)(sizeof(squares) / sizeof(squares[0]));
}

int main(void)
{
    printf("%d\n", sum((int[]){1, 2, 3, 0}));
    printf("%d\n", dot((struct point){1, 2}, (struct point){.y = 4}));
    struct point *p = &(struct point){7, 8};
    p->x++;
    printf("%d %d\n", p->x, p->y);
    printf("%d\n", table(6));

    bool flag = 42;
    _Bool other = !flag;
    flag = flag && even(4);
    printf("%d %d %zu\n", flag, other, sizeof(flag));
    bool flags[4] = {true, false, 5 > 3};
    flags[3] = 0.5;
    printf("%d%d%d%d\n", flags[0], flags[1], flags[2], flags[3]);

    const int rows = 2;
    for (int i = 0, j = rows; i < j; i++) {
        static int calls;
        int i2 = i * 2; // a comment of C++
        printf("%d:%d ", ++calls, i2);
    }
    printf("%s\n", __func__);
    long restrict_free = 0x1p3;
    printf("%ld\n", restrict_free);
    return 0;
}
