#include <stdio.h>
#include <string.h>
#include <stdlib.h>
/* A struct that begins with another one is cast both ways; tables, rows and callbacks. */
typedef struct shape {
    int kind;
    double (*area)(const struct shape *);
} shape;
typedef struct {
    shape base;
    double r;
} circle;
typedef struct {
    shape base;
    double w, h;
} rect;
double circle_area(const shape *s) { return 3.0 * ((const circle *)s)->r * ((circle *)s)->r; }
double rect_area(const shape *s)
{
    const rect *r = (const rect *)s;
    return r->w * r->h;
}
shape *mkcircle(double r)
{
    circle *c = malloc(sizeof *c);
    c->base.kind = 0;
    c->base.area = circle_area;
    c->r = r;
    return &c->base;
}
shape *mkrect(double w, double h)
{
    rect *r = malloc(sizeof(rect));
    *r = (rect){{1, rect_area}, w, h};
    return (shape *)r;
}
unsigned char bitmap[16];
void setbit(int n) { bitmap[n / 8] |= 1 << (n % 8); }
int getbit(int n) { return !!(bitmap[n >> 3] & (1 << (n & 7))); }
struct v {
    int x, y;
} vadd(struct v a, struct v b) { return (struct v){a.x + b.x, a.y + b.y}; }
struct v vneg(struct v a)
{
    a.x = -a.x;
    a.y = -a.y;
    return a;
}
int cube[2][3][4];
void sum_rows(int (*a)[4], int n, int *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = 0;
        for (int j = 0; j < 4; j++)
            out[i] += a[i][j];
    }
}
struct node {
    int id;
    struct node *next;
};
int josephus(int n, int k)
{
    struct node *head = malloc(sizeof *head), *p = head;
    head->id = 1;
    for (int i = 2; i <= n; i++) {
        p->next = malloc(sizeof *p);
        p = p->next;
        p->id = i;
    }
    p->next = head;
    while (p->next != p) {
        for (int i = 1; i < k; i++)
            p = p->next;
        struct node *d = p->next;
        p->next = d->next;
        free(d);
    }
    int r = p->id;
    free(p);
    return r;
}
int each(int *a, int n, int (*f)(int, void *), void *ctx)
{
    int c = 0;
    while (n-- > 0)
        c += f(*a++, ctx);
    return c;
}
int over(int v, void *ctx) { return v > *(int *)ctx; }
int acc(int v, void *ctx)
{
    int *t = ctx;
    *t += v;
    return 1;
}
int main(void)
{
    shape *s[] = {mkcircle(2), mkrect(3, 4.5)};
    double t = 0;
    int i, j, k, out[3], a[] = {4, 8, 15, 16, 23, 42}, lim = 10, tot = 0;
    for (i = 0; i < 2; i++) {
        t += s[i]->area(s[i]);
        printf("%d %.2f\n", s[i]->kind, s[i]->area(s[i]));
        free(s[i]);
    }
    setbit(3);
    setbit(77);
    printf("%d %d %d %02x\n", getbit(3), getbit(77), getbit(4), bitmap[9]);
    struct v r = vneg(vadd((struct v){1, 2}, vadd((struct v){3, 4}, (struct v){.y = 1})));
    printf("%d %d %d\n", r.x, r.y, vadd(r, r).x);
    for (i = 0; i < 2; i++)
        for (j = 0; j < 3; j++)
            for (k = 0; k < 4; k++)
                cube[i][j][k] = i * 100 + j * 10 + k;
    sum_rows(cube[1], 3, out);
    printf("%d %d %d %d\n", out[0], out[1], out[2], (int)sizeof(cube[0]));
    printf("%d\n", josephus(7, 3));
    printf("%d %d %d\n", each(a, 6, over, &lim), each(a, sizeof a / sizeof *a, acc, &tot), tot);
    int *last = &a[5], *first = a;
    while (first < last) {
        int x = *first;
        *first++ = *last;
        *last-- = x;
    }
    for (i = 0; i < 6; printf("%d ", a[i]), i++)
        ;
    void *v = &lim;
    *(char *)v = 'A';
    printf("%c %d\n", *(char *)&lim, *(int *)v);
    long addr = (long)7;
    printf("%ld\n", addr * 2);
    char grid[3][4] = {"abc", "def", "ghi"};
    char *flat = grid[0];
    printf("%c%c %s\n", flat[4], *(flat + 9), grid[1] + 1);
    char (*pg)[4] = grid + 1;
    printf("%s\n", pg[1]);
    return 0;
}
