#include <stdio.h>

union number {
    int i;
    unsigned int u;
    unsigned char bytes[4];
    float f;
};

struct tagged {
    int kind;
    union {
        int i;
        double d;
        char s[8];
    } value;
};

int main(void)
{
    union number n;
    struct tagged t = {0};

    n.u = 0x11223344;
    printf("%x %x\n", n.bytes[0], n.bytes[3]);
    n.bytes[0] = 0xff;
    printf("%x\n", n.i);
    n.f = 1.0f;
    printf("%x %zu\n", n.u, sizeof(n));
    t.kind = 1;
    t.value.d = 2.5;
    printf("%d %.2f %zu\n", t.kind, t.value.d, sizeof(t));
    t.value.s[0] = 'h';
    t.value.s[1] = 0;
    printf("%s\n", t.value.s);
    return 0;
}
