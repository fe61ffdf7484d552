#include <stdio.h>
#include <string.h>

struct header {
    unsigned int version : 4;
    unsigned int length : 4;
    unsigned int type : 8;
    unsigned int total : 16;
};
struct flags {
    unsigned char syn : 1, ack : 1, fin : 1;
    unsigned char : 2;
    unsigned char code : 3;
    signed int delta : 5;
};

int main(void)
{
    struct header h = {4, 5, 0x10, 1500}, copy;
    struct flags f;
    unsigned int raw;

    memcpy(&raw, &h, sizeof(raw));
    printf("%zu %08x\n", sizeof(h), raw);
    h.version += 13;
    h.total -= 1501;
    printf("%u %u\n", h.version, h.total);
    copy = h;
    copy.type = ~copy.type;
    printf("%x %x %d\n", h.type, copy.type, h.length == copy.length);
    memset(&f, 0, sizeof f);
    f.syn = f.ack = 1;
    f.code = 9;
    f.delta = -16;
    f.delta--;
    printf("%d %d %d %d %d\n", f.syn, f.ack, f.fin, f.code, f.delta);
    if (f.syn && !f.fin)
        f.fin = !f.fin;
    printf("%d\n", f.syn + f.ack + f.fin);
    return 0;
}
