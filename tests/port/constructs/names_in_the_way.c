#include <stdio.h>
#include <string.h>

struct list { int len; struct list *next; };
int print = 3;
static int str(int def) { return def + 1; }
static int len(const char *in) { return (int)strlen(in); }
int range(int from, int to) { return to - from; }
static int sum_of(int list[], int max)
{
    int sum = 0, set, pass;
    for (set = 0; set < max; set++)
        sum += list[set];
    pass = sum;
    return pass;
}

int main(void)
{
    int lambda = 1, is = 2, None = 3, self = 4, object = 5, type = 6;
    char *import = "import", *class = "class";
    int dict[3] = {1, 2, 3}, None_ = 0;
    struct list list = {1, NULL}, *next = &list;
    int yield = 0, async = 1, await = 2, raise = 5, except = 6, with = 7;
    float float_ = 1.5f;
    int int_ = 4, True = 0, print_ = 9;

    printf("%d %d %d\n", lambda + is + None, self * object, type);
    printf("%s %s %d\n", import, class, len(class));
    printf("%d %d\n", str(print), range(2, 9));
    printf("%d %d\n", sum_of(dict, 3), next->len + list.len);
    while (!yield)
        yield += async + await;
    printf("%d %d %d %d\n", yield, raise, except, with);
    printf("%.1f %d %d %d %d\n", float_, int_, True, None_, print_);
    return 0;
}
