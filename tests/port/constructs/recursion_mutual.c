#include <stdio.h>

static int odd(unsigned n);
static int even(unsigned n) { return n == 0 ? 1 : odd(n - 1); }
static int odd(unsigned n) { return n == 0 ? 0 : even(n - 1); }

static int moves;
static void hanoi(int n, char from, char to, char via)
{
    if (n == 0)
        return;
    hanoi(n - 1, from, via, to);
    if (++moves <= 3)
        printf("%d: %c -> %c\n", n, from, to);
    hanoi(n - 1, via, to, from);
}

static int ackermann(int m, int n)
{
    if (m == 0) return n + 1;
    if (n == 0) return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

static void permute(char *s, int at, int n)
{
    int i;
    if (at == n) {
        printf("%s ", s);
        return;
    }
    for (i = at; i < n; i++) {
        char t = s[at]; s[at] = s[i]; s[i] = t;
        permute(s, at + 1, n);
        t = s[at]; s[at] = s[i]; s[i] = t;
    }
}

static void binary(unsigned n)
{
    if (n > 1)
        binary(n / 2);
    putchar('0' + n % 2);
}

int main(void)
{
    char word[] = "abc";

    printf("%d %d\n", even(40), odd(41));
    hanoi(5, 'A', 'C', 'B');
    printf("%d moves, %d\n", moves, ackermann(2, 3));
    permute(word, 0, 3);
    binary(202);
    printf("\n");
    return 0;
}
