#include <stdio.h>

static int calculate(char op, int a, int b)
{
    switch (op) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/':
        if (b == 0)
            return -1;
        return a / b;
    case '%': return a % b;
    }
    return -999;
}

int main(void)
{
    const char *ops = "+-*/%?";
    int i;

    for (i = 0; ops[i]; i++)
        printf("17 %c -5 = %d\n", ops[i], calculate(ops[i], 17, -5));
    printf("%d\n", calculate('/', 1, 0));
    return 0;
}
