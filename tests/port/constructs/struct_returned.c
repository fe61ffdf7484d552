#include <stdio.h>

typedef struct { int x, y; } Point;
typedef struct { Point from, to; } Line;

static Point point(int x, int y) { Point p = {x, y}; return p; }
static Point middle(Point a, Point b) { return point((a.x + b.x) / 2, (a.y + b.y) / 2); }
static Line line(Point a, Point b)
{
    Line l;
    l.from = a;
    l.to = b;
    a.x = 1000;
    return l;
}
static Line turned(Line l)
{
    Point t = l.from;
    l.from = l.to;
    l.to = t;
    return l;
}
static Point *further(Point *a, Point *b) { return a->x + a->y > b->x + b->y ? a : b; }

int main(void)
{
    Point a = point(1, 2), b = {9, 4};
    Line l = line(a, b), back;

    printf("%d %d\n", middle(a, b).x, middle(a, b).y);
    back = turned(l);
    printf("%d %d %d %d\n", l.from.x, l.to.y, back.from.x, back.to.y);
    printf("%d\n", turned(turned(l)).from.y);
    further(&a, &b)->x = -5;
    *further(&a, &b) = point(70, 80);
    printf("%d,%d %d,%d %d\n", a.x, a.y, b.x, b.y, line(a, b).to.x);
    return 0;
}
