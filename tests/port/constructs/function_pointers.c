#include <stdio.h>

static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }

typedef int (*operation)(int, int);

struct entry {
    const char *name;
    int (*call)(int, int);
};

static int apply(operation f, int a, int b)
{
    return f(a, b);
}

static operation choose(char c)
{
    return c == '+' ? add : c == '-' ? sub : mul;
}

int main(void)
{
    int (*f)(int, int) = add;
    operation table[3] = {add, sub, mul};
    struct entry entries[] = {{"add", add}, {"sub", &sub}, {"mul", mul}};
    int i;

    printf("%d %d\n", f(1, 2), (*f)(3, 4));
    f = &sub;
    printf("%d\n", f(1, 2));
    for (i = 0; i < 3; i++)
        printf("%d %s %d\n", table[i](7, 3), entries[i].name, entries[i].call(9, 2));
    printf("%d %d\n", apply(mul, 6, 7), choose('-')(10, 4));
    printf("%d\n", f == sub && table[0] != sub);
    return 0;
}
