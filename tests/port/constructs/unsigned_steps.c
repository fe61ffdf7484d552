#include <stdio.h>

static unsigned int ticks = 0;

static unsigned int back_and_forth(void)
{
    unsigned int n = 0;

    n--;
    n++;
    return n < 2028 ? n : 1;
}

static unsigned long from_the_end(unsigned long n)
{
    n++;
    return n / 2;
}

int main(void)
{
    unsigned char small = 254;
    unsigned int last = ~0u;
    size_t i;

    for (i = 0; i < 3; i++) {
        small++;
        ticks++;
        printf("%d ", small);
    }
    last++;
    printf("%u %u %u %lu\n", last, ticks, back_and_forth(), from_the_end(-1));
    i = 0;
    while (i-- > 0)
        puts("never");
    puts(i > 100 ? "wrapped" : "small");
    return 0;
}
