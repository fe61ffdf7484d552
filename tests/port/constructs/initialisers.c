#include <stdio.h>

struct point {
    int x, y;
    char name[8];
};

int main(void)
{
    int zero[5] = {0,};
    int part[5] = {1, 2};
    int fill[] = {[4] = 9, [1] = 3, 7};
    char text[16] = {0};
    char letters[] = {'a', 'b', 'c', 0};
    struct point p = {1, 2, "one"};
    struct point q = {.y = 5, .name = "two"};
    struct point list[] = {{1, 1, "a"}, {2, 2, "b"}, {.x = 3}};
    int i;

    for (i = 0; i < 5; i++)
        printf("%d %d %d\n", zero[i], part[i], fill[i]);
    printf("%d %s %zu\n", text[7], letters, sizeof(letters));
    printf("%d %d %s %d %d %s\n", p.x, p.y, p.name, q.x, q.y, q.name);
    for (i = 0; i < 3; i++)
        printf("%d %d '%s'\n", list[i].x, list[i].y, list[i].name);
    return 0;
}
