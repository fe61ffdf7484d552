#include <stdio.h>

#define ROWS 3
#define COLS 3

typedef double Matrix[ROWS][COLS];

static void multiply(Matrix a, Matrix b, Matrix out)
{
    int i, j, k;
    for (i = 0; i < ROWS; i++)
        for (j = 0; j < COLS; j++) {
            out[i][j] = 0;
            for (k = 0; k < COLS; k++)
                out[i][j] += a[i][k] * b[k][j];
        }
}

static double trace(double m[ROWS][COLS])
{
    double sum = 0.0;
    int i;
    for (i = 0; i < ROWS; i++)
        sum += m[i][i];
    return sum;
}

int cube[2][3][4];

int main(void)
{
    Matrix a = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    Matrix unit = {{1}, {0, 1}, {0, 0, 1}};
    Matrix c;
    int i, j, k, n = 0;
    char board[3][3] = {{'.', '.', '.'}, {'.', '.', '.'}, {'.', '.', '.'}};
    int (*plane)[4] = cube[1];

    multiply(a, unit, c);
    printf("%.1f %.1f\n", trace(c), c[2][0]);
    multiply(a, a, c);
    for (i = 0; i < ROWS; i++, putchar('\n'))
        for (j = 0; j < COLS; j++)
            printf("%6.1f", c[i][j]);
    for (i = 0; i < 2; i++)
        for (j = 0; j < 3; j++)
            for (k = 0; k < 4; k++)
                cube[i][j][k] = n++;
    printf("%d %d %d\n", cube[1][2][3], *(*(*(cube + 1) + 1) + 2), plane[2][1]);
    printf("%zu %zu\n", sizeof(cube) / sizeof(cube[0]), sizeof(cube[0][0]) / sizeof(int));
    board[1][1] = 'X';
    board[0][2] = board[2][0] = 'O';
    for (i = 0; i < 3; i++)
        printf("%.3s\n", board[i]);
    return 0;
}
