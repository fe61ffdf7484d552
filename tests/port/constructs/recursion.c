#include <stdio.h>

static int moves;

static unsigned long factorial(int n)
{
    return n <= 1 ? 1 : n * factorial(n - 1);
}

static int fibonacci(int n)
{
    if (n < 2)
        return n;
    return fibonacci(n - 1) + fibonacci(n - 2);
}

static void hanoi(int n, char from, char to, char by)
{
    if (n == 0)
        return;
    hanoi(n - 1, from, by, to);
    moves++;
    if (n == 3)
        printf("%c->%c ", from, to);
    hanoi(n - 1, by, to, from);
}

static int gcd(int a, int b)
{
    return b ? gcd(b, a % b) : a;
}

static int odd(int n);
static int even(int n) { return n == 0 ? 1 : odd(n - 1); }
static int odd(int n) { return n == 0 ? 0 : even(n - 1); }

int main(void)
{
    hanoi(4, 'A', 'B', 'C');
    printf("%d\n", moves);
    printf("%lu %d %d %d %d\n", factorial(20), fibonacci(15), gcd(84, 36), even(10), odd(10));
    return 0;
}
