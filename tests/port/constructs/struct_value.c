#include <stdio.h>
#include <string.h>

struct point {
    int x;
    int y;
};

typedef struct {
    char name[20];
    struct point at;
    int scores[3];
} player;

static struct point shifted(struct point p, int dx)
{
    p.x += dx;
    return p;
}

static player renamed(player p, const char *name)
{
    strcpy(p.name, name);
    p.scores[0] = 99;
    return p;
}

int main(void)
{
    struct point a = {1, 2}, b;
    player one = {"kim", {3, 4}, {10, 20, 30}}, two;

    b = shifted(a, 10);
    printf("%d %d %d %d\n", a.x, a.y, b.x, b.y);
    a = b;
    b.y = 77;
    printf("%d %d\n", a.y, b.y);
    two = renamed(one, "lee");
    printf("%s %d %s %d\n", one.name, one.scores[0], two.name, two.scores[0]);
    two.at = shifted(two.at, 5);
    one = two;
    two.at.x = 0;
    printf("%s %d %d\n", one.name, one.at.x, two.at.x);
    printf("%d\n", shifted(a, 1).x);
    return 0;
}
