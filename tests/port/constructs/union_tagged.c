#include <stdio.h>
#include <string.h>

typedef enum { INTEGER, REAL, TEXT } Kind;

typedef struct {
    Kind kind;
    union {
        int i;
        double d;
        char s[16];
    } u;
} Value;

static Value integer(int i) { Value v; v.kind = INTEGER; v.u.i = i; return v; }
static Value real(double d) { Value v = {REAL, {.d = d}}; return v; }
static Value text(const char *s)
{
    Value v;
    v.kind = TEXT;
    strncpy(v.u.s, s, sizeof(v.u.s) - 1);
    v.u.s[sizeof(v.u.s) - 1] = 0;
    return v;
}

static void print(const Value *v)
{
    switch (v->kind) {
    case INTEGER: printf("int %d\n", v->u.i); break;
    case REAL: printf("real %.3f\n", v->u.d); break;
    case TEXT: printf("text \"%s\"\n", v->u.s); break;
    }
}

int main(void)
{
    Value values[4];
    int i;

    values[0] = integer(-7);
    values[1] = real(3.14159);
    values[2] = text("a text longer than its room");
    values[3] = values[0];
    values[3].u.i *= 6;
    for (i = 0; i < 4; i++)
        print(&values[i]);
    return 0;
}
