#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int rows = 3, cols = 4, i, j;
    int **m = malloc(rows * sizeof(int *));
    char **lines;

    for (i = 0; i < rows; i++) {
        m[i] = malloc(cols * sizeof(int));
        for (j = 0; j < cols; j++)
            m[i][j] = i * cols + j;
    }
    printf("%d %d\n", m[2][3], *(m[1] + 2));
    lines = (char **)calloc(2, sizeof(char *));
    lines[0] = malloc(10);
    sprintf(lines[0], "row%d", m[1][0]);
    printf("%s %d\n", lines[0], lines[1] == NULL);
    free(lines[0]);
    free(lines);
    for (i = 0; i < rows; i++)
        free(m[i]);
    free(m);
    return 0;
}
