#include <stdio.h>

int total;
int limit = 3;
static double average = 0.0;
char buffer[32] = "start";
int *current = &total;
const char *names[] = {"zero", "one", "two"};
unsigned char wrap = 254;

static void add(int n)
{
    total += n;
    limit--;
    average = (double)total / (3 - limit);
    wrap++;
}

static void shadow(void)
{
    int total = 1000;

    total++;
    printf("local %d\n", total);
}

int main(void)
{
    while (limit > 0)
        add(limit * 10);
    shadow();
    *current += 1;
    printf("%d %d %.2f %s %s %d\n", total, limit, average, buffer, names[2], wrap);
    return 0;
}
