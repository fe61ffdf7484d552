#include <stdio.h>
#include <string.h>

struct shape;
struct shape_ops {
    const char *name;
    int (*area)(const struct shape *);
    void (*grow)(struct shape *, int);
};
struct shape {
    const struct shape_ops *ops;
    int width, height;
};

static int rectangle_area(const struct shape *s) { return s->width * s->height; }
static int triangle_area(const struct shape *s) { return s->width * s->height / 2; }
static void grow_both(struct shape *s, int by) { s->width += by; s->height += by; }
static void grow_width(struct shape *s, int by) { s->width += by; }

static const struct shape_ops rectangle = {"rectangle", rectangle_area, grow_both};
static const struct shape_ops triangle = {
    .name = "triangle", .area = triangle_area, .grow = grow_width,
};

int main(void)
{
    struct shape shapes[3] = {
        {&rectangle, 3, 4}, {&triangle, 5, 6}, {.ops = &rectangle, .width = 1, .height = 1},
    };
    int i;

    for (i = 0; i < 3; i++) {
        struct shape *s = &shapes[i];
        printf("%s %d", s->ops->name, s->ops->area(s));
        s->ops->grow(s, 2);
        printf(" -> %d\n", shapes[i].ops->area(&shapes[i]));
    }
    return 0;
}
