#include <stdio.h>

struct option {
    const char *name;
    int value;
    struct { unsigned low, high; } range;
    char letters[4];
};

static struct option options[] = {
    [2] = {.name = "third", .range = {.high = 9}, .letters = "xyz"},
    [0] = {"first", 1, {2, 3}, {'a', 'b'}},
    {.value = 5, .name = "second"},
};

int main(void)
{
    int table[10] = {[3] = 30, 31, [8] = 80}, i;
    int grid[2][3] = {[1] = {[2] = 5}};
    struct option one = {.range.low = 4, .letters[1] = 'q'};

    for (i = 0; i < 3; i++)
        printf("%s %d %u-%u %.4s\n", options[i].name, options[i].value, options[i].range.low,
               options[i].range.high, options[i].letters);
    for (i = 0; i < 10; i++)
        printf("%d ", table[i]);
    printf("\n%d %d %u %d %d\n", grid[1][2], grid[0][2], one.range.low, one.letters[1],
           one.name == NULL);
    return 0;
}
