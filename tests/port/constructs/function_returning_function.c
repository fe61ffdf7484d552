#include <stdio.h>

typedef int (*binary)(int, int);

static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }

static binary choose(char sign)
{
    if (sign == '+')
        return add;
    if (sign == '-')
        return &sub;
    return sign == '*' ? mul : NULL;
}

static int (*pick(int n))(int, int)
{
    static int (*const all[])(int, int) = {add, sub, mul};
    return all[n % 3];
}

int main(void)
{
    const char *signs = "+-*/";
    int i;

    for (i = 0; signs[i]; i++) {
        binary f = choose(signs[i]);
        if (!f) {
            printf("no %c\n", signs[i]);
            continue;
        }
        printf("%d %d\n", f(7, 3), (*f)(3, 7));
    }
    for (i = 0; i < 4; i++)
        printf("%d ", pick(i)(6, 2));
    printf("%s\n", choose('+') == add ? "same" : "different");
    return 0;
}
