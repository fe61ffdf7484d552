#include <stdio.h>

int a = 1, *b = &a, c[3] = {1, 2, 3}, (*d)(void), **e = &b;
static const char *const names[2] = {"x", "y"}, letter = 'z';
extern int later;
int tentative;
int tentative;
static int forward(int);
static int seven(void) { return 7; }
struct s { int n; } first = {5}, *second = &first;
enum { A, B } which = B;
unsigned x, y = 3;
long int l;
int long unsigned lu = 9;
short unsigned su = 65535;
register_count() { return 3; }

int main(void)
{
    auto int local = 2;
    register int fast = 3;
    volatile int slow = 4;
    int i, n[2][2] = {1, 2, 3}, *p = n[1], total;
    char s[] = {'a', 'b', 0}, *t = s + 1, u[5] = "ab";
    extern int later;
    int forward(int);

    d = seven;
    **e += 10;
    total = a + *b + c[2] + d() + second->n + which;
    printf("%d %d %d\n", total, later, tentative);
    printf("%s %c %d %lu %d\n", names[1], letter, x + y + (int)l, lu, su);
    printf("%d %d %d %d\n", local * fast * slow, n[1][0], *p, n[1][1]);
    printf("%s %s %d\n", s, t, u[4]);
    for (i = 0; i < 2; i++) {
        int i = 10;
        static int kept = 100;
        kept += i++;
        printf("%d %d %d\n", i, kept, forward(i));
    }
    return register_count();
}

int later = 77;
static int forward(int n) { return n > 10 ? forward(n - 1) + 1 : n; }
