#include <stdio.h>
#include <stdlib.h>

#define N 6
#define WALL '#'

static char maze[N][N + 1] = {
    "S.#...",
    "..#.#.",
    "#...#.",
    "..#.#.",
    ".#..#E",
    "...#..",
};

static int queens[N];
static int solutions;

static int walk(int y, int x)
{
    if (y < 0 || y >= N || x < 0 || x >= N)
        return 0;
    if (maze[y][x] == 'E')
        return 1;
    if (maze[y][x] == WALL || maze[y][x] == '*')
        return 0;
    maze[y][x] = '*';
    if (walk(y, x + 1) || walk(y + 1, x) || walk(y - 1, x) || walk(y, x - 1))
        return 1;
    maze[y][x] = 'o';
    return 0;
}

static int safe(int row, int col)
{
    int i;
    for (i = 0; i < row; i++)
        if (queens[i] == col || abs(queens[i] - col) == row - i)
            return 0;
    return 1;
}

static void place(int row)
{
    int col;
    if (row == N) {
        solutions++;
        return;
    }
    for (col = 0; col < N; col++)
        if (safe(row, col)) {
            queens[row] = col;
            place(row + 1);
        }
}

int main(void)
{
    int i;
    printf("%d\n", walk(0, 0));
    for (i = 0; i < N; i++)
        printf("%s\n", maze[i]);
    place(0);
    printf("%d\n", solutions);
    return 0;
}
