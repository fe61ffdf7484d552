#include <stdio.h>

int main(void)
{
    int grid[3][4] = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}};
    int (*row)[4] = grid;
    int (*whole)[3][4] = &grid;
    int *cell;
    int line[4] = {-1, -2, -3, -4};
    int (*other)[4] = &line;

    printf("%d %d\n", (*row)[2], row[2][0]);
    row++;
    printf("%d %d\n", (*row)[0], *(*(row + 1) + 3));
    printf("%d\n", (*whole)[1][3]);
    for (cell = grid[0]; cell < grid[0] + 12; cell += 4)
        printf("%d ", *cell);
    (*other)[1] = 77;
    printf("\n%d %zu %zu\n", line[1], sizeof(*row), sizeof(*whole));
    printf("%d\n", (int)(row - grid));
    return 0;
}
