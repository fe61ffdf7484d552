#include <stdio.h>

typedef unsigned char byte;
typedef unsigned long long u64;
typedef char name_t[12];
typedef struct packet packet;
typedef packet *packet_ptr;
typedef int (*handler)(const packet *);

struct packet {
    byte type;
    u64 id;
    name_t who;
};

static int show(const packet *p)
{
    printf("%d %llu %s\n", p->type, p->id, p->who);
    return p->type;
}

int main(void)
{
    packet p = {250, 1ULL << 40, "me"};
    packet_ptr q = &p;
    handler h = show;
    byte b = 255;
    name_t n = "array";

    b += 2;
    q->type += 10;
    printf("%d %s %zu\n", b, n, sizeof(name_t));
    return h(q);
}
