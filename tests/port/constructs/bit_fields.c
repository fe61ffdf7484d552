#include <stdio.h>

struct flags {
    unsigned int version : 4;
    unsigned int length : 4;
    unsigned int ready : 1;
    signed int delta : 5;
};

int main(void)
{
    struct flags f = {4, 5, 1, -3};

    printf("%u %u %u %d\n", f.version, f.length, f.ready, f.delta);
    f.version = 15;
    f.length += 12;
    f.ready ^= 1;
    f.delta--;
    printf("%u %u %u %d\n", f.version, f.length, f.ready, f.delta);
    printf("%zu\n", sizeof(f));
    return 0;
}
