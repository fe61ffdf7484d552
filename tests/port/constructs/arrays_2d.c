#include <stdio.h>

#define ROWS 3
#define COLS 4

static int sum(int m[ROWS][COLS])
{
    int i, j, total = 0;

    for (i = 0; i < ROWS; i++)
        for (j = 0; j < COLS; j++)
            total += m[i][j];
    return total;
}

int main(void)
{
    int m[ROWS][COLS] = {{1, 2, 3, 4}, {5, 6}, {0, 0, 7}};
    char names[3][10] = {"kim", "lee", "park"};
    char *days[] = {"mon", "tue", "wed"};
    int i;

    m[1][3] = 100;
    printf("%d %d\n", sum(m), m[2][2]);
    for (i = 0; i < 3; i++)
        printf("%s %c %s\n", names[i], names[i][1], days[i]);
    printf("%zu %zu %zu\n", sizeof(m), sizeof(m[0]), sizeof(names));
    return 0;
}
