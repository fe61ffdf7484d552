#include <stdio.h>

#define ROWS 3
#define COLUMNS 4

static int sum(int values[], int n)
{
    int total = 0;
    while (n--)
        total += values[n];
    return total;
}

static void fill(int grid[][COLUMNS], int rows)
{
    int i, j;
    for (i = 0; i < rows; i++)
        for (j = 0; j < COLUMNS; j++)
            grid[i][j] = i * 10 + j;
}

static int column(int grid[ROWS][COLUMNS], int j)
{
    int i, total = 0;
    for (i = 0; i < ROWS; i++)
        total += grid[i][j];
    return total;
}

static void transpose(int (*from)[COLUMNS], int (*to)[ROWS])
{
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLUMNS; j++)
            to[j][i] = from[i][j];
}

int main(void)
{
    int grid[ROWS][COLUMNS], turned[COLUMNS][ROWS];
    int i;

    fill(grid, ROWS);
    printf("%d %d\n", sum(grid[1], COLUMNS), column(grid, 3));
    printf("%d\n", sum(&grid[0][0], ROWS * COLUMNS));
    transpose(grid, turned);
    for (i = 0; i < COLUMNS; i++)
        printf("%d %d %d\n", turned[i][0], turned[i][1], turned[i][2]);
    printf("%d\n", sum(turned[0] + 1, 2));
    return 0;
}
