#include <stdio.h>
#include <stdlib.h>

char board[3][3];

void init(void)
{
	int i, j;
	for (i = 0; i < 3; i++)
		for (j = 0; j < 3; j++)
			board[i][j] = ' ';
}

void draw(void)
{
	int i;
	for (i = 0; i < 3; i++) {
		printf(" %c | %c | %c\n", board[i][0], board[i][1], board[i][2]);
		if (i < 2) printf("---|---|---\n");
	}
}

char winner(void)
{
	int i;
	for (i = 0; i < 3; i++) {
		if (board[i][0] != ' ' && board[i][0] == board[i][1] && board[i][1] == board[i][2])
			return board[i][0];
		if (board[0][i] != ' ' && board[0][i] == board[1][i] && board[1][i] == board[2][i])
			return board[0][i];
	}
	if (board[1][1] != ' ') {
		if (board[0][0] == board[1][1] && board[1][1] == board[2][2]) return board[1][1];
		if (board[0][2] == board[1][1] && board[1][1] == board[2][0]) return board[1][1];
	}
	return 0;
}

int best(char me, char turn, int *move)
{
	int i, score, top = turn == me ? -2 : 2, full = 1;
	char w = winner(), other = turn == 'X' ? 'O' : 'X';

	if (w) return w == me ? 1 : -1;
	for (i = 0; i < 9; i++) {
		char *cell = &board[i / 3][i % 3];
		if (*cell != ' ') continue;
		full = 0;
		*cell = turn;
		score = best(me, other, NULL);
		*cell = ' ';
		if (turn == me ? score > top : score < top) {
			top = score;
			if (move) *move = i;
		}
	}
	return full ? 0 : top;
}

int main(void)
{
	int x, y, turns = 0, move;

	init();
	while (!winner() && turns < 9) {
		printf("(x, y): ");
		if (scanf("%d %d", &x, &y) != 2) break;
		if (x < 0 || y < 0 || x > 2 || y > 2 || board[y][x] != ' ') {
			printf("다시\n");
			continue;
		}
		board[y][x] = 'X';
		turns++;
		if (!winner() && turns < 9) {
			best('O', 'O', &move);
			board[move / 3][move % 3] = 'O';
			turns++;
		}
		draw();
	}
	if (winner()) printf("%c wins\n", winner());
	else printf("draw\n");
	return turns;
}
