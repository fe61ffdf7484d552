#include <stdio.h>

static int calls;

static int truth(int value)
{
    calls++;
    printf("[%d]", value);
    return value;
}

int main(void)
{
    int a = 0, b;

    if (truth(0) && truth(1))
        printf("never\n");
    if (truth(2) || truth(3))
        printf("always\n");
    b = truth(0) || truth(0) || truth(5) && truth(0);
    printf("%d %d\n", b, calls);
    if (a != 0 && 10 / a > 1)
        printf("never\n");
    b = (a = 5) && (a > 3);
    printf("%d %d %d\n", a, b, !b);
    return !!calls;
}
