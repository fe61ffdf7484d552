#include <stdio.h>

static const int table[] = {3, 1, 4, 1, 5};
const char *const months[] = {"Jan", "Feb", "Mar"};
volatile int flag = 0;

static int total(const int *p, size_t n)
{
    int sum = 0;
    while (n-- > 0)
        sum += *p++;
    return sum;
}

int main(void)
{
    const int n = sizeof(table) / sizeof(table[0]);
    register int i;
    extern int later;

    for (i = 0; i < 3; i++)
        printf("%s ", months[i]);
    flag = total(table, n);
    printf("%d %d\n", flag, later);
    return 0;
}

int later = 12;
