#include <stdio.h>
#include <string.h>
#define W 12
#define H 8
typedef unsigned char cell;
static cell now[H][W], then[H][W];
static int neighbours(int y, int x) {
    int dy, dx, n = 0;
    for (dy = -1; dy <= 1; dy++)
        for (dx = -1; dx <= 1; dx++)
            if (dy || dx)
                n += now[(y + dy + H) % H][(x + dx + W) % W];
    return n;
}
static void put(int y, int x, const char *rows[]) {
    int i, j;
    for (i = 0; rows[i]; i++)
        for (j = 0; rows[i][j]; j++)
            now[y + i][x + j] = rows[i][j] == '#';
}
static unsigned print(int turn) {
    int i, j;
    unsigned alive = 0, hash = 0;
    printf("turn %d\n", turn);
    for (i = 0; i < H; ++i) {
        for (j = 0; j < W; ++j) {
            putchar(now[i][j]["._"+0] == '.' ? '.' : "#"[0]);
            alive += now[i][j];
            hash = hash * 33 ^ now[i][j];
        }
        putchar('\n');
    }
    printf("%u alive, %08x\n", alive, hash);
    return alive;
}
int main() {
    const char *glider[] = {".#.", "..#", "###", NULL};
    const char *blinker[] = {"###", 0};
    int turn, y, x;
    put(0, 0, glider);
    put(5, 7, blinker);
    for (turn = 0; turn <= 20; turn++) {
        if (turn % 10 == 0 && !print(turn)) break;
        memset(then, 0, sizeof then);
        for (y = 0; y < H; y++)
            for (x = 0; x < W; x++)
                switch (neighbours(y, x)) {
                case 2: then[y][x] = now[y][x]; break;
                case 3: then[y][x] = 1;
                }
        memcpy(now, then, sizeof(now));
    }
    return 0;
}
