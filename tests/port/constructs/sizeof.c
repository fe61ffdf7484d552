#include <stdio.h>

struct mixed {
    char c;
    int i;
    char d;
    double f;
    short s;
};

int main(void)
{
    int a[10];
    char *p = "pointer";
    char text[] = "text";
    struct mixed m[3];
    int i = 5;

    printf("%zu %zu %zu %zu %zu\n", sizeof(char), sizeof(short), sizeof(int), sizeof(long),
           sizeof(long long));
    printf("%zu %zu %zu\n", sizeof(float), sizeof(double), sizeof(void *));
    printf("%zu %zu %zu %zu\n", sizeof a, sizeof a / sizeof a[0], sizeof p, sizeof *p);
    printf("%zu %zu %zu\n", sizeof text, sizeof(struct mixed), sizeof m);
    printf("%zu %zu %zu\n", sizeof 'a', sizeof(1 + 1L), sizeof(i++));
    printf("%d\n", i);
    return 0;
}
